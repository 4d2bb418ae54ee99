"""What a lever changed, seed by seed the same district: paired differences, kept as one small table.

The table is what the page is written from; a row is one lever and one indicator.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..comparing.intervals import student_t
from .contrasts import Contrast, contrasts
from .marked_tables import UNKNOWN, read_rows, write_rows
from .model_mark import model_mark

LOSSES = {
    "never_heard_share": "never heard",
    "lapsed_waiting_share": "no capacity",
    "wrong_door_share": "wrong door or department",
    "met_late_share": "late",
}
AFTERWARDS = {
    "rated": ("satisfaction_true", "satisfaction_served", "satisfaction_recorded"),
    "remembered": ("trust", "efficacy"),
    "where, not how many": (
        "coverage_gini_cells",
        "coverage_gini_grids",
        "coverage_worst_tenth_cells",
        "coverage_worst_tenth_grids",
    ),
}
ALPHA = 0.05


@dataclass(frozen=True)
class Effect:
    """What the high setting did to one indicator against the low one, over pairs of runs."""

    lever: str
    contrast: str
    indicator: str
    pairs: int
    low: float
    high: float
    difference: float
    error: float
    model: str = UNKNOWN

    @property
    def still(self) -> bool:
        """Whether not one pair differed."""
        return self.difference == 0.0 and self.error == 0.0

    def interval(self, looked_at: int = 1) -> tuple[float, float]:
        """Student-t interval of the mean difference, corrected for the number of indicators looked at."""
        half = student_t(self.pairs - 1, 1.0 - ALPHA / looked_at) * self.error
        return self.difference - half, self.difference + half

    def shown(self, looked_at: int = 1) -> bool:
        """Whether the interval leaves zero out."""
        low, high = self.interval(looked_at)
        return low > 0.0 or high < 0.0


Effects = Mapping[str, Mapping[str, Effect]]
"""Lever -> indicator -> effect."""


def paired(
    contrast: Contrast, low: Mapping[int, dict[str, float]], high: Mapping[int, dict[str, float]]
) -> list[Effect]:
    """Effects on every indicator that both sides of at least two pairs could know."""
    found = []
    for indicator in sorted({name for run in low.values() for name in run}):
        both = [seed for seed in sorted(low) if indicator in low[seed] and indicator in high.get(seed, {})]
        if len(both) < 2:
            continue
        before, after = ([side[seed][indicator] for seed in both] for side in (low, high))
        change = [b - a for a, b in zip(before, after, strict=True)]
        mean = math.fsum(change) / len(both)
        error = math.sqrt(math.fsum((one - mean) ** 2 for one in change) / (len(both) - 1) / len(both))
        if all(one == change[0] for one in change):
            mean, error = change[0], 0.0
        effect = Effect(
            lever=contrast.lever,
            contrast=contrast.fingerprint,
            indicator=indicator,
            pairs=len(both),
            low=math.fsum(before) / len(both),
            high=math.fsum(after) / len(both),
            difference=mean,
            error=error,
            model=model_mark(),
        )
        found.append(effect)
    return found


def targets_of(lever: str, effects: Effects) -> list[Effect]:
    """Effects on those of the lever's own targets that its runs could know."""
    return [effects[lever][name] for name in contrasts()[lever].targets if name in effects[lever]]


def strongest(found: Sequence[Effect]) -> Effect | None:
    """The effect farthest from zero, measured by its own error; one without any scatter comes first."""
    moved = [one for one in found if not one.still]
    return max(moved, key=lambda one: abs(one.difference) / one.error if one.error else math.inf, default=None)


def stage_of(by_indicator: Mapping[str, Effect]) -> tuple[str, Effect | None]:
    """Where on a need's journey the lever acts most: the largest shift that shows, of losses first."""
    losses = [by_indicator[name] for name in LOSSES if name in by_indicator]
    shown = [one for one in losses if one.shown(len(LOSSES))]
    if shown:
        largest = max(shown, key=lambda one: abs(one.difference))
        return LOSSES[largest.indicator], largest
    for stage, names in AFTERWARDS.items():
        after = [by_indicator[name] for name in names if name in by_indicator]
        best = strongest([one for one in after if one.shown(len(names))])
        if best:
            return stage, best
    return "none seen", None


def read(path: Path) -> dict[str, dict[str, Effect]]:
    """The stored effects, levers in the order of the contrasts."""
    found: dict[str, dict[str, Effect]] = {}
    for effect in read_rows(path, Effect):
        found.setdefault(effect.lever, {})[effect.indicator] = effect
    return {lever: found[lever] for lever in contrasts() if lever in found}


def write(path: Path, effects: Effects) -> None:
    """Store effects, levers in the order of the contrasts, so that a lever run again moves its own lines only."""
    write_rows(path, Effect, (one for lever in contrasts() for one in effects.get(lever, {}).values()))
