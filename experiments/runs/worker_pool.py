"""Worker processes and what happens when one of them dies: only its run is lost, and that run is made again.

Workers are fresh interpreters started by name, not copies of the caller, so a notebook, a plain script without a
main guard and a web server can all start them. One thread in the parent looks after one worker.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any

from .refusing import Refused
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
        self.waiting = deque(tasks)
        self.news: queue.SimpleQueue[tuple[str, int, Any]] = queue.SimpleQueue()
        self.stopping = threading.Event()
        self.processes: dict[int, subprocess.Popen[bytes]] = {}
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
            while self.waiting:
                self.news.put(("done", 0, failed(self.waiting.popleft(), "start", fault, 0.0)))

    def stop(self) -> None:
        """End every worker now."""
        self.stopping.set()
        with self.lock:
            for process in self.processes.values():
                process.kill()
        for thread in self.threads:
            if thread.ident is not None:
                thread.join()

    def _look_after(self, number: int) -> None:
        """Keep one worker busy until nothing waits."""
        for made in count(1):
            task = self._next(number)
            if task is None:
                break
            try:
                if not self._see_through(number, task):
                    break
            except Exception as fault:  # nobody else would ever hear of this run
                self.news.put(("done", number, failed(task, "worker", fault, 0.0)))
            if made % RUNS_A_WORKER == 0:
                self._retire(number)
        self._retire(number)

    def _next(self, number: int) -> Task | None:
        """The next run to be made; None once nothing waits or we are stopping."""
        with self.lock:
            if self.stopping.is_set() or not self.waiting:
                self.able.discard(number)
                return None
            return self.waiting.popleft()

    def _left_to_others(self, number: int, task: Task) -> bool:
        """Put a run back for the workers there are, where this thread can start none; False where there are none."""
        with self.lock:
            self.able.discard(number)
            if self.able:
                self.waiting.appendleft(task)
            return bool(self.able)

    def _retire(self, number: int) -> None:
        """Let the worker of a thread go; the next run starts a new one."""
        process = self.processes.get(number)
        if process is not None:
            _reap(process)

    def _see_through(self, number: int, task: Task) -> bool:
        """Have one run made; when the worker dies of it or cannot be started, ask another one.

        Returns:
            Whether this thread is of further use.
        """
        stage, fault = "worker", WorkerDied("refused.worker_ended", times=MOST_DEATHS, code=0)
        for attempt in range(MOST_DEATHS):
            try:
                process = self._living(number)
            except OSError as refused:  # no memory, no more processes or open files: perhaps in a moment
                stage, fault = "start", WorkerDied("refused.no_worker", why=refused.strerror or refused)
                self.stopping.wait(SECONDS_BETWEEN_STARTS * 2**attempt)
                continue
            if process is None:
                return False
            try:
                answer = self._ask(process, number, task)
            except (EOFError, OSError, pickle.UnpicklingError):
                stage, fault = "worker", _died(_reap(process))
            else:
                self.news.put(("done", number, answer))
                return True
        if stage == "start" and self._left_to_others(number, task):
            return False
        self.news.put(("done", number, failed(task, stage, fault, 0.0)))
        return True

    def _living(self, number: int) -> subprocess.Popen[bytes] | None:
        """The worker of this thread, started if there is none; None once we are stopping."""
        with self.lock:
            if self.stopping.is_set():
                return None
            process = self.processes.get(number)
            if process is None or process.poll() is not None:
                process = self.processes[number] = _start()
                self.able.add(number)
            return process

    def _ask(self, process: subprocess.Popen[bytes], number: int, task: Task) -> Finished:
        assert process.stdin is not None and process.stdout is not None
        pickle.dump((task, self.folder and str(self.folder)), process.stdin, pickle.HIGHEST_PROTOCOL)
        process.stdin.flush()
        while True:
            kind, value = pickle.load(process.stdout)
            if kind == "done":
                return value
            self.news.put((kind, number, value))


def _start() -> subprocess.Popen[bytes]:
    # -P: a folder that holds somebody's own numpy.py must not matter. Own session: Ctrl-C is ours to handle.
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "shapan.experiments.runs.worker", str(os.getpid())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )


def _reap(process: subprocess.Popen[bytes]) -> int:
    """Close the pipes, which tells a living worker to go, and wait for its end."""
    for pipe in (process.stdin, process.stdout):
        with contextlib.suppress(OSError):
            if pipe is not None:
                pipe.close()
    try:
        return process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def _died(code: int) -> WorkerDied:
    if code < 0:
        return WorkerDied("refused.worker_killed", times=MOST_DEATHS, signal=-code)
    return WorkerDied("refused.worker_ended", times=MOST_DEATHS, code=code)
