"""Runs seen month by month and day by day, put side by side: figures of the same land in every scenario, differences.

Needs belong to cells, whoever draws the grids, so every scenario is told by the same pieces of land: the communities,
the grids of the first scenario, or the cells. A share of several worlds is that of their needs taken together.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..comparing.intervals import Better, Paired, paired_difference
from .counting import COUNTS, ENDED, smallest
from .living import Seen

Pieces = Literal["community", "grid", "cell"]
PIECES: tuple[Pieces, ...] = ("grid", "community", "cell")
SHARES = {
    "coverage": "met_on_time",
    "never_heard_share": "never_heard",
    "lapsed_waiting_share": "lapsed_waiting",
    "wrong_door_share": "wrong_door",
    "met_late_share": "met_late",
}
"""Indicator of a run -> the count it is the share of, among needs that arose in a step and whose end is known."""
AMOUNTS = ("heard", "waiting")
"""Counts told per 1,000 residents: needs heard in a step, needs that waited on its last evening."""
INDICATORS = (*SHARES, *AMOUNTS)
PER = 1000.0
LOOKS_BACK = 30
"""Days over which a day's shares, and needs heard, are told; the daily figures of a run look back as far."""


@dataclass(frozen=True)
class Mapped:
    """A comparison seen month by month and day by day.

    Attributes:
        cells: cell, community, form, residents, households, x0, y0, x1, y1 (km), and `grid_0`, `grid_1`, …: the grid
            in each scenario, as drawn on the last day in the first world.
        months: column, step, cell and COUNTS, all worlds added up.
        days: column and COUNTS, all worlds added up: a row for each scenario, measured day and cell, in this order.
        worlds: column, seed, cell and COUNTS, all steps added up; `waiting` is the mean over steps.
        teams: column, step, grid and what `Seen.teams` says, of the first world, as are the next two.
        events, matters: As the tables of a run, with `column`.
        steps, start, weekly: As in `Seen`.
        failures: One line for each run that did not finish.
    """

    cells: pd.DataFrame
    months: pd.DataFrame
    days: pd.DataFrame
    worlds: pd.DataFrame
    teams: pd.DataFrame
    events: pd.DataFrame
    matters: pd.DataFrame
    steps: tuple[str, ...]
    start: dt.date
    weekly: bool
    failures: tuple[str, ...] = ()

    @property
    def columns(self) -> int:
        """How many scenarios there are."""
        return int(self.worlds["column"].max()) + 1

    @property
    def seeds(self) -> tuple[int, ...]:
        """Worlds that every scenario lived through."""
        lived = self.worlds.groupby("seed")["column"].nunique()
        return tuple(int(seed) for seed in lived.index[lived == self.columns])


def put_together(runs: Mapping[tuple[int, int], Seen], failures: tuple[str, ...] = ()) -> Mapped:
    """All runs of a comparison, by (column, seed); worlds that only some scenarios finished are left out.

    Raises:
        ValueError: No world was finished by every scenario.
    """
    columns = 1 + max((column for column, _ in runs), default=-1)
    seeds = [seed for seed in sorted({seed for _, seed in runs}) if all((one, seed) in runs for one in range(columns))]
    if not seeds:
        raise ValueError("no world was lived through under every scenario")
    whole = {place: runs[place] for place in sorted(runs) if place[1] in seeds}
    shown = {column: runs[column, seeds[0]] for column in range(columns)}
    grids = {f"grid_{column}": seen.cells["grid"] for column, seen in shown.items()}
    one = shown[0]
    return Mapped(
        cells=one.cells.drop(columns="grid").assign(**grids),
        months=_of_columns({column: _added(whole, column) for column in range(columns)}),
        days=smallest(_of_columns({column: _added_days(whole, column) for column in range(columns)})),
        worlds=pd.concat([_whole(seen).assign(column=c, seed=s) for (c, s), seen in whole.items()], ignore_index=True),
        teams=_of_columns({column: seen.teams for column, seen in shown.items()}),
        events=_of_columns({column: seen.events for column, seen in shown.items()}),
        matters=_of_columns({column: seen.matters for column, seen in shown.items()}),
        steps=one.steps,
        start=one.start,
        weekly=one.weekly,
        failures=failures,
    )


def _of_columns(tables: Mapping[int, pd.DataFrame]) -> pd.DataFrame:
    return pd.concat([table.assign(column=column) for column, table in tables.items()], ignore_index=True)


def _added(runs: Mapping[tuple[int, int], Seen], column: int) -> pd.DataFrame:
    """The counts of a scenario's worlds added up; all have the same rows in the same order."""
    tables = [seen.needs for (one, _), seen in runs.items() if one == column]
    total = sum(table[list(COUNTS)].to_numpy(np.int64) for table in tables)
    return tables[0][["step", "cell"]].assign(**dict(zip(COUNTS, np.asarray(total).T, strict=True)))


def _added_days(runs: Mapping[tuple[int, int], Seen], column: int) -> pd.DataFrame:
    """The same by day."""
    tables = [seen.days for (one, _), seen in runs.items() if one == column]
    return pd.DataFrame({name: sum(table[name].astype(np.int64) for table in tables) for name in COUNTS})


def _whole(seen: Seen) -> pd.DataFrame:
    """The counts of all steps of a run by cell."""
    found = seen.needs.groupby("cell")[list(COUNTS)].sum().reset_index()
    return found.assign(waiting=found["waiting"] / len(seen.steps))


def pieces_of(mapped: Mapped, pieces: Pieces) -> NDArray[np.int64]:
    """Number of the community, or of the first scenario's grid, of each cell; or of the cell itself."""
    if pieces == "cell":
        return np.arange(len(mapped.cells))
    return mapped.cells["community" if pieces == "community" else "grid_0"].to_numpy(np.int64)


def by_step(mapped: Mapped, indicator: str, pieces: NDArray[np.int64]) -> NDArray[np.float64]:
    """An indicator of every scenario, step and piece of land: shape (columns, steps, pieces); nan where none is known.

    Args:
        indicator: One of INDICATORS; shares from 0 to 1, amounts per 1,000 residents and step, mean of the worlds.
        pieces: The piece of each cell, from 0.
    """
    shape = mapped.columns, len(mapped.steps), len(pieces)

    def summed(name: str) -> NDArray[np.float64]:
        return _by_piece(mapped.months[name].to_numpy(float).reshape(shape), pieces)

    return _figure(indicator, summed, _residents(mapped, pieces) * len(mapped.seeds))


def _by_piece(values: NDArray[np.float64], pieces: NDArray[np.int64]) -> NDArray[np.float64]:
    """Counts of cells (the last axis) added up by the piece they belong to."""
    if np.array_equal(pieces, np.arange(len(pieces))):
        return values
    return values @ (pieces[:, None] == np.arange(int(pieces.max()) + 1)).astype(float)


def days_of(mapped: Mapped) -> tuple[dt.date, ...]:
    """The dates of the measured days."""
    count = len(mapped.days) // max(1, mapped.columns * len(mapped.cells))
    return tuple(mapped.start + dt.timedelta(days=day) for day in range(count))


def by_day(mapped: Mapped, indicator: str, pieces: NDArray[np.int64], days: range) -> NDArray[np.float64]:
    """An indicator of every scenario, day and piece of land: shape (columns, days, pieces); nan where none is known.

    Shares, and needs heard, are of the LOOKS_BACK days that end with the day (the first days look back on fewer, and
    needs heard are then told as if it went on like this for LOOKS_BACK); needs waiting are those of its evening.

    Args:
        indicator: One of INDICATORS, in the units of `by_step`.
        days: Which measured days, from 0.
    """
    shape = mapped.columns, len(days_of(mapped)), len(pieces)
    ends = np.arange(days.start, days.stop) + 1
    begins = np.maximum(0, ends - LOOKS_BACK)

    def summed(name: str) -> NDArray[np.float64]:
        values = mapped.days[name].to_numpy(np.int64).reshape(shape)
        if name == "waiting":
            return _by_piece(values[:, days.start : days.stop].astype(float), pieces)
        so_far = np.concatenate([np.zeros((shape[0], 1, shape[2]), np.int64), np.cumsum(values, axis=1)], axis=1)
        scale = (LOOKS_BACK / (ends - begins))[:, None] if name == "heard" else 1.0
        return _by_piece((so_far[:, ends] - so_far[:, begins]) * scale, pieces)

    return _figure(indicator, summed, _residents(mapped, pieces) * len(mapped.seeds))


def by_world(mapped: Mapped, indicator: str, pieces: NDArray[np.int64]) -> NDArray[np.float64]:
    """The same over all steps, world by world: shape (columns, worlds, pieces); amounts are means of a step."""
    rows = mapped.worlds.sort_values(["column", "seed", "cell"])
    shape = mapped.columns, len(mapped.seeds), len(pieces)
    each_step = {"heard": len(mapped.steps)}

    def summed(name: str) -> NDArray[np.float64]:
        return _by_piece(rows[name].to_numpy(float).reshape(shape), pieces) / each_step.get(name, 1)

    return _figure(indicator, summed, _residents(mapped, pieces))


def _residents(mapped: Mapped, pieces: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.bincount(pieces, mapped.cells["residents"].to_numpy(float))


def _figure(indicator: str, summed: Any, residents: NDArray[np.float64]) -> NDArray[np.float64]:
    """A share of needs whose end is known, or an amount per 1,000 residents."""
    if indicator in SHARES:
        part, whole = summed(SHARES[indicator]), sum(summed(name) for name in ENDED)
    else:
        part, whole = PER * summed(indicator), residents
    return np.asarray(np.divide(part, whole, out=np.full(part.shape, np.nan), where=np.asarray(whole) > 0))


def paired_by_piece(
    mapped: Mapped, indicator: str, pieces: NDArray[np.int64], column: int
) -> list[tuple[float, float, Paired | None]]:
    """Piece by piece over all steps: mean of the first scenario, of another, and their paired difference with verdict.

    None where a piece has no figure in some world. Amounts are neither better nor worse; margins of shares are those of
    the indicators of a run.
    """
    from ...model.observation.indicators import INDICATORS as DECLARED

    better: Better = "none"
    margin = 0.0
    if indicator in DECLARED:
        better, margin = DECLARED[indicator].better, DECLARED[indicator].margin
    before, after = (by_world(mapped, indicator, pieces)[one].T for one in (0, column))
    found = []
    for one, other in zip(before, after, strict=True):
        known = np.isfinite(one).all() and np.isfinite(other).all()
        pair = paired_difference(one.tolist(), other.tolist(), better, margin) if known else None
        found.append((float(one.mean()), float(other.mean()), pair))
    return found


def outlines(cells: pd.DataFrame, pieces: NDArray[np.int64]) -> list[tuple[float, float, float, float]]:
    """Borders between pieces of land, and round the whole: x0, y0, x1, y1 (km), each border once.

    Args:
        cells: Columns x0, y0, x1, y1 of rectangles that touch and do not overlap.
        pieces: The piece of each.
    """
    from ...model.place.tiling import shared_borders

    box = cells[["x0", "y0", "x1", "y1"]].to_numpy(float)
    start, beside = shared_borders(box)
    one = np.repeat(np.arange(len(box)), np.diff(start))
    apart = (one < beside) & (pieces[one] != pieces[beside])
    low = np.maximum(box[one[apart], :2], box[beside[apart], :2])
    high = np.minimum(box[one[apart], 2:], box[beside[apart], 2:])
    found = [(float(x0), float(y0), float(x1), float(y1)) for (x0, y0), (x1, y1) in zip(low, high, strict=True)]
    (x0, y0), (x1, y1) = box[:, :2].min(axis=0).tolist(), box[:, 2:].max(axis=0).tolist()
    return [*found, (x0, y0, x1, y0), (x1, y0, x1, y1), (x0, y1, x1, y1), (x0, y0, x0, y1)]
