"""A worker process: takes one run after another from the job store until nobody needs it any more.

It is started by the page's server with a pipe as its standard input. When the server dies, for whatever reason, the
operating system closes that pipe and the worker ends at once, so that no orphan keeps a core busy.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import threading
import time
import traceback
from pathlib import Path
from typing import Any

from .asking import Request
from .jobstore import GATHER, JobStore, Task
from .shelf import Shelf

BEAT_SECONDS = 1.0
GRACE_SECONDS = 2.0  # a cancelled run may stop at its next report; after this the process ends itself
PARENT_GONE, CANCELLED_HARD = 3, 4


class TakenBack(BaseException):
    """The task was taken back while the run was under way."""


class Worker:
    """One process's hands: what it holds now, how far it is, and whether it is still wanted."""

    def __init__(self, folder: Path, work: str, name: str) -> None:
        self.store = JobStore(folder)
        self.runs = Shelf(folder / "runs")
        self.results = Shelf(folder / "results")
        self.work = importlib.import_module(work)
        self.name = name
        self.task: Task | None = None
        self.fraction = 0.0
        self.unwanted_since: float | None = None

    def loop(self, idle_seconds: float) -> None:
        """Serve until there has been nothing to do for `idle_seconds`."""
        threading.Thread(target=self._heart, daemon=True).start()
        last_busy = time.monotonic()
        while time.monotonic() - last_busy < idle_seconds:
            task = self.store.claim(self.name)
            if task is None:
                time.sleep(0.2)
                continue
            self.do(task)
            last_busy = time.monotonic()

    def do(self, task: Task) -> None:
        """Carry out one task. A failure is written down as one line; the worker goes on."""
        self.fraction, self.unwanted_since, self.task = 0.0, None, task
        started = time.perf_counter()
        try:
            self._gather(task) if task.column_number == GATHER else self._run(task)
        except TakenBack:
            pass
        except Exception as fault:
            traceback.print_exc()
            self.store.finish(task, self.name, "failed", None, f"{type(fault).__name__}: {fault}")
        else:
            self.store.finish(task, self.name, "done", time.perf_counter() - started)
        finally:
            self.task = None

    def _run(self, task: Task) -> None:
        request = Request.from_text(task.request)
        if task.run_key in self.runs:
            return
        started = time.perf_counter()
        run = self.work.run_column(request, task.column_number, task.seed, self._report)
        self.runs.put(task.run_key, run)
        place = request.columns[task.column_number].place
        self.store.add_timing(place, request.days + request.warmup, time.perf_counter() - started)

    def _gather(self, task: Task) -> None:
        request = Request.from_text(task.request)
        finished = [row for row in self.store.tasks(task.job) if row["column_number"] != GATHER]
        runs: dict[tuple[int, int], Any] = {}
        failures = [f"{row['column_number']}:{row['seed']}: {row['error']}" for row in finished if row["error"]]
        for row in finished:
            run = self.runs.get(row["run_key"]) if row["state"] == "done" else None
            if run is None and row["state"] == "done":  # swept away in the meantime: make it again
                run = self.work.run_column(request, row["column_number"], row["seed"], self._report)
                self.runs.put(row["run_key"], run)
            if run is not None:
                runs[row["column_number"], row["seed"]] = run
        self.results.put(task.request_key, self.work.gather(request, runs, failures))

    def _report(self, fraction: float) -> None:
        """Told by the run how far it is; the moment to stop if nobody wants it any more."""
        self.fraction = float(fraction)
        if self.unwanted_since is not None:
            raise TakenBack

    def _heart(self) -> None:
        while True:
            time.sleep(BEAT_SECONDS / 2)
            task = self.task
            if task is None:
                continue
            if self.unwanted_since is None:
                if not self.store.beat(task, self.name, self.fraction) and self.task is task:
                    self.unwanted_since = time.monotonic()
            elif time.monotonic() - self.unwanted_since > GRACE_SECONDS:
                os._exit(CANCELLED_HARD)


def _leave_with_parent() -> None:
    """Block until the parent's end of the pipe closes, then go without ceremony."""
    while sys.stdin.buffer.read(1):
        pass
    os._exit(PARENT_GONE)


def main() -> None:
    """Entry of `python -m shapan.app.worker`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", default="shapan.app.simulation")
    parser.add_argument("--name", default=f"worker-{os.getpid()}")
    parser.add_argument("--idle", type=float, default=300.0)
    chosen = parser.parse_args()
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    if hasattr(os, "nice"):
        os.nice(5)  # the page answers first
    worker = Worker(chosen.data, chosen.work, chosen.name)
    worker.runs.tidy()
    worker.loop(chosen.idle)


if __name__ == "__main__":
    main()
