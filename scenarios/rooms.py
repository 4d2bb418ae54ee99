"""Rooms for a class: which district its tables take over, who decides on what, what a measure costs, who sees what.

A room is a TOML file in `rooms/`, or of one's own, in Chinese and English. Points are a rule of the game, not evidence:
what measures cost in yuan the model counts itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..model.observation.indicators import INDICATORS
from .by_itself import faults_of, read_whole
from .checking import Layer, check_levers
from .faults import InputFault, nearest_name, shown
from .header import Header, Reader, Text, read_header
from .lessons import rows_of, text_of
from .reading import read_document
from .schedule import PlannedStep
from .shelf import looks_like_a_path

if TYPE_CHECKING:
    from .scenario import Scenario

SHELF = Path(__file__).parent / "rooms"
KIND = "room"
QUARTERS = 4
TABLES = ("funnel", "channels", "money", "groups")
"""What a role may see of its own table beside indicators: where needs end, how they were heard, money, groups."""
GROUPS = ("coverage_elder", "coverage_child", "coverage_disabled", "coverage_migrant", "coverage_low_income")
KEYS = ("place", "policy", "set", "reference", "seed", "pairs", "predict", "roles", "plays")
ROLE_KEYS = ("id", "title", "card", "budget", "sees", "tables", "levers")
PLAY_KEYS = ("id", "role", "title", "about", "points", "times", "set")
MOST_POINTS, FEWEST_PAIRS, MOST_PAIRS, LAST_SEED = 99, 6, 20, 1_000_000
_Where = tuple[str | int, ...]


@dataclass(frozen=True)
class Level:
    """One setting of a lever, and the points that it takes of a role's budget in every quarter in which it stands."""

    value: Any
    points: int


@dataclass(frozen=True)
class RoleLever:
    """A lever that one role decides on; its first level is how the room begins."""

    key: str
    levels: tuple[Level, ...]


@dataclass(frozen=True)
class Role:
    """Who sits at a table.

    Attributes:
        budget: Points a quarter.
        sees: Indicators of its own table that are shown to it.
        tables: Of `TABLES`, those shown to it.
    """

    id: str
    title: Text
    card: Text
    budget: int
    sees: tuple[str, ...]
    tables: tuple[str, ...]
    levers: tuple[RoleLever, ...]


@dataclass(frozen=True)
class Play:
    """Something a role may do for one quarter; afterwards the levers stand as before.

    Attributes:
        times: In how many quarters a table may play it.
    """

    id: str
    role: str
    title: Text
    about: Text
    points: int
    times: int
    set: Mapping[str, Any]


@dataclass(frozen=True)
class RoomFile:
    """One room as its file says.

    Attributes:
        set: Lever -> value on top of the policy, from the beginning.
        reference: The policy that is recommended, compared in the debrief.
        seed: Of the world in which every table plays.
        pairs: Worlds of the debrief, decided beforehand; other seeds than the one played.
        predict: Indicators that everybody predicts.
    """

    header: Header
    place: str
    policy: str
    set: Mapping[str, Any]
    reference: str
    seed: int
    pairs: int
    predict: tuple[str, ...]
    roles: tuple[Role, ...]
    plays: tuple[Play, ...] = field(default=())

    @property
    def id(self) -> str:
        return self.header.id

    def role(self, name: str) -> Role | None:
        """The role of this id."""
        return next((one for one in self.roles if one.id == name), None)

    def plays_of(self, role: str) -> tuple[Play, ...]:
        """What a role may play."""
        return tuple(one for one in self.plays if one.role == role)

    def start(self) -> Scenario:
        """The district as all tables take it over."""
        from .library import load

        return load(self.policy).with_place(self.place).set_many(self.set)

    def recommended(self) -> Scenario:
        """The reference policy on the same place."""
        from .library import load

        return load(self.reference).with_place(self.place)

    def first_days(self) -> tuple[dt.date, ...]:
        """The first day of each quarter, and the day after the last."""
        start = self.start().parameters.place.start
        months = [start.month - 1 + 3 * number for number in range(QUARTERS + 1)]
        return tuple(start.replace(year=start.year + month // 12, month=month % 12 + 1) for month in months)

    def days(self, quarters: int) -> int:
        """Measured days from the beginning to the end of so many quarters."""
        first = self.first_days()
        return (first[quarters] - first[0]).days


def with_quarters(start: Scenario, first_days: Sequence[dt.date], changes: Sequence[Mapping[str, Any]]) -> Scenario:
    """A district that changes its levers at the beginning of quarters.

    Args:
        start: As it begins.
        changes: Lever -> value that is set on the first day of each quarter, as many as were decided.

    Raises:
        InputFault: Values that do not go together.
    """
    begun = start.set_many(changes[0]) if changes and changes[0] else start
    days = zip(first_days[1:], changes[1:], strict=False)
    steps = tuple(PlannedStep(day, Layer("set", check_levers(one))) for day, one in days if one)
    policy = replace(begun.policy_file, steps=(*begun.policy_file.steps, *steps))
    made = replace(begun, policy_file=policy)
    made.steps  # noqa: B018  every step is built now, so that what does not go together is said here
    return made


@lru_cache(maxsize=1)
def shipped_rooms() -> dict[str, RoomFile]:
    """Id -> every shipped room."""
    found = [open_room(path) for path in sorted(SHELF.glob("[!_]*.toml"))]
    return {one.id: one for one in found}


def find_room(name: str) -> RoomFile:
    """A shipped room by its id, or a file by its path.

    Raises:
        InputFault: There is no such room, or its file is wrong.
    """
    known = shipped_rooms()
    if name in known:
        return known[name]
    if looks_like_a_path(name):
        return open_room(name)
    raise InputFault("unknown_room", "", {"value": shown(name)}, ", ".join(known), nearest_name(name, known))


def open_room(path: str | Path) -> RoomFile:
    """One file without a fault, or its first fault raised with the others attached."""
    return read_whole(read_document(path), KIND, read)


def faults_in(path: str | Path) -> list[InputFault]:
    """Everything wrong with one room file, by line."""
    try:
        return faults_of(read_document(path), KIND, read)
    except InputFault as fault:
        return [fault]


def read(reader: Reader) -> RoomFile | None:
    """A room, or None with every fault noted."""
    header, values = read_header(reader, KIND, KEYS), reader.document.values
    for key in ("title", "summary"):
        text_of(reader, values, key, ())
    roles = tuple(_role(reader, row, ("roles", number)) for number, row in rows_of(reader, "roles", 1))
    ids = [one.id for one in roles]
    room = RoomFile(
        header=header,
        place=reader.name("place") or "training_town",
        policy=reader.name("policy") or "status_quo",
        set=reader.table("set"),
        reference=reader.name("reference") or "suzhou",
        seed=_whole(reader, values, "seed", (), (0, LAST_SEED)) if "seed" in values else 1,
        pairs=_whole(reader, values, "pairs", (), (FEWEST_PAIRS, MOST_PAIRS)) if "pairs" in values else FEWEST_PAIRS,
        predict=_names(reader, values, "predict", (), INDICATORS),
        roles=roles,
        plays=tuple(_play(reader, row, ("plays", number), ids) for number, row in enumerate(_plays(reader))),
    )
    _twice(reader, ids, "roles")
    _twice(reader, [one.id for one in room.plays], "plays")
    _twice(reader, [lever.key for role in roles for lever in role.levers], "roles")
    if not reader.faults:
        _runs(reader, room)
    return None if reader.faults else room


def _plays(reader: Reader) -> list[dict[str, Any]]:
    return [row for _, row in reader.rows("plays")]


def _role(reader: Reader, row: dict[str, Any], where: _Where) -> Role:
    reader.only(ROLE_KEYS, row, where)
    levers = row.get("levers", [])
    if not isinstance(levers, list) or not all(isinstance(one, dict) for one in levers):
        reader.fault("wrong_type", (*where, "levers"), {"wanted": "a list of tables", "value": shown(levers)})
        levers = []
    return Role(
        id=_id(reader, row, where),
        title=text_of(reader, row, "title", where),
        card=text_of(reader, row, "card", where),
        budget=_whole(reader, row, "budget", where, (0, MOST_POINTS)),
        sees=_names(reader, row, "sees", where, INDICATORS),
        tables=_names(reader, row, "tables", where, TABLES),
        levers=tuple(_lever(reader, one, (*where, "levers", number)) for number, one in enumerate(levers)),
    )


def _lever(reader: Reader, row: dict[str, Any], where: _Where) -> RoleLever:
    reader.only(("lever", "levels"), row, where)
    levels = row.get("levels")
    if not isinstance(levels, list) or len(levels) < 2 or not all(isinstance(one, dict) for one in levels):
        count = len(levels) if isinstance(levels, list) else 0
        reader.fault("too_few_rows", (*where, "levels"), {"count": count}, allowed="≥ 2")
        levels = []
    for number, one in enumerate(levels):
        reader.only(("value", "points"), one, (*where, "levels", number))
        if "value" not in one:
            reader.fault("missing_key", (*where, "levels", number, "value"))
    made = [
        Level(one.get("value"), _whole(reader, one, "points", (*where, "levels", n), (0, MOST_POINTS)))
        for n, one in enumerate(levels)
    ]
    return RoleLever(str(row.get("lever", "")), tuple(made))


def _play(reader: Reader, row: dict[str, Any], where: _Where, roles: list[str]) -> Play:
    reader.only(PLAY_KEYS, row, where)
    role = str(row.get("role", ""))
    if role not in roles:
        near = nearest_name(role, roles)
        reader.fault("unknown_choice", (*where, "role"), {"value": shown(role)}, ", ".join(roles), near)
    return Play(
        id=_id(reader, row, where),
        role=role,
        title=text_of(reader, row, "title", where),
        about=text_of(reader, row, "about", where),
        points=_whole(reader, row, "points", where, (0, MOST_POINTS)),
        times=_whole(reader, row, "times", where, (1, QUARTERS)),
        set=reader.typed(row, "set", dict, where) or {},
    )


def _runs(reader: Reader, room: RoomFile) -> None:
    """The district can be loaded, and every level and play set in it; the first level is how the room begins."""
    try:
        start = room.start()
        room.recommended()
    except InputFault as fault:
        reader.note(fault)
        return
    for number, role in enumerate(room.roles):
        for place, lever in enumerate(role.levers):
            where = ("roles", number, "levers", place)
            for level in lever.levels:
                _can_be_set(reader, start, {lever.key: level.value}, where)
            if not reader.faults and start.values[lever.key] != lever.levels[0].value:
                details = {"value": shown(lever.levels[0].value)}
                reader.fault("room_first_level", where, details, allowed=shown(start.values[lever.key]))
    for number, play in enumerate(room.plays):
        _can_be_set(reader, start, play.set, ("plays", number))


def _can_be_set(reader: Reader, start: Scenario, values: Mapping[str, Any], where: _Where) -> None:
    try:
        start.set_many(values)
    except InputFault as fault:
        fault.file, fault.line = reader.document.at(*where)
        reader.note(fault)


def _twice(reader: Reader, names: Iterable[str], key: str) -> None:
    names = list(names)
    for name in sorted({one for one in names if names.count(one) > 1}):
        reader.fault("room_twice", (key,), {"name": name})


def _id(reader: Reader, row: Mapping[str, Any], where: _Where) -> str:
    value = reader.typed(row, "id", str, where)
    if not value:
        reader.fault("missing_key", (*where, "id"))
    return str(value or "")


def _whole(reader: Reader, row: Mapping[str, Any], key: str, where: _Where, span: tuple[int, int]) -> int:
    """A whole number that has to be there, within a span."""
    if key not in row:
        reader.fault("missing_key", (*where, key))
        return span[0]
    value = row[key]
    if type(value) is not int:
        reader.fault("wrong_type", (*where, key), {"wanted": "a whole number", "value": shown(value)})
        return span[0]
    if not span[0] <= value <= span[1]:
        reader.fault("out_of_range", (*where, key), {"value": value}, allowed=f"{span[0]} … {span[1]}")
    return value


def _names(reader: Reader, row: Mapping[str, Any], key: str, where: _Where, allowed: Iterable[str]) -> tuple[str, ...]:
    """A list of known names that has to be there."""
    known = tuple(allowed)
    value = row.get(key)
    if key not in row:
        reader.fault("missing_key", (*where, key))
        return ()
    if not isinstance(value, list):
        reader.fault("wrong_type", (*where, key), {"wanted": "a list", "value": shown(value)})
        return ()
    for one in value:
        if one not in known:
            few = ", ".join(known) if len(known) < 30 else ""
            near = nearest_name(str(one), known)
            reader.fault("unknown_choice", (*where, key), {"value": shown(one)}, few, near)
    return tuple(one for one in value if one in known)
