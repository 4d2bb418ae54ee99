"""Where needs are lost without a policy's heart, as a vector; hearts are told apart by the angle between two of them.

One coordinate a stage of the funnel: the mean paired change of the share lost there, in units of its own error. The
largest stage alone would tell hearts apart only where stages are as many as hearts. A bootstrap over pairs says how
sure an angle is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from ...model.arrays import Floats
from .arms import Figures
from .fingerprint_rows import hearts
from .lived_figures import STAGES

FIGURES = tuple(f"{stage}_share" for stage in STAGES)
DRAWS = 2000
DRAW_SEED = 20261130  # any number would do; fixed, so that nobody can draw again
FEWEST = 3
LEAST_ERROR = 1e-9  # a change without scatter is as sure as this


@dataclass(frozen=True)
class Angle:
    """How far two hearts lie apart, in degrees, with a bootstrap interval of 95 %."""

    first: str
    second: str
    degrees: float
    low: float
    high: float


def changes(stored: Figures) -> dict[str, Floats]:
    """Policy -> paired changes without its heart, shape (seeds, stages); policies with too few pairs are left out."""
    found = {}
    for policy, heart in hearts().items():
        whole, without = (stored.get(arm.name, {}) for arm in heart.arms())
        both = [seed for seed in sorted(whole) if seed in without]
        if len(both) >= FEWEST:
            found[policy] = np.array([[without[seed][f] - whole[seed][f] for f in FIGURES] for seed in both])
    return found


def loss_vector(change: Floats) -> Floats:
    """Mean change of each stage in units of its error; shape (…, seeds, stages) to (…, stages)."""
    error = change.std(axis=-2, ddof=1) / np.sqrt(change.shape[-2])
    return np.asarray(change.mean(axis=-2) / np.maximum(error, LEAST_ERROR))


def degrees_between(one: Floats, other: Floats) -> Floats:
    """The angle between vectors, 0 to 180; 0 where one of them is nought, since nothing tells it apart."""
    size = np.linalg.norm(one, axis=-1) * np.linalg.norm(other, axis=-1)
    cosine = np.divide((one * other).sum(axis=-1), size, out=np.ones_like(size), where=size > 0.0)
    return np.asarray(np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0))))


def angles(found: Mapping[str, Floats]) -> list[Angle]:
    """The angle of every two hearts."""
    draws = np.random.Generator(np.random.PCG64(DRAW_SEED))
    drawn = {name: loss_vector(change[_again(draws, len(change))]) for name, change in found.items()}
    pairs_of_hearts = []
    for first, second in combinations(found, 2):
        at = degrees_between(loss_vector(found[first]), loss_vector(found[second]))
        low, high = np.quantile(degrees_between(drawn[first], drawn[second]), (0.025, 0.975))
        pairs_of_hearts.append(Angle(first, second, float(at), float(low), float(high)))
    return pairs_of_hearts


def _again(draws: np.random.Generator, count: int) -> NDArray[np.int64]:
    """Pairs drawn with replacement, shape (DRAWS, pairs); never one pair only, which has no error."""
    rows = draws.integers(0, count, (DRAWS, count))
    alike = (rows == rows[:, :1]).all(axis=1)
    rows[alike, -1] = (rows[alike, 0] + 1) % count
    return rows
