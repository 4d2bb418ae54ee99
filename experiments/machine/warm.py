"""Live one small week, so that every kernel is compiled and kept before anybody waits for it.

`make setup` runs this; so does the benchmark before it times anything.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from ...model.elections import RULES, Election
from ..runs.folders import tidy_kernels
from ..runs.simulate import simulate

PLACE, DAYS, WARMUP = "training_town", 7, 2
SAID_EVERY_SECONDS = 10.0


def warm() -> float:
    """Compile what is not compiled yet; returns the seconds it took."""
    from ...scenarios.library import load

    started = time.perf_counter()
    for rule in RULES.values():
        rule(Election.of([3, 4, 6], 8, [[0, 1], [1, 2], [2]]))
    simulate(load("status_quo").with_place(PLACE), days=DAYS, warmup=WARMUP)
    tidy_kernels()
    return time.perf_counter() - started


def kernels_kept() -> int:
    """How many compiled kernels lie in this user's cache for these sources."""
    from ...model.engine import HAS_NUMBA, kernel_cache

    folder = kernel_cache() if HAS_NUMBA else ""
    return sum(1 for _ in Path(folder).rglob("*.nbi")) if folder else 0


def warm_told(tell: Callable[[int, float], None], every: float = SAID_EVERY_SECONDS) -> float:
    """`warm`, while somebody is told now and then how far it is.

    Args:
        tell: Called with the number of kernels that are there and the seconds since the beginning.
        every: Seconds between two calls.

    Returns:
        The seconds it took.
    """
    done, began = threading.Event(), time.perf_counter()

    def watch() -> None:
        while not done.wait(every):
            tell(kernels_kept(), time.perf_counter() - began)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        return warm()
    finally:
        done.set()
        watcher.join()


if __name__ == "__main__":
    print(f"{warm():.1f} s", file=sys.stderr)
