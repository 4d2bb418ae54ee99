"""The figures of a study as they are kept beside its page: one line a run, outcomes only, and the same study of them.

A page is made of these figures and not of the folder in which the runs were made, so whoever has the project can make
it again, and a test does.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...scenarios.faults import InputFault
from ..evidence.model_mark import model_mark
from ..runs.refusing import Refused
from ..runs.task import Finished, Summary, Task, failed
from ..runs.whole_file import whole_file
from ..studies.keeping import StudyFolder
from ..studies.opening import NO_FAULT, open_study, read_runs
from ..studies.plan import Plan
from ..studies.running import Course, carry_out

MARKS = ("model", "build", "point", "draw", "seed", "stage")
DIGITS = 9


@dataclass(frozen=True)
class Kept:
    """What is kept of one study.

    Attributes:
        model: Mark of the model that made the runs.
        build: Of the program that did.
        runs: (column of the task, seed) -> outcome -> value; None for a run that failed.
    """

    model: str
    build: str
    runs: Mapping[tuple[int, int], Mapping[str, float] | None]


def keep(folder: str | Path, path: Path) -> None:
    """Write the outcomes of every run of a folder as CSV, in the order of runs.

    Raises:
        Refused: It is no folder of a study, or a table is damaged.
    """
    where, record = open_study(folder)
    outcomes, build = list(record["outcomes"]), record["versions"]["build"]
    rows = sorted(read_runs(where).to_pylist(), key=lambda row: row["run"])
    with whole_file(path) as rough, rough.open("w", encoding="utf-8", newline="") as lines:
        table = csv.writer(lines, lineterminator="\n")
        table.writerow([*MARKS, *outcomes])
        for row in rows:
            draw = "" if row.get("draw") is None else row["draw"]
            figures = ["" if row.get(name) is None else f"{row[name]:.{DIGITS}g}" for name in outcomes]
            table.writerow([model_mark(), build, row["point"], draw, row["seed"], row["stage"], *figures])


def read(path: Path, points: int) -> Kept:
    """What `keep` wrote.

    Args:
        points: Of the study, by which a run's column is known.

    Raises:
        InputFault: The file is not there, or its head is another.
    """
    if not path.exists():
        raise InputFault("missing_file", at=(str(path), None))
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    first = rows[0] if rows else dict.fromkeys(MARKS, "")
    found = {(int(row["draw"] or 0) * points + int(row["point"]), int(row["seed"])): _figures(row) for row in rows}
    return Kept(first["model"], first["build"], found)


def _figures(row: Mapping[str, str]) -> dict[str, float] | None:
    if row["stage"] not in NO_FAULT:
        return None
    return {name: float(value) for name, value in row.items() if name not in MARKS and value}


class _KeptRuns:
    """Makes runs of what is kept of them."""

    at_once = 1

    def __init__(self, kept: Kept) -> None:
        self.kept = kept

    def make(self, tasks: Sequence[Task], parts: Any, progress: Any) -> Iterator[Finished]:
        """The runs asked for, as far as they are kept; one that is not is a fault of the file."""
        del parts, progress
        for task in tasks:
            if (task.column, task.seed) not in self.kept.runs:
                raise Refused("refused.figures_missing", scenario=task.name, seed=task.seed)
            yield _finished(task, self.kept.runs[task.column, task.seed])


def _finished(task: Task, figures: Mapping[str, float] | None) -> Finished:
    if figures is None:
        return failed(task, "simulate", RuntimeError("failed"), 0.0)
    return Finished(task, 0.0, Summary(dict(figures), {}, {}, residents=0, communities=0, grids=0))


def folder_of(plan: Plan, kept: Kept, where: Path) -> Path:
    """The folder of a study, made anew of what is kept of its runs.

    Raises:
        Refused: A run of the study is not kept.
    """
    store = StudyFolder(where, plan)
    store.begin()
    course = carry_out(store, _KeptRuns(kept), Course())  # type: ignore[arg-type]
    store.close(course.state, course.stopped_after)
    if course.lost is not None:
        raise course.lost
    return where
