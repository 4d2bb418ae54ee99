"""Days of work at small pools, worked out by hand; eight hours a post and day."""

from __future__ import annotations

import math

import numpy as np
import pytest

from shapan.model.columns import (
    ARRIVING,
    DONE,
    ENDED_TODAY,
    GRID,
    IDLE,
    IN_SERVICE,
    LAPSED_WAITING,
    MET_LATE,
    MET_ON_TIME,
    NEVER,
    NOBODY,
    OFFERED,
    ON_ITS_WAY,
    POOL_DOOR,
    QUEUED,
    SOCIAL,
    TO_DEPARTMENT,
    USED,
    WRONG_DOOR,
)
from shapan.model.needs.lists import may_lapse, work_hours
from shapan.model.needs.patience import lapse
from shapan.model.needs.service import close, serve
from shapan.model.setup.initial_state import empty_books, empty_wheels


class Bench:
    """One group of pools; needs are given as (time they come, hours, order) and pool."""

    def __init__(self, table, rules, needs, posts):
        count = max([pool for *_, pool in needs] + [pool for pool, _ in posts]) + 1
        self.tallies, self.wheels = empty_books(100, 1, 20, table("mind", 1)), empty_wheels()
        self.rules, self.kinds = rules, table("kind", 1)
        self.needs = table("need", len(needs), {"state": QUEUED, "due_time": 5.0})
        for column, values in zip(("available_time", "hours", "order", "pool"), zip(*needs, strict=True), strict=True):
            self.needs[column] = values
        self.needs.first_hours = self.needs.hours
        self.pools = table("pool", count)
        self.pools.backlog_hours = np.bincount(self.needs.pool, self.needs.hours, count)
        self.groups = table("group", 1, {"last_pool": count, "last_server": len(posts)})
        self.servers = table("server", len(posts), {"hours": 8.0})
        self.servers.pool, self.servers.pooled = zip(*posts, strict=True)

    def day(self, number, coming):
        """A day to whose morning or hours the needs `coming` come, told in any order."""
        for need in coming:
            self.needs.following[need] = self.groups.inbox[0]
            self.groups.inbox[0] = need
        tables = self.kinds, self.needs, self.pools, self.groups, self.servers
        serve(number, number, *tables, self.wheels, self.tallies, self.rules, 2.0)
        return self.tallies.hours[SOCIAL, [OFFERED, USED, IDLE], number].tolist()


@pytest.fixture
def bench(table, service):
    return lambda needs, posts: Bench(table, service, needs, posts)


def test_what_is_not_done_tonight_goes_on_tomorrow(bench):
    """Ten hours from a quarter through the day: six today, four tomorrow until noon."""
    pool = bench([(0.25, 10.0, 1, 0)], [(0, 0)])
    assert pool.day(0, [0]) == pytest.approx([8.0, 6.0, 2.0])
    assert pool.needs.state[0] == IN_SERVICE and pool.needs.hours[0] == pytest.approx(4.0)
    assert pool.needs.started_time[0] == 0.25 and pool.pools.backlog_hours[0] == 0.0
    assert pool.day(1, []) == pytest.approx([8.0, 4.0, 4.0])
    assert pool.needs.done_time[0] == pool.needs.closed_time[0] == pytest.approx(1.5)
    assert pool.needs.bin[0] == MET_ON_TIME and pool.tallies.tally[ENDED_TODAY] == 1


def test_the_most_pressing_of_those_who_have_come_is_next(bench):
    """At 0 only need 2 is there; when it is done at 0.5, need 1 presses more than need 0, which came earlier."""
    pool = bench([(0.1, 2.0, 8, 0), (0.2, 2.0, 3, 0), (-0.5, 4.0, 9, 0)], [(0, 0)])
    assert pool.day(0, [2, 1, 0]) == pytest.approx([8.0, 8.0, 0.0])
    assert pool.needs.started_time.tolist() == pytest.approx([0.75, 0.5, 0.0])
    assert pool.tallies.ended[:2].tolist() == [2, 1], "what is done at the last moment is closed next morning"
    pool.day(1, [])
    assert pool.needs.done_time[0] == 1.0


def test_two_posts_share_a_queue(bench):
    """Posts take the first two at once; the third waits for whichever is free first."""
    pool = bench([(0.0, 6.0, 1, 0), (0.0, 2.0, 2, 0), (0.0, 1.0, 3, 0)], [(0, 0), (0, 0)])
    assert pool.day(0, [0, 1, 2]) == pytest.approx([16.0, 9.0, 7.0])
    assert pool.needs.started_time.tolist() == pytest.approx([0.0, 0.0, 0.25])
    assert pool.needs.done_time.tolist() == pytest.approx([0.75, 0.25, 0.375])


def test_pooled_posts_help_their_neighbours_and_others_do_not(bench):
    needs = [(0.0, 8.0, 1, 0), (0.0, 8.0, 2, 0), (0.5, 1.0, 3, 1)]
    apart = bench(needs, [(0, 0), (1, 0)])
    apart.day(0, [0, 1, 2])
    assert apart.needs.started_time.tolist() == [0.0, NEVER, 0.5]
    assert apart.pools.idle_hours.tolist() == pytest.approx([0.0, 7.0])
    together = bench(needs, [(0, 0), (1, 0), (0, 1)])
    together.day(0, [0, 1, 2])
    assert together.needs.started_time.tolist() == [0.0, 0.0, 0.5]
    helped = bench(needs, [(0, 0), (1, 1)])
    assert helped.day(0, [0, 1, 2])[2] == pytest.approx(0.0)
    assert helped.needs.started_time.tolist() == [0.0, 0.0, NEVER]
    idle = bench([(0.0, 8.0, 1, 0)], [(0, 0), (0, 1), (1, 0)])
    idle.day(0, [0])
    assert idle.pools.idle_hours.tolist() == pytest.approx([4.0, 12.0]), "a shared post's idle hours are shared"


def test_who_is_absent_keeps_what_is_on_the_desk(bench):
    pool = bench([(0.0, 10.0, 1, 0), (0.0, 1.0, 2, 0)], [(0, 0)])
    pool.day(0, [0, 1])
    pool.servers.hours = 0.0
    assert pool.day(1, []) == [0.0, 0.0, 0.0]
    assert pool.needs.hours[0] == pytest.approx(2.0) and pool.servers.need[0] == 0
    pool.servers.hours = 4.0
    assert pool.day(2, []) == pytest.approx([4.0, 3.0, 1.0])
    assert pool.needs.done_time.tolist() == pytest.approx([2.5, 2.75])


def test_work_is_slower_for_strangers_and_without_a_firm(table):
    kinds = table("kind", 2, {"firms_kind": [0, 1]})
    pools = table("pool", 2, {"slowness": [1.5, 1.0], "type": [GRID, SOCIAL]})
    needs = table("need", 4, {"hours": 2.0, "kind": [0, 1, 0, 1], "pool": [0, 0, 1, 1]})
    assert [work_hours(need, kinds, needs, pools, 2.0) for need in range(4)] == [3.0, 6.0, 2.0, 2.0]


def test_poor_work_comes_back_twice_at_most(table, wheels, tallies, service):
    """Half of the first hours again, on a morning after at least a day, with patience anew."""
    rules = service._replace(poor_work_share=1.0, reopen_share=1.0)
    needs = table(
        "need", 1, {"first_hours": 4.0, "hours": 0.0, "state": IN_SERVICE, "due_time": 3.0, "lapse_time": 23.0}
    )
    close(0, 2.5, needs, table("pool", 1), wheels, tallies.ended, tallies.tally, rules)
    back = needs.available_time[0]
    assert needs.state[0] == ON_ITS_WAY and needs.generation[0] == 1 and needs.hours[0] == 2.0
    assert back == math.floor(back) and back >= 3.0 and wheels[ARRIVING, int(back)] == 0
    assert needs.lapse_time[0] == max(23.0, back + 20.0) and needs.closed_time[0] == 2.5
    close(0, 60.0, needs, table("pool", 1), wheels, tallies.ended, tallies.tally, rules)
    assert needs.generation[0] == 2 and needs.available_time[0] >= 61.0 and needs.closed_time[0] == 2.5
    assert tallies.tally[ENDED_TODAY] == 0
    close(0, 130.5, needs, table("pool", 1), wheels, tallies.ended, tallies.tally, rules)
    assert needs.state[0] == DONE and needs.bin[0] == MET_LATE and needs.poor[0] == 1 and needs.done_time[0] == 130.5
    assert tallies.ended[: tallies.tally[ENDED_TODAY]].tolist() == [0]


def test_so_much_work_is_poor_and_comes_back(table, wheels, tallies, service):
    many = 20_000
    needs, nowhere = table("need", many, {"due_time": 9.0, "lapse_time": 29.0}), table("pool", 1)
    longer = tallies._replace(ended=np.zeros(many, np.int32))
    heedful = service._replace(poor_work_share=0.3, reopen_share=0.4)
    for need in range(many):
        close(need, 1.0, needs, nowhere, wheels, longer.ended, longer.tally, heedful)
    back = needs.generation == 1
    assert back.mean() == pytest.approx(0.12, abs=4 * math.sqrt(0.12 * 0.88 / many))
    assert needs.poor.mean() == pytest.approx(0.18, abs=4 * math.sqrt(0.18 * 0.82 / many))
    # The first morning after an exponential time of five days: 2 and 1 ÷ (e^(1/5) − 1) more.
    expected = 2.0 + 1.0 / (math.exp(1 / 5) - 1.0)
    assert needs.available_time[back].mean() == pytest.approx(expected, abs=4 * 5.0 / math.sqrt(back.sum()))


def closed(table, rules, pool_share=0.0, pool=NOBODY):
    """Many needs closed in the morning of day 1, at a pool that works poorly so often."""
    many = 20_000
    needs = table("need", many, {"due_time": 9.0, "lapse_time": 29.0, "pool": pool})
    tallies = empty_books(many, 1, 20, table("mind", 1))
    pools, wheels = table("pool", 1, {"poor_share": pool_share}), empty_wheels()
    for need in range(many):
        close(need, 1.25, needs, pools, wheels, tallies.ended, tallies.tally, rules)
    return needs


def test_each_pool_works_as_well_as_it_does(table, service):
    """A pool's own share counts where a pool did the work, everybody's where a department did."""
    rules = service._replace(poor_work_share=0.2)
    for pool, share in ((0, 0.5), (TO_DEPARTMENT, 0.2)):
        poor = closed(table, rules, 0.5, pool).poor.mean()
        assert poor == pytest.approx(share, abs=4 * math.sqrt(share * (1 - share) / 20_000))


def test_those_who_rate_bring_more_of_it_back(table, service):
    """Of poor work 0.4 comes back by complaints, and half of the rest because it was rated."""
    needs = closed(table, service._replace(poor_work_share=1.0, reopen_share=0.4, rated_share=0.5))
    assert (needs.generation == 1).mean() == pytest.approx(0.7, abs=4 * math.sqrt(0.21 / 20_000))


def test_what_may_not_be_closed_on_paper_is_taken_up_next_morning(table, service):
    needs = closed(table, service._replace(poor_work_share=0.3, only_solved=1.0))
    back = needs.generation == 1
    assert back.mean() == pytest.approx(0.3, abs=4 * math.sqrt(0.21 / 20_000))
    assert (needs.available_time[back] == 2.0).all() and not needs.poor.any()


def test_patience_ends_in_the_bin_of_the_door(table, wheels, tallies):
    """Need 0 queues, 1 is on the way after a wrong door, 2 is at hand, 3 has more time by now, 4 is over."""
    needs = table(
        "need",
        5,
        {
            "state": [QUEUED, ON_ITS_WAY, IN_SERVICE, QUEUED, DONE],
            "door": [POOL_DOOR, 2, POOL_DOOR, POOL_DOOR, POOL_DOOR],
            "pool": [0, NOBODY, 0, 0, 0],
            "hours": 3.0,
            "due_time": 2.0,
            "lapse_time": [4.5, 4.25, 4.75, 8.0, 4.0],
        },
    )
    pools = table("pool", 1, {"backlog_hours": 6.0, "root": NOBODY})
    departments = table("department", 1)
    for need in range(5):
        may_lapse(wheels, need, 4, needs)
    lapse(4, table("kind", 1), needs, pools, departments, wheels, tallies, 1.0)
    assert needs.bin.tolist() == [LAPSED_WAITING, WRONG_DOOR, 0, 0, 0]
    assert needs.done_time[:2].tolist() == [4.5, 4.25] and pools.backlog_hours[0] == 3.0
    needs.state[2] = QUEUED  # its door was redrawn while it was at hand
    lapse(5, table("kind", 1), needs, pools, departments, wheels, tallies, 1.0)
    assert needs.bin[2] == LAPSED_WAITING and needs.done_time[2] == 5.0
