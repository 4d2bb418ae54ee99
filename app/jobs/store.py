"""What has been asked of this machine, what is finished and who works on what: one SQLite file, shared by all.

Servers, workers and browser tabs are separate processes that come and go; the file is what stays. A worker holds
a run only as long as its heartbeat is fresh, so a run of a killed worker goes back to the queue by itself.
"""

from __future__ import annotations

import math
import sqlite3
import time
from dataclasses import dataclass
from uuid import uuid4

from .queue_file import QueueFile
from .queue_tables import NEXT

STALE_SECONDS = 12.0  # a worker says it is alive every second
ATTEMPTS = 3  # a run that killed its worker this often is given up, so that it cannot kill them for ever
MOST_OF_ALL = 30
"""Jobs under way at once from which on visitors have to wait, however many of them there are."""
KEEP_DAYS, KEEP_JOBS = 90.0, 2000  # how long ended jobs are remembered, and how many at most
DIED, NOT_GATHERED = "job.died", "job.not_gathered"  # words of the page
GATHER = -1  # the column number of the last task of a job: put the finished runs side by side


@dataclass(frozen=True, slots=True)
class Task:
    """One thing a worker does: a run (`column_number` ≥ 0) or the gathering of a job.

    Attributes:
        more: Whether other runs of this job and seed still wait.
    """

    job: str
    number: int
    column_number: int
    seed: int
    run_key: str
    request: str
    request_key: str
    more: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What the queue is told of a request: whose it is, what it says, the name of its finding, and of which build.

    Attributes:
        most: How many jobs of this owner and build may be under way at once; any number if None.
    """

    owner: str
    request: str
    request_key: str
    build: str
    most: int | None = None


class TooMany(Exception):
    """No more jobs may be under way; `most` says how many may, of one owner or (`of_all`) of everybody."""

    def __init__(self, most: int, *, of_all: bool = False) -> None:
        self.most, self.of_all = most, of_all
        super().__init__(f"{most} jobs are under way")


class JobStore(QueueFile):
    """The queue on disk. Every call is one short transaction, safe from any thread or process."""

    # What people do

    def add(self, asked: Asked, tasks: list[tuple[int, int, str, bool]], done: bool = False) -> str:
        """Queue a job of (column, seed, run key, finished already) and return its short id.

        Args:
            done: The finding is there already; nothing of this job is to be done any more.

        Raises:
            TooMany: This owner has as many under way as they may, or everybody together.
        """
        job, now = uuid4().hex[:10], time.time()
        rows = [
            (job, number, column, seed, key, "done" if finished or done else "waiting")
            for number, (column, seed, key, finished) in enumerate(tasks)
        ]
        rows.append((job, len(rows), GATHER, 0, f"gather:{job}", "done" if done else "waiting"))
        state, finished = ("done", now) if done else ("active", None)
        with self._transaction() as db:
            if not done and asked.most is not None:
                _refuse_too_many(db, asked, asked.most)
            db.execute(
                "INSERT INTO job VALUES (?, ?, ?, ?, ?, ?, NULL, ?)",
                (job, asked.owner, now, state, asked.request, asked.request_key, finished),
            )
            db.execute("INSERT INTO made_by VALUES (?, ?)", (job, asked.build))
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

    def find(self, asked: Asked, state: str, anybody: bool = False) -> str | None:
        """The newest job in a state that asks the same thing, names included, in the same build."""
        found = self._rows(
            "SELECT id FROM job JOIN made_by ON made_by.job = job.id WHERE request_key = ? AND request = ? "
            "AND build = ? AND state = ? AND (? OR session = ?) ORDER BY created DESC LIMIT 1",
            *(asked.request_key, asked.request, asked.build, state, anybody, asked.owner),
        )
        return found[0]["id"] if found else None

    def recent(self, limit: int, owner: str | None = None) -> list[sqlite3.Row]:
        """The newest jobs, of one owner or of everybody."""
        question = "SELECT * FROM job WHERE session = COALESCE(?, session) ORDER BY created DESC LIMIT ?"
        return self._rows(question, owner, limit)

    def build_of(self, job: str) -> str:
        """The build that asked for a job; "" for jobs older than this was noted."""
        found = self._rows("SELECT build FROM made_by WHERE job = ?", job)
        return str(found[0]["build"]) if found else ""

    def unfinished(self, build: str) -> int:
        """How many tasks of active jobs of a build still wait or run."""
        question = (
            "SELECT COUNT(*) AS n FROM task JOIN job ON job.id = task.job JOIN made_by ON made_by.job = job.id "
            "WHERE job.state = 'active' AND build = ? AND task.state IN ('waiting', 'running')"
        )
        return int(self._rows(question, build)[0]["n"])

    def ahead(self, job: str) -> int:
        """How many unfinished runs of other people's jobs share the workers with this one."""
        question = (
            "SELECT COUNT(*) AS n FROM task JOIN job ON job.id = task.job "
            "WHERE job.state = 'active' AND task.state IN ('waiting', 'running') AND job.id != ?"
        )
        return int(self._rows(question, job)[0]["n"])

    def end_all(self, build: str, error: str) -> None:
        """End the jobs of a build that nobody can work on, with the reason; what is finished stays."""
        with self._transaction() as db:
            for (job,) in db.execute(
                "SELECT id FROM job JOIN made_by ON made_by.job = job.id WHERE state = 'active' AND build = ?", (build,)
            ).fetchall():
                db.execute(
                    "UPDATE job SET state = 'failed', error = ?, finished = ? WHERE id = ?", (error, time.time(), job)
                )
                db.execute(
                    "UPDATE task SET state = 'cancelled' WHERE job = ? AND state IN ('waiting', 'running')", (job,)
                )

    def prune(self, days: float = KEEP_DAYS, most: int = KEEP_JOBS) -> None:
        """Forget jobs that ended long ago, and the oldest beyond a number; their findings are tidied elsewhere."""
        old = (
            "SELECT id FROM job WHERE state != 'active' AND (created < ? OR id NOT IN "
            "(SELECT id FROM job ORDER BY created DESC LIMIT ?))"
        )
        with self._transaction() as db:
            for (job,) in db.execute(old, (time.time() - days * 86_400, most)).fetchall():
                for table, name in (("task", "job"), ("made_by", "job"), ("job", "id")):
                    db.execute(f"DELETE FROM {table} WHERE {name} = ?", (job,))
            for table in ("served", "crew"):
                db.execute(f"DELETE FROM {table} WHERE at < ?", (time.time() - days * 86_400,))

    def ever_claimed(self, worker: str) -> bool:
        """Whether a worker got as far as taking something on."""
        return bool(self._rows("SELECT 1 FROM task WHERE worker = ? LIMIT 1", worker))

    def on_duty(self, pool: str, build: str, here: bool = True) -> None:
        """A server says that its workers live and work for a build, or that they no longer do."""
        with self._transaction() as db:
            if here:
                db.execute("INSERT OR REPLACE INTO crew VALUES (?, ?, ?)", (pool, build, time.time()))
            else:
                db.execute("DELETE FROM crew WHERE name = ?", (pool,))

    def others_on_duty(self, pool: str, build: str) -> bool:
        """Whether workers of another server have worked for a build until just now."""
        now = time.time()
        question = "SELECT 1 FROM crew WHERE name != ? AND build = ? AND at BETWEEN ? AND ? LIMIT 1"
        return bool(self._rows(question, pool, build, now - STALE_SECONDS, now + STALE_SECONDS))

    # What workers do

    def claim(self, worker: str, build: str, before: Task | None = None) -> Task | None:
        """Take the next task in fairness, or None. Runs whose worker fell silent come back first.

        Args:
            before: What this worker did last; of the same job, runs of the same seed come next.
        """
        now = time.time()
        with self._transaction() as db:
            self._return_stale(db, now - STALE_SECONDS, now + STALE_SECONDS)
            row = db.execute(NEXT, (build, *(("", 0) if before is None else (before.job, before.seed)))).fetchone()
            if row is None:
                return None
            db.execute(
                "UPDATE task SET state = 'running', worker = ?, beat = ?, fraction = 0, attempts = attempts + 1 "
                "WHERE job = ? AND number = ?",
                (worker, now, row["job"], row["number"]),
            )
            db.execute("INSERT OR REPLACE INTO served VALUES (?, ?)", (row["session"], now))
            same = "job = ? AND seed = ? AND column_number != ? AND state = 'waiting'"
            more = db.execute(f"SELECT 1 FROM task WHERE {same} LIMIT 1", (row["job"], row["seed"], GATHER)).fetchone()
        fields = ("job", "number", "column_number", "seed", "run_key", "request", "request_key")
        return Task(*(row[name] for name in fields), more is not None)

    def _return_stale(self, db: sqlite3.Connection, before: float, after: float) -> None:
        """Take back what was last heard of before one moment, or after another: then the clock was put back since."""
        db.execute(
            "UPDATE task SET state = 'failed', error = ? "
            "WHERE state = 'running' AND beat NOT BETWEEN ? AND ? AND attempts >= ?",
            (f"{DIED}|", before, after, ATTEMPTS),
        )
        db.execute(
            "UPDATE task SET state = 'waiting', worker = NULL WHERE state = 'running' AND beat NOT BETWEEN ? AND ?",
            (before, after),
        )
        db.execute(
            "UPDATE job SET state = 'failed', finished = ?, error = ? "
            "WHERE state = 'active' AND id IN (SELECT job FROM task WHERE column_number = -1 AND state = 'failed')",
            (time.time(), f"{NOT_GATHERED}|"),
        )

    def heartbeat(self, task: Task, worker: str, fraction: float) -> bool:
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
            self._return_stale(db, 1.0, math.inf)

    def give_back(self, task: Task, worker: str) -> None:
        """Put a task back as if it had never been taken."""
        with self._transaction() as db:
            db.execute(
                "UPDATE task SET state = 'waiting', worker = NULL, attempts = attempts - 1 "
                "WHERE job = ? AND number = ? AND worker = ? AND state = 'running'",
                (task.job, task.number, worker),
            )

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


def _refuse_too_many(db: sqlite3.Connection, asked: Asked, most: int) -> None:
    """Refuse a job beyond what its owner, and all owners together, may have under way with this build."""
    question = (
        "SELECT COUNT(*), COALESCE(SUM(session = ?), 0) FROM job JOIN made_by ON made_by.job = job.id "
        "WHERE state = 'active' AND build = ?"
    )
    of_all, of_owner = db.execute(question, (asked.owner, asked.build)).fetchone()
    if of_owner >= most:
        raise TooMany(most)
    if of_all >= MOST_OF_ALL:
        raise TooMany(MOST_OF_ALL, of_all=True)
