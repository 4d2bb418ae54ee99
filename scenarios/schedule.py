"""What happens on a date or on a condition: steps, triggers and shocks as written in a file."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..model.emergency.shock import Shock as Acting
from ..model.emergency.shock import ShockKind
from ..model.observation.indicators import INDICATORS
from ..model.triggers.watched import WATCHED
from .checking import NOWHERE, At, Layer
from .faults import InputFault, nearest_name, shown
from .header import Reader
from .lines import KeyPath
from .pilots import KEYS as PILOT_KEYS
from .pilots import Where, check_order, read_pilot
from .shocks import beside, find_shock
from .values import read_values

MOST_SHOCK_DAYS = 730
MOST_STRENGTH = 100.0
LONGEST_CONDITION = 200
FULL_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
CONDITION = re.compile(r"^\s*([a-z_0-9]+)\s*(<=|>=|<|>)\s*([-+]?[\d.]+(?:[eE][-+]?\d+)?)\s+for\s+(\d{1,4})\s+days?\s*$")


@dataclass(frozen=True)
class PlannedStep:
    """A change of levers on a date; a pilot when it is for some communities only.

    Attributes:
        where: Share of communities that try it, or their numbers; None for a step of all.
        adopt_if_better: The figure by which a pilot is judged; None where its communities keep it for good.
        judge_after: Days until then.
    """

    at: dt.date
    changes: Layer
    where: Where | None = None
    adopt_if_better: str | None = None
    judge_after: int | None = None

    @property
    def is_pilot(self) -> bool:
        return self.where is not None


@dataclass(frozen=True)
class Trigger:
    """A change of levers once a figure that the district sees has stayed beyond a bound for some days."""

    indicator: str
    sign: str
    bound: float
    days: int
    changes: Layer
    once: bool = True


@dataclass(frozen=True)
class Shock:
    """An emergency from outside: its kind, first day, length and strength, and what such a kind does."""

    kind: str
    start: dt.date
    days: int
    strength: float
    about: ShockKind

    @property
    def last(self) -> dt.date:
        """Its last day, without its tail."""
        return self.start + dt.timedelta(days=self.days - 1)

    @property
    def acting(self) -> Acting:
        """As a run lives it."""
        return Acting(self.about, self.start, self.days, self.strength)


def read_steps(reader: Reader, origin: str) -> tuple[PlannedStep, ...]:
    """The dated steps of a file, in the order of their dates."""
    steps = []
    for number, row in reader.rows("steps"):
        path: KeyPath = ("steps", number)
        reader.only(("at", "set", *PILOT_KEYS), row, path)
        at = _date(reader, row, "at", path)
        changes = _changes(reader, row, path, origin)
        pilot = read_pilot(reader, row, path, changes)
        if at is not None:
            steps.append((number, PlannedStep(at, changes, *pilot)))
    check_order(reader, steps)
    return tuple(sorted((step for _, step in steps), key=lambda step: step.at))


def read_triggers(reader: Reader, origin: str) -> tuple[Trigger, ...]:
    """The conditional changes of a file."""
    triggers = []
    for number, row in reader.rows("triggers"):
        path: KeyPath = ("triggers", number)
        reader.only(("when", "set", "once"), row, path)
        changes = _changes(reader, row, path, origin)
        once = reader.typed(row, "once", bool, path)
        if "when" not in row:
            reader.fault("missing_key", (*path, "when"))
            continue
        when = row["when"] if isinstance(row["when"], str) and len(row["when"]) <= LONGEST_CONDITION else ""
        parts = CONDITION.match(when)
        if parts is None:
            reader.fault("bad_trigger", (*path, "when"), {"value": shown(row["when"])})
            continue
        if not _is_seen(reader, parts[1], path):
            continue
        if int(parts[4]) < 1:
            reader.fault("out_of_range", (*path, "when"), {"value": f"{parts[4]} days"}, "1–9999 days")
            continue
        try:
            bound = float(parts[3])
            if not math.isfinite(bound):
                raise ValueError("beyond every number")
        except ValueError:
            reader.fault("bad_trigger", (*path, "when"), {"value": shown(row["when"])})
            continue
        if row.get("set") == {}:
            reader.fault("moves_nothing", (*path, "set"))
        triggers.append(
            Trigger(
                indicator=parts[1],
                sign=parts[2],
                bound=bound,
                days=int(parts[4]),
                changes=changes,
                once=once is not False,
            )
        )
    return tuple(triggers)


def _is_seen(reader: Reader, figure: str, path: KeyPath) -> bool:
    """Whether a district sees the figure a trigger watches; else the fault is noted."""
    if figure not in WATCHED:
        code, near = "not_seen" if figure in INDICATORS else "unknown_indicator", nearest_name(figure, WATCHED)
        reader.fault(code, (*path, "when"), {"value": figure}, ", ".join(WATCHED), nearest=near)
    return figure in WATCHED


def read_shocks(reader: Reader) -> tuple[Shock, ...]:
    """The emergencies a scenario puts its district through."""
    shocks = []
    for number, row in reader.rows("shocks"):
        path: KeyPath = ("shocks", number)
        reader.only(("kind", "start", "days", "strength"), row, path)
        before = len(reader.faults)
        for key in ("kind", "start", "days", "strength"):
            if key not in row:
                reader.fault("missing_key", (*path, key))
        if len(reader.faults) > before:
            continue
        start = _date(reader, row, "start", path)
        try:
            key = ".".join(str(part) for part in path)
            kind = beside(row["kind"], reader.document.file)
            shock = make_shock(kind, start, row["days"], row["strength"], key, reader.document.at(*path))
        except InputFault as fault:
            reader.note(fault)
            continue
        if start is not None:
            shocks.append(shock)
    return tuple(shocks)


def make_shock(kind: Any, start: Any, days: Any, strength: Any, key: str = "shock", at: At = NOWHERE) -> Shock:
    """A shock from values somebody typed, or the fault in them."""
    about = _kind_of_shock(kind, key, at)
    if type(days) is not int:
        raise InputFault("wrong_type", f"{key}.days", {"wanted": "a whole number", "value": shown(days)}, at=at)
    if not 1 <= days <= MOST_SHOCK_DAYS:
        allowed = {"zh": f"1–{MOST_SHOCK_DAYS} 天", "en": f"1–{MOST_SHOCK_DAYS} days"}
        raise InputFault("out_of_range", f"{key}.days", {"value": shown(days)}, allowed, at=at)
    if isinstance(strength, bool) or not isinstance(strength, (int, float)):
        raise InputFault("wrong_type", f"{key}.strength", {"wanted": "a number", "value": shown(strength)}, at=at)
    if isinstance(strength, float) and not math.isfinite(strength):
        raise InputFault("not_finite", f"{key}.strength", {"value": shown(strength)}, at=at)
    if not 0 < strength <= MOST_STRENGTH:
        raise InputFault("out_of_range", f"{key}.strength", {"value": shown(strength)}, f"0–{MOST_STRENGTH:g}", at=at)
    return Shock(kind, start, days, float(strength), about=about)


def _kind_of_shock(kind: Any, key: str, at: At) -> ShockKind:
    """What a kind of shock does: a shipped one by its name, one of somebody's own by the path of its file."""
    if not isinstance(kind, str):
        raise InputFault("wrong_type", f"{key}.kind", {"wanted": "text", "value": shown(kind)}, at=at)
    try:
        return find_shock(kind, f"{key}.kind").kind
    except InputFault as fault:
        if not fault.file:
            fault.file, fault.line = at
        raise


def overlapping(shocks: Iterable[Shock]) -> tuple[Shock, Shock] | None:
    """Two shocks of one kind that last into each other, the first such pair."""
    before: dict[str, Shock] = {}
    for shock in sorted(shocks, key=lambda one: one.start):
        earlier = before.get(shock.about.id)
        if earlier is not None and earlier.last >= shock.start:
            return earlier, shock
        before[shock.about.id] = shock
    return None


def check_overlaps(shocks: Iterable[Shock]) -> None:
    """Refuse two shocks of one kind on the same day: twice as strong is a strength, not a second shock."""
    pair = overlapping(shocks)
    if pair is not None:
        details = {"kind": pair[0].kind, "first": pair[0].start, "last": pair[0].last, "second": pair[1].start}
        raise InputFault("shocks_overlap", "shocks", details)


def parse_shock(text: str) -> Shock:
    """`epidemic:2026-06-01:45:4` as typed behind `--shock`."""
    parts = text.rsplit(":", 3)  # a path may hold a colon itself
    try:
        kind, start, days, strength = parts[0], day_of(parts[1]), int(parts[2]), float(parts[3])
    except (ValueError, IndexError):
        raise InputFault("bad_shock", "--shock", {"value": shown(text)}) from None
    return make_shock(kind, start, days, strength, "--shock")


def day_of(text: str) -> dt.date:
    """A date written in full; weeks and days without hyphens, which Python would take too, are refused."""
    if FULL_DATE.fullmatch(text) is None:
        raise ValueError("not a date such as 2026-06-01")
    return dt.date.fromisoformat(text)


def _changes(reader: Reader, row: Mapping[str, Any], path: KeyPath, origin: str) -> Layer:
    if "set" not in row:
        reader.fault("missing_key", (*path, "set"))
        return Layer(origin, {})
    return read_values(reader, (*path, "set"), "lever", origin)


def _date(reader: Reader, row: Mapping[str, Any], key: str, path: KeyPath) -> dt.date | None:
    value = row.get(key)
    if key not in row:
        reader.fault("missing_key", (*path, key))
    elif isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    elif isinstance(value, str):
        try:
            return day_of(value)
        except ValueError:
            reader.fault("bad_date", (*path, key), {"value": shown(value)})
    else:
        reader.fault("bad_date", (*path, key), {"value": shown(value)})
    return None
