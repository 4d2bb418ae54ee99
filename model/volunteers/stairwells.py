"""Demonstration stairwells: a norm that neighbours see, take up next door and forget where nobody shows it (OR-14)."""

from __future__ import annotations

import numpy as np

from ..parameters import Parameters
from ..place.world import World
from ..streams import CELL, Stream
from .corps import Corps

DEMONSTRATION = Stream("demonstration", CELL)


def spread_norm(corps: Corps, world: World, parameters: Parameters) -> None:
    """Demonstration stairwells set an example; next door it is taken up, and without one it fades."""
    work, territory = parameters.assumptions.volunteer_work, world.territory
    share = parameters.levers.grid.demonstration_share
    if share == 0.0 and not corps.norm.any():
        return
    cells = np.arange(territory.cells)
    start = territory.neighbour_start
    owner = np.repeat(cells, np.diff(start))
    total = np.bincount(owner, corps.norm[territory.neighbour], territory.cells)
    around = np.divide(total, np.diff(start), out=corps.norm.copy(), where=np.diff(start) > 0)
    taken_up = corps.norm + work.norm_spread * np.maximum(around - corps.norm, 0.0)
    corps.norm[:] = taken_up * (1.0 - work.norm_decay)
    show_example(corps, world, parameters)


def show_example(corps: Corps, world: World, parameters: Parameters) -> None:
    """On demonstration stairwells the norm is full; which they are is drawn for the cell."""
    draws = DEMONSTRATION.of(corps.seed).at(np.arange(world.territory.cells)).uniform()
    corps.norm[draws < parameters.levers.grid.demonstration_share] = 1.0
