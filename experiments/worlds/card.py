"""A robustness card: in how many worlds a policy does better, how far luck alone spreads, what the answer hangs on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ...model.arrays import Floats
from ...model.belief import Belief
from ...model.parameters.believing import beliefs
from ...scenarios.worlds import World, drawn_names
from ..comparing.intervals import Better, student_t
from .drawing import address

Verdict = Literal["better", "worse", "higher", "lower", "no_difference", "same", "depends", "few"]

ENOUGH = 0.9
"""Share of worlds that a verdict needs (grade D, a convention)."""
FEWEST_WORLDS = 10
MIDDLE = 0.9
SHUFFLES = 500
NAMED = 3


@dataclass(frozen=True, slots=True)
class Turn:
    """Where the answer would turn: below or above a value, or where a question is answered so.

    Attributes:
        value: A value inside the belief, or an answer.
        side: "below", "above", or "where" for an answer.
    """

    value: float | str
    side: Literal["below", "above", "where"]


@dataclass(frozen=True, slots=True)
class Hinge:
    """One assumption that goes along with the difference, over worlds.

    Attributes:
        name: Of the assumption or question.
        answer: Which answer is meant, where it has no number.
        correlation: Of ranks, between −1 and 1.
        stands_out: Whether it is stronger than the strongest of all would be by chance, in 19 of 20 cases.
        turn: Only of one that stands out.
    """

    name: str
    answer: str
    correlation: float
    stands_out: bool
    turn: Turn | None = None


@dataclass(frozen=True)
class Card:
    """What a comparison over worlds says of one indicator; differences are other minus baseline.

    Attributes:
        worlds: In which both sides came to an end.
        better, worse: Worlds by the sign of the difference (higher and lower where neither counts as better).
        lo, mid, hi: Ends of the middle 90 % of differences, and the median.
        luck: The middle 90 % of differences in one and the same world, with the default assumptions; None without
        pairs. noise: Correlation that the strongest of all assumptions exceeds by chance in 1 of 20 cases.
    """

    indicator: str
    worlds: int
    better: int
    worse: int
    lo: float
    mid: float
    hi: float
    margin: float
    verdict: Verdict
    luck: tuple[float, float] | None = None
    noise: float = 1.0
    hinges: tuple[Hinge, ...] = ()
    differences: tuple[float, ...] = field(default=(), repr=False)


def card(
    indicator: str,
    differences: Sequence[float],
    worlds: Sequence[World],
    by_luck: Sequence[float] = (),
    identical: bool = False,
) -> Card:
    """The card of one indicator.

    Args:
        differences: One a world, in the order of `worlds`.
        by_luck: Differences of pairs that live in the default world, one a seed.
        identical: Whether both sides are the same in all that every run says.
    """
    from ...model.observation.indicators import INDICATORS

    about, gaps = INDICATORS[indicator], np.asarray(differences, float)
    lo, mid, hi = (float(one) for one in np.quantile(gaps, [(1 - MIDDLE) / 2, 0.5, (1 + MIDDLE) / 2]))
    sign = -1.0 if about.better == "lower" else 1.0
    better, worse = int((sign * gaps > 0.0).sum()), int((sign * gaps < 0.0).sum())
    verdict: Verdict = "same" if identical else verdict_of(gaps, about.better, about.margin)
    noise, hinges = (1.0, ()) if identical or len(gaps) < FEWEST_WORLDS else hinges_of(gaps, worlds)
    return Card(
        indicator,
        len(gaps),
        better,
        worse,
        lo=lo,
        mid=mid,
        hi=hi,
        margin=about.margin,
        verdict=verdict,
        luck=luck_alone(by_luck),
        noise=noise,
        hinges=hinges,
        differences=tuple(gaps.tolist()),
    )


def verdict_of(gaps: Floats, better: Better, margin: float) -> Verdict:
    """A verdict needs nine worlds in ten; nine in ten within the margin are no difference; else it depends."""
    if len(gaps) < FEWEST_WORLDS:
        return "few"
    if _most(np.abs(gaps) <= margin):
        return "no_difference"
    words: tuple[Verdict, Verdict] = ("higher", "lower") if better == "none" else ("better", "worse")
    sign = -1.0 if better == "lower" else 1.0
    if _most(sign * gaps > 0.0):
        return words[0]
    return words[1] if _most(sign * gaps < 0.0) else "depends"


def _most(which: NDArray[np.bool_]) -> bool:
    return bool(which.sum() >= ENOUGH * len(which))


def luck_alone(differences: Sequence[float]) -> tuple[float, float] | None:
    """The middle 90 % of differences by luck alone, from the mean and spread of pairs in one world (Student)."""
    n = len(differences)
    if n < 2:
        return None
    mean, spread = float(np.mean(differences)), float(np.std(differences, ddof=1))
    half = student_t(n - 1, MIDDLE) * spread
    return mean - half, mean + half


def hinges_of(gaps: Floats, worlds: Sequence[World]) -> tuple[float, tuple[Hinge, ...]]:
    """How strong chance alone is, and the three assumptions that go along with the difference most."""
    names, columns = _columns(worlds)
    if not names or float(np.ptp(gaps)) == 0.0:
        return 1.0, ()
    values = _standard_ranks(columns)
    with_gaps = values @ _standard_ranks(gaps[None, :])[0]
    noise = _by_chance(values, gaps)
    found = []
    for row in np.argsort(-np.abs(with_gaps), kind="stable"):
        name, answer = names[row]
        if name in {hinge.name for hinge in found}:
            continue
        strength = float(with_gaps[row])
        stands_out = abs(strength) > noise
        turn = _turn(name, answer, columns[row], gaps) if stands_out else None
        found.append(Hinge(name, answer, strength, stands_out, turn))
        if len(found) == NAMED:
            break
    return noise, tuple(found)


def _columns(worlds: Sequence[World]) -> tuple[list[tuple[str, str]], Floats]:
    """(name, answer) of each row, and its numbers over worlds; every answer of a question is a row of 0 and 1."""
    names, rows = [], []
    for name in drawn_names(worlds):
        values = [world.values.get(name) for world in worlds]
        if any(isinstance(value, str) for value in values):
            for answer in sorted({str(value) for value in values}):
                names.append((name, answer))
                rows.append([float(value == answer) for value in values])
        elif None not in values:
            names.append((name, ""))
            rows.append([float(value) for value in values])  # type: ignore[arg-type]
    return names, np.asarray(rows, float).reshape(len(rows), len(worlds))


def _standard_ranks(rows: Floats) -> Floats:
    """Ranks of each row (ties share the mean), with mean 0 and length 1, so that a product is a rank correlation."""
    from scipy.stats import rankdata

    ranks = rankdata(rows, axis=1) - (rows.shape[1] + 1) / 2.0
    length = np.linalg.norm(ranks, axis=1, keepdims=True)
    return np.asarray(ranks / np.where(length > 0.0, length, 1.0))


def _by_chance(values: Floats, gaps: Floats) -> float:
    """The correlation that the strongest of all rows exceeds in 1 of 20 shuffles of the differences."""
    draw = np.random.default_rng(address("shuffles", len(gaps)))
    shuffled = _standard_ranks(np.array([draw.permutation(gaps) for _ in range(SHUFFLES)]))
    return float(np.quantile(np.abs(values @ shuffled.T).max(axis=0), 0.95))


def _turn(name: str, answer: str, column: Floats, gaps: Floats) -> Turn | None:
    """Where a straight line through the differences crosses zero, if that is inside the belief."""
    side = float(np.sign(gaps.mean()))
    if answer:
        there = gaps[column == 1.0]
        return Turn(answer, "where") if side * float(there.mean()) < 0.0 else None
    belief = beliefs()[name]
    assert isinstance(belief, Belief)
    inside = column >= belief.low if belief.off is not None else np.ones(len(column), bool)
    scale = np.log if belief.shape == "log_uniform" else np.asarray
    across = np.asarray(scale(column[inside]), float)
    if len(across) < FEWEST_WORLDS or np.ptp(across) == 0.0:
        return None
    slope, start = np.polyfit(across, gaps[inside], 1)
    crossing = -start / slope if slope else float("inf")
    value = float(np.exp(crossing)) if belief.shape == "log_uniform" and abs(crossing) < 700 else float(crossing)
    if not belief.low < value < belief.high:
        return None
    return Turn(value, "below" if slope * side > 0.0 else "above")


def card_json(one: Card) -> dict[str, Any]:
    """The card as `shapan compare --json` prints it."""
    hinges = [
        {
            "name": hinge.name,
            "answer": hinge.answer,
            "correlation": hinge.correlation,
            "stands_out": hinge.stands_out,
            "turn": None if hinge.turn is None else {"value": hinge.turn.value, "side": hinge.turn.side},
        }
        for hinge in one.hinges
    ]
    values = {
        name: getattr(one, name) for name in ("worlds", "better", "worse", "lo", "mid", "hi", "margin", "verdict")
    }
    return {**values, "luck": one.luck, "noise": one.noise, "hinges": hinges, "differences": list(one.differences)}


def cards_of(over_worlds: Any, in_one_world: Any, worlds: Mapping[int, World]) -> dict[str, dict[str, Card]]:
    """Scenario -> indicator -> card.

    Args:
        over_worlds: Comparison whose seeds each stand for a world.
        in_one_world: Comparison of the same scenarios over seeds, with the default assumptions.
        worlds: Seed -> world.
    """
    found: dict[str, dict[str, Card]] = {}
    baseline = over_worlds.baseline
    for place, name in enumerate(over_worlds.names[1:], 1):
        found[name] = {}
        for indicator, by_name in over_worlds.values.items():
            before, after = by_name.get(baseline, {}), by_name.get(name, {})
            both = [seed for seed in over_worlds.seeds if seed in before and seed in after]
            if both:
                alike = over_worlds.alike[place]
                gaps = [after[seed] - before[seed] for seed in both]
                lived = [worlds[seed] for seed in both]
                found[name][indicator] = card(indicator, gaps, lived, _luck(in_one_world, indicator, name), alike)
    return found


def _luck(comparison: Any, indicator: str, name: str) -> list[float]:
    """Differences of the pairs in one world."""
    by_name = comparison.values.get(indicator, {})
    before, after = by_name.get(comparison.baseline, {}), by_name.get(name, {})
    return [after[seed] - before[seed] for seed in comparison.seeds if seed in before and seed in after]
