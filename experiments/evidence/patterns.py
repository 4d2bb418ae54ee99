"""Patterns of evidence as they were written down before any run, and what stored runs say of them.

A row that restates an input was used for calibration: it is shown and never counted. Where this build cannot measure a
row it is unknown, which is neither a hit nor a miss.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from .arm_runs import found_in, make, tasks
from .arms import Arm, Check, Figures, Judged, all_hold, checks_of, judge

FILE = Path(__file__).parent / "patterns.toml"
RUNS = Path("results/validate-runs.csv")
WANTED_SHARE = 0.75
"""Of the patterns that count, this share has to hold."""


@dataclass(frozen=True)
class Pattern:
    """One row of the evidence.

    Attributes:
        says: The pattern in our words, in both languages.
        target: The figure as its source has it, and what is allowed.
        restates: The input that restates it; then it was used for calibration.
        seen: What had been seen of it before the tolerance was written.
        unknown: Why this build cannot measure it.
        why: Of a miss, the likeliest reason.
    """

    id: str
    says: Mapping[str, str]
    source: str
    grade: str
    target: str
    checks: tuple[Check, ...]
    restates: str = ""
    seen: str = ""
    unknown: str = ""
    why: str = ""

    @property
    def calibration(self) -> bool:
        """Whether it was used for calibration and does not count."""
        return bool(self.restates)

    @property
    def arms(self) -> tuple[str, ...]:
        """Names of the arms it is judged by."""
        return tuple(dict.fromkeys(arm for check in self.checks for arm in check.arms))


@dataclass(frozen=True)
class Row:
    """A pattern and what became of it; `holds` is None where it is not known."""

    pattern: Pattern
    judged: tuple[Judged, ...]

    @property
    def holds(self) -> bool | None:
        return None if self.pattern.unknown else all_hold(self.judged)


@dataclass(frozen=True)
class Count:
    """How many of the patterns that count hold, were missed, and are unknown."""

    holds: int
    missed: int
    unknown: int

    @property
    def enough(self) -> bool | None:
        """Whether as many hold as must, of those known; None where nothing is."""
        known = self.holds + self.missed
        return self.holds >= WANTED_SHARE * known if known else None


@lru_cache(maxsize=1)
def _file() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def patterns() -> dict[str, Pattern]:
    """Every pattern by its id, in the order of the evidence."""
    return {
        name: Pattern(name, **{**facts, "checks": checks_of(facts["checks"])})
        for name, facts in _file()["patterns"].items()
    }


@lru_cache(maxsize=1)
def arms() -> dict[str, Arm]:
    """Every arm by its name."""
    return {name: Arm(name, **facts) for name, facts in _file()["arms"].items()}


def edits() -> list[Mapping[str, str]]:
    """What was changed in the file after the first run but for reasons."""
    return list(_file()["edits"])


def seeds(arm: Arm) -> range:
    """Seeds of the study: more for towns, which cost little."""
    first, last = _file()["seeds"]["towns" if arm.redraw else "homes"]
    return range(first, last + 1)


def arms_at(places: Sequence[str] | None) -> list[Arm]:
    """Arms that lie in these places; all where none is named."""
    return [arm for arm in arms().values() if places is None or arm.place in places]


def run(
    places: Sequence[str] | None = None,
    numbers: Sequence[int] | None = None,
    minutes: float | None = None,
    path: Path = RUNS,
) -> int:
    """Make the runs that are missing; returns how many are left."""
    wanted = tasks(arms_at(places), seeds if numbers is None else lambda _: numbers)
    return make(wanted, path, minutes)


def found(numbers: Sequence[int] | None = None, path: Path = RUNS) -> Figures:
    """What is stored of this model."""
    return found_in(path, arms().values(), seeds if numbers is None else lambda _: numbers)


def rows(stored: Figures) -> list[Row]:
    """Every pattern judged by what is stored."""
    return [Row(one, tuple(judge(check, stored) for check in one.checks)) for one in patterns().values()]


def count(rows: Iterable[Row]) -> Count:
    """Of the patterns that count."""
    ours = [row.holds for row in rows if not row.pattern.calibration]
    return Count(ours.count(True), ours.count(False), ours.count(None))


def over_worlds(worlds: Mapping[str, Figures]) -> dict[str, tuple[int, int]]:
    """Pattern -> in how many worlds it holds, of those in which it is known; `worlds`: what each was found to show."""
    held_by_world = [{row.pattern.id: row.holds for row in rows(found)} for found in worlds.values()]
    held = {name: [one[name] for one in held_by_world] for name in patterns()}
    return {name: (one.count(True), len(one) - one.count(None)) for name, one in held.items()}


def ladder(name: str, lever: str) -> tuple[Any, ...]:
    """The values of a lever from arm to arm of a pattern, for tests that climb the same steps."""
    return tuple(arms()[arm].set[lever] for arm in patterns()[name].arms)
