"""What a study will cost before it is run: runs, minutes and disk, from short runs of its first scenario here."""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

from ...scenarios.scenario import Scenario
from ..runs.runner import finish
from ..runs.task import Task
from .plan import Plan

PROBE_DAYS = 31
ROW_BYTES = 1_200
"""Of a row of `runs` in a table of hundreds, compressed: measured over studies of the training town."""


@dataclass(frozen=True)
class Cost:
    """An estimate; what a run takes also hangs on levers and on what else the machine does.

    Attributes:
        seconds: Of one run, on one core.
        bytes: Of everything kept, in the end.
    """

    runs: int
    seconds: float
    bytes: int

    def minutes(self, at_once: int) -> float:
        """Minutes until all is done with so many runs at a time."""
        return self.runs * self.seconds / max(1, min(at_once, self.runs)) / 60.0


def cost_of(plan: Plan) -> Cost:
    """Live a day and a month of the first scenario, and reckon from there.

    Raises:
        RuntimeError: The scenario does not come to the end of a month.
    """
    return cost_of_task(plan.task(0), plan.runs)


def cost_of_task(task: Task, runs: int) -> Cost:
    """What so many runs like one will cost, from short runs of it.

    Raises:
        RuntimeError: It does not come to the end of a month.
    """
    again, task = _lived_again(task), _in_peace(task)
    length = task.days + task.warmup + again
    days = min(PROBE_DAYS, task.days)
    _timed(replace(task, days=1, warmup=0))  # loads what has to be loaded once
    first, _ = _timed(replace(task, days=1, warmup=0))
    month, size = _timed(replace(task, days=days, warmup=0))
    a_day = max(0.0, month - first) / max(1, days - 1)
    seconds = max(first, month if days == length else first + a_day * (length - 1))
    a_run = ROW_BYTES + size * task.days / days
    return Cost(runs, seconds, round(runs * a_run))


def _lived_again(task: Task) -> int:
    """Days that a run with an emergency lives a second time, without it."""
    scenario = task.scenario
    if not scenario.shocks:
        return 0
    start = scenario.parameters.place.start
    return max(0, task.days - max(0, min((shock.start - start).days for shock in scenario.shocks)))


def _in_peace(task: Task) -> Task:
    """The same without emergencies, which need not fall into a run as short as these."""
    scenario = task.scenario
    if not scenario.shocks or not isinstance(scenario, Scenario):
        return task
    file = scenario.scenario_file
    calm = replace(scenario, added_shocks=(), scenario_file=None if file is None else replace(file, shocks=()))
    return replace(task, scenario=calm)


def _timed(task: Task) -> tuple[float, int]:
    """Seconds that a run takes, and bytes of the tables it leaves."""
    with tempfile.TemporaryDirectory(prefix="shapan-study-") as rough:
        started = time.perf_counter()
        done = finish(task, Path(rough))
        took = time.perf_counter() - started
        if done.failed:
            raise RuntimeError(done.error)
        size = sum(file.stat().st_size for file in Path(rough).iterdir() if not file.name.endswith(".runs.parquet"))
        return took, size
