"""Rooms that units have lent to their community: where they are, and how near to homes (SZ-01)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..arrays import Floats

if TYPE_CHECKING:
    from ..district import District


@dataclass(frozen=True, slots=True)
class LentRoom:
    """One room, as long as it is lent.

    Attributes:
        unit: Number of the unit that lends it.
        community: Where.
        estate: The estate the unit sits in.
        cell: The most populous cell of that estate.
        since: Day on which it was opened.
    """

    unit: int
    community: int
    estate: int
    cell: int
    since: int


@dataclass(slots=True, eq=False)
class LentRooms:
    """The rooms that are lent now.

    Attributes:
        each: In the order in which they were opened.
        km_of_cell: From every cell to the nearest of its community; infinitely far without one; shape (cells,).
    """

    each: list[LentRoom]
    km_of_cell: Floats


def no_rooms(district: District) -> LentRooms:
    """Nobody lends a room yet."""
    return LentRooms([], np.full(district.world.territory.cells, np.inf))


def cell_of_estate(district: District, estate: int) -> int:
    """The most populous cell of an estate."""
    land = district.world.territory
    cells = np.flatnonzero(land.estate_of_cell == estate)
    return int(cells[np.argmax(land.residents_of_cell[cells])])


def set_rooms(district: District, rooms: list[LentRoom]) -> None:
    """From now on these rooms are lent, and no others."""
    land, book = district.world.territory, district.of(LentRooms)
    book.each, book.km_of_cell = rooms, np.full(land.cells, np.inf)
    for room in rooms:
        cells = np.flatnonzero(land.community_of_cell == room.community)
        km = np.hypot(land.x_km[cells] - land.x_km[room.cell], land.y_km[cells] - land.y_km[room.cell])
        book.km_of_cell[cells] = np.minimum(book.km_of_cell[cells], km)


def nearest_room(district: District, community: int, estate: int) -> LentRoom | None:
    """The room of a community that is nearest to an estate; None where none is lent."""
    land = district.world.territory
    mine = [room for room in district.of(LentRooms).each if room.community == community]
    cell = cell_of_estate(district, estate) if mine else 0
    return min(
        mine,
        key=lambda one: float(np.hypot(land.x_km[cell] - land.x_km[one.cell], land.y_km[cell] - land.y_km[one.cell])),
        default=None,
    )
