"""Planted comparisons, whose truth is known, looked at in several ways: how often is a verdict wrong?

The arithmetic of `comparing.intervals`, in columns: a row a comparison, a column a number of pairs. Tests compare the
two. Differences are told in spreads of one pair.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...model.arrays import Floats
from ..comparing.any_look import factor
from ..comparing.intervals import FEWEST_PAIRS, LAST, STEP, student_t

Draw = Callable[[np.random.Generator, tuple[int, int]], Floats]

PLANTED = 2000
EARLIEST = 5  # pairs at the first look of whoever looks after every pair
BEGIN = 10  # pairs a comparison of the page begins with
AT_ONCE = 20  # pairs of whoever looks once, the usual number of the command line
ON = 40  # pairs added by whoever is told that it is too close and goes on all the same
WAYS = ("once", "advice", "every")


def _ties(generator: np.random.Generator, size: tuple[int, int]) -> Floats:
    return generator.normal(0.0, math.sqrt(2.0), size) * (generator.random(size) < 0.5)


def _skewed_ties(generator: np.random.Generator, size: tuple[int, int]) -> Floats:
    return generator.choice([-1.0, 0.0, 2.0], p=[0.4, 0.4, 0.2], size=size) / math.sqrt(1.2)


def _lognormal(generator: np.random.Generator, size: tuple[int, int]) -> Floats:
    mean, variance = math.exp(0.5), (math.e - 1.0) * math.e
    return np.asarray((generator.lognormal(0.0, 1.0, size) - mean) / math.sqrt(variance))


LAWS: dict[str, Draw] = {
    "normal": lambda generator, size: generator.normal(0.0, 1.0, size),
    "skewed": lambda generator, size: (generator.gamma(2.0, 1.0, size) - 2.0) / math.sqrt(2.0),
    "very skewed": lambda generator, size: generator.exponential(1.0, size) - 1.0,
    "ties": _ties,
    "skewed ties": _skewed_ties,
}
"""Differences of mean 0 and standard deviation 1: what the intervals must stand."""
BEYOND: dict[str, Draw] = {"heavy tail": _lognormal}
"""What they need not stand: a lognormal law, skewness 6."""


@dataclass(frozen=True)
class Moments:
    """Mean, standard deviation and skewness after each number of pairs: a row a comparison, a column 1, 2, … pairs."""

    n: Floats
    mean: Floats
    deviation: Floats
    skewness: Floats
    changed: NDArray[np.int64]

    @classmethod
    def of(cls, differences: Floats, zero: float = 0.0) -> Moments:
        """Of the first pair, the first two, …; `zero` is the difference of a pair that ties."""
        n = np.arange(1.0, differences.shape[1] + 1.0)
        mean = np.cumsum(differences, 1) / n
        squares, cubes = np.cumsum(differences**2, 1), np.cumsum(differences**3, 1)
        deviation = np.sqrt(np.maximum(squares - n * mean**2, 0.0) / np.maximum(n - 1.0, 1.0))
        third = cubes - 3.0 * mean * squares + 2.0 * n * mean**3
        with np.errstate(divide="ignore", invalid="ignore"):
            skewness = n / ((n - 1.0) * (n - 2.0)) * third / deviation**3
        flat = (deviation <= 1e-9) | (n < 3.0)
        return cls(n, mean, deviation, np.where(flat, 0.0, skewness), np.cumsum(differences != zero, 1))

    def limits(self, within: Floats, n: Floats | None = None) -> tuple[Floats, Floats]:
        """Ends of every interval, now or were there n pairs alike; within: standard errors, infinite for no ends."""
        root = np.sqrt(self.n if n is None else n)
        ended = np.where(np.isfinite(within), within, 0.0)
        skewness = np.where(np.abs(self.skewness) < 1e-9, 1e-9, self.skewness)
        bends = [1.0 + skewness * (side * ended - skewness / (6.0 * root)) / root for side in (1.0, -1.0)]
        down, up = (3.0 * root / skewness * (np.cbrt(bend) - 1.0) for bend in bends)
        error = self.deviation / root
        lo, hi = self.mean - np.maximum(ended, down) * error, self.mean + np.maximum(ended, -up) * error
        endless = ~np.isfinite(within)
        return np.where(endless, -np.inf, lo), np.where(endless, np.inf, hi)

    def verdicts(self, within: Floats, margin: float) -> NDArray[np.int8]:
        """1 better, -1 worse, 2 no difference, 0 unclear: the rule of `intervals.judge`, `higher` being better."""
        lo, hi = self.limits(within)
        known = (self.changed >= FEWEST_PAIRS) & (self.n >= FEWEST_PAIRS)
        inside = (-margin <= lo) & (hi <= margin) & (hi > lo)
        found = np.select([lo > margin, hi < -margin, inside], [1, -1, 2], 0)
        return np.where(known, found, 0).astype(np.int8)

    def at(self, rows: NDArray[np.int64], pairs: NDArray[np.int64]) -> Moments:
        """Some comparisons, each at its own number of pairs, as one column."""
        there = (rows, pairs - 1)
        columns = (self.mean[there], self.deviation[there], self.skewness[there])
        mean, deviation, skewness = (one[:, None] for one in columns)
        return Moments(pairs[:, None].astype(float), mean, deviation, skewness, self.changed[there][:, None])

    def advised(self, margin: float) -> NDArray[np.int64]:
        """Of one column: pairs in all at which `intervals.more_pairs` expects a verdict; 0 where it expects none."""
        totals = np.arange(STEP, LAST + 1, STEP)
        lo, hi = self.limits(np.array([factor(int(total)) for total in totals]), totals.astype(float))
        decided = (lo > margin) | (hi < -margin) | ((-margin <= lo) & (hi <= margin))
        decided &= (totals > self.n) & (self.changed * totals >= FEWEST_PAIRS * self.n)
        return np.where(decided.any(1), totals[decided.argmax(1)], 0)


def any_look(last: int = LAST) -> Floats:
    """Standard errors of the interval of any look, after 1, 2, … pairs."""
    return np.array([factor(n) for n in range(1, last + 1)])


def one_look(last: int = LAST) -> Floats:
    """Standard errors of the interval of one look."""
    return np.array([math.inf, *(student_t(n - 1) for n in range(2, last + 1))])


def judged(found: NDArray[np.int8], moments: Moments, way: str, margin: float) -> tuple[NDArray[np.int8], Floats]:
    """The verdict each comparison ends with, looked at in one way, and after how many pairs."""
    if way == "once":
        return found[:, AT_ONCE - 1], np.full(len(found), float(AT_ONCE))
    if way == "advice":
        return _advised(found, moments, margin)
    later = found[:, EARLIEST - 1 :]
    decided = later != 0
    first = np.where(decided.any(1), decided.argmax(1), later.shape[1] - 1)
    return later[np.arange(len(found)), first], (first + EARLIEST).astype(float)


def _advised(found: NDArray[np.int8], moments: Moments, margin: float) -> tuple[NDArray[np.int8], Floats]:
    """Begun with few pairs, then as many more as advised; who is told that it is too close goes on all the same."""
    pairs = np.full(len(found), BEGIN)
    every = np.arange(len(found))
    while True:
        open_ones = np.flatnonzero((found[every, pairs - 1] == 0) & (pairs < LAST))
        if not open_ones.size:
            return found[every, pairs - 1], pairs.astype(float)
        advised = moments.at(open_ones, pairs[open_ones]).advised(margin)
        pairs[open_ones] = np.where(advised > 0, advised, np.minimum(pairs[open_ones] + ON, LAST))


@dataclass(frozen=True)
class LookRow:
    """What came of planted comparisons of one law, looked at in one way."""

    law: str
    way: str
    wrong_side: float  # share called better or worse although nothing differs
    wrong_same: float  # share called no difference although the difference matters
    found: float  # share of true effects found
    pairs: float  # pairs until then, median


NARROW = 0.02  # margin, in spreads, so small that luck alone has to be told from an effect
WIDE = (0.5, 1.0)  # margins at which equality can be shown within the pairs planned
EFFECT = 1.0  # a true effect, in spreads


def planted(law: str, draw: Draw, within: Floats, ways: tuple[str, ...] = WAYS, seed: int = 11) -> Iterator[LookRow]:
    """Wrong verdicts and true effects found, way by way, over the same planted comparisons."""
    noise = draw(np.random.default_rng(seed), (PLANTED, LAST))
    equal = Moments.of(noise)
    true = Moments.of(noise + EFFECT, EFFECT)
    matters = {margin: Moments.of(noise + margin, margin) for margin in WIDE}
    sides, effects = equal.verdicts(within, NARROW), true.verdicts(within, NARROW)
    for way in ways:
        wrong = judged(sides, equal, way, NARROW)[0]
        same = [judged(one.verdicts(within, margin), one, way, margin)[0] == 2 for margin, one in matters.items()]
        hit, pairs = judged(effects, true, way, NARROW)
        yield LookRow(
            law=law,
            way=way,
            wrong_side=float((np.abs(wrong) == 1).mean()),
            wrong_same=max(float(one.mean()) for one in same),
            found=float((hit == 1).mean()),
            pairs=float(np.median(pairs[hit == 1])) if (hit == 1).any() else math.nan,
        )
