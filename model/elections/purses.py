"""Voters buy projects together out of equal purses: one pass of the method of equal shares, in floats that know how far off they are.

A voter pays for a project that he approves of as much as everyone else who does, or all he has left if that is less.
Next comes the project whose largest payment is the smallest part of its cost (its *price*). Every price is kept with a
bound on its rounding error; wherever that bound could change who is funded the pass stops and asks, and `exactly.py`
answers in fractions. So the outcome is that of exact arithmetic at the speed of floats.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..engine import compiled
from ..exact import Floats, Ints

FINISHED, CONTENDERS, PROJECT_UNSURE, PAYMENT_UNSURE = 0, 1, 2, 3
ROUNDING = 2.3e-16  # relative error of one float operation, rounded up
NEVER = -1


class Ballots(NamedTuple):
    """What stays the same in every pass: voters with the same ballot are one group.

    Attributes:
        start, group: Groups that approve of each project, in compressed rows.
        weight: Voters in each group.
        cost, votes, rank: Of each project; rank is its place among equals.
        twin: Projects with the same cost and the same voters carry the same number.
    """

    start: Ints
    group: Ints
    weight: Ints
    cost: Ints
    votes: Ints
    rank: Ints
    twin: Ints


class Purses(NamedTuple):
    """How a pass stands.

    Attributes:
        left, error: What each member of a group has left, and by how much that may be off.
        slope: How much of each further unit of share it would have left.
        emptied: The step at which the group paid its last, or `NEVER`.
        lower, upper: Bounds of each project's price; a price only rises while a pass goes on.
        tangent: How fast `lower` moves with the share; with `lower` it bounds the price from below at larger shares.
        payment, payment_slope, blur: Largest payment for each project when last looked at, its slope, its error.
        seen: The step at which each project's price was last found; funded projects carry their step in `bought`.
        bought: The step at which each project was bought, or `NEVER`.
        heap: Projects still in play, the one with the lowest price on top.
        chosen: Projects bought, in order.
        contenders: Projects among which only fractions can tell; or the one that is in doubt.
        limit: By how much the share can be raised without changing what is bought, as far as this pass can tell.
        counts: Projects in `heap`, steps done, contenders, and the project being paid for or `NEVER`.
    """

    left: Floats
    error: Floats
    slope: Floats
    emptied: Ints
    lower: Floats
    upper: Floats
    tangent: Floats
    payment: Floats
    payment_slope: Floats
    blur: Floats
    seen: Ints
    bought: Ints
    heap: Ints
    chosen: Ints
    contenders: Ints
    limit: Floats
    counts: Ints


IN_HEAP, STEPS, IN_DOUBT, PAYING = 0, 1, 2, 3


def full_purses(ballots: Ballots, standing: Ints, share: float) -> Purses:
    """Everyone has the same share, nothing is bought, and each project may cost its voters one part each."""
    groups, projects = len(ballots.weight), len(ballots.cost)
    price = 1.0 / np.maximum(ballots.votes, 1)
    heap = np.empty(projects, np.int64)
    heap[: len(standing)] = standing[np.lexsort((ballots.rank[standing], price[standing]))]
    return Purses(
        left=np.full(groups, share),
        error=np.full(groups, ROUNDING * share),
        slope=np.ones(groups),
        emptied=np.full(groups, NEVER, np.int64),
        lower=price.copy(),
        upper=price,
        tangent=np.zeros(projects),
        payment=np.zeros(projects),
        payment_slope=np.zeros(projects),
        blur=np.zeros(projects),
        seen=np.full(projects, NEVER, np.int64),
        bought=np.full(projects, NEVER, np.int64),
        heap=heap,
        chosen=np.empty(projects, np.int64),
        contenders=np.empty(projects, np.int64),
        limit=np.array([np.inf]),
        counts=np.array([len(standing), 0, 0, NEVER], np.int64),
    )


@compiled
def before(purses: Purses, rank: Ints, one: int, other: int) -> bool:
    """Whether one project stands above another in the heap."""
    if purses.lower[one] != purses.lower[other]:
        return bool(purses.lower[one] < purses.lower[other])
    return bool(rank[one] < rank[other])


@compiled
def sink(purses: Purses, rank: Ints, place: int) -> None:
    """The project at this place of the heap has become dearer: move it down to where it belongs."""
    heap, size = purses.heap, purses.counts[0]
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
def pop(purses: Purses, rank: Ints) -> int:
    """Take the project on top out of the heap."""
    top = purses.heap[0]
    purses.counts[0] -= 1
    if purses.counts[0]:
        purses.heap[0] = purses.heap[purses.counts[0]]
        sink(purses, rank, 0)
    return int(top)


@compiled
def push(purses: Purses, rank: Ints, project: int) -> None:
    """Put a project back into the heap."""
    heap = purses.heap
    place = purses.counts[0]
    purses.counts[0] += 1
    while place and before(purses, rank, project, heap[(place - 1) // 2]):
        heap[place] = heap[(place - 1) // 2]
        place = (place - 1) // 2
    heap[place] = project


@compiled
def remove(purses: Purses, rank: Ints, place: int) -> None:
    """Take the project at this place out of the heap, wherever it stands."""
    heap = purses.heap
    purses.counts[0] -= 1
    if place == purses.counts[0]:
        return
    moved = heap[purses.counts[0]]
    while place and before(purses, rank, moved, heap[(place - 1) // 2]):
        heap[place] = heap[(place - 1) // 2]
        place = (place - 1) // 2
    heap[place] = moved
    sink(purses, rank, place)


@compiled
def look(ballots: Ballots, purses: Purses, project: int) -> int:
    """Find the price of a project now; 0 if its voters cannot pay it, 1 if they can, 2 if only fractions can tell."""
    first, last = ballots.start[project], ballots.start[project + 1]
    cost, votes = float(ballots.cost[project]), ballots.votes[project]
    total, total_slope, error, least = 0.0, 0.0, 0.0, np.inf
    for entry in range(first, last):
        group = ballots.group[entry]
        weight = ballots.weight[group]
        total += weight * purses.left[group]
        total_slope += weight * purses.slope[group]
        error += weight * purses.error[group]
        least = min(least, purses.left[group] - purses.error[group])
    error += ROUNDING * (last - first + 8.0) * max(total, cost)
    if total < cost - error:
        if total_slope > 0.0:
            purses.limit[0] = min(purses.limit[0], (cost - error - total) / total_slope)
        return 0
    payment = cost / votes
    if least > payment * (1.0 + 4.0 * ROUNDING):  # nobody is short: the price is exactly one vote's worth
        purses.seen[project] = purses.counts[1]
        purses.payment[project], purses.payment_slope[project] = payment, 0.0
        purses.blur[project] = ROUNDING * payment
        purses.lower[project] = purses.upper[project] = 1.0 / votes
        purses.tangent[project] = 0.0
        return 1
    if total < cost + error:
        return 2
    rich = votes + 0
    while True:
        now_rich, short, short_slope = 0, 0.0, 0.0
        for entry in range(first, last):
            group = ballots.group[entry]
            if purses.left[group] < payment:
                short += ballots.weight[group] * purses.left[group]
                short_slope += ballots.weight[group] * purses.slope[group]
            else:
                now_rich += ballots.weight[group]
        if now_rich == 0:
            return 2
        payment = (cost - short) / now_rich
        if now_rich == rich:
            break
        rich = now_rich
    return bound(ballots, purses, project, payment, -short_slope / rich)


@compiled
def bound(ballots: Ballots, purses: Purses, project: int, payment: float, slope: float) -> int:
    """Keep a price with its bounds, or give 2 if errors leave nobody who surely pays in full.

    Raising the payment by `blur` brings in `blur` from each who surely pays in full; that has to make up for whatever
    the others' purses and the sums may be off.
    """
    first, last = ballots.start[project], ballots.start[project + 1]
    cost = float(ballots.cost[project])
    sums = ROUNDING * (last - first + 8.0) * cost
    blur = 16.0 * ROUNDING * payment
    for _ in range(6):
        surely, error = 0, sums
        for entry in range(first, last):
            group = ballots.group[entry]
            if purses.left[group] - purses.error[group] > payment + blur:
                surely += ballots.weight[group]
            else:
                error += ballots.weight[group] * purses.error[group]
        if surely == 0:
            return 2
        needed = error / surely + 8.0 * ROUNDING * payment
        if needed <= blur:
            break
        blur = 2.0 * needed
    if needed > blur:
        return 2
    purses.seen[project] = purses.counts[1]
    purses.payment[project], purses.payment_slope[project], purses.blur[project] = payment, slope, blur
    purses.lower[project] = (payment - blur) / cost * (1.0 - 4.0 * ROUNDING)
    purses.upper[project] = (payment + blur) / cost * (1.0 + 4.0 * ROUNDING)
    purses.tangent[project] = slope / cost
    return 1


@compiled
def choose(ballots: Ballots, purses: Purses) -> int:
    """The next project to be bought, `NEVER` if there is none, or below that minus the number of what is in doubt."""
    counts, rank = purses.counts, ballots.rank
    while counts[0]:
        top = purses.heap[0]
        if purses.seen[top] == counts[1]:
            break
        known = look(ballots, purses, top)
        if known == 0:
            pop(purses, rank)
        elif known == 1:
            sink(purses, rank, 0)
        else:
            purses.contenders[0] = top
            counts[2] = 1
            return -10 - PROJECT_UNSURE
    if counts[0] == 0:
        return NEVER
    best = pop(purses, rank)
    if purses.lower[best] == purses.upper[best]:
        return best  # exact, and nothing else can be lower
    ceiling, others, alike = purses.upper[best], 0, True
    while counts[0] and purses.lower[purses.heap[0]] <= ceiling:
        other = purses.heap[0]
        if purses.seen[other] != counts[1]:
            known = look(ballots, purses, other)
            if known == 2:
                push(purses, rank, best)
                for number in range(others):
                    push(purses, rank, purses.contenders[number])
                purses.contenders[0] = other
                counts[2] = 1
                return -10 - PROJECT_UNSURE
            if known == 0:
                pop(purses, rank)
            else:
                sink(purses, rank, 0)
            continue
        purses.contenders[others] = pop(purses, rank)
        others += 1
        alike = alike and ballots.twin[other] == ballots.twin[best]
    return settle(ballots, purses, best, others, alike)


@compiled
def settle(ballots: Ballots, purses: Purses, best: int, others: int, alike: bool) -> int:
    """One of several projects with nearly the same price: twins by their rank, everything else by fractions."""
    for number in range(others):
        if alike and ballots.rank[purses.contenders[number]] < ballots.rank[best]:
            best, purses.contenders[number] = purses.contenders[number], best
    for number in range(others):
        push(purses, ballots.rank, purses.contenders[number])
    if others == 0 or alike:
        return best
    purses.contenders[others] = best
    push(purses, ballots.rank, best)
    purses.counts[2] = others + 1
    return -10 - CONTENDERS


@compiled
def margin(purses: Purses, project: int, step: float) -> None:
    """How far the share can rise before something else might be bought instead of this project."""
    price, slope = purses.upper[project], purses.tangent[project]
    for place in range(purses.counts[0]):
        other = purses.heap[place]
        if purses.tangent[other] < slope:
            room = (purses.lower[other] - price) / (slope - purses.tangent[other])
            if room < purses.limit[0]:
                purses.limit[0] = max(room, 0.0)
                if room < step:
                    return


@compiled
def pay(ballots: Ballots, purses: Purses, project: int, step: float) -> bool:
    """The voters of a project pay for it; False, and nobody has paid, if it is in doubt who empties his purse."""
    payment, slope, blur = purses.payment[project], purses.payment_slope[project], purses.blur[project]
    first, last = ballots.start[project], ballots.start[project + 1]
    for entry in range(first, last):
        group = ballots.group[entry]
        near = abs(purses.left[group] - payment) <= blur + purses.error[group]
        if near and purses.emptied[group] == NEVER:
            return False
    for entry in range(first, last):
        group = ballots.group[entry]
        gap, steeper = purses.left[group] - payment, purses.slope[group] - slope
        if purses.limit[0] >= step and gap * steeper < 0.0:
            purses.limit[0] = min(purses.limit[0], (abs(gap) - blur - purses.error[group]) / abs(steeper))
        if gap > 0.0:
            purses.left[group], purses.slope[group] = gap, steeper
            purses.error[group] += blur + ROUNDING * gap
        elif purses.emptied[group] == NEVER:
            purses.left[group], purses.slope[group], purses.error[group] = 0.0, 0.0, 0.0
            purses.emptied[group] = purses.counts[1]
    return True


@compiled
def buy(ballots: Ballots, purses: Purses, step: float) -> int:
    """Buy project after project until nothing can be bought any more, or until fractions are needed.

    Args:
        ballots: Who approves of what.
        purses: How the pass stands; changed in place.
        step: By how much the share would be raised next; nothing smaller is looked for.
    """
    counts = purses.counts
    while True:
        project = counts[3]
        if project == NEVER:
            project = choose(ballots, purses)
            if project <= -10:
                return -10 - project
            if project == NEVER:
                return FINISHED
        if purses.limit[0] >= step:
            margin(purses, project, step)
        if not pay(ballots, purses, project, step):
            counts[3] = project
            return PAYMENT_UNSURE
        purses.bought[project] = counts[1]
        purses.chosen[counts[1]] = project
        counts[1] += 1
        counts[3] = NEVER
