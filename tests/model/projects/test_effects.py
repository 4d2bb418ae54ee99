"""What projects do: hours for money, fewer events on more ground for more money, activities to go to."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapan.model.parameters.assumptions.delivery import DeliveryAssumptions
from shapan.model.parameters.assumptions.proposing import ProposingAssumptions
from shapan.model.parameters.assumptions.service import ServiceAssumptions
from shapan.model.projects.effects import (
    Acting,
    Catchments,
    activities_a_week,
    dispute_factors,
    rate_factors,
    reaches_km,
    service_hours_a_day,
)
from shapan.model.projects.kinds import ACTIVITY, GOODS, SERVICE, WORKS

ASSUMED = DeliveryAssumptions()
SIDE = 40
X = (np.arange(SIDE * SIDE) % SIDE) * 0.11
Y = (np.arange(SIDE * SIDE) // SIDE) * 0.11
GROUND = Catchments(X, Y)
MIDDLE = SIDE * SIDE // 2 + SIDE // 2
USUAL = int(ASSUMED.usual_works_yuan * 100)


def acting(*rows: tuple[int, int, int, int]) -> Acting:
    """Rows of form, kind, cell and cost in fen."""
    return Acting(*(np.array([row[column] for row in rows], np.int64) for column in range(4)))


def test_an_hour_costs_what_a_post_and_its_casework_make_it_cost():
    service = ServiceAssumptions()
    assert ASSUMED.hour_yuan == pytest.approx(service.organisation_post_yuan / 1_700 / service.casework_share, rel=0.01)


def test_the_usual_sizes_follow_from_what_projects_cost():
    proposing = ProposingAssumptions()
    plain = proposing.project_yuan / (1 + proposing.works_share * (proposing.works_times - 1))
    assert ASSUMED.usual_goods_yuan == pytest.approx(plain, rel=0.01)
    assert ASSUMED.usual_works_yuan == pytest.approx(plain * proposing.works_times, rel=0.01)


@given(st.lists(st.tuples(st.sampled_from([WORKS, SERVICE, GOODS, ACTIVITY]), st.integers(100, 10**8)), max_size=8))
def test_hours_given_over_the_term_are_the_hours_bought(rows):
    form, cost = (np.array([row[column] for row in rows], np.int64) for column in (0, 1))
    a_day = service_hours_a_day(form, cost, 250.0, ASSUMED)
    bought = cost[form == SERVICE].sum() / 100 / ASSUMED.hour_yuan
    assert a_day.sum() * 250.0 == pytest.approx(bought)
    assert (a_day[form != SERVICE] == 0.0).all()


def test_activities_cost_what_they_cost():
    a_week = activities_a_week(np.array([ACTIVITY, SERVICE]), np.array([10_428_572, 10_428_572]), ASSUMED)
    assert a_week.tolist() == pytest.approx([1.0, 0.0])


def test_works_lower_their_kind_around_them_and_nothing_else():
    factors = rate_factors(acting((WORKS, 1, MIDDLE, USUAL)), GROUND, 3, ASSUMED)
    near = np.zeros(len(GROUND), np.bool_)
    near[GROUND.reached(np.array([MIDDLE]), ASSUMED.works_reach_km)[0]] = True
    assert near[MIDDLE] and near.sum() == 21  # cells within 2.7 steps of the middle
    assert (factors[near, 1] == ASSUMED.works_leave).all()
    assert (factors[~near] == 1.0).all() and (factors[:, [0, 2]] == 1.0).all()


@given(st.lists(st.tuples(st.integers(0, 1599), st.floats(0.0, 3.0)), max_size=5))
def test_the_ground_knows_whom_each_place_reaches_however_often_it_is_asked(places):
    cell, reach = np.array([one for one, _ in places], np.int64), np.array([km for _, km in places])
    for _ in range(2):
        for here, km, reached in zip(cell, reach, GROUND.reached(cell, reach), strict=True):
            assert reached.tolist() == np.flatnonzero(np.hypot(X - X[here], Y - Y[here]) <= km).tolist()


def test_several_works_multiply_down_to_a_floor():
    one = (WORKS, 0, MIDDLE, USUAL)
    got = [rate_factors(acting(*[one] * count), GROUND, 1, ASSUMED)[MIDDLE, 0] for count in range(5)]
    assert got == pytest.approx([1.0, 0.6, 0.36, 0.3, 0.3])


def test_goods_do_a_little_and_hours_lower_nothing():
    got = rate_factors(
        acting((GOODS, 0, MIDDLE, USUAL), (SERVICE, 1, MIDDLE, USUAL), (ACTIVITY, 2, MIDDLE, USUAL)), GROUND, 3, ASSUMED
    )
    assert got[MIDDLE].tolist() == [ASSUMED.goods_leave, 1.0, 1.0]


@given(
    st.lists(st.tuples(st.sampled_from([WORKS, GOODS, SERVICE]), st.integers(0, 2), st.integers(0, 1599)), max_size=8)
)
def test_the_order_of_projects_does_not_matter_and_more_never_raise_a_rate(rows):
    whole = [(form, kind, cell, USUAL) for form, kind, cell in rows]
    straight, back = (rate_factors(acting(*order), GROUND, 3, ASSUMED) for order in (whole, whole[::-1]))
    assert straight == pytest.approx(back)
    assert (straight <= 1.0).all() and (straight >= ASSUMED.least_left).all()
    assert (rate_factors(acting(*whole[1:]), GROUND, 3, ASSUMED) >= straight - 1e-12).all()


def test_two_halves_serve_as_much_ground_as_a_whole():
    cost = np.array([4 * USUAL, 2 * USUAL, USUAL])
    reach = reaches_km(np.full(3, WORKS), cost, ASSUMED)
    assert reach[2] == ASSUMED.works_reach_km
    assert reach**2 / cost == pytest.approx(reach[0] ** 2 / cost[0])
    assert reaches_km(np.array([SERVICE, ACTIVITY]), cost[:2], ASSUMED).tolist() == [ASSUMED.service_reach_km] * 2


def test_works_nobody_was_told_of_cause_more_strife():
    two = acting((WORKS, 0, MIDDLE, USUAL), (WORKS, 0, 0, USUAL), (WORKS, 0, MIDDLE, USUAL))
    got = dispute_factors(two, np.array([True, False, False]), GROUND, ASSUMED)
    assert got[0] == got[MIDDLE] == 1.0 + ASSUMED.works_strife
    found = dispute_factors(two, np.ones(3, np.bool_), GROUND, ASSUMED)
    assert found[MIDDLE] == 1.0 + ASSUMED.works_strife_told
    assert ((got == 1.0) == (found == 1.0)).all()
    nothing = Acting(*(np.zeros(0, np.int64) for _ in range(4)))
    assert (dispute_factors(nothing, np.zeros(0, np.bool_), GROUND, ASSUMED) == 1.0).all()
    assert (rate_factors(nothing, GROUND, 2, ASSUMED) == 1.0).all()
