"""Every lawful way of cutting a small community, one after the other: what a sample of layouts is held against."""

from __future__ import annotations

from collections.abc import Iterator

from .land import Ward

Grids = tuple[int, ...]
"""Grids as sets of cells, a bit a cell, by the first cell of each."""


class TooMany(Exception):
    """More layouts, or more work to find them, than is worth it."""


def all_layouts(ward: Ward, most: int, most_work: int) -> list[Grids]:
    """Every lawful layout of a community, each once.

    Raises:
        TooMany: There are more than `most`, or more than `most_work` sets of cells have to be looked at.
    """
    budget = [most_work]
    found: list[Grids] = []
    for one in _cut(ward, (1 << ward.cells) - 1, ward.grids, budget):
        found.append(one)
        if len(found) > most:
            raise TooMany
    return found


def _cut(ward: Ward, left: int, grids: int, budget: list[int]) -> Iterator[Grids]:
    """Cut what is left into so many grids; the grid of its first cell comes first, so that no layout comes twice."""
    held = ward.held(left)
    if not grids * ward.low <= held <= grids * ward.high:
        return
    if grids == 1:
        if ward.connected(left):
            yield (left,)
        return
    for grid in _grids_with(ward, left & -left, 0, left, budget):
        for others in _cut(ward, left & ~grid, grids - 1, budget):
            yield (grid, *others)


def _grids_with(ward: Ward, grid: int, closed: int, left: int, budget: list[int]) -> Iterator[int]:
    """Every connected set that holds `grid`, none of the cells that are closed, and lawful households.

    A cell beside the set is taken in or closed for good, so that each set comes once.
    """
    budget[0] -= 1
    if budget[0] < 0:
        raise TooMany
    held = ward.held(grid)
    if held > ward.high:
        return
    if held >= ward.low:
        yield grid
    reach, rest = 0, grid
    while rest:
        cell = rest.bit_length() - 1
        rest ^= 1 << cell
        reach |= ward.beside[cell]
    open_cells = reach & left & ~grid & ~closed
    while open_cells:
        cell = open_cells & -open_cells
        open_cells ^= cell
        yield from _grids_with(ward, grid | cell, closed, left, budget)
        closed |= cell
