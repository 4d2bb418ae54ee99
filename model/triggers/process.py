"""Triggers of a policy: on Mondays somebody looks at a figure the district sees; levers move on the day after.

Whoever answers does so late: a figure covers the past four weeks, has to stay beyond its bound for the days stated, and
is looked at once a week. A lever that a trigger moved stands for as long as the next one's condition has to hold.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from ..events.triggers import TriggerFired
from ..parameters import Levers
from .schedule import Trigger, TriggerState, differences, in_force_on, look, rescheduled
from .watched import WATCHED

if TYPE_CHECKING:
    from ..district import District

FIRED, NOTHING_TO_MOVE, NOT_POSSIBLE = "fired", "nothing_to_move", "not_possible"


@dataclass(eq=False)
class Triggers:
    """The triggers of a run.

    Attributes:
        each: How each stands, in the order of the plan.
        moved_on: Lever -> day on which a trigger last moved it.
    """

    each: list[TriggerState]
    moved_on: dict[str, int] = field(default_factory=dict)


def initialise(district: District) -> None:
    """Every trigger waits for its condition."""
    district.keep(Triggers([]))


def weekly(district: District, date: dt.date) -> None:
    """Look at what is watched, from the day on which the policy switched on; at most one trigger fires in a week."""
    if not district.plan.triggers or not district.plan.warmup <= district.day < district.length - 1:
        return
    office = district.of(Triggers)
    if not office.each:  # a run that was forked before the switch has its own triggers only from here on
        office.each = [TriggerState() for _ in district.plan.triggers]
    answered = False
    for number, (trigger, state) in enumerate(zip(district.plan.triggers, office.each, strict=True)):
        value = WATCHED[trigger.watched].seen(district)
        free = not answered and _stood_long_enough(office, trigger, district.day)
        if look(trigger, state, district.day, value, free=free):
            _answer(district, number, trigger, float(value or 0.0))
            answered = True


def _stood_long_enough(office: Triggers, trigger: Trigger, day: int) -> bool:
    """Whether no lever it moves was moved by a trigger within the days for which its condition has to hold."""
    return all(day - office.moved_on.get(lever, -trigger.days) >= trigger.days for lever in trigger.moves)


def _answer(district: District, number: int, trigger: Trigger, seen: float) -> None:
    """Put the levers down for tomorrow, so that the accounts are settled under those of today."""
    tomorrow = district.date(district.day + 1)
    planned = in_force_on(district.levers_from, tomorrow)
    schedule = rescheduled(district.levers_from, tomorrow, trigger.changes, district.plan.named)
    many = sum(len(group) for group in differences(planned, schedule[tomorrow]).values())
    how = FIRED if many else NOTHING_TO_MOVE
    if not all(go_together(levers) for date, levers in schedule.items() if date >= tomorrow):
        how, many = NOT_POSSIBLE, 0
    if how == FIRED:
        district.levers_from = schedule
        district.of(Triggers).moved_on.update(dict.fromkeys(trigger.moves, district.day))
    facts: Mapping[str, Any] = {"seen": seen, "bound": trigger.bound, "held": trigger.days}
    district.record(TriggerFired(number=number, about=trigger.watched, how=how, **facts, moved=many))


def go_together(levers: Levers) -> bool:
    """Whether these levers are a policy, with every rule that binds several of them."""
    try:
        Levers.model_validate(levers.model_dump())
    except ValidationError:
        return False
    return True
