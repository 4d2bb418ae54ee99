"""Staff of departments who work in the grids: the street pools them, and departments only guide and train (YT-03).

City management's and the police's people in the streets are not grid workers. Where hours are pooled inside party
grids, the street sends each of them for a month to the party grid with the longest queue, with the share of hours that
is pooled. Their department has them for its own cases no longer.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from ..arrays import Floats, Int64s
from ..columns import GRID
from ..events.street import StaffAssigned
from ..government import kinds_of_departments
from ..staffing.capacity import keep_officials, set_useful_share
from ..working_days import WORKING_DAYS_A_WEEK

if TYPE_CHECKING:
    from ..district import District
    from ..setup.in_force import PolicyInForce

SUNK = ("city_management", "public_security")
"""Whose people work in the streets; they are sent in turn."""


@dataclass(slots=True, eq=False)
class PooledStaff:
    """Who is sent this month.

    Attributes:
        hours: A working day, by the department that lends them.
        since: Day on which they were sent; −1 before.
        under: Under which arrangement.
    """

    hours: dict[str, float] = field(default_factory=dict)
    since: int = -1
    under: PolicyInForce | None = None


def sent_to(queue: Floats, hours: Floats, people: int, each: float) -> list[int]:
    """Party grids to which so many people go, one after the other to the one whose queue is the longest in days.

    Args:
        queue, hours: Hours that wait in each party grid, and that it has a day.
        each: Hours a day that one brings.
    """
    now, found = np.maximum(hours, 1e-9).copy(), list[int]()
    for _ in range(people if len(queue) else 0):
        found.append(int(np.argmax(queue / now)))
        now[found[-1]] += each
    return found


def assign(district: District) -> None:
    """For a month every street sends its pooled people where most waits; without pooling nobody is sent."""
    staff = district.of(PooledStaff)
    if staff.since == district.day and staff.under is district.in_force:
        return
    staff.since, staff.under = district.day, district.in_force
    extra, before = np.zeros(district.pool_map.grids), bool(staff.hours)
    staff.hours = {}
    share, assumed = district.parameters.levers.grid.pooled_share, district.parameters.assumptions
    each = share * assumed.service.hours_per_day * (1.0 - assumed.service.absence_share)
    if each > 0.0:
        party, street = _party_grids(district)
        for one in range(district.world.territory.streets):
            _send(district, one, np.flatnonzero((street == one) & (party >= 0)), (party, each, extra))
    if before or extra.any():
        _work_there(district, extra)


def keep_them(district: District) -> None:
    """A week in which those who were sent do no case of their department."""
    case_hours, capacity = district.parameters.assumptions.tasks.case_hours, district.state.departments.capacity
    for name, rows in kinds_of_departments(district.kinds.ids).items():
        cases = district.of(PooledStaff).hours.get(name, 0.0) * WORKING_DAYS_A_WEEK / case_hours
        able = float(capacity[rows].sum())
        for row in rows if cases > 0.0 and able > 0.0 else ():
            keep_officials(district, [row], cases * float(capacity[row]) / able)


def _party_grids(district: District) -> tuple[Int64s, Int64s]:
    """Of every grid pool, its party grid (−1 where it has no other grid to pool with) and its street."""
    pool_map, territory = district.pool_map, district.world.territory
    party = district.layout.party_grid_of_grid[pool_map.grid_of_pool].astype(np.int64)
    alone = np.bincount(party)[party] < 2
    community = district.state.pools.community[pool_map.pools(GRID)]
    return np.where(alone, -1, party), territory.street_of_community[community].astype(np.int64)


def _send(district: District, street: int, pools: Int64s, where: tuple[Int64s, float, Floats]) -> None:
    """One street's people go to its party grids; `extra` of their pools grows by what they bring."""
    party, each, extra = where
    columns, grids = district.state.pools, np.unique(party[pools])
    queue, hours = (
        np.array([float(column[pools[party[pools] == grid]].sum()) for grid in grids])
        for column in (columns.backlog_hours, columns.daily_hours)
    )
    per_10000 = district.parameters.assumptions.street.sunk_per_10000
    people = round(per_10000 * float(columns.residents[pools].sum()) / 10_000)
    for number, place in enumerate(sent_to(queue, hours, people, each)):
        theirs = pools[party[pools] == grids[place]]
        weight = np.maximum(columns.daily_hours[theirs], 1e-9)
        extra[theirs] += each * weight / weight.sum()
        name = SUNK[number % len(SUNK)]
        hours_lent = district.of(PooledStaff).hours
        hours_lent[name] = hours_lent.get(name, 0.0) + each
        community = int(columns.community[theirs[0]])
        place_name = f"party grid {int(grids[place])}"
        district.record(StaffAssigned(number=street, community=community, about=name, how=place_name, hours=each))


def _work_there(district: District, extra: Floats) -> None:
    """Grid pools have so many hours a day more than their own posts give."""
    own, service = district.in_force.own_posts, district.parameters.assumptions.service
    servers = district.state.servers.view(np.ndarray)
    posts = own[servers["pool"][own] < len(extra)]
    pool, width = servers["pool"][posts], servers["line_to"][posts] - servers["line_from"][posts]
    usual = np.bincount(pool, width, len(extra)) * service.hours_per_day * (1.0 - service.absence_share)
    more = np.divide(extra, usual, out=np.zeros(len(extra)), where=usual > 0.0)
    set_useful_share(district.state, posts, district.in_force.usual_useful_share[posts] * (1.0 + more[pool]))
