"""What happened in a run, as tables: every event, every line decided, every matter and every attempt at one.

All tables hold the measured days; day 1 is the first of them. A community or number of −1 is none in particular.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import pandas as pd

from . import NOWHERE, Event

Dated = tuple[int, Event]
"""An event with the day of the run on which it happened."""

EVENTS = (
    "event",
    "day",
    "date",
    "name",
    "institution",
    "number",
    "community",
    "about",
    "how",
    "quantity",
    "value",
    "unit",
    "matter",
)
DECISIONS = ("day", "date", "institution", "decision", "value")


class Days(NamedTuple):
    """How days of the run are told.

    Attributes:
        first: Day of the run that is day 1.
        date: Calendar date of a day of the run.
    """

    first: int
    date: Callable[[int], dt.date]

    def told(self, day: int) -> tuple[int, dt.date]:
        """Day and date as they stand in tables."""
        return day - self.first + 1, self.date(day)


def events_table(log: Iterable[Dated], days: Days) -> pd.DataFrame:
    """Every event of the measured days, one row a measured fact; an event without any has one row without value.

    Columns: event (its number in the run), day, date, name (which kind of event), institution, number (which of these
    institutions), community, about, how, quantity, value, unit, matter (the collective one it belongs to, or −1).
    """
    rows: list[tuple[Any, ...]] = []
    for number, (day, event) in enumerate(log):
        if day < days.first:
            continue
        head = (number, *days.told(day), event.name(), event.institution or event.who(), event.number, event.community)
        facts: Sequence[tuple[str, float, str]] = [*event.quantities()] or [("", float("nan"), "")]
        matter = event.number if event.institution == "matter" else getattr(event, "matter", NOWHERE)
        rows += [(*head, event.about, event.how, *fact, matter) for fact in facts]
    return pd.DataFrame(rows, columns=list(EVENTS))


def decisions_table(log: Iterable[Dated], days: Days) -> pd.DataFrame:
    """What was decided day by day, in one line each: day, date, institution, decision, value."""
    rows = [
        (*days.told(day), event.who(), *line) for day, event in log if day >= days.first for line in event.decisions()
    ]
    return pd.DataFrame(rows, columns=list(DECISIONS))
