"""What is compared under each late rule, where, and what one paired difference says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..comparing.intervals import student_t
from .marked_tables import UNKNOWN

PLACE, DAYS, PAIRS = "standard_town", 365, 20
LARGE, FIRST_LARGE, FIRST_CONFIRMED = "yantian", 1001, 2001
"""The district in which pairs are weighed as well, its first seed, and the first of those that confirm it.

Those from 1001 were looked at while the model was mended; those from 2001 by nobody before they were run.
"""
RULES: dict[str, dict[str, Any]] = {
    "behind": {"service.late_rule": "behind"},
    "in_turn": {"service.late_rule": "in_turn"},
}
"""Rule -> the assumptions that state it; all queues follow it (`service.late_share` stays at its default, 1)."""
TODAY = "status quo"
POLICIES = ("yantian", "guangdong", "ordos", "shenzhen", "suzhou")
STAGES = {
    "never_heard_share": "never heard",
    "no_capacity_in_time_share": "no capacity in time",
    "wrong_door_share": "wrong door or department",
}
"""Where needs that are not met in time end -> what the page calls it; with coverage they add up to every need."""
PAIRED = ("coverage", "coverage_personal")
INDICATORS = (*PAIRED, *STAGES)
DRAWN, SAME, DISTRICT, CONFIRMED = "drawn", "same", "district", "confirmed"
"""Towns drawn anew with every seed, the same town under every seed, a whole district drawn anew, and that once more
with the seeds kept apart, under the default rule."""
ENDINGS = {DRAWN: "", SAME: " | same town", DISTRICT: " | district", CONFIRMED: " | confirmed"}


@dataclass(frozen=True)
class Difference:
    """One contrast under one rule: a paired difference, and how much pairs cut its variance.

    Attributes:
        towns: DRAWN, SAME or DISTRICT.
        today: Mean under the status quo.
        ratio: Variance without pairs over variance with them; infinite where pairs never differ in what they differ.
        with_today: Correlation of the difference with the value under the status quo, over pairs; 0 without scatter.
    """

    contrast: str
    rule: str
    indicator: str
    towns: str
    pairs: int
    today: float
    difference: float
    error: float
    ratio: float
    with_today: float
    model: str = UNKNOWN

    @property
    def interval(self) -> tuple[float, float]:
        """Student-t interval of the mean difference."""
        half = student_t(self.pairs - 1) * self.error
        return self.difference - half, self.difference + half

    @property
    def sign(self) -> int:
        """1 or -1 where the interval leaves zero out, else 0."""
        low, high = self.interval
        return (low > 0.0) - (high < 0.0)
