"""Boxes of assumption values in which something happens more often than elsewhere, and whether chance makes them too.

One side of one assumption after the other is peeled off, the side that leaves the densest rest (Friedman and Fisher
1999, Statistics and Computing 9:123; Bryant and Lempert 2010, Technological Forecasting and Social Change 77:34). A
box is only told where boxes found without a part of the draws also hold in that part.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...model.arrays import Bools
from ..worlds.drawing import address

PEEL = 0.1
"""Share of what is left that one step takes off a number at most."""
FEWEST_DRAWS, FEWEST_CASES = 30, 8
"""Draws, and draws of either kind, below which no box is looked for."""
LEAST_INSIDE = 5
MOST_SIDES = 3
FOLDS = 5
BY_CHANCE = 0.05


@dataclass(frozen=True)
class Side:
    """One limit of a box: a number between two ends (None where open), or the answers left."""

    name: str
    low: float | None = None
    high: float | None = None
    answers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Box:
    """Where something happens.

    Attributes:
        inside: Draws in the box.
        cases: Of them, those in which it happens.
        coverage: Share of all cases that lie in the box.
        density: Share of draws in the box that are cases.
        base: Share of cases over all draws.
        held_out: Density among draws that the boxes were not made of.
        chance: How likely chance alone would do as well on those (hypergeometric).
    """

    sides: tuple[Side, ...]
    inside: int
    cases: int
    coverage: float
    density: float
    base: float
    held_out: float
    chance: float


@dataclass(frozen=True, eq=False)
class Column:
    """One assumption over draws: numbers, or for answers a code each."""

    name: str
    values: NDArray[np.float64]
    answers: tuple[str, ...] = ()


def columns_of(rows: Sequence[Mapping[str, Any]], names: Sequence[str]) -> list[Column]:
    """Assumptions that differ between rows."""
    found = []
    for name in names:
        said = [row.get(name) for row in rows]
        if None in said or len(set(said)) < 2:
            continue
        if any(isinstance(one, str | bool) for one in said):
            answers = tuple(sorted({str(one) for one in said}))
            found.append(Column(name, np.array([float(answers.index(str(one))) for one in said]), answers))
        else:
            found.append(Column(name, np.array(said, float)))
    return found


def find_box(columns: Sequence[Column], cases: Bools) -> Box | None:
    """The box of cases; None where there is too little to look at or where chance alone makes such boxes.

    Args:
        cases: (draws,) whether it happens.
    """
    n, hits = len(cases), int(cases.sum())
    if n < FEWEST_DRAWS or min(hits, n - hits) < FEWEST_CASES or not columns:
        return None
    inside, caught = _held_out(columns, cases)
    chance = _chance(n, hits, inside, caught)
    if chance > BY_CHANCE:
        return None
    sides = _sides(columns, cases)
    held = within(columns, sides, n)
    if not sides or not held.any():
        return None
    count, there = int(held.sum()), int((held & cases).sum())
    shares = {"coverage": there / hits, "density": there / count, "base": hits / n}
    return Box(sides, count, there, held_out=caught / inside, chance=chance, **shares)


def _held_out(columns: Sequence[Column], cases: Bools) -> tuple[int, int]:
    """Draws, and cases among them, in boxes made without their part of the draws."""
    n = len(cases)
    folds = np.random.default_rng(address("folds", n)).permutation(n) % FOLDS
    inside = caught = 0
    for fold in range(FOLDS):
        mine = folds != fold
        sides = _sides([Column(one.name, one.values[mine], one.answers) for one in columns], cases[mine])
        if sides:
            held = within(columns, sides, n) & ~mine
            inside, caught = inside + int(held.sum()), caught + int((held & cases).sum())
    return inside, caught


def _chance(n: int, hits: int, inside: int, caught: int) -> float:
    from scipy.stats import hypergeom

    return float(hypergeom.sf(caught - 1, n, hits, inside)) if inside else 1.0


def within(columns: Sequence[Column], sides: Sequence[Side], n: int) -> Bools:
    """(draws,) which of them lie in a box."""
    by_name, found = {one.name: one for one in columns}, np.ones(n, bool)
    for side in sides:
        column = by_name[side.name]
        if side.answers:
            found &= np.isin(column.values, [column.answers.index(one) for one in side.answers])
        found &= column.values >= (-np.inf if side.low is None else side.low)
        found &= column.values <= (np.inf if side.high is None else side.high)
    return found


def _sides(columns: Sequence[Column], cases: Bools) -> tuple[Side, ...]:
    """The best box on the way of peeling (by share inside times density above the base), without idle sides."""
    best, held = _peeled(columns, cases), np.ones(len(cases), bool)
    if best is None:
        return ()
    sides = tuple(side for column in columns for side in _side(column, best))
    while sides:
        held = within(columns, sides, len(cases))
        others = [within(columns, _without(sides, one), len(cases)) for one in sides]
        losses = [_worth(held, cases) - _worth(other, cases) for other in others]
        weakest = int(np.argmin(losses))
        if len(sides) <= MOST_SIDES and losses[weakest] > 0.0:
            break
        sides = _without(sides, sides[weakest])
    return sides


def _without(sides: Sequence[Side], one: Side) -> tuple[Side, ...]:
    return tuple(side for side in sides if side is not one)


def _worth(held: Bools, cases: Bools) -> float:
    """Weighted relative accuracy: share inside × (density − base)."""
    return float((held & cases).sum() / len(cases) - held.mean() * cases.mean())


def _peeled(columns: Sequence[Column], cases: Bools) -> Bools | None:
    """(draws,) the best box met while one side after the other is peeled off; None where none is worth anything."""
    numbers = [column.values for column in columns if not column.answers]
    matrix = np.column_stack(numbers) if numbers else np.zeros((len(cases), 0))
    coded = [column.values for column in columns if column.answers]
    held, found, best = np.ones(len(cases), bool), None, 0.0
    while not cases[held].all():
        rows = np.flatnonzero(held)
        kept = np.hstack([_ends_off(matrix[rows]), *(_answers_off(codes[rows]) for codes in coded)])
        sizes = kept.sum(axis=0)
        allowed = (sizes >= LEAST_INSIDE) & (sizes < len(rows))
        if not allowed.any():
            break
        density = np.where(allowed, cases[rows].astype(float) @ kept / np.maximum(sizes, 1), -1.0)
        held = np.zeros(len(cases), bool)
        held[rows[kept[:, np.lexsort((sizes, density))[-1]]]] = True
        worth = _worth(held, cases)
        if worth > best:
            found, best = held, worth
    return found


def _ends_off(values: NDArray[np.float64]) -> Bools:
    """(rows, 2 × columns): what is left without the lowest or without the highest tenth of each column."""
    if not values.shape[1]:
        return np.zeros((len(values), 0), bool)
    order = np.sort(values, axis=0)
    off = max(1, int(PEEL * len(values)))
    return np.hstack([values > order[off - 1], values < order[-off]])


def _answers_off(codes: NDArray[np.float64]) -> Bools:
    """(rows, answers): what is left without one answer."""
    return codes[:, None] != np.unique(codes)[None, :]


def _side(column: Column, held: Bools) -> Iterator[Side]:
    """The limits that a box sets to one column; none where all of it is inside."""
    inside = column.values[held]
    if column.answers:
        left = tuple(column.answers[int(code)] for code in np.unique(inside))
        if len(left) < len(np.unique(column.values)):
            yield Side(column.name, answers=left)
        return
    for end, name in ((inside.min(), "low"), (inside.max(), "high")):
        whole = column.values.min() if name == "low" else column.values.max()
        if end != whole:
            yield Side(column.name, **{name: float(end)})
