"""How a prediction is scored: by what came, never by what was decided.

The interval score of Gneiting and Raftery (2007, section 6.2) for a range that is meant to hold with 80 %: its width,
and ten times the distance where the value lies outside. It is proper: whoever wants the lowest score on average states
the range they believe. Scores are in margins of the indicator (the smallest difference worth telling), so that scores
of several indicators can be averaged; lower is better.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...model.observation.indicators import INDICATORS
from .records import Expected

HELD = 0.8
"""How often a stated range is meant to hold the value."""


@dataclass(frozen=True)
class Scored:
    """One prediction of one indicator beside what came.

    Attributes:
        value: What came.
        inside: Whether the range held it.
        score: Interval score in margins; 0 is a range without width that is right.
    """

    expected: Expected
    value: float
    inside: bool
    score: float


def interval_score(expected: Expected, value: float) -> float:
    """Width plus 2 ÷ (1 − 80 %) times the miss, in the indicator's unit."""
    miss = max(expected.lo - value, value - expected.hi, 0.0)
    return (expected.hi - expected.lo) + 2.0 / (1.0 - HELD) * miss


def scored(expected: Mapping[str, Expected], came: Mapping[str, float]) -> dict[str, Scored]:
    """Indicator -> how its prediction did; what the run could not know is left out."""
    return {
        name: Scored(one, came[name], one.lo <= came[name] <= one.hi, interval_score(one, came[name]) / _margin(name))
        for name, one in expected.items()
        if name in came
    }


def mean_score(marks: Mapping[str, Scored]) -> float | None:
    """The mean over indicators; None where nothing could be scored."""
    return sum(one.score for one in marks.values()) / len(marks) if marks else None


def _margin(name: str) -> float:
    return INDICATORS[name].margin
