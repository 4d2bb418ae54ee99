"""Many runs share the cores of this machine.

`run_many` hands runs to worker processes; a run that fails is a row that says where and why, and stops no other.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...model.ahead import another_follows
from ..reports.matters import counts_of
from .cores import cores
from .lined_up import followed
from .simulate import simulate
from .task import Cancelled, Finished, Progress, Summary, Task, failed
from .worker_pool import WorkerPool

if TYPE_CHECKING:
    from ...model.observation.record import Run


def summarise(run: Run) -> Summary:
    """The few numbers of a run that comparisons need."""
    return Summary(
        indicators=dict(run.indicators),
        funnel=dict(run.funnel),
        requests=dict(run.requests),
        residents=run.residents,
        communities=run.communities,
        grids=run.grids,
        matters=counts_of(run.rows("matters")),
        money=dict(run.money),
        surge={} if run.surge is None else run.surge.plain,
    )


def finish(task: Task, folder: Path | None = None, progress: Progress | None = None) -> Finished:
    """Make one run; with a folder, its tables are on disk before anybody hears that it is done."""
    started = time.perf_counter()
    stage, found = "simulate", None
    try:
        more = {} if task.start_from is None else {"start_from": task.start_from}
        run = simulate(task.scenario, task.seed, task.days, task.warmup, progress, redraw=task.redraw, **more)
        found = summarise(run)
        done = Finished(task, time.perf_counter() - started, found)
        if folder is not None:
            stage = "write"
            from .store import write_part

            write_part(folder, done, run)
        return done
    except Cancelled:
        raise
    except Exception as fault:
        return replace(failed(task, stage, fault, time.perf_counter() - started), summary=found)


def run_many(
    tasks: Sequence[Task],
    workers: int | None = None,
    progress: Progress | None = None,
    cancel: threading.Event | None = None,
    folder: Path | None = None,
) -> Iterator[Finished]:
    """Make every run and hand each over when it is done, in whatever order that is.

    Args:
        workers: Processes at once; cores of this machine if None. One means: in this process.
        progress: Called with the number of runs done, counting parts of runs.
        cancel: Once set, what is running is dropped and nothing more is handed over.
        folder: Where each run leaves its tables as it finishes.
    """
    count = min(cores() if workers is None else workers, len(tasks))
    if count > 1:
        yield from WorkerPool(tasks, count, folder).results(progress, cancel)
        return
    for done, (task, more) in enumerate(zip(tasks, followed(tasks), strict=True)):
        try:
            with another_follows(more):
                found = finish(task, folder, _watch(done, progress, cancel))
        except Cancelled:
            return
        yield found
        if progress is not None:
            progress(done + 1.0)


def _watch(done: int, progress: Progress | None, cancel: threading.Event | None) -> Progress:
    def watch(fraction: float, *_: Any) -> None:
        if cancel is not None and cancel.is_set():
            raise Cancelled
        if progress is not None:
            progress(done + fraction)

    return watch
