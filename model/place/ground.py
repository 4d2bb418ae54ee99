"""The district's land as a policy divides it: whose grid is where, and where the centres stand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..parameters.levers import Levers
from .layouts import Layout, lay_out
from .reach import Centres, site_centres, station_distances
from .world import World


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """A world with its grids drawn and its centres sited."""

    world: World
    layout: Layout
    centres: Centres
    station_km_of_cell: NDArray[np.float64]


def divide(
    world: World, levers: Levers, workload_of_cell: NDArray[np.float64], drawn: NDArray[np.int32] | None = None
) -> Ground:
    """Draw the grids and site the centres and stations of one set of levers."""
    layout = lay_out(world, levers.grid, workload_of_cell, drawn)
    stations = station_distances(world, levers.centres.stations_per_community)
    return Ground(world, layout, site_centres(world, levers.centres.spacing_km), stations)
