"""Reading the files of rooms, shipped or one's own: a room, or everything that is wrong with its file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..model.observation.indicators import INDICATORS
from .faults import InputFault, nearest_name, shown
from .header import Reader, read_header
from .kinds import Kind
from .lessons import rows_of, text_of
from .rooms import QUARTERS, TABLES, Level, Play, Role, RoleLever, RoomFile

if TYPE_CHECKING:
    from .scenario import Scenario

SHELF = Path(__file__).parent / "rooms"
KIND = "room"
KEYS = ("place", "policy", "set", "reference", "seed", "pairs", "predict", "roles", "plays")
ROLE_KEYS = ("id", "title", "card", "budget", "sees", "tables", "levers")
PLAY_KEYS = ("id", "role", "title", "about", "points", "times", "set")
MOST_POINTS, FEWEST_PAIRS, MOST_PAIRS, LAST_SEED = 99, 6, 20, 1_000_000
_Where = tuple[str | int, ...]


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


ROOMS = Kind(KIND, SHELF, read, "unknown_room")
faults_in = ROOMS.faults_in


@lru_cache(maxsize=1)
def shipped_rooms() -> dict[str, RoomFile]:
    """Id -> every shipped room."""
    return ROOMS.shipped()


def find_room(name: str) -> RoomFile:
    """A shipped room by its id, or a file by its path.

    Raises:
        InputFault: There is no such room, or its file is wrong.
    """
    return ROOMS.find(name)
