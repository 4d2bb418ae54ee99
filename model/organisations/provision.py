"""Capacity of the pools that organisations serve: hours, kinds, pace and share of poor work, by their contracts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..agents.organisation import NOWHERE
from ..agents.service_centre import ServiceCentre
from ..backend import transfer
from ..columns import (
    BUNDLE,
    EVERY_KIND,
    MENU,
    NOBODY,
    ORGANISATION,
    TO_POOL,
)
from ..ledger.payers import Payers
from ..parameters import Parameters
from ..staffing.capacity import (
    give_hours,
    give_hours_each,
    kinds_mask,
    queued_needs,
    set_kinds,
    set_pace,
    set_poor_share,
)
from ..working_days import WORKING_DAYS_A_WEEK
from .contract import (
    Contract,
    Lot,
    share_kept,
    usually_unlearned,
)
from .market import Market, pool_of

if TYPE_CHECKING:
    from ..district import District

SOON = 15
"""Days: a contract counts as started in a month when its first hours come before the middle of it."""
LEAST_PACE = 0.2
# Share of effort that goes into quality and into pace, by who rates: a third party inspects the work on site,
# residents rate what they received and how soon, a superior reads records, which take time away.
INTO_QUALITY = {"third_party": 1.0, "residents": 0.6, "superior": 0.2}
INTO_PACE = {"third_party": 0.0, "residents": 1.0, "superior": -1.0}


class Roof(NamedTuple):
    """Capacity of one pool: hours a working day, pace, share of poor work, and kinds as in `pools.kinds`."""

    hours: float
    pace: float
    poor: float
    kinds: int


def casework_hours(parameters: Parameters) -> float:
    """Hours of casework that one worker gives on a working day, less absence."""
    service = parameters.assumptions.service
    return service.hours_per_day * service.casework_share * (1.0 - service.absence_share)


def feel(district: District) -> None:
    """Set hours, kinds, pace and quality of the pools of organisations, bundles, centres and menus by their contracts.

    Needs queued at pools that lost their hours are routed again.
    """
    territory, pools = district.world.territory, district.state.pools
    lots = [Lot(ORGANISATION, place) for place in range(territory.communities)]
    lots += [Lot(BUNDLE, street) for street in range(territory.streets)]
    # Arrays have shape (lots,): communities, then streets.
    rows = np.array([pool_of(district, lot) for lot in lots])
    hours, kinds = _of_their_own(district)
    roofs = [_under_one_roof(district, lot, hours.get(lot, 0.0), kinds.get(lot, set())) for lot in lots]
    own = np.array([hours.get(lot, 0.0) for lot in lots])
    # Bought hours and own hours side by side, shape (lots, 2): the key by which a queue's needs are split over payers.
    promised = np.stack((np.array([roof.hours for roof in roofs]) - own, own), axis=1)
    for kind, part in ((ORGANISATION, promised[: territory.communities]), (BUNDLE, promised[territory.communities :])):
        district.of(Payers).shares[kind].change(district.day, part)
    before = pools.daily_hours[rows]  # pools that close or open are found by comparing hours before and after
    shifts = np.full(len(rows), casework_hours(district.parameters))
    give_hours_each(district, rows, np.array([roof.hours for roof in roofs]), shifts)
    after = pools.daily_hours[rows]
    set_kinds(district.state, rows, [roof.kinds for roof in roofs])
    set_poor_share(district.state, rows, [roof.poor for roof in roofs])
    pace = np.array([roof.pace for roof in roofs])
    set_pace(district.state, rows, district.in_force.even_slowness[rows] * pace)
    for centre in district.of(Market).centres.values():
        _serve_centre(district, centre)
    _fill_menus(district)
    _hand_back(district, rows[(before > 0.0) & (after <= 0.0)], bool(((before <= 0.0) & (after > 0.0)).any()))


def working(contract: Contract | None, day: int) -> bool:
    """Whether a contract gives hours in the month that begins on `day`."""
    return contract is not None and contract.ready_day <= day + SOON


def pace_and_poor(district: District, contract: Contract) -> tuple[float, float]:
    """Pace (time needed relative to usual) and share of poor work of a contract's workers.

    Both follow from the experience of the workers, the quality of the organisation and its effort under rating.
    """
    parameters = district.parameters
    assumed, rule = parameters.assumptions, parameters.levers.centres.rated_by
    turnover, look, rate = assumed.turnover, assumed.providers, assumed.ratings
    usual = usually_unlearned(parameters)
    if contract.organisation == NOBODY:
        lacking, quality = usual, rate.government_quality
    else:
        lacking = contract.unlearned(turnover.learning_months)
        quality = district.of(Market).organisations[contract.organisation].profile.quality
    pace = (1.0 - turnover.newcomer_gap * usual) / (1.0 - turnover.newcomer_gap * lacking)
    pace *= 1.0 + look.quality_pace * (0.5 - quality)
    pace *= 1.0 - rate.effort_pace * INTO_PACE[rule] * contract.effort
    poor = (1.0 + turnover.newcomer_poor_work * lacking) / (1.0 + turnover.newcomer_poor_work * usual)
    poor *= max(1.0 + look.quality_poor_work * (0.5 - quality), 0.0)
    poor *= 1.0 - rate.effort_poor_work * INTO_QUALITY[rule] * contract.effort
    return max(pace, LEAST_PACE), min(assumed.service.poor_work_share * poor, 1.0)


def _of_their_own(district: District) -> tuple[dict[Lot, float], dict[Lot, set[int]]]:
    """Unpaid hours a working day, and kinds, that organisations give their home communities, by lot.

    A Party branch adds its members' hours. Where all is bought in bundles these hours join the bundle of their street.
    """
    assumed = district.parameters.assumptions.providers
    street, bundled = (
        district.world.territory.street_of_community,
        district.parameters.levers.organisations.bundled_share,
    )
    hours: dict[Lot, float] = {}
    kinds: dict[Lot, set[int]] = {}
    for one in district.of(Market).organisations.values():
        if one.profile.home != NOWHERE:
            home = one.profile.home
            lot = Lot(ORGANISATION, home) if bundled < 1.0 else Lot(BUNDLE, int(street[home]))
            given = assumed.own_hours + assumed.branch_hours * one.has_branch
            hours[lot] = hours.get(lot, 0.0) + given / WORKING_DAYS_A_WEEK
            kinds.setdefault(lot, set()).update(one.profile.kinds)
    return hours, kinds


def _under_one_roof(district: District, lot: Lot, own_hours: float, own_kinds: set[int]) -> Roof:
    """Capacity of a lot from bought and own hours: pace and poor work are means weighted by hours."""
    base, contract = district.parameters.assumptions.service.poor_work_share, district.of(Market).contracts.get(lot)
    bought, pace, poor, kinds = 0.0, 1.0, base, own_kinds
    if contract is not None and working(contract, district.day):
        bought = contract.working_posts(share_kept(district.parameters)) * casework_hours(district.parameters)
        kinds = own_kinds | set(contract.kinds)
        if bought > 0.0:
            pace, poor = pace_and_poor(district, contract)
    total = bought + own_hours
    if total > 0.0:
        share = bought / total
        pace, poor = 1.0 + share * (pace - 1.0), base + share * (poor - base)
    return Roof(total, pace, poor, kinds_mask(kinds) if kinds else EVERY_KIND)


def _serve_centre(district: District, centre: Contract) -> None:
    pool = pool_of(district, centre.lot)
    pace, poor = pace_and_poor(district, centre)
    if centre.organisation != NOBODY:
        # No posts are added at a centre: whoever supervises is one of its workers.
        pace *= 1.0 + district.parameters.levers.organisations.supervisors_per_10_workers / 10.0
    set_poor_share(district.state, pool, poor)
    set_pace(district.state, np.array([pool]), district.in_force.even_slowness[[pool]] * pace)
    for agent in district.agents_by_type[ServiceCentre]:
        if agent.pool == pool:
            agent.operator, agent.effort = centre.organisation, centre.effort


def _fill_menus(district: District) -> None:
    """Set the hours of pools of menu partners: a fixed number of hours a week for each partner."""
    partners = district.parameters.levers.centres.menu_partners
    if partners:
        hours = district.parameters.assumptions.ratings.menu_hours / WORKING_DAYS_A_WEEK
        for pool in district.pool_map.numbers(MENU):
            give_hours(district, pool, partners * hours, hours)


def _hand_back(district: District, closed: NDArray[np.int64], opened: bool) -> None:
    """Route again the needs queued at pools `closed`, and the needs no pool took."""
    if len(closed) or opened:
        queued = queued_needs(district)
        theirs = district.state.needs.pool[queued]
        moved = queued[(theirs == NOBODY) | np.isin(theirs, closed)]
        transfer(moved.astype(np.int32), np.full(len(moved), TO_POOL, np.int32), district.state)
