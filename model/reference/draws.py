"""Random numbers from keys, for whole columns of addresses and for one need at a time (see hashing.py)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import pdtr

from ..arrays import Floats, Keys
from ..hashing import box_muller

GOLDEN, MIX_1, MIX_2 = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
SIXTY_FOUR_BITS = (1 << 64) - 1
STEP = 2.0**-53


def addresses(keys: Keys | np.uint64, parts: NDArray[np.integer] | int) -> Keys:
    """The keys one step further down their addresses."""
    with np.errstate(over="ignore"):
        part = np.asarray(parts).astype(np.uint64) + np.uint64(1)
        # The finaliser of SplitMix64 in plain arrays; what overflows is cut off, as meant.
        z = np.asarray(keys) + np.uint64(GOLDEN) * part
        z = (z ^ (z >> np.uint64(30))) * np.uint64(MIX_1)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(MIX_2)
        return np.asarray(z ^ (z >> np.uint64(31)))


def units(keys: Keys) -> Floats:
    """Uniform numbers between 0 and 1 from full addresses."""
    return np.asarray((keys >> np.uint64(11)).astype(np.float64) * STEP + STEP / 2)


def uniforms(keys: Keys, which: NDArray[np.integer] | int) -> Floats:
    """The `which`-th uniform number of every key."""
    return units(addresses(keys, which))


def uniform(key: int, which: int) -> float:
    """The `which`-th uniform number of one key, in whole numbers of any length."""
    z = (key + GOLDEN * (which + 1)) & SIXTY_FOUR_BITS
    z = ((z ^ (z >> 30)) * MIX_1) & SIXTY_FOUR_BITS
    z = ((z ^ (z >> 27)) * MIX_2) & SIXTY_FOUR_BITS
    return float((z ^ (z >> 31)) >> 11) * STEP + STEP / 2


def normals(keys: Keys, which: NDArray[np.integer] | int) -> Floats:
    """Standard normal numbers; each takes the uniform ones `which` and `which + 1`."""
    return box_muller(uniforms(keys, which), uniforms(keys, which + 1))


def poisson_counts(mean: Floats, draw: Floats) -> NDArray[np.int64]:
    """Poisson counts at quantiles `draw`, read off the distribution function."""
    most = float(mean.max(initial=0.0))
    number = np.arange(int(most + 10.0 * np.sqrt(most)) + 30)
    below = pdtr(number.reshape(-1, *[1] * mean.ndim), mean)
    return np.asarray((below < draw).sum(axis=0) * (mean > 0.0), np.int64)
