"""Collective matters of a run by class, as people read them: contested ones apart from routine ones and works."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ...model.deliberation.kinds import MATTERS
from ...model.observation.matters_by_class import CLASSES, FIGURES, mean
from .matter import MatterHistory
from .wording import Words


@dataclass(frozen=True, slots=True)
class ClassOfMatters:
    """What became of the matters of one class that were raised in the measured days.

    Attributes:
        name: Of the class.
        raised, settled: How many.
        days: From raised to settled, mean of those settled.
        heed: How far neighbours stood by what was agreed when it was, mean, 0 to 1.
        kept: How far they live by it on the last day, mean, 0 to 1.
    """

    name: str
    raised: int
    settled: int
    days: float | None
    heed: float | None
    kept: float | None


def by_class(histories: Iterable[MatterHistory | None]) -> tuple[ClassOfMatters, ...]:
    """Every class of which a matter was raised, in the order of the classes."""
    known = [one for one in histories if one is not None]
    found = []
    for name in CLASSES:
        here = [one for one in known if MATTERS[one.kind].matter_class == name]
        if here:
            settled = [one for one in here if one.outcome == "settled"]
            found.append(
                ClassOfMatters(
                    name,
                    raised=len(here),
                    settled=len(settled),
                    days=_mean([one.days for one in settled]),
                    heed=_mean([one.compliance for one in here]),
                    kept=_mean([one.kept for one in here]),
                )
            )
    return tuple(found)


def _mean(values: Sequence[float | None]) -> float | None:
    known = [float(one) for one in values if one is not None]
    return mean(known) if known else None


def class_rows(figures: Mapping[str, float], say: Words) -> list[list[str]]:
    """A row a class with its four figures, from the indicators of runs; a class that no run tells of is left out."""
    rows = []
    for name in CLASSES:
        means = [figures.get(f"{figure}_{name}") for figure in FIGURES]
        if any(one is not None for one in means):
            settled, days, heed, kept = means
            cells = [say.number(settled, "share"), "–" if days is None else f"{days:,.0f}"]
            rows.append([say(f"matters.{name}"), *cells, say.number(heed, "share"), say.number(kept, "share")])
    return rows
