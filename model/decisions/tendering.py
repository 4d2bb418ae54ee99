"""Tenders: who bids for a lot, who is chosen and why, and the contract that comes of it."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..columns import BUNDLE, NOBODY, SOCIAL
from ..institutions.contract import Contract, Lot, usually_unlearned
from ..institutions.organisation import SocialOrganisation
from ..parameters import Parameters
from ..streams import marks, stream_key
from .market import day_of

if TYPE_CHECKING:
    from ..district import District

DAYS_A_MONTH = 365.0 / 12.0
LARGEST_BIDDERS_GAP = 0.75
"""A bidder who can staff so much of a lot counts as able to take it."""
MOST_CENTRES = 2
"""Centres one organisation may run."""
ENOUGH_KINDS = 0.5
"""A bidder who does kinds that make up so much of what is wanted counts as fit for it."""


class Call(NamedTuple):
    """What is let today.

    Attributes:
        lot: What for.
        yuan: Money a year.
        years: For how long.
        wanted: Hours a year wanted of each kind of need; of no account for a centre.
        day, year: When.
    """

    lot: Lot
    yuan: float
    years: int
    wanted: NDArray[np.float64]
    day: int
    year: int


def posts_for(yuan: float, tender_yuan: float, overhead_share: float, parameters: Parameters) -> float:
    """Workers' posts that a contract pays for, with the supervisors that go with them."""
    per_10 = parameters.levers.organisations.supervisors_per_10_workers
    post = parameters.assumptions.service.organisation_post_yuan * (1.0 + per_10 / 10.0)
    return max(yuan - tender_yuan, 0.0) * (1.0 - overhead_share) / post


def let(district: District, call: Call) -> Contract | None:
    """Hold one tender; None where nobody bids. A holder who wins again goes on with the same people."""
    market = district.market
    before = market.contracts.get(call.lot) if call.lot.kind != SOCIAL else market.centres.get(call.lot.place)
    winner = _winner(district, call, before.organisation if before else NOBODY)
    if winner is None:
        return None
    contract = _signed(district, call, winner)
    if before is not None and before.organisation == winner.number:
        contract.tenure_months, contract.vacant_months = before.tenure_months, before.vacant_months
        contract.effort, contract.score = before.effort, before.score
        contract.felt, contract.served = before.felt, before.served
        contract.man(contract.posts)
        contract.ready_day = before.ready_day
    return contract


def _winner(district: District, call: Call, holder: int) -> SocialOrganisation | None:
    """The bidder ranked first: fit for what is wanted, able to staff it, then by the rule of selection."""
    market = district.market
    bidders = [
        one
        for number, one in market.organisations.items()
        if market.barred.get(number, call.day) <= call.day and _free_for(district, call, one, holder) > 0.0
    ]
    if not bidders:
        return None
    best = max(bidders, key=lambda one: (*_fitness(district, call, one, holder), -one.number))
    return best


def _free_for(district: District, call: Call, bidder: SocialOrganisation, holder: int) -> float:
    """Posts a bidder could put into this lot, counting those it has there."""
    market = district.market
    if call.lot.kind == SOCIAL:
        return float(MOST_CENTRES - market.centres_run(bidder.number) + (bidder.number == holder))
    there = market.contracts[call.lot].posts if bidder.number == holder else 0.0
    return bidder.room(market.held_posts(bidder.number) - there)


def _fitness(district: District, call: Call, bidder: SocialOrganisation, holder: int) -> tuple[bool, float, float]:
    if call.lot.kind == SOCIAL:
        return True, 1.0, _appeal(district, call, bidder, holder)
    fit = float(call.wanted[list(bidder.profile.kinds)].sum()) >= ENOUGH_KINDS * float(call.wanted.sum())
    usual = district.parameters.assumptions.providers.overhead_share
    needed = LARGEST_BIDDERS_GAP * posts_for(call.yuan, 0.0, usual, district.parameters)
    able = min(_free_for(district, call, bidder, holder) / needed, 1.0) if needed > 0.0 else 1.0
    return fit, able, _appeal(district, call, bidder, holder)


def _appeal(district: District, call: Call, bidder: SocialOrganisation, holder: int) -> float:
    """How a bidder looks under the rule of selection, in usual gaps between bidders."""
    assumed, rule = district.parameters.assumptions, district.parameters.levers.organisations.selection
    look, buy = assumed.providers, assumed.purchasing
    if rule == "price":
        gap = math.hypot(look.quality_overhead * look.quality_sd, look.bid_sd)
        appeal = (look.overhead_share - bidder.overhead_bid(call.year)) / max(gap, 1e-9)
    elif rule == "expert":
        gap = math.hypot(look.quality_sd, buy.expert_error)
        appeal = (bidder.seen_by_experts(call.year) - 0.5) / max(gap, 1e-9)
    else:
        usual = district.market.usual_satisfaction(assumed.memory.trust_start)
        gap = look.quality_felt * look.quality_sd
        appeal = (bidder.remembered_by_residents(usual) - usual) / max(gap, 1e-9)
        appeal += buy.home_steps * _at_home(district, call.lot, bidder)
    if bidder.number == holder:
        appeal += buy.incumbent_steps + buy.bundle_lock_in * (call.lot.kind == BUNDLE)
    return appeal + buy.branch_steps * bidder.has_branch


def _at_home(district: District, lot: Lot, bidder: SocialOrganisation) -> bool:
    territory, home = district.world.territory, bidder.profile.home
    if lot.kind == SOCIAL:
        return bool(home == territory.community_of_cell[lot.place])
    if lot.kind == BUNDLE:
        return home >= 0 and bool(territory.street_of_community[home] == lot.place)
    return home == lot.place


def _signed(district: District, call: Call, winner: SocialOrganisation) -> Contract:
    parameters = district.parameters
    tender = overhead = supervisors = 0.0
    if call.lot.kind == SOCIAL:
        posts = parameters.levers.centres.social_workers_each
        tenure = np.full(math.ceil(posts), kept_tenure(parameters))
        ready = call.day
    else:
        share = winner.overhead_bid(call.year)
        tender = min(parameters.assumptions.purchasing.tender_yuan / call.years, call.yuan)
        overhead = (call.yuan - tender) * share
        room = winner.room(district.market.held_posts(winner.number))
        before = district.market.contracts.get(call.lot)
        if before is not None and before.organisation == winner.number:
            room += before.posts
        paid_for = posts_for(call.yuan, tender, share, parameters)
        posts = min(paid_for, room)
        overhead *= posts / paid_for if paid_for > 0.0 else 1.0
        supervisors = posts * parameters.levers.organisations.supervisors_per_10_workers / 10.0
        tenure = np.zeros(0)
        ready = call.day + round(DAYS_A_MONTH * _start_months(district, call, winner.number))
    end = day_of(district, dt.date(call.year + call.years, 1, 1))
    return Contract(
        call.lot,
        winner.number,
        call.yuan,
        tender,
        overhead,
        posts,
        supervisors,
        call.day,
        ready,
        end,
        winner.profile.kinds,
        tenure,
    )


def kept_tenure(parameters: Parameters) -> float:
    """Months in post as good as what a change of operator leaves of a centre's relations."""
    learned = parameters.assumptions.ratings.takeover_kept * (1.0 - usually_unlearned(parameters))
    return -parameters.assumptions.turnover.learning_months * math.log(1.0 - learned)


def _start_months(district: District, call: Call, number: int) -> float:
    buy = district.parameters.assumptions.purchasing
    address = np.array([(call.lot.number * 10_000 + call.year) * 1_000_000_000 + number], dtype=np.int64)
    luck = float(marks(stream_key(district.plan.seed, "start of a contract"), address)[0])
    months = buy.start_months_least + (buy.start_months_most - buy.start_months_least) * luck
    return months * (buy.bundle_start if call.lot.kind == BUNDLE else 1.0)
