"""All work of the page: everything it wants simulated goes through here and survives the page.

Asking, watching, cancelling and fetching only touch files; simulations happen in worker processes. A reload, a second
tab or a killed server finds the job again by its id, and only unfinished runs are done again.
"""

from __future__ import annotations

import importlib
import sqlite3
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ...experiments.runs.folders import keep_private, own_folder
from ...scenarios.faults import InputFault
from .cache import Cache, Lately
from .healing import damaged_lately
from .pace import Pace
from .request import AnotherBuild, Request
from .staffed import Staffed
from .store import GATHER, Asked, JobStore
from .worker_pool import UPDATED, PoolSettings, usual_size


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


class Jobs(Staffed):
    """Asked work and its results. One per server process; any number of them may share a folder."""

    def __init__(self, folder: Path, workers: int | None = None, work: str = "shapan.app.jobs.work") -> None:
        super().__init__()
        self.folder = own_folder(folder)
        self.size = workers if workers is not None else usual_size()
        self.work_name = work
        self.build: str = self.work.build()  # as long as this process lives: its names stand for these sources
        self.store = JobStore(self.folder, heal=True)
        keep_private(self.folder, self.store.path)
        self.runs = Cache(self.folder / "runs")
        self.results = Cache(self.folder / "results")
        self.lately = Lately(self.results)
        self.pace = Pace(self.store, self.work.residents_of, self.size)
        with suppress(sqlite3.OperationalError):  # a full disk; there is time for this later
            self.store.prune()
        if self.store.unfinished(self.build):
            self.start()

    @property
    def work(self) -> Any:
        """The module that knows what may be asked, how to run one column and how to gather runs."""
        return importlib.import_module(self.work_name)

    def settings(self) -> PoolSettings:
        """What workers are started for."""
        return PoolSettings(self.folder, self.work_name, self.build, self.size)

    @property
    def set_aside(self) -> Path | None:
        """The job file that was damaged and lies beside the new one, if that happened lately."""
        return damaged_lately(self.store.path)

    def submit(self, request: Request, session: str, owner: str | None = None, most: int | None = None) -> str:
        """Queue a comparison and return its id; one's own job that asks the same is not asked twice.

        Finished runs and findings are shared by everybody; names are not, so each asker has a job of their own.

        Args:
            session: Who asks, so that workers are shared fairly.
            owner: Whose the job is, where that outlives the session; the session itself if not given.
            most: How many jobs the owner may have under way; any number if None.

        Raises:
            InputFault: Nobody may ask this.
            TooMany: The owner has as many under way as they may, or everybody together.
        """
        asked = replace(self._asked(self.work.check(request), owner or session), most=most)
        # A finding that is there and cannot be read is made anew: otherwise asking again would lead nowhere.
        finished = asked.request_key in self.results and self.lately.get(asked.request_key) is not None
        job = self.store.find(asked, "active") or (self.store.find(asked, "done") if finished else None)
        if job is None:
            keys = self.work.keys_of_runs(request)
            tasks = [(*task, keys[task], keys[task] in self.runs) for task in request.tasks()]
            job = self.store.add(asked, tasks, done=finished)
        self.start()
        return job

    def _asked(self, request: Request, owner: str) -> Asked:
        return Asked(owner, request.as_text(), self.work.key_of_result(request), self.build)

    def may_cancel(self, job: str, owner: str | None) -> bool:
        """Whether somebody may stop a job: its owner, and the person at the machine, who is called None."""
        row = self.store.job(job)
        return row is not None and (owner is None or row["session"] == owner)

    def cancel(self, job: str, owner: str | None = None) -> bool:
        """Stop a job of one's own; None is the person at the machine, who may stop any. False if it was not stopped.

        Runs that are finished stay and are not done again next time.
        """
        if not self.may_cancel(job, owner):
            return False
        self.store.cancel(job)
        return True

    def progress(self, job: str) -> Progress | None:
        """How the job stands now, or None when nobody knows it or another build asked it in words of its own."""
        row = self.store.job(job)
        if row is None or (request := _understood(self.work, row)) is None:
            return None
        tasks = [task for task in self.store.tasks(job) if task["column_number"] != GATHER]
        finished = sum(task["state"] == "done" for task in tasks)
        failed = sum(task["state"] == "failed" for task in tasks)
        under_way = sum(task["fraction"] for task in tasks if task["state"] == "running")
        state, error = self._ended(row, tasks)
        others = self.store.ahead(job) if state == "active" else 0
        left = self.pace.seconds_left(request, len(tasks) - finished - failed - under_way, others, tasks)
        return Progress(
            job=job,
            state=state,
            request=request,
            created=row["created"],
            runs=len(tasks),
            finished=finished,
            failed=failed,
            under_way=under_way,
            seconds_left=left if state == "active" else None,
            others=others,
            error=error,
        )

    def _ended(self, row: Any, tasks: list[Any]) -> tuple[str, str | None]:
        """State and error of a job; one that workers of this build leave alone has failed for them."""
        if row["state"] == "active" and self.store.build_of(row["id"]) != self.build:
            return "failed", f"{UPDATED}|"
        return row["state"], row["error"] or next((task["error"] for task in tasks if task["error"]), None)

    def result(self, job: str) -> Any | None:
        """The gathered comparison of a finished job, or None."""
        row = self.store.job(job)
        if row is None or row["state"] != "done" or row["request_key"] not in self.results:
            return None
        return self.lately.get(row["request_key"])

    def find(self, request: Request) -> str | None:
        """The id of anybody's finished job that asks just this, names included, of today's build."""
        asked = self._asked(self.work.check(request), "")
        return self.store.find(asked, "done", anybody=True) if asked.request_key in self.results else None

    def recent(self, limit: int = 8, owner: str | None = None) -> list[Progress]:
        """The latest jobs of one owner, newest first; of everybody for the person at the machine, who is None."""
        found = [self.progress(row["id"]) for row in self.store.recent(limit, owner)]
        return [progress for progress in found if progress is not None]

    def of_another_build(self, owner: str | None = None, limit: int = 8) -> int:
        """How many of the latest jobs this build cannot read; a list of recent ones names them in one row."""
        return sum(_understood(self.work, row) is None for row in self.store.recent(limit, owner))

    def estimate(self, request: Request) -> Estimate:
        """Runs and seconds before anything starts: from runs measured here, else from a stated first guess."""
        keys = self.work.keys_of_runs(self.work.check(request))
        finished = sum(key in self.runs for key in keys.values())
        each, measured = self.pace.seconds_per_run(request)
        rounds = -(-(len(keys) - finished) // max(1, self.size))
        return Estimate(runs=len(keys), finished=finished, seconds=rounds * each, measured=measured)

    def wait(self, job: str, seconds: float) -> Progress | None:
        """Block until the job has ended or time is up; for the command line and tests, never for the page."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            progress = self.progress(job)
            if progress is None or progress.state != "active":
                return progress
            time.sleep(0.1)
        return self.progress(job)


def _understood(work: Any, row: Any) -> Request | None:
    """What a job asks, if this build knows all of it."""
    try:
        request: Request = work.check(Request.from_text(row["request"]))
    except (AnotherBuild, InputFault):
        return None
    return request
