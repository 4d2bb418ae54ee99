"""Known answers: planted assumptions are found again, ranks are flat, what a ledger cannot know is said to be unknown.

A made-up district stands in for runs: two assumptions act only as a product, one is seen, one changes nothing.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import norm, qmc

from shapan.experiments.calibrating.emulator import predicted, process_of
from shapan.experiments.calibrating.figures import Meeting
from shapan.experiments.calibrating.finding import find, further, matched
from shapan.experiments.calibrating.learning import learn
from shapan.experiments.calibrating.matching import match, next_points, spread_over
from shapan.experiments.calibrating.posterior import (
    Posterior,
    log_likelihood,
    posterior_of,
    weighted_quantiles,
    weights_of,
)
from shapan.experiments.calibrating.ranks import below_truth, ranks_of
from shapan.experiments.calibrating.telling_apart import ridges, verdicts
from shapan.experiments.calibrating.waves import Wave

MONTHS, DRAWS, SEEDS, ERROR = 12, 60, 2, 0.05
NAMES = ("heard", "met", "met_late")
TRUTH = np.array([0.6, 0.3, 0.7, 0.2])
MEANS = np.array([200.0, 120.0, 34.0])


def district(at, draw):
    """Monthly figures with their luck: the first two assumptions multiply, the last is never used."""
    first, second, third = (at[..., number, None] for number in range(3))
    season = 1.0 + 0.2 * np.sin(np.arange(MONTHS) / MONTHS * 2.0 * np.pi)
    heard = 200.0 * np.exp(first - 0.5) * np.exp(second - 0.5) * season
    figures = np.concatenate([heard, heard * (0.4 + 0.4 * third), heard * (0.1 + 0.1 * np.sqrt(third + 0.1))], -1)
    return figures + draw.standard_normal(figures.shape) * np.sqrt(figures)


def compared(observed):
    figures = tuple(name for name in NAMES for _ in range(MONTHS))
    return Meeting(figures, tuple(range(MONTHS)) * 3, observed, shift=0, first=0, many=MONTHS)


def first_runs(seed):
    draw = np.random.default_rng(seed)
    at = qmc.LatinHypercube(4, rng=draw).random(DRAWS)
    return Wave(at, np.stack([district(at, draw) for _ in range(SEEDS)], axis=1), 0)


def slips(error, draw, count):
    return draw.multivariate_normal(np.zeros(len(error)), error, size=count)


@pytest.fixture(scope="module")
def planted():
    """A ledger planted with TRUTH, and everything found from one wave of runs."""
    draw = np.random.default_rng(11)
    clean = district(TRUTH, draw)
    where = compared(clean + slips(compared(clean).error(ERROR), draw, 1)[0])
    wave = first_runs(1)
    return wave, where, find([wave], where, ERROR)


def test_a_planted_truth_is_not_ruled_out_and_most_else_is(planted):
    _, where, found = planted
    (one,) = found.matches
    assert 0.02 < one.share < 0.3
    learned = found.learned
    alone = match(learned.emulator, TRUTH[None, :], learned.components.of(where.observed))
    assert alone.share == 1.0
    low, high = found.posterior.quantiles((0.05, 0.95))[:, 2]
    assert low < TRUTH[2] < high and high - low < 0.65
    product = found.posterior.draws[:, 0] + found.posterior.draws[:, 1]
    ends = weighted_quantiles(product, found.posterior.weights, (0.01, 0.99))
    assert ends[0] < TRUTH[0] + TRUTH[1] < ends[1] and ends[1] - ends[0] < 0.6
    assert found.posterior.effective > 200
    assert len(found.learned.emulator) == 2  # the product, and the third: nothing else moves these figures


def test_what_the_ledger_cannot_know_is_said(planted):
    found = planted[2]
    assert found.verdicts == ("together", "together", "told", "unseen")
    (ridge,) = found.ridges
    assert ridge.members == ((0, 1), (1, 1)) and ridge.left < 0.05
    assert found.width[3] == pytest.approx(1.0, abs=0.12)


def test_planted_truths_are_covered_as_often_as_the_intervals_say():
    """Nine in ten, ± 5 in a hundred, over 1,600 fresh truths and four sets of runs; and so for each assumption."""
    places, covered, draw = spread_over(4, 2048), [], np.random.default_rng(5)
    error = compared(np.repeat(MEANS, MONTHS)).error(ERROR)
    for seed in (2, 3, 4, 6):
        wave = first_runs(seed)
        learned = learn(wave.at, wave.runs, error)
        truths = draw.random((400, 4))
        ledgers = learned.components.of(district(truths, draw) + slips(error, draw, 400))
        weights = weights_of(log_likelihood(*predicted(learned.emulator, places), ledgers))
        below = np.stack([below_truth(one, places, truth) for one, truth in zip(weights, truths, strict=True)])
        covered.append(ranks_of(below).covered)
    assert 0.86 <= np.mean(covered) <= 0.94
    assert ((np.mean(covered, axis=0) >= 0.85) & (np.mean(covered, axis=0) <= 0.95)).all()


def test_ranks_of_stored_runs_are_flat_and_those_of_a_wrong_posterior_are_not(planted):
    wave, where, found = planted
    ranks = found.ranks
    assert ranks.flat is True and len(ranks.below) == DRAWS
    assert ((ranks.covered >= 0.78) & (ranks.covered <= 0.98)).all()  # 60 truths: three standard errors
    wrong = learn(wave.at, wave.runs, where.error(ERROR) / 400.0)  # takes the ledger for twenty times as exact
    written = wave.runs[:, 0] + slips(where.error(ERROR), np.random.default_rng(1), DRAWS)
    planted_again = wrong.components.of(written)
    places = spread_over(4, 1024)
    weights = weights_of(log_likelihood(*predicted(wrong.emulator, places), planted_again))
    below = np.stack([below_truth(one, places, truth) for one, truth in zip(weights, wave.at, strict=True)])
    assert ranks_of(below).flat is False
    assert ranks_of(below[:10]).flat is None


def test_a_ledger_that_nothing_can_bring_about_is_told_so(planted):
    wave, where, _ = planted
    found = find([wave], replace(where, observed=5.0 * where.observed), ERROR)
    assert found.posterior is None and found.matches[0].share == 0.0 and found.matches[0].least > 3.0
    bent = where.observed.copy()
    bent[5] *= 2.0
    assert np.flatnonzero(np.abs(find([wave], replace(where, observed=bent), ERROR).far) > 3.0).tolist() == [5]


def test_figures_that_no_assumption_moves_say_nothing():
    draw = np.random.default_rng(3)
    at = qmc.LatinHypercube(2, rng=draw).random(40)
    runs = 200.0 + 14.0 * draw.standard_normal((40, SEEDS, 3 * MONTHS))
    found = find([Wave(at, runs, 0)], compared(200.0 + 14.0 * draw.standard_normal(3 * MONTHS)), ERROR)
    assert not found.learned.seen and set(found.verdicts) == {"unseen"} and not found.ridges


def test_a_second_wave_runs_where_the_first_ruled_nothing_out(planted):
    wave, where, found = planted
    at = further([wave], where, ERROR, 20)
    assert at.shape == (20, 4) and len(np.unique(at, axis=0)) == 20
    learned = found.learned
    assert match(learned.emulator, at, learned.components.of(where.observed)).share == 1.0
    draw = np.random.default_rng(8)
    second = Wave(at, np.stack([district(at, draw) for _ in range(SEEDS)], axis=1), 0)
    matches, steps = matched([wave, second], where, ERROR)
    assert matches[1].share <= matches[0].share and len(steps[1].at) == DRAWS + 20
    assert (find([wave, second], where, ERROR).ranks.below.shape) == (DRAWS, 4)  # truths are draws of the prior only
    assert further([wave], replace(where, observed=5.0 * where.observed), ERROR, 20) is None


def test_next_points_lie_far_from_what_is_known():
    places = spread_over(2, 1024)
    chosen = next_points(places, np.array([[0.0, 0.0]]), 4)
    assert np.linalg.norm(chosen[0]) > 1.3
    apart = np.linalg.norm(chosen[:, None] - chosen[None], axis=2) + 9.0 * np.eye(4)
    assert apart.min() > 0.4


def test_an_emulator_foresees_a_smooth_line_and_leaves_draws_out_exactly():
    draw = np.random.default_rng(2)
    at = draw.random((30, 2))
    values = np.sin(3.0 * at[:, 0]) + 0.5 * at[:, 1] + 0.01 * draw.standard_normal(30)
    process = process_of(at, values, 1e-4)
    places = draw.random((200, 2))
    mean, variance = process.predicted(places)
    truth = np.sin(3.0 * places[:, 0]) + 0.5 * places[:, 1]
    assert np.abs(mean - truth).max() < 0.1 and process.foreseen > 0.98
    without = process.predicted(places, without=7)
    covariance = np.linalg.inv(process.inverse)
    rest = np.delete(np.arange(30), 7)
    inverse = np.linalg.inv(covariance[np.ix_(rest, rest)])
    standard = (values - process.mean) / process.spread
    again = replace(process, at=at[rest], inverse=inverse, weights=inverse @ standard[rest])
    assert np.allclose(without[0], again.predicted(places)[0], atol=1e-6)
    assert np.allclose(without[1], again.predicted(places)[1], atol=1e-6)
    assert (without[1] >= variance - 1e-9).all()


def test_the_posterior_of_a_line_is_the_one_of_the_book():
    """One assumption, a line of slope 20 with noise 1: normal around the truth with standard deviation 1/20."""
    draw = np.random.default_rng(4)
    at = qmc.LatinHypercube(1, rng=draw).random(80)
    process = process_of(at, 20.0 * at[:, 0] + 0.05 * draw.standard_normal(80), 0.05**2)
    found = posterior_of([process], np.array([20.0 * 0.4]), spread_over(1, 4096))
    expected = norm(0.4, 1.0 / 20.0).ppf([0.05, 0.5, 0.95])
    assert found.quantiles((0.05, 0.5, 0.95))[:, 0] == pytest.approx(expected, abs=0.006)
    assert found.weights.sum() == pytest.approx(1.0) and found.effective > 1000
    even = found.sample(4000)
    assert np.quantile(even[:, 0], [0.05, 0.95]) == pytest.approx(expected[[0, 2]], abs=0.006)


def test_ridges_are_named_with_the_signs_of_what_makes_up_for_what():
    draw = np.random.default_rng(6)
    free = draw.random((4000, 4))
    even = np.full(4000, 1.0 / 4000)
    assert not ridges(Posterior(free, even)) and set(verdicts(Posterior(free, even))) == {"unseen"}
    rising = free.copy()
    rising[:, 1] = rising[:, 0] + 0.02 * draw.standard_normal(4000)
    (one,) = ridges(Posterior(rising, even))
    assert one.members == ((0, 1), (1, -1))
    three = free.copy()
    three[:, 2] = 1.5 - three[:, 0] - three[:, 1] + 0.02 * draw.standard_normal(4000)
    (one,) = ridges(Posterior(three, even))
    assert one.members == ((0, 1), (1, 1), (2, 1))


def test_components_that_are_kept_have_noise_of_one_each_and_give_figures_back():
    draw = np.random.default_rng(9)
    wave, error = first_runs(7), compared(np.repeat(MEANS, MONTHS)).error(ERROR)
    components = learn(wave.at, wave.runs, error).components
    luck = np.stack([district(TRUTH, draw) for _ in range(3000)])
    noise = np.cov(components.of(luck + slips(error, draw, 3000)).T)
    assert np.diag(noise) == pytest.approx(np.ones(len(noise)), abs=0.35)
    assert np.abs(noise - np.diag(np.diag(noise))).max() < 0.25
    some = components.of(wave.runs[:, 0])
    assert components.of(components.figures(some)) == pytest.approx(some, abs=1e-6)
