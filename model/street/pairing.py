"""Which departments adopt which community: dealt out at first, then by what each community misses at departments.

Rules are functions of facts: tables have the shape (communities, departments), departments in the order of
`government.DEPARTMENTS`.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ..arrays import Floats, Int64s
from ..columns import DEPARTMENT_DOOR, MET_LATE, OPEN, WRONG_DOOR
from ..government import DEPARTMENTS, kinds_of_departments, paired_with
from ..staffing.capacity import born_since

if TYPE_CHECKING:
    from ..district import District

NAMES = tuple(DEPARTMENTS)
DAYS_LOOKED_BACK = 365
EVERY_CASE = 0.01
"""What a case counts that went well: of two departments where as much went badly, the one with more cases is wanted."""


def missed_at_departments(district: District) -> Floats:
    """Cases of each community of the year past that were lost, late or stay late at each department."""
    rows = born_since(district, district.day - DAYS_LOOKED_BACK)
    needs = district.state.needs.view(np.ndarray)[rows]
    needs = needs[needs["door"] == DEPARTMENT_DOOR]
    end = needs["bin"]
    badly = (end == MET_LATE) | (end == WRONG_DOOR) | ((end == OPEN) & (needs["late"] == 1))
    community = district.world.territory.community_of_cell[needs["cell"]].astype(np.int64)
    address = community * len(NAMES) + department_of_kinds(district)[needs["kind"]]
    size = district.world.territory.communities * len(NAMES)
    return np.bincount(address, badly + EVERY_CASE, size).reshape(-1, len(NAMES))


def department_of_kinds(district: District) -> Int64s:
    """Place of the department that answers for each kind of need."""
    found = np.zeros(len(district.kinds.ids), np.int64)
    for name, kinds in kinds_of_departments(district.kinds.ids).items():
        found[kinds] = NAMES.index(name)
    return found


def most_communities(communities: int, count: int) -> int:
    """Communities one department can adopt, so that all have their departments and none has them all."""
    return math.ceil(communities * count / len(NAMES))


def dealt(communities: int, count: int) -> list[tuple[str, ...]]:
    """Departments dealt out in turn, where nobody knows yet what is missed."""
    return [paired_with(community, count) for community in range(communities)]


def matched(missed: Floats, count: int) -> list[tuple[str, ...]]:
    """Every community gets so many departments, one a round: that of which it misses most and which has room left.

    In each round another community is the first to ask.
    """
    communities = len(missed)
    if not missed.any():
        return dealt(communities, count)
    teams: list[list[int]] = [[] for _ in range(communities)]
    room = np.full(len(NAMES), most_communities(communities, count))
    for turn in range(min(count, len(NAMES))):
        for place in range(communities):
            community = (place + turn) % communities
            teams[community].append(_wanted(missed[community], teams[community], room, community * count + turn))
            room[teams[community][-1]] -= 1
    return [tuple(NAMES[one] for one in team) for team in teams]


def _wanted(missed: Floats, own: list[int], room: Int64s, turn: int) -> int:
    """The department a community asks for: it misses most there; the next in turn where it misses nothing anywhere."""
    free = [one for one in range(len(NAMES)) if one not in own]
    open_ones = [one for one in free if room[one] > 0] or free
    return max(open_ones, key=lambda one: (float(missed[one]), -((one - turn) % len(NAMES))))


def exchanged(team: tuple[str, ...], missed: Floats, room: Int64s) -> tuple[str, ...]:
    """A year later: the department that was needed least makes way for the one that is missed most and has room."""
    if not team:
        return team
    own = [NAMES.index(name) for name in team]
    least = min(own, key=lambda one: (float(missed[one]), -own.index(one)))
    others = [one for one in range(len(NAMES)) if one not in own and room[one] > 0]
    most = max(others, key=lambda one: (float(missed[one]), -one), default=least)
    if missed[most] <= missed[least]:
        return team
    return tuple(NAMES[most] if one == least else NAMES[one] for one in own)


def room_left(teams: list[tuple[str, ...]], count: int) -> Int64s:
    """How many communities more each department can adopt."""
    taken = np.zeros(len(NAMES), np.int64)
    for team in teams:
        for name in team:
            taken[NAMES.index(name)] += 1
    return np.maximum(most_communities(len(teams), count) - taken, 0)
