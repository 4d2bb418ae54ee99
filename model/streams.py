"""Luck with an address: every draw is a pure function of who, what and when it is for.

A draw depends on the run seed, the name of its stream and the address (resident, cell, community, post, need, day);
never on how many draws came before. Adding a process, moving a border or closing a channel therefore cannot
reshuffle anybody else's luck, which is what makes paired comparisons sharp.

The counter hash is the finaliser of SplitMix64 (Steele, Lea & Flood 2014), applied once for each part of the address.
"""

from __future__ import annotations

import hashlib
import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from .engine import HAS_NUMBA, compiled, inlined

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_S27, _S30, _S31, _S11 = np.uint64(27), np.uint64(30), np.uint64(31), np.uint64(11)
_TO_UNIT = 1.0 / (1 << 53)
_HALF_STEP = 0.5 / (1 << 53)
LARGE_MEAN = 600.0


@lru_cache(maxsize=4096)
def stream_key(seed: int, name: str) -> np.uint64:
    """The key of one named stream under one run seed."""
    digest = hashlib.blake2b(f"{seed}/{name}".encode(), digest_size=8).digest()
    return np.uint64(int.from_bytes(digest, "little"))


@inlined
def mixed(z: np.uint64) -> np.uint64:
    """Scramble 64 bits so that neighbouring addresses give unrelated luck."""
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
def mark(key: np.uint64, which: int) -> float:
    """The `which`-th uniform mark of whatever owns `key`."""
    return unit(addressed(key, which))


@compiled
def standard_normal(key: np.uint64, which: int) -> float:
    """A standard normal mark (Box and Muller 1958)."""
    radius = math.sqrt(-2.0 * math.log(mark(key, which)))
    return radius * math.cos(2.0 * math.pi * mark(key, which + 1))


@compiled
def poisson(mean: float, luck: float) -> int:
    """The Poisson count at quantile `luck`; monotone in the mean, so a higher rate never removes an event."""
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
    while luck > below and count < last:
        count += 1
        chance *= mean / count
        below += chance
    return count


def marks(key: np.uint64, parts: NDArray[np.integer]) -> NDArray[np.float64]:
    """`mark(key, part)` for a whole column of addresses."""
    if HAS_NUMBA:
        luck = np.empty(parts.shape)
        _mark_each(key, parts.astype(np.int64).ravel(), luck.reshape(-1))
        return luck
    return plain_marks(key, parts)


@compiled
def _mark_each(key: np.uint64, parts: NDArray[np.int64], luck: NDArray[np.float64]) -> None:
    for place in range(len(parts)):
        luck[place] = unit(addressed(key, parts[place]))


def plain_marks(key: np.uint64, parts: NDArray[np.integer]) -> NDArray[np.float64]:
    """The same column by column, where there is no numba."""
    with np.errstate(over="ignore"):
        z = key + GOLDEN * (parts.astype(np.uint64) + np.uint64(1))
        z = (z ^ (z >> _S30)) * _MIX_1
        z = (z ^ (z >> _S27)) * _MIX_2
        z = z ^ (z >> _S31)
        return np.asarray((z >> _S11).astype(np.float64) * _TO_UNIT + _HALF_STEP)
