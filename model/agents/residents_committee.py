"""Residents' committees: which administrative work can wait, and which disputes they take off the grids."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

if TYPE_CHECKING:
    from ..district import District

LONG_QUEUE_DAYS = 2.0
SHORT_QUEUE_DAYS = 0.75
MOST_WEEKS_OWED = 4.0


class ResidentsCommittee(mesa.Agent):
    """The paid staff of one community.

    Attributes:
        pool: Row of its queue among the district's pools.
        weeks_owed: Postponed administrative work, in weeks of the share that may be postponed.
    """

    model: District

    def __init__(self, district: District, pool: int) -> None:
        super().__init__(district)
        self.pool = pool
        self.weeks_owed = 0.0

    def postpone(self, backlog_days: float) -> int:
        """+1 to put off administrative work this week, −1 to make up for what is owed, 0 for neither."""
        if self.weeks_owed >= MOST_WEEKS_OWED or (self.weeks_owed > 0.0 and backlog_days < SHORT_QUEUE_DAYS):
            self.weeks_owed -= 1.0
            return -1
        if backlog_days > LONG_QUEUE_DAYS:
            self.weeks_owed += 1.0
            return 1
        return 0

    def hard_dispute_hours(self, backlog_days: float, usual: float) -> float:
        """Disputes that need more hours than this come to the committee; with an empty queue all of them do."""
        return usual * min(backlog_days / SHORT_QUEUE_DAYS, 1.0)
