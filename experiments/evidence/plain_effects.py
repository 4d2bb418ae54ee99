"""From stored runs of plain contrasts to what each step did, whether as expected, and how often chance alone shows.

All primary targets of a place, length and set of seeds are one family (Holm, an error of 5 % over all of them).
Placebo levers are the same pairs with their sides swapped by a fixed draw: through the same test one in twenty shows.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ..comparing.intervals import holm, student_t
from .marked_tables import UNKNOWN, read_rows, write_rows
from .plain_steps import STAGES, TODAY, Plain, plain, seeds_of, study
from .stored_runs import Stored

ALPHA = 0.05
PLACEBO = "placebo"
PLACEBO_DRAW = 20261122  # any number would do; fixed, so that nobody can draw again
PARTS = ("building", "holdout")


@dataclass(frozen=True)
class EffectRow:
    """What one step did to its target; of a placebo, how many of its tests showed.

    Attributes:
        part: `building` or `holdout` seeds.
        p, p_holm: Of the paired difference being zero, by itself and over the family.
        stage: Where on a need's journey the largest shift that shows is; `none` where none does.
        shift: The change of what is lost there.
        coverage, coverage_error: Paired difference of coverage.
    """

    place: str
    days: int
    part: str
    lever: str
    target: str
    pairs: int
    today: float
    difference: float
    error: float
    p: float
    p_holm: float
    stage: str
    shift: float
    coverage: float
    coverage_error: float
    model: str = UNKNOWN

    @property
    def shown(self) -> bool:
        """Whether it shows, corrected over the family."""
        return self.p_holm < ALPHA

    @property
    def interval(self) -> tuple[float, float]:
        """Student-t interval of the difference, for itself alone."""
        half = student_t(self.pairs - 1) * self.error
        return self.difference - half, self.difference + half

    @property
    def as_expected(self) -> bool:
        """Whether the sign is the one written down; where nothing was expected, whether nothing shows."""
        wanted = plain()[self.lever].expected
        if wanted == "0":
            return not self.shown
        return self.shown and (self.difference > 0) == (wanted == "+")


def tested(change: Sequence[float]) -> tuple[float, float, float]:
    """Mean, standard error and two-sided p of paired differences."""
    from scipy.special import stdtr

    count, mean = len(change), math.fsum(change) / len(change)
    error = math.sqrt(math.fsum((one - mean) ** 2 for one in change) / (count - 1) / count)
    if all(one == change[0] for one in change):
        # Without any scatter there is no t; all signs alike is then all that speaks against chance.
        return change[0], 0.0, 1.0 if change[0] == 0.0 else 2.0 * 0.5**count
    return mean, error, float(2.0 * stdtr(count - 1, -abs(mean) / error))


def reckon(runs: Iterable[Stored]) -> list[EffectRow]:
    """Every family that has pairs, then its placebos."""
    groups: dict[tuple[str, int, str], dict[str, dict[int, Stored]]] = {}
    for run in runs:
        for part in PARTS:
            if run.seed in seeds_of(part, run.place):
                groups.setdefault((run.place, run.days, part), {}).setdefault(run.step, {})[run.seed] = run
    found: list[EffectRow] = []
    for where in sorted(groups, key=_order):
        found += _family(where, groups[where])
    return found


def _order(where: tuple[str, int, str]) -> tuple[int, int, int]:
    place, days, part = where
    places = study("places")
    return places.index(place) if place in places else len(places), days, PARTS.index(part)


Where = tuple[str, int, str]


def _family(where: Where, steps: Mapping[str, Mapping[int, Stored]]) -> list[EffectRow]:
    today = steps.get(TODAY, {})
    rows, changes = [], []
    for lever, about in plain().items():
        change = _changes(today, steps.get(lever, {}), (about.target,))
        if len(change) >= 2:
            rows.append(_row(where, about, today, steps[lever], change))
            changes.append(change)
    corrected = holm([row.p for row in rows])
    model = next((run.model for run in today.values()), UNKNOWN)
    rows = [replace(row, p_holm=p) for row, p in zip(rows, corrected, strict=True)]
    return [replace(row, model=model) for row in (*rows, *_placebos(where, changes))]


def _row(
    where: Where, about: Plain, today: Mapping[int, Stored], moved: Mapping[int, Stored], change: Sequence[float]
) -> EffectRow:
    before = [today[seed].values[about.target] for seed in today if about.target in today[seed].values]
    coverage = tested(_changes(today, moved, ("coverage",)))
    tests = {stage: tested(_changes(today, moved, names)) for stage, names in STAGES.items()}
    shown = {stage: one for stage, one in tests.items() if one[2] < ALPHA / len(STAGES)}
    stage = max(shown, key=lambda name: abs(shown[name][0]), default="none")
    mean, error, p = tested(change)
    shift = shown[stage][0] if stage in shown else 0.0
    return EffectRow(
        *where,
        lever=about.lever,
        target=about.target,
        pairs=len(change),
        today=math.fsum(before) / len(before),
        difference=mean,
        error=error,
        p=p,
        p_holm=p,
        stage=stage,
        shift=shift,
        coverage=coverage[0],
        coverage_error=coverage[1],
    )


def _changes(today: Mapping[int, Stored], moved: Mapping[int, Stored], names: Sequence[str]) -> list[float]:
    """Paired differences of the sum of some indicators, over the seeds both sides know all of them."""
    both = [
        seed
        for seed in sorted(today)
        if seed in moved and all(name in today[seed].values and name in moved[seed].values for name in names)
    ]
    return [sum(moved[seed].values[name] - today[seed].values[name] for name in names) for seed in both]


def _placebos(where: Where, changes: Sequence[Sequence[float]]) -> list[EffectRow]:
    """Twenty levers that do nothing: in every pair the sides keep or swap their names by a fixed draw."""
    generator = np.random.default_rng(PLACEBO_DRAW)
    live = [change for change in changes if any(change)]
    found = []
    for number in range(1, study("placebos") + 1):
        swapped = [[one * side for one, side in zip(c, generator.choice((-1, 1), len(c)), strict=True)] for c in live]
        shown = sum(tested(change)[2] < ALPHA for change in swapped)
        share = shown / len(live) if live else 0.0
        placebo = EffectRow(
            *where,
            lever=f"{PLACEBO} {number}",
            target="share of tests that show",
            pairs=len(live),
            today=0.0,
            difference=share,
            error=0.0,
            p=1.0,
            p_holm=1.0,
            stage="none",
            shift=0.0,
            coverage=0.0,
            coverage_error=0.0,
        )
        found.append(placebo)
    return found


def is_placebo(row: EffectRow) -> bool:
    """Whether a row is of no lever at all."""
    return row.lever.startswith(PLACEBO)


def replicated(lines: Sequence[EffectRow]) -> dict[tuple[str, int], tuple[int, int]]:
    """Place and days -> how many that showed in building show again, the same way, on seeds kept apart; of how many."""
    found = {}
    for place, days in dict.fromkeys((row.place, row.days) for row in lines):
        here = [row for row in lines if (row.place, row.days) == (place, days) and not is_placebo(row)]
        again = {row.lever: row for row in here if row.part == "holdout"}
        first = [row for row in here if row.part == "building" and row.shown and row.lever in again]
        same = [row for row in first if again[row.lever].p < ALPHA and again[row.lever].difference * row.difference > 0]
        if again:
            found[place, days] = len(same), len(first)
    return found


REFERENCE = ("standard_town", 365)
"""The table whose effects are looked for in the others."""


class Signs(NamedTuple):
    """What becomes of the effects that show in the reference table while building, in another place or over longer.

    Attributes:
        of: So many show there and have a row here.
        same, shown: Have the same sign here; show here too, the same way.
    """

    of: int
    same: int
    shown: int


def signs_kept(lines: Sequence[EffectRow]) -> dict[tuple[str, int], Signs]:
    """Place and days of every other table -> what it says of the effects of the reference table."""
    building = [row for row in lines if row.part == "building" and not is_placebo(row)]
    first = {row.lever: row for row in building if (row.place, row.days) == REFERENCE and row.shown}
    found = {}
    for where in dict.fromkeys((row.place, row.days) for row in building):
        here = [row for row in building if (row.place, row.days) == where and row.lever in first]
        same = [row for row in here if row.difference * first[row.lever].difference > 0]
        if where != REFERENCE and here:
            found[where] = Signs(len(here), len(same), sum(row.shown for row in same))
    return found


def read(path: Path) -> list[EffectRow]:
    """The stored table; empty where there is none."""
    return read_rows(path, EffectRow)


def with_those_kept(kept: Iterable[EffectRow], found: Iterable[EffectRow]) -> list[EffectRow]:
    """What was found, and of the table so far the places, lengths and parts of which nothing was found anew."""
    families: dict[Where, list[EffectRow]] = {}
    for row in kept:
        families.setdefault((row.place, row.days, row.part), []).append(row)
    anew: dict[Where, list[EffectRow]] = {}
    for row in found:
        anew.setdefault((row.place, row.days, row.part), []).append(row)
    families |= anew
    return [row for where in sorted(families, key=_order) for row in families[where]]


def write(path: Path, found: Iterable[EffectRow]) -> None:
    """Store the table, one row a line."""
    write_rows(path, EffectRow, found)
