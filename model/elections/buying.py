"""Voters buy projects together out of equal purses: one pass of equal shares, in floats that know how far off they are.

A voter pays for a project that he approves of as much as everyone else who does, or all he has left if that is less.
Next comes the project whose largest payment is the smallest part of its cost (its *price*). Every price is kept with a
bound on its rounding error; wherever that bound could change who is funded the pass stops and asks, and `exactly.py`
answers in fractions. So the outcome is that of exact arithmetic at the speed of floats.
"""

from __future__ import annotations

from ..engine import compiled
from .purses import (
    ERROR,
    IN_DOUBT,
    IN_HEAP,
    LEFT,
    MEMBERS,
    NEVER,
    PAYING,
    ROUNDING,
    SLOPE,
    STEPS,
    Ballots,
    Purses,
    pop,
    push,
    sink,
)

FINISHED, CONTENDERS, PROJECT_UNSURE, PAYMENT_UNSURE = 0, 1, 2, 3
NEAR = 1.0 + 1e-7  # a purse this close above a payment is not counted on when errors are bounded


@compiled
def look(ballots: Ballots, purses: Purses, project: int) -> int:
    """Find the price of a project now; 0 if its voters cannot pay it, 1 if they can, 2 if only fractions can tell.

    What the voters would bring in together is a concave function of the largest payment, so from any first guess
    Newton's method comes to the payment from below; it has arrived when nobody else turns out to be short.
    """
    first, last = ballots.start[project], ballots.start[project + 1]
    purse, cost, payment = purses.purse, float(ballots.cost[project]), purses.payment[project]
    before_rich, slope, rounds = -1.0, 0.0, 0
    while True:
        rounds += 1
        members, short_members, near_members, short, short_slope, error = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
        ceiling = payment * NEAR
        for entry in range(first, last):  # without branches, which cannot be foreseen here
            group = ballots.group[entry]
            weight, left, off = purse[group, MEMBERS], purse[group, LEFT], purse[group, ERROR]
            if_short = weight if left < payment else 0.0
            if_near = weight if left - off <= ceiling else 0.0
            members += weight
            short_members += if_short
            near_members += if_near
            short += if_short * left
            short_slope += if_short * purse[group, SLOPE]
            error += if_near * off
        rich, doubtful = members - short_members, near_members - short_members
        if rich == 0.0:
            known = affordable(ballots, purses, project)
            if known != 1 or before_rich == 0.0:
                return 2 if known == 1 else known
            payment, before_rich = 0.0, 0.0  # the guess was far too high
            continue
        payment = (cost - short) / rich
        slope = -short_slope / rich
        if rich == before_rich or (rounds > 3 and rich > before_rich):  # rounding must not send it back and forth
            break
        before_rich = rich
    purses.payment[project], purses.payment_slope[project] = payment, slope
    error += ROUNDING * (last - first + 8.0) * cost
    if short == 0.0 and doubtful == 0.0:  # whoever has anything pays in full: exactly one part each
        purses.seen[project] = purses.counts[STEPS]
        purses.blur[project] = ROUNDING * payment
        purses.lower[project] = purses.upper[project] = 1.0 / rich
        purses.tangent[project] = 0.0
        return 1
    return bound(ballots, purses, project, rich - doubtful, error)


@compiled
def affordable(ballots: Ballots, purses: Purses, project: int) -> int:
    """Whether the voters of a project have its cost left: 0 no, 1 yes, 2 only fractions can tell."""
    first, last = ballots.start[project], ballots.start[project + 1]
    purse, cost = purses.purse, float(ballots.cost[project])
    total, slope, error = 0.0, 0.0, 0.0
    for entry in range(first, last):
        group = ballots.group[entry]
        total += purse[group, MEMBERS] * purse[group, LEFT]
        slope += purse[group, MEMBERS] * purse[group, SLOPE]
        error += purse[group, MEMBERS] * purse[group, ERROR]
    error += ROUNDING * (last - first + 8.0) * max(total, cost)
    if total >= cost - error:
        return 1 if total > cost + error else 2
    if slope > 0.0:
        purses.limit[0] = min(purses.limit[0], (cost - error - total) / slope)
    return 0


@compiled
def bound(ballots: Ballots, purses: Purses, project: int, surely: float, error: float) -> int:
    """Keep a price with its bounds, or give 2 if errors leave nobody who surely pays in full.

    Raising the payment by `blur` brings in `blur` from each who surely pays in full; that has to make up for whatever
    the others' purses and the sums may be off.
    """
    payment, cost = purses.payment[project], float(ballots.cost[project])
    if surely == 0.0:
        return 2
    blur = error / surely + 8.0 * ROUNDING * payment
    if blur > payment * (NEAR - 1.0) * 0.5:
        return 2
    purses.seen[project] = purses.counts[STEPS]
    purses.blur[project] = blur
    purses.lower[project] = (payment - blur) / cost * (1.0 - 4.0 * ROUNDING)
    purses.upper[project] = (payment + blur) / cost * (1.0 + 4.0 * ROUNDING)
    purses.tangent[project] = purses.payment_slope[project] / cost
    return 1


@compiled
def choose(ballots: Ballots, purses: Purses) -> int:
    """The next project to be bought, `NEVER` if there is none, or below that minus the number of what is in doubt."""
    counts, rank = purses.counts, ballots.rank
    while counts[IN_HEAP]:
        top = purses.heap[0]
        if purses.seen[top] == counts[STEPS]:
            break
        known = look(ballots, purses, top)
        if known == 0:
            pop(purses, rank)
        elif known == 1:
            sink(purses, rank, 0)
        else:
            return ask_about(purses, top)
    if counts[IN_HEAP] == 0:
        return NEVER
    best = pop(purses, rank)
    if purses.lower[best] == purses.upper[best]:
        return best  # exact, and nothing else can be lower
    ceiling, others, alike = purses.upper[best], 0, True
    while counts[IN_HEAP] and purses.lower[purses.heap[0]] <= ceiling:
        other = purses.heap[0]
        if purses.seen[other] != counts[STEPS]:
            known = look(ballots, purses, other)
            if known == 2:
                push(purses, rank, best)
                for number in range(others):
                    push(purses, rank, purses.contenders[number])
                return ask_about(purses, other)
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
def ask_about(purses: Purses, project: int) -> int:
    """Leave the price of one project to fractions."""
    purses.contenders[0] = project
    purses.counts[IN_DOUBT] = 1
    return -10 - PROJECT_UNSURE


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
    purses.counts[IN_DOUBT] = others + 1
    return -10 - CONTENDERS


@compiled
def margin(purses: Purses, project: int, step: float) -> None:
    """How far the share can rise before something else might be bought instead of this project."""
    price, slope = purses.upper[project], purses.tangent[project]
    for place in range(purses.counts[IN_HEAP]):
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
    purse, limit = purses.purse, purses.limit[0]
    first, last = ballots.start[project], ballots.start[project + 1]
    for entry in range(first, last):
        group = ballots.group[entry]
        near = abs(purse[group, LEFT] - payment) <= blur + purse[group, ERROR]
        if near and purse[group, MEMBERS] > 0.0:
            return False
    for entry in range(first, last):
        group = ballots.group[entry]
        gap, steeper = purse[group, LEFT] - payment, purse[group, SLOPE] - slope
        if limit >= step and gap * steeper < 0.0:
            limit = min(limit, (abs(gap) - blur - purse[group, ERROR]) / abs(steeper))
        if gap > 0.0:
            purse[group, LEFT], purse[group, SLOPE] = gap, steeper
            purse[group, ERROR] += blur + ROUNDING * gap
        elif purse[group, MEMBERS] > 0.0:
            purse[group, :] = 0.0
            purses.emptied[group] = purses.counts[STEPS]
    purses.limit[0] = limit
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
        project = counts[PAYING]
        if project == NEVER:
            project = choose(ballots, purses)
            if project <= -10:
                return -10 - project
            if project == NEVER:
                return FINISHED
        if purses.limit[0] >= step:
            margin(purses, project, step)
        if not pay(ballots, purses, project, step):
            counts[PAYING] = project
            return PAYMENT_UNSURE
        purses.bought[project] = counts[STEPS]
        purses.chosen[counts[STEPS]] = project
        counts[STEPS] += 1
        counts[PAYING] = NEVER
