"""The file of all rooms: one SQLite database in the data folder, opened for one short transaction at a time.

Write-ahead logging, so that readers do not wait for writers, and every commit is on disk before anybody hears of it:
a server that is killed loses nothing that was acknowledged. What was committed, decided or logged can be added to and
never changed: the database itself refuses.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from ..runs.folders import own_folder, private_file
from ..runs.transaction import transaction

FILE = "rooms-1.sqlite"
PATIENCE_SECONDS = 20.0
TABLES = """
CREATE TABLE IF NOT EXISTS room (
  id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, file TEXT NOT NULL, desks INTEGER NOT NULL,
  key_hash TEXT NOT NULL, device TEXT NOT NULL, phase TEXT NOT NULL, quarter INTEGER NOT NULL,
  created REAL NOT NULL, version INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS seat (
  id INTEGER PRIMARY KEY, room INTEGER NOT NULL, desk INTEGER NOT NULL, role TEXT NOT NULL, name TEXT NOT NULL,
  token_hash TEXT NOT NULL UNIQUE, device TEXT NOT NULL, joined REAL NOT NULL, UNIQUE (room, desk, role));
CREATE UNIQUE INDEX IF NOT EXISTS one_seat_a_device ON seat (room, device) WHERE device != '';
CREATE TABLE IF NOT EXISTS prediction (
  seat INTEGER NOT NULL, quarter INTEGER NOT NULL, indicator TEXT NOT NULL, lo REAL NOT NULL, hi REAL NOT NULL,
  at REAL NOT NULL, PRIMARY KEY (seat, quarter, indicator));
CREATE TABLE IF NOT EXISTS decision (
  seat INTEGER NOT NULL, quarter INTEGER NOT NULL, room INTEGER NOT NULL, desk INTEGER NOT NULL, role TEXT NOT NULL,
  levels TEXT NOT NULL, plays TEXT NOT NULL, at REAL NOT NULL, PRIMARY KEY (seat, quarter));
CREATE TABLE IF NOT EXISTS outcome (
  room INTEGER NOT NULL, quarter INTEGER NOT NULL, desk INTEGER NOT NULL, seed INTEGER NOT NULL, told TEXT NOT NULL,
  error TEXT NOT NULL, at REAL NOT NULL, PRIMARY KEY (room, quarter, desk, seed));
CREATE TABLE IF NOT EXISTS log (
  number INTEGER PRIMARY KEY AUTOINCREMENT, room INTEGER NOT NULL, at REAL NOT NULL, desk INTEGER, role TEXT NOT NULL,
  name TEXT NOT NULL, what TEXT NOT NULL, details TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS attempt (
  at REAL NOT NULL, kind TEXT NOT NULL, address TEXT NOT NULL, device TEXT NOT NULL, room INTEGER, why TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS attempts_by_time ON attempt (at);
CREATE TABLE IF NOT EXISTS runner (room INTEGER PRIMARY KEY, owner TEXT NOT NULL, beat REAL NOT NULL);
"""
KEPT_AS_WRITTEN = ("prediction", "decision", "log")
_GUARDS = "".join(
    f"CREATE TRIGGER IF NOT EXISTS {table}_{verb.lower()} BEFORE {verb} ON {table} "
    f"BEGIN SELECT RAISE(ABORT, 'what was written stays as it was written'); END;"
    for table in KEPT_AS_WRITTEN
    for verb in ("UPDATE", "DELETE")
)


class RoomFileOnDisk:
    """The database of a data folder; any thread or process may use it at any time."""

    def __init__(self, folder: Path) -> None:
        self.path = own_folder(folder) / FILE
        private_file(self.path, "ab").close()
        with closing(self._connected()) as db:
            db.execute("PRAGMA journal_mode = WAL")
            db.executescript(TABLES + _GUARDS)

    def _connected(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.path, timeout=PATIENCE_SECONDS, isolation_level=None)
        db.row_factory = sqlite3.Row
        return db

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is kept, or nothing."""
        with closing(self._connected()) as db, transaction(db, "FULL"):
            yield db

    def rows(self, question: str, *values: Any) -> list[sqlite3.Row]:
        """What a question finds."""
        with closing(self._connected()) as db:
            return db.execute(question, values).fetchall()

    def one(self, question: str, *values: Any) -> sqlite3.Row | None:
        """The first row of what a question finds."""
        found = self.rows(question, *values)
        return found[0] if found else None
