"""How many days a year and a week have, and on how many of them is worked."""

from __future__ import annotations

DAYS_A_YEAR = 365.0
WORKING_DAYS_A_WEEK = 5.0
WORKING_DAYS_A_YEAR = DAYS_A_YEAR * 5 / 7
