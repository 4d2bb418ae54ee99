"""How a lever is written down: bounds, evidence, and what it should move. Its words stand in `words/`."""

from __future__ import annotations

from typing import cast

from ..belief import Belief, Weights
from ..declare import Declaration, Grade


def lever(
    *,
    unit: str = "",
    between: tuple[float, float] | None = None,
    sources: str = "",
    grade: str = "D",
    moves: str,
    core: bool = False,
    built: bool = False,
    zero_is_never: bool = False,
) -> Declaration:
    """Declare something a planner decides.

    `sources` and `moves` are space-separated ids; `built` says whether the process that reads the
    lever exists in this build, and this is the only place where that is said.
    """
    low, high = between if between else (None, None)
    return Declaration(
        unit=unit,
        low=low,
        high=high,
        sources=tuple(sources.split()),
        grade=cast(Grade, grade),
        role="lever",
        core=core,
        moves=tuple(moves.split()),
        built=built,
        zero_is_never=zero_is_never,
    )


def assumption(
    *,
    unit: str = "",
    between: tuple[float, float] | None = None,
    sources: str = "",
    grade: str = "D",
    belief: Belief | Weights | None = None,
) -> Declaration:
    """Declare something uncertain about people or institutions; without a source it is a judgement of ours.

    `between` are the limits of input; `belief` is what is plausible, where the rule of `believing.py` does not fit.
    """
    low, high = between if between else (None, None)
    return Declaration(
        unit=unit,
        low=low,
        high=high,
        sources=tuple(sources.split()),
        grade=cast(Grade, grade),
        role="assumption",
        belief=belief,
    )
