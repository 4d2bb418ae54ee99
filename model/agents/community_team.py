"""Who has adopted a community: a district leader of its own, and departments with hours for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

if TYPE_CHECKING:
    from ..district import District


class CommunityTeam(mesa.Agent):
    """A district leader and the departments that have adopted one community.

    Attributes:
        community: Which community.
        leader: Number of its district leader.
        departments: Its departments, in the order in which they came.
        hours: What each has left of this year's hours for the community.
        attended: Departments of which a cadre has sat at the community's council this year.
        agreed_on: Day on which the agreement in force was signed.
    """

    model: District

    def __init__(self, district: District, community: int, leader: int) -> None:
        super().__init__(district)
        self.community = community
        self.leader = leader
        self.departments: tuple[str, ...] = ()
        self.hours: dict[str, float] = {}
        self.attended: set[str] = set()
        self.agreed_on = 0

    def agree(self, departments: tuple[str, ...], hours: float, day: int) -> None:
        """An agreement for the year: these departments, so many hours of each."""
        self.departments, self.hours = departments, dict.fromkeys(departments, hours)
        self.attended, self.agreed_on = set(), day

    def spend(self, department: str, hours: float) -> bool:
        """Take hours of a department; False, and nothing taken, where it has fewer left."""
        if self.hours.get(department, 0.0) + 1e-9 < hours:
            return False
        self.hours[department] -= hours
        return True

    def sends_a_cadre(self, department: str, hours: float) -> bool:
        """Whether a cadre of the department sits at the community's council: once a year, out of its hours."""
        if department not in self.departments or department in self.attended or not self.spend(department, hours):
            return False
        self.attended.add(department)
        return True
