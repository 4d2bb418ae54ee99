"""Who may come in: a limit to tries, and a record of every one that was refused.

Keys and tokens cannot be guessed (`runs/secret.py`). A code is short, since people type it; what protects it is that
tries are few.
"""

from __future__ import annotations

import secrets
import time
from typing import NoReturn

from ..runs.refusing import Refused
from .records import Caller
from .tables import RoomFileOnDisk

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0, O, 1, I and L, which look alike on a projector."""
CODE_LENGTH = 6  # 31^6: 9 · 10^8
WINDOW_SECONDS = 300.0
MOST_OF_A_DEVICE, MOST_OF_AN_ADDRESS, MOST_OF_ALL = 6, 30, 300
"""Refused tries within the window from which on nothing more is looked at: of one browser, one address, everybody."""
KEPT_SECONDS = 7 * 86_400.0
REFUSED = ("code", "key", "token", "elsewhere", "taken")


def new_code() -> str:
    """A code for a room."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def as_code(typed: str) -> str:
    """What somebody typed as a code is written: capitals, no spaces or hyphens."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())[:40]


def check_tries(file: RoomFileOnDisk, caller: Caller) -> None:
    """Refuse whoever has been refused too often just now.

    Raises:
        Refused: In how many minutes to try again.
    """
    since = time.time() - WINDOW_SECONDS
    question = (
        "SELECT COUNT(*) AS everybody, COALESCE(SUM(address = ?), 0) AS there, "
        "COALESCE(SUM(device != '' AND device = ?), 0) AS own FROM attempt WHERE at > ? AND why != 'too many'"
    )
    found = file.one(question, caller.address, caller.device, since)
    assert found is not None
    limits = ((found["own"], MOST_OF_A_DEVICE), (found["there"], MOST_OF_AN_ADDRESS), (found["everybody"], MOST_OF_ALL))
    if any(count >= most for count, most in limits):
        note(file, "any", caller, "too many")
        raise Refused("room.too_many_tries", minutes=round(WINDOW_SECONDS / 60))


def note(file: RoomFileOnDisk, kind: str, caller: Caller, why: str, room: int | None = None) -> None:
    """Write down a try that was refused; those of last week are forgotten."""
    now = time.time()
    with file.writing() as db:
        row = (now, kind, caller.address, caller.device, room, why)
        db.execute("INSERT INTO attempt VALUES (?, ?, ?, ?, ?, ?)", row)
        db.execute("DELETE FROM attempt WHERE at < ?", (now - KEPT_SECONDS,))


def refuse(file: RoomFileOnDisk, kind: str, caller: Caller, phrase: str, room: int | None = None) -> NoReturn:
    """Write down a try and refuse it."""
    note(file, kind, caller, kind, room)
    raise Refused(phrase)


def refused_tries(file: RoomFileOnDisk) -> int:
    """Tries that were refused on this machine in the last day."""
    found = file.one("SELECT COUNT(*) AS n FROM attempt WHERE at > ?", time.time() - 86_400.0)
    return int(found["n"]) if found else 0
