"""Runs made by the workers of a Dask cluster: one of our own on this machine, or one that somebody started.

Dask is left to move tasks and answers and to notice who is gone. Which worker makes which run is decided here, so that
runs that begin alike go to the same one, a run that kills its worker is tried by itself before it is given up, and no
worker of another build makes any.
"""

from __future__ import annotations

import logging
import queue
import re
import sys
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import ModuleType
from typing import Any

from ..runs.cores import cores
from ..runs.folders import build_mark
from ..runs.lined_up import Line
from ..runs.refusing import Refused
from ..runs.task import Finished, Progress, Task, failed
from ..runs.whole_file import whole_file
from ..runs.worker_pool import MOST_DEATHS, WorkerDied
from .far_worker import Answer, Asked, made_there, which_build

LOCAL = "local"
ADDRESS = re.compile(r"(tcp|tls)://\S+:\d{1,5}")
SECONDS_TO_CONNECT = 10.0
SECONDS_WITHOUT_WORKERS = 60.0
SECONDS_BETWEEN_LOOKS = 0.5
SECONDS_TO_FETCH = 60.0
OURS = {
    "distributed.scheduler.allowed-failures": 0,  # who died of what is counted here
    "distributed.nanny.pre-spawn-environ": {},  # as in our own worker processes
    "distributed.worker.use-file-locking": False,
}


class ClusterLost(Refused):
    """The scheduler, or its last worker, is gone and did not come back."""


@dataclass
class Cluster:
    """A cluster that makes runs.

    Attributes:
        client: Connected to the scheduler.
        most: Runs at once at most; as many as there are workers if None.
        make_one: What is done at a worker; takes an `Asked`, gives an `Answer`.
        fits: Address of every worker met so far -> whether its build is ours.
        others: Build of every worker that is not used -> how many of them.
        machines: Different sets of libraries and processors that runs were made with.
    """

    client: Any
    most: int | None = None
    make_one: Callable[[Asked], Answer] = made_there
    fits: dict[str, bool] = field(default_factory=dict)
    others: Counter[str] = field(default_factory=Counter)
    machines: set[str] = field(default_factory=set)

    @property
    def at_once(self) -> int:
        """How many runs it makes at the same time as things are."""
        return max(1, len(self.workers()))

    def make(self, tasks: Sequence[Task], parts: Path | None, progress: Progress | None) -> Iterator[Finished]:
        """Share the runs among the workers."""
        return Sharing(self, tasks, parts).results(progress)

    def workers(self) -> list[str]:
        """Addresses of the workers there are and that may be used, at most as many as may work at once."""
        there = list(self.client.nthreads())
        self._ask([one for one in there if one not in self.fits])
        return [one for one in there if self.fits.get(one)][: self.most]

    def _ask(self, new: list[str]) -> None:
        """Ask workers that were not met before which build they are."""
        if not new:
            return
        for address, said in self.client.run(as_code(which_build), workers=new, on_error="return").items():
            if isinstance(said, OSError):  # it was gone before it could say
                continue
            self.fits[address] = said == build_mark()
            if not self.fits[address]:
                self.others[str(said)[:120]] += 1


def as_code(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, sent as code and not by its name, which another build may not know."""
    import sys

    import cloudpickle

    module = sys.modules[function.__module__]
    cloudpickle.register_pickle_by_value(module)
    try:
        code = cloudpickle.dumps(function)
    finally:
        cloudpickle.unregister_pickle_by_value(module)
    return _Sent(code)


class _Sent:
    """A function as its code; unpickling it gives the function itself."""

    def __init__(self, code: bytes) -> None:
        self.code = code

    def __call__(self) -> Any:
        raise NotImplementedError

    def __reduce__(self) -> Any:
        import pickle

        return pickle.loads, (self.code,)


class Sharing:
    """One list of runs, shared among the workers of a cluster."""

    def __init__(self, cluster: Cluster, tasks: Sequence[Task], parts: Path | None) -> None:
        self.cluster, self.parts, self.total = cluster, parts, len(tasks)
        self.waiting = Line(tasks)
        self.alone: deque[Task] = deque()  # runs under which a worker ended: made when no other is under way
        self.deaths: Counter[str] = Counter()
        self.under_way: dict[Any, tuple[Task, str]] = {}  # future -> its task and whom it was given to
        self.news: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self.numbers: dict[str, int] = {}  # address -> what the line calls that worker
        self.seen = time.monotonic()  # when there was a worker last

    def results(self, progress: Progress | None) -> Iterator[Finished]:
        """Hand over runs as they finish; leaving early, for whatever reason, drops those under way."""
        done = 0
        try:
            while done < self.total:
                self._hand_out()
                try:
                    future = self.news.get(timeout=SECONDS_BETWEEN_LOOKS)
                except queue.Empty:
                    continue
                found = self._heard(future)
                if found is None:
                    continue
                done += 1
                if progress is not None:
                    progress(float(done))
                yield found
        finally:
            for future in list(self.under_way):
                future.cancel()

    def _hand_out(self) -> None:
        """Give every idle worker a run.

        Raises:
            ClusterLost: There has been no worker for a while.
        """
        try:
            there = self.cluster.workers()
        except OSError:  # the scheduler does not answer just now
            there = []
        self.seen = time.monotonic() if there else self.seen
        if time.monotonic() - self.seen > SECONDS_WITHOUT_WORKERS:
            raise ClusterLost("refused.cluster_lost", seconds=SECONDS_WITHOUT_WORKERS)
        busy = {address for _, address in self.under_way.values()}
        for address in there:
            if address not in busy and (turn := self._next(address)) is not None:
                self._give(address, *turn)

    def _next(self, address: str) -> tuple[Task, bool] | None:
        if self.waiting:
            return self.waiting.take(self.numbers.setdefault(address, len(self.numbers)))
        return (self.alone.popleft(), False) if self.alone and not self.under_way else None

    def _give(self, address: str, task: Task, more: bool) -> None:
        """To that worker, or to another should it be gone by then."""
        asked = Asked(task, build_mark(), more, tables=self.parts is not None)
        where = {"workers": [address], "allow_other_workers": True}
        future = self.cluster.client.submit(self.cluster.make_one, asked, pure=False, **where)
        self.under_way[future] = task, address
        future.add_done_callback(self.news.put)

    def _heard(self, future: Any) -> Finished | None:
        """How a run ended; None where it has to be made again."""
        task, _ = self.under_way.pop(future)
        try:
            answer = future.result(timeout=SECONDS_TO_FETCH)
        except Exception as fault:
            return self._ended_under(task, fault)
        if answer.done is None:
            self.cluster.fits[answer.worker] = False
            self.waiting.put_back(task)
            return None
        self.cluster.machines |= {answer.machine} - {""}
        return self._kept(replace(answer.done, task=task), answer.tables)

    def _ended_under(self, task: Task, fault: Exception) -> Finished | None:
        """A run whose worker ended, perhaps not through it: it is tried by itself before it is given up."""
        from distributed import KilledWorker

        tried_alone = bool(self.deaths[task.run_id])
        times = fault.allowed_failures + 1 if isinstance(fault, KilledWorker) else 1
        self.deaths[task.run_id] += times
        if not tried_alone or self.deaths[task.run_id] < MOST_DEATHS:
            self.alone.append(task)
            return None
        killed = isinstance(fault, KilledWorker)
        why = WorkerDied("refused.cluster_killed", times=self.deaths[task.run_id]) if killed else fault
        return failed(task, "worker", why, 0.0)

    def _kept(self, done: Finished, tables: tuple[tuple[str, bytes], ...]) -> Finished:
        """Write the tables of a run down, that of the run itself last, which says that the others are whole."""
        try:
            for name, content in tables if self.parts is not None else ():
                with whole_file(self.parts / name) as rough:  # type: ignore[operator]
                    rough.write_bytes(content)
        except OSError as fault:
            return replace(failed(done.task, "write", fault, done.wall_s), summary=done.summary)
        return done


@contextmanager
def cluster_at(where: str, workers: int | None = None) -> Iterator[Cluster]:
    """A cluster to make runs with; what was started for it has ended when the block ends.

    Args:
        where: "local" for workers of our own on this machine, or the address of a scheduler.
        workers: How many of our own (as many as this machine has cores if None), or of theirs at most.

    Raises:
        Refused: The library is missing, nobody answers at the address, or no worker there is of this build.
    """
    if where != LOCAL and not ADDRESS.fullmatch(where):
        raise Refused("usage.cluster", typed=where)
    try:
        import distributed
    except ImportError:
        raise Refused("refused.cluster_library") from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    with ExitStack() as stack:
        at = where if where != LOCAL else stack.enter_context(_our_own(workers or cores()))
        try:
            client = stack.enter_context(distributed.Client(at, timeout=SECONDS_TO_CONNECT, set_as_default=False))
        except (OSError, ValueError, RuntimeError) as fault:
            raise Refused("refused.no_scheduler", address=where, why=_reason(fault)) from None
        yield _met(Cluster(client, None if where == LOCAL else workers), where)


@contextmanager
def _our_own(workers: int) -> Iterator[Any]:
    """Worker processes of this machine under a scheduler that only this machine reaches."""
    import tempfile

    import dask
    from distributed import LocalCluster

    quiet = {"dashboard_address": None, "silence_logs": logging.CRITICAL}
    with (
        tempfile.TemporaryDirectory(prefix="shapan-dask-", ignore_cleanup_errors=True) as folder,
        dask.config.set(OURS),
        _nothing_to_import_again(),
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            host="127.0.0.1",
            memory_limit=0,
            local_directory=folder,
            preload=[f"{__package__}.far_worker"],
            **quiet,
        ) as ours,
    ):
        yield ours


@contextmanager
def _nothing_to_import_again() -> Iterator[None]:
    """Have worker processes start without the script that started this one.

    A spawned process imports the main script again, also one that takes the place of a killed worker. A script without
    a guard would then start clusters of its own, and a page drawn by another library cannot be imported at all. Workers
    need nothing of it: all they are asked for is ours.
    """
    script = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = script


def _met(cluster: Cluster, where: str) -> Cluster:
    """The cluster once a worker of this build is there.

    Raises:
        Refused: There is none.
    """
    until = time.monotonic() + SECONDS_TO_CONNECT
    while not cluster.workers():
        if cluster.others:
            there = ", ".join(cluster.others)
            raise Refused("refused.cluster_build", address=where, there=there, here=build_mark())
        if time.monotonic() > until:
            raise Refused("refused.cluster_empty", address=where)
        time.sleep(SECONDS_BETWEEN_LOOKS)
    return cluster


def _reason(fault: BaseException) -> str:
    return (str(fault).strip() or type(fault).__name__).splitlines()[0]
