"""What happened in a run, as tables: every event, every line decided, every matter and every attempt at one.

All tables hold the measured days; day 1 is the first of them. A community or number of −1 is none in particular.
"""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from sys import intern
from typing import Any, NamedTuple

import numpy as np

from ..sparing import pd
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
WHOLE_OR_REAL = dict.fromkeys(("event", "day", "number", "community", "matter"), "q") | {"value": "d"}
"""Columns of numbers -> how each is kept while the table is made: whole numbers and real ones of 64 bits."""
DECISIONS = ("day", "date", "institution", "decision", "value")


class Days(NamedTuple):
    """How days of the run are told.

    Attributes:
        first: Day of the run that is day 1.
        date: Calendar date of a day of the run.
    """

    first: int
    date: Callable[[int], dt.date]

    def numbered(self, day: int) -> tuple[int, dt.date]:
        """Day and date as they stand in tables."""
        return day - self.first + 1, self.date(day)


@dataclass
class Happened:
    """What happened in the measured days.

    Most runs of a batch are asked for their indicators alone, so what comes `of` a log makes each table when it is
    first asked for; what leaves the process takes its tables along.

    Attributes:
        events: Every event (`events_table`).
        decisions: Every line decided (`decisions_table`).
    """

    events: pd.DataFrame
    decisions: pd.DataFrame

    @classmethod
    def of(cls, log: Sequence[Dated], days: Days) -> Happened:
        """The tables of this log, not made yet."""
        found = cls.__new__(cls)
        found.__dict__["log"] = log, days
        return found

    def __getattr__(self, name: str) -> pd.DataFrame:
        making: dict[str, Callable[..., pd.DataFrame]] = {"events": events_table, "decisions": decisions_table}
        if name not in making or "log" not in self.__dict__:
            raise AttributeError(name)
        table = self.__dict__[name] = making[name](*self.__dict__["log"])
        return table

    def __getstate__(self) -> dict[str, pd.DataFrame]:
        return {"events": self.events, "decisions": self.decisions}


def events_table(log: Iterable[Dated], days: Days) -> pd.DataFrame:
    """Every event of the measured days, one row a measured fact; an event without any has one row without value.

    Columns: event (its number in the run), day, date, name (which kind of event), institution, number (which of these
    institutions), community, about, how, quantity, value, unit, matter (the collective one it belongs to, or −1).
    """
    # Column by column, numbers unboxed: a large district has half a million rows.
    columns: dict[str, Any] = {name: array(WHOLE_OR_REAL[name]) if name in WHOLE_OR_REAL else [] for name in EVENTS}
    add = [columns[name].append for name in EVENTS]
    numbered: dict[int, tuple[int, dt.date]] = {}
    for number, (day, event) in enumerate(log):
        if day < days.first:
            continue
        when = numbered.get(day) or numbered.setdefault(day, days.numbered(day))
        head = (number, *when, event.name(), event.institution or event.who(), event.number, event.community)
        matter = event.number if event.institution == "matter" else getattr(event, "matter", NOWHERE)
        facts: Sequence[tuple[str, float, str]] = [*event.quantities()] or [("", float("nan"), "")]
        for fact in facts:
            for put, value in zip(add, (*head, event.about, event.how, *fact, matter), strict=True):
                put(value)
    return pd.DataFrame({name: _as_column(values) for name, values in columns.items()})


def _as_column(values: Any) -> Any:
    """Numbers as an array of numpy's; anything else as it is."""
    return np.array(values) if isinstance(values, array) else values


def decisions_table(log: Iterable[Dated], days: Days) -> pd.DataFrame:
    """What was decided day by day, in one line each: day, date, institution, decision, value."""
    # What is said again and again is kept once.
    day_of, values = array("q"), array("d")
    dates: list[dt.date] = []
    who: list[str] = []
    said: list[str] = []
    numbered: dict[int, tuple[int, dt.date]] = {}
    for day, event in log:
        if day < days.first:
            continue
        number, date = numbered.get(day) or numbered.setdefault(day, days.numbered(day))
        institution = intern(event.who())
        for decision, value in event.decisions():
            day_of.append(number)
            dates.append(date)
            who.append(institution)
            said.append(intern(decision))
            values.append(value)
    columns = (_as_column(day_of), dates, who, said, _as_column(values))
    return pd.DataFrame(dict(zip(DECISIONS, columns, strict=True)))
