"""Whether a study knows enough: every interval of the outcome named is short enough, at whichever look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..comparing.intervals import FEWEST_PAIRS, judged_interval
from .study_file import Stop

Values = Mapping[tuple[int, int], Sequence[float]]
"""(point, replication) -> the outcome of its finished runs: one, or one a seed where replications are draws."""


def looks(stop: Stop, units: int) -> list[int]:
    """After how many replications one looks: the fewest, then every so many, and the last."""
    found = list(range(min(stop.fewest, units), units, stop.every))
    return [*found, units]


def differences(values: Values, point: int, units: int) -> list[float]:
    """Point minus baseline, replication by replication, of those that both have."""
    pairs = ((values.get((0, unit)), values.get((point, unit))) for unit in range(units))
    return [sum(after) / len(after) - sum(before) / len(before) for before, after in pairs if before and after]


def widest(values: Values, points: int, units: int) -> float | None:
    """The largest half of an interval over all points; None where one has too few pairs for any.

    The interval is right at every look at once, so that stopping by it costs nothing of its 95 %.
    """
    halves = []
    for point in range(1, points):
        found = judged_interval(gaps) if len(gaps := differences(values, point, units)) >= FEWEST_PAIRS else None
        if found is None or found.lo is None or found.hi is None:
            return None
        halves.append((found.hi - found.lo) / 2.0)
    return max(halves, default=None)


def enough(stop: Stop, values: Values, points: int, units: int) -> bool:
    """Whether the study may stop after so many replications."""
    reached = widest(values, points, units)
    return reached is not None and reached <= stop.half_width
