"""Crews serve the open needs of an emergency hour by hour: the most severe first, then who has waited longest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..arrays import Floats, Ids, Rows
from .contract import ORIGINS, Calls, Crews
from .needs import DONE, GOLDEN, HOURS_A_DAY, LAPSED, LATE, ON_TIME, OPEN, NeedTable
from .shock import ANY, SKILLS


@dataclass(frozen=True)
class Shift:
    """Hours of the day in which crews work, from one o'clock to another."""

    first: int
    last: int


@dataclass(frozen=True, eq=False)
class Work:
    """Work that crews can do in a day, in hours of somebody who knows it.

    Attributes:
        skilled: By those who do one kind of work all day, shape (communities, skills, origins).
        free: By those who see to whatever is most severe, shape (communities, origins).
        pace: Of the latter at each skill.
    """

    skilled: Floats
    free: Floats
    pace: Floats


def work_of(crews: tuple[Crews, ...], calls: Calls) -> Work:
    """What crews can do in a day."""
    communities = len(calls.hours)
    skilled = np.zeros((communities, len(SKILLS), len(ORIGINS)))
    free = np.zeros((communities, len(ORIGINS)))
    for crew in crews:
        origin, hours = ORIGINS.index(crew.origin), crew.hours * crew.pace
        if crew.skill == ANY:
            free[crew.community, origin] += hours
        else:
            skilled[crew.community, SKILLS.index(crew.skill), origin] += hours
    return Work(skilled, free, calls.untrained)


@dataclass(frozen=True, eq=False)
class Queue:
    """Open needs in the order in which a pass of an hour serves them.

    Attributes:
        waiting: Their rows, group by group.
        group: Of each: its community and skill, or its community.
        pace: Work an hour does on each.
        hourly: Hours of work that an hour has for each group, shape (groups, origins).
        community: Of each group.
    """

    waiting: Ids
    group: Ids
    pace: Floats
    hourly: Floats
    community: Ids


def serve_day(table: NeedTable, day: int, work: Work, shift: Shift) -> Floats:
    """Serve through one day; returns the work done, shape (communities, origins).

    A need born within an hour is seen at the next one. Whoever waits beyond patience is given up on at that hour.
    """
    queues = _queues(table, work, shift)
    waiting = table.open
    done = np.zeros_like(work.free)
    for hour in range(HOURS_A_DAY):
        now = float(HOURS_A_DAY * day + hour)
        _give_up(table.needs, waiting, now)
        if shift.first <= hour < shift.last:
            for queue in queues:
                _one_hour(table.needs, queue, now, done)
    _give_up(table.needs, waiting, float(HOURS_A_DAY * (day + 1)))
    return done


def _queues(table: NeedTable, work: Work, shift: Shift) -> tuple[Queue, Queue]:
    """Those who do one kind of work serve first, then those who see to what is most severe of all that is left."""
    waiting, urgent, hours = table.open, table.needs, float(shift.last - shift.first)
    community, skill = urgent.community[waiting].astype(np.int64), urgent.skill[waiting].astype(np.int64)
    places, skills = work.skilled.shape[:2]
    both = community * skills + skill
    keys = urgent.born[waiting], -urgent.severity[waiting].astype(np.int64)
    first, then = np.lexsort((*keys, both)), np.lexsort((*keys, community))
    hourly = work.skilled.reshape(places * skills, -1) / hours
    groups = np.repeat(np.arange(places), skills)
    free, pace = work.free / hours, work.pace[skill[then]]
    return (
        Queue(waiting[first], both[first], np.ones(len(first)), hourly=hourly, community=groups),
        Queue(waiting[then], community[then], pace, hourly=free, community=groups[::skills]),
    )


def _give_up(urgent: Rows, waiting: Ids, now: float) -> None:
    late = waiting[(urgent.state[waiting] == OPEN) & (urgent.lapses[waiting] <= now)]
    urgent["state"][late] = LAPSED


def _one_hour(urgent: Rows, queue: Queue, now: float, done: Floats) -> None:
    """One pass of an hour over every group of a queue; `done` has shape (communities, origins)."""
    most = queue.hourly.sum(axis=1)
    here = (urgent.state[queue.waiting] == OPEN) & (urgent.born[queue.waiting] <= now)
    here &= (queue.pace > 0.0) & (most[queue.group] > 0.0)
    if not here.any():
        return
    waiting, group, pace = queue.waiting[here], queue.group[here], queue.pace[here]
    takes = urgent.left[waiting] / pace
    upto = np.cumsum(takes)
    first = np.searchsorted(group, group)  # where each one's group begins
    before = upto - takes - (upto - takes)[first]
    given = np.clip(most[group] - before, 0.0, takes)
    urgent["left"][waiting] = (takes - given) * pace
    worked = np.bincount(group, given * pace, len(most)) / np.where(most > 0.0, most, 1.0)
    np.add.at(done, queue.community, queue.hourly * worked[:, None])
    ended = (takes - given) * pace <= DONE
    rows, where = waiting[ended], group[ended]
    urgent["met"][rows] = now + (before + given)[ended] / most[where]
    urgent["state"][rows] = np.where(urgent.met[rows] <= urgent.due[rows], ON_TIME, LATE)
    urgent["origin"][rows] = _origins(rows, queue.hourly[where])


def _origins(rows: Ids, hourly: Floats) -> Ids:
    """Who finished each: evenly by the work each origin gives, without a draw."""
    shares = np.cumsum(hourly, axis=1) / hourly.sum(axis=1)[:, None]
    place = ((rows + 1) * GOLDEN) % 1.0
    found: Ids = np.minimum((shares <= place[:, None]).sum(axis=1), len(ORIGINS) - 1)
    return found
