"""Worker processes and what happens when one of them dies: only its run is lost, and that run is made again.

Workers are fresh interpreters started by name, not copies of the caller, so a notebook, a plain script without a
main guard and a web server can all start them. One thread in the parent looks after one worker.
"""

from __future__ import annotations

import pickle
import queue
import threading
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from .idle_workers import IDLE, Worker, start
from .lined_up import Line
from .refusing import Refused
from .starting import told_where_uncompiled
from .task import Finished, Progress, Task, failed

MOST_DEATHS = 3  # a run that killed its worker this often is given up, so that it cannot kill them for ever
RUNS_A_WORKER = 500  # then a fresh one takes over, so that no library's small leak grows for days
SECONDS_BETWEEN_STARTS = 0.25  # doubled each time


class WorkerDied(Refused):
    """The worker process could not be started, or ended in the middle of a run, not through an error in Python."""


class WorkerPool:
    """Some worker processes with a shared list of runs to make."""

    def __init__(self, tasks: Sequence[Task], workers: int, folder: Path | None = None) -> None:
        self.total = len(tasks)
        self.folder = folder
        self.waiting = Line(tasks)
        self.news: queue.SimpleQueue[tuple[str, int, Any]] = queue.SimpleQueue()
        self.stopping = threading.Event()
        self.workers: dict[int, Worker] = {}  # by the thread that looks after each
        self.busy: set[int] = set()  # threads whose worker makes a run
        self.able: set[int] = set()  # threads that could start a worker and still look for runs
        self.lock = threading.Lock()
        self.threads = [
            threading.Thread(target=self._look_after, args=(number,), name=f"worker-{number}", daemon=True)
            for number in range(workers)
        ]

    def results(self, progress: Progress | None, cancel: threading.Event | None) -> Iterator[Finished]:
        """Hand over runs as they finish; leaving early, for whatever reason, ends every worker."""
        under_way: dict[int, float] = {}
        done = 0
        self._begin()
        try:
            told_where_uncompiled()  # workers are on their way meanwhile
            while done < self.total and not (cancel is not None and cancel.is_set()):
                try:
                    kind, number, value = self.news.get(timeout=0.1)
                except queue.Empty:
                    continue
                under_way[number] = value if kind == "progress" else 0.0
                done += kind == "done"
                if progress is not None:
                    progress(done + sum(under_way.values()))
                if kind == "done":
                    yield value
        finally:
            self.stop()

    def _begin(self) -> None:
        """Start the threads; where this machine grants only some of them, those do all the work."""
        fault: RuntimeError | None = None
        for thread in self.threads:
            try:
                thread.start()
            except RuntimeError as refused:  # no more threads
                fault = refused
                break
        if fault is not None and self.threads[0].ident is None:
            for task in self.waiting.take_all():
                self.news.put(("done", 0, failed(task, "start", fault, 0.0)))

    def stop(self) -> None:
        """Let every worker go: in the middle of a run it ends now, otherwise it waits for the next list of runs."""
        self.stopping.set()
        with self.lock:
            for number in self.busy & set(self.workers):
                self.workers[number].process.kill()
        for thread in self.threads:
            if thread.ident is not None:
                thread.join()

    def _look_after(self, number: int) -> None:
        """Keep one worker busy until nothing waits."""
        while (turn := self._next(number)) is not None:
            task, more = turn
            try:
                if not self._see_through(number, task, more):
                    break
            except Exception as fault:  # nobody else would ever hear of this run
                self._end(number)
                self.news.put(("done", number, failed(task, "worker", fault, 0.0)))
            worker = self.workers.get(number)
            if worker is not None and worker.runs >= RUNS_A_WORKER:
                self._end(number)
        self._let_go(number)

    def _next(self, number: int) -> tuple[Task, bool] | None:
        """The next run to be made, and whether one that begins alike follows; None once nothing waits or we stop."""
        with self.lock:
            turn = None if self.stopping.is_set() else self.waiting.take(number)
            if turn is None:
                self.able.discard(number)
            return turn

    def _left_to_others(self, number: int, task: Task) -> bool:
        """Put a run back for the workers there are, where this thread can start none; False where there are none."""
        with self.lock:
            self.able.discard(number)
            if self.able:
                self.waiting.put_back(task)
            return bool(self.able)

    def _end(self, number: int) -> int:
        """End the worker of a thread, and say how it ended; the next run starts a new one."""
        with self.lock:
            self.busy.discard(number)
            worker = self.workers.pop(number, None)
        return worker.end() if worker is not None else 0

    def _let_go(self, number: int) -> None:
        """The thread has no more runs: its worker is idle from now on, unless it was stopped in the middle of one."""
        with self.lock:
            worker = self.workers.get(number) if number not in self.busy else None
            if worker is not None and worker.lives:
                del self.workers[number]
                IDLE.put(worker)
                return
        self._end(number)

    def _see_through(self, number: int, task: Task, more: bool) -> bool:
        """Have one run made (`more`: of some that begin alike); when the worker dies or cannot be started, ask another.

        Returns:
            Whether this thread is of further use.
        """
        stage, fault = "worker", WorkerDied("refused.worker_ended", times=MOST_DEATHS, code=0)
        for attempt in range(MOST_DEATHS):
            try:
                worker = self._living(number)
            except OSError as refused:  # no memory, no more processes or open files: perhaps in a moment
                stage, fault = "start", WorkerDied("refused.no_worker", why=refused.strerror or refused)
                self.stopping.wait(SECONDS_BETWEEN_STARTS * 2**attempt)
                continue
            if worker is None:
                return False
            try:
                answer = worker.make(task, self.folder, partial(_hear, self.news, number), more)
            except (EOFError, OSError, pickle.UnpicklingError):
                stage, fault = "worker", _died(self._end(number))
            else:
                with self.lock:
                    self.busy.discard(number)
                self.news.put(("done", number, answer))
                return True
        if stage == "start" and self._left_to_others(number, task):
            return False
        self.news.put(("done", number, failed(task, stage, fault, 0.0)))
        return True

    def _living(self, number: int) -> Worker | None:
        """The worker of this thread, an idle or a new one if it has none, busy from now on; None once we stop."""
        with self.lock:
            if self.stopping.is_set():
                return None
            worker = self.workers.get(number)
            if worker is None or not worker.lives:
                worker = self.workers[number] = IDLE.take() or start()
                self.able.add(number)
            self.busy.add(number)
            return worker


def _hear(news: queue.SimpleQueue[tuple[str, int, Any]], number: int, part: float) -> None:
    news.put(("progress", number, part))


def _died(code: int) -> WorkerDied:
    if code < 0:
        return WorkerDied("refused.worker_killed", times=MOST_DEATHS, signal=-code)
    return WorkerDied("refused.worker_ended", times=MOST_DEATHS, code=code)
