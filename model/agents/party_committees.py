"""Party committees: their authority over departments, their units, and who presses departments district-wide."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import mesa
import numpy as np
from numpy.typing import NDArray

from .resident_unit import ResidentUnit

if TYPE_CHECKING:
    from ..district import District

USUAL_COMMUNITY = 10_000.0  # residents of the community that the price of a whistle is stated for


class PartyCommittee(mesa.Agent):
    """The joint Party committee of one community.

    Attributes:
        community: The community it leads.
        residents: How many people live there.
        authority: Chance that a department answers its whistle today, 0 to 1.
        units: Member units, in the order in which they joined.
        old_members: A draw of every retired Party member who lives there, sorted: the first to move to the estates.
        old_households: Where each of them lives, in the same order.
        team_hours: Hours a working day that units' teams and members with a claim come this week.
        owed_hours: Hours of units' teams already spent on each kind of need beyond what they had.
    """

    model: District

    def __init__(self, district: District, community: int, residents: float, authority: float) -> None:
        super().__init__(district)
        self.community = community
        self.residents = residents
        self.authority = authority
        self.units: list[ResidentUnit] = []
        self.old_members, self.old_households = np.zeros(0), np.zeros(0, np.int64)
        self.team_hours = 0.0
        self.owed_hours = np.zeros(len(district.kinds.ids))

    def whistle_price(self, price: float) -> float:
        """Authority that one whistle uses up; the same departments hear a small community as often as a large one."""
        return price * USUAL_COMMUNITY / max(self.residents, 1.0)

    def blow(self, draws: Iterable[float], price: float) -> list[bool]:
        """Blow the whistle for one case after another while authority lasts; which were answered.

        Args:
            draws: A number from 0 to 1 for each case, in the order they are taken up.
            price: Authority one whistle uses up in a community of 10,000.
        """
        each, answers = self.whistle_price(price), []
        for draw in draws:
            if self.authority < each or self.authority <= 0.0:
                break
            answers.append(bool(draw < self.authority))
            self.authority -= each
        return answers

    def rest(self, usual: float, recovery: float) -> None:
        """A week passes: authority goes some of the way back to its usual level."""
        self.authority += recovery * (usual - self.authority)

    def chair(self, month: int, months_in_the_chair: int) -> int:
        """Which of its units is in the chair this month, where units take turns."""
        return (month // months_in_the_chair) % len(self.units) if self.units else 0

    def retired_in_estates(self, share: float) -> int:
        """How many retired members have moved their membership to an estate's branch."""
        return int(np.searchsorted(self.old_members, share))


class DistrictCommittee(mesa.Agent):
    """Where ratings of departments, leaders' visits and answered whistles come together.

    Attributes:
        badly_rated: How badly each kind's department was rated last January, 0 to 1.
        visited: Cases each kind's department does on top in a day of this month because a leader came, or because its
            cadres took them up with a community's team.
        whistled: The same for cases that this week's reminders brought before the supervisors.
        pursued: The same for cases that first secretaries pursued in person this week.
        reminded: Cases at departments -> how high reminders about them have risen.
        overtime: Share of capacity each kind's department puts on this month to catch up.
        satisfaction_sum, experiences: What departments' figures showed at the last rating.
    """

    model: District

    def __init__(self, district: District, kinds: int) -> None:
        super().__init__(district)
        self.badly_rated = np.zeros(kinds)
        self.visited = np.zeros(kinds)
        self.whistled = np.zeros(kinds)
        self.pursued = np.zeros(kinds)
        self.reminded: dict[int, int] = {}
        self.overtime = np.zeros(kinds)
        self.satisfaction_sum = np.zeros(kinds)
        self.experiences = np.zeros(kinds)

    def extra(self, capacity: NDArray[np.float64], rating: float, most: float) -> NDArray[np.float64]:
        """Share of extra capacity each kind finds: a lifted case is done on top of the frozen ones, up to `most`.

        Args:
            capacity: Cases a working day of each kind.
            rating: Share of extra capacity that the worst rating brings.
            most: Largest share that all pressure together can add.
        """
        on_top = self.visited + self.whistled + self.pursued
        share = np.divide(on_top, capacity, out=np.zeros_like(on_top), where=capacity > 0.0)
        return np.asarray(np.minimum(share + rating * self.badly_rated, most))
