"""How a lever is written down: words in both languages, bounds, evidence, and what it should move."""

from __future__ import annotations

from typing import cast

from ..declare import Declaration, Grade


def lever(
    zh: tuple[str, str],
    en: tuple[str, str],
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
    """Declare something a planner decides; `zh` and `en` are (label, one sentence on the mechanism).

    `sources` and `moves` are space-separated ids; `built` says whether the process that reads the
    lever exists in this build, and this is the only place where that is said.
    """
    low, high = between if between else (None, None)
    return Declaration(
        unit=unit,
        low=low,
        high=high,
        label_zh=zh[0],
        label_en=en[0],
        help_zh=zh[1],
        help_en=en[1],
        sources=tuple(sources.split()),
        grade=cast(Grade, grade),
        role="lever",
        core=core,
        moves=tuple(moves.split()),
        built=built,
        zero_is_never=zero_is_never,
    )


def assumption(
    zh: tuple[str, str],
    en: tuple[str, str],
    *,
    unit: str = "",
    between: tuple[float, float] | None = None,
    sources: str = "",
    grade: str = "D",
) -> Declaration:
    """Declare something uncertain about people or institutions; without a source it is a judgement of ours."""
    low, high = between if between else (None, None)
    return Declaration(
        unit=unit,
        low=low,
        high=high,
        label_zh=zh[0],
        label_en=en[0],
        help_zh=zh[1],
        help_en=en[1],
        sources=tuple(sources.split()),
        grade=cast(Grade, grade),
        role="assumption",
    )
