"""Where two scenarios differ: the difference in coverage by community, grid or cell, and what each part did there.

A place's share is its needs met on time over the needs of the whole district that ended, so the shares of all places
add up to the coverage of a run, and what parts contribute adds up over places and over parts. Grids are those of the
first scenario as drawn at the end of the run with the first seed, whatever grids the second has, on the same ground.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from ...model.arrays import Floats, Int64s
from ..runs.refusing import Refused
from .intervals import Interval, mean_interval
from .shapley import exact, sampled
from .why import Change, name_of

Unit = Literal["community", "grid", "cell"]
UNITS: tuple[Unit, ...] = ("community", "grid", "cell")
NEAR = 1e-6


@dataclass(frozen=True)
class Spot:
    """One community, grid or cell.

    Attributes:
        number: Its own number from 0, and that of its community.
        needs: That ended there under the first scenario, mean over the seeds.
        total: What it adds to the difference in coverage, with its interval over the seeds.
        parts: What each part contributed there, mean over the seeds, in the order of the parts; they add up to `total`.
    """

    number: int
    community: int
    needs: float
    total: Interval
    parts: tuple[float, ...]


@dataclass(frozen=True)
class Located:
    """A difference in coverage, place by place.

    Attributes:
        total: The whole difference; the sum over `spots`.
        spots: In order of the size of what they add.
    """

    unit: Unit
    seeds: tuple[int, ...]
    total: Interval
    spots: tuple[Spot, ...]


@dataclass(frozen=True, eq=False)
class Counted:
    """Needs by cell of every run.

    Attributes:
        ended, met: (coalition, seed) -> (cells,) needs that ended, and those of them met on time.
        home: (cells,) the community of each cell.
        grid: (cells,) its grid under the first scenario.
    """

    ended: Mapping[tuple[int, int], Floats]
    met: Mapping[tuple[int, int], Floats]
    home: Int64s
    grid: Int64s


def counted(folder: str | Path, of: Change, seeds: Sequence[int]) -> Counted:
    """Read the tables by cell of a folder of `shapan why --out`.

    Raises:
        Refused: A run left no such table, or needs of it are still open, so that places could not add up.
    """
    from ..runs.store import read

    rows: dict[tuple[str, int], dict[str, dict[int, float]]] = {}
    try:
        table, cells = read(folder, "by_cell").to_pylist(), read(folder, "cells").to_pylist()
    except FileNotFoundError:
        raise Refused("refused.why_no_cells", path=folder) from None
    for row in table:
        if row["indicator"] in ("born", "coverage"):
            kept = rows.setdefault((row["scenario"], row["seed"]), {"born": {}, "coverage": {}})
            kept[row["indicator"]][row["cell"]] = row["value"]
    first = [row for row in cells if (row["scenario"], row["seed"]) == (name_of(0), seeds[0])]
    count, found = len(first), Counted({}, {}, *_ground(first))
    for coalition in of.coalitions:
        for seed in seeds:
            if (name_of(coalition), seed) not in rows:
                raise Refused("refused.why_no_cells", path=folder)
            found.ended[coalition, seed], found.met[coalition, seed] = _needs(rows[name_of(coalition), seed], count)  # type: ignore[index]
    return found


def _ground(cells: Sequence[Mapping[str, Any]]) -> tuple[Int64s, Int64s]:
    order = sorted(cells, key=lambda row: row["cell"])
    return tuple(np.array([row[name] for row in order], np.int64) for name in ("community", "grid"))  # type: ignore[return-value]


def _needs(kept: Mapping[str, Mapping[int, float]], cells: int) -> tuple[Floats, Floats]:
    """(cells,) needs that ended and needs met on time, whole numbers both."""
    born = np.array([kept["born"].get(cell) or 0.0 for cell in range(cells)])
    met = born * np.array([kept["coverage"].get(cell) or 0.0 for cell in range(cells)])
    if np.abs(met - np.rint(met)).max(initial=0.0) > NEAR:  # a coverage of needs of which some are still open
        raise Refused("refused.why_open")
    return born, np.rint(met)


def locate(of: Change, seeds: Sequence[int], found: Counted, unit: Unit) -> Located:
    """The difference in coverage by place and part.

    Args:
        seeds: Those that `explain` counted.
    """
    place = {"community": found.home, "grid": found.grid, "cell": np.arange(len(found.home))}[unit]
    count = int(place.max()) + 1
    values = {
        one: np.array([_shares(found.met[one, seed], found.ended[one, seed], place, count) for seed in seeds])
        for one in of.coalitions
    }
    parts = sampled(values, of.orders)[0] if of.orders else exact(values, len(of.parts))
    gaps = values[of.whole] - values[0]
    needs = np.mean([np.bincount(place, found.ended[0, seed], count) for seed in seeds], axis=0)
    home = {int(number): int(community) for number, community in zip(place, found.home, strict=True)}
    spots = [
        Spot(number, home[number], float(needs[number]), mean_interval(list(gaps[:, number])), means)
        for number in sorted(home)
        for means in (tuple(float(one) for one in parts[:, :, number].mean(axis=1)),)
    ]
    spots.sort(key=lambda spot: (-abs(spot.total.value), spot.number))
    return Located(unit, tuple(seeds), mean_interval(list(gaps.sum(axis=1))), tuple(spots))


def _shares(met: Floats, ended: Floats, place: Int64s, count: int) -> Floats:
    """(places,) needs met on time there, as a share of all needs of the district that ended."""
    return np.bincount(place, met, count) / max(1.0, float(ended.sum()))
