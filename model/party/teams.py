"""Units' teams, members of branches with a claim and mediators go to needs that wait; no door is their own."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..agents.party_committees import PartyCommittee
from ..arrays import Bools, Floats, Int64s
from ..backend import transfer
from ..columns import (
    MEDIATOR,
    NOBODY,
    TO_POOL,
    UNIT,
    VOLUNTEER,
)
from ..estates.mediators import Mediators
from ..events.party import UnitsKeptPromises
from ..ledger.payers import Payers
from ..ledger.payments import owe_for_hours
from ..needs.channels import PARTY_UNIT
from ..staffing.capacity import give_hours_each, queued_needs, set_kinds
from .claimed_projects import follow
from .joint_meeting import month_of

if TYPE_CHECKING:
    from ..district import District

WORKDAYS_A_WEEK = 5.0
HOURS_AT_A_TIME = 4.0
WEEKS_ONE_NEED_MAY_TAKE = 4.0
MONTHS_IN_THE_CHAIR = 3


def man_teams(district: District) -> None:
    """Give units' teams this week's hours; nobody is routed to them, they choose from what waits."""
    teams = district.pool_map.pools(UNIT)
    set_kinds(district.state, teams, 0)
    hours = np.zeros(district.world.territory.communities)
    for committee in district.agents_by_type[PartyCommittee]:
        hours[committee.community] = committee.team_hours
    changed = np.flatnonzero(district.state.pools.daily_hours[teams] != hours)
    if len(changed):
        at_a_time = np.full(len(changed), HOURS_AT_A_TIME)
        give_hours_each(district, teams.start + changed, hours[changed], at_a_time)


def send_teams(district: District, date: dt.date, queued: NDArray[np.int64]) -> None:
    """This week's hours of units, and the waiting needs they take up."""
    week = _hours_of_week(district, month_of(date))
    follow(district)
    taken, pools = _taken_by_units(district, week, within_reach(district, queued))
    hours = week.sum(axis=1)
    for committee in district.agents_by_type[PartyCommittee]:
        committee.team_hours = float(hours[committee.community]) / WORKDAYS_A_WEEK
    man_teams(district)
    district.of(Payers).shares[UNIT].change(district.day, np.stack((hours, 0.0 * hours), axis=1) / WORKDAYS_A_WEEK)
    owe_for_hours(district, hours, 0.0 * hours)
    _move(district, taken, pools)
    district.record(UnitsKeptPromises(hours=float(week.sum())))


def members_join(district: District, claimed: Int64s, hours: Floats) -> None:
    """Members of branches come with this week's units' teams, for so many hours by community, to what they claimed."""
    _join(district, claimed, 0.0 * hours, hours)
    owe_for_hours(district, 0.0 * hours, hours)


def cadres_join(district: District, taken: Int64s, hours: Floats) -> None:
    """Departments' people come with this week's units' teams, for so many hours by community, to what they took up."""
    _join(district, taken, hours, 0.0 * hours)


def _join(district: District, needs: Int64s, cadres: Floats, members: Floats) -> None:
    """So many hours stand with this week's teams beside what does already, and these needs come to them."""
    units = np.zeros(len(cadres))
    for committee in district.agents_by_type[PartyCommittee]:
        units[committee.community] = WORKDAYS_A_WEEK * committee.team_hours + float(cadres[committee.community])
        more = float(cadres[committee.community] + members[committee.community])
        committee.team_hours += more / WORKDAYS_A_WEEK
    man_teams(district)
    district.of(Payers).shares[UNIT].change(district.day, np.stack((units, members), axis=1) / WORKDAYS_A_WEEK)
    community = district.world.territory.community_of_cell[district.state.needs.view(np.ndarray)["cell"][needs]]
    _move(district, needs, district.pool_map.starts[UNIT] + community.astype(np.int64))


def _hours_of_week(district: District, month: int) -> NDArray[np.float64]:
    """Hours units keep this week, by community and kind."""
    recalled = district.parameters.assumptions.units.recalled_share
    week = [[0.0] * len(district.kinds.ids) for _ in range(district.world.territory.communities)]
    for committee in district.agents_by_type[PartyCommittee]:
        chair = chair_of(district, committee, month)
        mine = week[committee.community]
        for unit in committee.units:
            for kind, hours in unit.give_week(month, recalled, unit.number == chair).items():
                mine[kind] += hours
    return np.array(week)


def chair_of(district: District, committee: PartyCommittee, month: int) -> int:
    """Number of the unit in the chair this month; NOBODY where the secretary presides."""
    levers = district.parameters.levers.party
    term = levers.progress_meeting_months or levers.joint_meeting_months or MONTHS_IN_THE_CHAIR
    return committee.chair(month, term) if levers.rotating_chair else NOBODY


def within_reach(district: District, queued: NDArray[np.int64]) -> NDArray[np.int64]:
    """Queued needs that units' teams and members can serve, other than those volunteers or units already have."""
    state = district.state
    needs = state.needs.view(np.ndarray)
    pool = needs["pool"][queued]
    which = np.where(pool >= 0, state.pools.type[np.maximum(pool, 0)], NOBODY)
    able = state.kinds.may_serve[needs["kind"][queued], UNIT] == 1
    return np.asarray(queued[able & (which != UNIT) & (which != VOLUNTEER)])


def _taken_by_units(
    district: District, week: NDArray[np.float64], waiting: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The most pressing needs of each community and kind, as long as there are hours for that kind.

    A need larger than what is left is taken all the same and the hours owed come off later weeks; one that would take
    more than a month of them is left to others. Hours for which nothing waits are gone with the week.
    """
    needs, territory, kinds = district.state.needs.view(np.ndarray), district.world.territory, week.shape[1]
    address = territory.community_of_cell[needs["cell"][waiting]] * kinds + needs["kind"][waiting]
    order = np.argsort(address, kind="stable")
    bounds = np.searchsorted(address[order], np.arange(week.size + 1)).tolist()
    in_line = list(zip(waiting[order].tolist(), needs["hours"][waiting[order]].tolist(), strict=True))
    taken: list[int] = []
    for committee in district.agents_by_type[PartyCommittee]:
        for kind, mine in enumerate(week[committee.community].tolist()):
            if mine <= 0.0:
                continue
            left = mine - float(committee.owed_hours[kind])
            one = committee.community * kinds + kind
            for need, hours in in_line[bounds[one] : bounds[one + 1]]:
                if left <= 0.0:
                    break
                if hours <= WEEKS_ONE_NEED_MAY_TAKE * mine:
                    taken.append(need)
                    left -= hours
            committee.owed_hours[kind] = max(-left, 0.0)
    rows = np.array(taken, np.int64)
    return rows, district.pool_map.starts[UNIT] + territory.community_of_cell[needs["cell"][rows]].astype(np.int64)


def homes_of_party_grids(district: District) -> Int64s:
    """The most populous cell of every party grid, where its members meet; shape (party grids,)."""
    layout, people = district.layout, district.world.territory.residents_of_cell
    party_grid = layout.party_grid_of_grid[layout.grid_of_cell]
    home = np.zeros(int(party_grid.max()) + 1, np.int64)
    order = np.argsort(people, kind="stable")
    home[party_grid[order]] = order
    return home


def grids_with_units(district: District) -> Bools:
    """Which party grids have a Party unit: those with one in their most populous cell.

    Where units stand is a draw of the cell, as it is for the faces residents know, so that redrawing grids founds none.
    """
    draws = PARTY_UNIT.of(district.plan.seed).at(homes_of_party_grids(district)).uniform()
    return np.asarray(draws < district.parameters.levers.grid.party_unit_share)


def send_mediators(district: District, queued: NDArray[np.int64]) -> None:
    """Mediators sit down with disputes that wait elsewhere, as many as their hours of the week allow."""
    state, territory = district.state, district.world.territory
    pools = state.pools
    first = district.pool_map.starts[MEDIATOR]
    left = WORKDAYS_A_WEEK * pools.daily_hours[district.pool_map.pools(MEDIATOR)]
    left = left - pools.backlog_hours[district.pool_map.pools(MEDIATOR)]
    left = np.minimum(left, district.of(Mediators).hours)  # leaders of branches beside them stay in their grids
    if not (left > 0.0).any():
        return
    needs = state.needs.view(np.ndarray)
    disputes = queued[state.kinds.may_serve[needs["kind"][queued], MEDIATOR] == 1]
    community = territory.community_of_cell[needs["cell"][disputes]]
    elsewhere = needs["pool"][disputes] != first + community
    taken, to_pool = [], []
    for need, place, hours in zip(
        disputes[elsewhere].tolist(),
        community[elsewhere].tolist(),
        needs["hours"][disputes[elsewhere]].tolist(),
        strict=True,
    ):
        if 0.0 < hours <= left[place]:
            left[place] -= hours
            taken.append(need)
            to_pool.append(first + place)
    _move(district, np.array(taken, np.int64), np.array(to_pool, np.int64))


def send_home(district: District) -> None:
    """Teams that stopped coming give back what they had taken up."""
    pools = district.state.pools
    unpaid = np.r_[district.pool_map.pools(UNIT), district.pool_map.pools(MEDIATOR)]
    gone = unpaid[(pools.daily_hours[unpaid] <= 0.0) & (pools.backlog_hours[unpaid] > 1e-9)]
    if len(gone):
        queued = queued_needs(district)
        left = queued[np.isin(district.state.needs.pool[queued], gone)]
        _move(district, left, np.full(len(left), TO_POOL))


def _move(district: District, needs: NDArray[np.int64], pools: NDArray[np.int64]) -> None:
    if len(needs):
        transfer(needs.astype(np.int32), pools.astype(np.int32), district.state)
