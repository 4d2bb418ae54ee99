"""Where needs go: by the rules of their kind, the size of the doors, the shortest wait; and what finding costs."""

from __future__ import annotations

import math

import numpy as np
import pytest

from shapan.model.columns import (
    APP,
    COUNTER,
    DEPARTMENT,
    DONE,
    GRID,
    HEARD_TODAY,
    MEDIATOR,
    MENU,
    MISTAKEN_DOOR,
    NOBODY,
    ORGANISATION,
    PATROL,
    POOL_DOOR,
    PROPERTY,
    SOCIAL,
    STEWARD,
    TERMINAL,
    TO_DEPARTMENT,
    TO_POOL,
    TYPES,
    VOLUNTEER,
    WAITS_FOR_DEPARTMENT,
    WALK_IN,
    Hearing,
    rows,
)
from shapan.model.needs.department import lift, take_cases
from shapan.model.needs.lists import BAND, first_in, pop, priority, push
from shapan.model.needs.routing import choose_pool, route

MANY = 20_000
PAID = [GRID, PROPERTY, COUNTER, SOCIAL]
ANY_POOL = [1] * TYPES


@pytest.fixture
def pool_map(table):
    """One cell whose doors of each type are pools of the same number."""
    return table("door", 1, {"pool": [list(range(TYPES))]})


@pytest.fixture
def pools(table):
    """Nobody has hours until a test gives them some."""
    return table("pool", TYPES, {"type": np.arange(TYPES)})


@pytest.fixture
def people(table):
    return table("person", 1)


@pytest.fixture
def where(pool_map, pools, people):
    """The pool each need is sent to."""

    def chosen(needs, kinds, rules):
        return np.array([choose_pool(need, kinds, needs, pool_map, rules, pools, people) for need in range(len(needs))])

    return chosen


def may_serve(*types):
    return [int(which in types) for which in range(TYPES)]


def test_without_a_view_of_queues_doors_are_chosen_by_hours_a_resident(table, where, pools, routing):
    """Hours a day 8, 4, 20, 0 for 100, 100, 1,000 and 100 residents: 0.08, 0.04, 0.02 and nothing each."""
    pools.daily_hours[PAID], pools.residents[PAID] = [8.0, 4.0, 20.0, 0.0], [100.0, 100.0, 1_000.0, 100.0]
    pools.backlog_hours[PAID] = [500.0, 0.0, 0.0, 0.0]
    chosen = where(table("need", MANY), table("kind", 1, {"may_serve": ANY_POOL}), routing)
    share = np.bincount(chosen, minlength=4) / MANY
    expected = np.array([8, 4, 2, 0]) / 14
    assert (np.abs(share - expected) <= 4 * np.sqrt(expected * (1 - expected) / MANY)).all(), share


def test_the_shortest_wait_is_days_of_work_standing_there(table, where, pools, routing):
    sees = routing._replace(shortest_wait_share=1.0)
    needs, kinds = table("need", 50), table("kind", 1, {"may_serve": ANY_POOL})
    pools.daily_hours[PAID], pools.backlog_hours[PAID] = [8.0, 4.0, 20.0, 1.0], [16.0, 4.0, 24.0, 2.0]
    assert (where(needs, kinds, sees) == PROPERTY).all(), "2, 1, 1.2 and 2 days"
    kinds.may_serve = may_serve(GRID, COUNTER, SOCIAL)
    assert (where(needs, kinds, sees) == COUNTER).all()
    half = where(table("need", MANY), kinds, routing._replace(shortest_wait_share=0.5))
    by_size = np.array([8, 0, 20, 1]) / 29
    expected = 0.5 * np.array([0, 0, 1, 0]) + 0.5 * by_size
    assert np.abs(np.bincount(half, minlength=4) / MANY - expected).max() < 4 * 0.5 / math.sqrt(MANY)


def test_rounding_does_not_choose_between_empty_queues(table, where, pools, routing):
    """Hours come and go in another order than they add up; what is left over in an empty queue is no wait."""
    needs, kinds = table("need", 1), table("kind", 1, {"may_serve": ANY_POOL})
    sees = routing._replace(shortest_wait_share=1.0)
    left_over = (0.1 + 0.2) - 0.3
    assert left_over > 0.0
    pools.daily_hours[PAID] = 8.0
    for pool in PAID:
        pools.backlog_hours = left_over
        pools.backlog_hours[pool] = -left_over
        assert where(needs, kinds, sees) == [GRID]


def test_rules_of_a_kind_come_first(table, pool_map, where, pools, routing):
    pools.daily_hours[PAID] = 8.0
    firms, staffed = may_serve(GRID, PROPERTY), may_serve(GRID, COUNTER)
    kinds = table("kind", 3, {"firms_kind": [1, 0, 0], "may_serve": [firms, staffed, firms]})
    needs = table("need", 4, {"kind": [0, 1, 1, 2], "hours": [1.0, 4.0, 4.1, 9.0]})
    ruled = routing._replace(hard_dispute_kind=1)
    pools.hard_dispute_hours = 4.0
    chosen = where(needs, kinds, ruled)
    assert chosen[:3].tolist() == [PROPERTY, GRID, COUNTER], "the firm, the grid if it is easy, staff if it is hard"
    assert chosen[3] in (GRID, PROPERTY)
    pool_map.pool[0, PROPERTY] = NOBODY
    assert where(needs, kinds, ruled)[0] == GRID, "without a firm the grid looks after it"
    pool_map.pool[0, PROPERTY], pools.daily_hours[PROPERTY] = PROPERTY, 0.0
    assert where(needs, kinds, ruled)[0] == NOBODY, "what firms are paid for waits for the firm"


def test_with_no_hours_anywhere_there_is_no_pool(table, where, pools, routing):
    kinds = table("kind", 1, {"may_serve": ANY_POOL})
    assert where(table("need", 1), kinds, routing) == [NOBODY]
    pools.daily_hours = 8.0
    kinds.may_serve = 0
    assert where(table("need", 1), kinds, routing) == [NOBODY]


def test_a_pool_takes_only_its_kinds(table, where, pools, routing):
    kinds = table("kind", 3, {"may_serve": may_serve(ORGANISATION)})
    needs = table("need", 3, {"kind": [0, 1, 2]})
    pools.daily_hours[ORGANISATION] = 4.0
    assert (where(needs, kinds, routing) == ORGANISATION).all()
    pools.kinds[ORGANISATION] = 0b101
    assert where(needs, kinds, routing).tolist() == [ORGANISATION, NOBODY, ORGANISATION]


ONLY_SOME = (
    # (type, need and person that it takes, the same that it does not)
    (STEWARD, {"hours": 0.5}, {"hours": 0.51}, {}, {}),
    (TERMINAL, {}, {}, {"self_serving": 1}, {"self_serving": 0}),
    (MENU, {}, {}, {"pays": 1}, {"pays": 0}),
)


@pytest.mark.parametrize(("which", "need", "other", "person", "somebody_else"), ONLY_SOME)
def test_some_hands_take_only_some(which, need, other, person, somebody_else, table, where, pools, people, routing):
    pools.daily_hours[which] = 4.0
    kinds = table("kind", 1, {"may_serve": may_serve(which)})
    for name, value in person.items():
        people[name] = value
    assert where(table("need", 1, need), kinds, routing) == [which]
    for name, value in somebody_else.items():
        people[name] = value
    assert where(table("need", 1, other), kinds, routing) == [NOBODY]


def test_nobody_is_sent_to_volunteers_by_routing(table, where, pools, routing):
    pools.daily_hours[VOLUNTEER] = 8.0
    kinds, needs = table("kind", 1, {"may_serve": may_serve(SOCIAL, VOLUNTEER)}), table("need", MANY)
    pools.daily_hours[SOCIAL] = 8.0
    assert (where(needs, kinds, routing) == SOCIAL).all()
    pools.daily_hours[SOCIAL] = 0.0
    assert (where(needs, kinds, routing) == NOBODY).all(), "volunteers come to orders and on rounds"


def new_hearing_of(people):
    """Hearing of which only the people matter."""
    numbers, tables = np.zeros(1), np.zeros((1, 1))
    return Hearing(tables, tables, numbers, numbers, numbers, tables, tables, tables, people, tables, numbers, 0, 0, 0)


@pytest.fixture
def routed(table, pool_map, pools, people, wheels, tallies):
    """Needs of one channel, all heard at 3.25, on their way."""

    usual = {"public": 1, "deadline": 10, "severity": 2}
    nothing = new_hearing_of(people)

    def all_of(channel, rules, **kind):
        needs = table("need", MANY, {"channel": channel, "heard_time": 3.25})
        kinds = table("kind", 1, {**usual, **kind})
        longer = tallies._replace(heard=np.arange(MANY, dtype=np.int32))
        longer.tally[HEARD_TODAY] = MANY
        route(kinds, needs, pool_map, rules, pools, wheels, longer, 20.0, nothing)
        return needs

    return all_of


def test_what_is_found_on_patrol_needs_no_triage(routed, routing, pools, tallies):
    needs = routed(PATROL, routing, wrong_door_share=1.0, at_counter=1)
    assert (needs.available_time == 3.25).all() and (needs.door == POOL_DOOR).all() and (needs.pool == TO_POOL).all()
    assert (needs.due_time == 13.25).all() and (needs.lapse_time == 33.25).all()
    assert pools.overhead_hours.sum() == 0.0
    assert tallies.events[0] == MANY


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
    needs = routed(APP, routing._replace(triage_days=0.0), wrong_door_share=0.3)
    lost = needs.door == MISTAKEN_DOOR
    assert lost.mean() == pytest.approx(0.3, abs=4 * math.sqrt(0.3 * 0.7 / MANY))
    delay = needs.available_time[lost] - 3.25
    assert delay.mean() == pytest.approx(3.0, abs=4 * 3.0 / math.sqrt(lost.sum()))
    assert (needs.available_time[~lost] == 3.25).all()


def test_a_share_goes_to_departments(routed, routing):
    needs = routed(PATROL, routing, department_share=0.35)
    assert (needs.pool == TO_DEPARTMENT).mean() == pytest.approx(0.35, abs=4 * math.sqrt(0.35 * 0.65 / MANY))


def test_a_walk_with_papers_may_be_in_vain(routed, routing, pools):
    """Three in ten come back after two days on average, and the counter looks at their papers twice."""
    rules = routing._replace(vain_share=0.3, triage_days=0.0)
    delay = routed(WALK_IN, rules, at_counter=1).available_time - 3.25
    again = delay > 0.0
    assert again.mean() == pytest.approx(0.3, abs=4 * math.sqrt(0.21 / MANY))
    assert delay[again].mean() == pytest.approx(2.0, abs=4 * 2.0 / math.sqrt(again.sum()))
    assert pools.overhead_hours[COUNTER] == pytest.approx(0.2 * (MANY + again.sum()))
    assert (routed(APP, rules, at_counter=1).available_time == 3.25).all(), "an app asks for all papers at once"
    assert (routed(WALK_IN, rules).available_time == 3.25).all(), "without papers there is nothing to forget"


def test_booked_time_is_waited_for(routed, routing):
    delay = routed(WALK_IN, routing._replace(booking_days=2.0, triage_days=0.0), at_counter=1).available_time - 3.25
    assert 0.0 <= delay.min() < delay.max() <= 2.0
    assert delay.mean() == pytest.approx(1.0, abs=4 * 2.0 / math.sqrt(12 * MANY))


def test_papers_that_are_fetched_are_in_order_and_cost_the_counter_a_way(routed, routing, pools, people):
    people.fetched = 1
    rules = routing._replace(vain_share=1.0, booking_days=2.0, triage_days=0.0)
    assert (routed(WALK_IN, rules, at_counter=1).available_time == 3.25).all()
    assert pools.overhead_hours[COUNTER] == pytest.approx((0.2 + 0.25) * MANY)


def test_a_mediator_keeps_disputes_at_home(routed, routing, pools):
    """Of those that would go to a department; without mediators they all go."""
    away = routed(PATROL, routing, department_share=0.5, home_share=0.6).pool
    pools.daily_hours[MEDIATOR] = 1.0
    kept = routed(PATROL, routing, department_share=0.5, home_share=0.6).pool
    assert ((kept == away) | (kept == TO_POOL)).all()
    share = (kept[away == TO_DEPARTMENT] == TO_POOL).mean()
    assert share == pytest.approx(0.6, abs=4 * math.sqrt(0.24 / (0.5 * MANY)))


def test_departments_work_off_so_many_cases_a_day(table, routing, wheels):
    """1.5 cases a day: one today, two tomorrow; most pressing first; what is not used today is gone."""
    departments = rows(2, DEPARTMENT)
    departments.root, departments.capacity = NOBODY, [1.5, 0.4]
    needs = table("need", 5, {"order": [5, 2, 4, 1, 3], "state": WAITS_FOR_DEPARTMENT, "available_time": 0.0})

    def taken(moment):
        before = needs.state == WAITS_FOR_DEPARTMENT
        take_cases(moment, needs, departments, routing, wheels)
        return sorted((needs.order[before & (needs.state != WAITS_FOR_DEPARTMENT)] % BAND).tolist())

    for quiet in range(7):
        assert taken(quiet) == []
    assert departments.credit.tolist() == [2.5, 1.4], "a day's capacity and less than one case are kept, not a week's"
    for need in range(5):
        push(departments, 0, need, needs)
    departments.credit[:] = 0.0
    assert [taken(day) for day in (7, 8, 9)] == [[1], [2, 3], [4]]
    assert needs.available_time[3] >= 7.0


def test_a_rated_department_takes_up_more(table, routing, wheels):
    """Ten cases a day and a tenth more, ten days long, from a full store of credit of one case."""
    departments = rows(2, DEPARTMENT)
    departments.root, departments.capacity, departments.extra = NOBODY, 10.0, [0.0, 0.1]
    needs = table("need", 300, {"order": np.arange(300), "kind": np.arange(300) % 2, "state": WAITS_FOR_DEPARTMENT})
    needs.available_time = 0.0
    for need in range(300):
        push(departments, need % 2, need, needs)
    for day in range(10):
        take_cases(day, needs, departments, routing, wheels)
    taken = np.bincount(needs.kind[needs.state != WAITS_FOR_DEPARTMENT])
    assert taken.tolist() == [100, 110] and (departments.capacity == 10.0).all()


@pytest.mark.parametrize("lifted", (True, False), ids=("lifted", "reminded"))
def test_cases_are_lifted_by_days_and_only_if_they_wait(table, lifted):
    departments = rows(1, DEPARTMENT)
    departments.root = NOBODY
    needs = table("need", 5, {"state": WAITS_FOR_DEPARTMENT})
    for need in range(5):
        needs.order[need] = priority(20.5 + need, 2, 0, need)
        push(departments, 0, need, needs)
    needs.state[0] = DONE
    before = needs.order.copy()
    lift(np.array([4, 0, 2], np.int32), np.array([60, 60, 1], np.int32), lifted, needs, departments)
    assert (before - needs.order).tolist() == [0, 0, 1 << 40, 0, 60 << 40]
    assert needs.lifted.tolist() == ([0, 0, 1, 0, 1] if lifted else [0] * 5), (
        "who was only reminded counts as not lifted"
    )
    queue = []
    while (first := first_in(departments, 0, needs, WAITS_FOR_DEPARTMENT)) >= 0:
        queue.append(first)
        pop(departments, 0, needs)
    assert queue == [4, 1, 2, 3], "further ahead than all there is, and even with the one a day before it"


def test_handling_is_lognormal_and_each_department_has_its_own_pace(table, routing, wheels):
    departments = rows(2, DEPARTMENT)
    departments.root, departments.capacity, departments.handling = NOBODY, float(MANY), [1.0, 0.5]
    kinds = np.arange(MANY) % 2
    facts = {"order": np.arange(MANY), "kind": kinds, "state": WAITS_FOR_DEPARTMENT, "available_time": 0.0}
    needs = table("need", MANY, facts)
    for need in range(MANY):
        push(departments, need % 2, need, needs)
    take_cases(4, needs, departments, routing, wheels)
    assert needs.available_time.min() > 4.0
    days = needs.available_time - 4.5  # started half a day into day 4 on average
    assert np.log(np.median(days[kinds == 0])) == pytest.approx(2.0, abs=0.05)
    assert np.median(days[kinds == 1]) == pytest.approx(0.5 * math.exp(2.0), rel=0.05)
