"""Grid teams: who shifts hours when the queue is long, and where they look first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

if TYPE_CHECKING:
    from ..district import District

LONG_QUEUE_DAYS = 3.0
EVEN_ATTENTION = 0.5


class GridTeam(mesa.Agent):
    """The people who work one base grid.

    Attributes:
        pool: Row of its queue among the district's pools.
        cells: The cells it looks after.
        households: Households of each of those cells.
        _pull: How much more attention each of them would get if all events turned up there.
    """

    model: District

    def __init__(self, district: District, pool: int, cells: list[int], households: list[float]) -> None:
        super().__init__(district)
        self.pool = pool
        self.cells = cells
        self.households = households
        everybody = sum(households)
        self._pull = [(1.0 - EVEN_ATTENTION) * everybody / homes if homes > 0 else 0.0 for homes in households]

    def share_to_shift(self, backlog_days: float, most: float) -> float:
        """Share of patrol and visit hours that goes to service next week: none up to 3 days of queue, `most` at 6."""
        return most * min(max(backlog_days / LONG_QUEUE_DAYS - 1.0, 0.0), 1.0)

    def attention(self, events: list[float]) -> list[float]:
        """Where to patrol: half evenly by households, half where public events turned up; mean 1 over households.

        Args:
            events: Public events found or reported lately in each of its cells.
        """
        total = sum(events)
        if total <= 0.0:
            return [1.0] * len(events)
        return [EVEN_ATTENTION + found / total * pull for found, pull in zip(events, self._pull, strict=True)]
