"""Where somebody can sit with residents: stations of the community, rooms that units lend, else the nearest centre."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..arrays import Floats
from ..estates.lent_rooms import LentRooms
from ..place.reach import station_sites

if TYPE_CHECKING:
    from ..district import District


class Place(NamedTuple):
    """One place of a community.

    Attributes:
        what: `station`, `room` or `centre`.
        cell: Where.
    """

    what: str
    cell: int


def places_of(district: District, community: int) -> list[Place]:
    """Places of a community in a fixed order: whoever goes round visits them by turns."""
    count = district.parameters.levers.centres.stations_per_community
    stations = station_sites(district.world, count)[community] if count else np.zeros(0, np.int64)
    found = [Place("station", int(cell)) for cell in stations]
    found += [Place("room", room.cell) for room in district.of(LentRooms).each if room.community == community]
    return found or [Place("centre", int(district.centres.cell[centre_of_each(district)[community]]))]


def centre_of_each(district: District) -> list[int]:
    """Of every community, the centre to which most of its residents are nearest."""
    land, centres = district.world.territory, district.centres
    table = np.zeros((land.communities, len(centres)))
    np.add.at(table, (land.community_of_cell, centres.centre_of_cell), land.residents_of_cell)
    found: list[int] = table.argmax(axis=1).tolist()
    return found


def nearness_to(district: District, place: Place, community: int) -> Floats:
    """How near every cell of the community is to a place, 1 beside it, 0 elsewhere; shape (cells,)."""
    land, radius = district.world.territory, district.parameters.assumptions.hearing.walk_in_radius_km
    near, cells = np.zeros(land.cells), np.flatnonzero(land.community_of_cell == community)
    km = np.hypot(land.x_km[cells] - land.x_km[place.cell], land.y_km[cells] - land.y_km[place.cell])
    near[cells] = np.exp(-0.5 * (km / radius) ** 2)
    return near
