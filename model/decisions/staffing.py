"""Community staff and social workers come, learn and leave."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..district import District


def begin(district: District) -> None:
    """Tenures of the stationary spread."""


def renew(district: District) -> None:
    """New levers: posts added or cut."""


def close_month(district: District, date: dt.date) -> None:
    """Who leaves, who learns, and how slow and how poor work is meanwhile."""
