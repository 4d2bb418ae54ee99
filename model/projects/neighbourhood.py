"""How far things lie from each other inside a community, and how fast people cease to care."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..arrays import Floats, Int64s


@dataclass(frozen=True, slots=True, eq=False)
class Neighbourhood:
    """The cells among which projects are proposed: those of one community.

    Attributes:
        cell: Their numbers in the district.
        distance_km: Between every two of them; one row and column a cell.
        near: What lies in one counts for in another, from 1 next door towards 0; exp(-distance / reach).
    """

    cell: Int64s
    distance_km: Floats
    near: Floats

    def __len__(self) -> int:
        return len(self.cell)


def neighbourhood(cell: Int64s, x_km: Floats, y_km: Floats, reach_km: float) -> Neighbourhood:
    """The ground of one community, from the middles of its cells, in km (negative exponential: B8.1, S125)."""
    distance = np.hypot(x_km[:, None] - x_km[None, :], y_km[:, None] - y_km[None, :])
    return Neighbourhood(np.asarray(cell, np.int64), distance, np.exp(-distance / reach_km))
