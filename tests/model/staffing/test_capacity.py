"""Hands that come and go: what happens to hours, and to work at hand, when they do."""

from __future__ import annotations

import numpy as np
import pytest

from shapan.model.backend import transfer
from shapan.model.columns import (
    BORN,
    CHARGED_HOURS,
    COUNTER,
    DONE,
    EVERY_KIND,
    IN_SERVICE,
    NEVER,
    NOBODY,
    ORGANISATION,
    POOL,
    QUEUED,
    TO_POOL,
    UNIT,
    VOLUNTEER,
    rows,
)
from shapan.model.district import District, Plan
from shapan.model.parameters.place import MOST_KINDS
from shapan.model.staffing import capacity


@pytest.fixture
def district(town, changed) -> District:
    """A strained town on a Tuesday morning, where nobody but the test gives hours to units' teams."""
    levers = {"needs.rate_multiplier": 3.0, "party.member_units": 8}
    district = District(Plan(changed(town, levers), seed=3, days=60, warmup=0))
    district.run_to(33)
    return district


def team(district: District) -> tuple[int, np.ndarray]:
    """A community's pool of units' teams, and its posts."""
    pool = district.pool_map.starts[UNIT] + 1
    return pool, district.in_force.posts_of_pool(pool)


def hours_of(district: District, posts: np.ndarray) -> float:
    """Hours these posts bring on an average day."""
    servers, assumed = district.state.servers[posts], district.parameters.assumptions.service
    width = servers.line_to - servers.line_from
    return float((width * servers.useful_share).sum() * assumed.hours_per_day * (1.0 - assumed.absence_share))


def queued(district: District, count: int) -> np.ndarray:
    """Needs that stand in some queue."""
    needs = capacity.queued_needs(district)
    return needs[district.state.needs.pool[needs] >= 0][:count].astype(np.int32)


def weight(district: District) -> np.ndarray:
    """Needs standing at each pool."""
    needs = district.state.needs[: int(district.state.tallies.tally[BORN])]
    theirs = needs.pool[(needs.state == QUEUED) & (needs.pool >= 0)]
    return np.bincount(theirs, minlength=len(district.state.pools))


@pytest.mark.parametrize(("hours", "shift", "working"), [(6.0, 2.0, 3), (5.0, 2.0, 3), (30.0, 2.0, 4), (0.0, 2.0, 0)])
def test_hours_stand_at_as_many_posts_as_shifts(district, hours, shift, working):
    pool, posts = team(district)
    assert len(posts) == 4
    capacity.give_hours(district, pool, hours, shift)
    assert hours_of(district, posts) == pytest.approx(hours, abs=1e-12)
    assert district.state.pools.daily_hours[pool] == hours
    assert (district.state.servers.useful_share[posts] > 0.0).sum() == working


def test_next_to_no_hours_are_none(district):
    pool, posts = team(district)
    for hours in (1e-310, 1e-12):
        capacity.give_hours(district, pool, hours, 2.0)
        assert district.state.pools.daily_hours[pool] == hours_of(district, posts) == 0.0


def test_a_pool_without_posts_gets_none(town, changed):
    nothing = changed(town, {"funding.purchase_yuan": 0.0})
    district = District(Plan(nothing, seed=3, days=10, warmup=0))
    pool = district.pool_map.starts[ORGANISATION]
    district.state.pools.daily_hours[pool] = 0.0
    width = district.state.servers.line_to - district.state.servers.line_from
    if width[district.in_force.posts_of_pool(pool)].sum() == 0.0:
        capacity.give_hours(district, pool, 5.0, 1.0)
        assert district.state.pools.daily_hours[pool] == 0.0


def test_work_of_posts_that_stop_goes_back_to_the_queue(district):
    state, (pool, posts) = district.state, team(district)
    capacity.give_hours(district, pool, 8.0, 2.0)
    chosen = queued(district, 6)
    state.needs.hours[chosen] = 40.0
    state.pools.backlog_hours[:] = 0.0  # weighed anew below
    transfer(chosen, np.full(6, pool, np.int32), state)
    district.step()
    at_hand = state.servers.need[posts]
    assert (at_hand >= 0).sum() >= 2 and (state.needs.state[at_hand[at_hand >= 0]] == IN_SERVICE).all()
    left, backlog = state.needs.hours[at_hand[at_hand >= 0]].sum(), state.pools.backlog_hours[pool]
    capacity.give_hours(district, pool, 2.0, 2.0)
    kept = state.servers.need[posts]
    assert (kept >= 0).sum() == 1, "who is in the middle of something goes on"
    capacity.give_hours(district, pool, 0.0, 2.0)
    assert (state.servers.need[posts] == NOBODY).all()
    assert set(at_hand[at_hand >= 0]) <= set(capacity.queued_needs(district)), "whoever looks now finds them waiting"
    assert (state.needs.state[at_hand[at_hand >= 0]] == QUEUED).all()
    assert (state.needs.pool[at_hand[at_hand >= 0]] == pool).all()
    assert state.pools.backlog_hours[pool] == pytest.approx(backlog + left)
    capacity.give_hours(district, pool, 400.0, 2.0)
    for _ in range(3):
        district.step()
    assert (state.needs.closed_time[chosen] < NEVER).all()


def test_needs_change_hands_once_and_weigh_where_they_stand(district):
    """Also those that came to the pool the same morning, one named twice, and one that queues no more."""
    state, (pool, _) = district.state, team(district)
    capacity.give_hours(district, pool, 8.0, 2.0)
    chosen, over = queued(district, 9), int(np.flatnonzero(state.needs.state == DONE)[0])
    other = district.pool_map.starts[VOLUNTEER]
    before, at_first = weight(district), state.needs.pool[chosen].copy()
    total = state.pools.backlog_hours.sum()
    transfer(np.append(chosen, [over, chosen[0]]).astype(np.int32), np.full(11, pool, np.int32), state)
    assert (state.needs.pool[chosen] == pool).all() and state.needs.pool[over] != pool
    after = weight(district)
    assert after[pool] == before[pool] + 9
    np.testing.assert_array_equal(
        after - before,
        np.bincount(np.full(9, pool), minlength=len(after)) - np.bincount(at_first, minlength=len(after)),
    )
    transfer(chosen[:4], np.full(4, other, np.int32), state)
    assert weight(district)[[pool, other]].tolist() == [after[pool] - 4, before[other] + 4]
    transfer(chosen, np.full(9, TO_POOL, np.int32), state)
    assert (state.needs.tried[chosen] == 1).all() and state.needs.tried[over] == 0
    assert (state.pools.type[state.needs.pool[chosen]] != VOLUNTEER).all()
    assert np.isfinite(state.pools.backlog_hours).all() and state.pools.backlog_hours.sum() > 0.5 * total
    district.step()
    assert not ((state.needs.state[chosen] == QUEUED) & (state.needs.pool[chosen] == pool)).any()


def test_meetings_are_owed_by_counters(district):
    pools, daily = district.state.pools, district.state.tallies.daily
    counters, before = district.pool_map.pools(COUNTER), district.state.pools.overhead_hours.copy()
    noted = daily[CHARGED_HOURS, district.day]
    capacity.charge_counters(district, np.array([1.0, 0.0, 2.5]))
    assert (pools.overhead_hours - before)[counters].tolist() == pytest.approx([1.0, 0.0, 2.5])
    assert daily[CHARGED_HOURS, district.day] == pytest.approx(noted + 3.5)


def test_a_slower_pool_has_a_longer_queue(district):
    pools = district.state.pools
    pool = int(np.argmax(pools.backlog_hours))
    before, slowness = pools.backlog_hours[pool], pools.slowness[pool]
    capacity.set_pace(district.state, np.array([pool]), np.array([1.5 * slowness]))
    assert pools.backlog_hours[pool] == pytest.approx(1.5 * before) and pools.slowness[pool] == 1.5 * slowness


def test_a_mask_names_kinds():
    assert capacity.kinds_mask([]) == 0 and capacity.kinds_mask([0, 3]) == 0b1001
    pools = rows(1, POOL)
    for kind in range(MOST_KINDS):
        pools.kinds[0] = capacity.kinds_mask([kind])
        assert [bool(pools.kinds[0] >> other & 1) for other in range(MOST_KINDS)].index(True) == kind
    pools.kinds[0] = EVERY_KIND
    assert all(pools.kinds[0] >> kind & 1 for kind in range(MOST_KINDS))


def test_a_place_has_no_more_kinds_than_a_mask_can_name(made_place, needs):
    many = tuple(needs[0].model_copy(update={"id": f"kind_{number}"}) for number in range(MOST_KINDS + 1))
    assert len(made_place(needs=many[:-1]).needs) == MOST_KINDS
    with pytest.raises(ValueError, match="31"):
        made_place(needs=many)
