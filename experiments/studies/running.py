"""Carrying a study out: some runs at a time, each written down as it is done, until all are or enough is known."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from ..runs.refusing import Refused
from ..runs.task import Finished, Progress
from .executors import Executor
from .keeping import StudyFolder
from .opening import NO_FAULT
from .plan import Plan
from .stopping import enough, looks

RUNS_AT_ONCE = 256
"""Tasks made and handed over together, so that ten thousand of them never stand in memory."""
Heard = Callable[[Finished], None]


@dataclass
class Course:
    """How a study goes.

    Attributes:
        until: When to stop, seconds of a clock that only goes forward; None for never.
        interrupted: Whether somebody asked to stop.
        late: Whether time was up before all was done.
        unwritten: Why a run could not be written down; empty where all could.
        lost: Why whoever makes the runs gave up; None where nobody did.
        ended: Whether nothing is left to be made.
        stopped_after: Replications after which the rule said that enough is known; None where it did not.
    """

    until: float | None = None
    interrupted: bool = False
    late: bool = False
    unwritten: str = ""
    lost: Refused | None = None
    ended: bool = False
    stopped_after: int | None = None
    failures: list[Finished] = field(default_factory=list)

    @property
    def state(self) -> str:
        """The word for the manifest; "incomplete" where runs are missing or failed."""
        if not self.ended:
            return "interrupted"
        return "incomplete" if self.failures else "done"


def carry_out(
    store: StudyFolder, executor: Executor, course: Course, progress: Progress | None = None, heard: Heard | None = None
) -> Course:
    """Make what is missing; Ctrl-C, a full disk, a deadline and a lost cluster leave what is finished.

    Args:
        progress: Called with the number of runs done, those of earlier times included.
        heard: Called with every run as it is done.
    """
    plan = store.plan
    numbers = store.part.numbers(plan.runs)
    try:
        if plan.file.stop is None or store.part.of > 1:
            _make(store, executor, course, numbers, progress, heard)
            return course
        for units in looks(plan.file.stop, plan.units):
            upto = [number for number in numbers if number < plan.runs_of(units)]
            _make(store, executor, course, upto, progress, heard)
            if not course.ended:
                break
            if units < plan.units and enough(plan.file.stop, outcomes(store), len(plan.points), units):
                course.stopped_after = units
                break
    except KeyboardInterrupt:
        course.ended, course.interrupted = False, True
    except Refused as fault:
        course.ended, course.lost = False, fault
    return course


def _make(
    store: StudyFolder,
    executor: Executor,
    course: Course,
    numbers: Sequence[int],
    progress: Progress | None,
    heard: Heard | None,
) -> None:
    """Make those runs of some that are missing, a few hundred at a time, as far as it goes."""
    for some in _several([number for number in numbers if number not in store.known]):
        tasks = {number: store.plan.task(number) for number in some}
        by_id = {task.run_id: number for number, task in tasks.items()}
        before = len(store.known)

        def further(done: float, before: int = before) -> None:
            if progress is not None:
                progress(before + done)

        runs = executor.make(list(tasks.values()), store.parts, further)
        with contextlib.closing(runs) as made:  # type: ignore[type-var]
            for done in made:
                goes_on = _kept(store, course, by_id[done.task.run_id], done)
                if heard is not None and not course.unwritten:
                    heard(done)
                if not goes_on:
                    break
        if course.unwritten or course.late:
            break
    # Time that is up with the last of them changes nothing.
    course.ended = not course.unwritten and all(number in store.known for number in numbers)
    course.late = course.late and not course.ended


def _kept(store: StudyFolder, course: Course, number: int, done: Finished) -> bool:
    """Write one run down; False where the study has to stop here."""
    if done.unwritten:
        course.unwritten = done.error
        return False
    try:
        store.keep(number, done)
    except OSError as fault:
        course.unwritten = fault.strerror or str(fault)
        return False
    if done.failed:
        course.failures.append(done)
    course.late = course.until is not None and time.monotonic() > course.until
    return not course.late


def _several(numbers: list[int]) -> Iterator[list[int]]:
    for first in range(0, len(numbers), RUNS_AT_ONCE):
        yield numbers[first : first + RUNS_AT_ONCE]


def outcomes(store: StudyFolder) -> dict[tuple[int, int], list[float]]:
    """(point, replication) -> the outcome by which the study stops, of every finished run."""
    plan: Plan = store.plan
    assert plan.file.stop is not None
    found: dict[tuple[int, int], list[float]] = {}
    for number, row in store.rows():
        value = row.get(plan.file.stop.indicator)
        if row["stage"] in NO_FAULT and value is not None:
            found.setdefault((row["point"], plan.unit(number)), []).append(float(value))
    return found
