"""Measures of an emergency begin and end: what is told of them, and where needs of suspended kinds stand meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..agents.open_needs import open_needs
from ..arrays import Int64s
from ..backend import transfer
from ..columns import QUEUED, TO_POOL
from ..events.emergency import DoorShut, IllnessOfWeek, KindSuspended, ShockBegan, ShockEnded
from ..gatherings import Gatherings
from ..staffing.capacity import born_since
from .limits import doors_shut, suspended
from .needs import LAPSED, ON_TIME, OPEN
from .records import Lived
from .shock import MEETINGS, Shock
from .today import Today

if TYPE_CHECKING:
    from ..district import District

SHUT, OPENED, STOPPED, RESUMED = "shut", "opened", "suspended", "resumed"


def tell_shocks(district: District, lived: Lived, acting: list[Shock]) -> None:
    """Shocks that begin today, and those that are over with their tail."""
    for number, shock in enumerate(district.plan.shocks):
        facts: dict[str, Any] = {"number": number, "about": shock.kind.id}
        if shock in acting and number not in lived.begun:
            lived.begun.add(number)
            district.record(ShockBegan(**facts, days=shock.days, strength=shock.strength))
        elif shock not in acting and number in lived.begun - lived.over:
            lived.over.add(number)
            states = np.bincount(lived.table.needs.state, minlength=4).tolist()
            counts = {"met_on_time": states[ON_TIME], "lapsed": states[LAPSED], "open": states[OPEN]}
            district.record(ShockEnded(**facts, born=lived.table.born, **counts))


def shut_doors(district: District, lived: Lived, in_force: list[Shock]) -> None:
    """Doors shut today, and those that open again."""
    now = doors_shut(in_force)
    for door in sorted(now - set(lived.shut)):
        lived.shut[door] = district.day
        district.record(DoorShut(about=door, how=SHUT, days=0))
    for door in sorted(set(lived.shut) - now):
        district.record(DoorShut(about=door, how=OPENED, days=district.day - lived.shut.pop(door)))
    district.of(Gatherings).are_shut = MEETINGS in lived.shut


def tell_week(district: District, lived: Lived, today: Today) -> None:
    """Once a week: who is ill and shut in, by community."""
    if today.illness.week == lived.recorded_week or not (today.illness.share.any() or today.shut_in.any()):
        return
    lived.recorded_week = today.illness.week
    for community, (ill, households) in enumerate(zip(today.illness.share, today.shut_in, strict=True)):
        district.record(IllnessOfWeek(community=community, ill=float(ill), households=int(households)))


def suspend(district: District, lived: Lived, in_force: list[Shock]) -> Int64s:
    """Kinds suspended and resumed today; returns needs of suspended kinds that arose yesterday, by kind.

    What waits for somebody when its kind is suspended waits for nobody; when the kind is resumed it finds a pool again,
    if patience has not run out.
    """
    ids = district.kinds.ids
    now = {ids[row] for row in np.flatnonzero(suspended(in_force, ids)).tolist()}
    arose = _arose(district, lived)
    began, ended = sorted(now - set(lived.suspended)), sorted(set(lived.suspended) - now)
    for kind in began:
        lived.suspended[kind], lived.born_while[kind] = district.day, 0
        district.record(KindSuspended(about=kind, how=STOPPED, born=0, days=0))
    for kind in ended:
        days, born = district.day - lived.suspended.pop(kind), lived.born_while.pop(kind)
        district.record(KindSuspended(about=kind, how=RESUMED, born=born, days=days))
    if ended:
        _find_anew(district, ended, with_pool=False)
    return arose


def send_home(district: District, lived: Lived) -> None:
    """Whatever of a suspended kind stands before somebody stands before nobody; pools take none of it today."""
    if lived.suspended:
        _find_anew(district, list(lived.suspended), with_pool=True)


def _arose(district: District, lived: Lived) -> Int64s:
    """Everyday needs of suspended kinds that arose yesterday, by kind."""
    ids = district.kinds.ids
    rows = born_since(district, district.day - 1)
    found = np.bincount(district.state.needs.view(np.ndarray)["kind"][rows], minlength=len(ids))
    for row, kind in enumerate(ids):
        if kind in lived.suspended:
            lived.born_while[kind] += int(found[row])
        else:
            found[row] = 0
    return found


def _find_anew(district: District, kinds: list[str], *, with_pool: bool) -> None:
    """Needs of these kinds that queue before a pool, or before none, find whoever takes them now."""
    needs = district.state.needs.view(np.ndarray)
    rows = open_needs(district)
    which = np.isin(needs["kind"][rows], [district.kinds.index(kind) for kind in kinds])
    rows = rows[which & (needs["state"][rows] == QUEUED) & ((needs["pool"][rows] >= 0) == with_pool)].astype(np.int32)
    if len(rows):
        transfer(rows, np.full(len(rows), TO_POOL, np.int32), district.state)
        district.seen_queued = None
