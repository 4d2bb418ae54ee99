"""A day of the district, read aloud: who comes to work, what arises, who hears it, where it goes, who serves it.

Order of a working day (ODD 3): needs arise · posts report for work · hazards grow · needs are heard · heard needs are
routed · departments take up cases · what is due today reaches its door · pools serve · patience runs out · residents
remember. On a day of rest needs arise, are reported or given up unheard, and nobody serves.
"""

from __future__ import annotations

from .arrays import Int32s, Rows
from .columns import (
    ARRIVING,
    AT_DEPARTMENT,
    BACKLOG_HOURS,
    BORN,
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
    RoutingRules,
    State,
    Tallies,
)
from .engine import compiled
from .needs.arrival import arise
from .needs.day_shift import report_for_work
from .needs.department import lift, refer, take_cases
from .needs.hearing import begin_waiting, grow_hazards, hear
from .needs.lists import (
    SLOTS,
    push,
    take_place,
    will_arrive,
    withdraw,
    work_hours,
)
from .needs.memory import remember
from .needs.patience import lapse
from .needs.routing import choose_pool, route
from .needs.service import close, serve


@compiled
def live(first: int, last: int, state: State) -> int:
    """Live the days from `first` up to, not including, `last`; returns the first day not lived.

    That is `last`, unless the lists of needs are full: then nothing of the returned day has happened yet.
    """
    for day in range(first, last):
        if not one_day(day, state):
            return day
    return last


@compiled
def one_day(day: int, state: State) -> bool:
    """One calendar day; False, with nothing changed, if the lists of needs have no room for it."""
    facts, kinds, needs, hearing, tallies = state.facts, state.kinds, state.needs, state.hearing, state.tallies
    pools, groups, servers, wheels, rules = state.pools, state.groups, state.servers, state.wheels, state.service
    factor = state.routing.no_property_factor
    works = facts.works[day] == 1
    moment = facts.working_index[day]
    first = tallies.tally[BORN]
    if not arise(day, facts, kinds, needs, len(state.waiting), hearing.intensity, tallies):
        return False
    if works:
        report_for_work(day, pools, groups, servers, tallies, rules)
    begin_waiting(first, facts, kinds, needs, state.waiting, hearing, state.minds, tallies)
    grow_hazards(works, hearing, pools, state.pool_map)
    hear(day, facts, needs, state.waiting, hearing, tallies)
    route(kinds, needs, state.pool_map, state.routing, pools, wheels, tallies, rules.patience_days, hearing)
    if works:
        take_cases(moment, needs, state.departments, state.routing, wheels)
        reach_doors(moment, state)
        serve(day, moment, kinds, needs, pools, groups, servers, wheels, tallies, rules, factor)
        lapse(moment, kinds, needs, pools, state.departments, wheels, tallies, factor)
    remember(day, kinds, needs, state.minds, pools, state.departments, tallies, state.memory)
    note_day(day, state.minds, pools, tallies)
    return True


@compiled
def reach_doors(moment: int, state: State) -> None:
    """Needs due today reach their pool or department, or come back settled from a department."""
    # Named one by one: handing over the whole state for each need would cost more than finding its door.
    kinds, needs, pool_map, pools, groups = state.kinds, state.needs, state.pool_map, state.pools, state.groups
    routing, people, wheels, tallies = state.routing, state.hearing.people, state.wheels, state.tallies
    departments, service = state.departments, state.service
    slot = moment % SLOTS
    need = wheels[ARRIVING, slot]
    wheels[ARRIVING, slot] = NOBODY
    while need >= 0:
        following = needs[need].following
        if needs[need].state == DONE:
            pass
        elif int(needs[need].available_time) > moment:
            will_arrive(wheels, need, needs)
        elif needs[need].state == AT_DEPARTMENT:
            close(need, needs[need].available_time, needs, pools, wheels, tallies.ended, tallies.tally, service)
        elif needs[need].pool == TO_DEPARTMENT:
            refer(need, needs, kinds, pool_map, routing, pools, departments)
        else:
            admit(need, kinds, needs, pool_map, routing, pools, groups, people)
        need = following


@compiled
def admit(
    need: int, kinds: Rows, needs: Rows, pool_map: Rows, rules: RoutingRules, pools: Rows, groups: Rows, people: Rows
) -> None:
    """A need stands before the pool that will take it; with no pool to take it, it waits until patience ends."""
    pool = choose_pool(need, kinds, needs, pool_map, rules, pools, people)
    needs[need].state = QUEUED
    needs[need].door = POOL_DOOR
    needs[need].pool = pool
    if pool >= 0:
        stand_before(need, kinds, needs, rules, pools, groups)


@compiled
def stand_before(need: int, kinds: Rows, needs: Rows, rules: RoutingRules, pools: Rows, groups: Rows) -> None:
    """A need joins those who come to its pool today."""
    pool = needs[need].pool
    pools[pool].backlog_hours += work_hours(need, kinds, needs, pools, rules.no_property_factor)
    group = pools[pool].group
    needs[need].following = groups[group].inbox
    groups[group].inbox = need


@compiled
def readmit(first: int, moment: int, state: State) -> None:
    """After the doors were redrawn every queue is formed anew: whoever waits goes to whoever serves them now."""
    needs, pools, groups = state.needs, state.pools, state.groups
    for pool in range(len(pools)):
        pools[pool].root = NOBODY
        pools[pool].backlog_hours = 0.0
    for group in range(len(groups)):
        groups[group].inbox = NOBODY
    for need in range(first, state.tallies.tally[BORN]):
        if needs[need].state == QUEUED:
            needs[need].available_time = max(needs[need].available_time, float(moment))
            admit(need, state.kinds, needs, state.pool_map, state.routing, pools, groups, state.hearing.people)


@compiled
def transfer(moved: Int32s, to_pool: Int32s, state: State) -> None:
    """Queued needs change hands: each goes to the pool named, or, for TO_POOL, to whoever takes it but volunteers.

    Needs that no longer queue are left where they are.
    """
    kinds, needs, pools, groups, rules = state.kinds, state.needs, state.pools, state.groups, state.routing
    for place in range(len(moved)):
        need = moved[place]
        if needs[need].state != QUEUED:
            continue
        pool = needs[need].pool
        if pool >= 0:
            pools[pool].backlog_hours -= work_hours(need, kinds, needs, pools, rules.no_property_factor)
            if not withdraw(pools, pool, need, needs, QUEUED):
                leave_inbox(pools[pool].group, need, needs, groups)
        if to_pool[place] >= 0:
            needs[need].pool = to_pool[place]
            stand_before(need, kinds, needs, rules, pools, groups)
        else:
            needs[need].tried = 1
            admit(need, kinds, needs, state.pool_map, rules, pools, groups, state.hearing.people)


@compiled
def recall(cases: Int32s, to_pool: Int32s, state: State) -> None:
    """Cases that wait at a department come home to these pools; those that wait there no more are left alone."""
    kinds, needs, pools, groups, rules = state.kinds, state.needs, state.pools, state.groups, state.routing
    for place in range(len(cases)):
        need = cases[place]
        if needs[need].state != WAITS_FOR_DEPARTMENT:
            continue
        withdraw(state.departments, needs[need].kind, need, needs, WAITS_FOR_DEPARTMENT)
        needs[need].state = QUEUED
        needs[need].door = POOL_DOOR
        needs[need].pool = to_pool[place]
        stand_before(need, kinds, needs, rules, pools, groups)


@compiled
def leave_inbox(group: int, need: int, needs: Rows, groups: Rows) -> None:
    """Take a need out of the chain of those who come today."""
    if groups[group].inbox == need:
        groups[group].inbox = needs[need].following
        return
    before = groups[group].inbox
    while before >= 0 and needs[before].following != need:
        before = needs[before].following
    if before >= 0:
        needs[before].following = needs[need].following


@compiled
def hasten(cases: Int32s, days: Int32s, lifted: bool, state: State) -> None:
    """Cases that wait at a department move so many days ahead; those that count as lifted nobody lifts again."""
    lift(cases, days, lifted, state.needs, state.departments)


@compiled
def restack(state: State) -> None:
    """Queues may have another rule for late needs now: whoever is late and waits takes the place it gives them."""
    needs = state.needs
    for need in range(state.tallies.tally[BORN]):
        if needs[need].late == 0:
            continue
        if needs[need].state == QUEUED and needs[need].pool >= 0:
            if withdraw(state.pools, needs[need].pool, need, needs, QUEUED):
                push(state.pools, needs[need].pool, need, needs)
            else:  # it comes in with the next hour of work, and is looked at before that
                take_place(state.pools, needs[need].pool, need, needs)
        elif needs[need].state == WAITS_FOR_DEPARTMENT:
            withdraw(state.departments, needs[need].kind, need, needs, WAITS_FOR_DEPARTMENT)
            push(state.departments, needs[need].kind, need, needs)


@compiled
def note_day(day: int, minds: Rows, pools: Rows, tallies: Tallies) -> None:
    """Write down the day's stocks."""
    residents = len(minds)
    tallies.daily[TRUST, day] = tallies.mind_totals[TRUST_TOTAL] / residents
    tallies.daily[EFFICACY, day] = tallies.mind_totals[EFFICACY_TOTAL] / residents
    backlog = 0.0
    for pool in range(len(pools)):
        backlog += pools[pool].backlog_hours
    tallies.daily[BACKLOG_HOURS, day] = backlog
