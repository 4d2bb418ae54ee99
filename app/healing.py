"""A queue on disk that cannot be read any more is set aside, so that a new one can take its place."""

from __future__ import annotations

import contextlib
import logging
import sqlite3
import time
from pathlib import Path

log = logging.getLogger("shapan")

MARK = "damaged"
_BROKEN = ("malformed", "not a database", "disk image", "no such column", "no such table", "encrypted")


def is_damaged(fault: sqlite3.Error) -> bool:
    """Whether the file itself is at fault, not a full disk or a lock."""
    return isinstance(fault, sqlite3.DatabaseError) and any(word in str(fault) for word in _BROKEN)


def is_sound(path: Path) -> bool:
    """Whether a queue can be read from its first page to its last; one that is not there yet can."""
    if not path.exists():
        return True
    try:
        with contextlib.closing(sqlite3.connect(path, timeout=20.0)) as db:
            return [row[0] for row in db.execute("PRAGMA quick_check(1)")] == ["ok"]
    except sqlite3.DatabaseError as fault:
        return not is_damaged(fault)


def set_aside(path: Path) -> Path:
    """Rename a damaged queue and what belongs to it; somebody may still want to look into it."""
    aside = path.with_name(f"{path.stem}.{MARK}-{time.strftime('%Y%m%d-%H%M%S')}{path.suffix}")
    log.error("The job file %s was damaged and lies now in %s", path, aside)
    for ending in ("", "-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            path.with_name(path.name + ending).rename(aside.with_name(aside.name + ending))
    return aside


def damaged_lately(path: Path, days: float = 7.0) -> Path | None:
    """The queue set aside last, if that was within some days."""
    found = sorted(path.parent.glob(f"{path.stem}.{MARK}-*{path.suffix}"))
    with contextlib.suppress(OSError):
        if found and time.time() - found[-1].stat().st_mtime < days * 86_400:
            return found[-1]
    return None
