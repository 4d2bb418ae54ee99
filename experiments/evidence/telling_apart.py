"""Which levers leave the same trace, so that nobody could tell from a district's figures which was pulled.

A lever's trace is its effect on every indicator, each divided by its own error; what a lever sets directly is left out.
Two levers cannot be told apart when their traces point the same way (or opposite ways) and, once one is scaled to the
size of the other, no indicator differs.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations

from ..comparing.intervals import student_t
from .contrasts import contrasts
from .effects import ALPHA, Effect, Effects

ALIKE = 0.95
NEARLY = 0.98  # so alike that what separates them is worth a line
MOST = 50.0  # an effect without scatter would otherwise be all there is
SAME = 1e-9


@dataclass(frozen=True)
class Pair:
    """Two levers with traces alike.

    Attributes:
        scale: So many times the second is the first.
        apart_by: Indicators that differ all the same, the clearest first; none where nothing tells them apart.
    """

    first: str
    second: str
    cosine: float
    scale: float
    apart_by: tuple[str, ...]


def trace(one: Effect) -> float:
    """An effect in units of its own error, at most MOST."""
    if one.still:
        return 0.0
    return math.copysign(min(MOST, abs(one.difference) / one.error) if one.error else MOST, one.difference)


def acting(effects: Effects) -> list[str]:
    """Levers that move anything at all, corrected for all indicators; the others cannot be told from nothing."""
    return [lever for lever, found in effects.items() if any(one.shown(len(found)) for one in found.values())]


def look_alikes(effects: Effects) -> list[Pair]:
    """Pairs of acting levers that no indicator separates, and those that only just differ."""
    two = [pair for pair in combinations(acting(effects), 2) if abs(_cosine(_sides(effects, *pair))) >= ALIKE]
    pairs = [compare(effects, first, second) for first, second in two]
    found = [pair for pair in pairs if abs(pair.cosine) >= (NEARLY if pair.apart_by else ALIKE)]
    return sorted(found, key=lambda pair: bool(pair.apart_by))


def compare(effects: Effects, first: str, second: str) -> Pair:
    """How alike two traces are, and what still differs once they are of one size."""
    sides = _sides(effects, first, second)
    scale = _scale(sides)
    excess = {a.indicator: _excess(a, b, scale, len(sides)) for a, b in sides}
    apart = sorted((name for name in excess if excess[name] > 1.0), key=lambda name: -excess[name])
    return Pair(first, second, _cosine(sides), scale, tuple(apart))


def _sides(effects: Effects, first: str, second: str) -> list[tuple[Effect, Effect]]:
    """Both levers' effects on every indicator that either moves and neither sets directly."""
    ours, theirs = effects[first], effects[second]
    left_out = {*contrasts()[first].own, *contrasts()[second].own}
    sides = [(ours[name], theirs[name]) for name in ours if name in theirs and name not in left_out]
    return [(a, b) for a, b in sides if not (a.still and b.still)]


def _cosine(sides: list[tuple[Effect, Effect]]) -> float:
    ours, theirs = [trace(a) for a, _ in sides], [trace(b) for _, b in sides]
    length = math.hypot(*ours) * math.hypot(*theirs)
    return math.fsum(a * b for a, b in zip(ours, theirs, strict=True)) / length if length else 0.0


def _scale(sides: list[tuple[Effect, Effect]]) -> float:
    """The factor on the second lever that brings it closest to the first, errors of both counted."""
    scale = 0.0
    known = [(a, b) for a, b in sides if a.error > 0.0 and b.error > 0.0]
    for _ in range(20):
        weights = [1.0 / (a.error**2 + scale**2 * b.error**2) for a, b in known]
        above = math.fsum(w * a.difference * b.difference for w, (a, b) in zip(weights, known, strict=True))
        below = math.fsum(w * b.difference**2 for w, (_, b) in zip(weights, known, strict=True))
        scale = above / below if below else 0.0
    return scale


def _excess(a: Effect, b: Effect, scale: float, looked_at: int) -> float:
    """How many times the width of its interval the difference that is left amounts to; above 1 it shows."""
    width = student_t(min(a.pairs, b.pairs) - 1, 1.0 - ALPHA / looked_at) * math.hypot(a.error, scale * b.error)
    return abs(a.difference - scale * b.difference) / (width + SAME)
