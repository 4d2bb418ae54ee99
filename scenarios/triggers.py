"""Triggers of a scenario as its district will live them, and what cannot be right about them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import TYPE_CHECKING, Any

from ..model.parameters import Levers
from ..model.triggers.schedule import BEYOND
from ..model.triggers.schedule import Trigger as Acting
from ..model.triggers.watched import WATCHED
from .checking import NOWHERE, Layer
from .faults import InputFault

if TYPE_CHECKING:
    from .resolved import Step
    from .schedule import Trigger


def acting(triggers: Iterable[Trigger], levers: Levers) -> tuple[Acting, ...]:
    """Triggers with the values their levers move to, whole where a lever is a table.

    Args:
        levers: Those of the first day, from which a table takes the rows that a trigger does not name.
    """
    return tuple(
        Acting(
            watched=one.indicator,
            sign=one.sign,
            bound=one.bound,
            days=one.days,
            changes=typed_values(one.changes, levers),
            once=one.once,
        )
        for one in triggers
    )


def typed_values(changes: Layer, levers: Levers) -> Mapping[str, Mapping[str, Any]]:
    """Group -> lever -> value, each of the type the lever has."""
    fields: dict[str, dict[str, Any]] = {}
    for key, value in changes.values.items():
        group, _, rest = key.partition(".")
        field, _, row = rest.partition(".")
        of_group = fields.setdefault(group, {})
        if row:
            of_group.setdefault(field, dict(getattr(getattr(levers, group), field)))[row] = value
        else:
            of_group[field] = value
    found = {}
    for group, values in fields.items():
        before = getattr(levers, group)
        after = type(before).model_validate_json(json.dumps({**before.model_dump(mode="json"), **values}))
        found[group] = {name: getattr(after, name) for name in values}
    return found


def named_by_steps(steps: Iterable[Step]) -> dict[dt.date, dict[str, dict[str, Any]]]:
    """What the steps on each date name: group -> lever -> the value it has from then on, whole where it is a table."""
    found: dict[dt.date, dict[str, dict[str, Any]]] = {}
    for step in steps:
        for key in step.changes:
            group, field = key.split(".")[:2]
            found.setdefault(step.at, {}).setdefault(group, {})[field] = getattr(getattr(step.levers, group), field)
    return found


def check_triggers(triggers: Iterable[Trigger]) -> None:
    """Refuse conditions that always or never hold, and two that can hold at once and move a lever to two values.

    Raises:
        InputFault: The first of them.
    """
    known = list(triggers)
    for one in known:
        _check_bound(one)
    for one, other in combinations(known, 2):
        torn = [name for name, value in one.changes.values.items() if other.changes.values.get(name, value) != value]
        if torn and one.indicator == other.indicator and _can_hold_together(one, other):
            details = {"one": _condition(one), "other": _condition(other), "lever": torn[0]}
            raise InputFault("torn_trigger", "triggers", details, at=_where(other))


def _check_bound(one: Trigger) -> None:
    figure, details = WATCHED[one.indicator], {"condition": _condition(one)}
    ends = BEYOND[one.sign](0.0, one.bound), BEYOND[one.sign](figure.most, one.bound)
    if all(ends):
        raise InputFault("trigger_always", "triggers", details, at=_where(one))
    if not any(ends):
        raise InputFault("trigger_never", "triggers", details, at=_where(one))


def _can_hold_together(one: Trigger, other: Trigger) -> bool:
    """Whether some value of the figure is beyond both bounds: around the bounds and between them lies every case."""
    low, high = sorted((one.bound, other.bound))
    tried = (0.0, low, (low + high) / 2.0, high, min(high + 1.0, WATCHED[one.indicator].most))
    return any(BEYOND[one.sign](value, one.bound) and BEYOND[other.sign](value, other.bound) for value in tried)


def _condition(one: Trigger) -> str:
    return f"{one.indicator} {one.sign} {one.bound:g} for {one.days} days"


def _where(one: Trigger) -> tuple[str, int | None]:
    return next((one.changes.at(name) for name in one.changes.values), NOWHERE)
