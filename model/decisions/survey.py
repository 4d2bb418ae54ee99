"""Needs surveys: unspoken needs by kind and cell, for whoever plans."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..district import District


def begin(district: District) -> None:
    """No survey has been held."""


def renew(district: District) -> None:
    """New levers change when the next survey is."""


def hold_month(district: District, date: dt.date) -> None:
    """A survey, if its month has come."""
