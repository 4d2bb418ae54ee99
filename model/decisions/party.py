"""Party committees and branches: units, claims, whistles, visits, ratings, appraisal, mediators."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..district import District


def begin(district: District) -> None:
    """Committees and units on the first morning."""


def renew(district: District) -> None:
    """New levers: members, seats, mediators."""


def plan_week(district: District, date: dt.date) -> None:
    """Whistles, and this week of the units' teams."""


def hold_month(district: District, date: dt.date) -> None:
    """Joint and progress meetings, claims, leader visits, whose month it is."""


def rate_departments(district: District, date: dt.date) -> None:
    """The yearly rating of departments."""
