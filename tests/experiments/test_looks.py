"""Verdicts that survive looking: planted truth, known answers, and the page that tells of it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import integrate, stats

from shapan.experiments.comparing.any_look import MIXED, bent, chance, factor, straightened
from shapan.experiments.comparing.intervals import FEWEST_PAIRS, LAST, MOST_PAIRS, Spread, paired_difference
from shapan.experiments.evidence import looks
from shapan.experiments.evidence import planted_looks as study
from shapan.experiments.evidence.mechanisms_page import DOCS


@pytest.fixture(scope="module")
def planted():
    """What came of 2,000 comparisons a law and way, by the interval of any look and the usual one."""
    return looks.all_planted()


@pytest.mark.parametrize("law", study.LAWS)
@pytest.mark.parametrize("way", study.WAYS)
def test_equal_policies_come_out_equal_however_one_looks(planted, law, way):
    (found,) = (one for one in planted[0] if (one.law, one.way) == (law, way))
    assert found.wrong_side <= 0.05 and found.wrong_same <= 0.05
    assert way == "once" or found.found > 0.99, "and true effects are found"


def test_the_usual_interval_does_not_survive_looking(planted):
    (found,) = (one for one in planted[1] if (one.law, one.way) == ("normal", "every"))
    assert found.wrong_side > 0.15 and found.wrong_same > 0.1


def test_the_page_tells_what_was_planted(planted):
    assert (DOCS / "looks.md").read_text(encoding="utf-8") == looks.page(*planted)


@pytest.mark.parametrize("n", [6, 10, 57, 200])
def test_the_martingale_is_a_ratio_of_two_densities_of_t(n):
    """With effects drawn from a normal law of variance g, t over the root of 1 + g·n is Student's again."""
    grown = math.sqrt(1.0 + MIXED * n)
    for t in (1.5, 3.0, 9.0):
        ratio = stats.t.pdf(t / grown, n - 1) / grown / stats.t.pdf(t, n - 1)
        assert chance(t, n) == pytest.approx(min(1.0, 1.0 / ratio), rel=1e-9)
    mean = integrate.quad(lambda t: stats.t.pdf(t / grown, n - 1) / grown, -math.inf, math.inf)[0]
    assert mean == pytest.approx(1.0)
    assert chance(factor(n), n) == pytest.approx(0.05) and chance(-factor(n) * 1.01, n) < 0.05


def test_few_pairs_have_no_interval_and_many_pay_little():
    assert math.isinf(factor(1)) and math.isinf(factor(FEWEST_PAIRS - 1)) and factor(FEWEST_PAIRS) < 10.0
    assert 3.2 < factor(20) < 3.5 and factor(LAST) < 3.5
    narrower = [factor(n) / math.sqrt(n) for n in range(FEWEST_PAIRS, 400)]
    assert narrower == sorted(narrower, reverse=True)


@pytest.mark.parametrize("skewness", [-3.0, -0.4, 0.0, 1e-12, 0.7, 6.0])
def test_what_is_bent_is_straightened_again(skewness):
    for t in (-40.0, -2.0, 0.0, 0.3, 5.0):
        assert straightened(bent(t, 12, skewness), 12, skewness) == pytest.approx(t, abs=1e-6)


def test_the_tail_is_where_the_interval_reaches_farther():
    values = [0.0, 0.1, 0.05, 0.1, 0.02, 1.0, 0.04, 0.07, 0.0, 0.03]
    lo, hi = Spread.of(values).limits()
    mean = sum(values) / len(values)
    assert Spread.of(values).skewness == pytest.approx(stats.skew(values, bias=False))
    assert mean - lo == pytest.approx(factor(10) * stats.sem(values)) and hi - mean > 1.5 * (mean - lo)


@pytest.mark.parametrize("law", ["normal", "very skewed", "skewed ties"])
def test_columns_say_what_one_comparison_says(law):
    margin, rng = 0.4, np.random.default_rng(3)
    drawn = study.LAWS[law](rng, (30, 60)) + 0.3
    moments = study.Moments.of(drawn, 0.3)
    found = moments.verdicts(study.any_look(60), margin)
    code = {"better": 1, "worse": -1, "no_difference": 2, "unclear": 0}
    for row in range(0, 30, 3):
        for n in (2, 6, 11, 20, 60):
            values = drawn[row, :n].tolist()
            pair = paired_difference([0.3] * n, [0.3 + one for one in values], "higher", margin)
            tied = np.flatnonzero(drawn[row, :n] == 0.3).size
            if tied:
                continue  # here a tie is a difference of nothing; in the columns, of the mean
            assert code[pair.verdict] == found[row, n - 1]
            if pair.more_runs and n >= FEWEST_PAIRS:
                advised = int(moments.at(np.array([row]), np.array([n])).advised(margin)[0])
                assert pair.more_runs == (advised - n if advised else MOST_PAIRS)
