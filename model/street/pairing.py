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
FEW = 3.0
"""So few cases tell nothing of a community yet: they are added to what it misses and to what is usual."""
EVERY_CASE = 0.01
"""What a case counts that went well: of two departments where as much went badly, the one with more cases is missed."""


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
    return np.asarray(np.bincount(address, badly + EVERY_CASE, size).reshape(-1, len(NAMES)), np.float64)


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


def lacking(missed: Floats) -> Floats:
    """How much worse than usual a community does at a department: 1 where it misses as much as its size and the
    department's work would have it.
    """
    total = max(float(missed.sum()), 1e-9)
    expected = missed.sum(axis=1, keepdims=True) * missed.sum(axis=0, keepdims=True) / total
    return np.asarray((missed + FEW) / (expected + FEW))


def matched(missed: Floats, count: int) -> list[tuple[str, ...]]:
    """Every community gets so many departments: where it does worst, the worst pair of all first, while there is room.

    Places that are left are dealt out in turn, to departments that have adopted fewest.
    """
    if not missed.any():
        return dealt(len(missed), count)
    teams: list[list[int]] = [[] for _ in missed]
    room = np.full(len(NAMES), most_communities(len(missed), count))
    worse = np.where(missed > 0.0, lacking(missed), 0.0)
    for place in np.argsort(-worse, axis=None, kind="stable").tolist():
        community, name = divmod(place, len(NAMES))
        if worse[community, name] > 0.0 and len(teams[community]) < count and room[name] > 0:
            teams[community].append(name)
            room[name] -= 1
    for team in teams:
        while len(team) < min(count, len(NAMES)):
            team.append(max((one for one in range(len(NAMES)) if one not in team), key=lambda one: (room[one], -one)))
            room[team[-1]] -= 1
    return [tuple(NAMES[one] for one in team) for team in teams]


def exchanged(team: tuple[str, ...], worse: Floats, room: Int64s) -> tuple[str, ...]:
    """A year later: the department at which a community does best makes way for the one where it does worst, if that
    has room.

    Args:
        worse: How the community does at each department (`lacking`).
    """
    if not team:
        return team
    own = [NAMES.index(name) for name in team]
    least = min(own, key=lambda one: (float(worse[one]), -own.index(one)))
    others = [one for one in range(len(NAMES)) if one not in own and room[one] > 0]
    most = max(others, key=lambda one: (float(worse[one]), -one), default=least)
    if worse[most] <= worse[least]:
        return team
    return tuple(NAMES[most] if one == least else NAMES[one] for one in own)


def room_left(teams: list[tuple[str, ...]], count: int) -> Int64s:
    """How many communities more each department can adopt."""
    taken = np.zeros(len(NAMES), np.int64)
    for team in teams:
        for name in team:
            taken[NAMES.index(name)] += 1
    return np.maximum(most_communities(len(teams), count) - taken, 0)
