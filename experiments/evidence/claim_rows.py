"""From stored runs of the claims to what the model says of each sign claimed.

All signs of all claims are one family (Holm, an error of 5 % over all of them): with 10 pairs of a hundred signs a bare
interval would speak against an article by chance alone every now and then.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from ..comparing.intervals import holm, student_t
from .claimed import SIDES, Claim, claims
from .marked_tables import read_rows, write_rows
from .plain_effects import ALPHA, tested
from .stored_runs import Stored

Verdict = Literal["agrees", "against", "no difference shown"]
FEWEST = 2


@dataclass(frozen=True)
class ClaimRow:
    """What the model says of one sign of one claim.

    Attributes:
        contrast: Fingerprint of the claim it was run for.
        before, after: Means of both sides over the pairs that know the indicator on both.
        p, p_holm: Of the paired difference being zero, by itself and over all signs told with it.
        model: Mark of the model that was run.
    """

    claim: str
    contrast: str
    indicator: str
    pairs: int
    before: float
    after: float
    difference: float
    error: float
    p: float
    p_holm: float
    model: str

    @property
    def interval(self) -> tuple[float, float]:
        """Student-t interval of the difference, for itself alone."""
        half = student_t(self.pairs - 1) * self.error
        return self.difference - half, self.difference + half

    @property
    def current(self) -> bool:
        """Whether it was run for the claim as it is written today."""
        claim = claims().get(self.claim)
        return claim is not None and claim.fingerprint == self.contrast and self.indicator in claim.judged

    @property
    def verdict(self) -> Verdict:
        """Whether the model's sign, where one shows over all signs together, is the article's."""
        if self.p_holm >= ALPHA or self.difference == 0.0:
            return "no difference shown"
        return "agrees" if (self.difference > 0) == (claims()[self.claim].judged[self.indicator] == "+") else "against"


def reckon(runs: Iterable[Stored]) -> list[ClaimRow]:
    """Every sign of every claim that has pairs, corrected over all of them."""
    by_step: dict[tuple[str, int], dict[int, Stored]] = {}
    for run in runs:
        by_step.setdefault((run.step, run.days), {})[run.seed] = run
    rows = [row for claim in claims().values() for row in _of(claim, by_step)]
    corrected = holm([row.p for row in rows])
    return [replace(row, p_holm=p) for row, p in zip(rows, corrected, strict=True)]


def _of(claim: Claim, by_step: Mapping[tuple[str, int], Mapping[int, Stored]]) -> Iterable[ClaimRow]:
    scenarios = claim.scenarios()
    low, high = (by_step.get((scenarios[side].hash, claim.days), {}) for side in SIDES)
    for indicator in claim.judged:
        both = [
            seed
            for seed in sorted(low)
            if seed in high and indicator in low[seed].values and indicator in high[seed].values
        ]
        if len(both) >= FEWEST:
            before, after = ([side[seed].values[indicator] for seed in both] for side in (low, high))
            difference, error, p = tested([b - a for a, b in zip(before, after, strict=True)])
            p = float(f"{p:.9g}")  # as it is stored, so that correcting it again gives the same
            yield ClaimRow(
                claim=claim.id,
                contrast=claim.fingerprint,
                indicator=indicator,
                pairs=len(both),
                before=math.fsum(before) / len(both),
                after=math.fsum(after) / len(both),
                difference=difference,
                error=error,
                p=p,
                p_holm=p,
                model=low[both[0]].model,
            )


def with_those_kept(kept: Iterable[ClaimRow], found: Iterable[ClaimRow]) -> list[ClaimRow]:
    """What was found, and of the table so far the signs of claims, as they stand today, found anew by nobody."""
    anew = {(row.claim, row.indicator): row for row in found}
    old = {(row.claim, row.indicator): row for row in kept if row.current}
    both = {**old, **anew}
    places = [(name, one) for name, claim in claims().items() for one in claim.judged]
    rows = [both[place] for place in places if place in both]
    corrected = holm([row.p for row in rows])
    return [replace(row, p_holm=p) for row, p in zip(rows, corrected, strict=True)]


def read(path: Path) -> list[ClaimRow]:
    """The stored table; empty where there is none."""
    return read_rows(path, ClaimRow)


def write(path: Path, found: Iterable[ClaimRow]) -> None:
    """Store the table, one row a sign."""
    write_rows(path, ClaimRow, found)
