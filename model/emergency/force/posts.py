"""Posts of the community in an emergency: grid workers in shifts of seven days, staff on the phones, guards.

What they give to it their everyday work does without; days off they have worked are owed to them and taken later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ...arrays import Bools, Floats
from ...columns import COUNTER, GRID, PROPERTY
from ...staffing.capacity import divide_free_hours
from ...working_days import WORKING_DAYS_A_WEEK
from .records import DutyRooms

if TYPE_CHECKING:
    from ...district import District

DAYS_A_WEEK = 7.0


def hours_a_day(district: District, kind: int) -> Floats:
    """Hours a working day of all posts of a kind, by community, without absence as it is in peace."""
    assumed, servers = district.parameters.assumptions.service, district.state.servers
    pools = district.state.pools
    width = np.where(servers.pooled == 0, servers.line_to - servers.line_from, 0.0)
    width = np.where(pools.type[servers.pool] == kind, width, 0.0)
    whole = np.bincount(pools.community[servers.pool], width, district.ledger.communities)
    return np.asarray(whole * assumed.hours_per_day * (1.0 - assumed.absence_share))


def on_shift(district: District, ill: Floats, *, works: bool) -> tuple[Floats, Floats]:
    """Hours that grid workers on shift and staff can give the emergency today, by community.

    On working days most of what grid workers have stays with their grids, and staff man the phones; on days of rest
    whoever is on shift serves the emergency alone.
    """
    assumed, well = district.parameters.assumptions.force, 1.0 - ill
    grid = hours_a_day(district, GRID) * well * assumed.shift_days / DAYS_A_WEEK
    staff = hours_a_day(district, COUNTER) * well * assumed.staff_most
    return (grid * assumed.grid_most, staff) if works else (grid, np.zeros(len(ill)))


def turned(district: District, given: tuple[Floats, Floats, Floats], ill: Floats) -> Floats:
    """Share of its useful hours that each post gives up today, shape (posts,).

    Args:
        given: Hours that grid workers, staff and guards give the emergency, by community.
        ill: Share of people who are ill, by community: they are missing anyhow.
    """
    state, assumed = district.state, district.parameters.assumptions.force
    shift, well = assumed.shift_days / DAYS_A_WEEK, np.maximum(1.0 - ill, 1e-9)
    found = np.zeros(len(state.servers))
    kind, community = state.pools.type[state.servers.pool], state.pools.community[state.servers.pool]
    for one, hours in zip((GRID, COUNTER, PROPERTY), given, strict=True):
        has = hours_a_day(district, one) * well * (shift if one == GRID else 1.0)
        share = np.divide(hours, has, out=np.zeros(len(has)), where=has > 0.0)
        # Who works on seven days is at work on fewer of the five.
        gone = np.where(hours > 0.0, 1.0 - shift * (1.0 - share), 0.0) if one == GRID else share
        found = np.where(kind == one, np.clip(gone, 0.0, 1.0)[community], found)
    return np.asarray(found)


def owe_days_off(rooms: DutyRooms, district: District, at_work: Bools) -> None:
    """Where grid workers stand in shifts today, they work a part of a day more than their week has."""
    more = max(district.parameters.assumptions.force.shift_days - WORKING_DAYS_A_WEEK, 0.0) / DAYS_A_WEEK
    rooms.owed += np.where(at_work, more * hours_a_day(district, GRID), 0.0)


def take_days_off(rooms: DutyRooms, district: District) -> Floats:
    """A week in which grid workers take off part of what they are owed; hours by community.

    The week's roster of grid teams has just been made, and is thinned out evenly.
    """
    week = WORKING_DAYS_A_WEEK * hours_a_day(district, GRID)
    off = np.minimum(rooms.owed, district.parameters.assumptions.force.leave_share * week)
    rooms.owed = rooms.owed - off
    part = np.divide(off, week, out=np.zeros(len(week)), where=week > 0.0)
    pools = district.state.pools
    grids = district.pool_map.pools(GRID)
    stay = (1.0 - part)[pools.community[grids]]
    patrol, visit, service = pools.patrol_share[grids], pools.visit_share[grids], pools.service_share[grids]
    divide_free_hours(district.state, grids, patrol * stay, visit * stay, service * stay)
    return np.asarray(off)
