"""How sure a difference between two policies is: Student-t intervals, wins, verdicts, pairs still needed.

Everything is about pairs: replication r of one policy and replication r of the other lived through the same luck,
so their difference is what the policy did, and its spread is far smaller than that of either.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Better = Literal["higher", "lower", "none"]
Verdict = Literal["better", "worse", "differs", "no_difference", "unclear"]

CONFIDENCE = 0.95
FEWEST_PAIRS = 5  # with fewer, an interval is too wide to plan by: t with one degree of freedom is 12.7
MOST_PAIRS = 100_000  # beyond it the answer is "too close to tell", whatever the number


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with its 95 % interval; a single value has none."""

    value: float
    lo: float | None
    hi: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Paired:
    """What one policy changed against the baseline in one indicator, over the same seeds."""

    difference: float
    lo: float | None
    hi: float | None
    n: int
    wins: int
    verdict: Verdict
    margin: float
    more_runs: int | None


def student_t(degrees: int, confidence: float = CONFIDENCE) -> float:
    """The factor by which a standard error becomes the half-width of an interval."""
    from scipy.special import stdtrit  # a hundredth of the import time of scipy.stats

    return float(stdtrit(degrees, 0.5 + confidence / 2))


def mean_interval(values: Sequence[float]) -> Interval:
    """Mean of independent replications with its Student-t interval."""
    n = len(values)
    if n == 0:
        raise ValueError("an interval needs at least one value")
    mean = _mean(values)
    if n == 1:
        return Interval(mean, None, None, 1)
    half = student_t(n - 1) * _deviation(values, mean) / math.sqrt(n)
    return Interval(mean, mean - half, mean + half, n)


def paired_difference(
    baseline: Sequence[float], other: Sequence[float], better: Better = "none", margin: float = 0.0
) -> Paired:
    """Other minus baseline, pair by pair; a difference within ± margin is one that nobody would notice."""
    if len(baseline) != len(other):
        raise ValueError(f"pairs need equal lengths, got {len(baseline)} and {len(other)}")
    differences = [after - before for before, after in zip(baseline, other, strict=True)]
    estimate = mean_interval(differences)
    verdict = judge(estimate, better, margin)
    needed = more_pairs(estimate, margin) if verdict == "unclear" else None
    sign = -1.0 if better == "lower" else 1.0
    wins = sum(sign * difference > 0 for difference in differences)
    return Paired(estimate.value, estimate.lo, estimate.hi, estimate.n, wins, verdict, margin, needed)


def judge(estimate: Interval, better: Better, margin: float) -> Verdict:
    """No difference inside ± margin; else a side if zero lies outside the interval; else unclear."""
    if estimate.lo is None or estimate.hi is None:
        return "unclear"
    if -margin <= estimate.lo and estimate.hi <= margin:
        return "no_difference"
    if estimate.lo <= 0.0 <= estimate.hi:
        return "unclear"
    if better == "none":
        return "differs"
    return "better" if (estimate.value > 0) == (better == "higher") else "worse"


def more_pairs(estimate: Interval, margin: float) -> int:
    """How many further pairs would decide, if mean and spread stay as they are; an estimate, not a promise."""
    if estimate.hi is None or estimate.n < 2:
        return max(1, FEWEST_PAIRS - estimate.n)
    spread = (estimate.hi - estimate.value) / student_t(estimate.n - 1) * math.sqrt(estimate.n)
    distance = abs(estimate.value)

    def decided(n: int) -> bool:
        half = student_t(n - 1) * spread / math.sqrt(n)
        return distance > half or distance + half <= margin

    low, high = estimate.n, estimate.n + MOST_PAIRS
    if not decided(high):
        return MOST_PAIRS
    while high - low > 1:  # the half-width only shrinks as pairs are added
        middle = (low + high) // 2
        low, high = (low, middle) if decided(middle) else (middle, high)
    return high - estimate.n


def _mean(values: Sequence[float]) -> float:
    """Exact sum, so that the order of replications cannot matter; a shared value is its own mean."""
    return values[0] if all(value == values[0] for value in values) else math.fsum(values) / len(values)


def _deviation(values: Sequence[float], mean: float) -> float:
    return math.sqrt(math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1))
