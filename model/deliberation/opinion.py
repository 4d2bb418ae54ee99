"""What neighbours believe of the common benefit, and how talk moves it: a moderated plenary, or two by two.

Beliefs lie between 0 (no use to anybody) and 1. People listen only to those whose belief is within a bound of their
own, so talk brings a body to one mind or to camps that no longer hear each other (B8.2). Private interest is known to
its owner and no talk moves it.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats
from ..streams import Layout, Part

STILL = 1e-9
"""A belief that moves by less has not moved: what rounding does to a mean is nobody's change of mind."""
MIDWAY = 0.5  # how far two who listen to each other move towards each other (B8.2)
SAME_POSITION = 0.05  # grade D: neighbours in the order of beliefs who are closer than this share a position
PAIRS = Layout("who meets whom", Part("sweep"), Part("place", 1 << 32))


def plenary_round(belief: Floats, bound: float) -> Floats:
    """One round in which everybody hears everybody and moves to the mean of the beliefs within the bound of theirs.

    Hegselmann and Krause; all move at once.
    """
    heard = np.abs(belief[:, None] - belief) <= bound
    mean = np.divide(heard @ belief, heard.sum(axis=1), out=belief.copy(), where=heard.any(axis=1))
    return np.where(np.abs(mean - belief) > STILL, mean, belief)


def plenary_rounds(belief: Floats, bound: float, rounds: int) -> Iterator[Floats]:
    """A meeting of at most so many rounds, over when nobody moves: what all believe after each that moved anybody."""
    for _ in range(rounds):
        moved = plenary_round(belief, bound)
        if np.array_equal(moved, belief):
            return
        belief = moved
        yield belief


def plenary(belief: Floats, bound: float, rounds: int) -> tuple[Floats, int]:
    """What all believe after a meeting of at most so many rounds, and the rounds that moved anybody."""
    said = [belief, *plenary_rounds(belief, bound, rounds)]
    return said[-1], len(said) - 1


def talk_sweeps(belief: Floats, bound: float, sweeps: int, key: np.uint64) -> Iterator[Floats]:
    """Neighbours meet two by two, as many pairs in a sweep as there are people; those within the bound meet halfway.

    Deffuant and Weisbuch. Who meets whom is addressed by sweep and meeting under `key`, over seats in the order given.
    Gives what all believe after every sweep.
    """
    people, now = len(belief), belief.tolist()
    if people < 2:
        return
    for sweep in range(sweeps):
        first, second = _pairs(people, sweep, key)
        for one, other in zip(first.tolist(), second.tolist(), strict=True):
            gap = now[other] - now[one]
            if abs(gap) < bound:
                now[one] += MIDWAY * gap
                now[other] -= MIDWAY * gap
        yield np.asarray(np.clip(now, belief.min(), belief.max()))


def talk(belief: Floats, bound: float, sweeps: int, key: np.uint64) -> Floats:
    """What all believe after so many sweeps of talk two by two."""
    return [belief.copy(), *talk_sweeps(belief, bound, sweeps, key)][-1]


def _pairs(people: int, sweep: int, key: np.uint64) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Who meets whom in one sweep; nobody meets oneself."""
    draws = PAIRS.under(key).at(sweep, np.arange(2 * people)).uniform()
    first = (draws[:people] * people).astype(np.int64)
    second = (draws[people:] * (people - 1)).astype(np.int64)
    return first, second + (second >= first)


def clusters(belief: Floats) -> NDArray[np.int64]:
    """How many people share each position, the largest camp first."""
    if not len(belief):
        return np.zeros(0, np.int64)
    ends = np.flatnonzero(np.diff(np.sort(belief)) > SAME_POSITION) + 1
    size = np.diff(np.concatenate(([0], ends, [len(belief)])))
    return np.sort(size)[::-1]
