"""Runs of a study kept one a line as they are done, so that it can be stopped, started again, and told without running.

A stored run counts only for the model that made it and for the scenario it was made of.
"""

from __future__ import annotations

import csv
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..runs.cores import cores
from ..runs.runner import run_many
from ..runs.task import Finished, Task
from ..runs.whole_file import append_row
from .model_mark import model_mark

if TYPE_CHECKING:
    from ...scenarios.library import Scenario

HEAD = ("step", "place", "days", "seed", "scenario", "model")
SAME = "+same"
"""What the mark of a scenario ends with where its town is the place's own, not drawn anew."""


@dataclass(frozen=True)
class Stored:
    """One finished run: which step of the study, on which place, over how many days, with which seed.

    Attributes:
        scenario: Hash of what it was made of.
        model: Mark of the model that made it.
        values: Indicators it could know, of those the study keeps.
    """

    step: str
    place: str
    days: int
    seed: int
    scenario: str
    model: str
    values: Mapping[str, float]


def read_runs(path: Path) -> list[Stored]:
    """Runs stored so far; a last line that was cut off is left out."""
    if not path.exists():
        return []
    found = []
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if None in row or None in row.values():  # longer or shorter than its head
                continue
            values = {name: float(text) for name, text in row.items() if name not in HEAD and text}
            where = row["place"], int(row["days"]), int(row["seed"]), row["scenario"], row["model"]
            found.append(Stored(row["step"], *where, values))
    return found


def mark_of(task: Task) -> str:
    """What a task's run is made of, in short: its scenario, and whether the town is the place's own or drawn anew."""
    return task.scenario.hash if task.redraw else task.scenario.hash + SAME


def set_aside_another_head(path: Path, names: Sequence[str]) -> None:
    """Rename a file that keeps other indicators, so that no value is ever stored or read under another name."""
    if not path.exists():
        return
    with path.open(encoding="utf-8", newline="") as lines:
        head = next(csv.reader(lines), [])
    if head == [*HEAD, *names]:
        return
    number = 1
    while (aside := path.with_name(f"{path.stem}-before-{number}{path.suffix}")).exists():
        number += 1
    path.rename(aside)
    print(f"{path} keeps other indicators; it is now {aside.name}", flush=True)


def append_run(path: Path, run: Stored, names: Sequence[str]) -> None:
    """One more line; what was cut off before it is taken away."""
    found = told_values(run, names)
    where = run.step, run.place, run.days, run.seed, run.scenario, run.model
    append_row(path, [*HEAD, *names], [*where, *(found.get(name, "") for name in names)])


def told_values(run: Stored, names: Sequence[str]) -> dict[str, str]:
    """Indicator -> its value as it is written, of those the run knows."""
    return {name: f"{run.values[name]:.9g}" for name in names if name in run.values}


def seed_by_seed(steps: Mapping[str, Scenario], seeds: Iterable[int], days: int, *, redraw: bool = True) -> list[Task]:
    """Every step through the first seed, then through the next: whatever is interrupted is paired."""
    return [
        Task(step, scenario, seed, days, column=column, redraw=redraw)
        for seed in seeds
        for column, (step, scenario) in enumerate(steps.items())
    ]


def missing(wanted: Sequence[Task], runs: Iterable[Stored]) -> list[Task]:
    """What no run of this model has made yet."""
    model = model_mark()
    known = {(run.step, run.days, run.seed, run.scenario) for run in runs if run.model == model}
    return [task for task in wanted if (task.name, task.days, task.seed, mark_of(task)) not in known]


def of_this_model(runs: Iterable[Stored], wanted: Sequence[Task]) -> list[Stored]:
    """Stored runs of this model that are among those wanted."""
    model = model_mark()
    keys = {(task.name, task.days, task.seed, mark_of(task)) for task in wanted}
    return [run for run in runs if run.model == model and (run.step, run.days, run.seed, run.scenario) in keys]


def make(
    wanted: Sequence[Task], path: Path, names: Sequence[str], minutes: float | None = None, workers: int | None = None
) -> int:
    """Make what is missing, storing each run as it is done.

    Args:
        names: Indicators that are kept.
        minutes: When to stop.

    Returns:
        How many are left.
    """
    set_aside_another_head(path, names)
    left = missing(wanted, read_runs(path))
    asked, done, enough = len(left), 0, threading.Event()
    until = None if minutes is None else time.monotonic() + 60.0 * minutes
    for finished in run_many(left, workers or cores(), cancel=enough):
        append_run(path, stored(finished, names), names)
        done += 1
        if done % 50 == 0:
            print(f"{done} of {asked}", flush=True)
        if until is not None and time.monotonic() >= until:
            enough.set()
            break
    return asked - done


def stored(finished: Finished, names: Sequence[str]) -> Stored:
    """A finished run as it is kept: those of the names that it could know."""
    task = finished.task
    if finished.summary is None:
        raise RuntimeError(f"{task.name} on {task.scenario.place_id}, seed {task.seed}: {finished.error}")
    known = {name: finished.summary.indicators[name] for name in names if name in finished.summary.indicators}
    where = task.scenario.place_id, task.days, task.seed, mark_of(task), model_mark()
    return Stored(task.name, *where, known)
