"""State of one pass of the method of equal shares (voters' money, projects' prices), and its heap by lowest price."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..arrays import Floats, Int64s
from ..engine import compiled

ROUNDING = 2.3e-16  # relative error of one float operation, rounded up
NEVER = -1
LEFT, ERROR, SLOPE, MEMBERS = 0, 1, 2, 3
IN_HEAP, STEPS, IN_DOUBT, PAYING = 0, 1, 2, 3


class Ballots(NamedTuple):
    """Constants of every pass: voters with the same ballot are one group.

    Attributes:
        start, group: Groups that approve of each project, in compressed sparse rows; `start` has shape (projects + 1,).
        weight: Voters in each group; shape (groups,).
        cost, votes, rank: Of each project, shape (projects,); rank breaks ties.
        twin: Projects with the same cost and the same voters carry the same number; shape (projects,).
    """

    start: Int64s
    group: Int64s
    weight: Int64s
    cost: Int64s
    votes: Int64s
    rank: Int64s
    twin: Int64s


class Purses(NamedTuple):
    """State of a pass; a purse is the money a voter still holds. Arrays have one entry a project unless said.

    Attributes:
        purse: Shape (groups, 4): what each member has left (`LEFT`), the bound of its rounding error (`ERROR`), how
            much of a further unit of share would be left too (`SLOPE`), and the number of members while the purse is
            not empty (`MEMBERS`).
        emptied: The step at which the group spent the rest of its purse, or `NEVER`; shape (groups,).
        lower, upper: Bounds of each project's price; a price only rises while a pass goes on.
        tangent: Derivative of `lower` by the share; with `lower` it bounds the price from below at larger shares.
        payment, payment_slope, blur: Largest payment for each project when last computed, its slope, its error bound.
        seen: The step at which each project's price was last found; funded projects carry their step in `bought`.
        bought: The step at which each project was bought, or `NEVER`.
        heap: Projects still in play, the one with the lowest price on top.
        chosen: Projects bought, in order.
        contenders: Projects whose order only exact fractions can decide; or the one whose price is uncertain.
        limit: By how much the share can be raised without changing what is bought, as far as known; shape (1,).
        counts: Projects in `heap`, steps done, contenders, and the project being paid for or `NEVER`.
    """

    purse: Floats
    emptied: Int64s
    lower: Floats
    upper: Floats
    tangent: Floats
    payment: Floats
    payment_slope: Floats
    blur: Floats
    seen: Int64s
    bought: Int64s
    heap: Int64s
    chosen: Int64s
    contenders: Int64s
    limit: Floats
    counts: Int64s


def full_purses(ballots: Ballots, remaining: Int64s, share: float, guess: Floats) -> Purses:
    """State at the start of a pass: equal shares, nothing bought, prices at their lower bound 1 / votes.

    Args:
        ballots: Who approves of what.
        remaining: Projects that can be bought: they have votes and a cost; shape (at most projects,).
        share: What every voter has, in units of money.
        guess: Estimate of the largest payment for each project, shape (projects,); it affects only the time taken.

    Returns:
        The state, with `remaining` in the heap by price and then by rank.
    """
    groups, projects = len(ballots.weight), len(ballots.cost)
    price = 1.0 / np.maximum(ballots.votes, 1)
    purse = np.empty((groups, 4))  # nothing spent: the whole share is left, and the whole of any further unit of it
    purse[:, LEFT], purse[:, ERROR], purse[:, SLOPE] = share, ROUNDING * share, 1.0
    purse[:, MEMBERS] = ballots.weight
    heap = np.empty(projects, np.int64)
    heap[: len(remaining)] = remaining[np.lexsort((ballots.rank[remaining], price[remaining]))]
    return Purses(
        purse=purse,
        emptied=np.full(groups, NEVER, np.int64),
        lower=price.copy(),
        upper=price,
        tangent=np.zeros(projects),
        payment=guess.copy(),
        payment_slope=np.zeros(projects),
        blur=np.zeros(projects),
        seen=np.full(projects, NEVER, np.int64),
        bought=np.full(projects, NEVER, np.int64),
        heap=heap,
        chosen=np.empty(projects, np.int64),
        contenders=np.empty(projects, np.int64),
        limit=np.array([np.inf]),
        counts=np.array([len(remaining), 0, 0, NEVER], np.int64),
    )


@compiled
def before(purses: Purses, rank: Int64s, one: int, other: int) -> bool:
    """Whether one project comes before another in the heap: by lower bound of the price, then by rank."""
    if purses.lower[one] != purses.lower[other]:
        return bool(purses.lower[one] < purses.lower[other])
    return bool(rank[one] < rank[other])


@compiled
def sink(purses: Purses, rank: Int64s, place: int) -> None:
    """Restore the order of the heap after the price of the project at this place has risen."""
    heap, size = purses.heap, purses.counts[IN_HEAP]
    project = heap[place]
    while 2 * place + 1 < size:
        child = 2 * place + 1
        if child + 1 < size and before(purses, rank, heap[child + 1], heap[child]):
            child += 1
        if not before(purses, rank, heap[child], project):
            break
        heap[place] = heap[child]
        place = child
    heap[place] = project


@compiled
def pop(purses: Purses, rank: Int64s) -> int:
    """Take the project on top out of the heap."""
    top = purses.heap[0]
    purses.counts[IN_HEAP] -= 1
    if purses.counts[IN_HEAP]:
        purses.heap[0] = purses.heap[purses.counts[IN_HEAP]]
        sink(purses, rank, 0)
    return int(top)


@compiled
def push(purses: Purses, rank: Int64s, project: int) -> None:
    """Put a project back into the heap."""
    heap = purses.heap
    place = purses.counts[IN_HEAP]
    purses.counts[IN_HEAP] += 1
    while place and before(purses, rank, project, heap[(place - 1) // 2]):
        heap[place] = heap[(place - 1) // 2]
        place = (place - 1) // 2
    heap[place] = project


@compiled
def remove(purses: Purses, rank: Int64s, place: int) -> None:
    """Take the project at this place out of the heap, wherever it stands."""
    heap = purses.heap
    purses.counts[IN_HEAP] -= 1
    if place == purses.counts[IN_HEAP]:
        return
    moved = heap[purses.counts[IN_HEAP]]
    while place and before(purses, rank, moved, heap[(place - 1) // 2]):
        heap[place] = heap[(place - 1) // 2]
        place = (place - 1) // 2
    heap[place] = moved
    sink(purses, rank, place)
