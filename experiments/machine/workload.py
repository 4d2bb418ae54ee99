"""Workload W: the smallest town in which needs arise, queue, are served or lapse, so that frameworks can be compared.

Its day, in this order:

1. every volunteer comes with probability 0.05 s and adds an hour to the grid he lives in;
2. every resident raises a need with the probability of her age group; it takes Exp(mean 0.5 h) of work and joins the
   queue of her grid;
3. every grid spends its hours (its staff's and the volunteers') on its queue, first in first out; what is half done
   keeps its remaining work; a need served moves its resident: s += 0.1 (1 - s);
4. what is still queued seven days after it arose lapses: s -= 0.15 s;
5. written down are needs raised, served and lapsed, those that wait, residents ever served, and the mean of s.

Nothing here is a claim about a city: it is a yardstick that every framework can implement the way it suggests itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

RATE_OF_AGE = np.array([0.05, 0.007 / 0.6, 0.015])
"""Needs a day of the old, of adults and of children: 0.02 in the mean."""
SHARE_OF_AGE = np.array([0.2, 0.6, 0.2])
MEAN_HOURS = 0.5
DEADLINE = 7  # days
COMES = 0.05  # times s
VOLUNTEERS = 0.05  # share of residents
FIRST_S = 0.7
SERVED, LAPSED = 0.1, 0.15
WORKLOAD = 0.96  # expected work over hours
LEAST_STAFF = 0.25  # of the expected work, where volunteers could do more
RESIDENTS_A_GRID = 350
LAYOUTS = {10_000: 57, 100_000: 285, 215_000: 540, 1_000_000: 2_000}
"""Residents -> grids, of the sizes usually quoted; others have grids of about 350."""
COUNTED = ("raised", "served", "lapsed", "waiting", "ever_served", "s")


class Town(NamedTuple):
    """Residents in the order of their grids: grid, age group, whether a volunteer; hours a day of each grid's staff."""

    grids: int
    grid: NDArray[np.int32]
    age: NDArray[np.int8]
    volunteer: NDArray[np.bool_]
    hours: NDArray[np.float64]


Days = dict[str, NDArray[np.float64]]
"""What is written down -> its value on every day."""
Life = Callable[[], Days]
"""Lives all days, once."""
Maker = Callable[[Town, int, int], Life]
"""Town, days and seed -> the life of it; making is set-up and not counted."""


def town_of(residents: int, seed: int = 0) -> Town:
    """A town of so many; every peer lives in the same one."""
    generator = np.random.default_rng(seed + 12_345)
    grids = LAYOUTS.get(residents, max(1, round(residents / RESIDENTS_A_GRID)))
    grid = (np.arange(residents, dtype=np.int64) * grids // residents).astype(np.int32)
    age = generator.choice(3, size=residents, p=SHARE_OF_AGE).astype(np.int8)
    volunteer = generator.random(residents) < VOLUNTEERS
    work = np.bincount(grid, RATE_OF_AGE[age] * MEAN_HOURS, grids)
    given = np.bincount(grid, volunteer * COMES * FIRST_S, grids)
    return Town(grids, grid, age, volunteer, np.maximum(work / WORKLOAD - given, LEAST_STAFF * work / WORKLOAD))


def empty_days(days: int) -> Days:
    """Nothing written down yet."""
    return {name: np.zeros(days) for name in COUNTED}


def shares(lived: Days) -> dict[str, float]:
    """By which lives are told to agree: served and lapsed of those raised, the mean of s at the end, mean waiting."""
    raised = lived["raised"].sum()
    return {
        "served": float(lived["served"].sum() / raised),
        "lapsed": float(lived["lapsed"].sum() / raised),
        "s": float(lived["s"][-1]),
        "waiting": float(lived["waiting"].mean()),
    }
