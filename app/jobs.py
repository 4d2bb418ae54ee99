"""The one door to work: everything the page wants simulated goes through here and survives the page.

Asking, watching, cancelling and fetching only touch files; simulations happen in worker processes. A reload, a second
tab or a killed server finds the job again by its id, and only unfinished runs are done again.
"""

from __future__ import annotations

import importlib
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .asking import Request
from .crew import Crew, usual_size
from .jobstore import GATHER, JobStore
from .shelf import Shelf

# Seconds per simulated resident and day until this machine has measured its own; generous, so that people are
# surprised only pleasantly. The base is what a run costs however small the place is.
FIRST_GUESS_SECONDS = 2.6e-8
FIRST_GUESS_BASE = 0.4

LATELY = 12  # findings kept in memory for all sessions together


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a request would cost before anybody starts it."""

    runs: int
    finished: int
    seconds: float
    measured: bool

    @property
    def minutes(self) -> float:
        return self.seconds / 60


@dataclass(frozen=True, slots=True)
class Progress:
    """How a job stands. `state` is active, done, failed or cancelled."""

    job: str
    state: str
    request: Request
    created: float
    runs: int
    finished: int
    failed: int
    under_way: float
    seconds_left: float | None
    others: int
    error: str | None

    @property
    def fraction(self) -> float:
        return min(1.0, (self.finished + self.failed + self.under_way) / max(1, self.runs))


class Jobs:
    """The door. One per server process; any number of them may share a folder."""

    def __init__(self, folder: Path, workers: int | None = None, work: str = "shapan.app.simulation") -> None:
        self.folder = Path(folder)
        self.size = workers if workers is not None else usual_size()
        self.work_name = work
        self.store = JobStore(self.folder)
        self.runs = Shelf(self.folder / "runs")
        self.results = Shelf(self.folder / "results")
        self._crew: Crew | None = None
        self._lock = threading.Lock()
        self._lately: dict[str, Any] = {}
        if self.store.unfinished():
            self.start()

    @property
    def work(self) -> Any:
        """The module that knows how to run one column and to gather runs; imported when first needed."""
        return importlib.import_module(self.work_name)

    def start(self) -> None:
        """Have workers looked after by this process from now on."""
        with self._lock:
            if self._crew is None and self.size > 0:
                self._crew = Crew(self.store, self.folder, self.work_name, self.size)

    def stop(self) -> None:
        with self._lock:
            if self._crew is not None:
                self._crew.stop()
                self._crew = None

    def submit(self, request: Request, session: str) -> str:
        """Queue a comparison and return its id. A finished answer, or one's own job under way, is not asked twice."""
        key = self.work.key_of_result(request)
        under_way = self.store.find(key, ("active",), session)
        finished = self.store.find(key, ("done",)) if key in self.results else None
        job = under_way or finished or self._add(request, key, session)
        self.start()
        return job

    def _add(self, request: Request, key: str, session: str) -> str:
        keys = self.work.keys_of_runs(request)
        tasks = [
            (column, seed, keys[column, seed], keys[column, seed] in self.runs) for column, seed in request.tasks()
        ]
        return self.store.add(session, request.as_text(), key, tasks)

    def cancel(self, job: str) -> None:
        """Stop a job. Runs that are finished stay and are not done again next time."""
        self.store.cancel(job)

    def progress(self, job: str) -> Progress | None:
        """How the job stands now, or None when nobody knows it."""
        row = self.store.job(job)
        if row is None:
            return None
        request = Request.from_text(row["request"])
        tasks = [task for task in self.store.tasks(job) if task["column_number"] != GATHER]
        finished = sum(task["state"] == "done" for task in tasks)
        failed = sum(task["state"] == "failed" for task in tasks)
        under_way = sum(task["fraction"] for task in tasks if task["state"] == "running")
        others = self.store.ahead(job) if row["state"] == "active" else 0
        left = self._seconds_left(request, len(tasks) - finished - failed - under_way, others, tasks)
        errors = [task["error"] for task in tasks if task["error"]]
        return Progress(
            job=job,
            state=row["state"],
            request=request,
            created=row["created"],
            runs=len(tasks),
            finished=finished,
            failed=failed,
            under_way=under_way,
            seconds_left=left if row["state"] == "active" else None,
            others=others,
            error=row["error"] or (errors[0] if errors else None),
        )

    def _seconds_left(self, request: Request, runs_left: float, others: int, tasks: list[Any]) -> float:
        walls = [task["wall_s"] for task in tasks if task["wall_s"]]
        each = sum(walls) / len(walls) if walls else self._seconds_per_run(request)[0]
        share = self.size / 2 if others >= self.size else self.size
        return max(1.0, runs_left * each / max(1.0, share))

    def result(self, job: str) -> Any | None:
        """The gathered comparison of a finished job, or None."""
        row = self.store.job(job)
        if row is None or row["state"] != "done" or row["request_key"] not in self.results:
            return None
        return self._read(row["request_key"])

    def _read(self, key: str) -> Any | None:
        """A finding from disk, or as read a moment ago: a page asks for the same one at every click."""
        with self._lock:
            if key not in self._lately:
                found = self.results.get(key)
                if found is None:
                    return None
                self._lately[key] = found
            while len(self._lately) > LATELY:
                del self._lately[next(iter(self._lately))]
            return self._lately[key]

    def find(self, request: Request) -> str | None:
        """The id of a finished job that answers this request with today's build."""
        key = self.work.key_of_result(request)
        return self.store.find(key, ("done",)) if key in self.results else None

    def recent(self, limit: int = 8) -> list[Progress]:
        """The latest jobs of everybody on this machine, newest first."""
        found = [self.progress(row["id"]) for row in self.store.recent(limit)]
        return [progress for progress in found if progress is not None]

    def estimate(self, request: Request) -> Estimate:
        """Runs and seconds before anything starts: from runs measured here, else from a stated first guess."""
        keys = self.work.keys_of_runs(request)
        finished = sum(key in self.runs for key in keys.values())
        each, measured = self._seconds_per_run(request)
        rounds = -(-(len(keys) - finished) // max(1, self.size))
        return Estimate(runs=len(keys), finished=finished, seconds=rounds * each, measured=measured)

    def _seconds_per_run(self, request: Request) -> tuple[float, bool]:
        days = request.days + request.warmup
        place = request.columns[0].place
        measured = sorted(wall / max(1, past) for past, wall in self.store.timings(place))
        if measured:
            return measured[len(measured) // 2] * days + 0.05, True
        residents = self.work.residents_of(place)
        return FIRST_GUESS_BASE + FIRST_GUESS_SECONDS * residents * days, False

    def wait(self, job: str, seconds: float) -> Progress | None:
        """Block until the job has ended or time is up; for the command line and tests, never for the page."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            progress = self.progress(job)
            if progress is None or progress.state != "active":
                return progress
            time.sleep(0.1)
        return self.progress(job)
