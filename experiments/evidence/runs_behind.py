"""The runs behind one page: which model made what is stored, how much is left to run, how it is made."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..runs.cores import cores
from ..runs.task import WARMUP, Task
from .marked_tables import UNKNOWN
from .stored_runs import missing, read_runs

if TYPE_CHECKING:
    from ...scenarios.library import Scenario

SECONDS_A_YEAR, SECONDS_A_RESIDENT_AND_YEAR = 0.55, 4.5e-5
"""About how long a simulated year takes a core, and what each resident adds; so a district of 220,000 takes ten."""
MARK_ON_PAGE = re.compile(r"\b(?:Model|Build:) `(?P<mark>[0-9a-f]{12})`")


@dataclass(frozen=True)
class Runs:
    """How many runs a page rests on, how many this model has yet to make, and about how many minutes they take."""

    every: int
    left: int
    minutes: float


@dataclass(frozen=True)
class Study:
    """What is behind a page that needs runs.

    Attributes:
        marks: Marks of the models that made what is stored; `unknown` where it does not say so.
        runs: How much there is to run.
        make: Make what is missing, within so many minutes, and tell it in table and page.
        in_one: Whether it cannot be stopped and gone on with: it is begun only where its minutes are there.
    """

    marks: Callable[[], set[str]]
    runs: Callable[[], Runs]
    make: Callable[[float | None], None]
    in_one: bool = False


def mark_on(file: Path) -> set[str]:
    """The mark that stands on a page; `unknown` where none does, nothing where there is no page."""
    if not file.exists():
        return set()
    found = MARK_ON_PAGE.search(file.read_text(encoding="utf-8"))
    return {found["mark"] if found else UNKNOWN}


def seconds_of(scenario: Scenario, days: int, warmup: int = WARMUP) -> float:
    """About how long one run takes a core."""
    a_year = SECONDS_A_YEAR + SECONDS_A_RESIDENT_AND_YEAR * scenario.parameters.place.residents
    return a_year * (days + warmup) / 365.0


def minutes_of(seconds: Iterable[float]) -> float:
    """Minutes that so many seconds of a core take on all cores of this machine."""
    return sum(seconds) / 60.0 / cores()


def left_of(wanted: Sequence[Task], stored: Path) -> Runs:
    """What is wanted, and of it what does not lie among the stored runs of this model."""
    left = missing(wanted, read_runs(stored))
    return Runs(len(wanted), len(left), minutes_of(seconds_of(one.scenario, one.days) for one in left))  # type: ignore[arg-type]


def typed(minutes: float | None) -> list[str]:
    """The option for a limit of minutes, as it is typed; nothing for none."""
    return [] if minutes is None else ["--minutes", f"{minutes:g}"]
