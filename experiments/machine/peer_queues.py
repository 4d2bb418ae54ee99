"""The queues of all grids as columns, for frameworks whose own means are NumPy arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...model.arrays import Int64s
from . import workload as w
from .workload import Town


class Queues:
    """Every grid's queue, first in first out: who waits, since when, and the work that is left."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.who, self.since, self.work = np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)

    def __len__(self) -> int:
        return len(self.who)

    def join(self, who: Int64s, day: int, work: NDArray[np.float64]) -> None:
        """Today's needs join behind those that wait."""
        self.who = np.concatenate([self.who, who])
        self.since = np.concatenate([self.since, np.full(len(who), day)])
        self.work = np.concatenate([self.work, work])

    def serve(self, day: int, hours: NDArray[np.float64]) -> tuple[Int64s, Int64s]:
        """Spend each grid's hours; returns who is served and whose need lapses."""
        grid = self.town.grid[self.who]
        order = np.argsort(grid, kind="stable")
        who, since, work, grid = self.who[order], self.since[order], self.work[order], grid[order]
        total = np.concatenate(([0.0], np.cumsum(work)))
        upto = total[1:] - total[np.searchsorted(grid, grid)]
        served = upto <= hours[grid]
        lapsed = ~served & (day - since >= w.DEADLINE)
        stays = ~(served | lapsed)
        self.who, self.since = who[stays], since[stays]
        self.work = np.minimum(work, np.maximum(upto - hours[grid], 0.0))[stays]
        return who[served], who[lapsed]


def moved(s: Any, who: Int64s, up: bool) -> None:
    """Move s of those served, or whose needs lapsed; who ended several needs moves several times."""
    while len(who):
        each, first = np.unique(who, return_index=True)
        before = s[each]
        s[each] = before + w.SERVED * (1.0 - before) if up else before * (1.0 - w.LAPSED)
        who = np.delete(who, first)
