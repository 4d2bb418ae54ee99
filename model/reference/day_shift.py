"""Posts come to work, the whole district's at once (see needs/day_shift.py)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats, Keys
from ..columns import COUNTER, GRID, OFFERED, OUTREACH_TYPES, PATROL_HOURS, USED, VISIT_HOURS
from ..needs.day_shift import LEAST_HOURS
from .day_state import Desk
from .draws import addresses, units


def posts_present(line_key: Keys, start: Floats, end: Floats, day: int, absence: float) -> Floats:
    """Posts at work today on each stretch of its line of posts."""
    present = np.zeros(len(start))
    first = np.floor(start).astype(np.int64)
    longest = int((np.ceil(end) - first).max(initial=0))
    for post in (first + n for n in range(longest)):
        stretch = np.maximum(np.minimum(end, post + 1.0) - np.maximum(start, post), 0.0)
        comes = units(addresses(addresses(line_key, post), day)) >= absence
        present += stretch * comes
    return present


def report_for_work(day: int, desk: Desk) -> None:
    """Set every post's hours for needs today, and every grid's hours for patrol and visits."""
    servers, pools, rules = desk.servers, desk.pools, desk.state.service
    shared = servers.pooled == 1
    present = posts_present(servers.line_key, servers.line_from, servers.line_to, day, rules.absence_share)
    hours = np.where(shared, 0.0, present * rules.hours_per_day * servers.useful_share)
    pools.today_hours[:] = np.bincount(servers.pool, hours, len(pools.type))
    given = divide_day(day, desk)
    to_group = np.bincount(pools.group, given, len(desk.groups.first_pool))
    group = pools.group[servers.pool]
    sharers = np.bincount(group, shared, len(to_group))
    today = np.where(shared, (to_group / np.maximum(sharers, 1.0))[group], hours * pools.own_share[servers.pool])
    servers.hours[:] = np.where(today < LEAST_HOURS, 0.0, today)


def divide_day(day: int, desk: Desk) -> NDArray[np.float64]:
    """Divide every pool's hours; returns what each gives to its group and sets the share its own posts keep."""
    pools, tallies = desk.pools, desk.tallies
    # Every array has shape (pools,). First grids: what is left of the day goes to patrol, visits and service.
    grid, counter = pools.type == GRID, pools.type == COUNTER
    total = pools.today_hours
    free = np.maximum(total - desk.state.service.grid_overhead_hours, 0.0)
    pools.patrol_hours[grid] = (free * pools.patrol_share)[grid]
    pools.visit_hours[grid] = (free * pools.visit_share + pools.idle_hours)[grid]
    pools.visit_hours[counter] = desk.state.service.idle_visit_share * pools.idle_hours[counter]
    outreach = np.isin(pools.type, OUTREACH_TYPES)
    pools.visit_hours[outreach] = desk.state.service.idle_outreach_share * pools.idle_hours[outreach]
    visitors = grid | counter | outreach
    pools.idle_hours[visitors] = 0.0
    tallies.daily[PATROL_HOURS, day] += pools.patrol_hours[grid].sum()
    tallies.daily[VISIT_HOURS, day] += pools.visit_hours[visitors].sum()

    # Counters pay what they owe (meetings, rounds) before anybody is served.
    owed = pools.debt_hours + pools.overhead_hours
    paid = np.where(counter, np.minimum(owed, total), 0.0)
    pools.debt_hours[counter] = (owed - paid)[counter]
    pools.overhead_hours[counter] = 0.0
    tallies.hours[COUNTER, OFFERED, day] += paid.sum()
    tallies.hours[COUNTER, USED, day] += paid.sum()
    for row in (OFFERED, USED):
        np.add.at(tallies.hours_by_year[tallies.period[day], :, COUNTER, row], pools.community[counter], paid[counter])

    service = np.where(grid, free * pools.service_share, total - paid)
    given = np.where(grid, service * pools.pooled_share, 0.0)
    pools.own_share[:] = np.divide(service - given, total, out=np.zeros_like(total), where=total > 0.0)
    return np.asarray(given)
