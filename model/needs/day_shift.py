"""Posts come to work: who is absent, and how a day's hours fall to patrol, visits, paperwork and needs (ODD 7.6).

Posts stand on a line, one line for each community (or centre, or estate); a grid team holds a stretch of its
community's line. Absence is drawn for the post, not for the grid, so redrawing grids moves nobody's sick leave.
"""

from __future__ import annotations

import math

from ..arrays import Rows
from ..columns import (
    COUNTER,
    GRID,
    OFFERED,
    OUTREACH_TYPES,
    PATROL_HOURS,
    USED,
    VISIT_HOURS,
    ServiceRules,
    Tallies,
)
from ..engine import compiled
from ..hashing import addressed, unit

# Whoever has less than this today has nothing: work divided by next to no hours would never end.
LEAST_HOURS = 1e-9


@compiled
def posts_present(line_key, start: float, end: float, day: int, absence: float) -> float:  # type: ignore[no-untyped-def]
    """Posts at work today on one stretch of a line of posts."""
    present = 0.0
    for post in range(math.floor(start), math.ceil(end)):
        stretch = min(end, post + 1.0) - max(start, float(post))
        if stretch > 0.0 and unit(addressed(addressed(line_key, post), day)) >= absence:
            present += stretch
    return present


@compiled
def report_for_work(day: int, pools: Rows, groups: Rows, servers: Rows, tallies: Tallies, rules: ServiceRules) -> None:
    """Set every post's hours for needs today, and every grid's hours for patrol and visits."""
    for group in range(len(groups)):
        start, end = groups[group].first_server, groups[group].last_server
        for pool in range(groups[group].first_pool, groups[group].last_pool):
            pools[pool].today_hours = 0.0
        shared_posts = 0
        for server in range(start, end):
            if servers[server].pooled == 1:
                shared_posts += 1
                continue
            present = posts_present(
                servers[server].line_key, servers[server].line_from, servers[server].line_to, day, rules.absence_share
            )
            servers[server].hours = present * rules.hours_per_day * servers[server].useful_share
            pools[servers[server].pool].today_hours += servers[server].hours
        shared_hours = 0.0
        for pool in range(groups[group].first_pool, groups[group].last_pool):
            shared_hours += divide_day(pool, day, pools, tallies, rules)
        for server in range(start, end):
            if servers[server].pooled == 1:
                servers[server].hours = shared_hours / shared_posts
            else:
                servers[server].hours *= pools[servers[server].pool].own_share
            if servers[server].hours < LEAST_HOURS:
                servers[server].hours = 0.0


@compiled
def divide_day(pool: int, day: int, pools: Rows, tallies: Tallies, rules: ServiceRules) -> float:
    """Divide one pool's hours; returns the hours it gives to its group and sets the share its own posts keep."""
    total = pools[pool].today_hours
    service = total
    shared = 0.0
    if pools[pool].type == GRID:
        free = max(total - rules.grid_overhead_hours, 0.0)
        pools[pool].patrol_hours = free * pools[pool].patrol_share
        pools[pool].visit_hours = free * pools[pool].visit_share + pools[pool].idle_hours
        pools[pool].idle_hours = 0.0
        service = free * pools[pool].service_share
        shared = service * pools[pool].pooled_share
        tallies.daily[PATROL_HOURS, day] += pools[pool].patrol_hours
        tallies.daily[VISIT_HOURS, day] += pools[pool].visit_hours
    elif pools[pool].type == COUNTER:
        pools[pool].visit_hours = rules.idle_visit_share * pools[pool].idle_hours
        pools[pool].idle_hours = 0.0
        tallies.daily[VISIT_HOURS, day] += pools[pool].visit_hours
        owed = pools[pool].debt_hours + pools[pool].overhead_hours
        paid = min(owed, total)
        pools[pool].overhead_hours = 0.0
        pools[pool].debt_hours = owed - paid
        service = total - paid
        tallies.hours[COUNTER, OFFERED, day] += paid
        tallies.hours[COUNTER, USED, day] += paid
        tallies.hours_by_year[tallies.period[day], pools[pool].community, COUNTER, OFFERED] += paid
        tallies.hours_by_year[tallies.period[day], pools[pool].community, COUNTER, USED] += paid
    elif pools[pool].type in OUTREACH_TYPES:
        pools[pool].visit_hours = rules.idle_outreach_share * pools[pool].idle_hours
        pools[pool].idle_hours = 0.0
        tallies.daily[VISIT_HOURS, day] += pools[pool].visit_hours
    pools[pool].own_share = (service - shared) / total if total > 0.0 else 0.0
    return shared
