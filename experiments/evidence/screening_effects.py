"""Trajectories of the screening and what they say: elementary effects and how sure their order is (Morris 1991)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ..worlds.drawing import address, dimensions

PLACE, POLICY, DAYS, WARMUP = "training_town", "status_quo", 90, 60
WATCHED = ("coverage", "heard_share", "satisfaction_true", "trust")
LEVELS = (0.125, 0.375, 0.625, 0.875)
MOVE = 0.5
"""Of a belief, by which every step moves one assumption: two of the four levels."""
TOP = 20
WHOLE, FOLLOWED = 2, 40
"""Trajectories that move all that moves anything, and how many of the largest the later ones follow."""
GROUPS = -1
"""The trajectory that moves whole groups: a group that changes nothing holds no assumption that does."""


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


def begins(number: int, names: Sequence[str]) -> dict[str, float]:
    """Where a trajectory begins, each dimension at an address of its own."""
    return {name: LEVELS[address("screening", number, name) % len(LEVELS)] for name in names}


def group_of(name: str) -> str:
    """The group of assumptions a dimension belongs to."""
    return name.partition(".")[0]


def by_groups() -> Iterator[Step]:
    """The trajectory that moves one whole group after the other, every member by half of its belief."""
    at = begins(GROUPS, dimensions())
    yield Step(GROUPS, 0, "", 0, dict(at))
    for count, group in enumerate(dict.fromkeys(group_of(name) for name in at), 1):
        for name in at:
            if group_of(name) == group:
                at[name] += MOVE if at[name] < 0.5 else -MOVE
        yield Step(GROUPS, count, group, 0, dict(at))


def trajectory(number: int, names: Sequence[str]) -> Iterator[Step]:
    """Where trajectory `number` begins, then every step; `names` are moved, what is left out keeps its default.

    The beginning of a dimension and the order of moves are drawn with addresses, so that another name moves neither.
    """
    at = begins(number, names)
    yield Step(number, 0, "", 0, dict(at))
    order = sorted(names, key=lambda name: address("screening order", number, name))
    for count, name in enumerate(order, 1):
        sign = 1 if at[name] < 0.5 else -1
        at[name] += sign * MOVE
        yield Step(number, count, name, sign, dict(at))


def moved_names(rows: Sequence[Row], number: int) -> tuple[str, ...]:
    """What trajectory `number` moves: members of groups that changed any watched figure, to the last digit stored.

    In the second, only those that did so themselves in the first; from the third on only those that moved coverage
    most in the first two, so that the order of the largest gets surer at a tenth of the cost.
    """
    groups = _changed(rows, GROUPS)
    names = tuple(name for name in dimensions() if group_of(name) in groups)
    if number == 0:
        return names
    moved = _changed(rows, 0)
    names = tuple(name for name in names if name in moved)
    if number < WHOLE:
        return names
    first = effects([row for row in rows if row.trajectory < WHOLE], WATCHED[0])
    largest = set([name for name in ranked(first) if name in names][:FOLLOWED])
    return tuple(name for name in names if name in largest)


def _changed(rows: Sequence[Row], number: int) -> set[str]:
    steps = sorted((row for row in rows if row.trajectory == number), key=lambda row: row.step)
    return {after.name for before, after in pairwise(steps) if before.values != after.values}


def effects(rows: Sequence[Row], indicator: str) -> dict[str, Effect]:
    """Dimension -> its effect on an indicator; what nothing moved has effects of 0 and counts too."""
    found: dict[str, list[float]] = {name: [] for name in dimensions()}
    by_place = {(row.trajectory, row.step): row for row in rows}
    for row in rows:
        before = by_place.get((row.trajectory, row.step - 1))
        if row.name in found and before is not None:
            found[row.name].append((row.values[indicator] - before.values[indicator]) * row.sign / MOVE)
    still = set(dimensions()) - set(moved_names(rows, 0)) if any(row.trajectory == GROUPS for row in rows) else set()
    return {name: _effect(values or [0.0]) for name, values in found.items() if values or name in still}


def _effect(values: Sequence[float]) -> Effect:
    spread = float(np.std(values, ddof=1)) if len(values) > 1 else 0.0
    return Effect(float(np.mean(np.abs(values))), float(np.mean(values)), spread, len(values))


def ranked(found: Mapping[str, Effect]) -> list[str]:
    """Dimensions by the size of their effect, largest first."""
    return sorted(found, key=lambda name: (-found[name].size, name))


def stability(rows: Sequence[Row], indicator: str, top: int = TOP) -> float | None:
    """Rank correlation of sizes between odd and even trajectories, over the largest; None with one trajectory."""
    from scipy.stats import spearmanr

    own = [row for row in rows if row.trajectory != GROUPS]
    halves = [effects([row for row in own if row.trajectory % 2 == part], indicator) for part in (0, 1)]
    names = [name for name in ranked(effects(rows, indicator))[:top] if all(name in half for half in halves)]
    if len(names) < 3:
        return None
    return float(spearmanr(*([half[name].size for name in names] for half in halves)).statistic)


def whole(rows: Sequence[Row]) -> list[Row]:
    """Steps of trajectories that came to their end."""
    counts: dict[int, int] = {}
    for row in rows:
        counts[row.trajectory] = counts.get(row.trajectory, 0) + 1
    lengths = {number: len(list(steps_of(rows, number))) for number in counts}
    return [row for row in rows if counts[row.trajectory] == lengths[row.trajectory]]


def steps_of(rows: Sequence[Row], number: int) -> Iterator[Step]:
    """Every step of a trajectory, as far as those before it tell what it moves."""
    return by_groups() if number == GROUPS else trajectory(number, moved_names(rows, number))
