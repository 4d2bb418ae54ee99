"""Layouts of a place, drawn evenly from all lawful ones: counted out where a community is small, else by random walks.

Communities do not touch each other's grids, so each is drawn by itself, and a layout of the place is one of each.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ...model.parameters.levers.grid import GridLevers
from ...model.place.layouts import LAYOUTS, lay_out
from ...model.place.world import World
from ..runs.refusing import Refused
from .chain import Chain
from .counting import Grids, TooMany, all_layouts
from .land import Ward, bits, sets_of

MOST_COUNTED, MOST_WORK = 20_000, 60_000
CHAINS = 4
FEWEST_A_CHAIN = 25
"""Layouts of a chain, so that how well it mixes can be told; what nobody asked for is not kept."""
SWEEPS_BETWEEN = 50
SWEEPS_BEFORE = 200
"""Of a chain, before its first layout is taken."""

Progress = Callable[[float], None]


@dataclass(frozen=True)
class Mixing:
    """How well the walks of one community have forgotten where they began.

    Attributes:
        counted: Lawful layouts, where all were counted and one was drawn evenly; None where chains walked.
        r_hat: The larger of two split R-hats (Gelman and others), of borders between grids and of how uneven grids are;
            near 1 where chains agree. 1 where nothing can differ.
        effective: The smaller of the two effective numbers of layouts, of as many as were asked for.
        taken: Share of steps that led elsewhere, by cell and by tree.
        moved: Share of pairs of bordering cells that were in one grid in some layout and in two in another.
    """

    community: int
    cells: int
    grids: int
    counted: int | None
    r_hat: float
    effective: float
    taken: tuple[float, float]
    moved: float


@dataclass(frozen=True, eq=False)
class Sample:
    """Layouts as a grid for every cell of the place, one row a layout, and how well they were drawn."""

    layouts: NDArray[np.int32]
    mixing: tuple[Mixing, ...]


def draw(
    parts: Sequence[Ward], starts: Sequence[Sequence[Grids]], count: int, seed: int, progress: Progress | None = None
) -> Sample:
    """So many layouts.

    Args:
        starts: Lawful layouts of each community from which chains begin.
        seed: The same gives the same layouts.
        progress: Called with the number of communities done.
    """
    cells = sum(ward.cells for ward in parts)
    layouts, mixing, grids = np.zeros((count, cells), np.int32), [], 0
    for number, (ward, some) in enumerate(zip(parts, starts, strict=True)):
        drawn, how = _draw_one(ward, number, some, count, seed)
        for row, one in enumerate(drawn):
            for label, grid in enumerate(sorted(one, key=lambda cells: cells & -cells)):
                layouts[row, [ward.first + cell for cell in bits(grid)]] = grids + label
        grids += ward.grids
        mixing.append(how)
        if progress is not None:
            progress(number + 1.0)
    return Sample(layouts, tuple(mixing))


def _draw_one(ward: Ward, number: int, starts: Sequence[Grids], count: int, seed: int) -> tuple[list[Grids], Mixing]:
    rng = random.Random(f"layouts {seed} {number}")
    try:
        every = all_layouts(ward, MOST_COUNTED, MOST_WORK)
        found = [every[rng.randrange(len(every))] for _ in range(count)]
        return found, _mixing(ward, number, found, 1, len(every), (0.0, 0.0))
    except TooMany:
        pass
    each = max(-(-count // CHAINS), FEWEST_A_CHAIN)
    kept: list[list[Grids]] = []
    tried, taken = np.zeros(2), np.zeros(2)
    for walk in range(CHAINS):
        chain = Chain(ward, starts[walk % len(starts)], random.Random(f"layouts {seed} {number} {walk}"))
        kept.append(_walk(chain, each))
        tried += chain.tried
        taken += chain.taken
    shares = taken / np.maximum(tried, 1)
    together = [kept[row % CHAINS][row // CHAINS] for row in range(count)]
    in_chains = [one for walk in kept for one in walk]
    found = _mixing(ward, number, in_chains, CHAINS, None, (float(shares[0]), float(shares[1])))
    return together, replace(found, effective=found.effective * count / len(in_chains))


def _walk(chain: Chain, count: int) -> list[Grids]:
    for _ in range(SWEEPS_BEFORE):
        chain.sweep()
    found = []
    for _ in range(count):
        for _ in range(SWEEPS_BETWEEN):
            chain.sweep()
        found.append(tuple(chain.grids))
    return found


def _mixing(
    ward: Ward, number: int, drawn: Sequence[Grids], chains: int, counted: int | None, taken: tuple[float, float]
) -> Mixing:
    apart = np.array([[_apart(one, pair) for pair in ward.borders] for one in drawn], dtype=bool)
    uneven = np.array([sum(ward.held(grid) ** 2 for grid in one) for one in drawn], dtype=float)
    borders = apart.sum(axis=1).astype(float)
    measured = (
        [(1.0, float(len(drawn)))]
        if counted is not None
        else [agreement(values.reshape(chains, -1)) for values in (borders, uneven)]
    )
    share = apart.mean(axis=0) if apart.size else np.zeros(1)
    return Mixing(
        number,
        ward.cells,
        ward.grids,
        counted,
        r_hat=max(one for one, _ in measured),
        effective=min(many for _, many in measured),
        taken=taken,
        moved=float(((share > 0) & (share < 1)).mean()),
    )


def _apart(grids: Grids, pair: tuple[int, int]) -> bool:
    both = 1 << pair[0] | 1 << pair[1]
    return not any(grid & both == both for grid in grids)


def agreement(values: NDArray[np.float64]) -> tuple[float, float]:
    """Split R-hat and effective number of values of some chains (Gelman and others 2013, section 11.4 and 11.5).

    Args:
        values: One row a chain, in the order of its steps.
    """
    half = values.shape[1] // 2
    if half < 2:
        return float("inf"), float(values.shape[0])
    halves = np.concatenate([values[:, :half], values[:, -half:]])
    within, between = halves.var(axis=1, ddof=1).mean(), half * halves.mean(axis=1).var(ddof=1)
    if within <= 0.0:
        return (1.0 if between <= 0.0 else float("inf")), float(values.size)
    total = (half - 1) / half * within + between / half
    r_hat = float(np.sqrt(total / within))
    rho, lag = 0.0, 1
    while lag + 1 < half:
        pair = sum(_correlation(halves, step, total) for step in (lag, lag + 1))
        if pair <= 0.0:
            break
        rho, lag = rho + pair, lag + 2
    return r_hat, float(min(halves.size, halves.size / (1.0 + 2.0 * rho)))


def _correlation(chains: NDArray[np.float64], lag: int, total: float) -> float:
    return float(1.0 - ((chains[:, lag:] - chains[:, :-lag]) ** 2).mean() / (2.0 * total))


def starts_of(
    world: World, households_per_grid: float, parts: Sequence[Ward], own: Sequence[int] | None
) -> list[list[Grids]]:
    """Lawful layouts of each community to begin from: those of the model's own rules, and the one drawn by hand.

    Args:
        own: A grid for every cell, where somebody drew one.

    Raises:
        Refused: No rule gives a community a lawful layout, so that nobody knows whether there is one.
    """
    work = world.territory.households_of_cell.astype(float)
    labels = [] if own is None else [np.asarray(own)]
    for rule in LAYOUTS:
        levers = GridLevers(layout=rule, households_per_grid=households_per_grid)  # type: ignore[arg-type]
        labels.append(lay_out(world, levers, work).grid_of_cell)
    found = []
    for number, ward in enumerate(parts):
        cuts = [tuple(sets_of(one[ward.first : ward.first + ward.cells].tolist())) for one in labels]
        some = [one for one in dict.fromkeys(cuts) if ward.lawful(one)]
        if not some:
            ends = {"low": round(ward.low), "high": round(ward.high), "grids": ward.grids}
            raise Refused("layouts.no_start", community=number, **ends)
        found.append(some)
    return found
