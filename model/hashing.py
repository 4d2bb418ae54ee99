"""Random numbers from keys: what stands at an address, for one address in compiled kernels and for whole columns.

A counter-based generator: the finaliser of SplitMix64 (Steele, Lea & Flood 2014), applied once for each step down an
address. A number is a function of its key and its place under it, never of how many were drawn before. Everything but
kernels asks by name, through the streams of `streams.py`.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.special import pdtrik

from .engine import HAS_NUMBA, compiled, inlined

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_S27, _S30, _S31, _S11 = np.uint64(27), np.uint64(30), np.uint64(31), np.uint64(11)
_GOLDEN, _FIRST_MIX, _SECOND_MIX, _BITS = int(GOLDEN), int(_MIX_1), int(_MIX_2), (1 << 64) - 1
_TO_UNIT = 1.0 / (1 << 53)
_HALF_STEP = 0.5 / (1 << 53)
LARGE_MEAN = 600.0
SUMMED_UP_TO = 100.0  # means up to which columns add chances up term by term; exp(-mean) of much larger ones is zero


@inlined
def mixed(z: np.uint64) -> np.uint64:
    """Scramble 64 bits so that neighbouring addresses give unrelated numbers."""
    z = (z ^ (z >> _S30)) * _MIX_1
    z = (z ^ (z >> _S27)) * _MIX_2
    return z ^ (z >> _S31)


@inlined
def addressed(key: np.uint64, part: int) -> np.uint64:
    """The key one step further down an address: `addressed(addressed(key, day), community)`."""
    return mixed(key + GOLDEN * np.uint64(part + 1))


@inlined
def unit(key: np.uint64) -> float:
    """A uniform number strictly between 0 and 1 from a full address."""
    return float(key >> _S11) * _TO_UNIT + _HALF_STEP


@inlined
def uniform(key: np.uint64, which: int) -> float:
    """The `which`-th uniform number of whatever owns `key`, strictly between 0 and 1."""
    return unit(addressed(key, which))


@compiled
def standard_normal(key: np.uint64, which: int) -> float:
    """A standard normal number (Box and Muller 1958); it takes the uniform numbers `which` and `which + 1`."""
    radius = math.sqrt(-2.0 * math.log(uniform(key, which)))
    return radius * math.cos(2.0 * math.pi * uniform(key, which + 1))


@compiled
def poisson(mean: float, draw: float) -> int:
    """The Poisson count at quantile `draw`; monotone in the mean, so a higher rate never removes an event."""
    if mean <= 0.0:
        return 0
    count = 0
    chance = math.exp(-mean)
    if mean > LARGE_MEAN:
        # The chance of nothing at all is too small for a double; so far below the mean counting starts as well.
        count = int(mean - 14.0 * math.sqrt(mean))
        chance = math.exp(count * math.log(mean) - mean - math.lgamma(count + 1.0))
    below = chance
    # Beyond this the remaining tail is smaller than the resolution of a double.
    last = int(mean + 40.0 * math.sqrt(mean) + 60.0)
    while draw > below and count < last:
        count += 1
        chance *= mean / count
        below += chance
    return count


def under(key: np.uint64, part: int) -> np.uint64:
    """The key one step further down an address, in plain Python with any engine."""
    return np.uint64(_plainly_under(int(key), int(part)))


def plain_uniform(key: np.uint64, part: int) -> float:
    """`uniform(key, part)` for one address: whole numbers of Python, which neither overflow nor need a kernel."""
    return (_plainly_under(int(key), int(part)) >> 11) * _TO_UNIT + _HALF_STEP


def _plainly_under(key: int, part: int) -> int:
    z = (key + _GOLDEN * (part + 1)) & _BITS
    z = ((z ^ (z >> 30)) * _FIRST_MIX) & _BITS
    z = ((z ^ (z >> 27)) * _SECOND_MIX) & _BITS
    return z ^ (z >> 31)


def uniforms(key: np.uint64, parts: NDArray[np.integer]) -> NDArray[np.float64]:
    """`uniform(key, part)` for a column of parts, of any shape."""
    if HAS_NUMBA:
        draws = np.empty(parts.shape)
        _draw_each(key, parts.astype(np.int64).ravel(), draws.reshape(-1))
        return draws
    return plain_uniforms(key, parts)


@compiled
def _draw_each(key: np.uint64, parts: NDArray[np.int64], draws: NDArray[np.float64]) -> None:
    for place in range(len(parts)):
        draws[place] = unit(addressed(key, parts[place]))


@compiled
def pack_column(column: NDArray[np.int64], limit: int, number: int, size: int, packed: NDArray[np.int64]) -> bool:
    """Addresses of a column of first parts and one number behind each, into `packed`; whether all lie below `limit`."""
    for place in range(len(column)):
        if column[place] < 0 or column[place] >= limit:
            return False
        packed[place] = column[place] * size + number
    return True


def plain_uniforms(key: np.uint64, parts: NDArray[np.integer]) -> NDArray[np.float64]:
    """The same column by column, where there is no numba."""
    with np.errstate(over="ignore"):
        z = key + GOLDEN * (parts.astype(np.uint64) + np.uint64(1))
        z = (z ^ (z >> _S30)) * _MIX_1
        z = (z ^ (z >> _S27)) * _MIX_2
        z = z ^ (z >> _S31)
        return np.asarray((z >> _S11).astype(np.float64) * _TO_UNIT + _HALF_STEP)


def box_muller(first: NDArray[np.float64], second: NDArray[np.float64]) -> NDArray[np.float64]:
    """Standard normal numbers (Box and Muller 1958), one of each two uniform ones; all of one shape."""
    return np.asarray(np.sqrt(-2.0 * np.log(first)) * np.cos(2.0 * np.pi * second))


def poissons(mean: NDArray[np.float64], draw: NDArray[np.float64]) -> NDArray[np.float64]:
    """Poisson counts at quantiles `draw`, of the shape of `mean`: for the same draw more of a mean only ever adds."""
    counts = np.zeros_like(mean)
    many = mean > SUMMED_UP_TO
    counts[many] = np.ceil(pdtrik(draw[many], mean[many]))
    # Whoever lies below the chance of nothing has nothing; the chances of more are added up for all others at once.
    some = np.flatnonzero((draw > np.exp(-mean)) & ~many)
    average, theirs = mean.flat[some], draw.flat[some]
    chance = np.exp(-average)
    below, number = chance.copy(), np.zeros(len(some))
    while (more := (theirs > below) & (chance > 0.0)).any():
        number += more
        chance = np.where(more, chance * average / np.maximum(number, 1.0), chance)
        below = np.where(more, below + chance, below)
    counts.flat[some] = number
    return counts
