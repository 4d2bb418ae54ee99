"""Heard needs find a door: triage, wrong doors, departments, and the choice of a pool (ODD 7.3)."""

from __future__ import annotations

import math

from ..arrays import Int32s, Rows
from ..columns import (
    APP,
    COUNTER,
    GRID,
    HEARD_TODAY,
    MEDIATOR,
    MENU,
    MISTAKEN_DOOR,
    POOL_DOOR,
    PROPERTY,
    STEWARD,
    TERMINAL,
    TO_DEPARTMENT,
    TO_POOL,
    TYPES,
    VOLUNTEER,
    WALK_IN,
    Hearing,
    RoutingRules,
    Tallies,
)
from ..engine import compiled
from ..hashing import uniform
from .draws import (
    BOOKING_DRAW,
    DEPARTMENT_DRAW,
    HOME_DRAW,
    LOST_DRAW,
    MEDIATED_DRAW,
    POOL_DRAW,
    SHARED_DRAW,
    TRIAGE_DRAW,
    VAIN_DAYS_DRAW,
    VAIN_DRAW,
    WRONG_DRAW,
)
from .lists import may_lapse, priority, will_arrive

LONGEST_DELAY = 100.0
# Waits this close, in days, are the same: hours added to and taken off a queue leave a rounding error in an empty one.
SAME_WAIT = 1e-9
A_WEEK = 5.0  # working days of work beyond which leaders of Party branches take on no more


@compiled
def route(
    kinds: Rows,
    needs: Rows,
    pool_map: Rows,
    rules: RoutingRules,
    pools: Rows,
    wheels: Int32s,
    tallies: Tallies,
    patience: float,
    hearing: Hearing,
) -> None:
    """Send every need heard today on its way to its door."""
    pool_of_cell = pool_map.pool
    for place in range(tallies.tally[HEARD_TODAY]):
        need = tallies.heard[place]
        kind = kinds[needs[need].kind]
        cell = needs[need].cell
        key = needs[need].key
        tallies.events[cell] += kind.public
        delay = 0.0
        needs[need].door = POOL_DOOR
        if needs[need].channel == WALK_IN or needs[need].channel == APP:
            delay = ask(need, kinds, needs, pool_map, rules, pools, hearing.people)
        needs[need].pool = TO_DEPARTMENT if uniform(key, DEPARTMENT_DRAW) < kind.department_share else TO_POOL
        mediator = pool_of_cell[cell, MEDIATOR]
        if mediator >= 0 and pools[mediator].daily_hours > 0.0 and uniform(key, HOME_DRAW) < kind.home_share:
            needs[need].pool = TO_POOL
        if agreed_at_home(need, needs, pool_map, rules):
            needs[need].pool = TO_POOL
        needs[need].available_time = needs[need].heard_time + min(delay, LONGEST_DELAY)
        needs[need].due_time = needs[need].heard_time + kind.deadline
        needs[need].lapse_time = needs[need].due_time + patience
        needs[need].order = priority(needs[need].due_time, kind.severity, needs[need].vulnerable, need)
        will_arrive(wheels, need, needs)
        may_lapse(wheels, need, int(needs[need].due_time), needs)


@compiled
def agreed_at_home(need: int, needs: Rows, pool_map: Rows, rules: RoutingRules) -> bool:
    """Whether leaders of the Party branch sit down with these neighbours before anybody else does, and they agree."""
    if needs[need].kind != rules.hard_dispute_kind or pool_map[needs[need].cell].branch == 0:
        return False
    chance = rules.dispute_chance
    if needs[need].hours > rules.hard_dispute_from:
        chance = rules.hard_dispute_chance
    return bool(uniform(needs[need].key, MEDIATED_DRAW) < chance)


@compiled
def ask(need: int, kinds: Rows, needs: Rows, pool_map: Rows, rules: RoutingRules, pools: Rows, people: Rows) -> float:
    """A resident's own request passes the desk: days lost to triage, a vain walk, a booking or a wrong door."""
    kind = kinds[needs[need].kind]
    key = needs[need].key
    desk = pool_map[needs[need].cell].pool[COUNTER]
    left = 1.0
    if rules.dispatch == 1 and needs[need].channel == APP:
        left = 1.0 - rules.dispatch_cut
    delay = rules.triage_days * uniform(key, TRIAGE_DRAW) * left
    pools[desk].overhead_hours += rules.triage_hours * left
    if needs[need].channel == WALK_IN and kind.at_counter == 1:
        if people[needs[need].resident].fetched == 1:
            pools[desk].overhead_hours += rules.agency_hours
        else:
            delay += rules.booking_days * uniform(key, BOOKING_DRAW)
            if uniform(key, VAIN_DRAW) < rules.vain_share:
                delay -= math.log(uniform(key, VAIN_DAYS_DRAW)) * rules.vain_days
                pools[desk].overhead_hours += rules.triage_hours
    if uniform(key, WRONG_DRAW) < kind.wrong_door_share * rules.pairs[pools[desk].community, needs[need].kind]:
        delay -= math.log(uniform(key, LOST_DRAW)) * rules.wrong_door_days
        needs[need].door = MISTAKEN_DOOR
    return delay


@compiled
def takes(
    need: int, which: int, door: Int32s, kinds: Rows, needs: Rows, rules: RoutingRules, pools: Rows, people: Rows
) -> bool:
    """Whether a cell's pool of a type is open to this need and this person, whose kind such a pool may serve."""
    row = needs[need].kind
    pool = door[which]
    if pool < 0 or pools[pool].daily_hours <= 0.0 or (pools[pool].kinds >> row) & 1 == 0:
        return False
    if which == GRID and kinds[row].firms_kind == 1:
        return door[PROPERTY] < 0 or kinds[row].may_serve[PROPERTY] == 0
    if which == GRID and row == rules.hard_dispute_kind:
        return needs[need].hours <= pools[door[COUNTER]].hard_dispute_hours
    if which == COUNTER and row == rules.hard_dispute_kind:
        return needs[need].hours > pools[pool].hard_dispute_hours
    if which == VOLUNTEER:
        return False  # nobody is sent to volunteers by routing: residents order, or somebody on a round comes by
    if which == STEWARD:
        return needs[need].hours <= rules.steward_hours
    if which == TERMINAL:
        return people[needs[need].resident].self_serving == 1
    if which == MENU:
        return people[needs[need].resident].pays == 1
    return True


@compiled
def choose_pool(
    need: int, kinds: Rows, needs: Rows, pool_map: Rows, rules: RoutingRules, pools: Rows, people: Rows
) -> int:
    """The pool that takes a need, or NOBODY: by the rules of its kind, then by known size or shortest wait."""
    # Views of the two rows, made once: a view for every look would cost more than the look.
    door = pool_map[needs[need].cell].pool
    serves = kinds[needs[need].kind].may_serve
    home = door[MEDIATOR]
    at_home = home >= 0 and serves[MEDIATOR] == 1 and agreed_at_home(need, needs, pool_map, rules)
    if at_home and pools[home].daily_hours > 0.0 and pools[home].backlog_hours <= A_WEEK * pools[home].daily_hours:
        return int(home)
    given = 0
    total = 0.0
    shortest = 1e300
    best = -1
    for which in range(TYPES):
        if serves[which] == 0:
            continue
        if takes(need, which, door, kinds, needs, rules, pools, people):
            pool = door[which]
            given |= 1 << which
            total += pools[pool].daily_hours / pools[pool].residents
            wait = pools[pool].backlog_hours / pools[pool].daily_hours
            if wait < shortest - SAME_WAIT:
                shortest = wait
                best = pool
    if best < 0 or uniform(needs[need].key, SHARED_DRAW) < rules.shortest_wait_share:
        return best
    # Without a view of the queues, whoever routes knows only how large each door is.
    target = uniform(needs[need].key, POOL_DRAW) * total
    for which in range(TYPES):
        if (given >> which) & 1 == 1:
            pool = door[which]
            best = pool
            target -= pools[pool].daily_hours / pools[pool].residents
            if target < 0.0:
                break
    return best
