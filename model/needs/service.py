"""Pools serve: posts take the most pressing need, one at a time, through the working day (ODD 7.4).

A pool is a queue with several servers. Within a day time runs on: a post that is free takes the first need in its
queue, or waits for the next to arrive, and a need half done tonight goes on tomorrow. One pool with exponential
work is therefore an M/M/c queue, which the tests check.
"""

from __future__ import annotations

import math

from ..arrays import Floats, Int32s, Int64s, Rows
from ..columns import (
    DONE,
    ENDED_TODAY,
    IDLE,
    IN_SERVICE,
    MET_LATE,
    MET_ON_TIME,
    NEVER,
    NOBODY,
    OFFERED,
    ON_ITS_WAY,
    QUEUED,
    USED,
    ServiceRules,
    Tallies,
)
from ..engine import compiled
from ..hashing import uniform
from .draws import DRAWS_OF_A_GENERATION, POOR_DRAW, RATED_DRAW, REOPEN_DAYS_DRAW, REOPEN_DRAW
from .lists import first_in, pop, push, will_arrive, work_hours

MOST_GENERATIONS = 2
LONGEST_UNTIL_REOPENING = 50.0
ABSENT = 2.0


@compiled
def close(
    need: int, time: float, needs: Rows, pools: Rows, wheels: Int32s, ended: Int32s, tally: Int64s, rules: ServiceRules
) -> None:
    """Work on a need is finished: it is met, or it was poor work and comes back.

    Where nothing is closed on paper poor work is taken up again the next morning, without anybody complaining.
    """
    if needs[need].closed_time == NEVER:
        needs[need].closed_time = time
    own = DRAWS_OF_A_GENERATION * needs[need].generation
    key = needs[need].key
    pool = needs[need].pool
    poor = uniform(key, POOR_DRAW + own) < (pools[pool].poor_share if pool >= 0 else rules.poor_work_share)
    noticed = uniform(key, REOPEN_DRAW + own) < rules.reopen_share or uniform(key, RATED_DRAW + own) < rules.rated_share
    if poor and needs[need].generation < MOST_GENERATIONS and (noticed or rules.only_solved > 0.0):
        wait = 0.0
        if rules.only_solved == 0.0:
            wait = min(-math.log(uniform(key, REOPEN_DAYS_DRAW + own)) * rules.reopen_days, LONGEST_UNTIL_REOPENING)
        needs[need].generation += 1
        needs[need].hours = needs[need].first_hours * rules.reopen_work
        # It stands before the door again on the morning after the resident comes back.
        needs[need].available_time = math.floor(time + wait) + 1.0
        needs[need].lapse_time = max(needs[need].lapse_time, needs[need].available_time + rules.patience_days)
        needs[need].state = ON_ITS_WAY
        will_arrive(wheels, need, needs)
        return
    needs[need].poor = 1 if poor else 0
    needs[need].state = DONE
    needs[need].done_time = time
    needs[need].bin = MET_ON_TIME if time <= needs[need].due_time else MET_LATE
    ended[tally[ENDED_TODAY]] = need
    tally[ENDED_TODAY] += 1


@compiled
def serve(
    day: int,
    moment: int,
    kinds: Rows,
    needs: Rows,
    pools: Rows,
    groups: Rows,
    servers: Rows,
    wheels: Int32s,
    tallies: Tallies,
    rules: ServiceRules,
    no_property_factor: float,
) -> None:
    """Every group of pools works through its day, from the first moment to the last."""
    ended, tally, arrivals = tallies.ended, tallies.tally, tallies.arrivals
    given = tallies.hours_by_year[tallies.period[day]]
    for group in range(len(groups)):
        start, end = groups[group].first_server, groups[group].last_server
        count, joined = todays_arrivals(group, needs, groups, arrivals), 0
        for server in range(start, end):
            resume(server, kinds, needs, pools, servers, no_property_factor)
        while True:
            server = next_free(start, end, servers)
            now = servers[server].free_at
            if now >= 1.0:
                break
            joined = let_in(joined, count, moment, now, needs, pools, arrivals)
            if servers[server].need >= 0:
                close(servers[server].need, moment + now, needs, pools, wheels, ended, tally, rules)
                servers[server].need = NOBODY
            need = most_pressing(server, group, needs, pools, groups, servers)
            if need >= 0:
                take_up(need, server, moment + now, kinds, needs, pools, servers, no_property_factor)
                continue
            upcoming = next_for(server, joined, count, needs, servers, arrivals)
            later = min(needs[upcoming].available_time - moment, 1.0) if upcoming >= 0 else 1.0
            servers[server].idle += (later - now) * servers[server].hours
            servers[server].free_at = later
        let_in(joined, count, moment, 1.0, needs, pools, arrivals)
        for server in range(start, end):
            put_down(server, day, kinds, needs, pools, groups, servers, tallies.hours, given, no_property_factor)


@compiled
def todays_arrivals(group: int, needs: Rows, groups: Rows, arrivals: Int32s) -> int:
    """Empty a group's inbox into `arrivals`, in order of time, then of birth."""
    count = 0
    need = groups[group].inbox
    groups[group].inbox = NOBODY
    while need >= 0:
        time = needs[need].available_time
        place = count
        while place > 0:
            before = arrivals[place - 1]
            earlier = needs[before].available_time
            if earlier < time or (earlier == time and before < need):
                break
            arrivals[place] = before
            place -= 1
        arrivals[place] = need
        count += 1
        need = needs[need].following
    return count


@compiled
def let_in(joined: int, count: int, moment: int, now: float, needs: Rows, pools: Rows, arrivals: Int32s) -> int:
    """Today's arrivals up to `now` take their places in the queues; returns how many have so far."""
    while joined < count and needs[arrivals[joined]].available_time - moment <= now:
        push(pools, needs[arrivals[joined]].pool, arrivals[joined], needs)
        joined += 1
    return joined


@compiled
def next_free(start: int, end: int, servers: Rows) -> int:
    """The post of a group that is free first."""
    server = start
    for other in range(start + 1, end):
        if servers[other].free_at < servers[server].free_at:
            server = other
    return server


@compiled
def resume(server: int, kinds: Rows, needs: Rows, pools: Rows, servers: Rows, no_property_factor: float) -> None:
    """At the start of the day a post goes on with the need it had, or is free."""
    servers[server].idle = 0.0
    servers[server].free_at = 0.0
    if servers[server].hours <= 0.0:
        servers[server].free_at = ABSENT
    elif servers[server].need >= 0:
        hours = work_hours(servers[server].need, kinds, needs, pools, no_property_factor)
        servers[server].free_at = hours / servers[server].hours


@compiled
def most_pressing(server: int, group: int, needs: Rows, pools: Rows, groups: Rows, servers: Rows) -> int:
    """Take the first need out of the queue this post works from; a pooled post works from all of its group."""
    chosen = servers[server].pool
    need = NOBODY
    if servers[server].pooled == 0:
        need = first_in(pools, chosen, needs, QUEUED)
    else:
        for pool in range(groups[group].first_pool, groups[group].last_pool):
            other = first_in(pools, pool, needs, QUEUED)
            if other >= 0 and (need < 0 or needs[other].order < needs[need].order):
                need = other
                chosen = pool
    if need >= 0:
        pop(pools, chosen, needs)
    return need


@compiled
def next_for(server: int, joined: int, count: int, needs: Rows, servers: Rows, arrivals: Int32s) -> int:
    """The next need to arrive today that this post could take, or NOBODY."""
    for place in range(joined, count):
        need = arrivals[place]
        if servers[server].pooled == 1 or needs[need].pool == servers[server].pool:
            return need
    return NOBODY


@compiled
def take_up(
    need: int, server: int, time: float, kinds: Rows, needs: Rows, pools: Rows, servers: Rows, no_property_factor: float
) -> None:
    """A post starts on a need."""
    hours = work_hours(need, kinds, needs, pools, no_property_factor)
    pools[needs[need].pool].backlog_hours -= hours
    needs[need].state = IN_SERVICE
    if needs[need].started_time == NEVER:
        needs[need].started_time = time
    servers[server].need = need
    servers[server].free_at += hours / servers[server].hours


@compiled
def put_down(
    server: int,
    day: int,
    kinds: Rows,
    needs: Rows,
    pools: Rows,
    groups: Rows,
    servers: Rows,
    hours_of_day: Floats,
    given: Floats,
    no_property_factor: float,
) -> None:
    """At the end of the day note what is left of the need at hand, and the hours used and idle."""
    need = servers[server].need
    hours = servers[server].hours
    pool = servers[server].pool
    if need >= 0 and hours > 0.0:
        before = work_hours(need, kinds, needs, pools, no_property_factor)
        left = max((servers[server].free_at - 1.0) * hours, 0.0)
        needs[need].hours *= left / before if before > 0.0 else 0.0
    idle = min(servers[server].idle, hours)
    hours_of_day[pools[pool].type, OFFERED, day] += hours
    hours_of_day[pools[pool].type, USED, day] += hours - idle
    hours_of_day[pools[pool].type, IDLE, day] += idle
    given[pools[pool].community, pools[pool].type, OFFERED] += hours
    given[pools[pool].community, pools[pool].type, USED] += hours - idle
    if servers[server].pooled == 0:
        pools[pool].idle_hours += idle
        return
    group = pools[pool].group
    for other in range(groups[group].first_pool, groups[group].last_pool):
        pools[other].idle_hours += idle / (groups[group].last_pool - groups[group].first_pool)
