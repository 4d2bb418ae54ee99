"""Intervals and verdicts: known answers, and what must hold for any numbers."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from shapan.experiments.comparing.any_look import factor
from shapan.experiments.comparing.intervals import (
    FEWEST_PAIRS,
    LAST,
    MOST_PAIRS,
    STEP,
    Interval,
    Spread,
    holm,
    judge,
    mean_interval,
    more_pairs,
    p_value,
    paired_difference,
    student_t,
)

numbers = st.floats(-1e6, 1e6, allow_nan=False)
samples = st.lists(numbers, min_size=2, max_size=40)


@pytest.mark.parametrize("degrees", [1, 2, 4, 19, 300])
def test_student_t_is_that_of_scipy(degrees):
    assert student_t(degrees) == pytest.approx(stats.t.ppf(0.975, degrees), rel=1e-10)


@given(samples)
def test_interval_is_that_of_scipy(values):
    interval = mean_interval(values)
    assert interval.n == len(values)
    assert interval.value == pytest.approx(math.fsum(values) / len(values), abs=1e-9)
    spread = stats.sem(values)
    if spread > 1e-9 * max(1.0, abs(interval.value)):
        lo, hi = stats.t.interval(0.95, len(values) - 1, loc=interval.value, scale=spread)
        assert interval.lo == pytest.approx(lo, rel=1e-6, abs=1e-6)
        assert interval.hi == pytest.approx(hi, rel=1e-6, abs=1e-6)


@given(samples, samples)
def test_paired_interval_is_that_of_a_paired_t_test(before, after):
    n = min(len(before), len(after))
    before, after = before[:n], after[:n]
    differences = [b - a for a, b in zip(before, after, strict=True)]
    if stats.sem(differences) <= 1e-6:
        return
    ours = paired_difference(before, after, "higher", 0.0)
    theirs = stats.ttest_rel(after, before).confidence_interval(0.95)
    assert (ours.lo, ours.hi) == pytest.approx((theirs.low, theirs.high), rel=1e-6, abs=1e-4)


@given(st.lists(numbers, min_size=1, max_size=30))
def test_identical_runs_differ_by_exactly_nothing(values):
    pair = paired_difference(values, list(values), "higher", 0.01)
    assert pair.difference == 0 and pair.wins == 0
    assert pair.verdict == "unclear" and pair.changed == 0, "a tie in one figure is no knowledge of equality"
    alike = paired_difference(values, list(values), "higher", 0.01, identical=True)
    enough = len(values) >= FEWEST_PAIRS
    assert (alike.verdict, alike.more_runs is None) == ("no_difference" if enough else "unclear", enough)


@given(samples, st.randoms(use_true_random=False))
def test_the_order_of_replications_does_not_matter(values, generator):
    shuffled = list(values)
    generator.shuffle(shuffled)
    assert mean_interval(shuffled) == mean_interval(values)


def test_one_pair_has_no_interval_and_decides_nothing():
    pair = paired_difference([0.5], [0.7], "higher", 0.01)
    assert (pair.lo, pair.hi, pair.verdict) == (None, None, "unclear")
    assert pair.more_runs == FEWEST_PAIRS - 1


@pytest.mark.parametrize(
    ("lo", "hi", "better", "margin", "verdict"),
    [
        (0.02, 0.04, "higher", 0.01, "better"),
        (0.02, 0.04, "lower", 0.01, "worse"),
        (-0.04, -0.02, "higher", 0.01, "worse"),
        (-0.04, -0.02, "lower", 0.01, "better"),
        (0.02, 0.04, "none", 0.01, "differs"),
        (0.002, 0.004, "higher", 0.01, "no_difference"),  # real, but too small for anybody to notice
        (-0.004, 0.009, "higher", 0.01, "no_difference"),
        (-0.004, 0.02, "higher", 0.01, "unclear"),
        (0.0, 0.02, "higher", 0.01, "unclear"),
        (0.005, 0.02, "higher", 0.01, "unclear"),  # clear of zero, partly inside the margin: perhaps a trifle
        (-0.02, -0.005, "lower", 0.01, "unclear"),
        (0.005, 0.02, "none", 0.01, "unclear"),
        (0.0, 0.0, "higher", 0.0, "unclear"),  # an interval without width inside the margin comes from ties
        (0.004, 0.004, "higher", 0.01, "unclear"),
        (3.0, 3.0, "higher", 0.01, "better"),  # the same large change in every pair
    ],
)
def test_verdicts(lo, hi, better, margin, verdict):
    assert judge(Interval((lo + hi) / 2, lo, hi, 10), better, margin) == verdict


@given(samples, st.floats(0, 10))
def test_verdict_turns_with_the_direction(values, margin):
    zeros = [0.0] * len(values)
    up = paired_difference(zeros, values, "higher", margin)
    down = paired_difference(zeros, values, "lower", margin)
    other = {"better": "worse", "worse": "better"}
    assert down.verdict == other.get(up.verdict, up.verdict)
    assert up.wins + down.wins == sum(value != 0 for value in values)
    assert down.more_runs == up.more_runs


def test_wins_count_better_pairs():
    assert paired_difference([1, 1, 1], [2, 0, 1], "higher").wins == 1
    assert paired_difference([1, 1, 1], [0, 0, 1], "lower").wins == 2


def decides(differences, pairs, margin):
    """Whether so many pairs would decide, were mean, spread and skewness to stay."""
    lo, hi = Spread.of(differences).limits("any", pairs)
    return lo > margin or hi < -margin or (-margin <= lo and hi <= margin)


@given(st.lists(st.integers(-2000, 2000), min_size=FEWEST_PAIRS, max_size=40, unique=True), st.floats(0.001, 5))
def test_more_runs_leads_to_the_first_pairs_that_would_decide(values, margin):
    differences = [value / 100 for value in values if value]
    pair = paired_difference([0.0] * len(differences), differences, "higher", margin)
    if pair.more_runs is None:
        assert pair.verdict != "unclear"
        return
    if pair.n < FEWEST_PAIRS:
        assert pair.more_runs == FEWEST_PAIRS - pair.n
        return
    ahead = [pairs for pairs in range(STEP, LAST + 1, STEP) if pairs > pair.n]
    first = next((pairs for pairs in ahead if decides(differences, pairs, margin)), None)
    assert pair.more_runs == (MOST_PAIRS if first is None else first - pair.n)


def test_what_the_last_pair_planned_would_not_decide_is_too_close():
    assert more_pairs(Spread.of([-1.0, 1.0, -1.0, 1.0, 1.0, -1.0]), 0.0) == MOST_PAIRS


PLANTED = 2000


def planted(draw, size, better="higher", margin=0.005, seed=11):
    """Verdicts of many comparisons with differences drawn from a known law."""
    generator = np.random.default_rng(seed)
    for _ in range(PLANTED):
        yield paired_difference([0.0] * size, draw(generator, size).tolist(), better, margin).verdict


@pytest.mark.parametrize("n", [2, 5, 20, 40, 100, 400])
def test_a_trifle_is_not_sold_as_better_at_any_number_of_pairs(n):
    verdicts = list(planted(lambda generator, size: generator.normal(0.004, 0.01, size), n))
    assert verdicts.count("better") / PLANTED < 0.01 and verdicts.count("worse") / PLANTED < 0.01


def test_with_enough_pairs_a_trifle_is_no_difference_that_matters():
    verdicts = list(planted(lambda generator, size: generator.normal(0.002, 0.01, size), 400))
    assert verdicts.count("no_difference") / PLANTED > 0.95


@pytest.mark.parametrize("n", [2, 3, 4, 5, 10, 20, 40, 160])
def test_what_happens_in_one_run_of_ten_is_never_called_no_difference(n):
    """True difference 0.1, twenty margins; all ties in most small samples."""
    verdicts = list(planted(lambda generator, size: (generator.random(size) < 0.1).astype(float), n))
    assert "no_difference" not in verdicts and "worse" not in verdicts
    assert n < 160 or verdicts.count("better") / PLANTED > 0.85


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5])
def test_fewer_than_six_pairs_decide_nothing(n):
    pair = paired_difference([0.0] * n, [1.0 + number / 100 for number in range(n)], "higher", 0.005)
    assert pair.verdict == "unclear" and pair.more_runs == FEWEST_PAIRS - n and not pair.tied


def test_ties_are_counted():
    pair = paired_difference([0.5] * 12, [0.5] * 9 + [0.6, 0.7, 0.4], "higher", 0.005)
    assert (pair.changed, pair.tied, pair.verdict) == (3, True, "unclear")
    assert pair.n + pair.more_runs >= 24, "three of twelve changed: six would not be among fewer than twenty-four"
    same = paired_difference([0.5] * 12, [0.5] * 12, "higher", 0.005)
    assert (same.changed, same.tied, same.verdict, same.more_runs) == (0, True, "unclear", None)
    shifted = paired_difference([0.5] * 12, [0.501] * 12, "higher", 0.005)
    assert (shifted.changed, shifted.tied, shifted.verdict) == (12, True, "unclear")


EVEN = [0.1, 0.2, 0.3, 0.3, 0.4, 0.5]  # no skewness


def test_the_judged_interval_is_that_of_any_look_or_of_one():
    any_look, one_look = (paired_difference([0.0] * 6, EVEN, "higher", 0.005, looks=looks) for looks in ("any", "once"))
    half = factor(6) * stats.sem(EVEN)
    assert (any_look.judged_lo, any_look.judged_hi) == pytest.approx((0.3 - half, 0.3 + half))
    assert (one_look.judged_lo, one_look.judged_hi) == pytest.approx((one_look.lo, one_look.hi))
    assert any_look.level == one_look.level == 0.95 and one_look.verdict == "better"
    assert any_look.judged_lo < any_look.lo == one_look.lo
    assert one_look.more_runs is None and paired_difference([0.0] * 6, [-1, 1] * 3, looks="once").more_runs is None


@pytest.mark.parametrize("looks", ["any", "once"])
def test_a_chance_and_an_interval_say_the_same(looks):
    values = [0.1, -0.4, 0.2, 0.9, 0.3, 0.5, 0.1, 0.3]
    seen = set()
    for lift in (-3.0, -1.0, -0.7, -0.25, 0.0, 0.1, 0.3, 0.5, 0.8, 3.0):
        pair = paired_difference([0.0] * 8, [value + lift for value in values], "higher", 0.1, looks=looks)
        outside = pair.judged_lo > 0.0 or pair.judged_hi < 0.0
        assert (p_value(pair) < 0.05) == outside
        assert (pair.chance_of_verdict < 0.05) == (pair.verdict != "unclear")
        seen.add(outside)
    assert seen == {True, False}


def test_chances_of_one_look_are_those_of_a_t_test_and_adjusted_as_holm_says():
    pair = paired_difference([0.0] * 6, EVEN, "higher", 0.005, looks="once")
    assert p_value(pair) == pytest.approx(stats.ttest_1samp(EVEN, 0).pvalue)
    assert p_value(paired_difference([0.0] * 6, [0.0] * 5 + [1.0])) is None
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([]) == []


def test_an_interval_covers_the_truth_as_often_as_it_says():
    generator = np.random.default_rng(7)
    covered = 0
    for _ in range(4000):
        interval = mean_interval([float(value) for value in generator.normal(3.0, 1.0, 6)])
        covered += interval.lo <= 3.0 <= interval.hi
    assert covered / 4000 == pytest.approx(0.95, abs=0.012)


def test_no_values_or_unequal_pairs_are_refused():
    with pytest.raises(ValueError):
        mean_interval([])
    with pytest.raises(ValueError):
        paired_difference([1, 2], [1])
