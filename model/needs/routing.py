"""Heard needs find a door: triage, wrong doors, departments, and the choice of a pool (ODD 7.3)."""

from __future__ import annotations

import math

from ..columns import (
    APP,
    COUNTER,
    GRID,
    HEARD_TODAY,
    MISTAKEN_DOOR,
    POOL_DOOR,
    POOL_TYPES,
    PROPERTY,
    TO_DEPARTMENT,
    TO_POOL,
    WALK_IN,
    Books,
    Ints2,
    RoutingRules,
    Rows,
)
from ..engine import compiled
from ..streams import mark
from .lists import may_lapse, priority, will_arrive

TRIAGE_MARK, WRONG_MARK, LOST_MARK, DEPARTMENT_MARK, SHARED_MARK, POOL_MARK = 20, 21, 22, 23, 24, 25
LONGEST_DELAY = 100.0
TYPES = len(POOL_TYPES)
# Waits this close, in days, are the same: hours added to and taken off a queue leave a rounding error in an empty one.
SAME_WAIT = 1e-9


@compiled
def route(
    kinds: Rows,
    needs: Rows,
    doors: Rows,
    rules: RoutingRules,
    pools: Rows,
    wheels: Ints2,
    books: Books,
    patience: float,
) -> None:
    """Send every need heard today on its way to its door."""
    for place in range(books.tally[HEARD_TODAY]):
        need = books.heard[place]
        kind = kinds[needs[need].kind]
        cell = needs[need].cell
        key = needs[need].key
        books.events[cell] += kind.public
        delay = 0.0
        needs[need].door = POOL_DOOR
        if needs[need].channel == WALK_IN or needs[need].channel == APP:
            left = 1.0
            if rules.dispatch == 1 and needs[need].channel == APP:
                left = 1.0 - rules.dispatch_cut
            delay = rules.triage_days * mark(key, TRIAGE_MARK) * left
            pools[doors[cell].pool[COUNTER]].overhead_hours += rules.triage_hours * left
            if mark(key, WRONG_MARK) < rules.wrong_door_share:
                delay -= math.log(mark(key, LOST_MARK)) * rules.wrong_door_days
                needs[need].door = MISTAKEN_DOOR
        needs[need].pool = TO_DEPARTMENT if mark(key, DEPARTMENT_MARK) < kind.department_share else TO_POOL
        needs[need].available_time = needs[need].heard_time + min(delay, LONGEST_DELAY)
        needs[need].due_time = needs[need].heard_time + kind.deadline
        needs[need].lapse_time = needs[need].due_time + patience
        needs[need].order = priority(needs[need].due_time, kind.severity, needs[need].vulnerable, need)
        will_arrive(wheels, need, needs)
        may_lapse(wheels, need, int(needs[need].lapse_time), needs)


@compiled
def choose_pool(need: int, kinds: Rows, needs: Rows, doors: Rows, rules: RoutingRules, pools: Rows) -> int:
    """The pool that takes a need, or NOBODY: by the rules of its kind, else by known size or shortest wait."""
    kind = kinds[needs[need].kind]
    door = doors[needs[need].cell]
    if kind.firms_kind == 1:
        firm = door.pool[PROPERTY]
        return firm if firm >= 0 and kind.may_serve[PROPERTY] == 1 else door.pool[GRID]
    if needs[need].kind == rules.hard_dispute_kind:
        counter = door.pool[COUNTER]
        return counter if needs[need].hours > pools[counter].hard_dispute_hours else door.pool[GRID]
    total = 0.0
    shortest = 1e300
    best = -1
    for which in range(TYPES):
        pool = door.pool[which]
        if pool >= 0 and kind.may_serve[which] == 1 and pools[pool].daily_hours > 0.0:
            total += pools[pool].daily_hours / pools[pool].residents
            wait = pools[pool].backlog_hours / pools[pool].daily_hours
            if wait < shortest - SAME_WAIT:
                shortest = wait
                best = pool
    if best < 0 or mark(needs[need].key, SHARED_MARK) < rules.shortest_wait_share:
        return best
    # Without a view of the queues, whoever routes knows only how large each door is.
    target = mark(needs[need].key, POOL_MARK) * total
    for which in range(TYPES):
        pool = door.pool[which]
        if pool >= 0 and kind.may_serve[which] == 1 and pools[pool].daily_hours > 0.0:
            best = pool
            target -= pools[pool].daily_hours / pools[pool].residents
            if target < 0.0:
                break
    return best
