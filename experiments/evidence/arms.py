"""Experiments as data: arms that are run, and checks of their figures; pure functions of a table judge them.

Patterns of evidence (`patterns.toml`) and fingerprints of policies (`fingerprints.toml`) are both written so.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from ..comparing.intervals import student_t

if TYPE_CHECKING:
    from ...scenarios.scenario import Scenario

TOWNS = ("training_town", "standard_town")
"""Places that are nowhere in particular and are drawn anew with every seed."""
Test = Literal["level", "ratio", "rises", "falls", "slows", "still", "same", "near", "more"]
ARMS_OF = {"ratio": 2, "slows": 3, "still": 2, "same": 2, "near": 2, "more": 4}
"""How many arms a test takes; the others take as many as there are."""

Figures = Mapping[str, Mapping[int, Mapping[str, float]]]
"""Arm -> seed -> figure -> value."""


@dataclass(frozen=True)
class Arm:
    """One scenario of a study: a policy at a place, with levers and assumptions set, over measured days.

    Attributes:
        shock: An emergency as the command line takes it, `epidemic:2026-03-02:45:4`; none where empty.
    """

    name: str
    policy: str
    place: str
    days: int
    set: Mapping[str, Any] = field(default_factory=dict)
    assume: Mapping[str, Any] = field(default_factory=dict)
    shock: str = ""

    @property
    def redraw(self) -> bool:
        """Whether its place is drawn anew with every seed."""
        return self.place in TOWNS

    def scenario(self) -> Scenario:
        """What is run."""
        from ...scenarios.library import load, parse_shock

        scenario = load(self.policy).with_place(self.place).set_many(self.set)
        for name, value in self.assume.items():
            scenario = scenario.assume(name, value)
        return scenario.with_shock(parse_shock(self.shock)) if self.shock else scenario


@dataclass(frozen=True)
class Check:
    """One thing that has to hold of a figure in some arms; `patterns.toml` says what each test means."""

    figure: str
    arms: tuple[str, ...]
    test: Test
    low: float = -math.inf
    high: float = math.inf
    less: str = ""

    @property
    def needs(self) -> tuple[str, ...]:
        """Figures it looks at."""
        return (self.figure, self.less) if self.less else (self.figure,)


@dataclass(frozen=True)
class Spread:
    """A mean over seeds, and how far it is from certain.

    Attributes:
        sd: One deviation between seeds; not a number for a single one.
    """

    mean: float
    sd: float
    count: int

    @property
    def interval(self) -> tuple[float, float]:
        """Student-t interval of the mean; unbounded for a single seed."""
        if self.count < 2:
            return -math.inf, math.inf
        half = student_t(self.count - 1) * self.sd / math.sqrt(self.count)
        return self.mean - half, self.mean + half


@dataclass(frozen=True)
class Judged:
    """What became of a check.

    Attributes:
        holds: None where too little is known.
        got: What was compared: one spread an arm for levels, one a step for changes.
        arms: Means of the figure in every arm, over the seeds all of them know.
    """

    check: Check
    holds: bool | None
    got: tuple[Spread, ...] = ()
    arms: tuple[Spread, ...] = ()


def checks_of(rows: Sequence[Mapping[str, Any]]) -> tuple[Check, ...]:
    """Checks as a file has them."""
    return tuple(Check(**{**row, "arms": tuple(row["arms"])}) for row in rows)


def spread(values: Sequence[float]) -> Spread:
    """Mean and deviation of some values."""
    mean = math.fsum(values) / len(values)
    if len(values) < 2:
        return Spread(mean, math.nan, len(values))
    return Spread(mean, math.sqrt(math.fsum((one - mean) ** 2 for one in values) / (len(values) - 1)), len(values))


def columns(check: Check, found: Figures) -> list[list[float]]:
    """The figure of each arm, over the seeds that every arm knows it for; of a level, over its own seeds."""
    known = [
        {
            seed: figures[check.figure] - (figures[check.less] if check.less else 0.0)
            for seed, figures in sorted(found.get(arm, {}).items())
            if all(name in figures for name in check.needs)
        }
        for arm in check.arms
    ]
    if check.test == "level":
        return [list(one.values()) for one in known]
    shared = sorted(set.intersection(*(set(one) for one in known))) if known else []
    return [[one[seed] for seed in shared] for one in known]


def judge(check: Check, found: Figures) -> Judged:
    """Whether a check holds of what was found; unknown where an arm has no seed, or a change fewer than two pairs."""
    values = columns(check, found)
    fewest = 1 if check.test in ("level", "ratio", "still") else 2
    if not values or min(len(one) for one in values) < fewest:
        return Judged(check, None)
    return _TESTS[check.test](check, values, tuple(spread(one) for one in values))


Values = Sequence[Sequence[float]]


def _steps(values: Values) -> list[Spread]:
    """Paired change from each arm to the next."""
    return [spread([b - a for a, b in zip(low, high, strict=True)]) for low, high in pairwise(values)]


def _level(check: Check, values: Values, arms: tuple[Spread, ...]) -> Judged:
    return Judged(check, all(check.low <= one.mean <= check.high for one in arms), arms, arms)


def _ratio(check: Check, values: Values, arms: tuple[Spread, ...]) -> Judged:
    low, high = values
    if not all(low):
        return Judged(check, None, (), arms)
    got = spread([b / a for a, b in zip(low, high, strict=True)])
    return Judged(check, check.low <= got.mean <= check.high, (got,), arms)


def _rises(check: Check, values: Values, arms: tuple[Spread, ...]) -> Judged:
    got = tuple(_steps(values))
    return Judged(check, all(one.interval[0] > 0.0 for one in got), got, arms)


def _falls(check: Check, values: Values, arms: tuple[Spread, ...]) -> Judged:
    got = tuple(_steps(values))
    return Judged(check, all(one.interval[1] < 0.0 for one in got), got, arms)


def _slows(check: Check, values: Values, arms: tuple[Spread, ...]) -> Judged:
    got = spread([(b - a) - (c - b) for a, b, c in zip(*values, strict=True)])
    return Judged(check, got.interval[0] > 0.0, (got,), arms)


def _still(check: Check, values: Values, arms: tuple[Spread, ...]) -> Judged:
    got = spread([(b - a) / a for a, b in zip(*values, strict=True)])
    return Judged(check, abs(got.mean) <= check.high, (got,), arms)


def _same(check: Check, values: Values, arms: tuple[Spread, ...]) -> Judged:
    return Judged(check, values[0] == values[1], tuple(_steps(values)), arms)


def _near(check: Check, values: Values, arms: tuple[Spread, ...]) -> Judged:
    (got,) = _steps(values)
    return Judged(check, -check.high <= got.interval[0] and got.interval[1] <= check.high, (got,), arms)


def _more(check: Check, values: Values, arms: tuple[Spread, ...]) -> Judged:
    got = spread([(b - a) - (d - c) for a, b, c, d in zip(*values, strict=True)])
    return Judged(check, got.interval[0] > 0.0, (got,), arms)


_TESTS = {
    "level": _level,
    "ratio": _ratio,
    "rises": _rises,
    "falls": _falls,
    "slows": _slows,
    "still": _still,
    "same": _same,
    "near": _near,
    "more": _more,
}


def all_hold(judged: Sequence[Judged]) -> bool | None:
    """Whether every check holds: missed where one is missed, unknown where none is missed and one is unknown."""
    if any(one.holds is False for one in judged):
        return False
    return None if not judged or any(one.holds is None for one in judged) else True
