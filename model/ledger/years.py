"""The calendar years in which a district's money is spent, and the days of the run that fall into each."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats

BEFORE = 0
"""The period of all days before the measured ones; measured calendar years follow from 1."""


@dataclass(frozen=True, slots=True, eq=False)
class Years:
    """Periods of a run: what came before, then every calendar year of the measured days.

    Attributes:
        year: The calendar year of each period; of what came before, the one in which it began.
        of_day: The period of each day of the run.
        works: Which days are working days.
    """

    year: tuple[int, ...]
    of_day: NDArray[np.int32]
    works: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.year)

    def sums(self, first: int, last: int, daily: Floats) -> Floats:
        """Sums by period over the days from `first` up to, not including, `last`; shape (periods, rows).

        Args:
            daily: One row a quantity, one column a day of the run.
        """
        days = slice(first, last)
        total = np.zeros((len(self), len(daily)))
        if first < last and self.of_day[first] == self.of_day[last - 1]:  # all in one period, since these follow
            # Days stand as a choice of them would: sums then go day by day, and round alike.
            total[self.of_day[first]] = daily[:, days].copy(order="F").sum(axis=1)
            return total
        for period in np.unique(self.of_day[days]).tolist():
            total[period] = daily[:, days][:, self.of_day[days] == period].sum(axis=1)
        return total

    def working_days(self, first: int, last: int) -> Floats:
        """Working days by period from `first` up to, not including, `last`."""
        days = slice(first, last)
        return np.bincount(self.of_day[days], self.works[days], len(self)).astype(np.float64)


def years_of_run(first_day: dt.date, warmup: int, works: NDArray[np.int8], length: int | None = None) -> Years:
    """The periods of a run that begins on a date with so many days of warm-up; its measured days end at `length`.

    Days lived on after the measured ones belong to the last period.
    """
    length = len(works) if length is None else length
    days = [first_day + dt.timedelta(days=day) for day in range(warmup, length)]
    years = sorted({day.year for day in days})
    of_day = np.zeros(len(works), np.int32)
    of_day[warmup:length] = [years.index(day.year) + 1 for day in days]
    of_day[length:] = len(years)
    return Years((first_day.year, *years), of_day, works)
