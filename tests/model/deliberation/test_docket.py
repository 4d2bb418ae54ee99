"""The open matters of a community are those that stand on the docket, whoever came and went since the last look."""

from types import SimpleNamespace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from shapan.model.deliberation.attendance import _first
from shapan.model.deliberation.docket import Docket
from shapan.model.deliberation.draws import household_uniforms, several_uniforms
from shapan.model.deliberation.votes import offer_payments

COMMUNITIES = 3


@given(steps=st.lists(st.tuples(st.sampled_from(["enter", "close", "reopen", "append", "look"]), st.integers(0, 99))))
def test_open_in_is_the_open_ones_of_a_community_in_order(steps):
    docket = Docket(np.zeros(COMMUNITIES), np.zeros(1))
    for number, (step, which) in enumerate(steps):
        if step == "enter":
            docket.enter(SimpleNamespace(number=number, community=which % COMMUNITIES))
        elif step == "append":  # past the docket, as tests do
            docket.open.append(SimpleNamespace(number=number, community=which % COMMUNITIES))
        elif step == "close" and docket.open:
            docket.close(docket.open[which % len(docket.open)])
        elif step == "reopen" and docket.closed:
            docket.reopen(docket.closed[which % len(docket.closed)])
        else:
            docket.open_in(which % COMMUNITIES)
        for community in range(COMMUNITIES) if step == "look" or number == len(steps) - 1 else ():
            assert docket.open_in(community) == [one for one in docket.open if one.community == community]


def test_several_draws_of_households_are_those_drawn_one_by_one():
    key, household = np.uint64(77), np.array([5, 3, 9_000, 0])
    rows = several_uniforms(key, household, 4, 7, 8)
    assert rows.shape == (3, 4)
    for row, which in zip(rows, (4, 7, 8), strict=True):
        assert (row == household_uniforms(key, household, which)).all()


def test_nobody_is_offered_anything_without_money_or_losers():
    value, seated = np.array([-50.0, 30.0, 200.0]), np.ones(3, np.bool_)
    nothing = offer_payments(value, seated, most_yuan=0.0, fund_yuan=1_000.0)
    assert not nothing.transfer.any() and not nothing.paid and not nothing.short
    assert not offer_payments(np.abs(value), seated, most_yuan=100.0, fund_yuan=0.0).paid
    assert offer_payments(value, seated, most_yuan=100.0, fund_yuan=0.0).transfer[0] == 51.0


def test_seats_go_to_those_who_wait_least_of_the_eligible():
    among, waiting = np.array([True, False, True, True]), np.array([3.0, 0.1, 1.0, 2.0])
    assert _first(0, among, waiting).tolist() == [False] * 4
    assert _first(2, among, waiting).tolist() == [False, False, True, True]
    assert _first(9, among, waiting).tolist() == among.tolist()
