"""The worker processes of one server: started when there is work, replaced when they die, gone when it goes."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from uuid import uuid4

from .jobstore import JobStore

_WATCH_SECONDS = 0.5
_TOO_MANY_DEATHS = 20  # in a minute: something is wrong with the machine, stop starting more


def usual_size() -> int:
    """One worker per core, or what `SHAPAN_WORKERS` says."""
    return max(1, int(os.environ.get("SHAPAN_WORKERS", os.cpu_count() or 1)))


class Crew:
    """Keeps up to `size` workers alive while the store has work. One thread watches; it never simulates."""

    def __init__(self, store: JobStore, folder: Path, work: str, size: int, idle_seconds: float = 300.0) -> None:
        self.store, self.folder, self.work, self.size, self.idle_seconds = store, folder, work, size, idle_seconds
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self._deaths: list[float] = []
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True, name="shapan crew")
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
            self.store.let_go(name)
        self.processes.clear()

    def _watch(self) -> None:
        while not self._stopped.wait(_WATCH_SECONDS):
            self._bury()
            missing = min(self.size, self.store.unfinished()) - len(self.processes)
            recent = [at for at in self._deaths if time.monotonic() - at < 60]
            self._deaths = recent
            for _ in range(missing if len(recent) < _TOO_MANY_DEATHS else 0):
                self._start()

    def _bury(self) -> None:
        for name, process in list(self.processes.items()):
            if process.poll() is None:
                continue
            if process.returncode != 0:
                self._deaths.append(time.monotonic())
            if process.stdin:
                process.stdin.close()
            del self.processes[name]
            self.store.let_go(name)

    def _start(self) -> None:
        name = f"{os.getpid()}-{uuid4().hex[:6]}"
        command = [sys.executable, "-P", "-m", "shapan.app.worker", "--data", str(self.folder), "--work", self.work]
        command += ["--name", name, "--idle", str(self.idle_seconds)]
        one_core_each = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"}
        log = (self.folder / "workers.log").open("ab")
        with log:
            self.processes[name] = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=log, stderr=log, env={**os.environ, **one_core_each}
            )
