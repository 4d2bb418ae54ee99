"""Street working committees: the hours of a street's cadres, and what they spend them on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa
import numpy as np
from numpy.typing import NDArray

from ..arrays import Bools, Floats, Int64s

if TYPE_CHECKING:
    from ..district import District


class StreetCommittee(mesa.Agent):
    """The Party working committee of one street, with the cadres who work for its communities.

    Attributes:
        street: Which street.
        communities: Its communities.
        secretaries: Communities to which it has sent a first secretary.
        sent_on: Day on which it last sent them; −1 before.
        hours_left: Of its cadres, this week.
        owed: Hours of meetings that later weeks still have to give.
        looked_at, pushed: Tasks that passed its desk since New Year, and those of them without a basis, by department.
    """

    model: District

    def __init__(self, district: District, street: int, communities: NDArray[np.int64], departments: int) -> None:
        super().__init__(district)
        self.street = street
        self.communities = communities
        self.secretaries: list[int] = []
        self.sent_on = -1
        self.hours_left = self.owed = 0.0
        self.looked_at, self.pushed = np.zeros(departments), np.zeros(departments)

    def begin_week(self, hours: float, secretary_hours: float) -> None:
        """A week's hours: first secretaries have theirs fixed, then meetings are made up for, the rest is at hand."""
        left = max(hours - self.fixed(hours, secretary_hours), 0.0)
        paid = min(self.owed, left)
        self.owed -= paid
        self.hours_left = left - paid

    def fixed(self, hours: float, secretary_hours: float) -> float:
        """Hours a week that first secretaries have, all together: never more than the street's cadres have."""
        return min(len(self.secretaries) * secretary_hours, hours)

    def look_at(self, tasks: Int64s, lots: Floats, hours_each: float) -> Bools:
        """Which tasks it has the hours to look at, in the order in which they come to its desk; the rest slips through.

        Args:
            tasks: How many; shape (communities of the street, recurring tasks), as the others.
            lots: They come in this order.
            hours_each: That looking at one takes.
        """
        order = np.argsort(lots, axis=None, kind="stable")
        spent = np.cumsum(tasks.ravel()[order] * hours_each)
        seen = np.zeros(tasks.size, np.bool_)
        seen[order] = spent <= self.hours_left + 1e-9
        looked = seen.reshape(tasks.shape) & (tasks > 0)
        self.hours_left -= float(tasks[looked].sum()) * hours_each
        return np.asarray(looked)
