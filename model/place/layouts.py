"""How the district is cut into base grids and party grids: one small rule for each way of drawing them.

A layout decides whose grid is busy and whose is idle. Grids are connected, never cross a community,
and hold every cell exactly once; how many there are follows from households alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats
from ..parameters.levers.grid import GridLevers
from .apportion import total_by
from .partition import Map, Spots, connected_parts, divide, map_of_borders
from .territory import Territory
from .world import World

# A patch of one form with fewer households than this share of a grid joins its neighbour (D).
LEAST_PATCH = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Base grids in the order of their community and first cell, and the party grids over them."""

    grid_of_cell: NDArray[np.int32]
    party_grid_of_grid: NDArray[np.int32]
    community_of_grid: NDArray[np.int32]
    households_of_grid: Floats
    residents_of_grid: NDArray[np.int32]
    area_km2_of_grid: Floats

    @property
    def grids(self) -> int:
        return len(self.community_of_grid)

    @property
    def party_grids(self) -> int:
        return int(self.party_grid_of_grid.max()) + 1


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """One community to be cut: its cells, into how many grids, with what each cell holds."""

    land: Map
    cells: Spots
    grids: int
    households: list[float]
    area: list[float]
    workload: list[float]
    form: list[int]


Rule = Callable[[Task], list[Spots]]


def even_area(task: Task) -> list[Spots]:
    """Equal land: what a ruler on the map gives."""
    return divide(task.land, task.cells, task.grids, task.area)


def balanced(task: Task) -> list[Spots]:
    """Equal households: the norm of 300 to 500 a grid."""
    return divide(task.land, task.cells, task.grids, task.households)


def workload(task: Task) -> list[Spots]:
    """Equal expected work: smaller grids where more goes wrong."""
    return divide(task.land, task.cells, task.grids, task.workload)


def by_form(task: Task) -> list[Spots]:
    """Patches of one form kept together where they fill a grid, each patch then cut into equal households."""
    patches = _patches_of_one_form(task)
    held = [sum(task.households[cell] for cell in patch) for patch in patches]
    count = _grids_of_patches(held, [len(patch) for patch in patches], task.grids)
    return [
        piece
        for patch, number in zip(patches, count, strict=True)
        for piece in divide(task.land, patch, number, task.households)
    ]


LAYOUTS: dict[str, Rule] = {"even_area": even_area, "balanced": balanced, "by_form": by_form, "workload": workload}


class Misdrawn(ValueError):
    """Grids drawn by hand that cannot be grids of this place.

    Attributes:
        kind: What is wrong: `missing`, `cells`, `crossing` or `pieces`.
        details: The numbers in the message by their names, for whoever says it in other words.
    """

    def __init__(self, kind: str, message: str, details: Mapping[str, int] | None = None) -> None:
        self.kind, self.details = kind, dict(details or {})
        super().__init__(message.format_map(self.details))


def lay_out(world: World, grid: GridLevers, workload_of_cell: Floats, drawn: NDArray[np.int32] | None = None) -> Layout:
    """Cut every community of a world into grids as the levers say; `drawn` gives a grid for every cell.

    Raises:
        Misdrawn: A drawn layout is missing, crosses a community, or has a grid in two pieces.
        ValueError: A workload is not a number of at least zero for every cell.
    """
    territory = world.territory
    land = _land(territory)
    if grid.layout == "drawn":
        label = _checked_drawing(territory, land, drawn)
    else:
        work = tuple(_checked_workload(territory, workload_of_cell).tolist())
        label = _cut(territory, grid.layout, grid.households_per_grid, work)
    return _measured(territory, label, grid.base_per_party_grid)


@lru_cache(maxsize=8)
def _land(territory: Territory) -> Map:
    one = np.repeat(np.arange(territory.cells, dtype=np.int32), np.diff(territory.neighbour_start))
    return map_of_borders(territory.x_km, territory.y_km, one, territory.neighbour, territory.community_of_cell)


def grids_of_communities(territory: Territory, households_per_grid: float) -> NDArray[np.int64]:
    """How many base grids each community gets: households ÷ the lever, rounded, at least one, at most its cells."""
    households = total_by(territory.community_of_cell, territory.households_of_cell, territory.communities)
    wanted = np.maximum(1, np.floor(households / households_per_grid + 0.5)).astype(np.int64)
    return np.minimum(wanted, np.diff(territory.cell_start_of_community))


@lru_cache(maxsize=16)
def _cut(territory: Territory, layout: str, households_per_grid: float, work: tuple[float, ...]) -> NDArray[np.int64]:
    """The grid of every cell; the runs of one experiment draw the same few maps, whatever their luck."""
    land, start = _land(territory), territory.cell_start_of_community.tolist()
    households, area = territory.households_of_cell.astype(float).tolist(), territory.area_km2.tolist()
    form = territory.form_of_cell.tolist()
    label = np.empty(territory.cells, np.int64)
    grids = 0
    for community, count in enumerate(grids_of_communities(territory, households_per_grid).tolist()):
        cells = list(range(start[community], start[community + 1]))
        pieces = LAYOUTS[layout](
            Task(land=land, cells=cells, grids=count, households=households, area=area, workload=list(work), form=form)
        )
        for piece in pieces:
            label[piece] = grids
            grids += 1
    label.flags.writeable = False
    return label


def _checked_workload(territory: Territory, workload_of_cell: Floats) -> Floats:
    """Expected work of every cell; where none is known anywhere, households stand for it."""
    if workload_of_cell.shape != (territory.cells,):
        raise ValueError(f"workload has {workload_of_cell.size} values for {territory.cells} cells")
    if not np.isfinite(workload_of_cell).all() or (workload_of_cell < 0).any():
        raise ValueError("workload of a cell must be a number of at least zero")
    return workload_of_cell if workload_of_cell.any() else territory.households_of_cell.astype(float)


def _patches_of_one_form(task: Task) -> list[Spots]:
    """Connected cells of one form; patches too small for a grid of their own join the smallest beside them."""
    patches = [
        patch
        for form in sorted({task.form[cell] for cell in task.cells})
        for patch in connected_parts(task.land, [cell for cell in task.cells if task.form[cell] == form])
    ]
    least = LEAST_PATCH * sum(task.households[cell] for cell in task.cells) / task.grids
    while len(patches) > 1:
        held = [sum(task.households[cell] for cell in patch) for patch in patches]
        small = min(range(len(patches)), key=lambda number: (held[number], number))
        if held[small] >= least and len(patches) <= task.grids:
            break
        owner = {cell: number for number, patch in enumerate(patches) for cell in patch}
        beside = {owner[near] for cell in patches[small] for near in task.land.neighbours[cell]} - {small}
        joined = min(beside, key=lambda number: (held[number], number))
        patches[joined] = sorted(patches[joined] + patches[small])
        del patches[small]
    return patches


def _grids_of_patches(held: list[float], cells: list[int], grids: int) -> list[int]:
    """Grids for each patch: one each, every further one to the patch whose grids would be largest (Webster)."""
    count = [1] * len(held)
    for _ in range(grids - len(held)):
        open_patches = [number for number in range(len(held)) if count[number] < cells[number]]
        count[max(open_patches, key=lambda number: (held[number] / (2 * count[number] + 1), -number))] += 1
    return count


def _checked_drawing(territory: Territory, land: Map, drawn: NDArray[np.int32] | None) -> NDArray[np.int64]:
    """A drawn layout, if every grid is one piece inside one community."""
    if drawn is None:
        raise Misdrawn("missing", "grid.layout = drawn needs a grid for every cell (layout_file)")
    if np.shape(drawn) != (territory.cells,):
        text = "the drawn layout has {drawn} cells, the place has {cells}"
        raise Misdrawn("cells", text, {"drawn": np.size(drawn), "cells": territory.cells})
    # By grid: the lowest and the highest community of its cells; where they differ it crosses a border.
    name, label = np.unique(drawn, return_inverse=True)
    low, high = np.full(len(name), territory.communities), np.full(len(name), -1)
    np.minimum.at(low, label, territory.community_of_cell)
    np.maximum.at(high, label, territory.community_of_cell)
    crossing = np.flatnonzero(low != high)
    if len(crossing):
        number, one, other = (int(array[crossing[0]]) for array in (name, low, high))
        text = "drawn grid {grid} crosses from community {one} into community {other}"
        raise Misdrawn("crossing", text, {"grid": number, "one": one, "other": other})
    for grid in range(len(name)):
        parts = connected_parts(land, np.flatnonzero(label == grid).tolist())
        if len(parts) > 1:
            text = "drawn grid {grid} is in {count} pieces: cells {one} and {other} are not joined"
            where = {"one": int(parts[0][0]), "other": int(parts[1][0])}
            raise Misdrawn("pieces", text, {"grid": int(name[grid]), "count": len(parts)} | where)
    return label.astype(np.int64)


def _measured(territory: Territory, label: NDArray[np.int64], base_per_party_grid: int) -> Layout:
    """Number the grids by community and first cell, join party grids, and add up what each grid holds."""
    _, first, label = np.unique(label, return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int32)
    rank[np.argsort(first, kind="stable")] = np.arange(len(first))
    grid_of_cell = rank[label]
    community_of_grid = territory.community_of_cell[np.sort(first)]
    return Layout(
        grid_of_cell=grid_of_cell,
        party_grid_of_grid=_party_grids(territory, grid_of_cell, community_of_grid, base_per_party_grid),
        community_of_grid=community_of_grid,
        households_of_grid=total_by(grid_of_cell, territory.households_of_cell, len(first)),
        residents_of_grid=total_by(grid_of_cell, territory.residents_of_cell, len(first)).astype(np.int32),
        area_km2_of_grid=total_by(grid_of_cell, territory.area_km2, len(first)),
    )


def _party_grids(
    territory: Territory, grid_of_cell: NDArray[np.int32], community_of_grid: NDArray[np.int32], size: int
) -> NDArray[np.int32]:
    """Join neighbouring base grids of a community, about `size` at a time."""
    if size == 1:
        return np.arange(len(community_of_grid), dtype=np.int32)
    land = _map_of_grids(territory, grid_of_cell, community_of_grid)
    same = [1.0] * len(community_of_grid)
    party_grid = np.empty(len(community_of_grid), np.int32)
    bounds = np.searchsorted(community_of_grid, np.arange(territory.communities + 1)).tolist()
    count = 0
    for first, last in pairwise(bounds):
        wanted = max(1, int((last - first) / size + 0.5))
        pieces = divide(land, list(range(first, last)), wanted, same)
        for piece in sorted(pieces):
            party_grid[piece] = count
            count += 1
    return party_grid


def _map_of_grids(territory: Territory, grid_of_cell: NDArray[np.int32], community: NDArray[np.int32]) -> Map:
    one = np.repeat(grid_of_cell, np.diff(territory.neighbour_start))
    other = grid_of_cell[territory.neighbour]
    pair = np.unique(np.stack([one, other], axis=1)[one != other], axis=0)
    cells = np.bincount(grid_of_cell)
    x = np.bincount(grid_of_cell, weights=territory.x_km) / cells
    y = np.bincount(grid_of_cell, weights=territory.y_km) / cells
    return map_of_borders(x, y, pair[:, 0], pair[:, 1], community)
