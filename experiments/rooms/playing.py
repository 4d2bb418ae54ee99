"""What happens in a room: the trainer turns the phases, seats commit, outcomes come in; each act one transaction."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Mapping

from ..runs.refusing import Refused
from .entering import log
from .records import Chair, Decision, Expected, Outcome, Phase, Room, Seat, as_levels, room_of
from .rules import check_decision, check_expected, points
from .tables import RoomFileOnDisk


def room(file: RoomFileOnDisk, number: int) -> Room:
    """A room as it stands now.

    Raises:
        Refused: It is not there any more.
    """
    row = file.one("SELECT * FROM room WHERE id = ?", number)
    if row is None:
        raise Refused("room.gone")
    return room_of(row)


def go_on(file: RoomFileOnDisk, chair: Chair, seen: tuple[Phase, int]) -> Room:
    """Turn to the next phase.

    Args:
        seen: Phase and quarter the trainer looked at; a second press of the same button goes nowhere.

    Raises:
        Refused: The room waits for its runs, or is closed.
    """
    with file.writing() as db:
        now = _locked(db, chair.room)
        following = now.next()
        if (now.phase, now.quarter) == seen:
            if following is None:
                raise Refused("room.waits")
            _turn(db, now, *following)
    return room(file, chair.room)


def close(file: RoomFileOnDisk, chair: Chair) -> Room:
    """Close a room for good; what was done in it can still be read by its trainer."""
    with file.writing() as db:
        now = _locked(db, chair.room)
        if now.phase != "closed":
            _turn(db, now, "closed", now.quarter)
    return room(file, chair.room)


def _locked(db: sqlite3.Connection, number: int) -> Room:
    row = db.execute("SELECT * FROM room WHERE id = ?", (number,)).fetchone()
    if row is None:
        raise Refused("room.gone")
    return room_of(row)


def _turn(db: sqlite3.Connection, now: Room, phase: Phase, quarter: int) -> None:
    db.execute("UPDATE room SET phase = ?, quarter = ? WHERE id = ?", (phase, quarter, now.id))
    log(db, now.id, "phase", {"phase": phase, "quarter": quarter})


def commit(
    file: RoomFileOnDisk, seat: Seat, quarter: int, expected: Mapping[str, Expected], decision: Decision
) -> None:
    """Commit a prediction and a decision together; neither can be changed afterwards, nor seen before the reveal.

    Raises:
        Refused: Not the time for it, committed already, not a range, not this role's, or over its budget.
    """
    with file.writing() as db:
        now = _locked(db, seat.room)
        if now.phase != "commit" or now.quarter != quarter:
            raise Refused("room.not_now")
        if db.execute("SELECT 1 FROM decision WHERE seat = ? AND quarter = ?", (seat.id, quarter)).fetchone():
            raise Refused("room.committed")
        role = seat.role_in(now.rules)
        check_expected(now.rules, expected)
        before = [_decision(row) for row in db.execute("SELECT * FROM decision WHERE seat = ?", (seat.id,))]
        check_decision(now.rules, role, decision, before)
        at = time.time()
        db.executemany(
            "INSERT INTO prediction VALUES (?, ?, ?, ?, ?, ?)",
            [(seat.id, quarter, name, one.lo, one.hi, at) for name, one in expected.items()],
        )
        said = (json.dumps(dict(decision.levels), sort_keys=True), json.dumps(sorted(decision.plays)))
        row = (seat.id, quarter, seat.room, seat.desk, seat.role, *said, at)
        db.execute("INSERT INTO decision VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        facts = {"quarter": quarter, "levels": dict(decision.levels), "plays": sorted(decision.plays)}
        ranges = {name: [one.lo, one.hi] for name, one in expected.items()}
        facts |= {"points": points(now.rules, role, decision), "expected": ranges}
        log(db, seat.room, "committed", facts, seat)


def _decision(row: sqlite3.Row) -> Decision:
    return Decision(as_levels(json.loads(row["levels"])), tuple(json.loads(row["plays"])))


def decisions(file: RoomFileOnDisk, number: int) -> dict[int, dict[int, dict[str, Decision]]]:
    """Quarter -> table -> role -> what was decided. For runs and for what is revealed; no page of a seat reads it."""
    found: dict[int, dict[int, dict[str, Decision]]] = {}
    for row in file.rows("SELECT * FROM decision WHERE room = ? ORDER BY at", number):
        by_desk = found.setdefault(int(row["quarter"]), {})
        by_desk.setdefault(int(row["desk"]), {})[row["role"]] = _decision(row)
    return found


def own_decisions(file: RoomFileOnDisk, seat: Seat) -> dict[int, Decision]:
    """Quarter -> what this seat decided."""
    rows = file.rows("SELECT * FROM decision WHERE seat = ? ORDER BY quarter", seat.id)
    return {int(row["quarter"]): _decision(row) for row in rows}


def own_predictions(file: RoomFileOnDisk, seat: Seat) -> dict[int, dict[str, Expected]]:
    """Quarter -> indicator -> what this seat expects."""
    found: dict[int, dict[str, Expected]] = {}
    for row in file.rows("SELECT * FROM prediction WHERE seat = ? ORDER BY quarter", seat.id):
        found.setdefault(int(row["quarter"]), {})[row["indicator"]] = Expected(float(row["lo"]), float(row["hi"]))
    return found


def predictions(file: RoomFileOnDisk, now: Room, quarter: int) -> dict[int, dict[str, Expected]]:
    """Seat -> indicator -> what was expected of a quarter; empty until the trainer reveals it, whoever asks."""
    found: dict[int, dict[str, Expected]] = {}
    if not now.revealed(quarter):
        return found
    question = (
        "SELECT prediction.* FROM prediction JOIN seat ON seat.id = prediction.seat WHERE room = ? AND quarter = ?"
    )
    for row in file.rows(question, now.id, quarter):
        found.setdefault(int(row["seat"]), {})[row["indicator"]] = Expected(float(row["lo"]), float(row["hi"]))
    return found


def committed(file: RoomFileOnDisk, number: int, quarter: int) -> set[int]:
    """Seats that have committed themselves this quarter; not to what."""
    rows = file.rows("SELECT seat FROM decision WHERE room = ? AND quarter = ?", number, quarter)
    return {int(row["seat"]) for row in rows}


def keep_outcome(file: RoomFileOnDisk, number: int, outcome: Outcome) -> None:
    """Keep what one run showed: once, but for a run that failed, which gives way to one that did not."""
    row = (number, outcome.quarter, outcome.desk, outcome.seed)
    with file.writing() as db:
        db.execute(
            "INSERT INTO outcome VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET told = excluded.told, "
            "error = excluded.error, at = excluded.at WHERE outcome.error != ''",
            (*row, json.dumps({name: dict(part) for name, part in outcome.parts.items()}), outcome.error, time.time()),
        )


def quarter_done(file: RoomFileOnDisk, number: int, quarter: int) -> None:
    """Every run of a quarter is there: the trainer may reveal it."""
    with file.writing() as db:
        now = _locked(db, number)
        if (now.phase, now.quarter) == ("run", quarter):
            _turn(db, now, "ran", quarter)


def outcomes(file: RoomFileOnDisk, number: int) -> list[Outcome]:
    """Everything that was run for a room, whether it may be seen yet or not."""
    rows = file.rows("SELECT * FROM outcome WHERE room = ? ORDER BY quarter, desk, seed", number)
    return [
        Outcome(int(row["quarter"]), int(row["desk"]), int(row["seed"]), json.loads(row["told"]), row["error"])
        for row in rows
    ]


def revealed_outcomes(file: RoomFileOnDisk, now: Room) -> list[Outcome]:
    """What was run and may be seen."""
    return [one for one in outcomes(file, now.id) if now.revealed(one.quarter)]
