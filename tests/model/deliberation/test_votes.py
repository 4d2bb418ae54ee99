"""Votes are counted once, payments never exceed the money, and a veto stops what nearly everybody wants."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import stats

from shapan.model.deliberation.attendance import Attendance
from shapan.model.deliberation.kinds import MATTERS
from shapan.model.deliberation.stakes import first_belief, private_value, usual_value, value_of
from shapan.model.deliberation.votes import Rule, enough, offer_payments, staff_decide, vote
from shapan.model.parameters.assumptions.opinion import OpinionAssumptions
from shapan.model.streams import stream_key

DRAWS = 20_000
STAIRWELL = np.tile(np.linspace(0.0, 1.0, 7), 2)


def table(present: np.ndarray, seats: int | None = None) -> Attendance:
    """A meeting at which these households are present."""
    seats = int(present.sum()) if seats is None else seats
    return Attendance(seats, present.copy(), present.copy(), present.copy(), float(present.mean()), np.zeros(6))


def everybody(value: np.ndarray) -> Attendance:
    return table(np.ones(len(value), np.bool_))


@pytest.fixture(scope="module")
def stairwells() -> np.ndarray:
    """What a lift is worth to the fourteen households of each of 20,000 stairwells, before anybody talks."""
    lift, key = MATTERS["lift"], stream_key(1, "lifts")
    household = np.arange(DRAWS * 14)
    private = private_value(lift, np.tile(STAIRWELL, DRAWS), household, key).reshape(DRAWS, 14)
    belief = first_belief(household, OpinionAssumptions(), key).reshape(DRAWS, 14)
    return np.array([value_of(lift, *row) for row in zip(private, belief, strict=True)])


def approved(stairwells: np.ndarray, rule: Rule) -> int:
    return sum(vote(value, everybody(value), rule).passed for value in stairwells)


def as_expected(count: int, share: float, level: float = 0.001) -> bool:
    """Whether a count out of the draws is one that this share gives in all but a thousandth of cases."""
    low, high = stats.binom.ppf((level / 2, 1 - level / 2), DRAWS, share)
    return low <= count <= high


def test_a_veto_stops_the_lift_that_ten_of_fourteen_want(stairwells):
    """V-14: 204 of 220,000 stairwells although nearly all of the old are willing."""
    assert (stairwells > 0).sum(axis=1).mean() == pytest.approx(10, abs=0.5)
    assert as_expected(approved(stairwells, Rule(veto=True)), 0.0005)


def test_forty_thousand_for_each_loser_lifts_it_to_about_a_half(stairwells):
    count = approved(stairwells, Rule(veto=True, side_payment_yuan=40_000.0))
    assert count / DRAWS == pytest.approx(0.5, abs=0.03)
    # Nobody's consent depends on anybody else's where winners have enough: the chance is the product over floors.
    lift = MATTERS["lift"]
    mean = usual_value(lift, STAIRWELL) + lift.common * 0.5 - lift.cost_share(14)
    sd = np.hypot(lift.spread, 0.2 * lift.common)
    assert as_expected(count, float(stats.norm.cdf((mean + 40_000) / sd).prod()))


def test_without_a_veto_most_lifts_fail_only_by_the_law(stairwells):
    some = stairwells[:2000]
    simple, by_law = (approved(some, Rule(legal_threshold=share)) for share in (0.5, 0.9))
    assert simple > 0.95 * len(some) and by_law < 0.1 * len(some)


VALUES = arrays.arrays(float, st.integers(1, 25), elements=st.floats(-50_000, 90_000))
RULES = st.builds(
    Rule,
    quorum=st.floats(0, 1),
    threshold=st.floats(0.5, 1),
    legal_threshold=st.sampled_from((0.5, 2 / 3, 0.9)),
    veto=st.booleans(),
    side_payment_yuan=st.floats(0, 50_000),
)
FUND = st.floats(0, 200_000)


@st.composite
def ballots(draw) -> tuple[np.ndarray, Attendance]:
    value = draw(VALUES)
    present = draw(arrays.arrays(np.bool_, len(value)))
    return value, table(present, int(present.sum()) + draw(st.integers(0, 5)))


@given(ballots(), RULES, FUND)
def test_each_vote_is_counted_once(ballot, rule, fund):
    value, meeting = ballot
    decision = vote(value, meeting, rule, fund)
    assert decision.yes + decision.no == meeting.present.sum()
    assert decision.yes + decision.no + decision.absent == meeting.seats
    assert decision.passed == (decision.reasons[0] == "passed") and 0 <= decision.yes_share <= 1


@given(ballots(), RULES, FUND)
def test_payments_are_paid_by_somebody_and_only_if_it_passes(ballot, rule, fund):
    value, meeting = ballot
    decision = vote(value, meeting, rule, fund)
    paid = np.maximum(decision.transfer, 0).sum()
    assert paid == pytest.approx(decision.paid_from_winners + decision.paid_from_fund)
    assert decision.transfer.sum() == pytest.approx(decision.paid_from_fund, abs=1e-6)
    assert decision.paid_from_fund <= fund
    assert decision.paid_from_winners <= np.maximum(value, 0).sum()
    assert (np.maximum(decision.transfer, 0) <= rule.side_payment_yuan).all()
    assert not (decision.transfer[value >= 0] > 0).any()
    assert ((value + decision.transfer)[value > 0] > 0).all()  # nobody gives all there is to gain
    assert decision.passed or not decision.transfer.any()
    if decision.paid_from_fund:  # winners first
        assert decision.paid_from_winners == pytest.approx(np.maximum(np.ceil(value) - 1, 0).sum())


@given(ballots(), RULES, FUND, st.randoms(use_true_random=False))
def test_the_order_of_people_does_not_matter(ballot, rule, fund, shuffle):
    value, meeting = ballot
    order = np.array(shuffle.sample(range(len(value)), len(value)))
    one = vote(value, meeting, rule, fund)
    other = vote(value[order], table(meeting.present[order], meeting.seats), rule, fund)
    for name in ("reasons", "yes", "no", "absent", "objections", "paid_from_winners", "paid_from_fund"):
        assert getattr(one, name) == getattr(other, name)


@given(ballots(), RULES, FUND, st.floats(0, 50_000))
def test_more_for_losers_never_turns_yes_into_no(ballot, rule, fund, more):
    value, meeting = ballot
    low, high = sorted((rule.side_payment_yuan, more))
    less_paid, more_paid = (
        vote(value, meeting, Rule(rule.quorum, rule.threshold, rule.legal_threshold, rule.veto, most), fund)
        for most in (low, high)
    )
    assert more_paid.yes >= less_paid.yes and more_paid.objections <= less_paid.objections
    assert more_paid.passed or not less_paid.passed


@given(ballots(), RULES, FUND, st.floats(0.5, 1))
def test_a_higher_bar_never_passes_what_a_lower_one_refuses(ballot, rule, fund, bar):
    value, meeting = ballot
    low, high = (
        vote(value, meeting, Rule(rule.quorum, share, rule.legal_threshold, rule.veto, rule.side_payment_yuan), fund)
        for share in sorted((rule.threshold, bar))
    )
    assert low.passed or not high.passed


@given(ballots(), RULES, FUND, FUND)
def test_a_fuller_fund_never_turns_yes_into_no(ballot, rule, fund, other):
    value, meeting = ballot
    poor, rich = (vote(value, meeting, rule, money) for money in sorted((fund, other)))
    assert rich.yes >= poor.yes and (rich.passed or not poor.passed)


def test_what_stands_in_the_way_is_named():
    value = np.array([500.0, 300.0, -200.0, -100.0])
    front = table(np.array([True, True, False, False]), 2)
    assert vote(value, front, Rule()).reasons == ("passed",)
    assert vote(value, front, Rule(veto=True)).reasons == ("vetoed",)
    assert vote(value, front, Rule(veto=True)).objections == 2
    assert vote(value, everybody(value), Rule(veto=True)).reasons == ("below_threshold", "vetoed")
    assert vote(value, table(front.present, 5), Rule()).reasons == ("no_quorum",)
    assert vote(value, table(np.zeros(4, np.bool_), 0), Rule(quorum=0.0)).reasons == ("no_quorum",)
    assert vote(value, everybody(value), Rule(side_payment_yuan=150.0)).reasons == ("passed", "losers_paid")
    poor = np.array([50.0, -200.0, -100.0])
    assert vote(poor, everybody(poor), Rule(side_payment_yuan=300.0)).reasons == ("below_threshold", "money_short")


def test_those_who_lose_least_are_paid_first_out_of_the_winners_gain_and_then_the_fund():
    value = np.array([301.0, -400.0, -100.5, -150.0])
    offer = offer_payments(value, np.ones(4, np.bool_), 200.0, 30.0)
    assert offer.transfer == pytest.approx([-300.0, 78.0, 101.0, 151.0])
    assert (offer.from_winners, offer.from_fund, offer.short) == (300.0, 30.0, True)


def test_a_half_is_no_majority_and_two_thirds_of_nine_are_six():
    assert not enough(5, 10, 0.5) and enough(6, 10, 0.5)
    assert enough(6, 9, 2 / 3) and not enough(5, 9, 2 / 3)
    assert enough(9, 10, 0.9) and not enough(13, 14, 1.0)


def test_staff_weigh_the_whole_and_leave_to_owners_what_is_theirs():
    assert staff_decide(np.array([500.0, -100.0]), 0.5).passed
    assert staff_decide(np.array([100.0, -500.0]), 0.5).reasons == ("no_net_gain",)
    assert staff_decide(np.array([500.0, -100.0]), 2 / 3).reasons == ("owners_must_vote",)
