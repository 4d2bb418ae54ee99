"""Units' teams, members with a claim and mediators go to needs that wait; they stand behind no door of their own."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..columns import MEDIATOR, NOBODY, TO_POOL, UNIT, VOLUNTEER
from ..days import transfer
from ..hands import give_hours, queued_needs
from ..institutions.party import PartyCommittee
from .joint_meeting import month_of

if TYPE_CHECKING:
    from ..district import District

WORKDAYS_A_WEEK = 5.0
HOURS_AT_A_TIME = 4.0
WEEKS_ONE_NEED_MAY_TAKE = 4.0
MONTHS_IN_THE_CHAIR = 3


def man_teams(district: District) -> None:
    """Give units' teams this week's hours; nobody is routed to them, they choose from what waits."""
    district.state.pools.kinds[district.doors.pools(UNIT)] = 0
    for committee in district.agents_by_type[PartyCommittee]:
        pool = district.doors.starts[UNIT] + committee.community
        if district.state.pools.daily_hours[pool] != committee.team_hours:
            give_hours(district, pool, committee.team_hours, HOURS_AT_A_TIME)


def send_teams(district: District, date: dt.date, queued: NDArray[np.int64]) -> None:
    """This week's hours of units and of members with a claim, and the waiting needs they take up."""
    levers = district.parameters.levers
    first_week = date.day <= 7
    claims = levers.grid.claims_per_month if first_week else 0.0
    week = _hours_of_week(district, month_of(date))
    waiting = _within_reach(district, queued)
    taken, pools = _taken_by_units(district, week, waiting)
    claimed, claimed_pools = _claimed(district, claims, month_of(date), waiting[~np.isin(waiting, taken)])
    extra = np.zeros(len(week))
    np.add.at(extra, claimed_pools - district.doors.starts[UNIT], district.state.needs.hours[claimed])
    hours = (week.sum(axis=1) + extra) / WORKDAYS_A_WEEK
    for committee in district.agents_by_type[PartyCommittee]:
        committee.team_hours = float(hours[committee.community])
    man_teams(district)
    _move(district, np.concatenate((taken, claimed)), np.concatenate((pools, claimed_pools)))
    district.note("resident_unit", "hours_kept_this_week", float(week.sum()))
    if len(claimed):
        district.note("party_grid", "hours_claimed", float(extra.sum()))


def _hours_of_week(district: District, month: int) -> NDArray[np.float64]:
    """Hours units keep this week, by community and kind."""
    levers, recalled = district.parameters.levers.party, district.parameters.assumptions.units.recalled_share
    term = levers.progress_meeting_months or levers.joint_meeting_months or MONTHS_IN_THE_CHAIR
    week = np.zeros((district.world.territory.communities, len(district.kinds.ids)))
    for committee in district.agents_by_type[PartyCommittee]:
        chair = committee.chair(month, term) if levers.rotating_chair else NOBODY
        for unit in committee.units:
            for kind, hours in unit.give_week(month, recalled, unit.number == chair).items():
                week[committee.community, kind] += hours
    return week


def _within_reach(district: District, queued: NDArray[np.int64]) -> NDArray[np.int64]:
    """Queued needs that units' teams can serve, other than those volunteers or units already have."""
    state = district.state
    needs = state.needs
    pool = needs.pool[queued]
    which = np.where(pool >= 0, state.pools.type[np.maximum(pool, 0)], NOBODY)
    able = state.kinds.may_serve[needs.kind[queued], UNIT] == 1
    return np.asarray(queued[able & (which != UNIT) & (which != VOLUNTEER)])


def _taken_by_units(
    district: District, week: NDArray[np.float64], waiting: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The most pressing needs of each community and kind, as long as there are hours for that kind.

    A need larger than what is left is taken all the same and the hours owed come off later weeks; one that would take
    more than a month of them is left to others. Hours for which nothing waits are gone with the week.
    """
    needs, territory, kinds = district.state.needs, district.world.territory, week.shape[1]
    address = territory.community_of_cell[needs.cell[waiting]] * kinds + needs.kind[waiting]
    order = np.argsort(address, kind="stable")
    sorted_address, hours = address[order], needs.hours[waiting]
    taken: list[int] = []
    for committee in district.agents_by_type[PartyCommittee]:
        mine = week[committee.community]
        for kind in np.flatnonzero(mine > 0.0):
            left = float(mine[kind]) - committee.owed_hours[kind]
            one = committee.community * kinds + int(kind)
            bounds = np.searchsorted(sorted_address, [one, one + 1])
            for place in order[bounds[0] : bounds[1]]:
                if left <= 0.0:
                    break
                if hours[place] <= WEEKS_ONE_NEED_MAY_TAKE * mine[kind]:
                    taken.append(int(waiting[place]))
                    left -= float(hours[place])
            committee.owed_hours[kind] = max(-left, 0.0)
    rows = np.array(taken, np.int64)
    return rows, district.doors.starts[UNIT] + territory.community_of_cell[needs.cell[rows]].astype(np.int64)


def _claimed(
    district: District, claims: float, month: int, waiting: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Each party grid's members claim what has waited longest in it; half a claim a month is one every other month."""
    count = int(np.floor(claims * (month + 1)) - np.floor(claims * month))
    needs, layout = district.state.needs, district.layout
    if count <= 0 or not len(waiting):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    party_grid = layout.party_grid_of_grid[layout.grid_of_cell[needs.cell[waiting]]]
    order = np.lexsort((waiting, needs.heard_time[waiting], party_grid))
    grid = party_grid[order]
    place_in_grid = np.arange(len(order)) - np.searchsorted(grid, grid)
    rows = waiting[order[place_in_grid < count]]
    return rows, district.doors.starts[UNIT] + district.world.territory.community_of_cell[needs.cell[rows]].astype(
        np.int64
    )


def send_mediators(district: District, queued: NDArray[np.int64]) -> None:
    """Mediators sit down with disputes that wait elsewhere, as many as their hours of the week allow."""
    state, territory = district.state, district.world.territory
    pools = state.pools
    first = district.doors.starts[MEDIATOR]
    left = WORKDAYS_A_WEEK * pools.daily_hours[district.doors.pools(MEDIATOR)]
    left = left - pools.backlog_hours[district.doors.pools(MEDIATOR)]
    if not (left > 0.0).any():
        return
    disputes = queued[state.kinds.may_serve[state.needs.kind[queued], MEDIATOR] == 1]
    taken, to_pool = [], []
    for need in disputes.tolist():
        community = int(territory.community_of_cell[state.needs.cell[need]])
        if state.needs.pool[need] != first + community and 0.0 < state.needs.hours[need] <= left[community]:
            left[community] -= state.needs.hours[need]
            taken.append(need)
            to_pool.append(first + community)
    _move(district, np.array(taken, np.int64), np.array(to_pool, np.int64))


def send_home(district: District) -> None:
    """Teams that stopped coming give back what they had taken up."""
    pools = district.state.pools
    hands = np.r_[district.doors.pools(UNIT), district.doors.pools(MEDIATOR)]
    gone = hands[(pools.daily_hours[hands] <= 0.0) & (pools.backlog_hours[hands] > 1e-9)]
    if len(gone):
        queued = queued_needs(district)
        left = queued[np.isin(district.state.needs.pool[queued], gone)]
        _move(district, left, np.full(len(left), TO_POOL))


def _move(district: District, needs: NDArray[np.int64], pools: NDArray[np.int64]) -> None:
    if len(needs):
        transfer(needs.astype(np.int32), pools.astype(np.int32), district.state)
