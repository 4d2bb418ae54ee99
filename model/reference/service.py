"""Pools serve: one group of pools at a time, from one moment at which something happens to the next.

See needs/service.py. Here a queue is whoever is QUEUED for a pool and has come by now; nothing is threaded.
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict

import numpy as np

from ..columns import (
    DONE,
    ENDED_TODAY,
    GRID,
    IDLE,
    IN_SERVICE,
    LAPSED_WAITING,
    MET_LATE,
    MET_ON_TIME,
    NEVER,
    NOBODY,
    OFFERED,
    ON_ITS_WAY,
    POOL_DOOR,
    QUEUED,
    USED,
    WAITS_FOR_DEPARTMENT,
    WRONG_DOOR,
)
from ..needs.draws import (
    DRAWS_OF_A_GENERATION,
    POOR_DRAW,
    RATED_DRAW,
    REOPEN_DAYS_DRAW,
    REOPEN_DRAW,
)
from ..needs.service import ABSENT, LONGEST_UNTIL_REOPENING, MOST_GENERATIONS
from .day_state import Desk
from .draws import uniform


def work_hours(need: int, desk: Desk) -> float:
    """Hours a need's pool takes for what is left of it."""
    needs, pools = desk.needs, desk.pools
    pool = needs.pool[need]
    without_firm = pools.type[pool] == GRID and desk.kinds.firms_kind[needs.kind[need]] == 1
    factor = desk.state.routing.no_property_factor if without_firm else 1.0
    return float(needs.hours[need]) * float(pools.slowness[pool]) * factor


def end(need: int, time: float, ending: int, desk: Desk) -> None:
    """A need's journey is over."""
    desk.needs.state[need], desk.needs.bin[need], desk.needs.done_time[need] = DONE, ending, time
    desk.tallies.ended[desk.tallies.tally[ENDED_TODAY]] = need
    desk.tallies.tally[ENDED_TODAY] += 1


def close(need: int, time: float, desk: Desk) -> None:
    """Work on a need is finished: it is met, or it was poor work and comes back."""
    needs, rules = desk.needs, desk.state.service
    if needs.closed_time[need] == NEVER:
        needs.closed_time[need] = time
    pool, generation = int(needs.pool[need]), int(needs.generation[need])
    often = desk.pools.poor_share[pool] if pool >= 0 else rules.poor_work_share
    poor = own_draw(need, POOR_DRAW, desk) < often
    if poor and generation < MOST_GENERATIONS and _comes_back(need, desk):
        morning = math.floor(time + _days_away(need, desk)) + 1.0
        needs.generation[need] = generation + 1
        needs.hours[need] = needs.first_hours[need] * rules.reopen_work
        needs.available_time[need] = morning
        needs.lapse_time[need] = max(float(needs.lapse_time[need]), morning + rules.patience_days)
        needs.state[need] = ON_ITS_WAY
        desk.will_arrive(need)
    else:
        needs.poor[need] = poor
        end(need, time, MET_ON_TIME if time <= needs.due_time[need] else MET_LATE, desk)


def own_draw(need: int, which: int, desk: Desk) -> float:
    """A draw of one need in its present generation."""
    return uniform(int(desk.needs.key[need]), which + DRAWS_OF_A_GENERATION * int(desk.needs.generation[need]))


def _comes_back(need: int, desk: Desk) -> bool:
    """Whether poor work is noticed: nothing may be closed unsolved, the resident complains, or rates it."""
    rules = desk.state.service
    complains = own_draw(need, REOPEN_DRAW, desk) < rules.reopen_share
    return complains or rules.only_solved > 0.0 or own_draw(need, RATED_DRAW, desk) < rules.rated_share


def _days_away(need: int, desk: Desk) -> float:
    """Days until the resident stands before the door again; none where the work was never called done."""
    if desk.state.service.only_solved > 0.0:
        return 0.0
    days = -math.log(own_draw(need, REOPEN_DAYS_DRAW, desk)) * desk.state.service.reopen_days
    return min(days, LONGEST_UNTIL_REOPENING)


def lapse(moment: int, desk: Desk) -> None:
    """Who is late from now on, and who waits no more; a need being worked on is finished first."""
    needs = desk.needs
    slot = moment % len(desk.lapsing)
    looked_at, desk.lapsing[slot] = desk.lapsing[slot], []
    for need in reversed(looked_at):
        if needs.state[need] == DONE:
            continue
        if needs.due_time[need] >= moment + 1.0:
            desk.may_lapse(need, int(needs.due_time[need]))
            continue
        needs.late[need] = 1
        if needs.state[need] == WAITS_FOR_DEPARTMENT:
            desk.take_place(desk.departments, int(needs.kind[need]), need)
        elif needs.state[need] == QUEUED and needs.pool[need] != NOBODY:
            desk.take_place(desk.pools, int(needs.pool[need]), need)
        if int(needs.lapse_time[need]) > moment:
            desk.may_lapse(need, int(needs.lapse_time[need]))
        elif needs.state[need] == IN_SERVICE:
            desk.may_lapse(need, moment + 1)
        else:
            if needs.state[need] == QUEUED and needs.pool[need] != NOBODY:
                desk.pools.backlog_hours[needs.pool[need]] -= work_hours(need, desk)
            ending = LAPSED_WAITING if needs.door[need] == POOL_DOOR else WRONG_DOOR
            end(need, max(float(needs.lapse_time[need]), float(moment)), ending, desk)


def serve(day: int, moment: int, desk: Desk) -> None:
    """Every group of pools works through its day, from the first moment to the last."""
    needs, groups = desk.needs, desk.groups
    queued = np.flatnonzero((needs.state[: desk.born] == QUEUED) & (needs.pool[: desk.born] != NOBODY))
    coming: defaultdict[int, list[tuple[float, int]]] = defaultdict(list)
    for group, time, need in zip(
        desk.pools.group[needs.pool[queued]].tolist(),
        (needs.available_time[queued] - moment).tolist(),
        queued.tolist(),
        strict=True,
    ):
        coming[group].append((time, need))
    for group in range(len(groups.first_pool)):
        GroupDay(group, moment, sorted(coming[group]), desk).work()
    for server in range(len(desk.servers.need)):
        put_down(server, day, desk)


class GroupDay:
    """One working day of the posts of one group of pools.

    Attributes:
        coming: (moment of the day, need) of whoever stands or will stand in a queue, the first to come first.
        queues: For each pool of the group, a heap of (order, need) of those who have come.
        free: Posts without work, and since when.
        busy: A heap of (moment it is free, post).
    """

    def __init__(self, group: int, moment: int, coming: list[tuple[float, int]], desk: Desk) -> None:
        groups, servers = desk.groups, desk.servers
        self.desk = desk
        self.moment = moment
        self.coming = coming
        self.queues: dict[int, list[tuple[int, int]]] = {
            pool: [] for pool in range(int(groups.first_pool[group]), int(groups.last_pool[group]))
        }
        self.free: dict[int, float] = {}
        self.busy: list[tuple[float, int]] = []
        for server in range(int(groups.first_server[group]), int(groups.last_server[group])):
            servers.idle[server] = 0.0
            if servers.hours[server] <= 0.0:
                servers.free_at[server] = ABSENT
            elif servers.need[server] == NOBODY:
                self.free[server] = 0.0
            else:
                left = work_hours(int(servers.need[server]), desk) / float(servers.hours[server])
                heapq.heappush(self.busy, (left, server))

    def work(self) -> None:
        """Live the day: whenever somebody comes or a post is done, posts that are free look for work."""
        servers, joined = self.desk.servers, 0
        while True:
            next_done = self.busy[0][0] if self.busy else 1.0
            next_comes = max(self.coming[joined][0], 0.0) if joined < len(self.coming) else 1.0
            now = min(next_done, next_comes)
            if now >= 1.0:
                break
            while joined < len(self.coming) and self.coming[joined][0] <= now:
                self._join(self.coming[joined][1])
                joined += 1
            while self.busy and self.busy[0][0] <= now:
                self.free[heapq.heappop(self.busy)[1]] = now
            for server in sorted(self.free):
                self._carry_on(server, now)
        for server, since in self.free.items():
            servers.idle[server] += (1.0 - since) * servers.hours[server]
            servers.free_at[server] = 1.0
        for done, server in self.busy:
            servers.free_at[server] = done

    def _join(self, need: int) -> None:
        needs = self.desk.needs
        self.desk.take_place(self.desk.pools, int(needs.pool[need]), need)
        heapq.heappush(self.queues[int(needs.pool[need])], (int(needs.order[need]), need))

    def _carry_on(self, server: int, now: float) -> None:
        """A post that is free now finishes what it had and takes the most pressing need it may."""
        servers, needs, pools = self.desk.servers, self.desk.needs, self.desk.pools
        done = now
        while done <= now:
            if servers.need[server] != NOBODY:
                need, servers.need[server] = int(servers.need[server]), NOBODY
                close(need, self.moment + now, self.desk)
            own = None if servers.pooled[server] else int(servers.pool[server])
            queues = [queue for pool, queue in self.queues.items() if queue and own in (None, pool)]
            if not queues:
                return
            need = heapq.heappop(min(queues, key=lambda queue: queue[0]))[1]
            hours = work_hours(need, self.desk)
            pools.backlog_hours[needs.pool[need]] -= hours
            needs.state[need] = IN_SERVICE
            if needs.started_time[need] == NEVER:
                needs.started_time[need] = self.moment + now
            servers.need[server] = need
            done = now + hours / float(servers.hours[server])
        servers.idle[server] += (now - self.free.pop(server)) * servers.hours[server]
        heapq.heappush(self.busy, (done, server))


def put_down(server: int, day: int, desk: Desk) -> None:
    """At the end of the day note what is left of the need at hand, and the hours used and idle."""
    servers, pools, needs, tallies = desk.servers, desk.pools, desk.needs, desk.tallies
    need, pool, hours = int(servers.need[server]), int(servers.pool[server]), float(servers.hours[server])
    if need != NOBODY and hours > 0.0:
        whole = work_hours(need, desk)
        left = max(float(servers.free_at[server]) - 1.0, 0.0) * hours
        needs.hours[need] *= left / whole if whole > 0.0 else 0.0
    idle = min(float(servers.idle[server]), hours)
    for row, amount in ((OFFERED, hours), (USED, hours - idle), (IDLE, idle)):
        tallies.hours[pools.type[pool], row, day] += amount
        if row != IDLE:
            tallies.hours_by_year[tallies.period[day], pools.community[pool], pools.type[pool], row] += amount
    sharers = [pool]
    if servers.pooled[server]:
        group = pools.group[pool]
        sharers = list(range(int(desk.groups.first_pool[group]), int(desk.groups.last_pool[group])))
    pools.idle_hours[sharers] += idle / len(sharers)
