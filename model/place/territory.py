"""Where people live: street, community, estate and cell, tiled over the built land of the district.

Community borders are drawn here, before any grid layout, so that no policy can move them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats, Int64s
from ..parameters.place import FORMS, Place
from .apportion import allot, population_stream, total_by
from .estates import Estates, form_weights, plan_estates
from .tiling import Box, shared_borders, tile

TYPICAL_CELL = 100  # residents (D): a few stairwells
CELL_SPREAD = 0.3  # sigma of log size (D)
LOG_SMALLEST, LOG_LARGEST = np.log(0.65), np.log(1.6)  # keeps every cell between 30 and 300 residents
WIDTH_TO_HEIGHT = 1.6  # of the built land (D)

# How crowded with dormitories a form is, against new estates (D; B1: 17.5 % of Shenzhen live collectively).
COLLECTIVE_WEIGHT = {"old_estate": 0.5, "urban_village": 3.0, "industrial_park": 12.0, "tower": 1.5, "courtyard": 0.3}
MOST_COLLECTIVE = 0.75  # of the residents of a cell, where the place's total allows (D)
# Households per family resident, against old estates (D): small in rented rooms, large in courtyards.
HOUSEHOLD_WEIGHT = {"new_estate": 0.95, "urban_village": 1.15, "industrial_park": 1.1, "tower": 1.1, "courtyard": 0.85}


@dataclass(frozen=True, slots=True, eq=False)
class Territory:
    """Cells sorted by community, then estate; every array named `…_of_cell` has one entry per cell."""

    streets: int
    communities: int
    street_of_community: NDArray[np.int32]
    cell_start_of_community: NDArray[np.int32]
    community_of_cell: NDArray[np.int32]
    estate_of_cell: NDArray[np.int32]
    form_of_cell: NDArray[np.int8]
    x_km: Floats
    y_km: Floats
    area_km2: Floats
    box_km: NDArray[np.float64]
    residents_of_cell: NDArray[np.int32]
    households_of_cell: NDArray[np.int32]
    collective_of_cell: NDArray[np.int32]
    resident_start_of_cell: NDArray[np.int64]
    neighbour_start: NDArray[np.int32]
    neighbour: NDArray[np.int32]
    estate_form: NDArray[np.int8]
    estate_community: NDArray[np.int32]
    estate_has_property: NDArray[np.bool_]
    estate_has_committee: NDArray[np.bool_]

    @property
    def cells(self) -> int:
        return len(self.community_of_cell)

    @property
    def estates(self) -> int:
        return len(self.estate_form)


def build_territory(place: Place) -> Territory:
    """The district's land and who lives where on it, as counts."""
    estates = plan_estates(place)
    residents, estate = _cell_sizes(place, estates)
    form, community = estates.form[estate], estates.community[estate]
    collective, households = _homes(place, residents, form)
    boxes = np.array(_boxes(place, estates, residents, estate))
    start, neighbour = shared_borders(boxes)
    return Territory(
        streets=place.streets,
        communities=place.communities,
        street_of_community=estates.street_of_community,
        cell_start_of_community=_starts(community, place.communities).astype(np.int32),
        community_of_cell=community,
        estate_of_cell=estate.astype(np.int32),
        form_of_cell=form,
        x_km=0.5 * (boxes[:, 0] + boxes[:, 2]),
        y_km=0.5 * (boxes[:, 1] + boxes[:, 3]),
        area_km2=(boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]),
        box_km=boxes,
        residents_of_cell=residents.astype(np.int32),
        households_of_cell=households.astype(np.int32),
        collective_of_cell=collective.astype(np.int32),
        resident_start_of_cell=np.concatenate([[0], np.cumsum(residents)]),
        neighbour_start=start,
        neighbour=neighbour,
        estate_form=estates.form,
        estate_community=estates.community,
        estate_has_property=estates.has_property,
        estate_has_committee=estates.has_committee,
    )


def _starts(sorted_group: NDArray[np.int32], groups: int) -> NDArray[np.int64]:
    starts = np.zeros(groups + 1, np.int64)
    np.cumsum(np.bincount(sorted_group, minlength=groups), out=starts[1:])
    return starts


def _cell_sizes(place: Place, estates: Estates) -> tuple[Int64s, Int64s]:
    """Residents and estate of every cell; the cells of an estate add up to it."""
    generator = population_stream(place.population_seed, "cells")
    count = np.maximum(1, np.round(estates.residents / TYPICAL_CELL)).astype(np.int64)
    log_weight = np.clip(generator.normal(0.0, CELL_SPREAD, int(count.sum())), LOG_SMALLEST, LOG_LARGEST)
    estate = np.repeat(np.arange(len(count)), count)
    weight = np.exp(log_weight)
    share = weight / total_by(estate, weight, len(count))[estate] * estates.residents[estate]
    # Rounding the running sum keeps every estate's total and moves no cell by more than one person.
    edge = np.round(np.cumsum(share)).astype(np.int64)
    ends = np.cumsum(estates.residents)
    edge[np.cumsum(count) - 1] = ends
    return np.diff(edge, prepend=0), estate


def _homes(place: Place, residents: Int64s, form: NDArray[np.int8]) -> tuple[Int64s, Int64s]:
    """Residents in collective households, and family households, of every cell; both totals exact."""
    people = round(place.collective_share * place.residents)
    weight = residents * form_weights(COLLECTIVE_WEIGHT)[form]
    most = np.floor(MOST_COLLECTIVE * residents).astype(np.int64)
    collective = allot(people, weight, high=most if people <= most.sum() else residents)
    family = residents - collective
    households = min(round((1.0 - place.collective_share) * place.residents / place.household_size), int(family.sum()))
    weight = family * form_weights(HOUSEHOLD_WEIGHT)[form]
    least = np.minimum(family, 1)
    if households < least.sum():
        raise ValueError(f"household_size = {place.household_size:g} leaves inhabited cells without a household")
    return collective, allot(households, weight, low=least, high=family)


def _boxes(place: Place, estates: Estates, residents: Int64s, estate: Int64s) -> list[Box]:
    """A rectangle for every cell, nested in those of its estate, community and street."""
    density = np.array([place.forms[form].relative_density if form in place.forms else 1.0 for form in FORMS])
    land = residents / density[estates.form[estate]]
    of_estate = total_by(estate, land, len(estates.form))
    of_community = total_by(estates.community, of_estate, place.communities)
    of_street = total_by(estates.street_of_community, of_community, place.streets)
    height = float(np.sqrt(place.built_km2 / WIDTH_TO_HEIGHT))
    boxes = tile((0.0, 0.0, place.built_km2 / height, height), of_street)
    boxes = _tile_each(boxes, of_community, _starts(estates.street_of_community, place.streets))
    boxes = _tile_each(boxes, of_estate, _starts(estates.community, place.communities))
    return _tile_each(boxes, land, _starts(estate.astype(np.int32), len(of_estate)))


def _tile_each(boxes: list[Box], area: Floats, start: NDArray[np.int64]) -> list[Box]:
    bounds = start.tolist()
    return [
        piece
        for box, first, last in zip(boxes, bounds[:-1], bounds[1:], strict=True)
        for piece in tile(box, area[first:last])
    ]
