"""Service centres: who runs them, and how an idle one lends casework to the one whose queue is longest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

from ..columns import NOBODY

if TYPE_CHECKING:
    from ..district import District

IDLE_QUEUE_DAYS = 1.0
LONG_QUEUE_DAYS = 3.0


class ServiceCentre(mesa.Agent):
    """A Party-mass service centre with its social workers.

    Attributes:
        pool: Row of its queue among the district's pools.
        posts: Social workers it has.
        operator: Number of the organisation that runs it, NOBODY where government does.
        effort: Effort its people put into what is rated, from 0 to 1.
    """

    model: District

    def __init__(self, district: District, pool: int, posts: float) -> None:
        super().__init__(district)
        self.pool = pool
        self.posts = posts
        self.operator = NOBODY
        self.effort = 0.0

    def share_to_lend(self, own_days: float, longest_days: float, most: float) -> float:
        """Share of next week's casework hours lent to the centre with the longest queue."""
        return most if own_days < IDLE_QUEUE_DAYS and longest_days > LONG_QUEUE_DAYS else 0.0
