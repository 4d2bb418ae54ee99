"""A queue on disk that cannot be read any more is set aside, so that a new one can take its place.

Many threads and processes meet the same damage at the same moment. Only one of them may answer it, and none may have
the file open meanwhile: SQLite must not lose a file under an open connection. So whoever uses the queue holds a lock
shared with the others, and whoever sets it aside holds it alone and looks again whether there still is damage.
"""

from __future__ import annotations

import contextlib
import logging
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from ...experiments.runs.folders import private_file
from ...experiments.runs.locking import Busy, NoLocks, lock
from .queue_tables import TABLES

log = logging.getLogger("shapan")

MARK = "damaged"
PATIENCE_SECONDS = 20.0
"""How long to wait for others, as long as SQLite itself does."""
_BROKEN = ("malformed", "not a database", "disk image", "no such column", "encrypted")
_HEALING = threading.Lock()


def is_damaged(fault: sqlite3.Error) -> bool:
    """Whether the file itself is at fault, not a full disk, a lock, or tables that are about to be made."""
    return isinstance(fault, sqlite3.DatabaseError) and any(word in str(fault) for word in _BROKEN)


def is_gone(fault: sqlite3.Error) -> bool:
    """Whether there is no queue any more: no file, no folder for one, or an empty file that SQLite has just made."""
    return any(word in str(fault) for word in ("no such table", "unable to open database file"))


def is_sound(path: Path) -> bool:
    """Whether a queue can be read from its first page to its last and has our columns; one not there yet is sound."""
    if not path.exists():
        return True
    try:
        with contextlib.closing(sqlite3.connect(path, timeout=PATIENCE_SECONDS)) as db:
            whole = [row[0] for row in db.execute("PRAGMA quick_check(1)")] == ["ok"]
            return whole and _columns_fit(db)
    except sqlite3.DatabaseError as fault:
        return not is_damaged(fault)


def _columns_fit(db: sqlite3.Connection) -> bool:
    """Whether every table of ours that is there has all our columns; a missing one is made when the queue is opened."""
    with contextlib.closing(sqlite3.connect(":memory:")) as ours:
        ours.executescript(TABLES)
        for (table,) in ours.execute("SELECT name FROM sqlite_master WHERE type = 'table'"):
            there = {row[1] for row in db.execute(f"PRAGMA table_info({table})")}
            if there and not {row[1] for row in ours.execute(f"PRAGMA table_info({table})")} <= there:
                return False
    return True


@contextlib.contextmanager
def in_use(path: Path, alone: bool = False) -> Iterator[None]:
    """Keep a queue where it is while it is open; `alone` waits until nobody else, in any process, has it open.

    Raises:
        sqlite3.OperationalError: Others had it for too long; the queue counts as locked.
    """
    try:
        mark = private_file(path.with_suffix(".lock"), "ab")
    except OSError as fault:  # SQLite will say what is wrong with the folder
        if alone:
            raise sqlite3.OperationalError(f"database is locked: {fault}") from fault
        yield
        return
    with mark as file:
        end = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                lock(file.fileno(), alone)
                break
            except Busy as busy:
                if time.monotonic() > end:
                    raise sqlite3.OperationalError("database is locked: its file is being looked after") from busy
                time.sleep(0.005)
            except NoLocks:
                break
        yield


def begin(path: Path) -> None:
    """Make the queue, or what is missing in it."""
    private_file(path, "ab").close()
    with contextlib.closing(sqlite3.connect(path, timeout=PATIENCE_SECONDS, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.executescript(f"BEGIN IMMEDIATE; {TABLES} COMMIT;")


def heal(path: Path) -> Path | None:
    """Set a damaged queue aside and begin a new one, unless somebody has done so already; where the old one lies."""
    with _HEALING, in_use(path, alone=True):
        aside = None if is_sound(path) else set_aside(path)
        begin(path)
        return aside


def set_aside(path: Path) -> Path:
    """Rename a damaged queue and what belongs to it to names nothing has; somebody may still want to look into it."""
    aside = _free(path, time.strftime("%Y%m%d-%H%M%S"))
    log.error("The job file %s was damaged and lies now in %s", path, aside)
    for ending in ("", "-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            path.with_name(path.name + ending).rename(aside.with_name(aside.name + ending))
    return aside


def _free(path: Path, when: str) -> Path:
    """A name beside the queue that nothing has, in the order of time."""
    number = 0
    while True:
        found = path.with_name(f"{path.stem}.{MARK}-{when}-{number:02d}{path.suffix}")
        if not any(found.with_name(found.name + ending).exists() for ending in ("", "-wal", "-shm")):
            return found
        number += 1


def tidy_folder(path: Path, days: float) -> None:
    """Remove queues set aside long ago, and drafts that a killed process left half written, beside a queue."""
    left = (path.parent.glob(f"{path.stem}.{MARK}-*"), (path.parent / "drafts").glob("*.part"))
    for file in (one for found in left for one in found):
        with contextlib.suppress(OSError):  # somebody else was quicker, or may not
            if time.time() - file.stat().st_mtime > days * 86_400:
                file.unlink()


def damaged_lately(path: Path, days: float = 7.0) -> Path | None:
    """The queue set aside last, if that was within some days."""
    found = sorted(path.parent.glob(f"{path.stem}.{MARK}-*{path.suffix}"))
    with contextlib.suppress(OSError):
        if found and time.time() - found[-1].stat().st_mtime < days * 86_400:
            return found[-1]
    return None
