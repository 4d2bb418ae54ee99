"""Patterns of evidence over kept worlds: how far what is not known of assumptions spreads each figure.

World by world, every arm whose place has kept worlds is lived through once, with the first of its seeds. A figure then
has a spread over worlds (assumptions and luck together), a change an interval over them, and a pattern holds in some of
the worlds in which it is known by itself.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ...scenarios.worlds import in_world, kept_worlds
from . import patterns as study
from .arm_runs import Look, found_in, look_at, make, tasks
from .arms import Arm, Figures

if TYPE_CHECKING:
    from ...scenarios.scenario import Scenario


@dataclass(frozen=True)
class Over:
    """One pattern over worlds.

    Attributes:
        row: Judged with a world in the place of a seed.
        holds, known: Worlds in which it holds by itself, of those in which it is known.
    """

    row: study.Row
    holds: int
    known: int


def arms_with(number: int, places: Sequence[str] | None) -> list[Arm]:
    """Arms whose place has so many kept worlds and one more."""
    there = {arm.place: kept_worlds(arm.place) for arm in study.arms_at(places)}
    return [
        arm for arm in study.arms_at(places) if (kept := there[arm.place]) is not None and number < len(kept.worlds)
    ]


def most_worlds(places: Sequence[str] | None) -> int:
    """The most kept worlds that any of these places has; 0 where none has any."""
    kept = (kept_worlds(place) for place in {arm.place for arm in study.arms_at(places)})
    return max((len(one.worlds) for one in kept if one is not None), default=0)


def into(number: int, scenario: Scenario) -> Scenario:
    """A scenario in one of the kept worlds of its place."""
    kept = kept_worlds(scenario.place_id)
    assert kept is not None, "only arms with kept worlds are put into one"
    return in_world(scenario, kept.worlds[number])


def first_seed(arm: Arm) -> Sequence[int]:
    """One seed is enough in a world: the next world has luck of its own."""
    return study.seeds(arm)[:1]


def run(
    places: Sequence[str] | None, draws: int, minutes: float | None, path: Path | None = None, look: Look = look_at
) -> int:
    """Make the runs that are missing, world by world; returns how many are left."""
    until, left = None if minutes is None else time.monotonic() + 60.0 * minutes, 0
    for number in range(draws):
        wanted = tasks(arms_with(number, places), first_seed, partial(into, number))
        still = None if until is None else max(until - time.monotonic(), 0.0) / 60.0
        left += make(wanted, path or study.RUNS, still, look)
    return left


def found(places: Sequence[str] | None, draws: int, path: Path | None = None) -> list[Figures]:
    """What is stored of this model, world by world."""
    return [
        found_in(path or study.RUNS, arms_with(number, places), first_seed, partial(into, number))
        for number in range(draws)
    ]


def over(worlds: Sequence[Figures]) -> dict[str, Over]:
    """Pattern -> what it is over these worlds."""
    pooled: dict[str, dict[int, dict[str, float]]] = {}
    for number, figures in enumerate(worlds):
        for arm, by_seed in figures.items():
            for values in by_seed.values():
                pooled.setdefault(arm, {})[number] = dict(values)
    alone = study.over_worlds({str(number): figures for number, figures in enumerate(worlds)})
    return {row.pattern.id: Over(row, *alone[row.pattern.id]) for row in study.rows(pooled)}
