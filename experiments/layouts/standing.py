"""Where one layout stands among lawful ones: the share of them that it does better than, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from ...model.arrays import Floats
from ..comparing.any_look import CONFIDENCE

RESAMPLES = 2000


@dataclass(frozen=True)
class Percentile:
    """The share of lawful layouts that one does better than.

    Attributes:
        value: In [0, 1]; layouts that do as well count half.
        lo, hi: An interval of at least 95 %, over which layouts were drawn and which seeds were lived through.
        layouts: How many were drawn.
        reliability: Of the spread between the means of layouts, the share that layouts make and luck does not. Where it
            is small, luck pulls the percentile towards one half.
    """

    value: float
    lo: float
    hi: float
    layouts: int
    reliability: float


def percentile(
    own: Floats,
    others: Floats,
    better: Literal["higher", "lower", "none"],
    resamples: int = RESAMPLES,
    seed: int = 1,
) -> Percentile:
    """Where a layout stands among others that lived through the same seeds.

    The interval holds both a bootstrap over layouts and seeds and the interval of Wilson (1927) for so many layouts,
    since a bootstrap of a share that is all or nothing has no width.

    Args:
        own: Its outcome, one a seed.
        others: One row a layout, one column a seed.
        better: Which way counts as better; "none" is read as higher.
    """
    sign = -1.0 if better == "lower" else 1.0
    own, others = sign * own, sign * others
    layouts, seeds = others.shape
    value = _share(own.mean(), others.mean(axis=1))
    rng, shares = np.random.default_rng(seed), np.empty(resamples)
    for number in range(resamples):
        columns, rows = rng.integers(0, seeds, seeds), rng.integers(0, layouts, layouts)
        shares[number] = _share(own[columns].mean(), others[:, columns].mean(axis=1)[rows])
    ends = np.quantile(shares, [(1.0 - CONFIDENCE) / 2.0, (1.0 + CONFIDENCE) / 2.0])
    low, high = _wilson(value, layouts)
    return Percentile(value, min(float(ends[0]), low), max(float(ends[1]), high), layouts, _reliability(others))


def _share(own: float, others: Floats) -> float:
    return float((others < own).mean() + 0.5 * (others == own).mean())


def _wilson(share: float, n: int) -> tuple[float, float]:
    from scipy.special import ndtri

    z = float(ndtri(0.5 + CONFIDENCE / 2.0))
    middle, root = share + z * z / (2 * n), z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1.0 + z * z / n
    return max(0.0, float((middle - root) / scale)), min(1.0, float((middle + root) / scale))


def _reliability(others: Floats) -> float:
    """Of the variance between means of layouts, the part beyond luck (two-way layout without replication)."""
    layouts, seeds = others.shape
    if layouts < 2 or seeds < 2:
        return 0.0
    rows = others.mean(axis=1)
    rest = others - rows[:, None] - others.mean(axis=0)[None, :] + others.mean()
    error = (rest**2).sum() / ((layouts - 1) * (seeds - 1)) / seeds
    spread = rows.var(ddof=1)
    return float(max(0.0, 1.0 - error / spread)) if spread > 0.0 else 0.0
