"""Needs fall late and are given up: what happens to a queue at the end of the day (ODD 7.4).

A need that cannot be met in time any more changes its place where its queue has a rule for late ones; one whose
patience has run out leaves.
"""

from __future__ import annotations

from ..arrays import Int32s, Rows
from ..columns import (
    DONE,
    ENDED_TODAY,
    IN_SERVICE,
    LAPSED_WAITING,
    LAPSING,
    NOBODY,
    POOL_DOOR,
    QUEUED,
    WAITS_FOR_DEPARTMENT,
    WRONG_DOOR,
    Tallies,
)
from ..engine import compiled
from .lists import SLOTS, may_lapse, push, withdraw, work_hours


@compiled
def fall_late(need: int, needs: Rows, pools: Rows, departments: Rows) -> None:
    """From tomorrow on a need cannot be met in time any more; it changes its place where its queue has a rule."""
    pool = needs[need].pool
    if needs[need].state == QUEUED and pool >= 0 and withdraw(pools, pool, need, needs, QUEUED):
        needs[need].late = 1
        push(pools, pool, need, needs)
    elif needs[need].state == WAITS_FOR_DEPARTMENT:
        kind = needs[need].kind
        withdraw(departments, kind, need, needs, WAITS_FOR_DEPARTMENT)
        needs[need].late = 1
        push(departments, kind, need, needs)
    needs[need].late = 1


@compiled
def lapse(
    moment: int,
    kinds: Rows,
    needs: Rows,
    pools: Rows,
    departments: Rows,
    wheels: Int32s,
    tallies: Tallies,
    no_property_factor: float,
) -> None:
    """At the end of the day note which needs are late from now on, and give up those whose patience has run out.

    A need being worked on is finished first.
    """
    slot = moment % SLOTS
    need = wheels[LAPSING, slot]
    wheels[LAPSING, slot] = NOBODY
    while need >= 0:
        following = needs[need].lapse_following
        if needs[need].state != DONE:
            if needs[need].late == 0 and needs[need].due_time < moment + 1.0:
                fall_late(need, needs, pools, departments)
            if needs[need].late == 0:
                may_lapse(wheels, need, int(needs[need].due_time), needs)
            elif int(needs[need].lapse_time) > moment:
                may_lapse(wheels, need, int(needs[need].lapse_time), needs)
            elif needs[need].state == IN_SERVICE:
                may_lapse(wheels, need, moment + 1, needs)
            else:
                give_up(need, moment, kinds, needs, pools, tallies, no_property_factor)
        need = following


@compiled
def give_up(
    need: int, moment: int, kinds: Rows, needs: Rows, pools: Rows, tallies: Tallies, no_property_factor: float
) -> None:
    """Patience has run out: whoever waited waits no more."""
    if needs[need].state == QUEUED and needs[need].pool >= 0:
        hours = work_hours(need, kinds, needs, pools, no_property_factor)
        pools[needs[need].pool].backlog_hours -= hours
    needs[need].state = DONE
    # Later than its patience only if it was at hand until its door was redrawn.
    needs[need].done_time = max(needs[need].lapse_time, float(moment))
    needs[need].bin = LAPSED_WAITING if needs[need].door == POOL_DOOR else WRONG_DOOR
    tallies.ended[tallies.tally[ENDED_TODAY]] = need
    tallies.tally[ENDED_TODAY] += 1
