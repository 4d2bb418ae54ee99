"""Needs counted by step of time and by cell: pure sums over the log of needs, which know no district."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...model.columns import LAPSED_WAITING, MET_LATE, MET_ON_TIME, NEVER_HEARD, OPEN, WRONG_DOOR

BY_MONTH_FROM = 121  # measured days; shorter runs are told week by week
DAYS_A_WEEK = 7
ENDED = {
    "met_on_time": MET_ON_TIME,
    "met_late": MET_LATE,
    "lapsed_waiting": LAPSED_WAITING,
    "wrong_door": WRONG_DOOR,
    "never_heard": NEVER_HEARD,
}
"""How a need ended -> its bin; they count under the step in which the need arose."""
COUNTS = ("born", *ENDED, "heard", "waiting")
"""Columns of counts: needs that arose in a step, how those ended, needs heard in it, and needs that were heard and had
not ended on its last evening."""


@dataclass(frozen=True, slots=True)
class Steps:
    """The measured days in steps: calendar months, or weeks of a short run; the first and last may be shorter.

    Attributes:
        first: Date of the first day of each step.
        ends: Measured days lived when each step is over; the last is the number of days.
        weekly: Whether they are weeks.
    """

    first: tuple[dt.date, ...]
    ends: tuple[int, ...]
    weekly: bool

    @property
    def names(self) -> tuple[str, ...]:
        """Each step as people write it: 2026-03, or the first day of a week."""
        return tuple(day.isoformat() if self.weekly else f"{day:%Y-%m}" for day in self.first)


def steps_of(start: dt.date, days: int) -> Steps:
    """The steps of so many days from a date on."""
    weekly = days < BY_MONTH_FROM
    begins = [
        day
        for day in range(days)
        if day == 0 or (day % DAYS_A_WEEK == 0 if weekly else (start + dt.timedelta(days=day)).day == 1)
    ]
    return Steps(tuple(start + dt.timedelta(days=day) for day in begins), (*begins[1:], days), weekly)


def counted(
    needs: Mapping[str, NDArray[Any]], cells: int, ends: NDArray[np.int64], working_days: NDArray[Any], first: int
) -> pd.DataFrame:
    """COUNTS by step and cell; a row for each of both, in their order, also where nothing happened.

    Args:
        needs: The log, a column each: `cell`, `birth_day`, `heard_day`, `done_time`, `bin`.
        ends: Day of the run on whose morning each step is over.
        working_days: Working days before the morning of each step's end, in which `done_time` is measured.
        first: Day of the run on which the first step begins.
    """
    cell, steps = np.asarray(needs["cell"], np.int64), len(ends)

    def tally(day: NDArray[Any], chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
        inside = chosen & (day >= first) & (day < ends[-1])
        step = np.searchsorted(ends, day[inside], side="right")
        return np.bincount(step * cells + cell[inside], minlength=steps * cells)

    born, heard, how = (np.asarray(needs[name]) for name in ("birth_day", "heard_day", "bin"))
    every = np.ones(len(cell), np.bool_)
    found = {"born": tally(born, every)}
    found |= {name: tally(born, how == number) for name, number in ENDED.items()}
    found["heard"] = tally(heard, every)
    over = np.searchsorted(working_days, np.asarray(needs["done_time"]), side="right")
    found["waiting"] = _waiting(cell, (heard, np.where(how == OPEN, steps, over)), cells, ends)
    where = {"step": np.repeat(np.arange(steps), cells), "cell": np.tile(np.arange(cells), steps)}
    return pd.DataFrame({name: column.astype(np.int32) for name, column in {**where, **found}.items()})


def _waiting(
    cell: NDArray[np.int64], heard_over: tuple[NDArray[Any], NDArray[Any]], cells: int, ends: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Needs that wait on the last evening of each step: heard before it is over, and not over with it.

    Args:
        heard_over: The day each need was heard, −1 for never, and the first step on whose evening it waits no more.
    """
    heard, over = heard_over
    begins = np.searchsorted(ends, heard, side="right")
    waits, size = (heard >= 0) & (begins < over), (len(ends) + 1) * cells
    come, gone = (np.bincount(step[waits] * cells + cell[waits], minlength=size) for step in (begins, over))
    return np.cumsum((come - gone).reshape(-1, cells), axis=0)[:-1].ravel()


def day_by_day(needs: Mapping[str, NDArray[Any]], cells: int, working_index: NDArray[Any], days: range) -> pd.DataFrame:
    """COUNTS of every day and cell: a row for each, day after day, in the smallest whole numbers that hold them.

    Args:
        working_index: Working days before the morning of each day of the run.
        days: The measured days, as days of the run.
    """
    ends = np.arange(days.start, days.stop) + 1
    working = working_index[np.minimum(ends, len(working_index) - 1)]
    found = counted(needs, cells, ends, working, days.start)
    return smallest(found[list(COUNTS)])


def smallest(table: pd.DataFrame) -> pd.DataFrame:
    """The same counts in the smallest unsigned whole numbers that hold them."""
    return table.apply(lambda column: column.astype(np.min_scalar_type(max(0, int(column.max())))))
