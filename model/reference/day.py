"""A day of the district, stage by stage without compiled code (see model/day.py)."""

from __future__ import annotations

import numpy as np

from ..arrays import Int32s
from ..columns import (
    AT_DEPARTMENT,
    BACKLOG_HOURS,
    DONE,
    EFFICACY,
    EFFICACY_TOTAL,
    NOBODY,
    POOL_DOOR,
    QUEUED,
    TO_DEPARTMENT,
    TRUST,
    TRUST_TOTAL,
    WAITS_FOR_DEPARTMENT,
    State,
)
from .arrival import arise
from .day_shift import report_for_work
from .day_state import Desk
from .hearing import begin_waiting, grow_hazards, hear
from .memory import remember
from .routing import (
    choose_pool,
    lift,
    refer,
    route,
    take_cases,
)
from .service import (
    close,
    lapse,
    serve,
    work_hours,
)


def live(first: int, last: int, state: State) -> int:
    """Live the days from `first` up to, not including, `last`; returns the first day not lived.

    That is `last`, unless the lists of needs are full: then nothing of the returned day has happened yet.
    """
    desk = Desk(state)
    lived = first
    while lived < last and one_day(lived, desk):
        lived += 1
    desk.put_back()
    return lived


def one_day(day: int, desk: Desk) -> bool:
    """One calendar day; False, with nothing changed, if the lists of needs have no room for it."""
    first = desk.born
    works, moment = bool(desk.facts.works[day]), int(desk.facts.working_index[day])
    if not arise(day, desk):
        return False
    if works:
        report_for_work(day, desk)
    begin_waiting(first, desk)
    grow_hazards(works, desk)
    hear(day, desk)
    route(desk)
    if works:
        take_cases(moment, desk)
        reach_doors(moment, desk)
        serve(day, moment, desk)
        lapse(moment, desk)
    remember(day, desk)
    note_day(day, desk)
    return True


def reach_doors(moment: int, desk: Desk) -> None:
    """Needs due today reach their pool or department, or come back settled from a department."""
    needs = desk.needs
    slot = moment % len(desk.arriving)
    due, desk.arriving[slot] = desk.arriving[slot], []
    for need in reversed(due):
        if needs.state[need] == DONE:
            continue
        if int(needs.available_time[need]) > moment:
            desk.will_arrive(need)
        elif needs.state[need] == AT_DEPARTMENT:
            close(need, float(needs.available_time[need]), desk)
        elif needs.pool[need] == TO_DEPARTMENT:
            refer(need, desk)
        else:
            admit(need, desk)


def admit(need: int, desk: Desk) -> None:
    """A need stands before the pool that will take it; with no pool to take it, it waits until patience ends."""
    needs = desk.needs
    pool = choose_pool(need, desk)
    needs.state[need], needs.door[need], needs.pool[need] = QUEUED, POOL_DOOR, pool
    if pool != NOBODY:
        desk.pools.backlog_hours[pool] += work_hours(need, desk)


def readmit(first: int, moment: int, state: State) -> None:
    """After the doors were redrawn every queue is formed anew: whoever waits goes to whoever serves them now."""
    desk = Desk(state)
    desk.pools.backlog_hours[:] = 0.0
    for need in (first + np.flatnonzero(desk.needs.state[first : desk.born] == QUEUED)).tolist():
        desk.needs.available_time[need] = max(float(desk.needs.available_time[need]), float(moment))
        admit(need, desk)


def transfer(moved: Int32s, to_pool: Int32s, state: State) -> None:
    """Queued needs change hands: each goes to the pool named, or, for TO_POOL, to whoever takes it but volunteers.

    Needs that no longer queue are left where they are.
    """
    desk = Desk(state)
    needs, pools = desk.needs, desk.pools
    for need, pool in zip(moved.tolist(), to_pool.tolist(), strict=True):
        if needs.state[need] != QUEUED:
            continue
        if needs.pool[need] >= 0:
            pools.backlog_hours[needs.pool[need]] -= work_hours(need, desk)
        if pool >= 0:
            needs.pool[need] = pool
            pools.backlog_hours[pool] += work_hours(need, desk)
        else:
            needs.tried[need] = 1
            admit(need, desk)


def recall(cases: Int32s, to_pool: Int32s, state: State) -> None:
    """Cases that wait at a department come home to these pools; those that wait there no more are left alone."""
    desk = Desk(state)
    needs, pools = desk.needs, desk.pools
    for need, pool in zip(cases.tolist(), to_pool.tolist(), strict=True):
        if needs.state[need] == WAITS_FOR_DEPARTMENT:
            needs.state[need], needs.door[need], needs.pool[need] = QUEUED, POOL_DOOR, pool
            pools.backlog_hours[pool] += work_hours(need, desk)


def hasten(cases: Int32s, days: Int32s, lifted: bool, state: State) -> None:
    """Cases that wait at a department move so many days ahead; those that count as lifted nobody lifts again."""
    lift(cases, days, lifted, Desk(state))


def restack(state: State) -> None:
    """Queues may have another rule for late needs now: whoever is late and waits takes the place it gives them."""
    desk = Desk(state)
    needs, late = desk.needs, np.flatnonzero(desk.needs.late[: desk.born])
    for need in late[needs.state[late] == WAITS_FOR_DEPARTMENT].tolist():
        desk.take_place(desk.departments, int(needs.kind[need]), need)
    for need in late[(needs.state[late] == QUEUED) & (needs.pool[late] != NOBODY)].tolist():
        desk.take_place(desk.pools, int(needs.pool[need]), need)


def note_day(day: int, desk: Desk) -> None:
    """Write down the day's stocks."""
    residents, daily = len(desk.minds.trust), desk.tallies.daily
    daily[TRUST, day] = desk.tallies.mind_totals[TRUST_TOTAL] / residents
    daily[EFFICACY, day] = desk.tallies.mind_totals[EFFICACY_TOTAL] / residents
    daily[BACKLOG_HOURS, day] = desk.pools.backlog_hours.sum()
