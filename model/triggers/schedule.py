"""A condition on a figure, the levers that move when it has held, and what becomes of steps that come later."""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..parameters import Levers
from ..parameters.moving import Moves, moved

BEYOND = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


@dataclass(frozen=True)
class Trigger:
    """Levers that move once a figure has stayed beyond a bound.

    Attributes:
        watched: The figure, one of `watched.WATCHED`.
        sign: One of `BEYOND`.
        bound: The bound, in the figure's unit.
        days: How long it has to stay beyond.
        changes: What it moves.
        once: Whether it moves them only the first time.
    """

    watched: str
    sign: str
    bound: float
    days: int
    changes: Moves
    once: bool = True

    def holds(self, value: float | None) -> bool:
        """Whether a figure is beyond the bound; one that nobody can know is not."""
        return value is not None and bool(BEYOND[self.sign](value, self.bound))

    @property
    def moves(self) -> frozenset[str]:
        """The levers it moves, as `group.lever`."""
        return frozenset(f"{group}.{lever}" for group, levers in self.changes.items() for lever in levers)


@dataclass(slots=True)
class TriggerState:
    """How a trigger stands.

    Attributes:
        armed: Whether it waits for its condition; once it has fired it waits for the condition to go.
        since: First day from which what it waits for has been so without a break; None while it is not.
    """

    armed: bool = True
    since: int | None = None


def look(trigger: Trigger, state: TriggerState, day: int, value: float | None, *, free: bool = True) -> bool:
    """Note what is seen today; whether the trigger fires now.

    One that may fire again waits first until its condition has been gone for as long as it has to hold (hysteresis).

    Args:
        value: The figure; None where nobody can know it, which breaks whatever was so before.
        free: Whether the levers it moves have stood long enough since a trigger last moved one of them.
    """
    spent = trigger.once and not state.armed
    if spent or value is None or trigger.holds(value) != state.armed:
        state.since = None
        return False
    state.since = day if state.since is None else state.since
    if day - state.since < trigger.days or (state.armed and not free):
        return False
    state.armed, state.since = not state.armed, None
    return not state.armed


def differences(before: Levers, after: Levers) -> dict[str, dict[str, Any]]:
    """Group -> lever -> its later value, of all that stand at another one."""
    found: dict[str, dict[str, Any]] = {}
    for group in type(before).model_fields:
        one, other = getattr(before, group), getattr(after, group)
        if one != other:
            names = [name for name in type(one).model_fields if getattr(one, name) != getattr(other, name)]
            found[group] = {name: getattr(other, name) for name in names}
    return found


def in_force_on(schedule: Mapping[dt.date, Levers], day: dt.date) -> Levers:
    """The levers in force on a day, of those from each date on; one of the dates is not after it."""
    return schedule[max(date for date in schedule if date <= day)]


def rescheduled(
    schedule: Mapping[dt.date, Levers], on: dt.date, changes: Moves, steps: Mapping[dt.date, Moves]
) -> dict[dt.date, Levers]:
    """The levers in force from each date on, once some have moved on one day.

    A later dated step moves what it names, and leaves the others as they then stand.

    Args:
        schedule: The levers from each date on; one of the dates is not after `on`.
        steps: What the step on each date names; of a date that is missing, wherein its levers differ from those before.
    """
    planned = in_force_on(schedule, on)
    now = moved(planned, changes)
    found = {date: levers for date, levers in schedule.items() if date < on} | {on: now}
    for date, levers in sorted(schedule.items()):
        if date > on:
            now = moved(now, steps.get(date, differences(planned, levers)))
            planned, found[date] = levers, now
    return found
