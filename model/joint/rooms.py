"""Units lend rooms: agreed at the joint committee, opened by a date, used by whoever sits there, given back (SZ-01).

A joint meeting asks for one room at a time, of a unit that sits where no station or other room is near, the farthest
from the centre. Whoever says yes has a date. A room that is open is a place: meetings about estates near by are held
there (`estates/stations.py`), committee members receive and Party-mass workers hold activities there
(`frontline/places.py`). It ends when the unit says so, or leaves the committee.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from ..agents.resident_unit import ResidentUnit
from ..estates.lent_rooms import LentRoom, LentRooms, cell_of_estate, set_rooms
from ..events.joint_committee import RoomAgreed, RoomEnded, RoomOpened
from ..party.joint_meeting import UNIT_PART, chance_of
from ..streams import COMMUNITY, DAY, MONTH, Stream

if TYPE_CHECKING:
    from ..district import District

ASKED = Stream("unit lends a room", COMMUNITY, UNIT_PART, MONTH)
KEPT = Stream("unit opens its room", COMMUNITY, UNIT_PART, DAY)
ENDS = Stream("unit takes its room back", COMMUNITY, UNIT_PART, MONTH)


@dataclass(slots=True, eq=False)
class RoomPromise:
    """A room that was agreed on and is not open yet.

    Attributes:
        unit: Whose.
        agreed, due: Days on which it was agreed on and from which on it is looked at.
        calls: Meetings that called it up since it was due.
    """

    unit: ResidentUnit
    agreed: int
    due: int
    calls: int = 0


@dataclass(slots=True, eq=False)
class RoomPromises:
    """Rooms that were agreed on and are not open yet."""

    open: list[RoomPromise] = field(default_factory=list)


def ask(district: District, units: list[ResidentUnit], month: int) -> None:
    """One unit of a meeting is asked for its room; what was agreed on before and is overdue is called up.

    Args:
        units: Units that came.
    """
    promised = district.of(RoomPromises).open
    for one in promised:
        one.calls += one.unit in units and one.due <= district.day
    could = [one for one in units if one.means is not None and one.means.room > 0 and is_wanted(district, one)]
    if not could:
        return
    unit = max(could, key=lambda one: (far_off(district, one), -one.number))
    draw = ASKED.of(district.plan.seed).at(unit.community, unit.number, month).uniform()
    if draw >= chance_of(district, unit):
        return
    days = int(district.parameters.assumptions.joint.bring_days)
    assert unit.means is not None
    unit.means.room -= 1
    promised.append(RoomPromise(unit, district.day, district.day + days))
    district.record(RoomAgreed(number=unit.number, community=unit.community, estate=unit.means.estate, days=days))


def is_wanted(district: District, unit: ResidentUnit) -> bool:
    """Whether no station and no other lent or promised room is within a walk of where the unit sits."""
    assert unit.means is not None
    cell, land = cell_of_estate(district, unit.means.estate), district.world.territory
    walk = district.parameters.assumptions.hearing.walk_in_radius_km
    stands = district.in_force.ground.station_km_of_cell, district.of(LentRooms).km_of_cell
    soon = [one.unit.means for one in district.of(RoomPromises).open if one.unit.community == unit.community]
    cells = [cell_of_estate(district, means.estate) for means in soon if means is not None]
    away = [float(np.hypot(land.x_km[cell] - land.x_km[one], land.y_km[cell] - land.y_km[one])) for one in cells]
    return all(km > walk for km in (*(float(one[cell]) for one in stands), *away))


def far_off(district: District, unit: ResidentUnit) -> float:
    """Kilometres from where a unit sits to the nearest centre: a room is worth most where that is far."""
    assert unit.means is not None
    return float(district.centres.distance_km_of_cell[cell_of_estate(district, unit.means.estate)])


def look_after(district: District, month: int) -> None:
    """On the first of a month some rooms are taken back; those that are due are opened, or wait."""
    if not district.of(LentRooms).each and not district.of(RoomPromises).open:
        return
    stay = [room for room in district.of(LentRooms).each if not _is_taken_back(district, room, month)]
    due = [one for one in district.of(RoomPromises).open if one.due <= district.day]
    set_rooms(district, stay + [room for one in due if (room := _opened(district, one)) is not None])


def _is_taken_back(district: District, room: LentRoom, month: int) -> bool:
    """Whether its unit says this month that it wants its room for itself again."""
    draw = ENDS.of(district.plan.seed).at(room.community, room.unit, month).uniform()
    if draw >= 1.0 / district.parameters.assumptions.joint.room_months:
        return False
    for unit in district.agents_by_type.get(ResidentUnit, ()):
        if (unit.community, unit.number) == (room.community, room.unit) and unit.means is not None:
            unit.means.room += 1
    _tell_end(district, room, "taken_back")
    return True


def _opened(district: District, promise: RoomPromise) -> LentRoom | None:
    """The room if it is opened today; what nobody opened in so many days is broken."""
    unit, means, assumed = promise.unit, promise.unit.means, district.parameters.assumptions
    assert means is not None
    agreed, cell = district.date(promise.agreed).toordinal(), cell_of_estate(district, means.estate)
    draw = KEPT.of(district.plan.seed).at(unit.community, unit.number, agreed).uniform()
    missed = (1.0 - chance_of(district, unit)) * (1.0 - assumed.units.recalled_share) ** promise.calls
    room = LentRoom(unit.number, unit.community, means.estate, cell, district.day)
    if draw < 1.0 - missed:
        district.of(RoomPromises).open.remove(promise)
        where: dict[str, Any] = {"number": unit.number, "community": unit.community, "estate": means.estate}
        district.record(RoomOpened(**where, calls=promise.calls, days=district.day - promise.agreed))
        return room
    if district.day - promise.due >= assumed.joint.broken_days:
        district.of(RoomPromises).open.remove(promise)
        means.room += 1
        _tell_end(district, replace(room, since=promise.agreed), "broken")
    return None


def let_go(district: District) -> None:
    """Rooms of units that are no longer members are theirs again."""
    stay = {(one.community, one.number) for one in district.agents_by_type.get(ResidentUnit, ())}
    rooms, promised = district.of(LentRooms).each, district.of(RoomPromises)
    gone = [room for room in rooms if (room.community, room.unit) not in stay]
    promised.open = [one for one in promised.open if (one.unit.community, one.unit.number) in stay]
    for room in gone:
        _tell_end(district, room, "left")
    if gone:
        set_rooms(district, [room for room in rooms if room not in gone])


def _tell_end(district: District, room: LentRoom, how: Literal["taken_back", "broken", "left"]) -> None:
    days = district.day - room.since
    district.record(RoomEnded(number=room.unit, community=room.community, estate=room.estate, how=how, days=days))
