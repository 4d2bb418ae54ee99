"""The queue's file: opened for one short transaction at a time, and set aside by whoever first finds it damaged."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from ...experiments.runs.folders import own_folder
from ...experiments.runs.transaction import transaction
from .healing import PATIENCE_SECONDS, begin, in_use, is_damaged, is_gone, is_sound
from .healing import heal as mend


class QueueFile:
    """One SQLite file that any thread or process may open at any time."""

    def __init__(self, folder: Path, heal: bool = False) -> None:
        """Open the queue of a folder; with `heal`, one that is damaged is set aside and a new one begun."""
        self.path = Path(folder) / "jobs-1.sqlite"
        self.heals = heal
        with in_use(self.path):
            sound = not heal or is_sound(self.path)
            if sound:
                begin(self.path)
        if not sound:
            mend(self.path)

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """The file; if it turns out to be damaged or gone this call fails, and the next finds a new one."""
        try:
            with (
                in_use(self.path),
                closing(sqlite3.connect(self.path, timeout=PATIENCE_SECONDS, isolation_level=None)) as db,
            ):
                db.row_factory = sqlite3.Row
                yield db
        except sqlite3.Error as fault:
            if self.heals and is_damaged(fault):
                mend(self.path)
            elif self.heals and is_gone(fault):
                self._begin_anew()
            raise

    def _begin_anew(self) -> None:
        """Begin a queue where somebody took the old one away, perhaps with its folder."""
        with suppress(OSError, sqlite3.Error):  # what cannot be begun now is tried again at the next call
            own_folder(self.path.parent)
            with in_use(self.path):
                begin(self.path)

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._opened() as db:
            db.execute("PRAGMA journal_mode = WAL")
            with transaction(db, "NORMAL"):
                yield db

    def _rows(self, question: str, *values: Any) -> list[sqlite3.Row]:
        with self._opened() as db:
            return db.execute(question, values).fetchall()
