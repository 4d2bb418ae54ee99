"""One lawful grid map of a community, for whoever draws by hand: counted out where there are few, else walked to."""

from __future__ import annotations

import random

import numpy as np

from ...model.parameters import all_parameters
from ...model.place.partition import divide
from ..mapping.redrawing import SIZE as SIZE_LEVER
from ..mapping.redrawing import Drawing, Land
from ..runs.refusing import Refused
from .chain import Chain
from .counting import Grids, TooMany, all_layouts
from .land import SPREAD, Ward, bits, sets_of
from .sampling import MOST_COUNTED, MOST_WORK, SWEEPS_BEFORE


def propose(land: Land, drawing: Drawing, community: int, seed: int) -> Drawing:
    """The drawing with one community cut anew into as many grids as it has.

    Every grid is in one piece and holds at least (1 − SPREAD) and at most (1 + SPREAD) times the mean of its community,
    within the limits of the lever for the size of grids. Where lawful layouts can be counted, each is as likely as any
    other; else a random walk of SWEEPS_BEFORE sweeps has led there, and nobody has tested how well it mixes
    (`shapan layouts` does).

    Args:
        seed: Another one gives another layout.

    Raises:
        Refused: No lawful layout to begin from is known.
    """
    ward, mine = ward_of(land, drawing, community)
    generator = random.Random(f"proposed {seed} {community}")
    try:
        every = all_layouts(ward, MOST_COUNTED, MOST_WORK)
        if not every:
            raise Refused("layouts.no_start", community=community, **_ends(ward))
        found: Grids = every[generator.randrange(len(every))]
    except TooMany:
        chain = Chain(ward, _start(land, drawing, ward, mine), generator)
        for _ in range(SWEEPS_BEFORE):
            chain.sweep()
        found = tuple(chain.grids)
    numbers = sorted({drawing[cell] for cell in mine})
    changed = list(drawing)
    for number, grid in zip(numbers, sorted(found, key=lambda cells: cells & -cells), strict=True):
        for cell in bits(grid):
            changed[mine[cell]] = number
    return tuple(changed)


def ward_of(land: Land, drawing: Drawing, community: int) -> tuple[Ward, list[int]]:
    """A community as layouts are drawn on it, and its cells in their order."""
    mine = np.flatnonzero(land.community == community).tolist()
    at = {cell: place for place, cell in enumerate(mine)}
    beside = tuple(
        tuple(sorted(at[int(near)] for near in land.borders.neighbours[cell] if int(near) in at)) for cell in mine
    )
    households = tuple(int(land.households[cell]) for cell in mine)
    grids = len({drawing[cell] for cell in mine})
    about, mean = all_parameters()[SIZE_LEVER].about, sum(households) / grids
    low, high = max(float(about.low or 0.0), (1.0 - SPREAD) * mean), (1.0 + SPREAD) * mean
    ward = Ward(mine[0], beside, households, grids, low=low, high=min(float(about.high or np.inf), high))
    return ward, mine


def _start(land: Land, drawing: Drawing, ward: Ward, mine: list[int]) -> Grids:
    """The community as it is drawn, or cut by the model's own rule; whichever is lawful."""
    pieces = divide(land.borders, mine, ward.grids, land.households.astype(float).tolist())
    place = {cell: number for number, piece in enumerate(pieces) for cell in piece}
    for labels in ([drawing[cell] for cell in mine], [place[cell] for cell in mine]):
        one = tuple(sets_of(labels))
        if ward.lawful(one):
            return one
    raise Refused("layouts.no_start", community=int(land.community[mine[0]]), **_ends(ward))


def _ends(ward: Ward) -> dict[str, int]:
    return {"low": round(ward.low), "high": round(ward.high), "grids": ward.grids}
