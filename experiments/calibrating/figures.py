"""The same months of runs: figures by month from their daily tables, and which months of a ledger they meet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...model.arrays import Floats
from .monthly import MONTHS, TIME_SHARE, Ledger

SUMS = {
    "met": ("met_on_time", "met_late"),
    TIME_SHARE: ("met_on_time", "met_late"),
}
"""Figures that are made of several of a run."""


@dataclass(frozen=True)
class Meeting:
    """Which figures of which months the ledger and the runs share, one after the other.

    Attributes:
        figures, months: Of every value, the months as the ledger counts them; shape (values,).
        observed: What the ledger says; same shape.
        shift: Whole years that the months of runs lie later than those of the ledger.
        first, many: First whole month of the runs, and how many there are.
    """

    figures: tuple[str, ...]
    months: tuple[int, ...]
    observed: Floats
    shift: int
    first: int
    many: int

    @property
    def names(self) -> tuple[str, ...]:
        """The figures compared, each once."""
        return tuple(dict.fromkeys(self.figures))

    def error(self, share: float) -> Floats:
        """Covariance of the error of what the ledger says; shape (values, values).

        Half of it is the same in every month of a figure, as when an office counts otherwise than the model, half is
        every month's own. Each has a standard deviation of so much of the figure's mean (grade D).

        Args:
            share: Of the mean of the figure; for a figure that is itself a share, of 1 less its mean or of its mean,
                whichever is smaller, and of one per cent at least.
        """
        found = np.zeros((len(self.observed), len(self.observed)))
        for name in self.names:
            which = np.flatnonzero(np.array(self.figures) == name)
            mean = float(self.observed[which].mean())
            size = max(min(mean, 1.0 - mean), 0.01) if name == TIME_SHARE else max(mean, 1.0)
            block = (share * size) ** 2 * (np.eye(len(which)) + np.ones((len(which), len(which))))
            found[np.ix_(which, which)] = block
        return found


def whole_months(start: dt.date, days: int) -> tuple[int, int]:
    """First month that lies wholly in the measured days, and how many such months there are.

    Args:
        start: First measured day.
    """
    end = start + dt.timedelta(days=days)
    first = start.year * MONTHS + start.month - 1 + (start.day > 1)
    return first, max(0, end.year * MONTHS + end.month - 1 - first)


def meeting(ledger: Ledger, start: dt.date, days: int) -> Meeting | None:
    """The months that both know; where they share none, the ledger's years are moved so that most months meet.

    Returns:
        None where no month meets however they are moved.
    """
    first, many = whole_months(start, days)
    runs = set(range(first, first + many))
    years = range(-200, 201)
    shared = {year: len(runs & {month + MONTHS * year for month in ledger.months}) for year in years}
    shift = 0 if shared[0] else max(years, key=lambda year: (shared[year], -abs(year)))
    found = [
        (name, month, float(value))
        for name, column in ledger.values.items()
        for month, value in zip(ledger.months, column, strict=True)
        if month + MONTHS * shift in runs and np.isfinite(value)
    ]
    if not found:
        return None
    figures, months, observed = zip(*found, strict=True)
    return Meeting(figures, months, np.array(observed), shift=shift, first=first, many=many)


def figures_of(daily: Any, runs: Sequence[str], where: Meeting) -> Floats:
    """What runs show of the values compared; shape (runs, values).

    Args:
        daily: Their daily tables below each other (run_id, date, indicator, value).
        runs: Their ids, in the order wanted.
    """
    wanted = {part for name in where.names for part in SUMS.get(name, (name,))}
    some = daily[daily["indicator"].isin(wanted)]
    dates = some["date"].astype("datetime64[s]").dt
    month = (dates.year * MONTHS + dates.month - 1 - MONTHS * where.shift).rename("month")
    table = some.groupby([some["indicator"], some["run_id"], month])["value"].sum().unstack(fill_value=0.0)
    found = np.zeros((len(runs), len(where.figures)))
    for name in where.names:
        which = [place for place, one in enumerate(where.figures) if one == name]
        months = [where.months[place] for place in which]
        parts = [_of(table, part, runs, months) for part in SUMS.get(name, (name,))]
        found[:, which] = parts[0] / np.maximum(sum(parts), 1.0) if name == TIME_SHARE else sum(parts)
    return found


def _of(table: Any, indicator: str, runs: Sequence[str], months: Sequence[int]) -> Floats:
    if indicator not in table.index.get_level_values(0):
        return np.zeros((len(runs), len(months)))
    return np.asarray(table.loc[indicator].reindex(index=runs, columns=months, fill_value=0.0), float)
