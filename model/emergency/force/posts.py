"""Posts of the community in an emergency: grid workers in shifts of seven days, staff on the phones, guards.

What they give to it their everyday work does without; hours beyond those of their week are owed to them, for later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...arrays import Floats
from ...columns import COUNTER, GRID, PROPERTY
from ...staffing.capacity import charge_counters, divide_free_hours
from ...working_days import WORKING_DAYS_A_WEEK
from ..contract import Calls
from ..records import Emergency
from .records import DutyRooms
from .wearing import TEAMS

if TYPE_CHECKING:
    from ...district import District

DAYS_A_WEEK = 7.0


def posts_of(district: District, kind: int, well: Floats | float = 1.0) -> Floats:
    """Posts of a kind that are well, by community; `well` is a share of each, shape (posts,)."""
    servers, pools = district.state.servers, district.state.pools
    width = np.where(servers.pooled == 0, servers.line_to - servers.line_from, 0.0) * well
    width = np.where(pools.type[servers.pool] == kind, width, 0.0)
    return np.bincount(pools.community[servers.pool], width, district.ledger.communities).astype(float)


def hours_a_day(district: District, kind: int, well: Floats | float = 1.0) -> Floats:
    """Hours of a usual working day that posts of a kind have in peace, by community."""
    assumed = district.parameters.assumptions.service
    return posts_of(district, kind, well) * assumed.hours_per_day * (1.0 - assumed.absence_share)


def at_hand(district: District, calls: Calls) -> Floats:
    """Share of each post that is neither ill nor worn out, shape (posts,)."""
    return np.asarray((1.0 - calls.posts_ill) * (1.0 - worn_out(district)))


def worn_out(district: District) -> Floats:
    """Share of each post that stays at home, worn out, shape (posts,)."""
    servers, pools, missing = district.state.servers, district.state.pools, district.of(DutyRooms).teams.missing
    kind, community, found = pools.type[servers.pool], pools.community[servers.pool], np.zeros(len(servers))
    for number, one in enumerate(TEAMS):
        found = np.where((kind == one) & (servers.pooled == 0), missing[community, number], found)
    return found


class OnShift(NamedTuple):
    """What posts could give the emergency today, hours by community.

    Attributes:
        grid: Grid workers, were all of them who are on shift to serve it.
        most: The part of it that may be had: on working days some stay with their grids.
        staff: Staff who man the phones, on working days.
    """

    grid: Floats
    most: float
    staff: Floats


def on_shift(district: District, calls: Calls, *, works: bool) -> OnShift:
    """Grid workers stand in shifts, so many days of the seven; a day in the emergency is longer than a usual one."""
    assumed, well = district.parameters.assumptions.force, at_hand(district, calls)
    each = max(shock.kind.post_hours for shock in calls.shocks) * assumed.shift_days / DAYS_A_WEEK
    most = max(shock.kind.most_turned for shock in calls.shocks) if works else 1.0
    staff = hours_a_day(district, COUNTER, well) * assumed.staff_most * works
    return OnShift(posts_of(district, GRID, well) * each, most, staff)


class Given(NamedTuple):
    """Hours that posts give the emergency today, by community."""

    grid: Floats
    staff: Floats
    guards: Floats


def turned(district: District, calls: Calls, given: Given, could: OnShift) -> Floats:
    """Share of its useful hours that each post gives up today, shape (posts,).

    Whoever works on more than five days has days off among the five; guards and staff give up hours as they go.
    """
    state, well = district.state, at_hand(district, calls)
    part = _part(given.grid, could.grid)
    stays = district.parameters.assumptions.force.shift_days / DAYS_A_WEEK * (1.0 - part)
    shares = {
        GRID: np.where(given.grid > 0.0, 1.0 - stays, 0.0),
        COUNTER: _part(given.staff, hours_a_day(district, COUNTER, well)),
        PROPERTY: _part(given.guards, hours_of_guards(district)),
    }
    found = np.zeros(len(state.servers))
    kind, community = state.pools.type[state.servers.pool], state.pools.community[state.servers.pool]
    for one, share in shares.items():
        found = np.where(kind == one, share[community], found)
    return np.asarray(found)


def hours_of_guards(district: District) -> Floats:
    """Hours a day of all guards of the property firms, by community: a firm misses guards as a part of these."""
    lived, assumed = district.of(Emergency).lived, district.parameters.assumptions
    assert lived is not None
    homes = np.bincount(lived.homes.community, minlength=district.ledger.communities)
    return np.asarray(homes / 1000.0 * assumed.force.guards_per_1000_households * assumed.service.hours_per_day)


def overtime(district: District, given: Floats, gone: Floats, *, works: bool) -> Floats:
    """Hours that grid workers work today beyond their week's, by community.

    Args:
        given: Hours they give the emergency, by community.
        gone: Share of its useful hours that each post gives up for it, shape (posts,).
    """
    missed = hours_a_day(district, GRID, gone) if works else np.zeros(len(given))
    return np.asarray(np.maximum(given - missed, 0.0))


def days_off(owed: Floats, missing: Floats, week: Floats, most: float) -> tuple[Floats, Floats]:
    """Hours of a week that a team takes off, and what it is still owed, by community.

    Args:
        owed: Hours of overtime it is owed.
        missing: Share of it that stays at home, worn out; the others take days off.
        week: Its hours of a week.
        most: Share of them that they take off at most.
    """
    off = np.minimum(owed, most * week * (1.0 - missing))
    return np.asarray(off), np.asarray(np.where(week > 0.0, owed - off, 0.0))


def take_days_off(rooms: DutyRooms, district: District) -> Floats:
    """A week in which posts take off part of what they are owed, and those worn out stay away; hours by community.

    The week's roster of grid teams has just been made, and is thinned out evenly; staff owe their hours before needs.
    """
    most, missing = district.parameters.assumptions.force.leave_share, rooms.teams.missing
    weeks = [WORKING_DAYS_A_WEEK * hours_a_day(district, kind) for kind in TEAMS]
    off, rooms.owed = days_off(rooms.owed, missing[:, 0], weeks[0], most)
    theirs, rooms.owed_staff = days_off(rooms.owed_staff, missing[:, 1], weeks[1], most)
    charge_counters(district, theirs + missing[:, 1] * weeks[1])
    week = weeks[0]
    stay = (1.0 - missing[:, 0]) - _part(off, week)
    pools, grids = district.state.pools, district.pool_map.pools(GRID)
    here = stay[pools.community[grids]]
    shares = (pools.patrol_share[grids], pools.visit_share[grids], pools.service_share[grids])
    divide_free_hours(district.state, grids, *(share * here for share in shares))
    return np.asarray(off + theirs)


def _part(hours: Floats, has: Floats) -> Floats:
    found = np.divide(hours, has, out=np.zeros(len(has)), where=has > 0.0)
    return np.asarray(np.minimum(found, 1.0))
