"""Heard needs find a door, and doors find their departments (see needs/routing.py, needs/department.py)."""

from __future__ import annotations

import numpy as np

from ..columns import (
    APP,
    AT_DEPARTMENT,
    COUNTER,
    DEPARTMENT_DOOR,
    GRID,
    HEARD_TODAY,
    MARKS_OF_A_GENERATION,
    MISTAKEN_DOOR,
    NOBODY,
    POOL_DOOR,
    PROPERTY,
    TO_DEPARTMENT,
    TO_POOL,
    WAITS_FOR_DEPARTMENT,
    WALK_IN,
)
from ..needs.department import HANDLING_MARK, LONGEST_HANDLING, START_MARK
from ..needs.routing import (
    DEPARTMENT_MARK,
    LONGEST_DELAY,
    LOST_MARK,
    POOL_MARK,
    SAME_WAIT,
    SHARED_MARK,
    TRIAGE_MARK,
    WRONG_MARK,
)
from .desk import Desk
from .luck import mark, marks, normals


def route(desk: Desk) -> None:
    """Send every need heard today on its way to its door."""
    needs, kinds, rules, books = desk.needs, desk.kinds, desk.state.routing, desk.books
    heard = books.heard[: int(books.tally[HEARD_TODAY])]
    kind, cell, key, channel = needs.kind[heard], needs.cell[heard], needs.key[heard], needs.channel[heard]
    np.add.at(books.events, cell, kinds.public[kind])
    asked = (channel == WALK_IN) | (channel == APP)
    left = np.where((channel == APP) & (rules.dispatch == 1), 1.0 - rules.dispatch_cut, 1.0)
    np.add.at(desk.pools.overhead_hours, desk.doors.pool[cell[asked], COUNTER], rules.triage_hours * left[asked])
    lost = asked & (marks(key, WRONG_MARK) < rules.wrong_door_share)
    delay = asked * rules.triage_days * marks(key, TRIAGE_MARK) * left
    delay[lost] -= np.log(marks(key[lost], LOST_MARK)) * rules.wrong_door_days
    needs.door[heard] = np.where(lost, MISTAKEN_DOOR, POOL_DOOR)
    needs.pool[heard] = np.where(marks(key, DEPARTMENT_MARK) < kinds.department_share[kind], TO_DEPARTMENT, TO_POOL)
    needs.available_time[heard] = needs.heard_time[heard] + np.minimum(delay, LONGEST_DELAY)
    needs.due_time[heard] = needs.heard_time[heard] + kinds.deadline[kind]
    needs.lapse_time[heard] = needs.due_time[heard] + desk.state.service.patience_days
    head_start = 2 * kinds.severity[kind] + 2 * needs.vulnerable[heard].astype(np.int64)
    score = np.floor(needs.due_time[heard]).astype(np.int64) - head_start + 64
    needs.order[heard] = score * 2**40 + head_start * 2**32 + heard
    for need in heard.tolist():
        desk.will_arrive(need)
        desk.may_lapse(need, int(needs.lapse_time[need]))


def choose_pool(need: int, desk: Desk) -> int:
    """The pool that takes a need, or NOBODY: by the rules of its kind, else by known size or shortest wait."""
    needs, kinds, pools, rules = desk.needs, desk.kinds, desk.pools, desk.state.routing
    kind = int(needs.kind[need])
    door: list[int] = desk.doors.pool[needs.cell[need]].tolist()
    if kinds.firms_kind[kind]:
        return door[PROPERTY] if door[PROPERTY] != NOBODY and kinds.may_serve[kind, PROPERTY] else door[GRID]
    if kind == rules.hard_dispute_kind:
        return door[COUNTER] if needs.hours[need] > pools.hard_dispute_hours[door[COUNTER]] else door[GRID]
    open_doors = [
        pool
        for pool, may_serve in zip(door, kinds.may_serve[kind].tolist(), strict=True)
        if may_serve and pool != NOBODY and pools.daily_hours[pool] > 0.0
    ]
    if not open_doors:
        return NOBODY
    key = int(needs.key[need])
    if mark(key, SHARED_MARK) < rules.shortest_wait_share:
        waits = pools.backlog_hours[open_doors] / pools.daily_hours[open_doors]
        return open_doors[int(np.argmax(waits <= waits.min() + SAME_WAIT))]
    size = np.cumsum([pools.daily_hours[pool] / pools.residents[pool] for pool in open_doors])
    place = int((size <= mark(key, POOL_MARK) * size[-1]).sum())
    return open_doors[min(place, len(open_doors) - 1)]


def take_cases(moment: int, desk: Desk) -> None:
    """Each department takes up today's number of cases, most pressing first; capacity not used today is gone."""
    needs, departments, rules = desk.needs, desk.departments, desk.state.routing
    waiting = np.flatnonzero(needs.state[: desk.born] == WAITS_FOR_DEPARTMENT)
    waiting = waiting[np.argsort(needs.order[waiting])]
    departments.credit[:] = np.minimum(departments.credit + departments.capacity, departments.capacity + 1.0)
    for kind in range(len(departments.credit)):
        taken = waiting[needs.kind[waiting] == kind][: int(departments.credit[kind])]
        departments.credit[kind] -= len(taken)
        key = needs.key[taken]
        own = MARKS_OF_A_GENERATION * needs.generation[taken].astype(np.int64)
        days = np.exp(rules.department_mu + rules.department_sigma * normals(key, HANDLING_MARK + own))
        started = np.maximum(needs.available_time[taken], moment + marks(key, START_MARK + own))
        needs.state[taken] = AT_DEPARTMENT
        needs.available_time[taken] = started + np.minimum(days, LONGEST_HANDLING)
        for need in taken.tolist():
            desk.will_arrive(need)


def refer(need: int, desk: Desk) -> None:
    """A case joins its department's queue; somebody in the community has to chase it."""
    needs = desk.needs
    desk.departments.arrived[needs.kind[need]] += 1.0
    desk.pools.overhead_hours[desk.doors.pool[needs.cell[need], COUNTER]] += desk.state.routing.chase_hours
    needs.door[need] = DEPARTMENT_DOOR
    needs.state[need] = WAITS_FOR_DEPARTMENT
