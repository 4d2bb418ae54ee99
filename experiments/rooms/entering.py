"""Opening a room, showing its key, taking a seat and coming back to it."""

from __future__ import annotations

import json
import sqlite3
import time
from typing import Any

from ...scenarios.room_files import find_room
from ..runs.refusing import Refused
from ..runs.secret import fits, hashed, new_secret
from .guard import as_code, check_tries, new_code, note, refuse
from .records import MOST_DESKS, Caller, Chair, Room, Seat, room_of, seat_of
from .tables import RoomFileOnDisk

LONGEST_NAME = 24
MOST_ROOMS_A_DAY = 50
A_DAY = 86_400.0
FREED = "freed:"
"""How the browser of a seat begins that waits for another one; the number of the seat follows."""


def open_room(file: RoomFileOnDisk, rules: str, desks: int, caller: Caller) -> tuple[Room, str]:
    """Open a room and return it with the trainer's key, which is told once and kept nowhere.

    Args:
        rules: Id of a shipped room.
        desks: How many tables.

    Raises:
        InputFault: There is no such room.
        Refused: More tables than a room holds, or very many rooms today.
    """
    find_room(rules)
    if not 1 <= desks <= MOST_DESKS:
        raise Refused("refused.number", key="tables", value=desks, low=1, high=MOST_DESKS)
    key, now = new_secret(), time.time()
    with file.writing() as db:
        today = db.execute("SELECT COUNT(*) FROM room WHERE created > ?", (now - A_DAY,)).fetchone()[0]
        if today >= MOST_ROOMS_A_DAY:
            raise Refused("room.too_many_rooms", most=MOST_ROOMS_A_DAY)
        code = new_code()
        while db.execute("SELECT 1 FROM room WHERE code = ?", (code,)).fetchone():
            code = new_code()
        row = (code, rules, desks, hashed(key), caller.device, "lobby", 0, now)
        columns = "code, file, desks, key_hash, device, phase, quarter, created"
        made = db.execute(f"INSERT INTO room ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        log(db, int(made.lastrowid or 0), "opened", {"file": rules, "tables": desks})
        found = db.execute("SELECT * FROM room WHERE id = ?", (made.lastrowid,)).fetchone()
    return room_of(found), key


def log(db: sqlite3.Connection, room: int, what: str, details: dict[str, Any], seat: Seat | None = None) -> None:
    """One more line of what was done in a room, within a transaction; no line is ever changed or removed."""
    who = (None, "trainer", "") if seat is None else (seat.desk, seat.role, seat.name)
    row = (room, time.time(), *who, what, json.dumps(details, ensure_ascii=False, sort_keys=True))
    db.execute("INSERT INTO log (room, at, desk, role, name, what, details) VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    db.execute("UPDATE room SET version = version + 1 WHERE id = ?", (room,))


def with_key(file: RoomFileOnDisk, code: str, key: str, caller: Caller) -> Chair:
    """Show the trainer's key of a room; this browser is its trainer's from now on.

    Raises:
        Refused: A key or a code that is not right, which of the two is not said; or too many tries.
    """
    check_tries(file, caller)
    row = file.one("SELECT * FROM room WHERE code = ?", as_code(code))
    if row is None or not fits(key.strip(), row["key_hash"]):
        refuse(file, "key", caller, "room.wrong_key", None if row is None else int(row["id"]))
    with file.writing() as db:
        db.execute("UPDATE room SET device = ? WHERE id = ?", (caller.device, row["id"]))
        log(db, int(row["id"]), "trainer_came", {"address": caller.address})
    return Chair(int(row["id"]))


def trainers_rooms(file: RoomFileOnDisk, caller: Caller) -> list[Room]:
    """Rooms whose trainer used this browser last, those not closed, newest first."""
    question = "SELECT * FROM room WHERE device = ? AND phase != 'closed' ORDER BY id DESC LIMIT 20"
    return [room_of(row) for row in file.rows(question, caller.device)]


def chair_of(file: RoomFileOnDisk, code: str, caller: Caller) -> Chair | None:
    """The trainer's place where the trainer of a room used this browser last; else None."""
    row = file.one("SELECT id FROM room WHERE code = ? AND device = ?", as_code(code), caller.device)
    return None if row is None else Chair(int(row["id"]))


def find(file: RoomFileOnDisk, code: str, caller: Caller) -> Room:
    """The room of a code.

    Whoever has been refused too often is not told of a right code either, so that going on guessing is of no use; those
    who sit in the room are known by their browser and not kept out.

    Raises:
        Refused: There is none, or too many tries.
    """
    row = file.one("SELECT * FROM room WHERE code = ?", as_code(code))
    if row is None or not _known(file, row, caller):
        check_tries(file, caller)
    if row is None:
        refuse(file, "code", caller, "room.no_such_code")
    return room_of(row)


def _known(file: RoomFileOnDisk, row: sqlite3.Row, caller: Caller) -> bool:
    """Whether this browser is the trainer's of a room, or has a seat in it."""
    question = "SELECT 1 FROM seat WHERE room = ? AND device = ?"
    return bool(row["device"] == caller.device or file.one(question, row["id"], caller.device))


def join(file: RoomFileOnDisk, room: Room, wanted: tuple[int, str], name: str, caller: Caller) -> tuple[Seat, str]:
    """Take a seat and return it with the token that stands for it.

    Args:
        wanted: Table, from 0, and role.
        name: What others read; it is text, and shown as such.

    Raises:
        Refused: No such table or role, somebody sits there, the room is closed, or this browser has a seat.
    """
    desk, role = wanted
    check_tries(file, caller)
    if room.rules.role(role) is None or not 0 <= desk < room.desks:
        refuse(file, "taken", caller, "room.no_seat", room.id)
    called = " ".join("".join(c if c.isprintable() else " " for c in name).split())[:LONGEST_NAME]
    token = new_secret()
    with file.writing() as db:
        closed = db.execute("SELECT phase FROM room WHERE id = ?", (room.id,)).fetchone()["phase"] == "closed"
        own = (
            caller.device
            and db.execute("SELECT 1 FROM seat WHERE room = ? AND device = ?", (room.id, caller.device)).fetchone()
        )
        why = "room.closed" if closed else "room.one_seat" if own else _sit(db, room, wanted, (called, token), caller)
    if why:
        refuse(file, "taken", caller, why, room.id)
    found = file.one("SELECT * FROM seat WHERE token_hash = ?", hashed(token))
    assert found is not None
    return seat_of(found), token


def _sit(db: sqlite3.Connection, room: Room, wanted: tuple[int, str], who: tuple[str, str], caller: Caller) -> str:
    """Sit down, or say why not."""
    name, token = who
    if db.execute("SELECT 1 FROM seat WHERE room = ? AND desk = ? AND role = ?", (room.id, *wanted)).fetchone():
        return "room.taken"
    row = (room.id, *wanted, name, hashed(token), caller.device, time.time())
    columns = "room, desk, role, name, token_hash, device, joined"
    made = db.execute(f"INSERT INTO seat ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    log(db, room.id, "joined", {}, Seat(int(made.lastrowid or 0), room.id, *wanted, name=name))
    return ""


def come_back(file: RoomFileOnDisk, token: str, caller: Caller) -> Seat:
    """The seat a token stands for, for the browser that took it.

    A token that somebody copied is of no use in another browser; whoever has changed theirs asks the trainer.

    Raises:
        Refused: An unknown token, one of another browser, or too many tries.
    """
    row = file.one("SELECT * FROM seat WHERE token_hash = ?", hashed(token))
    if row is None:
        check_tries(file, caller)
        refuse(file, "token", caller, "room.no_token")
    if row["device"].startswith(FREED):
        return _move(file, row, caller)
    return come_back_to(file, int(row["id"]), caller)


def _move(file: RoomFileOnDisk, row: sqlite3.Row, caller: Caller) -> Seat:
    """Bind a freed seat to the browser that shows its new token first."""
    try:
        with file.writing() as db:
            freed = (caller.device, row["id"], row["device"])
            db.execute("UPDATE seat SET device = ? WHERE id = ? AND device = ?", freed)
            log(db, int(row["room"]), "moved", {}, seat_of(row))
    except sqlite3.IntegrityError:
        refuse(file, "taken", caller, "room.one_seat", int(row["room"]))
    return come_back_to(file, int(row["id"]), caller)


def come_back_to(file: RoomFileOnDisk, seat: int, caller: Caller) -> Seat:
    """A seat for the browser it is bound to.

    Raises:
        Refused: It is bound to another one.
    """
    row = file.one("SELECT * FROM seat WHERE id = ?", seat)
    if row is None or row["device"] != caller.device:
        check_tries(file, caller)
        refuse(file, "elsewhere", caller, "room.used_elsewhere", None if row is None else int(row["room"]))
    return seat_of(row)


def seat_here(file: RoomFileOnDisk, room: Room, caller: Caller) -> Seat | None:
    """The seat that this browser took in a room, as after scanning the code again; None where there is none."""
    if not caller.device:
        return None
    row = file.one("SELECT * FROM seat WHERE room = ? AND device = ?", room.id, caller.device)
    return None if row is None else seat_of(row)


def free_seat(file: RoomFileOnDisk, chair: Chair, seat: int) -> str:
    """Give a seat a new token, for somebody whose telephone was changed; what was committed stays with the seat.

    Raises:
        Refused: No such seat in this room.
    """
    token = new_secret()
    with file.writing() as db:
        row = db.execute("SELECT * FROM seat WHERE id = ? AND room = ?", (seat, chair.room)).fetchone()
        if row is not None:
            anew = (f"{FREED}{seat}", hashed(token), seat)
            db.execute("UPDATE seat SET device = ?, token_hash = ? WHERE id = ?", anew)
            log(db, chair.room, "freed", {}, seat_of(row))
    if row is None:
        note(file, "taken", Caller(), "taken", chair.room)
        raise Refused("room.no_seat")
    return token


def seats(file: RoomFileOnDisk, room: int) -> list[Seat]:
    """Who sits in a room, table by table."""
    return [seat_of(row) for row in file.rows("SELECT * FROM seat WHERE room = ? ORDER BY desk, id", room)]
