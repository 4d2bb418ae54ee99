"""Pilots in files: where levers are tried and by what they are judged, and what cannot be right about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ..model.local_levers import LOCAL
from ..model.observation.indicators import INDICATORS
from ..model.parameters import Levers
from ..model.pilots.figures import JUDGED
from ..model.pilots.schedule import MOST_PILOTS, Pilot
from ..model.triggers.watched import WATCHED
from .checking import NOWHERE, Layer
from .faults import InputFault, nearest_name, shown
from .triggers import typed_values

if TYPE_CHECKING:
    from .header import Reader
    from .lines import KeyPath
    from .schedule import PlannedStep

KEYS = ("where", "adopt_if_better", "judge_after_days")
USUAL_DAYS = 365
"""Days until a pilot is judged that does not say; a year, so that every season counts on both sides (D)."""
DAYS = (28, 3650)

Where = float | tuple[int, ...]


def read_pilot(
    reader: Reader, row: Mapping[str, Any], path: KeyPath, changes: Layer
) -> tuple[Where | None, str | None, int | None]:
    """Where a step is tried, by what it is judged and after how many days; every fault is noted."""
    where, better = _where(reader, row, path), _judged_by(reader, row, path)
    after = _judge_after(reader, row, path)
    if better is not None and "where" not in row:
        reader.fault("adopt_without_where", (*path, "adopt_if_better"))
    if better is not None and where == 1.0:
        reader.fault("nobody_to_compare", (*path, "where"))
    if where is not None:
        for lever in changes.values:
            if lever not in LOCAL:
                reader.fault("not_local", (*path, "set"), {"value": lever}, ", ".join(LOCAL))
    return where, better, after if better is not None else None


def _where(reader: Reader, row: Mapping[str, Any], path: KeyPath) -> Where | None:
    """A share of communities above nought, or their numbers, each once."""
    if "where" not in row:
        return None
    value, here = row["where"], (*path, "where")
    if isinstance(value, list):
        whole = [one for one in value if isinstance(one, int) and not isinstance(one, bool) and one >= 0]
        if len(whole) != len(value) or len(set(whole)) != len(whole):
            reader.fault("where_numbers", here, {"value": shown(value)})
        elif not value:
            reader.fault("where_nobody", here)
        else:
            return tuple(whole)
    elif isinstance(value, bool) or not isinstance(value, (int, float)):
        reader.fault("where_numbers", here, {"value": shown(value)})
    elif value == 0:
        reader.fault("where_nobody", here)
    elif not 0 < value <= 1:
        reader.fault("out_of_range", here, {"value": shown(value)}, "0–1")
    else:
        return float(value)
    return None


def _judged_by(reader: Reader, row: Mapping[str, Any], path: KeyPath) -> str | None:
    """The figure a pilot is judged by, one that the district sees and of which it knows what is better."""
    value = row.get("adopt_if_better", False)
    if value is False:
        return None
    if isinstance(value, str) and value in JUDGED:
        return value
    known = isinstance(value, str) and value in INDICATORS
    seen = isinstance(value, str) and value in WATCHED
    code = "judged_by_what" if not isinstance(value, str) else "no_better" if seen else "not_seen" if known else ""
    near = "" if code else nearest_name(str(value), JUDGED)
    details = {"value": value if known or seen else shown(value)}
    reader.fault(code or "unknown_indicator", (*path, "adopt_if_better"), details, ", ".join(JUDGED), near)
    return None


def _judge_after(reader: Reader, row: Mapping[str, Any], path: KeyPath) -> int:
    value, here = row.get("judge_after_days", USUAL_DAYS), (*path, "judge_after_days")
    if type(value) is not int:
        reader.fault("wrong_type", here, {"wanted": "a whole number", "value": shown(value)})
    elif not DAYS[0] <= value <= DAYS[1]:
        reader.fault("out_of_range", here, {"value": shown(value)}, f"{DAYS[0]}–{DAYS[1]}")
    elif "judge_after_days" in row and not row.get("adopt_if_better"):
        reader.fault("judge_without_adopt", here)
    else:
        return value
    return USUAL_DAYS


def check_order(reader: Reader, dated: Iterable[tuple[int, PlannedStep]]) -> None:
    """Note a step that stands after a later one, and a second one of a day; pilots may share their day."""
    latest, plain = dt.date.min, set[dt.date]()
    for number, step in dated:
        here = ("steps", number, "at")
        if step.at < latest:
            reader.fault("steps_out_of_order", here, {"value": step.at, "before": latest})
        elif not step.is_pilot and step.at in plain:
            reader.fault("step_twice", here, {"value": step.at})
        latest = max(latest, step.at)
        if not step.is_pilot:
            plain.add(step.at)


def acting_pilots(steps: Iterable[PlannedStep], levers: Levers) -> tuple[Pilot, ...]:
    """Pilots with the values their levers are tried at.

    Args:
        levers: Those of the first day, from which a table takes the rows that a pilot does not name.
    """
    return tuple(
        Pilot(step.at, step.where, typed_values(step.changes, levers), step.adopt_if_better, step.judge_after or 0)
        for step in steps
        if step.where is not None
    )


def check_pilots(steps: Iterable[PlannedStep], communities: int) -> None:
    """Refuse pilots in communities that the place has not, and those that leave nobody to compare with.

    Raises:
        InputFault: The first of them.
    """
    pilots = [step for step in steps if step.where is not None]
    if len(pilots) > MOST_PILOTS:
        raise InputFault("too_many_pilots", "steps", allowed=f"≤ {MOST_PILOTS}")
    for step in pilots:
        if not isinstance(step.where, tuple):
            continue
        at = next((step.changes.at(name) for name in step.changes.values), NOWHERE)
        if max(step.where) >= communities:
            details = {"value": max(step.where)}
            raise InputFault("no_community", "steps.where", details, f"0–{communities - 1}", at=at)
        if step.adopt_if_better is not None and len(step.where) == communities:
            raise InputFault("nobody_to_compare", "steps.where", at=at)
