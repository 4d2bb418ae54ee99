"""Voters earn at the same pace and spend together: sequential Phragmén in floats that know how far off they are."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..arrays import Floats, Int64s
from ..engine import compiled

ENDED, NEXT, ASK = 0, 1, 2
ROUNDING = 2.3e-16  # relative error of one float operation, rounded up


class Earners(NamedTuple):
    """How the vote stands.

    Attributes:
        start, voter: Voters who approve of each project, in compressed rows.
        cost, rank: Of each project; rank is its place among equals.
        open: 1 for projects not funded yet, 0 for others.
        moment: When each voter last spent everything.
        error: By how much that may be off.
        last: The step at which each voter last spent everything, or -1.
        lower, upper: Bounds of the moment at which each project could be paid for; it only comes later.
        fresh: Whether those bounds are of this step.
        stamp: The latest step at which any voter of a project spent, when it was last looked at.
        asked: Projects that could come next.
    """

    start: Int64s
    voter: Int64s
    cost: Int64s
    rank: Int64s
    open: Int64s
    moment: Floats
    error: Floats
    last: Int64s
    lower: Floats
    upper: Floats
    fresh: Int64s
    stamp: Int64s
    asked: Int64s


@compiled
def look_again(earners: Earners, project: int) -> None:
    """Find when the voters of a project will have earned what it costs."""
    first, last = earners.start[project], earners.start[project + 1]
    total, error, stamp = 0.0, 0.0, -1
    for entry in range(first, last):
        stamp = max(stamp, earners.last[earners.voter[entry]])
        total += earners.moment[earners.voter[entry]]
        error += earners.error[earners.voter[entry]]
    count = float(last - first)
    total += earners.cost[project]
    error += ROUNDING * (count + 8.0) * total
    earners.lower[project] = (total - error) / count * (1.0 - 4.0 * ROUNDING)
    earners.upper[project] = (total + error) / count * (1.0 + 4.0 * ROUNDING)
    earners.fresh[project], earners.stamp[project] = 1, stamp


@compiled
def next_up(earners: Earners) -> int:
    """Put the projects that may be the next into `asked`, and say how many there are."""
    ceiling = np.inf
    while True:  # whoever could undercut the best must be looked at again; nobody comes earlier than before
        best = -1
        for project in range(len(earners.cost)):
            if earners.open[project] and (best < 0 or earners.lower[project] < earners.lower[best]):
                best = project
        if best < 0:
            return 0
        if earners.fresh[best]:
            break
        look_again(earners, best)
    for project in range(len(earners.cost)):
        if earners.open[project] and earners.fresh[project]:
            ceiling = min(ceiling, earners.upper[project])
    count = 0
    for project in range(len(earners.cost)):
        if earners.open[project] and earners.lower[project] <= ceiling:
            if not earners.fresh[project]:
                look_again(earners, project)
            if earners.lower[project] <= ceiling:
                earners.asked[count] = project
                count += 1
    return count


@compiled
def spend(earners: Earners, project: int, step: int, moment: float, error: float) -> None:
    """The voters of a project spend all they have earned so far on it."""
    for entry in range(earners.start[project], earners.start[project + 1]):
        voter = earners.voter[entry]
        earners.moment[voter], earners.error[voter], earners.last[voter] = moment, error, step
    earners.open[project] = 0
    earners.fresh[:] = 0
