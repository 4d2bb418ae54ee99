"""How far a resident walks to a service centre, and how much of it is left for them when they arrive."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats
from .apportion import total_by
from .world import World

RESIDENTS_PER_CENTRE = 3000  # never more centres than this allows
MOST_ROUNDS = 50  # of moving every centre to the middle of those it serves
MOST_RELOCATIONS = 20  # of taking the centre missed least to where it is missed most
MIDDLE_CANDIDATES = 24  # cells looked at for the middle of a catchment
CANDIDATES = 200  # cells looked at for a relocation

Spots = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Centres:
    """Service centres of the district, and for every cell the nearest one and how far it is."""

    cell: NDArray[np.int32]
    x_km: Floats
    y_km: Floats
    community: NDArray[np.int32]
    centre_of_cell: NDArray[np.int32]
    distance_km_of_cell: Floats

    def __len__(self) -> int:
        return len(self.cell)


def number_of_centres(world: World, spacing_km: float) -> int:
    """One for each square of built land with sides of the spacing, at least one a street."""
    place = world.place
    wanted = max(place.streets, int(place.built_km2 / spacing_km**2 + 0.5))
    return max(1, min(wanted, place.residents // RESIDENTS_PER_CENTRE, world.territory.cells))


@lru_cache(maxsize=16)
def site_centres(world: World, spacing_km: float) -> Centres:
    """Put the centres where residents together walk least (p-median), by rule and without luck."""
    territory = world.territory
    spot = np.stack([territory.x_km, territory.y_km], axis=1)
    weight = territory.residents_of_cell.astype(float)
    site = np.sort(_relocated(spot, weight, _evenly_spread(weight, number_of_centres(world, spacing_km))))
    distance = _distances(spot, spot[site])
    nearest = np.argmin(distance, axis=1)
    return Centres(
        cell=site.astype(np.int32),
        x_km=spot[site, 0],
        y_km=spot[site, 1],
        community=territory.community_of_cell[site],
        centre_of_cell=nearest.astype(np.int32),
        distance_km_of_cell=distance[np.arange(len(spot)), nearest],
    )


@lru_cache(maxsize=16)
def station_distances(world: World, per_community: int) -> Floats:
    """Kilometres from every cell to the nearest estate station of its community; no station is infinitely far.

    A community's cells lie in the order of its estates; each equal share of its people gets the cell in its middle.
    """
    territory = world.territory
    distance = np.full(territory.cells, np.inf)
    if per_community == 0:
        return distance
    spot = np.stack([territory.x_km, territory.y_km], axis=1)
    bounds = pairwise(territory.cell_start_of_community.tolist())
    for (first, last), site in zip(bounds, station_sites(world, per_community), strict=True):
        distance[first:last] = _distances(spot[first:last], spot[site]).min(axis=1)
    return distance


@lru_cache(maxsize=16)
def station_sites(world: World, per_community: int) -> tuple[Spots, ...]:
    """Cells of the stations of every community, one at least each."""
    people = world.territory.residents_of_cell.astype(float)
    bounds = pairwise(world.territory.cell_start_of_community.tolist())
    return tuple(first + _evenly_spread(people[first:last], per_community) for first, last in bounds)


def _distances(spot: Floats, site: Floats) -> Floats:
    distance: Floats = np.hypot(spot[:, :1] - site[:, 0], spot[:, 1:] - site[:, 1])
    return distance


def _nearest(spot: Floats, site: Floats) -> Spots:
    """Nearest site of every spot; squares are enough to compare, and cheaper."""
    square = (spot[:, :1] - site[:, 0]) ** 2 + (spot[:, 1:] - site[:, 1]) ** 2
    nearest: Spots = square.argmin(axis=1)
    return nearest


def _evenly_spread(weight: Floats, count: int) -> Spots:
    """Start where every centre has as many residents before it; neighbours in number are neighbours on the map."""
    filled = np.cumsum(weight)
    return np.unique(np.searchsorted(filled, (np.arange(count) + 0.5) / count * filled[-1]))


def _walk(spot: Floats, weight: Floats, site: Spots) -> float:
    """Kilometres all residents walk together, once each."""
    return float(weight @ _distances(spot, spot[site]).min(axis=1))


def _centred(spot: Floats, weight: Floats, site: Spots) -> Spots:
    """Move every centre to the cell where those it serves walk least, until none moves."""
    for _ in range(MOST_ROUNDS):
        nearest = _nearest(spot, spot[site])
        moved = site.copy()
        for number in range(len(site)):
            served = np.flatnonzero(nearest == number)
            if len(served):
                moved[number] = _middle(spot[served], weight[served], served)
        if np.array_equal(moved, site):
            break
        site = moved
    return site


def _middle(spot: Floats, weight: Floats, name: Spots) -> int:
    """The cell all walk least to, looked for among those nearest to the mean position."""
    off = ((spot - weight @ spot / weight.sum()) ** 2).sum(axis=1)
    near = np.argsort(off, kind="stable")[:MIDDLE_CANDIDATES]
    walk = weight @ _distances(spot, spot[near])
    return int(name[near[np.argmin(walk)]])


def _relocated(spot: Floats, weight: Floats, site: Spots) -> Spots:
    """Centre the sites; while it shortens the walk, close the one missed least and open where it helps most."""
    site = _centred(spot, weight, site)
    if len(site) == 1:
        return site
    candidate = np.unique(np.linspace(0, len(spot) - 1, CANDIDATES).astype(np.intp))
    walked = _walk(spot, weight, site)
    for _ in range(MOST_RELOCATIONS):
        two = np.partition(_distances(spot, spot[site]), 1, axis=1)[:, :2]
        missed = total_by(_nearest(spot, spot[site]), weight * (two[:, 1] - two[:, 0]), len(site))
        kept = np.delete(site, np.argmin(missed))
        gap = _distances(spot, spot[kept]).min(axis=1)
        gain = weight @ np.maximum(gap[:, None] - _distances(spot, spot[candidate]), 0.0)
        trial = _centred(spot, weight, np.append(kept, candidate[np.argmax(gain)]))
        trial_walk = _walk(spot, weight, trial)
        if trial_walk >= walked * (1 - 1e-9):
            break
        site, walked = trial, trial_walk
    return site


def gaussian_decay(distance_km: Floats, radius_km: float) -> Floats:
    """How much a distance still counts: 1 at the door, 0 at the radius and beyond (B8.1)."""
    floor = np.exp(-0.5)
    weight = (np.exp(-0.5 * (distance_km / radius_km) ** 2) - floor) / (1.0 - floor)
    return np.where(distance_km < radius_km, weight, 0.0)


def two_step_reach(supply: Floats, demand: Floats, distance_km: Floats, radius_km: float) -> Floats:
    """Supply within reach per person wanting it, by cell (Gaussian two-step floating catchment, B8.1).

    Args:
        supply: What each centre offers, one value per centre.
        demand: People (or needs) of each cell.
        distance_km: Cells × centres.
        radius_km: Nobody walks farther.
    """
    weight = gaussian_decay(distance_km, radius_km)
    wanting = demand @ weight
    per_person = np.divide(supply, wanting, out=np.zeros(len(supply)), where=wanting > 0)
    reach: Floats = weight @ per_person
    return reach
