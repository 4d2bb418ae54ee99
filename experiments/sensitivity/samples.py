"""The stored runs of a study as an analysis takes them: one row a point or draw, one target a thing explained.

Where listed scenarios live through draws of assumptions a row is a draw, and the difference of a scenario from the
first, in the same draw and under the same seeds, is a target of its own. Otherwise a row is a point of the design.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ...model.arrays import Floats
from ..runs.refusing import Refused
from ..studies.designs import movers
from ..studies.opening import DESIGN, NO_FAULT, STUDY, open_study, read_runs
from ..studies.study_file import StudyFile, read_study_file
from ..studies.tables import read_parquet

MARKS = ("point", "draw", "world", "scenario", "scenario_hash", "sample", "matrix", "trajectory", "step")
MARKS_OF_MOVES = ("moved", "sign")


@dataclass(frozen=True)
class Failure:
    """A run that did not end: its number, where it stands, and why."""

    run: int
    scenario: str
    draw: int | None
    seed: int
    stage: str
    error: str


@dataclass(frozen=True, eq=False)
class Target:
    """One thing to be explained.

    Attributes:
        scenario: Whose; empty for the points of a design themselves.
        baseline: Of a paired difference; empty where the value itself is meant.
        values: (rows,) means over seeds, in the unit of the outcome; NaN where a run of the row is missing.
        luck: Share of the variance of `values` that is luck (the interaction of rows and seeds, since all rows share
            their seeds); None with one seed.
    """

    outcome: str
    scenario: str
    baseline: str
    values: Floats
    luck: float | None


@dataclass(frozen=True, eq=False)
class Sample:
    """A study ready to be analysed.

    Attributes:
        kind: Of the design that the rows follow.
        rows: Marks and values of factors, in order of points or draws.
        movers: What moved at once -> its factors, in order.
        unit: What a row is: "point" or "draw".
        missing: Runs asked for that nobody has made yet.
        scenarios: Those that live through the draws, the first is the baseline; none where a row is a point.
    """

    study: str
    kind: str
    rows: Sequence[Mapping[str, Any]]
    movers: Mapping[str, tuple[str, ...]]
    unit: str
    targets: tuple[Target, ...]
    outcomes: tuple[str, ...]
    failures: tuple[Failure, ...] = ()
    missing: int = 0
    second: bool = False
    scenarios: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every factor."""
        return tuple(name for members in self.movers.values() for name in members)


def read_sample(folder: str | Path) -> Sample:
    """The rows and targets of a study's folder.

    Raises:
        Refused: It is no folder of a study, is one part of several, varies nothing, or a table is damaged.
    """
    where, record = open_study(folder)
    if record["part"][1] > 1:
        raise Refused("sensing.part", path=folder)
    file = read_study_file(where / STUDY)
    if file.listed and file.uncertainty is None:
        raise Refused("sensing.nothing_varies", path=folder)
    over_draws = bool(file.listed)
    design, runs = read_parquet(where / DESIGN).to_pylist(), read_runs(where).to_pylist()
    rows = read_parquet(where / "draws.parquet").to_pylist() if over_draws else design
    unit, names = ("draw", [str(row["scenario"]) for row in design]) if over_draws else ("point", [""])
    if not over_draws and file.design.with_base:
        rows = rows[1:]
    kept = [name for name in file.outcomes if any(row.get(name) is not None for row in runs)]
    cells = _cells(runs, rows, unit, kept)
    repeats = len(record["seeds"]) * (1 if over_draws else max(1, int(record["draws"])))
    return Sample(
        study=str(record["study"]["id"]),
        kind=file.uncertainty.kind if over_draws and file.uncertainty else file.design.kind,
        rows=rows,
        movers=_movers(file, rows, over_draws),
        unit=unit,
        targets=tuple(_targets(cells, kept, names, (len(rows), repeats))),
        outcomes=tuple(kept),
        failures=tuple(_failures(runs)),
        missing=0 if record.get("stopped_after") else max(0, int(record["runs"]["asked"]) - len(runs)),
        second=bool(file.uncertainty.second if over_draws and file.uncertainty else file.design.second),
        scenarios=tuple(names) if over_draws else (),
    )


def _movers(file: StudyFile, rows: Sequence[Mapping[str, Any]], over_draws: bool) -> dict[str, tuple[str, ...]]:
    """What was varied: the factors of the design, or of kept worlds whatever differs between them."""
    if not over_draws:
        return movers([factor.name for factor in file.design.factors], file.design.groups)
    assert file.uncertainty is not None
    named = [factor.name for factor in file.uncertainty.factors]
    columns = [name for name in (rows[0] if rows else {}) if name not in (*MARKS, *MARKS_OF_MOVES)]
    varied = [
        name for name in named or columns if len(there := {row.get(name) for row in rows}) > 1 and None not in there
    ]
    return movers(named if file.uncertainty.size else varied, file.uncertainty.groups)


Cells = dict[tuple[str, int], dict[tuple[int, tuple[int, int]], float]]
"""(outcome, scenario from 0) -> (row, (draw, replication)) -> value."""


def _cells(
    runs: Sequence[Mapping[str, Any]], rows: Sequence[Mapping[str, Any]], unit: str, kept: Sequence[str]
) -> Cells:
    place = {row[unit]: number for number, row in enumerate(rows)}
    found: Cells = {}
    for run in runs:
        row = place.get(run[unit])
        if row is None or run["stage"] not in NO_FAULT:
            continue
        scenario, repeat = (run["point"], (0, run["replication"])) if unit == "draw" else (0, _repeat_of(run))
        for outcome in kept:
            if run.get(outcome) is not None:
                found.setdefault((outcome, scenario), {})[row, repeat] = float(run[outcome])
    return found


def _repeat_of(run: Mapping[str, Any]) -> tuple[int, int]:
    return (-1 if run.get("draw") is None else int(run["draw"]), int(run["replication"]))


def _targets(cells: Cells, outcomes: Sequence[str], names: Sequence[str], shape: tuple[int, int]) -> Iterator[Target]:
    for outcome in outcomes:
        first = _matrix(cells.get((outcome, 0), {}), shape)
        for number, name in enumerate(names):
            own = _matrix(cells.get((outcome, number), {}), shape)
            yield Target(outcome, name, "", own.mean(axis=1), replication_share(own))
            if number:
                gap = own - first
                yield Target(outcome, name, names[0], gap.mean(axis=1), replication_share(gap))


def _matrix(cells: Mapping[tuple[int, tuple[int, int]], float], shape: tuple[int, int]) -> Floats:
    """(rows, seeds): a row that lacks any of its runs is NaN there, and so is its mean."""
    repeats = sorted({repeat for _, repeat in cells})
    place, found = {repeat: number for number, repeat in enumerate(repeats)}, np.full(shape, np.nan)
    for (row, repeat), value in cells.items():
        if place[repeat] < shape[1]:
            found[row, place[repeat]] = value
    return found


def replication_share(values: Floats) -> float | None:
    """Which share of the variance between rows is luck: the mean square of what rows and seeds do together (two-way
    analysis of variance, one value a cell) over that of rows.

    Args:
        values: (rows, seeds).
    """
    whole = values[~np.isnan(values).any(axis=1)]
    rows, seeds = whole.shape
    if rows < 2 or seeds < 2:
        return None
    means = whole.mean(axis=1)
    rest = whole - means[:, None] - whole.mean(axis=0)[None, :] + whole.mean()
    within = float((rest**2).sum()) / ((rows - 1) * (seeds - 1))
    between = seeds * float(means.var(ddof=1))
    return min(1.0, within / between) if between > 0.0 else None


def _failures(runs: Sequence[Mapping[str, Any]]) -> Iterator[Failure]:
    for run in runs:
        if run["stage"] not in NO_FAULT:
            where = {"draw": run.get("draw"), "seed": run["seed"], "stage": run["stage"]}
            yield Failure(run["run"], str(run["scenario"]), error=str(run.get("error") or ""), **where)
