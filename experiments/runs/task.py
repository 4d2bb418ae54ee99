"""One run to be made and how it ended: what workers get, what they hand back, and which numbers no run can mean."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from numbers import Integral
from typing import TYPE_CHECKING, Any, Protocol, cast

from .naming import run_id
from .refusing import Refused

if TYPE_CHECKING:
    from ...scenarios.library import Scenario
    from ...scenarios.recorded import Recorded
    from .states import State

DAYS = 1095
WARMUP = 180
SEED = 1
LONGEST = 36_525  # a hundred years
MOST_REPS = 1_000_000

Progress = Callable[[float], None]


class Worded(Protocol):
    """A fault that can be said in the reader's language."""

    def text(self, language: str = "en", /) -> str:
        """The whole line."""


class Cancelled(Exception):
    """Somebody no longer wants to know."""


def check_numbers(*, seed: int = SEED, days: int = DAYS, warmup: int = WARMUP, reps: int = 1) -> None:
    """Refuse what no run can mean: no days, a negative seed, nothing to repeat, a last seed too large."""
    last = 2**63 - reps if isinstance(reps, Integral) else 0  # `reps` itself is looked at first
    limits = {"reps": (reps, 1, MOST_REPS), "seed": (seed, 0, last), "days": (days, 1, LONGEST)}
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
        start_from: The state it goes on from; None where it begins by itself.
        only_row: Whether a folder keeps the row of this run and none of its tables, as of a district of a province.
        keep: Tables a folder keeps of it; all of them if None.
    """

    name: str
    scenario: Scenario | Recorded
    seed: int
    days: int = DAYS
    warmup: int = WARMUP
    column: int = 0
    replication: int = 0
    redraw: bool = False
    start_from: State | None = None
    only_row: bool = False
    keep: tuple[str, ...] | None = None

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
    surge: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finished:
    """How one task ended: with a summary, or with the stage at which it failed and the error.

    A run that came to its end and could not be written has both: its summary counts, its tables are not kept.

    Attributes:
        error: What went wrong, in English, as the tables keep it.
        fault: The same as a sentence in either language, where there is one.
    """

    task: Task
    wall_s: float
    summary: Summary | None = None
    stage: str = ""
    error: str = ""
    details: str = ""
    fault: Worded | None = field(default=None, compare=False, repr=False)

    def why(self, language: str) -> str:
        """What went wrong, in the reader's language where it is one of this house's own sentences."""
        return self.fault.text(language) if self.fault is not None else self.error

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
    start_from: State | None = None,
) -> list[Task]:
    """Seed by seed rather than scenario by scenario, so that whatever is interrupted is already paired."""
    more: dict[str, Any] = {"redraw": redraw, "start_from": start_from}
    return [
        Task(name, scenario, seed, days, warmup, column=column, replication=replication, **more)
        for replication, seed in enumerate(seeds)
        for column, (name, scenario) in enumerate(scenarios.items())
    ]


def failed(task: Task, stage: str, fault: BaseException, wall_s: float) -> Finished:
    """The row of a run that did not come to its end."""
    text = str(fault).strip() or type(fault).__name__
    found = cast(Worded, fault) if callable(getattr(fault, "text", None)) else None
    error = text if found is not None else f"{type(fault).__name__}: {text}"
    details = "".join(traceback.format_exception(fault))
    return Finished(
        task=task,
        wall_s=wall_s,
        summary=None,
        stage=stage,
        error=error.splitlines()[0],
        details=details,
        fault=found,
    )
