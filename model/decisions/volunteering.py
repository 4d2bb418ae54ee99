"""Volunteers: who comes this week, for what, and what becomes of orders."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..district import District


def begin(district: District) -> None:
    """The corps of registered volunteers on the first morning."""


def renew(district: District) -> None:
    """New levers: who is registered, and places for their shifts."""


def plan_week(district: District, date: dt.date) -> None:
    """Shifts of the week that begins."""


def close_month(district: District, date: dt.date) -> None:
    """Who stays, who tires, what the time bank owes."""
