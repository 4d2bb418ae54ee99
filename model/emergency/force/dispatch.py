"""The dispatcher: who is called, who leads whom, who waits at the door, who does what (YT-21, YT-23).

Hands must be led: a leader has so many people in view, and leads instead of working. Whoever comes beyond that waits at
the door and does nothing. A skill decides what somebody does, and somebody new is slower than somebody who has served.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from ...arrays import Bools, Floats, Int64s
from ..contract import SKILLS

ENOUGH = 1e-9


class Led(NamedTuple):
    """What becomes of those who came to one community today.

    Attributes:
        leaders: Places of those who lead, in the order in which they are taken.
        followers: Places of those who are led.
        at_door: How many came and are led by nobody.
        heads: Grid heads who lead.
    """

    leaders: list[int]
    followers: list[int]
    at_door: int
    heads: int


def lead(can_lead: Bools, heads: int, span: float) -> Led:
    """As few leaders as it takes: heads of grids first, then those who came and can lead; hands in their order.

    Args:
        can_lead: Of those who came, in the order in which they are led.
        heads: Heads of grids who can be had.
        span: People one leader has in view.
    """
    came, able = len(can_lead), np.flatnonzero(can_lead).tolist()
    taken, chosen = 0, 0
    while came - chosen > span * (taken + chosen) and (taken < heads or chosen < len(able)):
        if taken < heads:
            taken += 1
        else:
            chosen += 1
    leaders = able[:chosen]
    followers = [one for one in range(came) if one not in set(leaders)]
    led = min(len(followers), math.floor(span * (taken + chosen) + ENOUGH))
    return Led(leaders, followers[:led], len(followers) - led, taken)


def called(expected: Floats, community: Int64s, wanted: Floats) -> Bools:
    """Whom the duty room calls: in the order of the roll, until what it expects of them covers what it wants.

    Args:
        expected: Hours of work expected of each; 0 for those who cannot be called.
        community: Where each serves.
        wanted: Hours of work, by community.
    """
    order = np.argsort(community, kind="stable")
    total = np.cumsum(expected[order])
    start = np.searchsorted(community[order], np.arange(len(wanted)))
    before = np.concatenate(([0.0], total))[start]
    so_far = total - expected[order] - before[community[order]]
    found = np.zeros(len(expected), np.bool_)
    found[order] = so_far < wanted[community[order]]
    return np.asarray(found & (expected > 0.0))


def pace(served: Int64s, start: float, shifts: float) -> Floats:
    """How fast each is, against somebody who knows the work: newcomers to it need some shifts."""
    return np.asarray(start + (1.0 - start) * np.minimum(served / shifts, 1.0))


class Task(NamedTuple):
    """What one person does today: work of a skill, and how fast they are at it."""

    skill: int
    pace: float


def task(own: int, quick: float, left: Floats, untrained: Floats) -> Task | None:
    """What somebody does: what they are good at while any of it is left, else what is left most of and they can do.

    Args:
        own: Their skill.
        quick: Their pace at it.
        left: Hours of work left, by skill.
        untrained: How fast somebody without the skill is, by skill.
    """
    if left[own] > ENOUGH:
        return Task(own, quick)
    others = np.where(untrained > 0.0, left, 0.0)
    most = int(np.argmax(others))
    return Task(most, quick * float(untrained[most])) if others[most] > ENOUGH else None


class Work(NamedTuple):
    """People and hours of one origin at work of one skill."""

    people: float
    hours: float
    done: float


def share_out(
    followers: list[tuple[int, int, float, float]], left: Floats, untrained: Floats
) -> tuple[dict[tuple[int, int], Work], list[bool]]:
    """Each of those led gets something to do, one after the other; `left` shrinks by what they do.

    Args:
        followers: Origin, skill, hours and pace of each.
        left, untrained: As in `task`.

    Returns:
        Work by origin and skill, and who of them found something to do.
    """
    found: dict[tuple[int, int], Work] = {}
    busy = []
    for origin, skill, hours, quick in followers:
        one = task(skill, quick, left, untrained)
        busy.append(one is not None)
        if one is None:
            continue
        before = found.get((origin, one.skill), Work(0.0, 0.0, 0.0))
        done = hours * one.pace
        left[one.skill] = max(left[one.skill] - done, 0.0)
        found[origin, one.skill] = Work(before.people + 1.0, before.hours + hours, before.done + done)
    return found, busy


def posts_take(left: Floats, hours: float, skills: tuple[str, ...]) -> Floats:
    """Hours by skill that posts of the community take of what is left, of so many hours; `left` shrinks by them."""
    theirs = np.array([name in skills for name in SKILLS])
    wanted = np.where(theirs, left, 0.0)
    total = float(wanted.sum())
    given = wanted * min(hours / total, 1.0) if total > ENOUGH else np.zeros(len(left))
    left -= given
    return np.asarray(given)


def work_for_anybody(left: Floats, untrained: Floats) -> float:
    """Hours that people without a skill would take for what is left, as far as they can do it at all."""
    able = untrained > 0.0
    return float((left[able] / untrained[able]).sum())
