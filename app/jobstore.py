"""What has been asked of this machine, what is finished and who works on what: one SQLite file, shared by all.

Servers, workers and browser tabs are separate processes that come and go; the file is what stays. A worker holds
a run only as long as its heartbeat is fresh, so a run of a killed worker goes back to the queue by itself.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

STALE_SECONDS = 12.0  # a worker says it is alive every second
ATTEMPTS = 3  # a run that killed its worker this often is given up, so that it cannot kill them for ever
GATHER = -1  # the column number of the last task of a job: put the finished runs side by side

_TABLES = """
CREATE TABLE IF NOT EXISTS job (
    id TEXT PRIMARY KEY, session TEXT NOT NULL, created REAL NOT NULL, state TEXT NOT NULL,
    request TEXT NOT NULL, request_key TEXT NOT NULL, error TEXT, finished REAL);
CREATE TABLE IF NOT EXISTS task (
    job TEXT NOT NULL REFERENCES job(id), number INTEGER NOT NULL, column_number INTEGER NOT NULL,
    seed INTEGER NOT NULL, run_key TEXT NOT NULL, state TEXT NOT NULL, worker TEXT, beat REAL,
    fraction REAL NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0, wall_s REAL, error TEXT,
    PRIMARY KEY (job, number));
CREATE INDEX IF NOT EXISTS task_by_state ON task(state, run_key);
CREATE INDEX IF NOT EXISTS job_by_key ON job(request_key, state);
CREATE TABLE IF NOT EXISTS served (session TEXT PRIMARY KEY, at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS timing (place TEXT NOT NULL, days INTEGER NOT NULL, wall_s REAL NOT NULL, at REAL NOT NULL);
"""

# The session with the fewest runs under way goes first, then the one that waited longest, then the older job.
_NEXT = """
SELECT task.job, task.number, task.column_number, task.seed, task.run_key, job.request, job.request_key, job.session
FROM task JOIN job ON job.id = task.job
WHERE task.state = 'waiting' AND job.state = 'active'
  AND task.run_key NOT IN (SELECT run_key FROM task WHERE state = 'running')
  AND (task.column_number != -1 OR NOT EXISTS (
       SELECT 1 FROM task AS other WHERE other.job = task.job AND other.column_number != -1
       AND other.state IN ('waiting', 'running')))
ORDER BY (SELECT COUNT(*) FROM task AS busy JOIN job AS owner ON owner.id = busy.job
          WHERE busy.state = 'running' AND owner.session = job.session),
         COALESCE((SELECT at FROM served WHERE served.session = job.session), 0), job.created, task.number
LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing a worker does: a run (`column_number` ≥ 0) or the gathering of a job."""

    job: str
    number: int
    column_number: int
    seed: int
    run_key: str
    request: str
    request_key: str


class JobStore:
    """The queue on disk. Every call is one short transaction, safe from any thread or process."""

    def __init__(self, folder: Path) -> None:
        self.path = Path(folder) / "jobs-1.sqlite"
        with self._transaction() as db:
            db.executescript(_TABLES)

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.path, timeout=20.0, isolation_level=None)) as db:
            db.row_factory = sqlite3.Row
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                db.rollback()
                raise
            db.commit()

    def _rows(self, question: str, *values: Any) -> list[sqlite3.Row]:
        with closing(sqlite3.connect(self.path, timeout=20.0)) as db:
            db.row_factory = sqlite3.Row
            return db.execute(question, values).fetchall()

    # What people do

    def add(self, session: str, request: str, request_key: str, tasks: list[tuple[int, int, str, bool]]) -> str:
        """Queue a job of (column, seed, run key, finished already) and return its short id."""
        job = uuid4().hex[:10]
        rows = [
            (job, number, column, seed, key, "done" if finished else "waiting")
            for number, (column, seed, key, finished) in enumerate(tasks)
        ]
        rows.append((job, len(rows), GATHER, 0, f"gather:{job}", "waiting"))
        with self._transaction() as db:
            db.execute(
                "INSERT INTO job VALUES (?, ?, ?, 'active', ?, ?, NULL, NULL)",
                (job, session, time.time(), request, request_key),
            )
            db.executemany(
                "INSERT INTO task (job, number, column_number, seed, run_key, state) VALUES (?, ?, ?, ?, ?, ?)", rows
            )
        return job

    def cancel(self, job: str) -> None:
        """Stop a job for good; what it had finished stays on disk."""
        with self._transaction() as db:
            db.execute(
                "UPDATE job SET state = 'cancelled', finished = ? WHERE id = ? AND state = 'active'", (time.time(), job)
            )
            db.execute("UPDATE task SET state = 'cancelled' WHERE job = ? AND state IN ('waiting', 'running')", (job,))

    def job(self, job: str) -> sqlite3.Row | None:
        found = self._rows("SELECT * FROM job WHERE id = ?", job)
        return found[0] if found else None

    def tasks(self, job: str) -> list[sqlite3.Row]:
        return self._rows("SELECT * FROM task WHERE job = ? ORDER BY number", job)

    def find(self, request_key: str, states: tuple[str, ...], session: str | None = None) -> str | None:
        """The newest job with this request in one of the states, of one session or of anybody."""
        marks = ", ".join("?" for _ in states)
        found = self._rows(
            f"SELECT id FROM job WHERE request_key = ? AND state IN ({marks}) AND session = COALESCE(?, session) "
            "ORDER BY created DESC LIMIT 1",
            request_key,
            *states,
            session,
        )
        return found[0]["id"] if found else None

    def recent(self, limit: int) -> list[sqlite3.Row]:
        return self._rows("SELECT * FROM job ORDER BY created DESC LIMIT ?", limit)

    def unfinished(self) -> int:
        """How many tasks of active jobs still wait or run."""
        question = (
            "SELECT COUNT(*) AS n FROM task JOIN job ON job.id = task.job "
            "WHERE job.state = 'active' AND task.state IN ('waiting', 'running')"
        )
        return int(self._rows(question)[0]["n"])

    def ahead(self, job: str) -> int:
        """How many unfinished runs of other people's jobs share the workers with this one."""
        question = (
            "SELECT COUNT(*) AS n FROM task JOIN job ON job.id = task.job "
            "WHERE job.state = 'active' AND task.state IN ('waiting', 'running') AND job.id != ?"
        )
        return int(self._rows(question, job)[0]["n"])

    # What workers do

    def claim(self, worker: str) -> Task | None:
        """Take the next task in fairness, or None. Runs whose worker fell silent come back first."""
        now = time.time()
        with self._transaction() as db:
            self._return_stale(db, now - STALE_SECONDS)
            row = db.execute(_NEXT).fetchone()
            if row is None:
                return None
            db.execute(
                "UPDATE task SET state = 'running', worker = ?, beat = ?, fraction = 0, attempts = attempts + 1 "
                "WHERE job = ? AND number = ?",
                (worker, now, row["job"], row["number"]),
            )
            db.execute("INSERT OR REPLACE INTO served VALUES (?, ?)", (row["session"], now))
        fields = ("job", "number", "column_number", "seed", "run_key", "request", "request_key")
        return Task(*(row[name] for name in fields))

    def _return_stale(self, db: sqlite3.Connection, before: float) -> None:
        db.execute(
            "UPDATE task SET state = 'failed', error = 'the worker process died on this run again and again' "
            "WHERE state = 'running' AND beat < ? AND attempts >= ?",
            (before, ATTEMPTS),
        )
        db.execute("UPDATE task SET state = 'waiting', worker = NULL WHERE state = 'running' AND beat < ?", (before,))
        db.execute(
            "UPDATE job SET state = 'failed', finished = ?, error = 'the finished runs could not be put together' "
            "WHERE state = 'active' AND id IN (SELECT job FROM task WHERE column_number = -1 AND state = 'failed')",
            (time.time(),),
        )

    def beat(self, task: Task, worker: str, fraction: float) -> bool:
        """Say that the worker lives and how far it is; False when the task is no longer its own (cancelled)."""
        with self._transaction() as db:
            changed = db.execute(
                "UPDATE task SET beat = ?, fraction = ? WHERE job = ? AND number = ? AND worker = ? "
                "AND state = 'running'",
                (time.time(), fraction, task.job, task.number, worker),
            )
            return changed.rowcount == 1

    def let_go(self, worker: str) -> None:
        """A worker known to be dead gives back what it held, at once instead of after the silence."""
        with self._transaction() as db:
            db.execute("UPDATE task SET beat = 0 WHERE worker = ? AND state = 'running'", (worker,))
            self._return_stale(db, 1.0)

    def finish(self, task: Task, worker: str, state: str, wall_s: float | None, error: str | None = None) -> None:
        """Write down how a task ended. The gathering task ends its job too."""
        with self._transaction() as db:
            changed = db.execute(
                "UPDATE task SET state = ?, fraction = 1, wall_s = ?, error = ? "
                "WHERE job = ? AND number = ? AND worker = ? AND state = 'running'",
                (state, wall_s, error, task.job, task.number, worker),
            )
            if changed.rowcount != 1:
                return
            if state == "done" and task.column_number != GATHER:
                # The same run asked for by another job is finished with it.
                db.execute(
                    "UPDATE task SET state = 'done', fraction = 1 WHERE run_key = ? AND state = 'waiting'",
                    (task.run_key,),
                )
            if task.column_number == GATHER:
                db.execute(
                    "UPDATE job SET state = ?, error = ?, finished = ? WHERE id = ? AND state = 'active'",
                    (state, error, time.time(), task.job),
                )

    # How long runs take here

    def add_timing(self, place: str, days: int, wall_s: float) -> None:
        with self._transaction() as db:
            db.execute("INSERT INTO timing VALUES (?, ?, ?, ?)", (place, days, wall_s, time.time()))
            db.execute(
                "DELETE FROM timing WHERE at < (SELECT MIN(at) FROM (SELECT at FROM timing ORDER BY at DESC LIMIT 500))"
            )

    def timings(self, place: str) -> list[tuple[int, float]]:
        """(days, seconds) of the latest measured runs of a place, newest first."""
        rows = self._rows("SELECT days, wall_s FROM timing WHERE place = ? ORDER BY at DESC LIMIT 40", place)
        return [(int(row["days"]), float(row["wall_s"])) for row in rows]
