"""How well a team knows the people of a grid, by how many they are (model.md 5.2)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..parameters import Parameters
from .world import World

STANDARD_HOUSEHOLDS = 400.0


def familiarity(residents: NDArray[np.float64], parameters: Parameters, world: World) -> NDArray[np.float64]:
    """How well a team knows a grid of so many residents, relative to a grid of 400 households."""
    half = parameters.assumptions.hearing.familiarity_residents
    return np.asarray((half / (half + residents)) / standard_familiarity(half, world))


def standard_familiarity(half: float, world: World) -> float:
    """Familiarity with a grid of 400 households of this place's mean size."""
    territory = world.territory
    size = float(territory.residents_of_cell.sum()) / float(territory.households_of_cell.sum())
    return half / (half + STANDARD_HOUSEHOLDS * size)
