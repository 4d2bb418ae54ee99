"""Crews serve the open needs of an emergency hour by hour: the most severe first, then who has waited longest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..arrays import Floats, Ids, Rows
from .contract import ORIGINS, Crews
from .needs import DONE, GOLDEN, HOURS_A_DAY, LAPSED, LATE, ON_TIME, OPEN, NeedTable
from .shock import SKILLS


@dataclass(frozen=True)
class Shift:
    """Hours of the day in which crews work, from one o'clock to another."""

    first: int
    last: int


def work_of(crews: tuple[Crews, ...], communities: int) -> Floats:
    """Work that crews do in a day, in hours of somebody who knows it; shape (communities, skills, origins)."""
    work = np.zeros((communities, len(SKILLS), len(ORIGINS)))
    for crew in crews:
        work[crew.community, SKILLS.index(crew.skill), ORIGINS.index(crew.origin)] += crew.hours * crew.pace
    return work


def serve_day(table: NeedTable, day: int, work: Floats, shift: Shift) -> Floats:
    """Serve through one day; returns the work done, shape (communities, skills, origins).

    A need born within an hour is seen at the next one. Whoever waits beyond patience is given up on at that hour.
    """
    waiting = _in_order(table)
    group = table.needs.community[waiting].astype(np.int64) * len(SKILLS) + table.needs.skill[waiting]
    by_group = work.reshape(-1, work.shape[2])
    done = np.zeros_like(by_group)
    for hour in range(HOURS_A_DAY):
        now = float(HOURS_A_DAY * day + hour)
        _give_up(table.needs, waiting, now)
        if shift.first <= hour < shift.last:
            _one_hour(table.needs, (waiting, group), by_group / (shift.last - shift.first), now, done)
    _give_up(table.needs, waiting, float(HOURS_A_DAY * (day + 1)))
    return done.reshape(work.shape)


def _in_order(table: NeedTable) -> Ids:
    """Open needs by community and skill, the most severe and then the oldest first."""
    waiting, urgent = table.open, table.needs
    keys = (urgent.born, -urgent.severity.astype(np.int64), urgent.skill, urgent.community)
    return waiting[np.lexsort(tuple(key[waiting] for key in keys))]


def _give_up(urgent: Rows, waiting: Ids, now: float) -> None:
    late = waiting[(urgent.state[waiting] == OPEN) & (urgent.lapses[waiting] <= now)]
    urgent["state"][late] = LAPSED


def _one_hour(urgent: Rows, queue: tuple[Ids, Ids], budget: Floats, now: float, done: Floats) -> None:
    """Work through one hour of every group; `budget` and `done` have shape (groups, origins)."""
    waiting, group = queue
    here = (urgent.state[waiting] == OPEN) & (urgent.born[waiting] <= now)
    waiting, group = waiting[here], group[here]
    most = budget.sum(axis=1)
    if not len(waiting) or not most.any():
        return
    left = urgent.left[waiting]
    upto = np.cumsum(left)
    first = np.searchsorted(group, group)  # where each one's group begins
    before = upto - left - (upto - left)[first]
    given = np.clip(most[group] - before, 0.0, left)
    urgent["left"][waiting] = left - given
    worked = np.bincount(group, given, len(budget))
    done += budget * np.divide(worked, most, out=np.zeros_like(most), where=most > 0.0)[:, None]
    ended = (left - given <= DONE) & (most[group] > 0.0)
    rows, where = waiting[ended], group[ended]
    urgent["met"][rows] = now + (before + given)[ended] / most[where]
    urgent["state"][rows] = np.where(urgent.met[rows] <= urgent.due[rows], ON_TIME, LATE)
    urgent["origin"][rows] = _origins(rows, budget[where])


def _origins(rows: Ids, budget: Floats) -> Ids:
    """Who finished each: evenly by the work each origin gives, without a draw."""
    shares = np.cumsum(budget, axis=1) / budget.sum(axis=1)[:, None]
    place = ((rows + 1) * GOLDEN) % 1.0
    return np.minimum((shares <= place[:, None]).sum(axis=1), len(ORIGINS) - 1)
