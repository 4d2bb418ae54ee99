"""A random walk through the lawful layouts of a community that visits each equally often in the long run.

Two kinds of steps, both with the acceptance that makes the walk uniform over lawful layouts (Metropolis and Hastings):

- a cell goes over to the grid of a neighbour;
- two grids are joined and cut anew along a random spanning tree, as in recombination (DeFord, Duchin and Solomon 2021).
  A tree is drawn evenly (Wilson 1996) and one of its edges evenly, so a cut comes up in proportion to
  trees(one side) × trees(other side) × borders between them, which the acceptance divides out again. Without that, a
  walk by recombination alone would prefer compact grids.

Grids carry numbers while the walk goes; every layout has as many numberings, so layouts are visited evenly as well.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

import numpy as np

from .land import Ward, bits

TREES_A_GRID = 0.5
"""Steps by trees in a sweep, for every grid; beside one try a cell."""


class Chain:
    """One walk.

    Attributes:
        grids: The layout it stands at, a set of cells a grid.
        tried, taken: Steps of either kind (by cell, by tree), and those that led elsewhere.
    """

    def __init__(self, ward: Ward, grids: Sequence[int], rng: random.Random) -> None:
        self.ward, self.grids, self._rng = ward, list(grids), rng
        self._of = [0] * ward.cells
        for number, grid in enumerate(self.grids):
            self._mark(number, grid)
        self._held = [ward.held(grid) for grid in self.grids]
        self.tried, self.taken = [0, 0], [0, 0]

    def sweep(self) -> None:
        """One try a cell, and some trees."""
        if len(self.grids) == 1:
            return
        for _ in range(self.ward.cells):
            self._count(0, self._hand_over())
        for _ in range(max(1, round(TREES_A_GRID * len(self.grids)))):
            self._count(1, self._cut_anew())

    def _count(self, kind: int, moved: bool) -> None:
        self.tried[kind] += 1
        self.taken[kind] += moved

    def _hand_over(self) -> bool:
        """A cell to the grid of a neighbour; neighbours count, since more of them propose it more often."""
        ward, draw = self.ward, self._rng.random
        cell = int(draw() * ward.cells)
        near = ward.neighbours[cell]
        one, other = self._of[cell], self._of[near[int(draw() * len(near))]]
        if one == other:
            return False
        weight = ward.households[cell]
        if not (ward.fits(self._held[one] - weight) and ward.fits(self._held[other] + weight)):
            return False
        rest = self.grids[one] & ~(1 << cell)
        there, back = (ward.beside[cell] & self.grids[grid] for grid in (other, one))
        if draw() * there.bit_count() >= back.bit_count() or not ward.connected(rest):
            return False
        self._set(one, rest, self._held[one] - weight)
        self._set(other, self.grids[other] | 1 << cell, self._held[other] + weight)
        return True

    def _cut_anew(self) -> bool:
        """Two grids joined and cut along a tree."""
        one, other = self._rng.sample(range(len(self.grids)), 2)
        joined = self.grids[one] | self.grids[other]
        had = borders_between(self.ward, self.grids[one], self.grids[other])
        if not had:
            return False
        side = self._side_of_a_tree(joined)
        rest, held = joined & ~side, self.ward.held(side)
        total = self._held[one] + self._held[other]
        if not (self.ward.fits(held) and self.ward.fits(total - held)):
            return False
        before = self._log_trees(self.grids[one], self.grids[other]) + math.log(had)
        after = self._log_trees(side, rest) + math.log(borders_between(self.ward, side, rest))
        if math.log(1.0 - self._rng.random()) >= before - after:
            return False
        self._set(one, side, held)
        self._set(other, rest, total - held)
        self._mark(one, side)
        self._mark(other, rest)
        return True

    def _set(self, number: int, grid: int, held: int) -> None:
        added = grid & ~self.grids[number]
        self.grids[number], self._held[number] = grid, held
        self._mark(number, added)

    def _mark(self, number: int, cells: int) -> None:
        for cell in bits(cells):
            self._of[cell] = number

    def _side_of_a_tree(self, cells: int) -> int:
        """One side of an evenly drawn spanning tree cut at an evenly drawn edge; either side as often as the other."""
        spots, draw = bits(cells), self._rng.random
        beside = {cell: [near for near in self.ward.neighbours[cell] if cells >> near & 1] for cell in spots}
        root = spots[int(draw() * len(spots))]
        up = {root: root}
        for start in spots:
            step, cell = {}, start
            while cell not in up:
                near = beside[cell]
                step[cell] = near[int(draw() * len(near))]
                cell = step[cell]
            cell = start
            while cell not in up:
                up[cell] = step[cell]
                cell = step[cell]
        below = self._rng.choice([cell for cell in spots if cell != root])
        side = sum(1 << cell for cell in spots if _passes(cell, below, up, root))
        return side if draw() < 0.5 else cells & ~side

    def _log_trees(self, *grids: int) -> float:
        return sum(log_trees(self.ward, grid) for grid in grids)


def _passes(cell: int, below: int, up: dict[int, int], root: int) -> bool:
    """Whether the way from a cell up to the root leads through another one."""
    while cell != below:
        if cell == root:
            return False
        cell = up[cell]
    return True


def log_trees(ward: Ward, cells: int) -> float:
    """Logarithm of the number of spanning trees of a piece (Kirchhoff)."""
    spots = bits(cells)
    place = {cell: number for number, cell in enumerate(spots)}
    if len(spots) == 1:
        return 0.0
    laplacian = np.zeros((len(spots), len(spots)))
    for cell, number in place.items():
        for near in ward.neighbours[cell]:
            if near in place:
                laplacian[number, number] += 1.0
                laplacian[number, place[near]] -= 1.0
    return float(np.linalg.slogdet(laplacian[1:, 1:])[1])


def borders_between(ward: Ward, one: int, other: int) -> int:
    """How many pairs of cells border each other across two sets."""
    return sum((ward.beside[cell] & other).bit_count() for cell in bits(one))
