"""How far the runs are, on a terminal; nothing anywhere else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from ..reports.wording import Words
from ..runs.task import Progress


@contextmanager
def progress_bar(total: int, say: Words, quiet: bool = False) -> Iterator[Progress | None]:
    """A bar on standard error while runs are going, if somebody can see it."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:.1f}/{task.total:.0f}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        line = bar.add_task(say("bar.runs"), total=total)
        yield lambda done: bar.update(line, completed=done)
