"""A day on which nobody leads a community: its posts are pulled in by calls, and everyday service has what is left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...arrays import Bools, Floats
from ...columns import COUNTER, GRID
from ...events.force import HandsPulledIn, PostsWornOut
from ..contract import ANY, SKILLS, Calls, Crews
from . import posts
from .dispatch import work_for_anybody
from .improvising import Improvised, PostHours, gone, improvise
from .records import DutyRooms
from .wearing import NAMES, TEAMS, Teams, Wear, after

if TYPE_CHECKING:
    from ...district import District

PHONES = "phones"


@dataclass(frozen=True, eq=False)
class PulledIn:
    """What became of a day where nobody led.

    Attributes:
        day: Of each community; nothing where its answer is led.
        ready: Where it is.
        crews: Who served.
    """

    day: Improvised
    ready: Bools
    crews: tuple[Crews, ...]


def pull_in(district: District, calls: Calls, left: Floats, ready: Bools) -> PulledIn:
    """Whoever calls, and whoever is there; `left` is what squads have not taken, by community and skill."""
    asks = np.array([name == PHONES for name in SKILLS])  # whoever only asks is served by whoever takes the call
    long = long_day(calls)
    could_give = PostHours(*(posts.posts_of(district, kind, posts.at_hand(district, calls)) * long for kind in TEAMS))
    each = np.where(ready[:, None], 0.0, calls.needs + calls.new)
    callers = each.sum(axis=1)
    out = [work_for_anybody(np.where(asks, 0.0, mine), calls.untrained) for mine in left]
    wanted = np.where(ready, 0.0, out)
    day = improvise(callers, wanted, could_give, district.parameters.assumptions.force.call_hours)
    asked = np.divide(each[:, asks].sum(axis=1), callers, out=np.zeros(len(callers)), where=callers > 0.0)
    crews = list[Crews]()
    for one in np.flatnonzero(day.callers > 0.0).tolist():
        parts = (
            ("staff", PHONES, float(day.phone[one] * asked[one]), 1.0),
            ("grid", ANY, float(day.grid[one]), float(day.pace[one])),
            ("staff", ANY, float(day.staff[one]), float(day.pace[one])),
        )
        crews += [
            Crews(who, one, skill, people=hours / long, hours=hours, pace=pace)
            for who, skill, hours, pace in parts
            if hours > 0.0
        ]
        _tell(district, one, day)
    return PulledIn(day, ready, tuple(crews))


def _tell(district: District, one: int, day: Improvised) -> None:
    out = float(day.grid[one] + day.staff[one])
    pulled = HandsPulledIn(
        community=one,
        callers=float(day.callers[one]),
        unanswered=float(day.callers[one] - day.answered[one]),
        phone=float(day.phone[one]),
        grid=float(day.grid[one]),
        staff=float(day.staff[one]),
        twice=out * (1.0 - float(day.pace[one])),
    )
    district.record(pulled)


def turned(district: District, calls: Calls, led: Floats, pulled: PulledIn, *, works: bool) -> Floats:
    """Share of its useful hours that each post gives up: `led` where its answer is led, else as it is pulled in."""
    servers, pools, well = district.state.servers, district.state.pools, posts.at_hand(district, calls)
    kind, community = pools.type[servers.pool], pools.community[servers.pool]
    found, day = led.copy(), pulled.day
    for one, given in ((GRID, day.grid), (COUNTER, day.phone + day.staff)):
        share = gone(given, posts.hours_a_day(district, one, well) * works)
        found = np.where((kind == one) & ~pulled.ready[community], share[community], found)
    return np.asarray(found)


def given_up(district: District, calls: Calls, led: tuple[Floats, Floats], pulled: PulledIn, *, works: bool) -> Floats:
    """What posts give up of their everyday hours; what is beyond a usual day is owed to them, and wears them.

    Args:
        led: Where the answer is led: the share of its hours that each post gives up, and hours of grid workers.
    """
    rooms, (shares, grid) = district.of(DutyRooms), led
    found, at_home = turned(district, calls, shares, pulled, works=works), posts.worn_out(district)
    rooms.owed += posts.overtime(district, grid + pulled.day.grid, found, works=works)
    rooms.owed_staff += staff_overtime(district, calls, pulled, works=works)
    wear_out(district, calls, pulled, grid)
    return np.asarray(1.0 - (1.0 - found) * (1.0 - at_home))


def staff_overtime(district: District, calls: Calls, pulled: PulledIn, *, works: bool) -> Floats:
    """Hours that staff work beyond their usual day, by community; they are owed to them, for later."""
    usual = posts.hours_a_day(district, COUNTER, posts.at_hand(district, calls)) * works
    return np.asarray(np.maximum(pulled.day.phone + pulled.day.staff - usual, 0.0))


def wear_out(district: District, calls: Calls, pulled: PulledIn, grid: Floats) -> None:
    """A day wears grid workers, and staff who improvise; `grid` are hours of grid workers who are led, by community."""
    rooms, well = district.of(DutyRooms), posts.at_hand(district, calls)
    hours = (grid + pulled.day.grid, pulled.day.phone + pulled.day.staff)
    could = [posts.posts_of(district, kind, well) * long_day(calls) for kind in TEAMS]
    given = [
        np.divide(one, all_, out=np.zeros(len(one)), where=all_ > 0.0) for one, all_ in zip(hours, could, strict=True)
    ]
    shift = long_day(calls) / district.parameters.assumptions.service.hours_per_day
    before = rooms.teams
    rooms.teams = after(before, np.minimum(np.stack(given, axis=1), 1.0), wear_of(district, shift))
    tell_worn_out(district, before, rooms.teams)


def wear_of(district: District, shift: float) -> Wear:
    """What wears a team whose day lasts so many usual ones."""
    force, volunteering = district.parameters.assumptions.force, district.parameters.assumptions.volunteering
    gain = 1.0 - (1.0 - force.shift_tires) ** shift
    return Wear(gain, volunteering.fatigue_weeks, force.relieved_from, force.rested_share)


def tell_worn_out(district: District, before: Teams, now: Teams) -> None:
    """Posts that fell out today, and those that came back."""
    for number, (kind, name) in enumerate(zip(TEAMS, NAMES, strict=True)):
        change = (now.missing - before.missing)[:, number]
        if not change.any():
            continue
        there = posts.posts_of(district, kind)
        for one in np.flatnonzero(change * there).tolist():
            fell = float(change[one] * there[one])
            away = float(now.missing[one, number] * there[one])
            district.record(PostsWornOut(community=one, about=name, change=fell, posts=away))


def long_day(calls: Calls) -> float:
    """Hours of a post's day in the emergency."""
    return max(shock.kind.post_hours for shock in calls.shocks)
