"""Members hear of needs: neighbours who quarrel turn to leaders, members call on homes, some keep open house.

A member household (党员中心户) is the home of a member where neighbours of its building say what they need; it hands
that on to the branch (OR-17). Both take hours of members, and nothing is heard without.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..arrays import Int64s
from ..events.branches import HouseholdsVisited, NeighboursHeard, QuarrelsTold
from ..streams import RESIDENT, WEEK, Stream
from .records import NO_BRANCH, Branches
from .scene import Silent, silent, tell, untold

if TYPE_CHECKING:
    from ..district import District

TURNS_TO_A_LEADER = Stream("turns to a leader of the branch", RESIDENT, WEEK)
TELLS_A_MEMBER = Stream("tells a member who calls", RESIDENT, WEEK)
TELLS_NEXT_DOOR = Stream("tells a member household", RESIDENT, WEEK)


def hear(district: District, week: int) -> None:
    """What is heard this week: by leaders who sit down with neighbours, at members' homes, on visits."""
    office = district.of(Branches)
    if not office.each or not district.parameters.levers.channels.visits:
        return  # what members hear of stands among visits, so that closed visits are closed to them too
    them = silent(district)
    turn_to_leaders(district, them, week)
    if any(branch.hours > 0.0 for branch in office.each):
        if any(len(homes) for homes in office.open_house):
            keep_open_house(district, them, week)
        visit(district, them, week)


def turn_to_leaders(district: District, them: Silent, week: int) -> None:
    """Some of those who quarrel turn to the leaders of their branch, where these have time for a talk."""
    office, share = district.of(Branches), district.parameters.assumptions.branches.turn_share
    draws = TURNS_TO_A_LEADER.of(district.plan.seed).at(them.resident, week).uniform()
    needs_by_branch = tell(district, them, untold(district, them, np.flatnonzero(them.dispute & (draws < share))))
    for place in np.flatnonzero(needs_by_branch).tolist():
        branch = office.each[place]
        district.record(
            QuarrelsTold(number=branch.number, community=branch.community, told=int(needs_by_branch[place]))
        )


def keep_open_house(district: District, them: Silent, week: int) -> None:
    """Neighbours turn to the member household of their building; as many as the branch has hours to hand on."""
    office, assumed = district.of(Branches), district.parameters.assumptions.branches
    draws = TELLS_NEXT_DOOR.of(district.plan.seed).at(them.resident, week).uniform()
    comes = np.flatnonzero((office.listens[them.household] == them.place) & (draws < assumed.neighbour_share))
    handed = []
    comes = untold(district, them, comes)
    for one, place in zip(comes.tolist(), them.place[comes].tolist(), strict=True):
        if office.each[place].give(assumed.handing_hours):
            handed.append(one)
    needs_by_branch = tell(district, them, np.array(handed, np.int64))
    for place in np.flatnonzero(needs_by_branch).tolist():
        branch, many = office.each[place], int(needs_by_branch[place])
        where: dict[str, Any] = {"number": branch.number, "community": branch.community}
        district.record(NeighboursHeard(**where, told=many, hours=many * assumed.handing_hours))


def visit(district: District, them: Silent, week: int) -> None:
    """With what hours are left members call on the next households of their grid, and hear what is said at the door."""
    office, assumed = district.of(Branches), district.parameters.assumptions.branches
    called_on = np.zeros(len(office.listens), np.bool_)
    count = [call_on_the_next(office, place, assumed.visit_hours, called_on) for place in range(len(office.each))]
    draws = TELLS_A_MEMBER.of(district.plan.seed).at(them.resident, week).uniform()
    said = called_on[them.household] & ~them.public & (draws < assumed.told_share)
    needs_by_branch = tell(district, them, untold(district, them, np.flatnonzero(said)))
    for place in np.flatnonzero(count).tolist():
        branch, many = office.each[place], count[place]
        where: dict[str, Any] = {"number": branch.number, "community": branch.community}
        hours = many * assumed.visit_hours
        district.record(HouseholdsVisited(**where, households=many, told=int(needs_by_branch[place]), hours=hours))


def call_on_the_next(office: Branches, place: int, hours_each: float, called_on: np.ndarray) -> int:
    """Mark the households a branch calls on this week; how many there are, nobody twice."""
    branch, homes = office.each[place], office.homes[place]
    many = min(int(branch.hours / hours_each + 1e-9), len(homes))
    if many <= 0 or not branch.give(min(many * hours_each, branch.hours)):
        return 0
    first = office.turn[place]
    called_on[homes[(first + np.arange(many)) % len(homes)]] = True
    office.turn[place] = (first + many) % len(homes)
    return many


def buildings(homes: Int64s, households: float) -> Int64s:
    """Which building of a grid each of its households stands in: so many, cell by cell, share one."""
    return np.asarray(np.arange(len(homes)) // max(int(households), 1), np.int64)


def who_listens(office_homes: list[Int64s], open_house: list[Int64s], households: int, each: float) -> Int64s:
    """Place of the branch with a member household in each household's building; −1 for none; shape (households,)."""
    listens = np.full(households, NO_BRANCH, np.int64)
    for place, (homes, named) in enumerate(zip(office_homes, open_house, strict=True)):
        building = buildings(homes, each)
        listens[homes[np.isin(building, building[np.isin(homes, named)])]] = place
    return listens
