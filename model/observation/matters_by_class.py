"""Collective matters by class: contested ones apart from routine ones and works.

A headline over all matters hides what formats differ in: routine matters are many and pass anywhere, contested ones are
few, and staff can hardly decide them. Four figures a class: how many were settled, how long it took, how far neighbours
stood by what was agreed, and how far they live by it on the last day. What came up again and is open is not settled;
settled again, its days count from when it was first raised.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, get_args

from ..arrays import Floats
from ..deliberation.docket import Docket
from ..deliberation.kinds import MATTERS, MatterClass
from ..deliberation.matter import Matter

if TYPE_CHECKING:
    from ..district import District

CLASSES: tuple[MatterClass, ...] = get_args(MatterClass)
FIGURES = ("matters_settled_share", "matter_days", "matter_heed", "matter_kept")
"""What is told of each class; the indicator is the figure's name and the class's."""


def of_class(docket: Docket, first: int) -> dict[str, float]:
    """Every figure of every class.

    Args:
        docket: All matters of a district.
        first: First measured day of the run; what ended or was agreed before is left out.

    Returns:
        Indicator -> value; not a number where a class has nothing to tell.
    """
    return dict(
        figure
        for name in CLASSES
        for figure in _figures(
            name, [one for one in (*docket.closed, *docket.open) if one.kind.matter_class == name], first, docket
        )
    )


def _figures(name: MatterClass, matters: Sequence[Matter], first: int, docket: Docket) -> Iterator[tuple[str, float]]:
    counted = [one for one in matters if one.open or one.ended_on >= first]
    settled = [one for one in counted if one.ended == "settled"]
    agreed = [one for one in matters if one.agreed_on >= first]
    yield f"matters_settled_share_{name}", mean([float(one.ended == "settled") for one in counted])
    yield f"matter_days_{name}", mean([float(one.ended_on - one.raised) for one in settled])
    yield f"matter_heed_{name}", mean([one.compliance for one in agreed])
    yield f"matter_kept_{name}", mean([kept(one, docket.covenant) for one in agreed])


def kept(matter: Matter, covenant: Floats) -> float:
    """How far neighbours live by what was agreed on the last day, 0 to 1.

    Nobody lives by what was not carried out, or was on paper only. A covenant fades, and counts with what is left in
    its estate of all its covenants; whatever else was carried out stands as it was heeded.

    Args:
        covenant: By estate: how far neighbours stand by the covenants they have.
    """
    if matter.ended != "settled" or matter.on_paper:
        return 0.0
    return float(covenant[matter.estate]) if matter.kind.id == "covenant" else matter.compliance


def mean(values: Sequence[float]) -> float:
    """Their mean; not a number where there are none."""
    return math.fsum(values) / len(values) if values else math.nan


def figures_of(district: District) -> dict[str, float]:
    """Every figure of every class over the measured days of a district that has lived."""
    return of_class(district.of(Docket), district.plan.warmup)


def class_counts(by_kind: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """Counts of matters by kind, added up by class; a class nothing of which was raised is left out."""
    found: dict[str, dict[str, float]] = {}
    for kind, counts in by_kind.items():
        here = found.setdefault(MATTERS[kind].matter_class, {})
        for key, count in counts.items():
            here[key] = here.get(key, 0) + count
    return {name: found[name] for name in CLASSES if name in found}
