"""Queues and waiting lists of needs, threaded through columns so that no day ever allocates memory.

A queue is a skew heap (Sleator & Tarjan 1986): its root is the need to serve next. A wheel has one slot for each
working day ahead; a need in a slot is looked at on that day.
"""

from __future__ import annotations

import math

import numpy as np

from ..arrays import Int32s, Rows
from ..columns import ARRIVING, GRID, LAPSING, LATE_BEHIND, LATE_FIRST, LATE_IN_TURN, NOBODY
from ..engine import compiled
from ..hashing import uniform
from .draws import LATE_DRAW

SLOTS = 256
BAND = 1 << 56
DUE_SHIFT = 40
"""Bits of a need's order below its due day."""
SCORE_OFFSET = 1024
"""Scores of places lifted far ahead stay above zero, so that a place never leaves its band by itself."""


@compiled
def merged(one: int, other: int, needs: Rows) -> int:
    """The root of two queues joined into one."""
    if one < 0:
        return other
    if other < 0:
        return one
    if needs[other].order < needs[one].order:
        one, other = other, one
    root = one
    while True:
        following = needs[one].right
        needs[one].right = needs[one].left
        if following < 0:
            needs[one].left = other
            return root
        if needs[other].order < needs[following].order:
            following, other = other, following
        needs[one].left = following
        one = following


@compiled
def late_rule(queues: Rows, queue: int, key: np.uint64) -> int:
    """The rule for late needs that whoever has the need of this key in this queue goes by.

    Those who work off one queue need not agree (`late_first` and `late_behind` are their shares); which of them has a
    need is its own draw, so that a larger share only ever adds needs treated so.
    """
    draw = uniform(key, LATE_DRAW)
    if draw < queues[queue].late_first:
        return LATE_FIRST
    return LATE_BEHIND if draw >= 1.0 - queues[queue].late_behind else LATE_IN_TURN


@compiled
def take_place(queues: Rows, queue: int, need: int, needs: Rows) -> None:
    """Where a need stands in its queue: a late one before all others, in turn, or behind them.

    A case that was lifted out of the rule keeps its turn.
    """
    band = 1
    if needs[need].late == 1 and needs[need].lifted == 0:
        band += late_rule(queues, queue, needs[need].key)
    needs[need].order = band * BAND + (needs[need].order & (BAND - 1))


@compiled
def push(queues: Rows, queue: int, need: int, needs: Rows) -> None:
    """Put one need in a queue, where the rule for late needs has it."""
    take_place(queues, queue, need, needs)
    needs[need].left = NOBODY
    needs[need].right = NOBODY
    queues[queue].root = merged(queues[queue].root, need, needs)


@compiled
def first_in(queues: Rows, queue: int, needs: Rows, state: int) -> int:
    """The need to serve next, or NOBODY; needs that have left `state` since they queued are dropped."""
    root = queues[queue].root
    while root >= 0 and needs[root].state != state:
        root = merged(needs[root].left, needs[root].right, needs)
    queues[queue].root = root
    return root


@compiled
def pop(queues: Rows, queue: int, needs: Rows) -> None:
    """Take the first need out of its queue."""
    root = queues[queue].root
    queues[queue].root = merged(needs[root].left, needs[root].right, needs)


@compiled
def withdraw(queues: Rows, queue: int, need: int, needs: Rows, state: int) -> bool:
    """Take one need out of the middle of its queue; False if it does not stand in it.

    Those before it step aside, on a chain of their own, and come back.
    """
    aside = NOBODY
    found = False
    while not found:
        first = first_in(queues, queue, needs, state)
        if first < 0:
            break
        pop(queues, queue, needs)
        if first == need:
            found = True
        else:
            needs[first].following = aside
            aside = first
    while aside >= 0:
        before = needs[aside].following
        push(queues, queue, aside, needs)
        aside = before
    return found


@compiled
def will_arrive(wheels: Int32s, need: int, needs: Rows) -> None:
    """Have a need looked at on the working day it becomes available."""
    slot = int(needs[need].available_time) % SLOTS
    needs[need].following = wheels[ARRIVING, slot]
    wheels[ARRIVING, slot] = need


@compiled
def may_lapse(wheels: Int32s, need: int, working_day: int, needs: Rows) -> None:
    """Have a need looked at at the end of a working day: when it falls late, and when its patience may end."""
    slot = working_day % SLOTS
    needs[need].lapse_following = wheels[LAPSING, slot]
    wheels[LAPSING, slot] = need


@compiled
def priority(due_time: float, severity: int, vulnerable: int, need: int) -> int:
    """Smaller is served sooner: the due day less two days a step of severity and two for the vulnerable.

    Strict order of severity would starve litter, plain order of arrival hazards. Ties: due day, then need.
    """
    head_start = 2 * severity + 2 * vulnerable
    score = math.floor(due_time) - head_start + SCORE_OFFSET
    return BAND + ((score << DUE_SHIFT) | (head_start << 32) | need)


@compiled
def work_hours(need: int, kinds: Rows, needs: Rows, pools: Rows, no_property_factor: float) -> float:
    """Hours a need's pool takes for what is left of it."""
    pool = needs[need].pool
    hours = needs[need].hours * pools[pool].slowness
    if pools[pool].type == GRID and kinds[needs[need].kind].firms_kind == 1:
        hours *= no_property_factor
    return hours
