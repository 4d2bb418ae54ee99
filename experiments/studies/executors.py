"""Who makes the runs of a study: this process, processes of this machine, or whoever else hands them back.

An executor takes tasks and gives back how each ended, in whatever order. It keeps nothing: rows are written down by
whoever asked, and tables by whoever made the run, before anybody hears of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ..runs.cores import cores
from ..runs.runner import run_many
from ..runs.task import Finished, Progress, Task


class Executor(Protocol):
    """The door that a cluster comes in by."""

    @property
    def at_once(self) -> int:
        """How many runs it makes at the same time."""

    def make(self, tasks: Sequence[Task], parts: Path | None, progress: Progress | None) -> Iterator[Finished]:
        """Make every run and hand each over when it is done; closing the iterator drops what is under way.

        Args:
            parts: Where each run leaves its tables; None where only rows are kept.
            progress: Called with the number of runs done, counting parts of runs.
        """


@dataclass(frozen=True)
class Serial:
    """One run after the other, in this process: for looking into what happens."""

    at_once: int = 1

    def make(self, tasks: Sequence[Task], parts: Path | None, progress: Progress | None) -> Iterator[Finished]:
        """Make every run here."""
        return run_many(tasks, 1, progress, folder=parts)


@dataclass(frozen=True)
class Processes:
    """Worker processes of this machine; one that dies loses only its run, which another makes again."""

    at_once: int

    def make(self, tasks: Sequence[Task], parts: Path | None, progress: Progress | None) -> Iterator[Finished]:
        """Share the runs among them."""
        return run_many(tasks, self.at_once, progress, folder=parts)


def executor_of(workers: int | None) -> Executor:
    """Processes, as many as asked for or as this machine has cores; this process alone for one."""
    count = cores() if workers is None else workers
    return Serial() if count == 1 else Processes(count)


@contextmanager
def executor_at(workers: int | None, cluster: str | None = None) -> Iterator[Executor]:
    """Whoever makes the runs, for as long as the block goes.

    Args:
        cluster: "local" or the address of a Dask scheduler; processes of this machine if None.

    Raises:
        Refused: There is no such cluster, or it cannot make runs of this build.
    """
    if cluster is None:
        yield executor_of(workers)
        return
    from .cluster import cluster_at

    with cluster_at(cluster, workers) as found:
        yield found
