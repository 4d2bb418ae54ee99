"""Grids drawn anew by hand: two joined, one split, a cell moved; and whether the result may be grids of its place.

A drawing is the grid of every cell, in the order of cells, as `grid.layout = "drawn"` reads it from a file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...model.parameters import all_parameters
from ...model.place.partition import Map, connected_parts, divide, map_of_borders
from ...model.place.tiling import shared_borders

Drawing = tuple[int, ...]
Fault = Literal["pieces", "crossing", "small", "large"]
SIZE = "grid.households_per_grid"
"""The lever whose limits say how many households a grid may hold."""


class CannotRedraw(ValueError):
    """A change that leaves no grids; `kind` says why: `same`, `apart`, `last_cell`, `one_cell`, `cut` or `unknown`."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(kind)


@dataclass(frozen=True, eq=False)
class Land:
    """What grids are drawn on: borders inside communities, and what each cell holds.

    Attributes:
        borders: Cells with the cells of their own community beside them.
        community, households: Of each cell.
    """

    borders: Map
    community: NDArray[np.int64]
    households: NDArray[np.int64]


def land_of(cells: pd.DataFrame) -> Land:
    """The land of cells with columns x0, y0, x1, y1 (km), community and households."""
    box = cells[["x0", "y0", "x1", "y1"]].to_numpy(float)
    start, beside = shared_borders(box)
    one = np.repeat(np.arange(len(box), dtype=np.int32), np.diff(start))
    community = cells["community"].to_numpy(np.int64)
    x, y = (box[:, 0] + box[:, 2]) / 2, (box[:, 1] + box[:, 3]) / 2
    borders = map_of_borders(x, y, one, beside, community.astype(np.int32))
    return Land(borders, community, cells["households"].to_numpy(np.int64))


def cells_of(drawing: Drawing, grid: int) -> list[int]:
    """The cells of a grid.

    Raises:
        CannotRedraw: There is no such grid.
    """
    found = [cell for cell, one in enumerate(drawing) if one == grid]
    if not found:
        raise CannotRedraw("unknown")
    return found


def beside(land: Land, drawing: Drawing, grid: int) -> list[int]:
    """Grids of the same community that border a grid."""
    mine = cells_of(drawing, grid)
    return sorted({drawing[near] for cell in mine for near in land.borders.neighbours[cell]} - {grid})


def merge(land: Land, drawing: Drawing, grid: int, other: int) -> Drawing:
    """Two grids that border each other become one, under the number of the first.

    Raises:
        CannotRedraw: They are the same, or share no border inside one community.
    """
    if grid == other:
        raise CannotRedraw("same")
    if other not in beside(land, drawing, grid):
        raise CannotRedraw("apart")
    return tuple(grid if one == other else one for one in drawing)


def split(land: Land, drawing: Drawing, grid: int) -> Drawing:
    """A grid becomes two connected ones of about as many households; the second gets a number of its own.

    Raises:
        CannotRedraw: It has one cell only, or is in pieces already.
    """
    mine = cells_of(drawing, grid)
    if len(mine) < 2:
        raise CannotRedraw("one_cell")
    if len(connected_parts(land.borders, mine)) > 1:
        raise CannotRedraw("cut")
    pieces = divide(land.borders, mine, 2, land.households.astype(float).tolist())
    apart, fresh = set(max(pieces, key=min)), max(drawing) + 1
    return tuple(fresh if cell in apart else one for cell, one in enumerate(drawing))


def movable(land: Land, drawing: Drawing, grid: int) -> dict[int, list[int]]:
    """Cells that a grid can give away and stay whole -> the grids beside each that can take it."""
    mine = cells_of(drawing, grid)
    found = {}
    for cell in mine:
        takers = sorted({drawing[near] for near in land.borders.neighbours[cell]} - {grid})
        rest = [one for one in mine if one != cell]
        if takers and len(connected_parts(land.borders, rest)) == 1:
            found[cell] = takers
    return found


def move(land: Land, drawing: Drawing, cell: int, to: int) -> Drawing:
    """A cell goes over to a grid beside it.

    Raises:
        CannotRedraw: The cell is the last of its grid, the other grid is not beside it, or its own would fall apart.
    """
    if not 0 <= cell < len(drawing):
        raise CannotRedraw("unknown")
    grid = drawing[cell]
    if grid == to:
        raise CannotRedraw("same")
    if to not in {drawing[near] for near in land.borders.neighbours[cell]}:
        raise CannotRedraw("apart")
    rest = [one for one in cells_of(drawing, grid) if one != cell]
    if not rest:
        raise CannotRedraw("last_cell")
    if len(connected_parts(land.borders, rest)) > 1:
        raise CannotRedraw("cut")
    return tuple(to if number == cell else one for number, one in enumerate(drawing))


def faults(land: Land, drawing: Drawing) -> dict[int, list[Fault]]:
    """Grid -> what is wrong with it; only grids with which something is.

    `pieces` and `crossing` are refused by the model; `small` and `large` (fewer or more households than the lever for
    the size of grids allows) are not, and say that no norm would draw it so.
    """
    about = all_parameters()[SIZE].about
    low, high = float(about.low or 0.0), float(about.high or np.inf)
    found: dict[int, list[Fault]] = {}
    for grid in sorted(set(drawing)):
        mine = cells_of(drawing, grid)
        held = int(land.households[mine].sum())
        wrong: dict[Fault, bool] = {
            "crossing": len(set(land.community[mine].tolist())) > 1,
            "pieces": len(connected_parts(land.borders, mine)) > 1,
            "small": held < low,
            "large": held > high,
        }
        if named := [name for name, is_so in wrong.items() if is_so]:
            found[grid] = named
    return found


def drawn_file(drawing: Drawing) -> bytes:
    """The drawing as a layout file takes it: cell, grid."""
    rows = "".join(f"{cell},{grid}\n" for cell, grid in enumerate(drawing))
    return f"cell,grid\n{rows}".encode()
