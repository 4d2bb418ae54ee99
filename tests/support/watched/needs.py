"""Needs and queues: none is lost, doubled or out of order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from shapan.model.columns import (
    ARRIVING,
    AT_DEPARTMENT,
    DONE,
    ENDED_NEEDS,
    GRID,
    IN_SERVICE,
    LAPSING,
    MET_LATE,
    MET_ON_TIME,
    NEVER,
    NEVER_HEARD,
    NOBODY,
    ON_ITS_WAY,
    OPEN,
    QUEUED,
    UNHEARD,
    UNHEARD_NOW,
    UNHEARD_WEIGHT,
    WAITS_FOR_DEPARTMENT,
)
from shapan.model.needs.service import MOST_GENERATIONS
from shapan.model.observation.figures import BINS
from support.watched.base import HOURS, Observer, Remembered


class NeedsObserver(Observer):
    """Every need stands in one place, on the lists it belongs to, and ends once."""

    def __init__(self, seen: Remembered) -> None:
        super().__init__(seen)
        self.born = 0

    def on_morning(self) -> None:
        self.needs_are_in_one_place()
        self.lists_hold_each_need_once()
        self.queues_weigh_what_they_hold()

    def on_evening(self, day: int) -> None:
        self.needs_are_in_one_place()
        self.lists_hold_each_need_once()
        self.times_follow_each_other(day)
        self.each_need_ends_once()
        self.queues_weigh_what_they_hold()

    def needs_are_in_one_place(self) -> None:
        log, tally = self.seen.log(), self.district.state.tallies.tally
        assert len(log) >= self.born
        self.born = len(log)
        assert np.isin(log.state, range(7)).all()
        assert np.bincount(log.bin, minlength=len(BINS)).sum() == len(log) and (log.bin < len(BINS)).all()
        np.testing.assert_array_equal(log.state == DONE, log.bin != OPEN)
        waiting = self.district.state.waiting[: int(tally[UNHEARD_NOW])]
        np.testing.assert_array_equal(waiting.need, np.flatnonzero(log.state == UNHEARD))
        np.testing.assert_array_equal(waiting.cell, log.cell[waiting.need])
        unheard = (log.state == UNHEARD) | (log.bin == NEVER_HEARD)
        np.testing.assert_array_equal(unheard, log.channel == NOBODY)
        np.testing.assert_array_equal(unheard, log.heard_day < 0)
        np.testing.assert_array_equal(unheard, log.heard_time == NEVER)

    def lists_hold_each_need_once(self) -> None:
        state, log = self.district.state, self.seen.log()
        held = [need for need in state.servers.need.tolist() if need >= 0]
        assert len(held) == len(set(held)), "a need is in the hands of two posts"
        assert sorted(held) == np.flatnonzero(log.state == IN_SERVICE).tolist()
        queued = [need for root in state.pools.root.tolist() for need in in_queue(root, state.needs)]
        queued += [need for inbox in state.groups.inbox.tolist() for need in chain(inbox, state.needs.following)]
        assert len(queued) == len(set(queued)), "a need stands in two queues"
        ours = [need for need in queued if log.state[need] == QUEUED]
        assert sorted(ours) == np.flatnonzero((log.state == QUEUED) & (log.pool >= 0)).tolist()
        assert all(log.state[need] in (QUEUED, DONE) for need in queued)
        cases = [need for root in state.departments.root.tolist() for need in in_queue(root, state.needs)]
        assert len(cases) == len(set(cases)), "a case waits twice"
        waits = [need for need in cases if log.state[need] == WAITS_FOR_DEPARTMENT]
        assert sorted(waits) == np.flatnonzero(log.state == WAITS_FOR_DEPARTMENT).tolist()
        arriving = on_wheel(state.wheels[ARRIVING], state.needs.following, log.state)
        assert arriving == np.flatnonzero((log.state == ON_ITS_WAY) | (log.state == AT_DEPARTMENT)).tolist()
        lapsing = on_wheel(state.wheels[LAPSING], state.needs.lapse_following, log.state)
        assert lapsing == np.flatnonzero((log.state != UNHEARD) & (log.state != DONE)).tolist()

    def times_follow_each_other(self, day: int) -> None:
        log, facts = self.seen.log(), self.district.state.facts
        heard, started, closed = log.heard_time < NEVER, log.started_time < NEVER, log.closed_time < NEVER
        met = (log.bin == MET_ON_TIME) | (log.bin == MET_LATE)
        assert (log.birth_day[heard] <= log.heard_day[heard]).all()
        assert (facts.working_index[log.heard_day[heard]] <= log.heard_time[heard]).all()
        assert (log.heard_time[heard] <= log.available_time[heard]).all()
        assert (log.heard_time[heard] <= log.due_time[heard]).all()
        assert (log.due_time[heard] <= log.lapse_time[heard]).all()
        assert (log.heard_time[started] <= log.started_time[started]).all()
        # A need that came back, or was moved to a new door, became available again after it was started.
        first_go = started & (log.generation == 0) & (log.available_time > self.seen.redrawn)
        assert (log.available_time[first_go] <= log.started_time[first_go]).all()
        assert (log.started_time[started & closed] <= log.closed_time[started & closed]).all()
        assert closed[met].all()
        assert (log.closed_time[met] <= log.done_time[met]).all()
        done = (log.state == DONE) & started
        assert (log.started_time[done] <= log.done_time[done]).all()
        assert (log.done_time[log.state == DONE] <= facts.working_index[day] + 1).all()
        np.testing.assert_array_equal(log.bin[met] == MET_ON_TIME, log.done_time[met] <= log.due_time[met])
        for name in log.dtype.names:
            assert not np.isnan(log[name].astype(float)).any(), name
        assert np.isfinite(log.hours).all() and (log.hours >= 0.0).all() and (log.first_hours > 0.0).all()

    def each_need_ends_once(self) -> None:
        """What was over yesterday is over as it was; poor work comes back no more than twice, one time a day."""
        log, before = self.seen.log(), self.seen.evening
        known = log[: len(before.state)]
        over = before.state == DONE
        np.testing.assert_array_equal(known.state[over], DONE)
        np.testing.assert_array_equal(known.bin[over], before.bin[over])
        np.testing.assert_array_equal(known.done_time[over], before.done_time[over])
        closed = before.closed_time < NEVER
        np.testing.assert_array_equal(known.closed_time[closed], before.closed_time[closed])
        more = known.generation - before.generation
        assert np.isin(more, (0, 1)).all() and (known.generation <= MOST_GENERATIONS).all()
        assert (more[over] == 0).all() and (known.closed_time[more == 1] < NEVER).all()
        counted = self.district.state.tallies.daily[ENDED_NEEDS].sum()
        assert counted == ((log.state == DONE) & (log.bin != NEVER_HEARD)).sum(), "a need ended twice, or unseen"
        unheard, rules = log[log.bin == NEVER_HEARD], self.district.state.memory
        weight = rules.unheard_weight * self.district.state.kinds.severity[unheard.kind].sum() / 3.0
        satisfaction = self.district.state.tallies.daily[UNHEARD_WEIGHT].sum()
        assert satisfaction == pytest.approx(weight, abs=HOURS), (
            "somebody who was not heard feels nothing, or feels it twice"
        )

    def queues_weigh_what_they_hold(self) -> None:
        district, log = self.district, self.seen.log()
        pools, kinds = district.state.pools, district.state.kinds
        queued = log[(log.state == QUEUED) & (log.pool >= 0)]
        strangers = (pools.type[queued.pool] == GRID) & (kinds.firms_kind[queued.kind] == 1)
        hours = queued.hours * pools.slowness[queued.pool]
        hours = hours * np.where(strangers, district.state.routing.no_property_factor, 1.0)
        weight = np.bincount(queued.pool, hours, len(pools))
        np.testing.assert_allclose(pools.backlog_hours, weight, rtol=0, atol=HOURS)
        assert (kinds.may_serve[queued.kind, pools.type[queued.pool]] == 1).all() or not len(queued)


def in_queue(root: int, needs: Any) -> Iterator[int]:
    """Every need in a queue, each served no later than those behind it."""
    open_ends = [root] if root >= 0 else []
    while open_ends:
        need = open_ends.pop()
        yield need
        for behind in (int(needs.left[need]), int(needs.right[need])):
            if behind >= 0:
                assert needs.order[need] <= needs.order[behind], "somebody less pressing stands in front"
                open_ends.append(behind)


def chain(first: int, following: Any) -> Iterator[int]:
    while first >= 0:
        yield first
        first = int(following[first])


def on_wheel(wheel: Any, following: Any, state: Any) -> list[int]:
    """Needs on a wheel that are still under way, in order of birth; each at most once."""
    found = [need for slot in wheel.tolist() for need in chain(slot, following)]
    assert len(found) == len(set(found)), "a need is on the wheel twice"
    return sorted(need for need in found if state[need] != DONE)
