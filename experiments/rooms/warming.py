"""Before the first quarter of a server: what the runs of a room need is compiled, in a process of its own.

Machine code is kept on disk (`make setup` makes it too), so this takes minutes once after an installation or an update
and seconds afterwards. It begins when a trainer looks at a room, so that the class does not wait for it later.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from typing import Literal

from ...scenarios.room_files import find_room
from ..machine.warm import DAYS, WARMUP, kernels_kept, warm
from ..runs.simulate import simulate

State = Literal["fresh", "compiling", "ready", "failed"]


class Warming:
    """Compiles for each room file once a server; any thread may ask how far it is."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._over: dict[str, threading.Event] = {}
        self._failed: set[str] = set()
        self._began = 0.0

    def begin(self, rules: str) -> None:
        """See that what a room file needs is compiled; returns at once."""
        with self._lock:
            if rules in self._over:
                return
            self._over[rules], self._began = threading.Event(), time.monotonic()
        threading.Thread(target=self._compile, args=(rules,), daemon=True, name="room warming").start()

    def _compile(self, rules: str) -> None:
        command = [sys.executable, "-P", "-m", __name__, rules]
        try:
            code = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False).returncode
        except OSError:
            code = -1
        if code != 0:
            self._failed.add(rules)
        self._over[rules].set()

    def state(self, rules: str) -> State:
        """How far it is; `failed` where the process ended badly, so that the first quarter compiles by itself."""
        over = self._over.get(rules)
        if over is None:
            return "fresh"
        if not over.is_set():
            return "compiling"
        return "failed" if rules in self._failed else "ready"

    def so_far(self) -> tuple[int, float]:
        """(kernels on disk, seconds since it began)."""
        return kernels_kept(), time.monotonic() - self._began

    def wait(self, rules: str) -> None:
        """Return once what was begun is over: two that compile at once would only slow each other down."""
        over = self._over.get(rules)
        if over is not None:
            over.wait()


def compile_for(rules: str) -> None:
    """Compile here what the runs of a room file need, by living a few days of its first and its recommended policy."""
    room = find_room(rules)
    warm()
    for scenario in (room.start(), room.recommended()):
        simulate(scenario, room.seed, DAYS, WARMUP)


if __name__ == "__main__":
    compile_for(sys.argv[1])
