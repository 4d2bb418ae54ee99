"""One scenario and one seed become one run; many of them share the cores of this machine.

`simulate` is the one door to the model: scenario, seed and version give the same bits in any process. `run_many`
hands runs to worker processes; a run that fails is a row that says where and why, and stops no other.
"""

from __future__ import annotations

import threading
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from numbers import Integral
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..reports.matters import counts_of
from .cores import cores
from .naming import run_id
from .refusing import Refused

if TYPE_CHECKING:
    from ...model.record import Run
    from ...scenarios.library import Scenario
    from ...scenarios.recorded import Recorded

DAYS = 1095
WARMUP = 180
SEED = 1
LONGEST = 36_525  # a hundred years

Progress = Callable[[float], None]


class Cancelled(Exception):
    """Somebody no longer wants to know."""


def simulate(
    scenario: Scenario | Recorded,
    seed: int = SEED,
    days: int = DAYS,
    warmup: int = WARMUP,
    progress: Progress | None = None,
    *,
    redraw: bool = False,
) -> Run:
    """Let the district of a scenario live through `warmup` and then `days` measured days.

    Args:
        scenario: What `load` returned, perhaps changed since.
        seed: Drives everything that happens; the people come from the place's own seed.
        days: Measured days.
        warmup: Days before them, lived under the place's status quo.
        progress: Called now and then with the share that is done.
        redraw: Whether the place's own seed follows `seed`, so that every replication lives in a place drawn anew and
            both sides of a pair in the same one.

    Raises:
        Refused: A number no run can mean, something that is no scenario, or drawn grids that do not fit the place.
    """
    from ...model.run import Plan, run_district
    from ...scenarios.recorded import Recorded
    from ...scenarios.scenario import Scenario, drawn_anew
    from .doors import kind_of
    from .folders import build_mark

    if not isinstance(scenario, Scenario | Recorded):
        raise Refused("refused.scenario", got=kind_of(scenario))
    check_numbers(seed=seed, days=days, warmup=warmup)
    check_fits(scenario, redraw=redraw)
    parameters = scenario.parameters
    if redraw:
        parameters = parameters.model_copy(update={"place": drawn_anew(parameters.place, int(seed))})
    plan = Plan(
        parameters,
        int(seed),
        int(days),
        int(warmup),
        status_quo=scenario.warmup_parameters.levers,
        steps={step.at: step.levers for step in scenario.steps},
        drawn=_drawn_grids(scenario),
    )
    return replace(run_district(plan, progress), scenario_hash=scenario.hash, build=build_mark())


def _drawn_grids(scenario: Scenario | Recorded) -> Any:
    """The grid of each cell where somebody drew the grids by hand, in the order of cells."""
    import numpy as np

    pairs = scenario.drawn_layout
    if pairs is None:
        return None
    ordered = sorted(pairs)
    missing = next((number for number, (cell, _) in enumerate(ordered) if cell != number), None)
    if missing is not None:
        raise Refused("refused.drawn", file=scenario.layout_file, cell=missing)
    return np.array([grid for _, grid in ordered], np.int32)


def check_fits(scenario: Scenario | Recorded, *, redraw: bool = False) -> None:
    """Refuse grids drawn by hand that do not fit the place, before anything is run."""
    drawn = _drawn_grids(scenario)
    if drawn is None:
        return
    if redraw:
        check_redraw(scenario)
    import numpy as np

    from ...model.place.layouts import lay_out
    from ...model.place.world import build_world

    world = build_world(scenario.parameters.place)
    levels = (scenario.warmup_parameters.levers, scenario.parameters.levers, *(step.levers for step in scenario.steps))
    try:
        for levers in levels:
            if levers.grid.layout == "drawn":
                lay_out(world, levers.grid, np.ones(world.territory.cells), drawn)
    except ValueError as fault:
        raise Refused("refused.drawn_unfit", file=scenario.layout_file, why=fault) from fault


def check_redraw(scenario: Scenario | Recorded) -> None:
    """Refuse to draw a place anew under grids drawn by hand on the old one."""
    if scenario.drawn_layout is not None:
        raise Refused("refused.redraw", file=scenario.layout_file)


def check_numbers(*, seed: int = SEED, days: int = DAYS, warmup: int = WARMUP, reps: int = 1) -> None:
    """Refuse what no run can mean: no days, a negative seed, nothing to repeat, a last seed too large."""
    last = 2**63 - reps if isinstance(reps, Integral) else 0  # `reps` itself is looked at first
    limits = {"reps": (reps, 1, 1_000_000), "seed": (seed, 0, last), "days": (days, 1, LONGEST)}
    limits["warmup"] = (warmup, 0, LONGEST)
    for key, (value, low, high) in limits.items():
        if isinstance(value, bool) or not isinstance(value, Integral):
            raise Refused("refused.whole", key=key, got=f"{type(value).__name__} {value!r}"[:80])
        if not low <= value <= high:
            raise Refused("refused.number", key=key, value=value, low=low, high=high)


@dataclass(frozen=True, slots=True)
class Task:
    """One run to be made.

    Attributes:
        name: What the person calls the scenario; results are keyed by it.
        column: Its place among the scenarios, from 0.
        replication: 0, 1, …; replication r lives through seed S + r.
        redraw: Whether the place is drawn anew with the seed.
    """

    name: str
    scenario: Scenario | Recorded
    seed: int
    days: int = DAYS
    warmup: int = WARMUP
    column: int = 0
    replication: int = 0
    redraw: bool = False

    @property
    def run_id(self) -> str:
        return run_id(self.column, getattr(self.scenario, "said_hash", self.scenario.hash), self.seed)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run says in a few hundred bytes: enough to compare policies."""

    indicators: dict[str, float]
    funnel: dict[str, int]
    requests: dict[str, int]
    residents: int
    communities: int
    grids: int
    matters: dict[str, dict[str, int]] = field(default_factory=dict)
    money: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finished:
    """How one task ended: with a summary, or with the stage at which it failed and the error.

    A run that came to its end and could not be written has both: its summary counts, its tables are not kept.
    """

    task: Task
    wall_s: float
    summary: Summary | None = None
    stage: str = ""
    error: str = ""
    details: str = ""

    @property
    def failed(self) -> bool:
        return self.summary is None

    @property
    def unwritten(self) -> bool:
        """Whether the run is whole in memory and not on disk."""
        return self.stage == "write"


def tasks_for(
    scenarios: dict[str, Scenario],
    seeds: Sequence[int],
    days: int = DAYS,
    warmup: int = WARMUP,
    *,
    redraw: bool = False,
) -> list[Task]:
    """Seed by seed rather than scenario by scenario, so that whatever is interrupted is already paired."""
    return [
        Task(name, scenario, seed, days, warmup, column, replication, redraw)
        for replication, seed in enumerate(seeds)
        for column, (name, scenario) in enumerate(scenarios.items())
    ]


def summarise(run: Run) -> Summary:
    """The few numbers of a run that comparisons need."""
    return Summary(
        dict(run.indicators),
        dict(run.funnel),
        dict(run.requests),
        run.residents,
        run.communities,
        run.grids,
        counts_of(run.decisions),
        dict(run.money),
    )


def finish(task: Task, folder: Path | None = None, progress: Progress | None = None) -> Finished:
    """Make one run; with a folder, its tables are on disk before anybody hears that it is done."""
    started = time.perf_counter()
    stage, told = "simulate", None
    try:
        run = simulate(task.scenario, task.seed, task.days, task.warmup, progress, redraw=task.redraw)
        told = summarise(run)
        done = Finished(task, time.perf_counter() - started, told)
        if folder is not None:
            stage = "write"
            from .store import write_part

            write_part(folder, done, run)
        return done
    except Cancelled:
        raise
    except Exception as fault:
        return replace(failed(task, stage, fault, time.perf_counter() - started), summary=told)


def failed(task: Task, stage: str, fault: BaseException, wall_s: float) -> Finished:
    """The row of a run that did not come to its end."""
    text = str(fault).strip() or type(fault).__name__
    error = text if type(fault).__name__ in ("InputFault", "Refused") else f"{type(fault).__name__}: {text}"
    return Finished(task, wall_s, None, stage, error.splitlines()[0], "".join(traceback.format_exception(fault)))


def run_many(
    tasks: Sequence[Task],
    workers: int | None = None,
    progress: Progress | None = None,
    cancel: threading.Event | None = None,
    folder: Path | None = None,
) -> Iterator[Finished]:
    """Make every run and hand each over when it is done, in whatever order that is.

    Args:
        workers: Processes at once; cores of this machine if None. One means: in this process.
        progress: Called with the number of runs done, counting parts of runs.
        cancel: Once set, what is running is dropped and nothing more is handed over.
        folder: Where each run leaves its tables as it finishes.
    """
    count = min(cores() if workers is None else workers, len(tasks))
    if count > 1:
        from .worker_pool import Crew

        yield from Crew(tasks, count, folder).results(progress, cancel)
        return
    for done, task in enumerate(tasks):
        try:
            yield finish(task, folder, _watch(done, progress, cancel))
        except Cancelled:
            return
        if progress is not None:
            progress(done + 1.0)


def _watch(done: int, progress: Progress | None, cancel: threading.Event | None) -> Progress:
    def watch(fraction: float, *_: Any) -> None:
        if cancel is not None and cancel.is_set():
            raise Cancelled
        if progress is not None:
            progress(done + fraction)

    return watch
