"""Workload W by Shapan's own kernels, with every institution off: a configuration, not a second engine.

A district of `workload.Town`: one kind of need, one pool with one post for each grid, a channel that hears at once, no
department, no desk, no poor work, a memory in which trust is W's s. Two things are done from outside, as institutions
would: each morning volunteers add their hours, and each evening a post puts down the need at hand whose days are over,
which Shapan's own posts would finish. What differs from W, and may:

| | W | here |
|---|---|---|
| how many arise | at most one a resident and day | a Poisson number with the same mean |
| work | exponential | lognormal with the same mean and variance, as `arise` draws it |
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from ...model.backend import live
from ...model.columns import (
    ACTIVITY,
    BORN,
    CHANNELS,
    COUNTER,
    DEPARTMENT,
    DONE,
    DOOR,
    EVERY_KIND,
    GRID,
    GROUP,
    KIND,
    LAPSED_WAITING,
    MET_LATE,
    MET_ON_TIME,
    MIND,
    NEED,
    NOBODY,
    PERSON,
    POOL,
    SERVER,
    TRUST,
    TRUST_TOTAL,
    UNHEARD_NEED,
    Facts,
    Hearing,
    MemoryRules,
    RoutingRules,
    ServiceRules,
    State,
    rows,
)
from ...model.setup.initial_state import empty_books, empty_wheels, guide_to, with_more_room
from ...model.streams import DAY, RESIDENT, Stream
from . import workload as w
from .workload import Days, Life, Town

NEEDS = Stream("needs of workload W")
COMES = Stream("volunteers of workload W", RESIDENT, DAY)
AT_ONCE = 1e12  # times a hazard of one a day
WINDOW = 1_000_000
SIGMA = math.sqrt(math.log(2.0))  # of a lognormal number whose variance is the square of its mean


def shapan_reduced(town: Town, days: int, seed: int) -> Life:
    """Days of W in a district without institutions."""
    state = _state(town, days, seed)
    volunteers = np.flatnonzero(town.volunteer)
    home = town.grid[volunteers]

    def lived() -> Days:
        now = state
        found = w.empty_days(days)
        coming = COMES.of(seed).at(volunteers, np.arange(days)[:, None]).uniform()
        for day in range(days):
            comes = coming[day] < w.COMES * now.minds.trust[volunteers]
            now.servers.useful_share = town.hours + np.bincount(home[comes], minlength=town.grids)
            while live(day, day + 1, now) == day:
                now = with_more_room(now)
            _put_down(day, now)
        found["s"][:] = now.tallies.daily[TRUST]
        return _written_down(now, found, days)

    return lived


def _put_down(day: int, state: State) -> None:
    """What is at hand this evening lapses where its days are over, and the work done on it is lost."""
    needs, posts = state.needs, state.servers
    busy = np.flatnonzero(posts.need >= 0)
    over = busy[day - needs.birth_day[posts.need[busy]] >= w.DEADLINE]
    given_up = posts.need[over]
    needs.state[given_up], needs.bin[given_up], needs.done_time[given_up] = DONE, LAPSED_WAITING, day
    posts.need[over] = NOBODY
    trust, who = state.minds.trust, needs.resident[given_up]
    before = trust[who].sum()
    trust[who] *= 1.0 - w.LAPSED  # nobody has two needs at hand: a grid has one post
    state.tallies.mind_totals[TRUST_TOTAL] += trust[who].sum() - before
    state.tallies.daily[TRUST, day] = state.tallies.mind_totals[TRUST_TOTAL] / len(trust)


def _written_down(state: State, found: Days, days: int) -> Days:
    """What W writes down, from the log of needs: the day each arose, and when and how it ended."""
    needs = state.needs[: int(state.tallies.tally[BORN])]
    day = needs.done_time.astype(np.int64)
    met, gone = np.isin(needs.bin, (MET_ON_TIME, MET_LATE)), needs.bin == LAPSED_WAITING
    for name, which in (("raised", needs.birth_day), ("served", day[met]), ("lapsed", day[gone])):
        found[name][:] = np.bincount(which, minlength=days)
    found["waiting"][:] = np.cumsum(found["raised"] - found["served"] - found["lapsed"])
    first = np.full(len(state.minds), days)
    np.minimum.at(first, needs.resident[met], day[met])
    found["ever_served"][:] = np.cumsum(np.bincount(first, minlength=days)[:days])
    return found


def _state(town: Town, days: int, seed: int) -> State:
    residents = len(town.grid)
    facts = _facts(town, days, seed)
    minds = rows(residents, MIND)
    minds.trust = w.FIRST_S
    room = int(facts.daily_rate.sum() * days * 1.1) + 4096
    return State(
        facts=facts,
        kinds=_kind(),
        needs=rows(room, NEED),
        waiting=rows(room // 8 + 4096, UNHEARD_NEED),
        hearing=_hearing(town),
        routing=RoutingRules(**_nothing(RoutingRules, hard_dispute_kind=NOBODY, shortest_wait_share=1.0)),
        departments=rows(1, DEPARTMENT),
        minds=minds,
        wheels=empty_wheels(),
        tallies=empty_books(room, town.grids, days, minds),
        service=ServiceRules(**_nothing(ServiceRules, hours_per_day=1.0)),
        memory=MemoryRules(
            **_nothing(
                MemoryRules,
                performance_weight=1.0,
                late_performance=1.0,
                trust_gain=w.SERVED,
                trust_loss_weight=w.LAPSED / w.SERVED,
            )
        ),
        **_doors(town),
    )


def _nothing(rules: Any, **but: Any) -> Mapping[str, Any]:
    """Rules that do nothing, but for those named."""
    usual = {"pairs": np.ones((1, 1)), "hard_dispute_kind": 0, "dispatch": 0}
    return {name: but.get(name, usual.get(name, 0.0)) for name in rules._fields}


def _facts(town: Town, days: int, seed: int) -> Facts:
    """Every grid is a community of one cell, every day a working day."""
    start = np.searchsorted(town.grid, np.arange(town.grids + 1)).astype(np.int64)
    rate = w.RATE_OF_AGE[town.age]
    total = np.concatenate(([0.0], np.cumsum(rate)))
    sums = total[start[1:]] - total[start[:-1]]
    share = np.minimum((total[1:] - total[start[:-1]][town.grid]) / sums[town.grid], 1.0)[None]
    guide, guide_start = guide_to(share, start)
    return Facts(
        resident_cell=town.grid.astype(np.int32),
        resident_vulnerable=np.zeros(len(rate), np.int8),
        community_start=start,
        daily_rate=sums[:, None].copy(),
        cumulative_rate=share,
        guide=guide,
        guide_start=guide_start,
        roughness=np.ones((2 * town.grids, days)),
        load=np.ones((1, days)),
        works=np.ones(days, np.int8),
        working_index=np.arange(days, dtype=np.int32),
        seed_key=NEEDS.of(seed).key,
    )


def _kind() -> Any:
    """One kind of need, none of whose cases goes to a department."""
    kinds = rows(1, KIND)
    kinds.ceiling = 1.0
    kinds.hours_mu, kinds.hours_sigma = math.log(w.MEAN_HOURS) - SIGMA**2 / 2.0, SIGMA
    kinds.window, kinds.deadline = WINDOW, w.DEADLINE
    kinds.may_serve[:, GRID] = 1
    return kinds


def _hearing(town: Town) -> Hearing:
    """One channel that reaches everybody and hears at once."""
    channel = np.zeros((town.grids, CHANNELS))
    channel[:, ACTIVITY] = 1.0
    weight = np.zeros((2, CHANNELS))
    weight[:, ACTIVITY] = AT_ONCE
    people = rows(len(town.grid), PERSON)
    people.attends = 1
    nothing = np.zeros(town.grids)
    return Hearing(
        accumulated=np.zeros((town.grids, CHANNELS)),
        today=np.zeros((town.grids, CHANNELS)),
        patrol_per_hour=nothing,
        listed_per_hour=nothing.copy(),
        door_per_hour=nothing.copy(),
        workday=channel,
        restday=channel.copy(),
        weight=weight,
        people=people,
        intensity=np.ones((town.grids, 1)),
        sensor_share=np.zeros(1),
        app_hazard=0.0,
        efficacy_slope=0.0,
        frail_walk_factor=0.0,
    )


def _doors(town: Town) -> dict[str, Any]:
    """One pool, one group and one post for each grid; the desk is the same pool, and nobody asks there."""
    number = np.arange(town.grids, dtype=np.int32)
    pools, groups, posts, doors = (rows(town.grids, one) for one in (POOL, GROUP, SERVER, DOOR))
    pools.residents = np.bincount(town.grid, minlength=town.grids)
    pools.daily_hours, pools.slowness, pools.service_share = town.hours, 1.0, 1.0
    pools.kinds, pools.type, pools.group, pools.community = EVERY_KIND, GRID, number, number
    pools.root = NOBODY
    groups.inbox = NOBODY
    groups.first_pool = groups.first_server = number
    groups.last_pool = groups.last_server = number + 1
    posts.line_to, posts.need, posts.pool = 1.0, NOBODY, number
    doors.pool[:] = NOBODY
    doors.pool[:, GRID] = doors.pool[:, COUNTER] = number
    return {"pools": pools, "groups": groups, "servers": posts, "pool_map": doors}
