"""Workers whose work is done wait a while for the next: another comparison in the same process then starts at once.

Starting a worker costs seconds of imports. An idle one is used again only where it would have been started alike: same
environment, same folder. It ends with its parent, however that ends, and after a minute without work. No more of them
wait than this machine has cores.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from .cores import cores
from .task import Finished, Task

STARTER = ThreadPoolExecutor(1, "starts workers")
"""Starts every worker: Linux ends a worker with the thread that started it, and this one stays."""
SECONDS_IDLE = 60.0
SECONDS_TO_END = 5.0
NOT_READ = {"_", "OLDPWD", "PWD", "PYTEST_CURRENT_TEST", "SHLVL"}
"""Variables that change from one command or test to the next and that no worker reads."""


def _surroundings() -> tuple[str, frozenset[tuple[str, str]]]:
    try:
        folder = os.getcwd()
    except OSError:  # somebody removed it
        folder = ""
    return folder, frozenset((name, value) for name, value in os.environ.items() if name not in NOT_READ)


@dataclass(eq=False)
class Worker:
    """A worker process.

    Attributes:
        process: With pipes to its standard input and from its standard output.
        runs: How many it has made.
        surroundings: The folder and environment it was started in.
        idle_since: When it was last given nothing more to do, seconds of a clock that only goes forward.
    """

    process: subprocess.Popen[bytes]
    runs: int = 0
    surroundings: tuple[str, frozenset[tuple[str, str]]] = field(default_factory=_surroundings)
    idle_since: float = 0.0

    @property
    def lives(self) -> bool:
        """Whether the process has not ended yet."""
        return self.process.poll() is None

    def make(self, task: Task, folder: Path | None, heard: Callable[[float], None], more: bool = False) -> Finished:
        """Have one run made, and written to a folder if one is given.

        Args:
            heard: Told how far the run is, from 0 to 1.
            more: Whether another run that begins alike is sure to follow.

        Raises:
            EOFError, OSError, pickle.UnpicklingError: The process died of it.
        """
        assert self.process.stdin is not None and self.process.stdout is not None
        pickle.dump((task, folder and str(folder), more), self.process.stdin, pickle.HIGHEST_PROTOCOL)
        self.process.stdin.flush()
        while True:
            kind, value = pickle.load(self.process.stdout)
            if kind == "done":
                self.runs += 1
                return value
            heard(value)

    def end(self) -> int:
        """Close the pipes, which tells a living worker to go, and wait for its end; returns how it ended."""
        for pipe in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()
        try:
            return self.process.wait(timeout=SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()


def start() -> Worker:
    """A fresh worker.

    Raises:
        OSError: This machine grants no memory, process or file for it.
    """
    return Worker(STARTER.submit(_start).result())


def _start() -> subprocess.Popen[bytes]:
    # -P: a folder that holds somebody's own numpy.py must not matter. Own session: Ctrl-C is ours to handle.
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "shapan.experiments.runs.worker", str(os.getpid())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )


class IdleWorkers:
    """The idle workers of this process; from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[Worker] = []
        self._watching = False

    def take(self) -> Worker | None:
        """A living worker of these surroundings, if one waits; it is the caller's from now on."""
        here = _surroundings()
        with self._lock:
            fit = [worker for worker in self._idle if worker.surroundings == here and worker.lives]
            if not fit:
                return None
            self._idle.remove(fit[-1])
            return fit[-1]

    def put(self, worker: Worker) -> None:
        """A worker that has nothing to do; where nobody takes it within a minute, it ends."""
        worker.idle_since = time.monotonic()
        with self._lock:
            self._idle.append(worker)
            surplus = [] if self._watched() else [self._idle.pop()]
            while len(self._idle) > cores():  # no more than could work at a time
                surplus.append(self._idle.pop(0))
        for one in surplus:
            one.end()

    def _watched(self) -> bool:
        """Start to watch over idle workers; False where there is no thread for it, and nobody could end them later."""
        if not self._watching:
            with contextlib.suppress(RuntimeError):
                threading.Thread(target=self._watch, daemon=True, name="idle workers").start()
                self._watching = True
        return self._watching

    def end_all(self) -> None:
        """End every idle worker now."""
        with self._lock:
            gone, self._idle = self._idle, []
        for worker in gone:
            worker.process.kill()
            worker.end()

    def _watch(self) -> None:
        """End those nobody has taken for a minute; go when none is left."""
        while True:
            time.sleep(SECONDS_IDLE / 4)
            with self._lock:
                now = time.monotonic()
                gone = [one for one in self._idle if not one.lives or now - one.idle_since >= SECONDS_IDLE]
                self._idle = [one for one in self._idle if one not in gone]
                self._watching = bool(self._idle)
                watching = self._watching
            for worker in gone:
                worker.end()
            if not watching:
                return


IDLE = IdleWorkers()
atexit.register(IDLE.end_all)
