"""A day of W as a compiled loop over residents and one over queues, as the documentation of laser-core recommends."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...model.engine import compiled
from . import workload as w
from .workload import Town

RATES = tuple(w.RATE_OF_AGE.tolist())


@compiled
def begin(seed: int) -> None:
    """Start numba's own generator."""
    np.random.seed(seed)


@compiled
def rise(day, grid, rate, volunteer, s, left, queues, ends):  # type: ignore[no-untyped-def]
    """Every resident in turn: an hour given, a need raised; returns how many."""
    who, since, work = queues
    size = len(who) // len(left)
    raised = 0
    for resident in range(len(grid)):
        here = grid[resident]
        if volunteer[resident] and np.random.random() < w.COMES * s[resident]:
            left[here] += 1.0
        if np.random.random() < rate[resident]:
            place = here * size + ends[1, here] % size
            who[place], since[place] = resident, day
            work[place] = np.random.exponential(w.MEAN_HOURS)
            ends[1, here] += 1
            raised += 1
    return raised


@compiled
def fall(day, s, ever, left, queues, ends):  # type: ignore[no-untyped-def]
    """Every queue in turn; returns served, lapsed and waiting."""
    who, since, work = queues
    size = len(who) // len(left)
    served = lapsed = waiting = 0
    for grid in range(len(left)):
        first, last = ends[0, grid], ends[1, grid]
        while first < last:
            place = grid * size + first % size
            if work[place] > left[grid]:
                work[place] -= left[grid]
                break
            left[grid] -= work[place]
            s[who[place]] += w.SERVED * (1.0 - s[who[place]])
            ever[who[place]] = 1
            served += 1
            first += 1
        while first < last and day - since[grid * size + first % size] >= w.DEADLINE:
            place = grid * size + first % size
            s[who[place]] -= w.LAPSED * s[who[place]]
            lapsed += 1
            first += 1
        ends[0, grid] = first
        waiting += last - first
    return served, lapsed, waiting


def room(town: Town) -> int:
    """Needs a queue may hold: what arises in a deadline and a day, and twelve deviations more."""
    most = float(np.bincount(town.grid, w.RATE_OF_AGE[town.age], town.grids).max()) * (w.DEADLINE + 2)
    return int(most + 12.0 * most**0.5 + 32.0)


def empty_queues(town: Town) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64]]:
    """Who waits, since when, and the work left, in a ring for each grid."""
    size = room(town) * town.grids
    return np.zeros(size, np.int32), np.zeros(size, np.int32), np.zeros(size)
