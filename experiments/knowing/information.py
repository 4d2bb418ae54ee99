"""The value of information: how much better one could choose, knowing some or all assumptions.

With what is believed now one scenario is best on average. Somebody who knew the assumptions could choose another where
that one is worse; the mean gain is the expected value of perfect information, and of partial perfect information where
one assumption is known (Raiffa and Schlaifer 1961; Strong, Oakley and Brennan 2014, Medical Decision Making 34:311, on
whose regression this builds). A largest of several means is too large by luck. So choices are made here with runs that
do not count towards their gain: by the other seeds, or by a regression that leaves the draw out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import stats

from ...model.arrays import Floats, Int64s

ANY = 0.05
"""Chance that any one of worthless assumptions stands out, over all of them together."""
POWERS = (("value", 1), ("value", 2), ("value", 3), ("rank", 3), ("rank", 5))
"""Regressions tried beside a constant: powers of the value or of its rank; the one that foresees draws best is kept."""
TOO_STEEP = 1.0 - 1e-6


@dataclass(frozen=True)
class Gain:
    """A mean gain over draws of assumptions, in the unit of the outcome, in its better direction.

    Attributes:
        error: Standard error over draws.
        changes: Share of draws in which another scenario is chosen.
    """

    value: float
    error: float
    changes: float


@dataclass(frozen=True)
class Stretch:
    """Which scenario is chosen over a stretch of an assumption.

    Attributes:
        low, high: The first and last drawn value of the stretch; None at the ends of what was drawn. An answer where it
            has no number.
        scenario: Its number.
    """

    low: Any
    high: Any
    scenario: int


@dataclass(frozen=True)
class Partial:
    """What knowing one assumption is worth.

    Attributes:
        stands_out: Whether the gain is above nothing with all other assumptions looked at.
        stretches: Which scenario one would choose where.
        shape: The regression kept; empty where a constant foresees as well.
    """

    name: str
    gain: Gain
    stands_out: bool
    stretches: tuple[Stretch, ...]
    shape: str


@dataclass(frozen=True)
class Perfect:
    """What knowing every assumption is worth.

    Attributes:
        best: Number of the scenario that is best with what is believed now.
        at_most: With luck taken for knowledge: too large.
        at_least: Chosen by the other seeds, which are not free of luck either: too small. None with one seed.
    """

    best: int
    at_most: Gain
    at_least: Gain | None


def perfect(values: Floats) -> Perfect:
    """The value of knowing all.

    Args:
        values: Outcome, higher is better; shape (scenarios, draws, seeds).
    """
    best = int(np.argmax(values.mean(axis=(1, 2))))
    means = values.mean(axis=2)
    seeds = values.shape[2]
    at_most = _gain(means, np.argmax(means, axis=0), best)
    if seeds < 2:
        return Perfect(best, at_most, None)
    rest = (values.sum(axis=2, keepdims=True) - values) / (seeds - 1)
    chosen = np.argmax(rest, axis=0)
    gains = np.take_along_axis(values, chosen[None], axis=0)[0] - values[best]
    return Perfect(best, at_most, _summary(gains.mean(axis=1), float((chosen != best).mean())))


def _gain(means: Floats, chosen: Int64s, best: int) -> Gain:
    """The gain of choices, one a draw; means have shape (scenarios, draws)."""
    gains = np.take_along_axis(means, chosen[None], axis=0)[0] - means[best]
    return _summary(gains, float((chosen != best).mean()))


def _summary(gains: Floats, changes: float) -> Gain:
    return Gain(float(gains.mean()), float(gains.std(ddof=1) / np.sqrt(len(gains))), changes)


def partials(values: Floats, columns: dict[str, Sequence[Any]]) -> list[Partial]:
    """The value of knowing each assumption alone, the most valuable first.

    Args:
        values: Outcome, higher is better; shape (scenarios, draws, seeds).
        columns: Assumption -> its value in every draw, numbers or answers.
    """
    means = values.mean(axis=2)
    best = int(np.argmax(means.mean(axis=1)))
    apart = {name: column for name, column in columns.items() if len(set(column)) > 1}
    needed = float(stats.norm.isf(ANY / max(len(apart), 1)))
    found = [_partial(name, column, means, best, needed) for name, column in apart.items()]
    return sorted(found, key=lambda one: -one.gain.value)


def _partial(name: str, column: Sequence[Any], means: Floats, best: int, needed: float) -> Partial:
    differences = (means - means[best]).T
    centre = differences.mean(axis=0)
    shape, fitted, left_out = _regression(column, differences - centre)
    gain = _gain(means, np.argmax(centre + left_out, axis=1), best)
    stands_out = gain.value > needed * gain.error and gain.changes > 0.0
    return Partial(name, gain, stands_out, stretches(column, np.argmax(centre + fitted, axis=1)), shape)


def _regression(column: Sequence[Any], apart: Floats) -> tuple[str, Floats, Floats]:
    """The regression that foresees draws left out best: its name, what it fits, and what it foresees of each draw.

    Args:
        apart: Differences less their means, which every regression shares; shape (draws, scenarios).
    """
    best = ("", np.zeros_like(apart), np.zeros_like(apart))
    least = float((apart**2).sum())
    for shape, basis in _bases(column):
        root, sizes, _ = np.linalg.svd(basis - basis.mean(axis=0), full_matrices=False)
        root = root[:, sizes > 1e-9 * max(float(sizes[0]), 1e-300)]
        fitted = root @ (root.T @ apart)
        weight = np.minimum((root**2).sum(axis=1), TOO_STEEP)[:, None]
        left_out = apart - (apart - fitted) / (1.0 - weight)
        missed = float(((apart - left_out) ** 2).sum())
        if missed < least:
            best, least = (shape, fitted, left_out), missed
    return best


def _bases(column: Sequence[Any]) -> list[tuple[str, Floats]]:
    if any(isinstance(value, str) for value in column):
        answers = sorted({str(value) for value in column})
        return [("answers", np.array([[float(str(value) == one) for one in answers] for value in column]))]
    numbers = np.asarray(column, float)
    ranks = stats.rankdata(numbers)
    scaled = {name: 2.0 * (one - one.min()) / np.ptp(one) - 1.0 for name, one in (("value", numbers), ("rank", ranks))}
    return [
        (f"{name}^{power}", np.stack([scaled[name] ** (1 + step) for step in range(power)], axis=1))
        for name, power in POWERS
    ]


def stretches(column: Sequence[Any], chosen: Int64s) -> tuple[Stretch, ...]:
    """Which scenario is chosen over which values."""
    if any(isinstance(value, str) for value in column):
        answers = {str(value): int(one) for value, one in zip(column, chosen, strict=True)}
        return tuple(Stretch(value, value, one) for value, one in sorted(answers.items()))
    order = np.argsort(np.asarray(column, float), kind="stable")
    found: list[Stretch] = []
    for place in order:
        value, one = column[place], int(chosen[place])
        if found and found[-1].scenario == one:
            found[-1] = Stretch(found[-1].low, value, one)
        else:
            found.append(Stretch(value, value, one))
    first, last = len(found) and found[0], len(found) and found[-1]
    return tuple(
        Stretch(None if one is first else one.low, None if one is last else one.high, one.scenario) for one in found
    )
