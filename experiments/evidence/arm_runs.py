"""Runs of the arms of a study, kept one a line as they are done, so that it can be stopped and started again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..runs.task import Task
from .arms import Arm, Figures
from .lived import live
from .lived_figures import FIGURES, figures
from .model_mark import model_mark
from .stored_runs import Stored, append_run, mark_of, missing, of_this_model, read_runs, set_aside_another_head

if TYPE_CHECKING:
    from ...scenarios.scenario import Scenario

NAMES = tuple(sorted(FIGURES))

Look = Callable[[Task], Mapping[str, float]]
"""A run and what is kept of it."""


def look_at(task: Task) -> dict[str, float]:
    """Every figure of one run."""
    return figures(live(task.scenario, task.seed, task.days, redraw=task.redraw))  # type: ignore[arg-type]


def as_it_is(scenario: Scenario) -> Scenario:
    """The world of the usual assumptions."""
    return scenario


def tasks(
    arms: Iterable[Arm], seeds: Callable[[Arm], Sequence[int]], into: Callable[[Scenario], Scenario] = as_it_is
) -> list[Task]:
    """Every arm through its seeds, seed by seed, so that whatever is interrupted is paired; alike arms run once.

    Args:
        into: Puts a scenario into another world (other assumptions), whose runs are then stored beside the usual ones.
    """
    found: dict[tuple[str, int, int], Task] = {}
    for arm in arms:
        scenario = into(arm.scenario())
        for seed in seeds(arm):
            task = Task(scenario.hash, scenario, seed, arm.days, redraw=arm.redraw)
            found.setdefault((mark_of(task), arm.days, seed), task)
    # Arms of one place and seed follow each other, so that they share their beginning.
    return sorted(found.values(), key=lambda task: (task.scenario.place_id, task.days, task.seed))


def make(wanted: Sequence[Task], path: Path, minutes: float | None = None, look: Look = look_at) -> int:
    """Make what is missing, storing each run as it is done; returns how many are left when the time is up."""
    set_aside_another_head(path, NAMES)
    left = missing(wanted, read_runs(path))
    until = None if minutes is None else time.monotonic() + 60.0 * minutes
    for done, task in enumerate(left):
        if until is not None and time.monotonic() >= until:
            return len(left) - done
        where = task.scenario.place_id, task.days, task.seed, mark_of(task), model_mark()
        append_run(path, Stored(task.name, *where, look(task)), NAMES)
    return 0


def found_in(
    path: Path,
    arms: Iterable[Arm],
    seeds: Callable[[Arm], Sequence[int]],
    into: Callable[[Scenario], Scenario] = as_it_is,
) -> Figures:
    """What is stored of this model in one world, by arm and seed."""
    arms = list(arms)
    stored = of_this_model(read_runs(path), tasks(arms, seeds, into))
    by_scenario: dict[tuple[str, int], dict[int, Mapping[str, float]]] = {}
    for run in stored:
        by_scenario.setdefault((run.step, run.days), {})[run.seed] = run.values
    # Two arms may be one scenario and have seeds of their own.
    return {
        arm.name: {seed: values for seed, values in by_scenario.get(_key(arm, into), {}).items() if seed in seeds(arm)}
        for arm in arms
    }


def _key(arm: Arm, into: Callable[[Scenario], Scenario]) -> tuple[str, int]:
    return into(arm.scenario()).hash, arm.days
