"""How many days a year and a week have, and on how many of them is worked."""

from __future__ import annotations

DAYS_A_YEAR = 365.0
WORKING_DAYS_A_WEEK = 5.0
WORKING_DAYS_A_YEAR = DAYS_A_YEAR * 5 / 7


def meets(month: int, a_year: int) -> bool:
    """Whether a body that meets so often a year meets in this month, 1 to 12: evenly, the last time in December."""
    return month * a_year // 12 > (month - 1) * a_year // 12
