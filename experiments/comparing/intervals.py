"""How sure a difference between two policies is: Student-t intervals, wins, verdicts, pairs still needed.

Everything is about pairs: replication r of one policy and replication r of the other lived through the same luck,
so their difference is what the policy did, and its spread is smaller than that of either.

A verdict that is still open invites more pairs, and then another look. So verdicts rest on an interval of 95 % that
holds however often one looks (`any_look`). Whoever decides the number of pairs before the runs, and stays with it, may
ask for the narrower one that is right for a single look.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .any_look import CONFIDENCE, chance, factor, reaches, surely

Better = Literal["higher", "lower", "none"]
Verdict = Literal["better", "worse", "differs", "no_difference", "unclear"]
Looks = Literal["any", "once"]

FEWEST_PAIRS = 6  # with fewer pairs, or fewer that changed, there is no verdict
LAST = 200  # pairs up to which advice plans; the interval itself has no last look
STEP = 5  # advice goes to the next number of pairs that this divides
MOST_PAIRS = 100_000  # stands for "not by the last pair planned", as things are
_ROUNDING = 1e-12  # of the size of a value: what is narrower than this is no spread


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with its interval, of 95 % where nothing else is said; a single value has none."""

    value: float
    lo: float | None
    hi: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Paired:
    """What one policy changed against the baseline in one indicator, over the same seeds.

    Attributes:
        lo, hi: The 95 % interval, right for a number of pairs fixed beforehand and looked at once.
        wins: Pairs in which the policy did better (higher, where neither direction counts as better).
        more_runs: Pairs until it would probably be decided; None once decided, with nothing to plan by, or where the
            number of pairs was decided before.
        changed: Pairs in which the indicator differs at all.
        judged_lo, judged_hi: The interval on which the verdict rests, at `level`; None where so few pairs have none.
        identical: Whether every figure of every pair is the same, not only this one.
        looks: Whether the verdict holds at any number of looks, or only once, at a number of pairs decided before.
        chance: How often luck alone would set the means so far apart, by the interval of the verdict.
        chance_of_verdict: How often luck alone would clear both ends of the margin like this.
        among: Other indicators judged beside this one; None for the one named before the runs.
        holds_among: Whether the verdict holds with all of those together (Bonferroni); None where there is none.
    """

    difference: float
    lo: float | None
    hi: float | None
    n: int
    wins: int
    verdict: Verdict
    margin: float
    more_runs: int | None
    changed: int | None = None
    judged_lo: float | None = None
    judged_hi: float | None = None
    level: float = CONFIDENCE
    identical: bool = False
    looks: Looks = "any"
    chance: float | None = None
    chance_of_verdict: float | None = None
    among: int | None = None
    holds_among: bool | None = None

    @property
    def tied(self) -> bool:
        """Whether too few pairs changed, or all by the same trifle, for an interval to mean anything."""
        if self.identical or self.n < FEWEST_PAIRS or self.changed is None:
            return False
        lo, hi = self.judged_lo, self.judged_hi
        flat = lo is not None and hi is not None and self.verdict == "unclear" and _flat(lo, hi)
        return self.changed < FEWEST_PAIRS or flat


def student_t(degrees: int, confidence: float = CONFIDENCE) -> float:
    """The factor by which a standard error becomes the half-width of an interval."""
    from scipy.special import stdtrit  # a hundredth of the import time of scipy.stats

    return float(stdtrit(degrees, 0.5 + confidence / 2))


def mean_interval(values: Sequence[float], confidence: float = CONFIDENCE) -> Interval:
    """Mean of independent replications with its Student-t interval."""
    n = len(values)
    if n == 0:
        raise ValueError("an interval needs at least one value")
    mean = _mean(values)
    if n == 1:
        return Interval(mean, None, None, 1)
    half = student_t(n - 1, confidence) * _deviation(values, mean) / math.sqrt(n)
    return Interval(mean, mean - half, mean + half, n)


@dataclass(frozen=True, slots=True)
class Spread:
    """What an interval of the mean is made of: mean, standard deviation and skewness of n values."""

    mean: float
    deviation: float
    skewness: float
    n: int

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """Of one value or more; skewness is the usual one of small samples, and none of fewer than three values."""
        n, mean = len(values), _mean(values)
        deviation = _deviation(values, mean) if n > 1 else 0.0
        if n < 3 or deviation <= _ROUNDING * abs(mean):
            return cls(mean, deviation, 0.0, n)
        third = math.fsum(((value - mean) / deviation) ** 3 for value in values)
        return cls(mean, deviation, third * n / ((n - 1) * (n - 2)), n)

    def limits(self, looks: Looks = "any", n: int | None = None) -> tuple[float, float] | None:
        """Ends of the interval on which a verdict rests, now or were n pairs alike; None where it has no ends."""
        n = self.n if n is None else n
        within = math.inf if n < 2 else factor(n) if looks == "any" else student_t(n - 1)
        if math.isinf(within):
            return None
        below, above = reaches(within, n, self.skewness)
        error = self.deviation / math.sqrt(n)
        return self.mean - below * error, self.mean + above * error

    def chance(self, true: float = 0.0, looks: Looks = "any") -> float:
        """How often luck takes the mean so far from a true one: below 5 % where the interval leaves it out."""
        from scipy.special import stdtr

        error = self.deviation / math.sqrt(self.n)
        if abs(self.mean - true) <= _ROUNDING * max(abs(self.mean), abs(true)):
            return 1.0
        if self.n < 2 or error <= _ROUNDING * abs(self.mean - true):
            return 0.0 if self.n > 1 else 1.0
        t = surely((self.mean - true) / error, self.n, self.skewness)
        return chance(t, self.n) if looks == "any" else float(2.0 * stdtr(self.n - 1, -t))


def judged_interval(values: Sequence[float], looks: Looks = "any") -> Interval:
    """The mean of some values with the interval on which a verdict about it rests."""
    spread = Spread.of(values)
    lo, hi = spread.limits(looks) or (None, None)
    return Interval(spread.mean, lo, hi, spread.n)


def paired_difference(
    baseline: Sequence[float],
    other: Sequence[float],
    better: Better = "none",
    margin: float = 0.0,
    identical: bool = False,
    looks: Looks = "any",
) -> Paired:
    """Other minus baseline, pair by pair; a difference within ± margin is one that nobody would notice.

    Args:
        identical: Whether these pairs are the same in everything else a run says too.
        looks: "once" where the number of pairs was decided before and they are looked at once.
    """
    if len(baseline) != len(other):
        raise ValueError(f"pairs need equal lengths, got {len(baseline)} and {len(other)}")
    differences = [after - before for before, after in zip(baseline, other, strict=True)]
    estimate, judged, spread = mean_interval(differences), judged_interval(differences, looks), Spread.of(differences)
    changed = sum(difference != 0.0 for difference in differences)
    identical = identical and not changed
    known = changed >= FEWEST_PAIRS
    if len(differences) < FEWEST_PAIRS:
        verdict: Verdict = "unclear"
    elif identical:
        verdict = "no_difference"
    else:
        verdict = judge(judged, better, margin) if known else "unclear"
    sign = -1.0 if better == "lower" else 1.0
    return Paired(
        difference=estimate.value,
        lo=estimate.lo,
        hi=estimate.hi,
        n=estimate.n,
        wins=sum(sign * difference > 0 for difference in differences),
        verdict=verdict,
        margin=margin,
        more_runs=more_pairs(spread, margin, changed) if verdict == "unclear" and looks == "any" else None,
        changed=changed,
        judged_lo=judged.lo,
        judged_hi=judged.hi,
        level=CONFIDENCE,
        identical=identical,
        looks=looks,
        chance=spread.chance(0.0, looks) if known else None,
        chance_of_verdict=max(spread.chance(edge, looks) for edge in (-margin, margin)) if known else None,
    )


def judge(estimate: Interval, better: Better, margin: float) -> Verdict:
    """A side once the whole interval lies beyond the margin on it; no difference once it lies inside ± margin.

    What cannot be told apart from a trifle is unclear, and so is an interval without width inside the margin: it
    comes from ties, not from knowledge.
    """
    if estimate.lo is None or estimate.hi is None:
        return "unclear"
    beyond = estimate.lo > margin or estimate.hi < -margin
    if not beyond:
        inside = -margin <= estimate.lo and estimate.hi <= margin
        return "no_difference" if inside and not _flat(estimate.lo, estimate.hi) else "unclear"
    if better == "none":
        return "differs"
    return "better" if (estimate.value > 0) == (better == "higher") else "worse"


def more_pairs(spread: Spread, margin: float, changed: int | None = None) -> int | None:
    """Pairs still to be added until the verdict would come, if mean, spread and skewness stay as they are.

    An estimate, not a promise; whoever follows it may look again, and as often as they like. `MOST_PAIRS` where
    `LAST` pairs would not decide either; None where pairs are tied, so that there is nothing to plan by.

    Args:
        changed: Pairs that differ at all, of `spread.n`; all of them if None.
    """
    n, changed = spread.n, spread.n if changed is None else changed
    if n < FEWEST_PAIRS:
        return FEWEST_PAIRS - n
    if changed == 0 or spread.deviation <= _ROUNDING * abs(spread.mean):
        return None
    for more in range(n + STEP - n % STEP, LAST + 1, STEP):
        ends = spread.limits("any", more)
        if ends is None or changed * more < FEWEST_PAIRS * n:
            continue
        lo, hi = ends
        if lo > margin or hi < -margin or (-margin <= lo and hi <= margin):
            return more - n
    return MOST_PAIRS


def p_value(pair: Paired) -> float | None:
    """How often chance alone would set the means so far apart; None where too few pairs changed to say.

    Below 5 % exactly where the judged interval leaves zero out, and as true at any look as the interval is.
    """
    return pair.chance


def holm(chances: Sequence[float]) -> list[float]:
    """Holm's adjusted chances: each may be held against 5 % although all of them were looked at."""
    order = sorted(range(len(chances)), key=lambda place: chances[place])
    found, highest = [1.0] * len(chances), 0.0
    for rank, place in enumerate(order):
        highest = max(highest, min(1.0, (len(chances) - rank) * chances[place]))
        found[place] = highest
    return found


def _flat(lo: float, hi: float) -> bool:
    """Whether an interval has no width but that of rounding."""
    return hi - lo <= _ROUNDING * max(abs(lo), abs(hi))


def _mean(values: Sequence[float]) -> float:
    """Exact sum, so that the order of replications cannot matter; a shared value is its own mean."""
    return values[0] if all(value == values[0] for value in values) else math.fsum(values) / len(values)


def _deviation(values: Sequence[float], mean: float) -> float:
    return math.sqrt(math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1))
