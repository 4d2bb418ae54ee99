"""Stations of estates: a table near home, social workers on some evenings, retired members who settle disputes (YT-15).

A station is a room with people in it. Social workers of the centre spend some of the hours there that are not casework,
and settle disputes beside the retired members on duty. A meeting about an estate whose homes are near
a station is held there, and more people come to it than to one farther off.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from ..arrays import Floats
from ..events.estates import StationHosted, StationsKept
from ..events.joint_committee import RoomUsed
from ..needs.useful_hours import social_hours_at_stations
from .lent_rooms import LentRooms, nearest_room

if TYPE_CHECKING:
    from ..deliberation.matter import Matter
    from ..district import District


@dataclass(slots=True, eq=False)
class Nearness:
    """How near estates are to stations and lent rooms, as long as these stay where they are.

    Attributes:
        places: From every cell to the nearest station, and to the nearest lent room, as last looked at.
        known: How near each estate is that was asked for since.
    """

    places: tuple[Floats, Floats] | None = None
    known: dict[int, float] = field(default_factory=dict)


def nearness(district: District, estate: int) -> float:
    """How near an estate's homes are to a station or lent room of its community: 1 beside it, 0 far off or without."""
    book, rooms = district.of(Nearness), district.of(LentRooms).km_of_cell
    stations = district.in_force.ground.station_km_of_cell
    if book.places is None or book.places[0] is not stations or book.places[1] is not rooms:
        book.places, book.known = (stations, rooms), {}
    if estate not in book.known:
        book.known[estate] = _nearness(district, estate, np.minimum(stations, rooms))
    return book.known[estate]


def _nearness(district: District, estate: int, km: Floats) -> float:
    """The same for places at these distances from every cell."""
    land = district.world.territory
    cells = np.flatnonzero(land.estate_of_cell == estate)
    near = np.exp(-0.5 * (km[cells] / district.parameters.assumptions.hearing.walk_in_radius_km) ** 2)
    homes = land.households_of_cell[cells].astype(float)
    return float((near * homes).sum() / homes.sum()) if homes.sum() > 0.0 else 0.0


def table_odds(district: District, estate: int) -> float:
    """How many times the odds of coming to a meeting are for its being held at a station near home."""
    return 1.0 + district.parameters.assumptions.units.station_table_gain * nearness(district, estate)


def host(district: District, matter: Matter, meetings: int) -> None:
    """A meeting about a matter was held at the station, or in a lent room, if its estate is nearer to one than not."""
    near = nearness(district, matter.estate)
    if not meetings or near < 0.5:
        return
    facts: dict[str, Any] = {"community": matter.community, "about": matter.kind.id, "meetings": meetings, "near": near}
    room = nearest_room(district, matter.community, matter.estate)
    at_station = _nearness(district, matter.estate, district.in_force.ground.station_km_of_cell)
    if room is not None and near > at_station:
        district.record(RoomUsed(number=room.unit, estate=matter.estate, **facts))
    else:
        district.record(StationHosted(number=matter.estate, **facts))


def social_hours(district: District) -> float:
    """Hours a week for disputes that social workers give in the stations of one community."""
    stations, communities = district.parameters.levers.centres.stations_per_community, district.ledger.communities
    return stations * social_hours_at_stations(district.parameters, communities, len(district.centres))


def tell(district: District, community: int, on_duty: int) -> None:
    """Who keeps the stations of a community this month, and for how many hours a week."""
    stations = district.parameters.levers.centres.stations_per_community
    if stations:
        duty = district.parameters.assumptions.units.station_duty_hours * on_duty
        kept: dict[str, Any] = {
            "stations": stations,
            "on_duty": on_duty,
            "duty_hours": duty,
            "social_hours": social_hours(district),
        }
        district.record(StationsKept(community=community, **kept))
