"""Queues give out the smallest first and forget who has left; a wheel looks at everybody on their day."""

from __future__ import annotations

import heapq

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from shapan.model.columns import (
    ARRIVING,
    DONE,
    LAPSED_WAITING,
    LAPSING,
    NEED,
    NOBODY,
    POOL,
    POOL_DOOR,
    QUEUED,
    rows,
)
from shapan.model.needs.lists import BAND, SLOTS, first_in, may_lapse, pop, priority, push, will_arrive
from shapan.model.needs.patience import lapse

ORDERS = st.lists(st.integers(0, 50), max_size=40, unique=True)


def queue_of(orders):
    needs, queues = rows(len(orders), NEED), rows(2, POOL)
    needs.order, needs.state, queues.root = orders, QUEUED, NOBODY
    for need in range(len(orders)):
        push(queues, 1, need, needs)
    return queues, needs


def emptied(queues, needs):
    found = []
    while (need := first_in(queues, 1, needs, QUEUED)) >= 0:
        found.append(int(needs.order[need]) - BAND)
        pop(queues, 1, needs)
    return found


@settings(deadline=None)
@given(orders=ORDERS)
def test_a_queue_gives_out_the_smallest_first(orders):
    queues, needs = queue_of(orders)
    assert emptied(queues, needs) == sorted(orders)
    assert queues.root.tolist() == [NOBODY, NOBODY]


@settings(deadline=None)
@given(orders=ORDERS, gone=st.sets(st.integers(0, 50)))
def test_who_has_left_is_dropped(orders, gone):
    queues, needs = queue_of(orders)
    needs.state[np.isin(needs.order - BAND, list(gone))] = DONE
    assert emptied(queues, needs) == sorted(set(orders) - gone)


@settings(deadline=None)
@given(steps=st.lists(st.one_of(st.just(None), st.integers(0, 10**12)), max_size=80, unique_by=lambda n: n or object()))
def test_pushing_and_popping_in_any_order_is_what_heapq_does(steps):
    queues, needs = rows(1, POOL), rows(len(steps), NEED)
    queues.root, needs.state = NOBODY, QUEUED
    reference: list[int] = []
    for need, order in enumerate(steps):
        if order is not None:
            needs.order[need] = order
            push(queues, 0, need, needs)
            heapq.heappush(reference, order)
        elif reference:
            first = first_in(queues, 0, needs, QUEUED)
            assert needs.order[first] - BAND == heapq.heappop(reference)
            pop(queues, 0, needs)
        else:
            assert first_in(queues, 0, needs, QUEUED) == NOBODY


def test_a_need_may_queue_again_after_it_was_served():
    queues, needs = queue_of([5, 3, 9])
    pop(queues, 1, needs)  # need 1
    needs.order[1] = 7
    push(queues, 1, 1, needs)
    assert emptied(queues, needs) == [5, 7, 9]


def test_pressing_needs_come_first_by_hand():
    """Due day 20; each step of severity is worth two days and so is being vulnerable."""
    usual = priority(20.0, 2, 0, 7)
    assert priority(18.0, 1, 0, 7) < priority(22.0, 2, 1, 7)  # the same score, 16 + 1024: the earlier due day
    assert priority(19.99, 2, 0, 7) < usual < priority(21.0, 2, 0, 7)
    assert priority(20.99, 2, 0, 7) == usual  # within a day nobody is earlier
    assert priority(20.0, 3, 0, 7) < priority(20.0, 2, 1, 8) < usual < priority(20.0, 1, 0, 7)
    assert priority(21.9, 3, 0, 7) < usual < priority(22.0, 3, 0, 7)  # severity 3 leads by two days, not more
    assert priority(20.0, 2, 0, 6) < usual < priority(20.0, 2, 0, 8)


NEED_TO_RANK = st.tuples(st.floats(0.0, 80_000.0), st.integers(1, 3), st.integers(0, 1), st.integers(0, 2**31 - 1))


@settings(deadline=None)
@given(one=NEED_TO_RANK, other=NEED_TO_RANK)
def test_priority_ranks_by_score_then_due_day_then_birth(one, other):
    """In runs of three hundred years as well."""

    def spelt_out(due, severity, vulnerable, need):
        return (int(due) - 2 * severity - 2 * vulnerable, int(due), need)

    ours, spelt = [priority(*need) for need in (one, other)], [spelt_out(*need) for need in (one, other)]
    assert (ours[0] < ours[1]) == (spelt[0] < spelt[1])
    assert (ours[0] == ours[1]) == (spelt[0] == spelt[1])


def test_a_wheel_turns_more_than_once(table, wheels, tallies):
    """Patience of 3.5 days and of 3 + 256 and 3 + 512 stand in one slot, and each ends on its own day."""
    patience = [3.5, 3.0 + SLOTS, 3.9 + 2 * SLOTS, 0.0, 255.2, 256.0]
    needs = table(
        "need",
        len(patience),
        {"lapse_time": patience, "due_time": 0.0, "state": QUEUED, "door": POOL_DOOR, "pool": NOBODY},
    )
    for need, when in enumerate(patience):
        may_lapse(wheels, need, int(when), needs)
    ended = {}
    for moment in range(3 * SLOTS):
        lapse(moment, table("kind", 1), needs, table("pool", 1), table("department", 1), wheels, tallies, 1.0)
        for need in np.flatnonzero(needs.state == DONE).tolist():
            ended.setdefault(need, moment)
    assert ended == {need: int(when) for need, when in enumerate(patience)}
    assert needs.done_time.tolist() == patience
    assert (needs.bin == LAPSED_WAITING).all()
    assert (wheels == NOBODY).all()


def test_needs_arrive_in_the_slot_of_their_day(table, wheels):
    needs = table("need", 4, {"available_time": [1.0, 1.99, 257.5, 2.0]})
    for need in range(4):
        will_arrive(wheels, need, needs)
    assert wheels[ARRIVING, 1] == 2 and needs.following[[2, 1, 0]].tolist() == [1, 0, NOBODY]
    assert wheels[ARRIVING, 2] == 3
    assert (wheels[LAPSING] == NOBODY).all()
