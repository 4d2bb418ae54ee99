"""Carrying a search out: trials a population at a time, then what was found once more on seeds nobody chose by."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ...scenarios.faults import InputFault
from ...scenarios.scenario import Scenario
from ..runs.task import Finished, Progress, Task
from ..studies.executors import Executor
from ..studies.running import Course, Heard
from .front import spread_out, undominated
from .keeping import SearchFolder
from .proposing import Proposal, Proposer
from .search_file import SearchFile

REFERENCE = 0
"""The number of the scenario whose levers are changed; trials are numbered from 1."""


@dataclass(frozen=True, eq=False)
class Trial:
    """A policy that was tried.

    Attributes:
        scenario: None where its levers do not go together.
        refused: Why they do not.
    """

    number: int
    values: Mapping[str, Any]
    scenario: Scenario | None
    refused: str = ""

    @cached_property
    def hash(self) -> str:
        """The hash of its scenario; "" where it has none."""
        return self.scenario.hash if self.scenario is not None else ""


@dataclass(eq=False)
class Search:
    """A search as far as it has come.

    Attributes:
        trials: The reference first, under number 0, then every trial so far.
        chosen: Numbers of the trials that were run again on other seeds; None until that is known.
    """

    file: SearchFile
    base: Scenario
    trials: dict[int, Trial] = field(default_factory=dict)
    chosen: list[int] | None = None

    def __post_init__(self) -> None:
        self.trials[REFERENCE] = Trial(REFERENCE, {}, self.base)

    @property
    def most_runs(self) -> int:
        """Runs at most: every trial, and as many candidates as there may be, with the reference."""
        file = self.file
        candidates = min(file.candidates, file.trials)
        return (file.trials + 1) * len(file.runs.seeds) + (candidates + 1) * len(file.holdout)

    def add(self, proposal: Proposal) -> Trial:
        """A proposed trial as the scenario it means."""
        try:
            found = Trial(proposal.number, proposal.values, self.base.set_many(proposal.values))
            _ = found.hash
        except InputFault as fault:
            found = Trial(proposal.number, proposal.values, None, fault.text())
        self.trials[proposal.number] = found
        return found

    def task(self, trial: Trial, seed: int, replication: int) -> Task:
        """One run of a trial."""
        assert trial.scenario is not None
        runs = self.file.runs
        name = str(trial.number) if trial.number else "reference"
        more: dict[str, Any] = {"column": trial.number, "replication": replication, "redraw": runs.redraw}
        return Task(name, trial.scenario, seed, runs.days, runs.warmup, only_row=True, **more)


def means_of(store: SearchFolder, trial: Trial, seeds: Sequence[int], names: Sequence[str]) -> dict[str, float] | None:
    """Indicator -> mean over seeds; None where a run is missing, failed, or could not know one of them."""
    found = values_of(store, trial, seeds, names)
    return None if found is None else {name: sum(values) / len(values) for name, values in found.items()}


def values_of(
    store: SearchFolder, trial: Trial, seeds: Sequence[int], names: Sequence[str]
) -> dict[str, list[float]] | None:
    """Indicator -> one value a seed; None where one of them is not known."""
    rows = [store.row(trial.hash, seed) for seed in seeds]
    known = [row for row in rows if row is not None and row["stage"] == "done"]
    if len(known) < len(rows) or any(row.get(name) is None for row in known for name in names):
        return None
    return {name: [float(row[name]) for row in known] for name in names}


def carry_out(
    store: SearchFolder,
    search: Search,
    executor: Executor,
    course: Course,
    progress: Progress | None = None,
    heard: Heard | None = None,
) -> Course:
    """Make what is missing; Ctrl-C, a full disk and a deadline leave what is finished.

    Args:
        progress: Called with the number of runs done, those of earlier times included.
        heard: Called with every run as it is made.
    """
    maker = _Maker(store, search, executor, course, progress=progress, heard=heard)
    file = search.file
    try:
        going = maker.make([search.trials[REFERENCE]], file.runs.seeds)
        for trials in _generations(store, search) if going else ():
            if not maker.make(trials, file.runs.seeds):
                return course
        if going:
            chosen = choose(store, search)
            course.ended = maker.make([search.trials[number] for number in (REFERENCE, *chosen)], file.holdout)
            if course.ended:
                search.chosen = chosen
    except KeyboardInterrupt:
        course.interrupted = True
    return course


def gone_through(store: SearchFolder, search: Search) -> Search:
    """The same search as far as its journal says, without making any run."""
    file = search.file
    for trials in _generations(store, search):
        if any(not store.knows(one.hash, seed) for one in trials if one.scenario for seed in file.runs.seeds):
            break
    else:
        chosen = choose(store, search)
        there = all(store.knows(search.trials[one].hash, seed) for one in (REFERENCE, *chosen) for seed in file.holdout)
        search.chosen = chosen if there else None
    return search


def _generations(store: SearchFolder, search: Search) -> Iterator[list[Trial]]:
    """A population at a time; what came of one is told before the next is asked for."""
    file, proposer = search.file, Proposer(search.file)
    left = file.trials
    while left > 0:
        trials = [search.add(one) for one in proposer.next(min(file.population, left))]
        left -= len(trials)
        yield trials
        for trial in trials:
            known = trial.scenario is not None
            proposer.tell(trial.number, means_of(store, trial, file.runs.seeds, file.indicators) if known else None)


def choose(store: SearchFolder, search: Search) -> list[int]:
    """The Pareto set of all trials that keep within the bounds, thinned out where it is large."""
    file, costs, alike = search.file, {}, {}
    for number, trial in search.trials.items():
        means = means_of(store, trial, file.runs.seeds, file.indicators) if number and trial.scenario else None
        if means is not None and file.kept(means):
            costs[number], alike[number] = file.costs(means), trial.hash
    return spread_out({number: costs[number] for number in undominated(costs, alike)}, file.candidates)


@dataclass(eq=False)
class _Maker:
    """Makes the runs that are missing and writes them down."""

    store: SearchFolder
    search: Search
    executor: Executor
    course: Course
    progress: Progress | None
    heard: Heard | None

    def make(self, trials: Sequence[Trial], seeds: Sequence[int]) -> bool:
        """Every trial through every seed, seed by seed; False where the search has to stop here."""
        tasks: dict[tuple[str, int], Task] = {}
        for replication, seed in enumerate(seeds):
            for trial in trials:
                key = (trial.hash, seed)
                if trial.scenario is not None and key not in tasks and not self.store.knows(*key):
                    tasks[key] = self.search.task(trial, seed, replication)
        if not tasks:
            return True
        before = len(self.store)
        progress = self.progress

        def further(done: float) -> None:
            if progress is not None:
                progress(before + done)

        runs = self.executor.make(list(tasks.values()), None, further)
        with contextlib.closing(runs) as made:  # type: ignore[type-var]
            return all(self._kept(done) for done in made)

    def _kept(self, done: Finished) -> bool:
        course = self.course
        try:
            self.store.keep(done)
        except OSError as fault:
            course.unwritten = fault.strerror or str(fault)
            return False
        if done.failed:
            course.failures.append(done)
        if self.heard is not None:
            self.heard(done)
        course.late = course.until is not None and time.monotonic() > course.until
        return not course.late
