"""Heard needs find a door, and doors find their departments (see needs/routing.py, needs/department.py)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats, Int32s
from ..columns import (
    APP,
    AT_DEPARTMENT,
    COUNTER,
    DEPARTMENT_DOOR,
    GRID,
    HEARD_TODAY,
    MEDIATOR,
    MENU,
    MISTAKEN_DOOR,
    NOBODY,
    POOL_DOOR,
    PROPERTY,
    STEWARD,
    TERMINAL,
    TO_DEPARTMENT,
    TO_POOL,
    VOLUNTEER,
    WAITS_FOR_DEPARTMENT,
    WALK_IN,
)
from ..needs.department import LONGEST_HANDLING
from ..needs.draws import (
    BOOKING_DRAW,
    DEPARTMENT_DRAW,
    DRAWS_OF_A_GENERATION,
    HANDLING_DRAW,
    HOME_DRAW,
    LOST_DRAW,
    MEDIATED_DRAW,
    POOL_DRAW,
    SHARED_DRAW,
    START_DRAW,
    TRIAGE_DRAW,
    VAIN_DAYS_DRAW,
    VAIN_DRAW,
    WRONG_DRAW,
)
from ..needs.lists import BAND, SCORE_OFFSET
from ..needs.routing import A_WEEK, LONGEST_DELAY, SAME_WAIT
from .day_state import Desk
from .draws import normals, uniform, uniforms


def route(desk: Desk) -> None:
    """Send every need heard today on its way to its door."""
    needs, kinds, tallies = desk.needs, desk.kinds, desk.tallies
    heard = tallies.heard[: int(tallies.tally[HEARD_TODAY])]
    kind, cell, key = needs.kind[heard], needs.cell[heard], needs.key[heard]
    np.add.at(tallies.events, cell, kinds.public[kind])
    needs.door[heard] = POOL_DOOR
    delay = np.zeros(len(heard))
    asked = np.isin(needs.channel[heard], (WALK_IN, APP))
    delay[asked] = ask(heard[asked], desk)
    mediator = desk.pool_map.pool[cell, MEDIATOR]
    at_hand = (mediator != NOBODY) & (desk.pools.daily_hours[mediator] > 0.0)
    stays = at_hand & (uniforms(key, HOME_DRAW) < kinds.home_share[kind])
    stays = stays | np.array([agreed_at_home(need, desk) for need in heard.tolist()], np.bool_)
    leaves = (uniforms(key, DEPARTMENT_DRAW) < kinds.department_share[kind]) & ~stays
    needs.pool[heard] = np.where(leaves, TO_DEPARTMENT, TO_POOL)
    needs.available_time[heard] = needs.heard_time[heard] + np.minimum(delay, LONGEST_DELAY)
    needs.due_time[heard] = needs.heard_time[heard] + kinds.deadline[kind]
    needs.lapse_time[heard] = needs.due_time[heard] + desk.state.service.patience_days
    head_start = 2 * kinds.severity[kind] + 2 * needs.vulnerable[heard].astype(np.int64)
    score = np.floor(needs.due_time[heard]).astype(np.int64) - head_start + SCORE_OFFSET
    needs.order[heard] = BAND + score * 2**40 + head_start * 2**32 + heard
    for need in heard.tolist():
        desk.will_arrive(need)
        desk.may_lapse(need, int(needs.due_time[need]))


def agreed_at_home(need: int, desk: Desk) -> bool:
    """Whether leaders of the Party branch sit down with these neighbours before anybody else does, and they agree."""
    needs, rules = desk.needs, desk.state.routing
    if needs.kind[need] != rules.hard_dispute_kind or not desk.pool_map.branch[needs.cell[need]]:
        return False
    hard = needs.hours[need] > rules.hard_dispute_from
    return uniform(int(needs.key[need]), MEDIATED_DRAW) < (rules.hard_dispute_chance if hard else rules.dispute_chance)


def ask(asked: Int32s, desk: Desk) -> Floats:
    """Residents' own requests pass the desk: days each loses there, and on the way to a wrong door."""
    needs, kinds, rules = desk.needs, desk.kinds, desk.state.routing
    kind, key, channel = needs.kind[asked], needs.key[asked], needs.channel[asked]
    by_hand = np.where((channel == APP) & (rules.dispatch == 1), 1.0 - rules.dispatch_cut, 1.0)
    delay = rules.triage_days * uniforms(key, TRIAGE_DRAW) * by_hand
    work = rules.triage_hours * by_hand

    with_papers = (channel == WALK_IN) & (kinds.at_counter[kind] == 1)
    fetched = with_papers & (desk.hearing.people["fetched"][needs.resident[asked]] == 1)
    comes = with_papers & ~fetched
    in_vain = comes & (uniforms(key, VAIN_DRAW) < rules.vain_share)
    delay[comes] += rules.booking_days * uniforms(key[comes], BOOKING_DRAW)
    delay[in_vain] -= np.log(uniforms(key[in_vain], VAIN_DAYS_DRAW)) * rules.vain_days
    work = work + fetched * rules.agency_hours + in_vain * rules.triage_hours
    np.add.at(desk.pools.overhead_hours, desk.pool_map.pool[needs.cell[asked], COUNTER], work)

    home = desk.pools.community[desk.pool_map.pool[needs.cell[asked], COUNTER]]
    lost = uniforms(key, WRONG_DRAW) < kinds.wrong_door_share[kind] * rules.pairs[home, kind]
    delay[lost] -= np.log(uniforms(key[lost], LOST_DRAW)) * rules.wrong_door_days
    needs.door[asked[lost]] = MISTAKEN_DOOR
    return np.asarray(delay)


def open_doors(need: int, desk: Desk) -> NDArray[np.bool_]:
    """Which of the doors of this cell, one for each type of pool, are open to this need and this person."""
    needs, kinds, pools, rules = desk.needs, desk.kinds, desk.pools, desk.state.routing
    kind, hours = int(needs.kind[need]), float(needs.hours[need])
    door = desk.pool_map.pool[needs.cell[need]]
    there, serves = door != NOBODY, kinds.may_serve[kind] == 1
    given = there & serves & (pools.daily_hours[door] > 0.0) & ((pools.kinds[door] >> kind) % 2 == 1)

    person = desk.hearing.people[needs.resident[need]]
    fits = {
        VOLUNTEER: False,
        STEWARD: hours <= rules.steward_hours,
        TERMINAL: person["self_serving"] == 1,
        MENU: person["pays"] == 1,
    }
    if kind == rules.hard_dispute_kind:
        hard = hours > pools.hard_dispute_hours[door[COUNTER]]
        fits |= {GRID: not hard, COUNTER: hard}
    if kinds.firms_kind[kind]:
        fits[GRID] = not (there[PROPERTY] and serves[PROPERTY])
    for which, fit in fits.items():
        given[which] &= bool(fit)
    return np.asarray(given)


def choose_pool(need: int, desk: Desk) -> int:
    """The pool that takes a need, or NOBODY: by the rules of its kind, then by known size or shortest wait."""
    pools, door = desk.pools, desk.pool_map.pool[desk.needs.cell[need]]
    home = int(door[MEDIATOR])
    serves = desk.kinds.may_serve[desk.needs.kind[need], MEDIATOR] == 1
    free = home >= 0 and serves and pools.backlog_hours[home] <= A_WEEK * pools.daily_hours[home]
    if free and pools.daily_hours[home] > 0.0 and agreed_at_home(need, desk):
        return home
    given = open_doors(need, desk)
    paid = door[given]
    waits = pools.backlog_hours[paid] / pools.daily_hours[paid]
    first = int(np.argmax(waits <= waits.min() + SAME_WAIT)) if len(paid) else NOBODY
    if not len(paid):
        return NOBODY
    key = int(desk.needs.key[need])
    if uniform(key, SHARED_DRAW) < desk.state.routing.shortest_wait_share:
        return int(paid[first])
    size = np.cumsum(pools.daily_hours[paid] / pools.residents[paid])
    place = int((size <= uniform(key, POOL_DRAW) * size[-1]).sum())
    return int(paid[min(place, len(paid) - 1)])


def take_cases(moment: int, desk: Desk) -> None:
    """Each department takes up today's number of cases, most pressing first; capacity not used today is gone."""
    needs, departments, rules = desk.needs, desk.departments, desk.state.routing
    waiting = np.flatnonzero(needs.state[: desk.born] == WAITS_FOR_DEPARTMENT)
    waiting = waiting[np.argsort(needs.order[waiting])]
    today = departments.capacity * (1.0 + departments.extra)
    departments.credit[:] = np.minimum(departments.credit + today, today + 1.0)
    for kind in range(len(departments.credit)):
        taken = waiting[needs.kind[waiting] == kind][: int(departments.credit[kind])]
        departments.credit[kind] -= len(taken)
        key = needs.key[taken]
        own = DRAWS_OF_A_GENERATION * needs.generation[taken].astype(np.int64)
        days = departments.handling[kind] * np.exp(
            rules.department_mu + rules.department_sigma * normals(key, HANDLING_DRAW + own)
        )
        started = np.maximum(needs.available_time[taken], moment + uniforms(key, START_DRAW + own))
        needs.state[taken] = AT_DEPARTMENT
        needs.available_time[taken] = started + np.minimum(days, LONGEST_HANDLING)
        for need in taken.tolist():
            desk.will_arrive(need)


def refer(need: int, desk: Desk) -> None:
    """A case joins its department's queue; somebody in the community has to chase it."""
    needs, kind = desk.needs, int(desk.needs.kind[need])
    desk.departments.arrived[kind] += 1.0
    counter = desk.pool_map.pool[needs.cell[need], COUNTER]
    spared = desk.state.routing.pairs[int(desk.pools.community[counter]), kind]
    desk.pools.overhead_hours[counter] += desk.kinds.chase_hours[kind] * spared
    needs.door[need] = DEPARTMENT_DOOR
    needs.state[need] = WAITS_FOR_DEPARTMENT
    desk.take_place(desk.departments, int(needs.kind[need]), need)


def lift(cases: Int32s, days: Int32s, lifted: bool, desk: Desk) -> None:
    """Move cases that wait at a department so many days ahead in its queue; those that wait no more are left alone."""
    needs = desk.needs
    for need, ahead in zip(cases.tolist(), days.tolist(), strict=True):
        if needs.state[need] == WAITS_FOR_DEPARTMENT:
            needs.order[need] -= ahead * 2**40
            if lifted:
                needs.lifted[need] = 1
            desk.take_place(desk.departments, int(needs.kind[need]), need)
