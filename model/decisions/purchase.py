"""Social organisations: contracts, their growth and exit, ratings of centres and organisations."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..district import District


def begin(district: District) -> None:
    """Organisations and running contracts on the first morning, with ages of their stationary spread."""


def renew(district: District) -> None:
    """New levers: centres may change operators, contracts their posts."""


def close_month(district: District, date: dt.date) -> None:
    """Ramp-up, learning and staff who leave; ratings whose turn it is."""


def tender(district: District, date: dt.date) -> None:
    """Contracts that end are let again; organisations are founded, grow or close."""
