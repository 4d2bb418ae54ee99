"""Which points a design consists of: full factorial, Latin hypercube, Sobol' (Saltelli) and Morris.

A point gives every factor a value. What is drawn has an address (the seed of the design and the name of the factor)
for the Latin hypercube and for Morris, so that one factor more moves no other; Sobol' numbers come as one sequence
over all factors.

Sources: McKay, Beckman and Conover 1979, Technometrics 21:239 (Latin hypercube); Saltelli et al. 2010, Computer
Physics Communications 181:259 (A, AB and B); Morris 1991, Technometrics 33:161.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from ..evidence.screening_effects import trajectory
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


def points_of(kind: Kind, factors: Sequence[Factor], size: int, seed: int) -> list[Point]:
    """Every point of a design, in its order.

    Args:
        size: Points of a Latin hypercube, samples of Sobol', trajectories of Morris; a factorial has none.
        seed: Of the design, which has nothing to do with the seeds of runs.
    """
    if kind == "factorial":
        return factorial(factors)
    makers = {"latin_hypercube": latin_hypercube, "sobol": sobol, "morris": morris}
    return makers[kind](factors, size, seed)


def count_of(kind: Kind, factors: Sequence[Factor], size: int) -> int:
    """How many points a design has, without making any."""
    if kind == "factorial":
        found = 1
        for factor in factors:
            found *= len(factor.grid())
        return found
    return {"latin_hypercube": size, "sobol": size * (len(factors) + 2), "morris": size * (len(factors) + 1)}[kind]


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


def sobol(factors: Sequence[Factor], samples: int, seed: int) -> list[Point]:
    """For every sample the row of A, then A with one column of B after the other, then the row of B.

    The order is the one SALib expects of first and total order indices (`calc_second_order=False`).
    """
    from scipy.stats import qmc

    width = len(factors)
    drawn = qmc.Sobol(2 * width, scramble=True, rng=_generator(seed)).random(samples)
    found = []
    for number, row in enumerate(drawn):
        first, other = [float(u) for u in row[:width]], [float(u) for u in row[width:]]
        found.append(_sobol_point(factors, first, number, "A"))
        for place, factor in enumerate(factors):
            mixed = [*first[:place], other[place], *first[place + 1 :]]
            found.append(_sobol_point(factors, mixed, number, f"AB {factor.name}"))
        found.append(_sobol_point(factors, other, number, "B"))
    return found


def _sobol_point(factors: Sequence[Factor], shares: Sequence[float], sample: int, matrix: str) -> Point:
    values = {factor.name: factor.at(u) for factor, u in zip(factors, shares, strict=True)}
    return Point(values, {"sample": sample, "matrix": matrix})


def _generator(seed: int) -> Any:
    import numpy as np

    return np.random.default_rng(address("study sobol", seed))


def morris(factors: Sequence[Factor], trajectories: int, seed: int) -> list[Point]:
    """Trajectories from a random point, every factor moved once by half of what it may be, as in the screening."""
    by_name = {factor.name: factor for factor in factors}
    found = []
    for number in range(trajectories):
        for step in trajectory(seed * TRAJECTORIES_A_SEED + number, tuple(by_name)):
            values = {name: by_name[name].at(u) for name, u in step.at.items()}
            marks = {"trajectory": number, "step": step.number, "moved": step.name, "sign": step.sign}
            found.append(Point(values, marks))
    return found
