"""Trajectories of the screening and what they say: elementary effects and how sure their order is (Morris 1991)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ..worlds.drawing import address, dimensions

PLACE, POLICY, DAYS, WARMUP = "standard_town", "status_quo", 120, 90
WATCHED = ("coverage", "heard_share", "satisfaction_true", "trust")
LEVELS = (0.125, 0.375, 0.625, 0.875)
MOVE = 0.5
"""Of a belief, by which every step moves one assumption: two of the four levels."""
TOP = 20


@dataclass(frozen=True)
class Step:
    """One point of a trajectory.

    Attributes:
        number: 0 is where it begins.
        name: What was moved to get here; empty at the beginning.
        sign: 1 up, −1 down.
        at: Dimension -> share of its belief.
    """

    trajectory: int
    number: int
    name: str
    sign: int
    at: Mapping[str, float]


@dataclass(frozen=True)
class Row:
    """A step that was run."""

    model: str
    trajectory: int
    step: int
    name: str
    sign: int
    values: Mapping[str, float]


@dataclass(frozen=True)
class Effect:
    """What one assumption does to one indicator when it moves through its whole belief.

    Attributes:
        size: Mean of the absolute elementary effects (mu*).
        mean: With their signs.
        spread: Their standard deviation (sigma): large where it depends on the other assumptions.
        n: Elementary effects.
    """

    size: float
    mean: float
    spread: float
    n: int


def trajectory(number: int, names: Sequence[str]) -> Iterator[Step]:
    """Where trajectory `number` begins, then every step; `names` are moved, what is left out keeps its default.

    The beginning of a dimension and the order of moves are drawn with addresses, so that another name moves neither.
    """
    at = {name: LEVELS[address("screening", number, name) % len(LEVELS)] for name in names}
    yield Step(number, 0, "", 0, dict(at))
    order = sorted(names, key=lambda name: address("screening order", number, name))
    for count, name in enumerate(order, 1):
        sign = 1 if at[name] < 0.5 else -1
        at[name] += sign * MOVE
        yield Step(number, count, name, sign, dict(at))


def moved_names(rows: Sequence[Row]) -> tuple[str, ...]:
    """What later trajectories move: whatever changed any watched figure in the first one, to the last digit stored."""
    first = sorted((row for row in rows if row.trajectory == 0), key=lambda row: row.step)
    moved = {after.name for before, after in pairwise(first) if before.values != after.values}
    return tuple(name for name in dimensions() if name in moved)


def effects(rows: Sequence[Row], indicator: str) -> dict[str, Effect]:
    """Dimension -> its effect on an indicator; what nothing moved has effects of 0 and counts too."""
    found: dict[str, list[float]] = {name: [] for name in dimensions()}
    by_place = {(row.trajectory, row.step): row for row in rows}
    for row in rows:
        before = by_place.get((row.trajectory, row.step - 1))
        if row.name in found and before is not None:
            found[row.name].append((row.values[indicator] - before.values[indicator]) * row.sign / MOVE)
    return {name: _effect(values) for name, values in found.items() if values}


def _effect(values: Sequence[float]) -> Effect:
    spread = float(np.std(values, ddof=1)) if len(values) > 1 else 0.0
    return Effect(float(np.mean(np.abs(values))), float(np.mean(values)), spread, len(values))


def ranked(found: Mapping[str, Effect]) -> list[str]:
    """Dimensions by the size of their effect, largest first."""
    return sorted(found, key=lambda name: (-found[name].size, name))


def stability(rows: Sequence[Row], indicator: str, top: int = TOP) -> float | None:
    """Rank correlation of sizes between odd and even trajectories, over the largest; None with one trajectory."""
    from scipy.stats import spearmanr

    halves = [effects([row for row in rows if row.trajectory % 2 == part], indicator) for part in (0, 1)]
    names = [name for name in ranked(effects(rows, indicator))[:top] if all(name in half for half in halves)]
    if len(names) < 3:
        return None
    return float(spearmanr(*([half[name].size for name in names] for half in halves)).statistic)


def whole(rows: Sequence[Row]) -> list[Row]:
    """Steps of trajectories that came to their end."""
    counts: dict[int, int] = {}
    for row in rows:
        counts[row.trajectory] = counts.get(row.trajectory, 0) + 1
    lengths = {0: len(dimensions()) + 1}
    later = len(moved_names(rows)) + 1
    return [row for row in rows if counts[row.trajectory] == lengths.get(row.trajectory, later)]
