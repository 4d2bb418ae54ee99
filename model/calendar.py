"""When institutions act. The calendar is one table; between two of its days needs only live and move.

Read it aloud (ODD 3): on Mondays grid teams, residents' committees and service centres make next week's roster; on
the first of a month departments move capacity; on the first measured day the policy switches on; dated steps of a
policy take effect on their date.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .district import District


class Entry(NamedTuple):
    """One line of the calendar."""

    name: str
    falls_on: Callable[[District, dt.date], bool]
    act: Callable[[District, dt.date], None]


def calendar() -> tuple[Entry, ...]:
    """Everything institutions do, in the order they do it on a day when several things fall together."""
    from . import decisions  # decisions import the agents, and through them Mesa

    return (
        Entry("policy takes effect", lambda district, date: date in district.levers_from, decisions.adopt_levers),
        Entry("departments move capacity", lambda district, date: date.day == 1, decisions.move_department_capacity),
        Entry("weekly roster of grid teams", lambda district, date: date.weekday() == 0, decisions.plan_grid_week),
        Entry("weekly roster of committees", lambda district, date: date.weekday() == 0, decisions.plan_committee_week),
        Entry("centres lend hours", lambda district, date: date.weekday() == 0, decisions.lend_between_centres),
    )
