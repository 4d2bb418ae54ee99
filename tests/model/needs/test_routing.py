"""Where needs go: by the rules of their kind, the size of the doors, the shortest wait; and what finding costs."""

from __future__ import annotations

import math

import numpy as np
import pytest

from shapan.model.columns import (
    APP,
    COUNTER,
    DEPARTMENT,
    GRID,
    HEARD_TODAY,
    MISTAKEN_DOOR,
    NOBODY,
    PATROL,
    POOL_DOOR,
    PROPERTY,
    SOCIAL,
    TO_DEPARTMENT,
    TO_POOL,
    WAITS_FOR_DEPARTMENT,
    WALK_IN,
    rows,
)
from shapan.model.needs.department import take_cases
from shapan.model.needs.lists import push
from shapan.model.needs.routing import choose_pool, route

MANY = 20_000
ANY_POOL = [1, 1, 1, 1]


@pytest.fixture
def doors(table):
    """One cell whose four doors are pools 0 to 3."""
    return table("door", 1, {"pool": [[0, 1, 2, 3]]})


@pytest.fixture
def pools(table):
    return table("pool", 4, {"type": [GRID, PROPERTY, COUNTER, SOCIAL]})


def where(needs, kinds, doors, routing, pools):
    return np.array([choose_pool(need, kinds, needs, doors, routing, pools) for need in range(len(needs))])


def test_without_a_view_of_queues_doors_are_chosen_by_hours_a_resident(table, doors, pools, routing):
    """Hours a day 8, 4, 20, 0 for 100, 100, 1,000 and 100 residents: 0.08, 0.04, 0.02 and nothing each."""
    pools.daily_hours, pools.residents = [8.0, 4.0, 20.0, 0.0], [100.0, 100.0, 1_000.0, 100.0]
    pools.backlog_hours = [500.0, 0.0, 0.0, 0.0]
    chosen = where(table("need", MANY), table("kind", 1, {"may_serve": ANY_POOL}), doors, routing, pools)
    share = np.bincount(chosen, minlength=4) / MANY
    expected = np.array([8, 4, 2, 0]) / 14
    assert (np.abs(share - expected) <= 4 * np.sqrt(expected * (1 - expected) / MANY)).all(), share


def test_the_shortest_wait_is_days_of_work_standing_there(table, doors, pools, routing):
    sees = routing._replace(shortest_wait_share=1.0)
    needs, kinds = table("need", 50), table("kind", 1, {"may_serve": ANY_POOL})
    pools.daily_hours, pools.backlog_hours = [8.0, 4.0, 20.0, 1.0], [16.0, 4.0, 24.0, 2.0]  # 2, 1, 1.2 and 2 days
    assert (where(needs, kinds, doors, sees, pools) == 1).all()
    kinds.may_serve = [1, 0, 1, 1]
    assert (where(needs, kinds, doors, sees, pools) == 2).all()
    half = where(table("need", MANY), kinds, doors, routing._replace(shortest_wait_share=0.5), pools)
    by_size = np.array([8, 0, 20, 1]) / 29
    expected = 0.5 * np.array([0, 0, 1, 0]) + 0.5 * by_size
    assert np.abs(np.bincount(half, minlength=4) / MANY - expected).max() < 4 * 0.5 / math.sqrt(MANY)


def test_rounding_does_not_choose_between_empty_queues(table, doors, pools, routing):
    """Hours come and go in another order than they add up; what is left over in an empty queue is no wait."""
    needs, kinds = table("need", 1), table("kind", 1, {"may_serve": ANY_POOL})
    sees = routing._replace(shortest_wait_share=1.0)
    left_over = (0.1 + 0.2) - 0.3
    assert left_over > 0.0
    pools.daily_hours = 8.0
    for pool in range(4):
        pools.backlog_hours = left_over
        pools.backlog_hours[pool] = -left_over
        assert choose_pool(0, kinds, needs, doors, sees, pools) == 0


def test_rules_of_a_kind_come_first(table, doors, pools, routing):
    pools.daily_hours = 8.0
    kinds = table("kind", 3, {"firms_kind": [1, 0, 0], "may_serve": [[1, 1, 0, 0]] * 3})
    needs = table("need", 4, {"kind": [0, 1, 1, 2], "hours": [1.0, 4.0, 4.1, 9.0]})
    ruled = routing._replace(hard_dispute_kind=1)
    pools.hard_dispute_hours = 4.0
    chosen = where(needs, kinds, doors, ruled, pools)
    assert chosen[:3].tolist() == [1, 0, 2], "the firm, the grid for an easy dispute, staff for a hard one"
    assert chosen[3] in (0, 1)
    doors.pool[0, PROPERTY] = NOBODY
    assert choose_pool(0, kinds, needs, doors, ruled, pools) == 0, "without a firm the grid looks after it"


def test_with_no_hours_anywhere_there_is_no_pool(table, doors, pools, routing):
    kinds = table("kind", 1, {"may_serve": ANY_POOL})
    assert choose_pool(0, kinds, table("need", 1), doors, routing, pools) == NOBODY
    pools.daily_hours = 8.0
    kinds.may_serve = 0
    assert choose_pool(0, kinds, table("need", 1), doors, routing, pools) == NOBODY


@pytest.fixture
def routed(table, doors, pools, wheels, books):
    """Needs of one channel, all heard at 3.25, on their way."""

    def all_of(channel, rules, deadline=10, severity=2, share=0.0):
        needs = table("need", MANY, {"channel": channel, "heard_time": 3.25})
        kinds = table("kind", 1, {"public": 1, "deadline": deadline, "severity": severity, "department_share": share})
        longer = books._replace(heard=np.arange(MANY, dtype=np.int32))
        longer.tally[HEARD_TODAY] = MANY
        route(kinds, needs, doors, rules, pools, wheels, longer, 20.0)
        return needs

    return all_of


def test_what_is_found_on_patrol_needs_no_triage(routed, routing, pools, books):
    needs = routed(PATROL, routing._replace(wrong_door_share=1.0))
    assert (needs.available_time == 3.25).all() and (needs.door == POOL_DOOR).all() and (needs.pool == TO_POOL).all()
    assert (needs.due_time == 13.25).all() and (needs.lapse_time == 33.25).all()
    assert pools.overhead_hours.sum() == 0.0
    assert books.events[0] == MANY


def test_a_report_takes_triage(routed, routing, pools):
    """Up to half a day, a quarter on average, and 0.2 h of the counter's time each."""
    delay = routed(WALK_IN, routing).available_time - 3.25
    assert delay.min() >= 0.0 and delay.max() <= 0.5
    assert delay.mean() == pytest.approx(0.25, abs=4 * 0.5 / math.sqrt(12 * MANY))
    assert pools.overhead_hours[COUNTER] == pytest.approx(0.2 * MANY)


def test_dispatch_cuts_triage_of_what_comes_by_app_only(routed, routing, pools):
    cut = routing._replace(dispatch=1)
    slow, quick = routed(WALK_IN, cut).available_time, routed(APP, cut).available_time
    np.testing.assert_allclose(quick - 3.25, 0.2 * (slow - 3.25), atol=1e-12)
    assert pools.overhead_hours[COUNTER] == pytest.approx((0.2 + 0.04) * MANY)


def test_wrong_doors_cost_exponential_days(routed, routing):
    needs = routed(APP, routing._replace(wrong_door_share=0.3, triage_days=0.0))
    lost = needs.door == MISTAKEN_DOOR
    assert lost.mean() == pytest.approx(0.3, abs=4 * math.sqrt(0.3 * 0.7 / MANY))
    delay = needs.available_time[lost] - 3.25
    assert delay.mean() == pytest.approx(3.0, abs=4 * 3.0 / math.sqrt(lost.sum()))
    assert (needs.available_time[~lost] == 3.25).all()


def test_a_share_goes_to_departments(routed, routing):
    needs = routed(PATROL, routing, share=0.35)
    assert (needs.pool == TO_DEPARTMENT).mean() == pytest.approx(0.35, abs=4 * math.sqrt(0.35 * 0.65 / MANY))


def test_departments_work_off_so_many_cases_a_day(table, routing, wheels):
    """1.5 cases a day: one today, two tomorrow; most pressing first; what is not used today is gone."""
    departments = rows(2, DEPARTMENT)
    departments.root, departments.capacity = NOBODY, [1.5, 0.4]
    needs = table("need", 5, {"order": [5, 2, 4, 1, 3], "state": WAITS_FOR_DEPARTMENT, "available_time": 0.0})

    def taken(moment):
        before = needs.state == WAITS_FOR_DEPARTMENT
        take_cases(moment, needs, departments, routing, wheels)
        return sorted(needs.order[before & (needs.state != WAITS_FOR_DEPARTMENT)].tolist())

    for quiet in range(7):
        assert taken(quiet) == []
    assert departments.credit.tolist() == [2.5, 1.4], "a day's capacity and less than one case are kept, not a week's"
    for need in range(5):
        push(departments, 0, need, needs)
    departments.credit[:] = 0.0
    assert [taken(day) for day in (7, 8, 9)] == [[1], [2, 3], [4]]
    assert needs.available_time[3] >= 7.0


def test_handling_is_lognormal(table, routing, wheels):
    departments = rows(1, DEPARTMENT)
    departments.root, departments.capacity = NOBODY, float(MANY)
    needs = table("need", MANY, {"order": np.arange(MANY), "state": WAITS_FOR_DEPARTMENT, "available_time": 0.0})
    for need in range(MANY):
        push(departments, 0, need, needs)
    take_cases(4, needs, departments, routing, wheels)
    days = np.log(needs.available_time - 4.5)  # started half a day into day 4 on average
    assert np.median(days) == pytest.approx(2.0, abs=0.05)
    assert needs.available_time.min() > 4.0
