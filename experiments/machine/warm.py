"""Live one small week, so that every kernel is compiled and kept before anybody waits for it.

`make setup` runs this; so does the benchmark before it times anything.
"""

from __future__ import annotations

import sys
import time

from ...model.elections import RULES, Election
from ..runs.folders import tidy_kernels
from ..runs.simulate import simulate

PLACE, DAYS, WARMUP = "training_town", 7, 2


def warm() -> float:
    """Compile what is not compiled yet; returns the seconds it took."""
    from ...scenarios.library import load

    started = time.perf_counter()
    for rule in RULES.values():
        rule(Election.of([3, 4, 6], 8, [[0, 1], [1, 2], [2]]))
    simulate(load("status_quo").with_place(PLACE), days=DAYS, warmup=WARMUP)
    tidy_kernels()
    return time.perf_counter() - started


if __name__ == "__main__":
    print(f"{warm():.1f} s", file=sys.stderr)
