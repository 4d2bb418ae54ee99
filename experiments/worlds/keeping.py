"""Which draws still fit what is known of a place: each lives through a year of the status quo, others are dropped.

What was tried is kept one a line beside the result, so that it can be stopped and started again.
"""

from __future__ import annotations

import csv
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ...scenarios.worlds import Kept, World, in_world, ranges_of
from ..runs.runner import run_many
from ..runs.task import Finished, Task
from ..runs.whole_file import append_row

if TYPE_CHECKING:
    from ...scenarios.library import Scenario

DAYS, KEEP = 365, 40
HEAD = ("draw", "model")
Run = Callable[[Sequence[Task]], Iterator[Finished]]


@dataclass(frozen=True)
class Tried:
    """One draw and how its status quo came out; a run that failed has no figures."""

    draw: str
    model: str
    figures: Mapping[str, float]

    def misses(self, ranges: Mapping[str, tuple[float, float]]) -> list[str]:
        """Which ranges it leaves; every one that it could not know."""
        return [name for name, (low, high) in ranges.items() if not low <= self.figures.get(name, float("nan")) <= high]


@dataclass(frozen=True)
class Trial:
    """What trying the draws of a place came to.

    Attributes:
        kept: None as long as no draw was kept.
        dropped: Range -> draws that left it; one draw may leave several.
        left: Draws not tried, because enough were kept or time was up.
    """

    kept: Kept | None
    tried: int
    dropped: Mapping[str, int]
    left: int


def read_tried(path: Path) -> list[Tried]:
    """What was tried so far; a line that was cut off is left out."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if None not in row and None not in row.values()]
    return [
        Tried(row["draw"], row["model"], {name: float(text) for name, text in row.items() if name not in HEAD and text})
        for row in rows
    ]


@dataclass(frozen=True)
class Trying:
    """Where what was tried is kept, by which model, for how long and on how many cores."""

    path: Path
    model: str
    minutes: float | None = None
    workers: int | None = None


def try_draws(scenario: Scenario, worlds: Sequence[World], keep: int, how: Trying, run: Run | None = None) -> Trial:
    """Try draws in their order until enough are kept, storing each as it is done.

    Args:
        scenario: The place under its status quo.
        keep: How many are wanted.
    """
    ranges = ranges_of(scenario.place_id)
    known = {one.draw: one for one in read_tried(how.path) if one.model == how.model}
    done = [known[world.name] for world in worlds if world.name in known]
    until = None if how.minutes is None else time.monotonic() + 60.0 * how.minutes
    open_ones = [world for world in worlds if world.name not in known]
    size = how.workers or 1
    for first in range(0, len(open_ones), size):
        if sum(not one.misses(ranges) for one in done) >= keep or (until and time.monotonic() > until):
            break
        some = open_ones[first : first + size]
        for finished in (run or _run(how.workers))([_task(scenario, world, worlds) for world in some]):
            done.append(_tried(finished, how.model, ranges))
            _append(how.path, done[-1], ranges)
    return trial_of(worlds, done, ranges, keep, how.model)


def trial_of(
    worlds: Sequence[World], done: Sequence[Tried], ranges: Mapping[str, tuple[float, float]], keep: int, model: str
) -> Trial:
    """The first draws that fit, as many as wanted, and how many were tried up to the last of them."""
    by_name = {one.draw: one for one in done}
    kept: list[World] = []
    tried: list[Tried] = []
    for world in worlds:
        if world.name not in by_name or len(kept) == keep:
            continue
        tried.append(by_name[world.name])
        if not tried[-1].misses(ranges):
            kept.append(world)
    dropped = Counter(name for one in tried for name in one.misses(ranges))
    found = Kept(tuple(kept), len(tried), model) if kept else None
    return Trial(found, len(tried), dict(dropped), len(worlds) - len(tried))


def _run(workers: int | None) -> Run:
    return lambda tasks: run_many(tasks, workers or 1)


def _task(scenario: Scenario, world: World, worlds: Sequence[World]) -> Task:
    """A year of the status quo in a world, with a seed of the draw's own."""
    return Task(world.name, in_world(scenario, world), 1 + worlds.index(world), DAYS)


def _tried(finished: Finished, model: str, ranges: Mapping[str, tuple[float, float]]) -> Tried:
    known = finished.summary.indicators if finished.summary is not None else {}
    return Tried(finished.task.name, model, {name: known[name] for name in ranges if name in known})


def _append(path: Path, one: Tried, names: Mapping[str, object]) -> None:
    figures = [f"{one.figures[name]:.6g}" if name in one.figures else "" for name in names]
    append_row(path, [*HEAD, *names], [one.draw, one.model, *figures])
