"""W in numba alone: the same compiled loops over plain arrays."""

from __future__ import annotations

import numpy as np

from . import workload as w
from .peer_loops import begin, empty_queues, fall, rise
from .workload import Days, Life, Town


def life(town: Town, days: int, seed: int) -> Life:
    """Days of W by numba."""
    s, ever = np.full(len(town.grid), w.FIRST_S), np.zeros(len(town.grid), np.uint8)
    rate, volunteer = w.RATE_OF_AGE[town.age], town.volunteer.astype(np.uint8)
    queues, ends = empty_queues(town), np.zeros((2, town.grids), np.int64)

    def lived() -> Days:
        begin(seed)
        found = w.empty_days(days)
        for day in range(days):
            left = town.hours.copy()
            raised = rise(day, town.grid, rate, volunteer, s, left, queues, ends)
            today = (raised, *fall(day, s, ever, left, queues, ends), ever.sum(), s.mean())
            for name, value in zip(w.COUNTED, today, strict=True):
                found[name][day] = value
        return found

    return lived
