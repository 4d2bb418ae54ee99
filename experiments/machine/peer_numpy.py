"""W in plain NumPy: one pass over whole columns each day."""

from __future__ import annotations

import numpy as np

from . import workload as w
from .peer_queues import Queues, moved
from .workload import Days, Life, Town


def life(town: Town, days: int, seed: int) -> Life:
    """Days of W by NumPy."""
    generator = np.random.default_rng(seed)
    rate = w.RATE_OF_AGE[town.age]
    volunteers = np.flatnonzero(town.volunteer)
    home = town.grid[volunteers]

    def lived() -> Days:
        found = w.empty_days(days)
        s, ever = np.full(len(rate), w.FIRST_S), np.zeros(len(rate), bool)
        queues = Queues(town)
        for day in range(days):
            comes = generator.random(len(volunteers)) < w.COMES * s[volunteers]
            new = np.flatnonzero(generator.random(len(rate)) < rate)
            queues.join(new, day, generator.exponential(w.MEAN_HOURS, len(new)))
            hours = town.hours + np.bincount(home[comes], minlength=town.grids)
            served, lapsed = queues.serve(day, hours)
            moved(s, served, up=True)
            moved(s, lapsed, up=False)
            ever[served] = True
            today = (len(new), len(served), len(lapsed), len(queues), ever.sum(), s.mean())
            for name, value in zip(w.COUNTED, today, strict=True):
                found[name][day] = value
        return found

    return lived
