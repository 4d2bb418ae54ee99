"""W in laser-core (1): a `LaserFrame` of residents and compiled loops over it."""

from __future__ import annotations

import numpy as np
from laser.core import LaserFrame

from . import workload as w
from .peer_loops import begin, empty_queues, fall, rise
from .workload import Days, Life, Town


def life(town: Town, days: int, seed: int) -> Life:
    """Days of W by laser-core."""
    people = LaserFrame(len(town.grid))
    facts = {
        "grid": town.grid,
        "rate": w.RATE_OF_AGE[town.age].astype(np.float32),
        "volunteer": town.volunteer.astype(np.uint8),
        "s": np.full(len(town.grid), w.FIRST_S, np.float32),
        "ever": np.zeros(len(town.grid), np.uint8),
    }
    for name, value in facts.items():
        people.add_scalar_property(name, dtype=value.dtype, default=0)
        getattr(people, name)[:] = value
    queues, ends = empty_queues(town), np.zeros((2, town.grids), np.int64)

    def lived() -> Days:
        begin(seed)
        found = w.empty_days(days)
        for day in range(days):
            left = town.hours.copy()
            raised = rise(day, people.grid, people.rate, people.volunteer, people.s, left, queues, ends)
            ended = fall(day, people.s, people.ever, left, queues, ends)
            today = (raised, *ended, people.ever.sum(), people.s.mean())
            for name, value in zip(w.COUNTED, today, strict=True):
                found[name][day] = value
        return found

    return lived
