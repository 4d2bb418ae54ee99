"""Tenders: who bids for a lot, who is chosen and why, and the contract that comes of it."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..agents.organisation import SocialOrganisation
from ..columns import BUNDLE, NOBODY, SOCIAL
from ..parameters import Parameters
from ..streams import (
    LOT,
    YEAR,
    Part,
    Stream,
)
from .contract import (
    LEAST_UNLEARNED,
    Contract,
    Lot,
    usually_unlearned,
)
from .market import Market, day_of
from .purchase_review import start_left

if TYPE_CHECKING:
    from ..district import District

START = Stream("start of a contract", LOT, YEAR, Part("organisation", 1_000_000_000))

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


class Bidding(NamedTuple):
    """What everybody who bids is measured against.

    Attributes:
        holder: Number of the organisation that holds the lot today, NOBODY where none does.
        held: Posts each organisation has at work elsewhere, or for a centre how many centres it runs.
        usual: Satisfaction organisations' work leaves on average.
        wanted: Hours a year wanted of each kind of need; no entries for a centre.
        in_all: Hours wanted of all kinds.
        needed: Posts with which a bidder counts as able to take the lot.
    """

    call: Call
    holder: int
    held: dict[int, float]
    usual: float
    wanted: list[float]
    in_all: float
    needed: float


def let(district: District, call: Call) -> Contract | None:
    """Hold one tender; None where nobody bids. A holder who wins again goes on with the same people."""
    market, usual = district.of(Market), district.parameters.assumptions.providers.overhead_share
    before = market.contracts.get(call.lot) if call.lot.kind != SOCIAL else market.centres.get(call.lot.place)
    bidding = Bidding(
        call,
        before.organisation if before is not None else NOBODY,
        _held_elsewhere(district, call.lot),
        market.usual_satisfaction(district.parameters.assumptions.memory.trust_start),
        call.wanted.tolist(),
        float(call.wanted.sum()),
        LARGEST_BIDDERS_GAP * posts_for(call.yuan, 0.0, usual, district.parameters),
    )
    winner = _winner(district, bidding)
    if winner is None:
        return None
    contract = _signed(district, call, winner, _free_for(bidding, winner))
    if before is not None and before.organisation == winner.number:
        contract.tenure_months, contract.vacant_months = before.tenure_months, before.vacant_months
        contract.effort, contract.score = before.effort, before.score
        contract.satisfaction_sum, contract.served = before.satisfaction_sum, before.served
        contract.man(contract.posts)
        contract.ready_day = before.ready_day
    return contract


def _held_elsewhere(district: District, lot: Lot) -> dict[int, float]:
    market, centre = district.of(Market), lot.kind == SOCIAL
    running = market.centres.values() if centre else market.contracts.values()
    held: dict[int, float] = {} if centre else dict(market.project_posts)
    for one in running:
        if one.lot != lot:
            held[one.organisation] = held.get(one.organisation, 0.0) + (1.0 if centre else one.posts)
    return held


def bidders(district: District, lot: Lot, day: int) -> int:
    """Organisations that have room for a lot and may bid on this day."""
    market, held = district.of(Market), _held_elsewhere(district, lot)
    return sum(
        one.room(held.get(number, 0.0)) > 0.0 and market.barred.get(number, day) <= day
        for number, one in market.organisations.items()
    )


def _winner(district: District, bidding: Bidding) -> SocialOrganisation | None:
    """The bidder ranked first: fit for what is wanted, able to staff it, then by the rule of selection."""
    call, market = bidding.call, district.of(Market)
    best, first = None, (False, -1.0, 0.0, 0)
    for number, one in market.organisations.items():
        free = _free_for(bidding, one)
        if free <= 0.0 or market.barred.get(number, call.day) > call.day:
            continue
        fit, able = _fitness(bidding, one, free)
        rank = (fit, able, _appeal(district, bidding, one), -number)
        if best is None or rank > first:
            best, first = one, rank
    return best


def _free_for(bidding: Bidding, bidder: SocialOrganisation) -> float:
    """Posts a bidder could put into this lot, or centres it could still run."""
    held = bidding.held.get(bidder.number, 0.0)
    return MOST_CENTRES - held if bidding.call.lot.kind == SOCIAL else bidder.room(held)


def _fitness(bidding: Bidding, bidder: SocialOrganisation, free: float) -> tuple[bool, float]:
    """Whether it does what is wanted, and how much of the lot it could staff."""
    if bidding.call.lot.kind == SOCIAL:
        return True, 1.0
    wanted, needed = bidding.wanted, bidding.needed
    fit = sum([wanted[row] for row in bidder.profile.kinds]) >= ENOUGH_KINDS * bidding.in_all
    return fit, min(free / needed, 1.0) if needed > 0.0 else 1.0


def _appeal(district: District, bidding: Bidding, bidder: SocialOrganisation) -> float:
    """How a bidder looks under the rule of selection, in usual gaps between bidders."""
    assumed, rule = district.parameters.assumptions, district.parameters.levers.organisations.selection
    look, buy, call = assumed.providers, assumed.purchasing, bidding.call
    if rule == "price":
        gap = math.hypot(look.quality_overhead * look.quality_sd, look.bid_sd)
        appeal = (look.overhead_share - bidder.overhead_bid(call.year)) / max(gap, 1e-9)
    elif rule == "expert":
        gap = math.hypot(look.quality_sd, buy.expert_error)
        appeal = (bidder.seen_by_experts(call.year) - 0.5) / max(gap, 1e-9)
    else:
        gap = look.quality_felt * look.quality_sd
        appeal = (bidder.remembered_by_residents(bidding.usual) - bidding.usual) / max(gap, 1e-9)
        appeal += buy.home_steps * _at_home(district, call.lot, bidder)
    if bidder.number == bidding.holder:
        appeal += buy.incumbent_steps + buy.bundle_lock_in * (call.lot.kind == BUNDLE)
    return appeal + buy.branch_steps * bidder.has_branch


def _at_home(district: District, lot: Lot, bidder: SocialOrganisation) -> bool:
    territory, home = district.world.territory, bidder.profile.home
    if lot.kind == SOCIAL:
        return bool(home == territory.community_of_cell[lot.place])
    if lot.kind == BUNDLE:
        return home >= 0 and bool(territory.street_of_community[home] == lot.place)
    return home == lot.place


def _signed(district: District, call: Call, winner: SocialOrganisation, room: float) -> Contract:
    """The contract a winner signs, with as many posts as the money pays for and it has room for."""
    parameters = district.parameters
    tender = overhead = supervisors = 0.0
    if call.lot.kind == SOCIAL:
        posts = parameters.levers.centres.social_workers_each
        tenure = np.full(math.ceil(posts), kept_tenure(parameters))
        ready = call.day
    else:
        share = winner.overhead_bid(call.year)
        tender = min(parameters.assumptions.purchasing.tender_yuan / call.years, call.yuan)
        paid_for = posts_for(call.yuan, tender, share, parameters)
        posts = min(paid_for, room)
        overhead = (call.yuan - tender) * share * (posts / paid_for if paid_for > 0.0 else 1.0)
        supervisors = posts * parameters.levers.organisations.supervisors_per_10_workers / 10.0
        tenure = np.zeros(0)
        ready = call.day + round(DAYS_A_MONTH * _start_months(district, call, winner.number))
    end = day_of(district, dt.date(call.year + call.years, 1, 1))
    return Contract(
        lot=call.lot,
        organisation=winner.number,
        yuan=call.yuan,
        tender_yuan=tender,
        overhead_yuan=overhead,
        posts=posts,
        supervisors=supervisors,
        start_day=call.day,
        ready_day=ready,
        end_day=end,
        kinds=winner.profile.kinds,
        tenure_months=tenure,
    )


def kept_tenure(parameters: Parameters) -> float:
    """Months in post as good as what a change of operator leaves of a centre's relations."""
    learned = parameters.assumptions.ratings.takeover_kept * (1.0 - usually_unlearned(parameters))
    return -parameters.assumptions.turnover.learning_months * math.log(max(1.0 - learned, LEAST_UNLEARNED))


def _start_months(district: District, call: Call, number: int) -> float:
    buy = district.parameters.assumptions.purchasing
    draw = START.of(district.plan.seed).at(call.lot.number, call.year, number).uniform()
    months = buy.start_months_least + (buy.start_months_most - buy.start_months_least) * draw
    return months * (buy.bundle_start if call.lot.kind == BUNDLE else start_left(district, call.lot))
