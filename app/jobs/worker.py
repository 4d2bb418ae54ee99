"""A worker process: takes one run after another from the job store until nobody needs it any more.

It is started by the page's server with a pipe as its standard input. When the server dies, for whatever reason, the
operating system closes that pipe and the worker ends at once, so that no orphan keeps a core busy.
"""

from __future__ import annotations

import argparse
import errno
import importlib
import os
import sqlite3
import sys
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from ...model.ahead import another_follows
from .cache import Cache
from .healing import tidy_folder
from .noted import Noted
from .request import Reason, Request
from .store import GATHER, KEEP_DAYS, JobStore, Task
from .worker_pool import OTHER_BUILD

HEARTBEAT_SECONDS = 1.0
GRACE_SECONDS = 2.0  # a cancelled run may stop at its next report; after this the process ends itself
PARENT_GONE, CANCELLED_HARD = 3, 4
RUNS_A_WORKER = 500  # then a fresh one takes over, so that no library's small leak grows for days
KEEP_RESULTS_BYTES = 1_000_000_000
FIRST_WAIT_SECONDS, MOST_WAIT_SECONDS = 0.5, 10.0

CACHES = ("runs", "results", "fates")
"""Finished runs, findings, and what was noted of residents beside a run."""

Answer = TypeVar("Answer")


class TakenBack(BaseException):
    """The task was taken back while the run was under way."""


class Outdated(Exception):
    """What this process computes is not what was asked for: the files have changed since."""


class Worker:
    """One process's hands: what it holds now, how far it is, and whether it is still wanted."""

    def __init__(self, folder: Path, work: str, name: str, build: str = "") -> None:
        self.store = _patiently(lambda: JobStore(folder))
        self.runs, self.results, self.beside = (_patiently(lambda name=name: Cache(folder / name)) for name in CACHES)
        self.work = importlib.import_module(work)
        self.work.prepare()
        self.build = build or self.work.build()
        self.name = name
        self.task: Task | None = None
        self.fraction = 0.0
        self.unwanted_since: float | None = None
        self.made = 0

    def loop(self, idle_seconds: float) -> int:
        """Serve until there has been nothing to do for a while, or a fresh worker is better; returns how to end."""
        if self.outdated():
            return OTHER_BUILD
        threading.Thread(target=self._heartbeat, daemon=True).start()
        last_busy, before = time.monotonic(), None
        while time.monotonic() - last_busy < idle_seconds and self.made < RUNS_A_WORKER:
            task = _patiently(lambda before=before: self.store.claim(self.name, self.build, before))
            if task is None:
                time.sleep(0.2)
                continue
            before = task
            if not self.do(task):
                return OTHER_BUILD
            last_busy = time.monotonic()
            self.made += 1
        return 0

    def outdated(self) -> bool:
        """Whether what is computed here, or would be after a new start, is another build than the one asked for."""
        return not self.build == self.work.build() == self.work.build_on_disk()

    def do(self, task: Task) -> bool:
        """Carry out one task. A failure is written down as one line; False if the task was given back."""
        self.fraction, self.unwanted_since, self.task = 0.0, None, task
        started = time.perf_counter()
        try:
            self._gather(task) if task.column_number == GATHER else self._run(task)
        except TakenBack:
            pass
        except Outdated:
            _patiently(lambda: self.store.give_back(task, self.name))
            return False
        except Exception as fault:
            traceback.print_exc()
            said = str(fault) if isinstance(fault, Reason) else f"{type(fault).__name__}: {fault}"
            _patiently(lambda: self.store.finish(task, self.name, "failed", None, said))
        else:
            took = time.perf_counter() - started
            _patiently(lambda: self.store.finish(task, self.name, "done", took))
        finally:
            self.task = None
        return True

    def _run(self, task: Task) -> None:
        request = self.work.check(Request.from_text(task.request))
        if task.run_key in self.runs:
            return
        started = time.perf_counter()
        with another_follows(task.more):
            made = self._made(request, task.column_number, task.seed, task.run_key)
        self._keep_run(task.run_key, made)
        place = request.columns[0].place
        took = time.perf_counter() - started
        _patiently(lambda: self.store.add_timing(place, request.days + request.warmup, took))

    def _made(self, request: Request, column: int, seed: int, key: str) -> Any:
        """One run, vouched for: its files say before and after what its name stands for.

        Raises:
            Outdated: They do not; what was computed is dropped.
        """
        if self.outdated() or self.work.keys_of_runs(request)[column, seed] != key:
            raise Outdated
        run = self.work.run_column(request, column, seed, self._report)
        if self.outdated():
            raise Outdated
        return run

    def _gather(self, task: Task) -> None:
        request = self.work.check(Request.from_text(task.request))
        finished = [row for row in self.store.tasks(task.job) if row["column_number"] != GATHER]
        runs: dict[tuple[int, int], Any] = {}
        failures = [f"{row['column_number']}:{row['seed']}: {row['error']}" for row in finished if row["error"]]
        for row in finished:
            run = self._kept(row["run_key"]) if row["state"] == "done" else None
            if run is None and row["state"] == "done":  # swept away in the meantime: make it again
                run = self._made(request, row["column_number"], row["seed"], row["run_key"])
                self._keep_run(row["run_key"], run)
            if run is not None:
                runs[row["column_number"], row["seed"]] = run
        if self.outdated():
            raise Outdated
        self._keep(self.results, task.request_key, self.work.gather(request, runs, failures))

    def _kept(self, key: str) -> Any:
        """A run of the cache, with what was noted of its residents where that is still there; None without the run."""
        run = self.runs.get(key)
        return Noted(run, self.beside.get(key)) if run is not None and key in self.beside else run

    def _keep_run(self, key: str, made: Any) -> None:
        """A run into its cache, and what was noted of its residents into another."""
        run, residents = (made.run, made.residents) if isinstance(made, Noted) else (made, None)
        if residents is not None:
            self._keep(self.beside, key, residents)
        self._keep(self.runs, key, run)

    def _keep(self, cache: Cache, key: str, thing: Any) -> None:
        """Put something finished into its cache; where the disk is full, wait for room while anybody wants it."""
        _patiently(lambda: cache.put(key, thing), lambda: self.unwanted_since is None)

    def _report(self, fraction: float) -> None:
        """Told by the run how far it is; the moment to stop if nobody wants it any more."""
        self.fraction = float(fraction)
        if self.unwanted_since is not None:
            raise TakenBack

    def _heartbeat(self) -> None:
        while True:
            time.sleep(HEARTBEAT_SECONDS / 2)
            task = self.task
            if task is None:
                continue
            if self.unwanted_since is None:
                try:
                    wanted = self.store.heartbeat(task, self.name, self.fraction)
                except sqlite3.Error as fault:  # no room for a heartbeat; the next one may find some
                    _say(f"no heartbeat: {fault}")
                    continue
                if not wanted and self.task is task:
                    self.unwanted_since = time.monotonic()
            elif time.monotonic() - self.unwanted_since > GRACE_SECONDS:
                os._exit(CANCELLED_HARD)


def _patiently(action: Callable[[], Answer], wanted: Callable[[], bool] = lambda: True) -> Answer:
    """Do something on disk; while the disk is full or the queue is locked, wait and try again.

    Raises:
        TakenBack: Nobody wants it any more.
    """
    wait = FIRST_WAIT_SECONDS
    while True:
        try:
            return action()
        except (OSError, sqlite3.OperationalError) as fault:
            if not _may_pass(fault):
                raise
            _say(f"waiting: {fault}")
        if not wanted():
            raise TakenBack
        time.sleep(wait)
        wait = min(2 * wait, MOST_WAIT_SECONDS)


def _may_pass(fault: Exception) -> bool:
    if isinstance(fault, OSError):
        return fault.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
    return any(word in str(fault) for word in ("full", "locked", "disk I/O"))


def _say(line: str) -> None:
    with suppress(OSError):  # the log is on the same full disk
        print(line, file=sys.stderr, flush=True)


def _leave_with_parent() -> None:
    """Block until the parent's end of the pipe closes, then go without ceremony."""
    while sys.stdin.buffer.read(1):
        pass
    os._exit(PARENT_GONE)


def main() -> None:
    """Entry of `python -m shapan.app.jobs.worker`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", default="shapan.app.jobs.work")
    parser.add_argument("--name", default=f"worker-{os.getpid()}")
    parser.add_argument("--idle", type=float, default=300.0)
    parser.add_argument("--build", default="")
    chosen = parser.parse_args()
    if hasattr(os, "umask"):
        os.umask(0o077)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    if hasattr(os, "nice"):
        os.nice(5)  # the page answers first
    worker = Worker(chosen.data, chosen.work, chosen.name, chosen.build)
    worker.runs.tidy()
    worker.beside.tidy(KEEP_RESULTS_BYTES)
    worker.results.tidy(KEEP_RESULTS_BYTES)
    tidy_folder(worker.store.path, KEEP_DAYS)
    with suppress(sqlite3.Error):  # a full disk; there is time for this later
        worker.store.prune()
    ended = worker.loop(chosen.idle)
    # One thread still reads standard input; an ordinary end would wait for it, or abort while it holds its lock.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(ended)


if __name__ == "__main__":
    main()
