"""A district's people add up exactly: who and how many are settled by rounding and ordering, not by chance alone.

Drawing every resident on their own would leave each share of a small place a few per cent off, and the
same place would look different from its own description. So a share becomes a whole number first, and
chance only decides who it falls on.
"""

from __future__ import annotations

from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from ..arrays import Bools, Floats, Int64s

# A weight below this counts as this: such a person is taken only when nobody likelier is left.
LEAST_WEIGHT = 1e-9


def population_stream(population_seed: int, name: str) -> np.random.Generator:
    """The random numbers of one trait of a place's people; a new trait brings its own stream and moves no other."""
    return np.random.default_rng([population_seed, crc32(name.encode())])


def total_by(group: NDArray[np.integer[Any]], value: NDArray[Any], groups: int) -> Floats:
    """Sum of a value over the members of each group; groups nobody belongs to come out as 0."""
    total: Floats = np.bincount(group, weights=value, minlength=groups).astype(np.float64)
    return total


def allot(total: int, weight: Floats, low: Int64s | int = 0, high: Int64s | int | None = None) -> Int64s:
    """Share `total` people out over bins by weight, within each bin's bounds, in whole numbers that add up.

    Raises:
        ValueError: The bounds leave no way to share out exactly `total`.
    """
    low = np.broadcast_to(np.asarray(low, np.int64), weight.shape)
    high = np.full(weight.shape, max(total, 0)) if high is None else np.broadcast_to(np.asarray(high), weight.shape)
    high = np.maximum(high, low)
    if not int(low.sum()) <= total <= int(high.sum()):
        raise ValueError(f"{total} cannot be shared out: the bounds allow {int(low.sum())} to {int(high.sum())}")
    # Shapes are those of `weight`. Parts of people are cut off; who is missing then goes where most was lost.
    share = _scaled_within(total, np.maximum(weight, LEAST_WEIGHT), low, high)
    whole = np.clip(np.floor(share).astype(np.int64), low, high)
    return _settle_remainder(total - int(whole.sum()), whole, share, (low, high))


def _scaled_within(total: int, weight: Floats, low: Int64s, high: Int64s) -> Floats:
    """Real shares clip(scale × weight, low, high) whose sum is `total`; the scale is found by halving."""
    least, most = 0.0, (float(high.max()) + 1.0) / float(weight.min())
    for _ in range(200):
        middle = 0.5 * (least + most)
        if np.clip(middle * weight, low, high).sum() < total:
            least = middle
        else:
            most = middle
        if most - least <= 1e-15 * most:
            break
    shares: Floats = np.clip(most * weight, low, high)
    return shares


def _settle_remainder(missing: int, whole: Int64s, share: Floats, bounds: tuple[Int64s, Int64s]) -> Int64s:
    """Give the last few people to the bins that rounding short-changed most, ties to the lower index."""
    low, high = bounds
    while missing:
        step = 1 if missing > 0 else -1
        room = whole < high if step > 0 else whole > low
        order = np.argsort(-step * (share - whole), kind="stable")
        taken = order[room[order]][: abs(missing)]
        whole[taken] += step
        missing -= step * len(taken)
    return whole


def choose_exactly(count: int, weight: Floats, generator: np.random.Generator, among: Bools | None = None) -> Bools:
    """Pick exactly `count` people, likelier ones first to be asked (Efraimidis and Spirakis).

    Each person holds a waiting time drawn at rate `weight`; the shortest are picked. A larger count
    therefore only adds people to the ones picked before.
    """
    waiting = generator.standard_exponential(weight.shape[0]) / np.maximum(weight, LEAST_WEIGHT)
    if among is not None:
        waiting[~among] = np.inf
    available = weight.shape[0] if among is None else int(among.sum())
    if count > available:
        raise ValueError(f"{count} people are wanted and only {available} can be chosen")
    picked = np.zeros(weight.shape[0], np.bool_)
    if count == weight.shape[0]:
        picked[:] = True
    elif count > 0:
        picked[np.argpartition(waiting, count)[:count]] = True
    return picked


def choose_households(
    count: int, home: NDArray[np.int32], weight_of_home: Floats, generator: np.random.Generator
) -> Bools:
    """Pick exactly `count` people household by household, so that a trait is shared at the kitchen table.

    At most one household is divided: the one where the count runs out.
    """
    size = np.bincount(home, minlength=weight_of_home.shape[0])
    waiting = generator.standard_exponential(weight_of_home.shape[0]) / np.maximum(weight_of_home, LEAST_WEIGHT)
    order = np.argsort(waiting, kind="stable")
    filled = np.cumsum(size[order])
    whole = int(np.searchsorted(filled, count, side="right"))
    chosen = np.zeros(weight_of_home.shape[0], np.bool_)
    chosen[order[:whole]] = True
    picked: Bools = chosen[home]
    missing = count - (int(filled[whole - 1]) if whole else 0)
    if missing > 0:
        picked[np.flatnonzero(home == order[whole])[:missing]] = True
    return picked
