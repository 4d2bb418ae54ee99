"""A room to take away: everything that was revealed, as tables, a workbook or JSON."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ..runs.folders import build_mark
from . import debrief, playing
from .entering import seats
from .records import AS_IT_WAS, RECOMMENDED, Room
from .tables import RoomFileOnDisk

if TYPE_CHECKING:
    import pandas as pd

FORMAT = 1
Rows = list[dict[str, Any]]


def tables(file: RoomFileOnDisk, room: Room) -> dict[str, pd.DataFrame]:
    """Name -> tidy table: seats, predictions, decisions, outcomes, effects, log; only what may be seen."""
    import pandas as pd

    made = {
        "seats": _seats(file, room),
        "predictions": _predictions(file, room),
        "decisions": _decisions(file, room),
        "outcomes": _outcomes(file, room),
        "effects": _effects(file, room),
        "log": _log(file, room),
    }
    return {name: pd.DataFrame(rows) for name, rows in made.items()}


def desk_name(desk: int) -> str:
    """A table as files call it: its number, from 1, or what nobody sat at."""
    return {AS_IT_WAS: "as_it_was", RECOMMENDED: "recommended"}.get(desk, str(desk + 1))


def _seats(file: RoomFileOnDisk, room: Room) -> Rows:
    return [{"table": desk_name(one.desk), "role": one.role, "name": one.name} for one in seats(file, room.id)]


def _predictions(file: RoomFileOnDisk, room: Room) -> Rows:
    return [
        {
            "quarter": one.quarter,
            "table": desk_name(one.seat.desk),
            "role": one.seat.role,
            "name": one.seat.name,
            "indicator": indicator,
            "lo": mark.expected.lo,
            "hi": mark.expected.hi,
            "value": mark.value,
            "inside": mark.inside,
            "score": mark.score,
        }
        for one in debrief.all_marks(file, room)
        for indicator, mark in one.marks.items()
    ]


def _decisions(file: RoomFileOnDisk, room: Room) -> Rows:
    levers = {lever.key: lever for role in room.rules.roles for lever in role.levers}
    rows: Rows = []
    for quarter, by_desk in playing.decisions(file, room.id).items():
        for desk, by_role in by_desk.items() if room.revealed(quarter) else ():
            for role, decision in by_role.items():
                where = {"quarter": quarter, "table": desk_name(desk), "role": role}
                chosen = {key: levers[key].levels[level] for key, level in decision.levels.items()}
                rows += [
                    {**where, "what": key, "value": one.value, "points": one.points} for key, one in chosen.items()
                ]
                rows += [{**where, "what": play, "value": "played", "points": None} for play in decision.plays]
    return rows


def _outcomes(file: RoomFileOnDisk, room: Room) -> Rows:
    return [
        {"quarter": one.quarter, "table": desk_name(one.desk), "seed": one.seed, "indicator": name, "value": value}
        for one in playing.revealed_outcomes(file, room)
        for name, value in one.indicators.items()
    ]


def _effects(file: RoomFileOnDisk, room: Room) -> Rows:
    return [
        {
            "table": desk_name(one.desk),
            "indicator": one.indicator,
            "difference": one.paired.difference,
            "lo": one.paired.lo,
            "hi": one.paired.hi,
            "pairs": one.paired.n,
            "wins": one.paired.wins,
            "verdict": one.paired.verdict,
            "margin": one.paired.margin,
        }
        for one in debrief.effects(file, room)
    ]


def _log(file: RoomFileOnDisk, room: Room) -> Rows:
    """What was done, in order; what was committed to in a quarter not yet revealed is left out of its line."""
    found: Rows = []
    for row in file.rows("SELECT * FROM log WHERE room = ? ORDER BY number", room.id):
        details: Mapping[str, Any] = json.loads(row["details"])
        hidden = row["what"] == "committed" and not room.revealed(int(details["quarter"]))
        at = datetime.fromtimestamp(row["at"], UTC).isoformat(timespec="seconds")
        who = {"table": "" if row["desk"] is None else desk_name(row["desk"]), "role": row["role"], "name": row["name"]}
        shown = "" if hidden else json.dumps(details, ensure_ascii=False, sort_keys=True)
        found.append({"number": row["number"], "at": at, **who, "what": row["what"], "details": shown})
    return found


def _about(room: Room) -> dict[str, Any]:
    rules = room.rules
    return {
        "format": FORMAT,
        "room": room.code,
        "file": room.file,
        "place": rules.place,
        "policy": rules.policy,
        "reference": rules.reference,
        "seed": rules.seed,
        "phase": room.phase,
        "quarter": room.quarter,
        "build": build_mark(),
    }


def as_json(file: RoomFileOnDisk, room: Room) -> bytes:
    """Everything as one JSON object."""
    found = {name: json.loads(table.to_json(orient="records")) for name, table in tables(file, room).items()}
    return json.dumps({**_about(room), **found}, ensure_ascii=False, indent=1).encode()


def as_workbook(file: RoomFileOnDisk, room: Room) -> bytes:
    """Everything as a workbook, a sheet a table; no cell is ever a formula or a link."""
    import xlsxwriter

    sink = io.BytesIO()
    how = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}
    book = xlsxwriter.Workbook(sink, how)
    bold = book.add_format({"bold": True})
    sheet = book.add_worksheet("about")
    for number, (key, value) in enumerate(_about(room).items()):
        sheet.write_row(number, 0, (key, value))
    for name, table in tables(file, room).items():
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, list(table.columns), bold)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(table.itertuples(index=False), 1):
            for column, value in enumerate(row):
                if value is not None and value == value:
                    sheet.write(number, column, value.item() if hasattr(value, "item") else value)
    book.close()
    return sink.getvalue()
