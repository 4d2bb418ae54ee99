"""The worker processes of one server: started when there is work, replaced when they die, gone when it goes."""

from __future__ import annotations

import logging
import os
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from ...experiments.runs.cores import cores
from ...experiments.runs.folders import private_file
from .store import JobStore

log = logging.getLogger("shapan")

OTHER_BUILD = 5  # how a worker ends that would compute something else than the server asks for
CANNOT_START, UPDATED = "job.cannot_start", "job.updated"
ENDED, KILLED = "job.worker_ended", "job.worker_killed"
WATCH_SECONDS = 0.5
ON_DUTY_SECONDS = 3.0  # so often a server says that its workers work
MOST_DEAD_STARTS = 3  # workers in a row that die before they take anything on: more of them would die as well
MOST_WAIT_SECONDS = 8.0
LAST_LINE = 300
MOST_DIGITS = 3  # of a number of workers: more than 999 are a slip of the finger
LOG_BYTES = 2_000_000
_TOO_MANY_DEATHS = 20  # in a minute: something is wrong with the machine, stop starting more


def usual_size() -> int:
    """One worker per core, or what `SHAPAN_WORKERS` says; a word that is no number counts as not said."""
    asked = os.environ.get("SHAPAN_WORKERS", "")
    if asked.strip().isdecimal() and len(asked.strip()) <= MOST_DIGITS:
        return max(1, int(asked))
    if asked.strip():
        log.warning("SHAPAN_WORKERS=%r is no number of workers; one for each core is used", asked)
    return cores()


@dataclass(frozen=True, slots=True)
class PoolSettings:
    """What workers are started for: the queue's folder, the work they do, how many there may be, of which build."""

    folder: Path
    work: str
    build: str
    size: int
    idle_seconds: float = 300.0


class WorkerPool:
    """Keeps up to `size` workers alive while the store has work. One thread watches; it never simulates.

    Attributes:
        trouble: Why no work is done at the moment, as "word of the page|detail"; "" while all is well.
    """

    def __init__(self, store: JobStore, settings: PoolSettings) -> None:
        self.store, self.settings = store, settings
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.trouble = ""
        self._name = f"{os.getpid()}-{uuid4().hex[:6]}"
        self._duty_said = -ON_DUTY_SECONDS
        self._said_before: dict[str, int] = {}
        self._deaths: list[float] = []
        self._dead_starts = 0
        self._why = f"{CANNOT_START}|"
        self._not_before = 0.0
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True, name="shapan worker pool")
        self._thread.start()

    def stop(self) -> None:
        """End the workers; what they held goes back to the queue."""
        self._stopped.set()
        self._thread.join(timeout=5)
        for name, process in list(self.processes.items()):
            process.kill()
            process.wait(timeout=5)
            if process.stdin:
                process.stdin.close()
            try:
                self.store.let_go(name)
            except sqlite3.Error as fault:  # it goes back by itself once its heartbeat is old
                log.warning("The queue could not be written while stopping: %s", fault)
        self.processes.clear()
        with suppress(sqlite3.Error):  # it is forgotten by itself as soon as it is old
            self.store.on_duty(self._name, self.settings.build, here=False)

    def try_again(self) -> None:
        """Somebody asks anew: perhaps workers can be started now."""
        self.trouble, self._dead_starts, self._not_before = "", 0, 0.0

    def _watch(self) -> None:
        """Look after the workers for as long as the server lives, whatever goes wrong meanwhile."""
        stumbles = 0
        while not self._stopped.wait(min(WATCH_SECONDS * 2**stumbles, MOST_WAIT_SECONDS)):
            try:
                self._look()
            except Exception as fault:  # a full disk, a locked file: it may be over the next time
                log.warning("The workers could not be looked after: %s: %s", type(fault).__name__, fault)
                self.trouble, stumbles = f"job.no_queue|{fault}", min(stumbles + 1, 4)
            else:
                stumbles = 0
                if self.trouble.startswith("job.no_queue"):
                    self.trouble = ""

    def _look(self) -> None:
        self._reap()
        self._say_on_duty()
        missing = min(self.settings.size, self.store.unfinished(self.settings.build)) - len(self.processes)
        self._deaths = [at for at in self._deaths if time.monotonic() - at < 60]
        if self._dead_starts >= MOST_DEAD_STARTS and not self.processes:
            self._give_up()
        elif missing > 0 and len(self._deaths) < _TOO_MANY_DEATHS and time.monotonic() >= self._not_before:
            for _ in range(missing if self._dead_starts == 0 else 1):
                self._start()

    def _say_on_duty(self) -> None:
        """Let other servers of this folder know that the jobs of this build are being worked on."""
        if self.processes and self._dead_starts == 0 and time.monotonic() - self._duty_said >= ON_DUTY_SECONDS:
            self._duty_said = time.monotonic()
            with suppress(sqlite3.OperationalError):  # a full disk stops no worker; soon there may be room
                self.store.on_duty(self._name, self.settings.build)

    def _give_up(self) -> None:
        """End the jobs that nobody can work on, here or at another server; the next question is a new try."""
        if self._duty_said >= 0:
            self.store.on_duty(self._name, self.settings.build, here=False)
            self._duty_said = -ON_DUTY_SECONDS
        if self.store.others_on_duty(self._name, self.settings.build):
            self.trouble = ""  # the work is done all the same
            return
        if self.store.unfinished(self.settings.build):
            log.error("No worker can be started: %s", self._why)
            self.store.end_all(self.settings.build, self._why)
        self.trouble = self._why

    def _reap(self) -> None:
        """Take leave of workers that have ended; one that took nothing on says why nothing can begin."""
        for name, process in list(self.processes.items()):
            if process.poll() is None:
                if self._dead_starts and self.store.ever_claimed(name):
                    self._dead_starts, self.trouble = 0, ""
                continue
            began = self.store.ever_claimed(name)
            self.store.let_go(name)
            if process.stdin:
                process.stdin.close()
            del self.processes[name]
            said = _last_line(self.settings.folder / "workers.log", self._said_before.pop(name, 0))
            if process.returncode == OTHER_BUILD:  # the files have changed since this server started
                self._dead_starts, self.trouble = MOST_DEAD_STARTS, f"{UPDATED}|"
                self._why = self.trouble
            elif process.returncode != 0:
                self._deaths.append(time.monotonic())
                self._stumbled(began, said or _how_it_ended(process.returncode))

    def _stumbled(self, began: bool, why: str) -> None:
        if began:
            self._dead_starts = 0
            return
        self._dead_starts += 1
        self._not_before = time.monotonic() + min(WATCH_SECONDS * 2**self._dead_starts, MOST_WAIT_SECONDS)
        self.trouble = self._why = f"{CANNOT_START}|{why}"
        log.warning("A worker ended before it could begin: %s", why)

    def _start(self) -> None:
        name = f"{os.getpid()}-{uuid4().hex[:6]}"
        settings = self.settings
        command = [
            sys.executable,
            "-P",
            "-m",
            "shapan.app.jobs.worker",
            "--data",
            str(settings.folder),
            "--work",
            settings.work,
        ]
        command += ["--name", name, "--idle", str(settings.idle_seconds), "--build", settings.build]
        one_core_each = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"}
        said = _open_log(settings.folder / "workers.log")
        self._said_before[name] = os.fstat(said).st_size if said != subprocess.DEVNULL else 0
        try:
            self.processes[name] = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=said, stderr=said, env={**os.environ, **one_core_each}
            )
        except OSError as fault:
            self._stumbled(False, fault.strerror or str(fault))
        finally:
            if said != subprocess.DEVNULL:
                os.close(said)


def _open_log(path: Path) -> int:
    """The log of workers, or nowhere: a log that cannot be written stops no work."""
    try:
        if path.exists() and path.stat().st_size > LOG_BYTES:
            path.replace(path.with_suffix(".log.old"))
        with private_file(path, "ab") as file:
            return os.dup(file.fileno())
    except OSError:
        return subprocess.DEVNULL


def _how_it_ended(code: int) -> str:
    """Why a worker is gone that said nothing, as "word of the page|number"."""
    return f"{KILLED}|{-code}" if code < 0 else f"{ENDED}|{code}"


def _last_line(path: Path, start: int) -> str:
    """The last error told since a place in the log, else the last thing said, on one line and not too long."""
    try:
        with path.open("rb") as file:
            file.seek(max(start, path.stat().st_size - 4000))
            lines = file.read().decode(errors="replace").split("\n")
    except OSError:
        return ""
    said = [line.strip() for line in reversed(lines) if line.strip()]
    named = next((line for line in said if "Error" in line), said[0] if said else "")  # what follows an error is lore
    return "".join(letter if letter.isprintable() else " " for letter in named)[:LAST_LINE]
