"""The measured days as a tidy table: what was born, heard and ended on each, and the stocks of its evening."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..columns import (
    BACKLOG_HOURS,
    BORN,
    CHANNEL_NAMES,
    EFFICACY,
    OPEN,
    TRUST,
)
from ..late_tables import Late
from ..sparing import pd
from .figures import BINS, REQUEST_CHANNELS
from .need_log import Log

if TYPE_CHECKING:
    from ..district import District

TRAILING_DAYS = 30


def tidy(where: dict[str, Any], columns: dict[str, tuple[NDArray[np.float64], str]]) -> Late:
    """One row per place and indicator; a figure that cannot be known is left out."""
    rows = []
    for indicator, (value, unit) in columns.items():
        finite = np.isfinite(value)
        parts = {name: column[finite] for name, column in where.items()}
        rows.append(parts | {"indicator": indicator, "value": value[finite], "unit": unit})
    return Late(lambda: pd.concat([pd.DataFrame(one) for one in rows], ignore_index=True))


def share_of(part: NDArray[Any], whole: NDArray[Any]) -> NDArray[np.float64]:
    """Part over whole, element by element; not a number where there is nothing."""
    return np.asarray(np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0))


def _calendar_day(district: District, time: NDArray[np.float64]) -> NDArray[np.int64]:
    """The day of the run on which a moment of working time falls."""
    facts = district.state.facts
    working_days = np.flatnonzero(facts.works)
    return np.asarray(working_days[np.minimum(time.astype(np.int64), len(working_days) - 1)])


def daily_table(district: District) -> Late:
    """Births, hearing, ends and stocks of every measured day; one row a day and figure."""
    log = Log(district.state.needs[: int(district.state.tallies.tally[BORN])])
    tallies, first = district.state.tallies, district.plan.warmup
    ended = log.bin != OPEN
    ended_on = _calendar_day(district, log.done_time[ended])
    length = district.length

    def per_day(day: NDArray[np.integer]) -> NDArray[np.float64]:
        return np.bincount(day, minlength=length)[:length].astype(float)

    columns: dict[str, tuple[NDArray[np.float64], str]] = {
        "born": (per_day(log.birth_day), "needs"),
        "heard": (per_day(log.heard_day[log.heard_day >= 0]), "needs"),
    }
    for number, name in enumerate(BINS):
        if number != OPEN:
            columns[name] = (per_day(ended_on[log.bin[ended] == number]), "needs")
    every = np.sum([columns[name][0] for name in BINS[1:]], axis=0)
    columns["coverage"] = (share_of(_trailing(columns["met_on_time"][0]), _trailing(every)), "share")
    for channel in REQUEST_CHANNELS:
        numbers = [number for number, name in enumerate(CHANNEL_NAMES) if name == channel]
        columns[f"requests_{channel}"] = (per_day(log.heard_day[np.isin(log.channel, numbers)]), "needs")
    columns["trust"] = (tallies.daily[TRUST], "share")
    columns["efficacy"] = (tallies.daily[EFFICACY], "share")
    columns["backlog"] = (tallies.daily[BACKLOG_HOURS], "h")
    day = np.arange(1, district.plan.days + 1)
    date = np.array([district.plan.parameters.place.start + dt.timedelta(days=int(n) - 1) for n in day], dtype=object)
    return tidy(
        {"day": day, "date": date}, {name: (value[first:length], unit) for name, (value, unit) in columns.items()}
    )


def _trailing(count: NDArray[np.float64]) -> NDArray[np.float64]:
    total = np.cumsum(count)
    return total - np.concatenate((np.zeros(TRAILING_DAYS), total[:-TRAILING_DAYS]))[: len(total)]
