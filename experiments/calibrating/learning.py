"""From the runs of all waves to what stands for them: components of their figures and an emulator of each."""

from __future__ import annotations

from dataclasses import dataclass

from ...model.arrays import Floats
from .components import Components, components_of
from .emulator import Process, emulator_of

FORESEEN = 0.25
"""Share of a component's variance that other draws have to foresee, else it is taken for luck (grade D)."""


@dataclass(frozen=True)
class Learned:
    """What runs have taught.

    Attributes:
        at: Where was run, as shares of beliefs; shape (draws, assumptions).
        emulator: One process a component; none that the assumptions do not move.
        seen: Whether any component is moved by the assumptions; if none is, the first stands for all.
    """

    at: Floats
    components: Components
    emulator: list[Process]
    seen: bool


def learn(at: Floats, runs: Floats, error: Floats) -> Learned:
    """Components and emulator of runs.

    Args:
        at: Shape (draws, assumptions).
        runs: Shape (draws, seeds, figures), finished ones only.
        error: Covariance of the ledger's error; shape (figures, figures).
    """
    components = components_of(runs, error)
    emulator = emulator_of(at, components.of(runs), components.seed_noise)
    kept = [number for number, one in enumerate(emulator) if one.foreseen >= FORESEEN]
    which = kept or [0]
    return Learned(at, components.only(which), [emulator[one] for one in which], bool(kept))
