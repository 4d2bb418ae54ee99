"""What a Dask worker does for a study: it says which build it is, makes one run at a time and sends back all of it.

Nothing is written at the worker for good, so that its disk need not be that of the command; whoever asked writes the
tables down.
"""

from __future__ import annotations

import os
import signal
import tempfile
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..runs.task import Finished, Task

ONE_AT_A_TIME = threading.Lock()
"""A worker with several threads makes one run after the other: a beginning that runs share is kept by the process."""


@dataclass(frozen=True)
class Answer:
    """What came of a task at a worker.

    Attributes:
        worker: The address of the worker.
        build: The worker's build, where it is another and the task was refused; empty where it is the same.
        done: How the run ended; None where the task was refused.
        tables: Names of files and what is in them, in the order in which they were written.
        machine: What else than the build the last bits hang on there: libraries, processor.
    """

    worker: str
    build: str = ""
    machine: str = ""
    done: Finished | None = None
    tables: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True)
class Asked:
    """A run that is asked for.

    Attributes:
        build: That of whoever asks; a worker of another build refuses.
        more: Whether another run that begins alike is sure to follow.
        tables: Whether the tables of the run are wanted, beside its row.
    """

    task: Task
    build: str
    more: bool = False
    tables: bool = False


def made_there(asked: Asked) -> Answer:
    """Make one run at this worker."""
    from ..runs.folders import build_mark, machine_mark

    if build_mark() != asked.build:
        return Answer(here(), build=build_mark())
    with ONE_AT_A_TIME:
        done, tables = with_tables(asked) if asked.tables else (finished(asked, None), ())
    return Answer(here(), machine=machine_mark(), done=done, tables=tables)


def with_tables(asked: Asked) -> tuple[Finished, tuple[tuple[str, bytes], ...]]:
    """The run and its tables, out of a folder that goes again."""
    with tempfile.TemporaryDirectory(prefix="shapan-run-") as folder:
        done = finished(asked, Path(folder))
        files = sorted(Path(folder).glob("*.parquet"), key=lambda path: path.stat().st_mtime_ns)
        return done, tuple((path.name, path.read_bytes()) for path in files)


def finished(asked: Asked, folder: Path | None) -> Finished:
    """The run as any worker makes it."""
    from ...model.ahead import another_follows
    from ..runs.runner import finish

    with another_follows(asked.more):
        return finish(asked.task, folder)


def here() -> str:
    """The address of the worker that this is called in."""
    from distributed import get_worker

    return str(get_worker().address)


def which_build() -> str:
    """The build of a worker, or why it has none; sent as code, since a worker may not have this file."""
    try:
        from ..runs.folders import build_mark

        return build_mark()
    except Exception as fault:
        return f"{type(fault).__name__}: {fault}"[:120]


def dask_setup(worker: Any) -> None:
    """Dask calls this as a worker of our own cluster begins: Ctrl-C on the terminal is the command's business."""
    del worker
    for name in ("SIGINT", "SIGHUP"):
        with suppress(ValueError, OSError, AttributeError):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    if hasattr(os, "setsid"):
        with suppress(OSError):
            os.setsid()
