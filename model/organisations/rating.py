"""Ratings of centres and contracts: what raters see, the effort and the records that follow, prize and exit."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..columns import BUNDLE, ENDED_NEEDS, NOBODY
from ..events.organisations import HolderRated
from ..ledger.payments import pay_for_rating
from ..parameters import Parameters
from ..streams import (
    LOT,
    MONTH,
    ORGANISATION_NUMBER,
    Stream,
)
from .accounts import PRIZES
from .contract import Contract, Lot
from .market import Market, pool_of
from .provision import pace_and_poor

if TYPE_CHECKING:
    from ..district import District

RATING_MONTH = Stream("rating month", LOT)
RATING = Stream("rating", LOT, MONTH)
EXIT = Stream("exit", ORGANISATION_NUMBER, MONTH)

ON_RECORD = {"third_party": 0.0, "residents": 0.0, "superior": 1.0}
"""How far effort goes into records, by who rates."""
SEEN_BY_SUPERIORS = 0.3
"""How much of what a third party would see shows in records."""


def effort_for(stake: float, parameters: Parameters) -> float:
    """Effort drawn by so much contract money at stake: half of all there is at the half stake."""
    return stake / (stake + parameters.assumptions.ratings.half_stake)


def stake_of(contract: Contract, parameters: Parameters) -> float:
    """What hangs on a rating: a name, the prize, and for organisations that can be dropped their place."""
    levers, assumed = parameters.levers, parameters.assumptions.ratings
    stake = assumed.standing_stake + levers.centres.rating_reward_share
    if contract.organisation != NOBODY and contract.lot.kind != BUNDLE:
        stake += assumed.exit_stake * levers.organisations.exit_share
    return stake


def rating_is_due(lot: Lot, date: dt.date, parameters: Parameters, seed: int) -> bool:
    """Whether this centre's turn has come: every so many years, each in a month of its own."""
    months = 12 * parameters.levers.centres.rating_years
    if months == 0:
        return False
    own = int(RATING_MONTH.of(seed).at(lot.number).uniform() * months)
    return (date.year * 12 + date.month - own) % months == 0


def review_is_due(lot: Lot, date: dt.date, parameters: Parameters, seed: int) -> bool:
    """Whether a contract for services is reviewed this New Year: as often as centres are rated (SZ-07)."""
    years = parameters.levers.centres.rating_years
    if years == 0:
        return False
    own = int(RATING_MONTH.of(seed).at(lot.number).uniform() * years)
    return (date.year - own) % years == 0


def rate_all(district: District, due: list[Contract], date: dt.date) -> None:
    """Rate everybody whose turn has come, then pay prizes out of what is withheld."""
    for contract in due:
        rate(district, contract, date)
    _pay_prizes(district, [one for one in due if one.organisation != NOBODY])


def rate(district: District, contract: Contract, date: dt.date) -> None:
    """Rate one holder; where ratings are public, what hangs on them draws effort from now on."""
    contract.score = seen(district, contract, date)
    pay_for_rating(district, contract)
    contract.satisfaction_sum = contract.served = 0.0
    contract.effort = max(contract.effort, effort_for(stake_of(contract, district.parameters), district.parameters))
    district.record(HolderRated(number=contract.organisation, about=contract.lot.name, score=contract.score))


def seen(district: District, contract: Contract, date: dt.date) -> float:
    """What the rater sees of a holder, about a half for usual work."""
    parameters, rule = district.parameters, district.parameters.levers.centres.rated_by
    if rule == "residents":
        return _felt_in(district, contract)
    base = parameters.assumptions.service.poor_work_share
    on_site = 1.0 - 0.5 * pace_and_poor(district, contract)[1] / base if base > 0.0 else 0.5
    month = date.year * 12 + date.month
    error = parameters.assumptions.ratings.rating_error
    draw = RATING.of(district.plan.seed).at(contract.lot.number, month).normal()
    if rule == "third_party":
        return on_site + error * draw
    records = 0.0
    if contract.organisation != NOBODY:
        records = error * district.of(Market).organisations[contract.organisation].profile.record_keeping
    return 0.5 + SEEN_BY_SUPERIORS * (on_site - 0.5) + records + error * (draw + contract.effort)


def fade(district: District) -> None:
    """Effort wears off as the last rating recedes."""
    left = math.exp(-1.0 / district.parameters.assumptions.ratings.effort_months)
    for contract in (*district.of(Market).contracts.values(), *district.of(Market).centres.values()):
        contract.effort *= left


def dropped(district: District, rated: list[Contract], date: dt.date) -> list[Contract]:
    """Which of the contracts rated today end: those of the lowest among all organisations that have been rated.

    With n of them and an exit share s the lowest leaves with chance n·s, and what is over passes to the next.
    """
    share, market = district.parameters.levers.organisations.exit_share, district.of(Market)
    if share == 0.0 or not rated:
        return []
    scores: dict[int, list[float]] = {}
    for one in (*market.contracts.values(), *market.centres.values()):
        if one.organisation != NOBODY and one.lot.kind != BUNDLE and one.score is not None:
            scores.setdefault(one.organisation, []).append(one.score)
    order = sorted(scores, key=lambda number: (float(np.mean(scores[number])), number))
    numbers, month = np.array(order, np.int64), date.year * 12 + date.month
    draws = EXIT.of(district.plan.seed).at(numbers, month).uniform()
    leave = {number for place, number in enumerate(order) if draws[place] < len(order) * share - place}
    return [one for one in rated if one.organisation in leave and one.lot.kind != BUNDLE]


def flatter(district: District, ended_by_pool: NDArray[np.float64]) -> None:
    """Effort that goes into records lifts what they say, as far as the needs of the month were served there."""
    market, parameters = district.of(Market), district.parameters
    rule = parameters.levers.centres.rated_by
    ended = float(district.state.tallies.daily[ENDED_NEEDS, max(district.day - 31, 0) : district.day].sum())
    lifted = 0.0
    if ON_RECORD[rule] > 0.0 and ended > 0.0:
        for one in (*market.contracts.values(), *market.centres.values()):
            if one.effort > 0.0:
                lifted += one.effort * ended_by_pool[pool_of(district, one.lot)]
        lifted *= parameters.assumptions.ratings.records_pressure / ended
    if lifted != market.pressure:
        memory = district.state.memory
        pressure = memory.appraisal_pressure - market.pressure + lifted
        district.state = district.state._replace(memory=memory._replace(appraisal_pressure=pressure))
        market.pressure = lifted


def _felt_in(district: District, contract: Contract) -> float:
    """Satisfaction residents felt in a holder's queue since it was last looked at, leaning on the usual."""
    lean = district.parameters.assumptions.purchasing.residents_lean
    usual = district.of(Market).usual_satisfaction(district.parameters.assumptions.memory.trust_start)
    return (contract.satisfaction_sum + lean * usual) / (contract.served + lean)


def _pay_prizes(district: District, rated: list[Contract]) -> None:
    """What is withheld from the worse half is paid to the better half, as far as it goes; the rest waits for others.

    All of it comes out of what operators are paid anyway, so the district pays neither more nor less for it.
    """
    market, levers = district.of(Market), district.parameters.levers.centres
    if levers.rating_reward_share == 0.0 or levers.rating_years == 0:
        return
    holders = (*market.contracts.values(), *market.centres.values())
    scores = np.array([one.score for one in holders if one.score is not None and one.organisation != NOBODY])
    earned = np.array(
        [
            levers.rating_reward_share * one.yuan * (np.mean(scores < one.score) + 0.5 / len(scores) - 0.5)
            for one in rated
        ]
    )
    market.withheld_yuan -= float(np.minimum(earned, 0.0).sum())
    prizes = float(np.maximum(earned, 0.0).sum())
    share = min(market.withheld_yuan / prizes, 1.0) if prizes > 0.0 else 0.0
    market.withheld_yuan = max(market.withheld_yuan - share * prizes, 0.0)
    for one, yuan in zip(rated, earned.tolist(), strict=True):
        market.organisations[one.organisation].book(PRIZES, share * yuan if yuan > 0.0 else yuan)
