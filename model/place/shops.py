"""Where street-front shops stand: along the streets between estates; the same in every run of a place.

Which cells face a street follows from the map alone, so nothing is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ..arrays import Floats, Int64s
from .apportion import allot
from .territory import Territory
from .world import World


@dataclass(frozen=True, slots=True, eq=False)
class Shops:
    """The street-front shops of a district, numbered by cell. Both columns have one entry per shop.

    Attributes:
        estate: At which estate each stands.
        community: In which community.
    """

    estate: Int64s
    community: Int64s

    def __len__(self) -> int:
        return len(self.estate)

    def of_estate(self, estate: int) -> Int64s:
        """Numbers of the shops that stand at one estate."""
        return np.flatnonzero(self.estate == estate)

    def of_community(self, community: int) -> Int64s:
        """Numbers of the shops of one community."""
        return np.flatnonzero(self.community == community)


@lru_cache(maxsize=4)
def shops_of(world: World) -> Shops:
    """The shops of a world: so many per 1,000 residents, shared out by who lives beside a street."""
    place, territory = world.place, world.territory
    count = round(place.shops_per_1000 * place.residents / 1000.0)
    weight = territory.residents_of_cell * faces_a_street(territory)
    here = allot(count, weight) if count else np.zeros(territory.cells, np.int64)
    cell = np.repeat(np.arange(territory.cells), here)
    return Shops(territory.estate_of_cell[cell].astype(np.int64), territory.community_of_cell[cell].astype(np.int64))


def faces_a_street(territory: Territory) -> Floats:
    """By cell: share of the cells it borders on that belong to another estate; streets run between estates."""
    each = np.diff(territory.neighbour_start)
    cell = np.repeat(np.arange(territory.cells), each)
    other = territory.estate_of_cell[territory.neighbour] != territory.estate_of_cell[cell]
    return np.bincount(cell, other, territory.cells) / np.maximum(each, 1)
