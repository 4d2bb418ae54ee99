"""One transaction of SQLite on a connection that somebody opened: all of it is kept, or nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Literal


@contextmanager
def transaction(db: sqlite3.Connection, synchronous: Literal["NORMAL", "FULL"]) -> Iterator[sqlite3.Connection]:
    """Write within the `with`; an error takes everything back.

    Args:
        synchronous: With `FULL` a commit is on disk when it returns, also if power fails.
    """
    db.execute(f"PRAGMA synchronous = {synchronous}")
    db.execute("BEGIN IMMEDIATE")
    try:
        yield db
    except BaseException:
        with suppress(sqlite3.Error):  # a full disk may have rolled it back already
            db.rollback()
        raise
    db.commit()
