"""How sure a difference between two policies is: Student-t intervals, wins, verdicts, pairs still needed.

Everything is about pairs: replication r of one policy and replication r of the other lived through the same luck,
so their difference is what the policy did, and its spread is smaller than that of either.

A verdict that is still open invites more pairs, and then another look. So verdicts rest on a wider interval than the
usual 95 %: six looks are planned, at 5, 10, 20, 40, 80 and 160 pairs, and each may err in 0.05/6 of cases
(Bonferroni), so that all of them together err in no more than 5 %.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Better = Literal["higher", "lower", "none"]
Verdict = Literal["better", "worse", "differs", "no_difference", "unclear"]

CONFIDENCE = 0.95
LOOKS = (5, 10, 20, 40, 80, 160)  # pairs at which a comparison may be looked at again
LOOK_CONFIDENCE = 1.0 - (1.0 - CONFIDENCE) / len(LOOKS)
FEWEST_PAIRS = LOOKS[0]  # with fewer pairs, or fewer that changed, there is no verdict
MOST_PAIRS = 100_000  # stands for "not by the last look", as things are
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
        more_runs: Pairs up to the look that would probably decide; None once decided, or with nothing to plan by.
        changed: Pairs in which the indicator differs at all.
        judged_lo, judged_hi: The interval on which the verdict rests, at `level`, right however many looks were taken.
        identical: Whether every figure of every pair is the same, not only this one.
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


def paired_difference(
    baseline: Sequence[float],
    other: Sequence[float],
    better: Better = "none",
    margin: float = 0.0,
    identical: bool = False,
) -> Paired:
    """Other minus baseline, pair by pair; a difference within ± margin is one that nobody would notice.

    Args:
        identical: Whether these pairs are the same in everything else a run says too.
    """
    if len(baseline) != len(other):
        raise ValueError(f"pairs need equal lengths, got {len(baseline)} and {len(other)}")
    differences = [after - before for before, after in zip(baseline, other, strict=True)]
    estimate, judged = mean_interval(differences), mean_interval(differences, LOOK_CONFIDENCE)
    changed = sum(difference != 0.0 for difference in differences)
    identical = identical and not changed
    if len(differences) < FEWEST_PAIRS:
        verdict: Verdict = "unclear"
    elif identical:
        verdict = "no_difference"
    else:
        verdict = judge(judged, better, margin) if changed >= FEWEST_PAIRS else "unclear"
    sign = -1.0 if better == "lower" else 1.0
    wins = sum(sign * difference > 0 for difference in differences)
    needed = more_pairs(judged, margin, changed) if verdict == "unclear" else None
    return Paired(
        difference=estimate.value,
        lo=estimate.lo,
        hi=estimate.hi,
        n=estimate.n,
        wins=wins,
        verdict=verdict,
        margin=margin,
        more_runs=needed,
        changed=changed,
        judged_lo=judged.lo,
        judged_hi=judged.hi,
        level=LOOK_CONFIDENCE,
        identical=identical,
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


def more_pairs(estimate: Interval, margin: float, changed: int | None = None) -> int | None:
    """Pairs still to be added up to the first look that would decide, if mean and spread stay as they are.

    An estimate, not a promise. `MOST_PAIRS` where the last look would not decide either; None where pairs are tied,
    so that there is nothing to plan by.

    Args:
        estimate: At the confidence of one look.
        changed: Pairs that differ at all, of `estimate.n`; all of them if None.
    """
    n, changed = estimate.n, estimate.n if changed is None else changed
    if estimate.hi is None or estimate.lo is None or n < FEWEST_PAIRS:
        return max(1, FEWEST_PAIRS - n)
    if changed == 0 or _flat(estimate.lo, estimate.hi):
        return None
    spread = (estimate.hi - estimate.value) / student_t(n - 1, LOOK_CONFIDENCE) * math.sqrt(n)
    distance = abs(estimate.value)
    for look in LOOKS:
        half = student_t(look - 1, LOOK_CONFIDENCE) * spread / math.sqrt(look)
        decided = distance - half > margin or distance + half <= margin
        if look > n and decided and changed * look >= FEWEST_PAIRS * n:
            return look - n
    return MOST_PAIRS


def p_value(pair: Paired) -> float | None:
    """How often chance alone would set the means at least this far apart; None where too few pairs changed to say.

    Adjusted for the looks that are planned (Bonferroni), so that it is below 5 % exactly where the judged interval
    leaves zero out.
    """
    from scipy.special import stdtr

    if pair.lo is None or pair.hi is None or pair.changed is None or pair.changed < FEWEST_PAIRS:
        return None
    half = pair.hi - pair.difference
    if half <= _ROUNDING * abs(pair.difference):
        return 0.0
    t = abs(pair.difference) / half * student_t(pair.n - 1)
    return min(1.0, len(LOOKS) * float(2.0 * stdtr(pair.n - 1, -t)))


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
