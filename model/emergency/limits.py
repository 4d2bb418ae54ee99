"""What an emergency takes from everyday service, as shares left; and how that is taken and given back day by day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..arrays import Bools, Floats, Int32s
from ..columns import (
    ACTIVITY,
    AT_TERMINAL,
    BUNDLE,
    MENU,
    ORGANISATION,
    PROGRAMME,
    PROJECT,
    STEWARD,
    STEWARD_ROUND,
    TERMINAL,
    VOLUNTEER,
    WALK_IN,
    Hearing,
)
from ..need_rates import set_intensity
from ..needs.channels import direct, set_hazard
from ..staffing.capacity import set_kinds, set_useful_share
from .shock import CONTACTS, Shock

if TYPE_CHECKING:
    from ..district import District

CONTACT_OF_POOL = {
    VOLUNTEER: "volunteers",
    STEWARD: "stewards",
    ORGANISATION: "organisations",
    BUNDLE: "organisations",
    PROJECT: "organisations",
    MENU: "organisations",
}
"""Pools whose people meet residents, and which contact that is."""
DOOR_OF_POOL = {PROGRAMME: "activities", TERMINAL: "terminals"}
DOOR_OF_CHANNEL = {ACTIVITY: "activities", AT_TERMINAL: "terminals"}


def falling(acting: Iterable[tuple[Shock, float]], kinds: Sequence[str]) -> Floats:
    """Share of the births of each everyday kind that do not arise today; `acting` are shocks and their pressures."""
    left = np.ones(len(kinds))
    for shock, pressure in acting:
        fall = np.array([shock.kind.falls.get(kind, 0.0) for kind in kinds])
        left *= 1.0 - fall * min(pressure, 1.0)
    return 1.0 - left


def suspended(measures: Iterable[Shock], kinds: Sequence[str]) -> Bools:
    """Which everyday kinds nobody serves today; `measures` are the shocks whose measures are in force."""
    found = np.zeros(len(kinds), bool)
    for shock in measures:
        found |= np.array([kind in shock.kind.suspended for kind in kinds], bool)
    return found


def contact_left(measures: Iterable[Shock]) -> dict[str, float]:
    """How much of each contact goes on: where several shocks limit it, the least."""
    found = dict.fromkeys(CONTACTS, 1.0)
    for shock in measures:
        for contact, share in shock.kind.contacts.items():
            found[contact] = min(found[contact], share)
    return found


def doors_shut(measures: Iterable[Shock]) -> frozenset[str]:
    """Which doors are shut."""
    return frozenset(door for shock in measures for door in shock.kind.doors)


def told_by_phone(measures: Iterable[Shock]) -> float:
    """Share of what residents would say at a centre that they say all the same: by phone where its doors are shut."""
    return min((shock.kind.by_phone for shock in measures if "centres" in shock.kind.doors), default=1.0)


def turned_departments(measures: Iterable[Shock], kinds: Sequence[str]) -> Floats:
    """Share of its cases that the department of each everyday kind leaves for the emergency: the largest stated."""
    found = np.zeros(len(kinds))
    for shock in measures:
        found = np.maximum(found, [shock.kind.departments.get(kind, 0.0) for kind in kinds])
    return found


def pools_left(types: Int32s, contact: dict[str, float], shut: frozenset[str]) -> Floats:
    """Share of their day that people of each pool may still give, by contact and doors; one for each of `types`."""
    left = np.ones(len(types))
    for pool, one in CONTACT_OF_POOL.items():
        left[types == pool] = contact[one]
    for pool, door in DOOR_OF_POOL.items():
        left[types == pool] = 0.0 if door in shut else 1.0
    return left


@dataclass(frozen=True, eq=False)
class Cut:
    """What everyday service does without today.

    Attributes:
        posts: Share of its useful hours left to each post.
        born: Share of the births left of each everyday kind.
        masked: Bits of the kinds that nobody serves.
        contact, shut: Contacts that go on, and doors that are shut.
        by_phone: Share left of what residents say at a centre.
    """

    posts: Floats
    born: Floats
    masked: int
    contact: dict[str, float]
    shut: frozenset[str]
    by_phone: float


@dataclass(frozen=True, eq=False)
class Taken:
    """What stood there before it was cut, to be given back before anybody acts again."""

    useful_share: Floats
    kinds: Int32s
    intensity: Floats
    per_hour: tuple[Floats, Floats, Floats]
    workday: Floats
    restday: Floats


def take(district: District, cut: Cut) -> Taken:
    """Cut today's everyday service; returns what stood there."""
    state, hearing = district.state, district.state.hearing
    taken = Taken(
        useful_share=state.servers.useful_share.copy(),
        kinds=state.pools.kinds.copy(),
        intensity=hearing.intensity.copy(),
        per_hour=(hearing.patrol_per_hour.copy(), hearing.door_per_hour.copy(), hearing.listed_per_hour.copy()),
        workday=hearing.workday.copy(),
        restday=hearing.restday.copy(),
    )
    set_useful_share(state, slice(None), taken.useful_share * cut.posts)
    set_kinds(state, slice(None), taken.kinds & ~np.int32(cut.masked))
    set_intensity(state, taken.intensity * cut.born)
    visits, patrol = cut.contact["visits"], cut.contact["patrol"]
    roads, doors, lists = taken.per_hour
    direct(hearing, patrol=roads * patrol, door=doors * visits, listed=lists * visits)
    _shut(hearing, taken, {channel: 0.0 for channel, door in DOOR_OF_CHANNEL.items() if door in cut.shut})
    _shut(hearing, taken, {WALK_IN: cut.by_phone, STEWARD_ROUND: cut.contact["stewards"]})
    return taken


def give_back(district: District, taken: Taken) -> None:
    """Everyday service stands as it did before the day was cut."""
    state, hearing = district.state, district.state.hearing
    set_useful_share(state, slice(None), taken.useful_share)
    set_kinds(state, slice(None), taken.kinds)
    set_intensity(state, taken.intensity)
    direct(hearing, patrol=taken.per_hour[0], door=taken.per_hour[1], listed=taken.per_hour[2])
    _shut(hearing, taken, dict.fromkeys((*DOOR_OF_CHANNEL, WALK_IN, STEWARD_ROUND), 1.0))


def _shut(hearing: Hearing, taken: Taken, left: dict[int, float]) -> None:
    for channel, share in left.items():
        set_hazard(
            hearing, channel, workday=taken.workday[:, channel] * share, restday=taken.restday[:, channel] * share
        )


def measures_of(acting: Iterable[Shock], date: dt.date) -> list[Shock]:
    """The shocks whose measures are in force on a date."""
    return [shock for shock in acting if shock.measures(date)]
