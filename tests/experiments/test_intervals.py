"""Intervals and verdicts: known answers, and what must hold for any numbers."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from shapan.experiments.intervals import (
    FEWEST_PAIRS,
    MOST_PAIRS,
    Interval,
    judge,
    mean_interval,
    more_pairs,
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
    if len(values) > 1:
        assert (pair.lo, pair.hi, pair.verdict, pair.more_runs) == (0, 0, "no_difference", None)


@given(samples, st.randoms(use_true_random=False))
def test_the_order_of_replications_does_not_matter(values, luck):
    shuffled = list(values)
    luck.shuffle(shuffled)
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
        (0.005, 0.02, "higher", 0.01, "better"),  # clear of zero, partly inside the margin
        (0.0, 0.0, "higher", 0.0, "no_difference"),
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


@given(samples, st.floats(0.001, 5))
def test_more_runs_is_the_fewest_that_would_decide(values, margin):
    zeros = [0.0] * len(values)
    pair = paired_difference(zeros, values, "higher", margin)
    if pair.more_runs is None:
        assert pair.verdict != "unclear"
        return
    assert pair.more_runs >= 1
    spread = stats.tstd(values) if len(values) > 1 else 0.0

    def undecided(n):
        half = stats.t.ppf(0.975, n - 1) * spread / math.sqrt(n)
        return not (abs(pair.difference) > half * (1 - 1e-9) or abs(pair.difference) + half * (1 - 1e-9) <= margin)

    if pair.more_runs < MOST_PAIRS:
        assert not undecided(len(values) + pair.more_runs)
    if pair.more_runs > 1:
        fewer = len(values) + pair.more_runs - 1
        half = stats.t.ppf(0.975, fewer - 1) * spread / math.sqrt(fewer)
        assert abs(pair.difference) <= half * (1 + 1e-6)


def test_a_true_tie_without_margin_is_too_close():
    assert more_pairs(mean_interval([-1.0, 1.0, -1.0, 1.0]), 0.0) == MOST_PAIRS


def test_an_interval_covers_the_truth_as_often_as_it_says():
    import numpy as np

    luck = np.random.default_rng(7)
    covered = 0
    for _ in range(4000):
        interval = mean_interval([float(value) for value in luck.normal(3.0, 1.0, 6)])
        covered += interval.lo <= 3.0 <= interval.hi
    assert covered / 4000 == pytest.approx(0.95, abs=0.012)


def test_no_values_or_unequal_pairs_are_refused():
    with pytest.raises(ValueError):
        mean_interval([])
    with pytest.raises(ValueError):
        paired_difference([1, 2], [1])
