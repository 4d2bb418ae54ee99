"""What an emergency costs everyday service: the same seed with and without it, need by need, by when needs were born.

The level before is no yardstick: it drifts, and needs born two weeks before a shock lose already. A need that arises in
both lives is a pair; what does not arise because its kind falls is counted apart. Figures are of the pairs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..arrays import Bools, Floats, Int64s
from .need_log import Measured

WEEK = 7
QUIET_DAYS = 30
"""So many days' births have to lose less than the margin, all together, for everyday service to be back."""


@dataclass(frozen=True, eq=False)
class Cohorts:
    """The needs born in the measured days of one life.

    Attributes:
        key: Of each; a need has the same in both lives.
        birth_day: Measured day, from 0.
        on_time: Whether it was met by its deadline.
    """

    key: np.ndarray
    birth_day: Int64s
    on_time: Bools


def cohorts(log: Measured) -> Cohorts:
    """The needs of a log, each followed to its end."""
    birth_day = log.needs.birth_day.astype(np.int64) - log.district.plan.warmup
    return Cohorts(log.needs.key, birth_day, log.on_time)


@dataclass(frozen=True)
class Cost:
    """What an emergency costs everyday service.

    Attributes:
        depth: Share of the births of its worst week that are met on time without the shock and not with it.
        lost: Needs met on time without it and not with it, less those that gain; of all measured days.
        recovery_days: From the shock's first day to the first day, not before the worst week, whose following 30 days'
            births lose less than the margin; None where the run ends before.
        at_least_days: What is known where it ends before: until when births lost more. 0 where it is known.
        absent: Needs that arise without the shock only.
        new: Needs that arise with the shock only.
        pairs: Needs that arise in both lives.
    """

    depth: float
    lost: int
    recovery_days: int | None
    at_least_days: int
    absent: int
    new: int
    pairs: int


def cost(shocked: Cohorts, peaceful: Cohorts, first: int, days: int, margin: float) -> Cost:
    """Compare two lives of one seed.

    Args:
        shocked, peaceful: Needs of the life with the shock and of the one without.
        first: Measured day on which the shock begins, from 0.
        days: Measured days.
        margin: Share of births whose loss nobody would notice.
    """
    _, ours, theirs = np.intersect1d(shocked.key, peaceful.key, return_indices=True)
    birth = peaceful.birth_day[theirs]
    lost = peaceful.on_time[theirs].astype(np.int64) - shocked.on_time[ours]
    pairs = len(birth)
    by_day = (
        np.bincount(birth, lost, days).astype(np.float64),
        np.bincount(birth, minlength=days).astype(np.float64),
    )
    recovery, at_least, depth = _recovery(by_day, first, margin)
    counts = {"absent": len(peaceful.key) - pairs, "new": len(shocked.key) - pairs, "pairs": pairs}
    return Cost(depth, int(lost.sum()), recovery, at_least, **counts)


def _recovery(by_day: tuple[Floats, Floats], first: int, margin: float) -> tuple[int | None, int, float]:
    """Days until it is over, or until when it surely is not; and the depth of the worst week."""
    weekly = _windows(by_day, WEEK)
    if not len(weekly) or not (weekly > 0.0).any():
        return 0, 0, 0.0
    worst = int(np.argmax(weekly))
    depth = float(weekly[worst])
    if depth < margin:
        return 0, 0, depth
    quiet = _windows(by_day, QUIET_DAYS)
    begins = max(worst, first)
    back = np.flatnonzero(quiet[begins:] < margin)
    if len(back):
        return int(begins + back[0] - first), 0, depth
    return None, int(np.flatnonzero(weekly >= margin)[-1] + 1 - first), depth


def _windows(by_day: tuple[Floats, Floats], width: int) -> Floats:
    """Share lost of the births of so many days from each day on, for as long as the days last."""
    lost, born = (np.concatenate(([0.0], np.cumsum(part))) for part in by_day)
    many = born[width:] - born[:-width]
    share: Floats = np.divide(lost[width:] - lost[:-width], many, out=np.zeros(len(many)), where=many > 0.0)
    return share


@dataclass(frozen=True)
class Surge:
    """What a run with shocks tells of them.

    Attributes:
        cost: What they cost everyday service.
        needs: What came of each kind of need they brought (`book.by_kind`).
        residents: Of the district.
    """

    cost: Cost
    needs: tuple[dict[str, Any], ...]
    residents: int

    @property
    def on_time_share(self) -> float | None:
        """Of the needs the shocks brought that have ended, those met within their hours."""
        ended = sum(row["born"] - row["open"] for row in self.needs)
        return sum(row["met_on_time"] for row in self.needs) / ended if ended else None

    @property
    def indicators(self) -> dict[str, float]:
        """The indicators that only a run with a shock knows; what it does not know is absent."""
        found = {"surge_depth": self.cost.depth, "surge_needs_lost": self.cost.lost / self.residents * 1000.0}
        if self.cost.recovery_days is not None:
            found["surge_recovery_days"] = float(self.cost.recovery_days)
        if self.on_time_share is not None:
            found["surge_on_time_share"] = self.on_time_share
        return found

    @property
    def plain(self) -> dict[str, Any]:
        """The same as a table of plain values, for JSON and for people."""
        one = self.cost
        known = {"depth": one.depth, "needs_lost": one.lost, "recovery_days": one.recovery_days}
        known |= {"recovery_at_least_days": one.at_least_days if one.recovery_days is None else None}
        known |= {"needs_that_did_not_arise": one.absent, "needs_that_arose_besides": one.new, "pairs": one.pairs}
        return {**known, "on_time_share": self.on_time_share, "needs": [dict(row) for row in self.needs]}
