"""Which points a design consists of: full factorial, Latin hypercube, Sobol' (Saltelli) and Morris.

A point gives every factor a value. What is drawn has an address (the seed of the design and the name of the factor)
for the Latin hypercube and for Morris, so that one factor more moves no other; Sobol' numbers come as one sequence
over all factors.

Sources: McKay, Beckman and Conover 1979, Technometrics 21:239 (Latin hypercube); Saltelli et al. 2010, Computer
Physics Communications 181:259 (A, AB and B); Morris 1991, Technometrics 33:161.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from ..evidence.screening_effects import MOVE, begins, trajectory
from ..worlds.drawing import address, spread
from .factors import Factor

Kind = Literal["listed", "factorial", "latin_hypercube", "sobol", "morris"]
SIZES = {"latin_hypercube": "points", "sobol": "samples", "morris": "trajectories"}
"""Kind of design -> what its size is called."""
TRAJECTORIES_A_SEED = 100_000


@dataclass(frozen=True)
class Point:
    """One combination of values.

    Attributes:
        values: Factor -> its value.
        marks: What an analysis has to know: trajectory, step and factor moved (Morris), sample and matrix (Sobol').
    """

    values: dict[str, Any]
    marks: dict[str, Any] = field(default_factory=dict)


Groups = Mapping[str, Sequence[str]]
"""Group -> the factors that move together; a factor that no group names stands by itself."""


def points_of(
    kind: Kind, factors: Sequence[Factor], size: int, seed: int, groups: Groups | None = None, second: bool = False
) -> list[Point]:
    """Every point of a design, in its order.

    Args:
        size: Points of a Latin hypercube, samples of Sobol', trajectories of Morris; a factorial has none.
        seed: Of the design, which has nothing to do with the seeds of runs.
        groups: Of Sobol' and Morris.
        second: Whether Sobol' gets the rows that second order indices need.
    """
    if kind == "factorial":
        return factorial(factors)
    if kind == "sobol":
        return sobol(factors, size, seed, groups, second)
    return morris(factors, size, seed, groups) if kind == "morris" else latin_hypercube(factors, size, seed)


def count_of(
    kind: Kind, factors: Sequence[Factor], size: int, groups: Groups | None = None, second: bool = False
) -> int:
    """How many points a design has, without making any."""
    if kind == "factorial":
        found = 1
        for factor in factors:
            found *= len(factor.grid())
        return found
    moved = len(movers([factor.name for factor in factors], groups))
    rows = {"latin_hypercube": 1, "sobol": (2 if second else 1) * moved + 2, "morris": moved + 1}
    return size * rows[kind]


def movers(names: Sequence[str], groups: Groups | None) -> dict[str, tuple[str, ...]]:
    """What moves at once: every group at the place of its first factor, every other factor by itself."""
    home = {name: group for group, members in (groups or {}).items() for name in members}
    found: dict[str, tuple[str, ...]] = {}
    for name in names:
        found[home.get(name, name)] = (*found.get(home.get(name, name), ()), name)
    return found


def factorial(factors: Sequence[Factor]) -> list[Point]:
    """Every combination; the factor named last changes fastest."""
    names = [factor.name for factor in factors]
    return [
        Point(dict(zip(names, values, strict=True))) for values in itertools.product(*(one.grid() for one in factors))
    ]


def latin_hypercube(factors: Sequence[Factor], points: int, seed: int) -> list[Point]:
    """Every factor takes one value in each of so many equally likely parts of its range, in an order of its own."""
    columns = {factor.name: spread(factor.name, points, seed) for factor in factors}
    return [
        Point({factor.name: factor.at(float(columns[factor.name][number])) for factor in factors})
        for number in range(points)
    ]


def sobol(
    factors: Sequence[Factor], samples: int, seed: int, groups: Groups | None = None, second: bool = False
) -> list[Point]:
    """For every sample the row of A, then A with the columns of B, one mover after the other, then the row of B.

    The order is the one SALib expects (`calc_second_order=second`): with second order, B with the columns of A stands
    before the row of B.
    """
    from scipy.stats import qmc

    width = len(factors)
    places = {factor.name: place for place, factor in enumerate(factors)}
    moved = movers(tuple(places), groups)
    drawn = qmc.Sobol(2 * width, scramble=True, rng=_generator(seed)).random(samples)
    found = []
    for number, row in enumerate(drawn):
        first, other = [float(u) for u in row[:width]], [float(u) for u in row[width:]]
        found.append(_sobol_point(factors, first, number, "A"))
        for matrix, one, two in (("AB", first, other), ("BA", other, first)):
            if matrix == "BA" and not second:
                continue
            for name, members in moved.items():
                taken = {places[member] for member in members}
                mixed = [two[place] if place in taken else one[place] for place in range(width)]
                found.append(_sobol_point(factors, mixed, number, f"{matrix} {name}"))
        found.append(_sobol_point(factors, other, number, "B"))
    return found


def _sobol_point(factors: Sequence[Factor], shares: Sequence[float], sample: int, matrix: str) -> Point:
    values = {factor.name: factor.at(u) for factor, u in zip(factors, shares, strict=True)}
    return Point(values, {"sample": sample, "matrix": matrix})


def _generator(seed: int) -> Any:
    import numpy as np

    return np.random.default_rng(address("study sobol", seed))


def morris(factors: Sequence[Factor], trajectories: int, seed: int, groups: Groups | None = None) -> list[Point]:
    """Trajectories from a random point, every mover moved once by half of what it may be, as in the screening.

    Members of a group each go the way that is open to them, so that the move of a group has no sign (0).
    """
    by_name = {factor.name: factor for factor in factors}
    if any(len(members) > 1 for members in movers(tuple(by_name), groups).values()):
        return _morris_of_groups(by_name, trajectories, seed, groups)
    found = []
    for number in range(trajectories):
        for step in trajectory(seed * TRAJECTORIES_A_SEED + number, tuple(by_name)):
            values = {name: by_name[name].at(u) for name, u in step.at.items()}
            marks = {"trajectory": number, "step": step.number, "moved": step.name, "sign": step.sign}
            found.append(Point(values, marks))
    return found


def _morris_of_groups(
    by_name: Mapping[str, Factor], trajectories: int, seed: int, groups: Groups | None
) -> list[Point]:
    moved, found = movers(tuple(by_name), groups), []
    for number in range(trajectories):
        address_of = seed * TRAJECTORIES_A_SEED + number
        at, order = begins(address_of, tuple(by_name)), ["", *moved]
        order[1:] = sorted(moved, key=lambda name, here=address_of: address("screening order", here, name))  # type: ignore[misc]
        for step, name in enumerate(order):
            members, sign = moved.get(name, ()), 0
            for member in members:
                sign = 1 if at[member] < 0.5 else -1
                at[member] += sign * MOVE
            values = {one: by_name[one].at(u) for one, u in at.items()}
            sign = sign if len(members) == 1 else 0
            found.append(Point(values, {"trajectory": number, "step": step, "moved": name, "sign": sign}))
    return found
