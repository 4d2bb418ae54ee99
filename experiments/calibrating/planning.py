"""Which runs a calibration makes: the first scenario of a study under draws of the assumptions that it names."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from ...model.arrays import Floats
from ...model.parameters import all_parameters
from ..runs.refusing import Refused
from ..runs.task import Task
from ..studies.design_tables import Design
from ..studies.designs import Point
from ..studies.factors import Factor
from ..studies.plan import Plan, plan_of
from ..worlds.drawing import spread

FEWEST_DRAWS, FEWEST_SEEDS, MOST_ASSUMPTIONS = 20, 2, 12
SHARE = "share of belief: "
"""What a column of a design is called that says where in its belief an assumption was run."""


@dataclass(frozen=True, eq=False)
class WavePlan(Plan):
    """Runs of one wave: every draw lives through seeds of its own, so that luck is independent between draws.

    Attributes:
        before: Draws of earlier waves, whose seeds are taken.
    """

    before: int = 0

    def task(self, number: int) -> Task:
        """The run of a number, with the seed of its draw."""
        task, where = super().task(number), self.place(number)
        seed = self.file.seeds[0] + (self.before + where.point) * len(self.file.seeds) + where.seed
        return replace(task, seed=seed)

    @cached_property
    def hash(self) -> str:
        """Another one than that of a study with the same points, whose seeds are the same for all."""
        return hashlib.sha256(f"calibration {self.before} {super().hash}".encode()).hexdigest()


@dataclass(frozen=True)
class Asked:
    """What a study file asks of a calibration.

    Attributes:
        plan: Of the study.
        factors: The assumptions sought.
        draws: Of a wave.
        seed: Of the first wave's draws.
    """

    plan: Plan
    factors: tuple[Factor, ...]
    draws: int
    seed: int

    @property
    def names(self) -> tuple[str, ...]:
        """The assumptions by name."""
        return tuple(factor.name for factor in self.factors)

    @property
    def scenario(self) -> str:
        """What the scenario is called that lives through the draws: the first of a listed study, else its policy."""
        return self.plan.names[0] if self.plan.file.listed else self.plan.base.policy_id

    def values(self, at: Sequence[float]) -> dict[str, Any]:
        """Assumption -> value at shares of beliefs."""
        return {one.name: one.at(float(share)) for one, share in zip(self.factors, at, strict=True)}


def asked_of(path: str) -> Asked:
    """What a study file asks for: the assumptions of its design, else those of its `[uncertainty]`.

    Raises:
        InputFault: The file is wrong.
        Refused: It names no assumptions, others than numbers, too many, or too few draws or seeds.
    """
    plan = plan_of(path)
    file = plan.file
    levers = [factor.name for factor in file.design.factors if factor.role == "lever"]
    factors = tuple(factor for factor in file.design.factors if factor.role == "assumption")
    draws, seed = (file.design.size or len(plan.points)), file.design.seed
    if file.uncertainty is not None and isinstance(file.uncertainty.which, tuple):
        factors = tuple(Factor(name, "assumption", scale="belief") for name in file.uncertainty.which)
        draws, seed = file.uncertainty.draws, file.uncertainty.seed
    elif levers:
        raise Refused("calibrate.levers", names=", ".join(levers))
    if not factors:
        raise Refused("calibrate.no_assumptions", path=path)
    _check(factors, draws, len(file.seeds))
    return Asked(plan, factors, draws, seed)


def _check(factors: Sequence[Factor], draws: int, seeds: int) -> None:
    """Refuse what cannot be calibrated: choices and questions, very many at once, too few runs to know luck by."""
    for factor in factors:
        known = all_parameters().get(factor.name)
        if known is None or known.kind not in ("number", "count") or factor.values:
            raise Refused("calibrate.no_number", name=factor.name)
    limits = {"assumptions": (len(factors), 1, MOST_ASSUMPTIONS), "draws": (draws, FEWEST_DRAWS, 10_000)}
    for key, (value, low, high) in {**limits, "seeds": (seeds, FEWEST_SEEDS, 1000)}.items():
        if not low <= value <= high:
            raise Refused("refused.number", key=key, value=value, low=low, high=high)


def first_wave(asked: Asked) -> Floats:
    """A Latin hypercube over the beliefs, a column an assumption; shape (draws, assumptions)."""
    return np.stack([spread(name, asked.draws, asked.seed) for name in asked.names], axis=1)


def wave_plan(asked: Asked, at: Floats, before: int) -> WavePlan:
    """The plan of one wave.

    Args:
        at: Where it runs, as shares of beliefs; shape (draws, assumptions).
        before: Draws of earlier waves.
    """
    points = tuple(_point(asked, row) for row in at)
    file = asked.plan.file
    seeds = tuple(range(file.seeds[0], file.seeds[0] + len(file.seeds)))
    design = Design("latin_hypercube", asked.factors, size=len(points), seed=asked.seed)
    changed = replace(file, design=design, listed=(), uncertainty=None, stop=None, tables=("daily",), seeds=seeds)
    names = tuple(f"{number:04d}" for number in range(before + 1, before + len(points) + 1))
    base = asked.plan.scenario(0) if file.listed else asked.plan.base
    return WavePlan(changed, base, points, names, before=before)


def _point(asked: Asked, row: Sequence[float]) -> Point:
    marks = {f"{SHARE}{name}": float(share) for name, share in zip(asked.names, row, strict=True)}
    return Point(asked.values(row), marks)
