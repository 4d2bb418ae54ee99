"""What a layout has to keep to: every grid one piece, inside its community, of a lawful size; their number kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ...model.parameters import all_parameters
from ...model.place.territory import Territory

SPREAD = 0.5
SIZE = "grid.households_per_grid"
"""The lever whose limits no grid may leave."""


@dataclass(frozen=True, eq=False)
class Ward:
    """One community to be cut: which cells border which, and what its grids may hold.

    Attributes:
        first: The first of its cells in the place; its own count from 0.
        neighbours: Of each cell, those of the same community that border it.
        households: Of each cell.
        grids: How many grids it is cut into.
        low, high: Households that a grid may hold, both allowed.
    """

    first: int
    neighbours: tuple[tuple[int, ...], ...]
    households: tuple[int, ...]
    grids: int
    low: float
    high: float

    @property
    def cells(self) -> int:
        return len(self.households)

    @cached_property
    def beside(self) -> tuple[int, ...]:
        """Of each cell the set of its neighbours, a bit a cell."""
        return tuple(sum(1 << other for other in others) for others in self.neighbours)

    @cached_property
    def borders(self) -> tuple[tuple[int, int], ...]:
        """Every pair of cells that border each other, once."""
        return tuple((one, other) for one, others in enumerate(self.neighbours) for other in others if one < other)

    def connected(self, cells: int) -> bool:
        """Whether a set of cells, a bit each, is one piece; nothing is none."""
        if not cells:
            return False
        reached = front = cells & -cells
        while front:
            cell = front.bit_length() - 1
            front ^= 1 << cell
            new = self.beside[cell] & cells & ~reached
            reached |= new
            front |= new
        return reached == cells

    def fits(self, households: float) -> bool:
        """Whether a grid may hold so many."""
        return self.low <= households <= self.high

    def held(self, cells: int) -> int:
        """Households of a set of cells."""
        return sum(self.households[cell] for cell in bits(cells))

    def lawful(self, grids: Sequence[int]) -> bool:
        """Whether sets of cells are a layout: as many as there have to be, every cell once, each a lawful grid."""
        once = sum(grids) == (1 << self.cells) - 1 and sum(map(int.bit_count, grids)) == self.cells
        whole = len(grids) == self.grids and once
        return whole and all(self.connected(one) and self.fits(self.held(one)) for one in grids)


def bits(cells: int) -> list[int]:
    """The cells of a set, in their order."""
    found = []
    while cells:
        lowest = cells & -cells
        found.append(lowest.bit_length() - 1)
        cells ^= lowest
    return found


def wards(territory: Territory, grids: NDArray[np.int64], spread: float) -> list[Ward]:
    """Every community of a place.

    Args:
        grids: How many grids each is cut into.
        spread: A grid holds at least (1 − spread) and at most (1 + spread) times the mean of its community, and never
            leaves the limits of the lever for the size of grids.
    """
    about, found = all_parameters()[SIZE].about, []
    least, most = float(about.low or 0.0), float(about.high or np.inf)
    bounds = territory.cell_start_of_community.tolist()
    for (first, last), count in zip(pairwise(bounds), grids.tolist(), strict=True):
        households = tuple(int(one) for one in territory.households_of_cell[first:last])
        mean = sum(households) / count
        found.append(
            Ward(
                first,
                tuple(_inside(territory, cell, first, last) for cell in range(first, last)),
                households,
                count,
                low=max(least, (1.0 - spread) * mean),
                high=min(most, (1.0 + spread) * mean),
            )
        )
    return found


def _inside(territory: Territory, cell: int, first: int, last: int) -> tuple[int, ...]:
    start, end = territory.neighbour_start[cell], territory.neighbour_start[cell + 1]
    near = sorted({int(other) - first for other in territory.neighbour[start:end] if first <= other < last})
    return tuple(near)


def sets_of(labels: Sequence[int]) -> list[int]:
    """Grids as sets of cells, of a label for every cell."""
    found: dict[int, int] = {}
    for cell, label in enumerate(labels):
        found[label] = found.get(label, 0) | 1 << cell
    return list(found.values())
