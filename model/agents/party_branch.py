"""A Party branch of a party grid: who belongs to it, who leads, what hours members have, what it has taken up."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import mesa
import numpy as np

from ..arrays import Int64s
from ..columns import NOBODY

if TYPE_CHECKING:
    from ..district import District

WEEKS_OF_DEBT = 4.0
"""A branch takes up nothing that would take it longer than so many weeks."""


class Promised(NamedTuple):
    """A project that a branch has claimed.

    Attributes:
        until: The day of the run on which it is over.
        hours_a_week: What it takes its members until then.
    """

    until: int
    hours_a_week: float


class PartyBranch(mesa.Agent):
    """The branch of one party grid.

    Attributes:
        number: The cell where it meets, the most populous of its grid: its name in the log, however grids are drawn.
        community: Where.
        head: The resident who is head of the grid, a member of the community's Party committee; −1 for nobody.
        secretary: The resident who leads it; −1 for nobody.
        members: Rows of the residents who belong to it.
        leaders: Those of them who sit down with neighbours who quarrel: the secretary and the leaders of groups.
        active: Who of `members` came to this month's meeting and takes on something in it.
        hours, leader_hours: Hours of this week that members and leaders have not given yet.
        usual_hours, usual_leader_hours: What a week of theirs has, before anything is owed or given.
        owed_hours: Hours of tasks taken up that members owe to later weeks.
        owed_leader_hours: Hours of talks in vain that leaders owe to later weeks.
        heard: Households it heard from since its last bulletin.
        tried: Disputes whose parties its leaders sat down with: whether they agreed.
        reports: Whether its head reported to the committee at this month's meeting.
        promised: Projects it has claimed.
        proposed_on: Day on which it last agreed on what to propose; −1 before.
    """

    model: District

    def __init__(self, district: District, number: int, community: int) -> None:
        super().__init__(district)
        self.number, self.community = number, community
        self.head = self.secretary = NOBODY
        nobody = np.zeros(0, np.int64)
        self.members, self.leaders, self.active = nobody, nobody, np.zeros(0, np.bool_)
        self.hours = self.usual_hours = self.owed_hours = 0.0
        self.leader_hours = self.usual_leader_hours = self.owed_leader_hours = 0.0
        self.heard: set[int] = set()
        self.tried: dict[int, bool] = {}
        self.reports = False
        self.promised: list[Promised] = []
        self.proposed_on = -1

    def begin_week(self, members_hours: float, leaders_hours: float) -> None:
        """A week's hours; what earlier weeks owe, and what claimed projects take, comes off first."""
        day = self.model.day
        self.promised = [one for one in self.promised if one.until > day]
        free = max(members_hours - sum(one.hours_a_week for one in self.promised), 0.0)
        self.usual_hours, self.usual_leader_hours = free, leaders_hours
        paid, paid_by_leaders = min(free, self.owed_hours), min(leaders_hours, self.owed_leader_hours)
        self.owed_hours, self.owed_leader_hours = self.owed_hours - paid, self.owed_leader_hours - paid_by_leaders
        self.hours, self.leader_hours = free - paid, leaders_hours - paid_by_leaders

    def give(self, hours: float) -> bool:
        """Members give these hours of the week, if they have them; whether they did."""
        if hours > self.hours or self.hours <= 0.0:
            return False
        self.hours -= hours
        return True

    def take_up(self, work: float) -> bool:
        """Members take up a task; what it takes beyond the week is owed by later ones. Whether they could."""
        if self.hours <= 0.0 or work > WEEKS_OF_DEBT * self.usual_hours:
            return False
        self.owed_hours += max(work - self.hours, 0.0)
        self.hours = max(self.hours - work, 0.0)
        return True

    def meet(self, hours: float) -> bool:
        """Members meet once more, on hours of the weeks to come; whether they have any."""
        if self.usual_hours <= 0.0 or hours > WEEKS_OF_DEBT * self.usual_hours:
            return False
        self.owed_hours += hours
        return True

    def hand_over(self, hours: float) -> bool:
        """Members tell somebody on duty what to do, on hours of the week that begins; whether they have them left."""
        if self.owed_hours + hours > self.usual_hours:
            return False
        self.owed_hours += hours
        return True

    def can_sit_down(self, work: float) -> bool:
        """Whether its leaders have time to see through a dispute that is so much work."""
        return self.leader_hours > 0.0 and work <= WEEKS_OF_DEBT * self.usual_leader_hours

    def sit_down(self, need: int, hours: float, *, agreed: bool) -> None:
        """Leaders have sat down with neighbours who quarrel. What is settled is worked off with the week's hours that
        stand with mediators; a talk in vain comes off the hours of later weeks.
        """
        self.tried[need] = agreed
        self.leader_hours = max(self.leader_hours - hours, 0.0)
        if not agreed:
            self.owed_leader_hours += hours


def branches_of(district: District) -> list[PartyBranch]:
    """All branches of a district, by number."""
    found: list[PartyBranch] = list(district.agents_by_type.get(PartyBranch, ()))
    return sorted(found, key=lambda branch: branch.number)


def reporting_branch_of_cell(district: District) -> Int64s:
    """Number of the branch whose head reports for each cell of its grid; −1 where none does; shape (cells,)."""
    layout, found = district.layout, np.full(district.world.territory.cells, NOBODY, np.int64)
    party_grid = layout.party_grid_of_grid[layout.grid_of_cell]
    for branch in branches_of(district):
        if branch.reports:
            found[party_grid == party_grid[branch.number]] = branch.number
    return found
