"""Needs that do not arise because something was built or handed out, and disputes that building brings.

Expected numbers: for every day the rate of each kind in each cell, as rough as that day was there, times what works and
goods take off it. Where both help the same kind in the same cell each has its part of the logarithm of what they leave
together, so that the order in which they came does not matter. Nothing here changes what happens. (B5)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ..arrays import Floats, Int64s
from ..ledger.years import Years

BY_WORKS, BY_GOODS, INDUCED = range(3)
"""Needs spared by works, by goods, and needs that works under way brought."""


class Ground(NamedTuple):
    """How often needs arise where, whatever anybody decides.

    Attributes:
        rate: Needs a day at an intensity of one, by cell and kind.
        community: The community of each cell.
        public: For each kind, 1 for a public event.
        roughness: Factor of every day by community and stream: row 2 × community + public.
        load: Factor of every day in the whole district, by kind.
    """

    rate: Floats
    community: Int64s
    public: Int64s
    roughness: Floats
    load: Floats


@dataclass(slots=True, eq=False)
class Averted:
    """Needs spared and brought so far.

    Attributes:
        years: The periods of the run.
        ground: How often needs arise.
        daily: Needs a usual day spared and brought now, by community and kind; None while there are none.
        since: From which day of the run on.
        before: Needs spared and brought until that day, by period and community.
    """

    years: Years
    ground: Ground
    daily: Floats | None
    since: int
    before: Floats

    def change(self, day: int, without: Floats, now: Floats, works_share_averted: Floats) -> None:
        """From this morning on needs arise with other intensities.

        Args:
            without: Intensity by cell and kind if no project stood anywhere.
            now: Intensity with those that stand.
            works_share_averted: Part of works in what is spared; goods have the rest.
        """
        self.before, self.since = self.upto(day), day
        gap = self.ground.rate * (without - now)
        if not gap.any():
            self.daily = None
            return
        averted, kinds = np.maximum(gap, 0.0), len(self.ground.load)
        row = kinds * self.ground.community[:, None] + np.arange(kinds)
        parts = (averted * works_share_averted, averted * (1.0 - works_share_averted), np.maximum(-gap, 0.0))
        rows = len(self.ground.roughness) // 2 * kinds
        daily = [np.bincount(row.ravel(), part.ravel(), rows).reshape(-1, kinds) for part in parts]
        self.daily = np.stack(daily, axis=2)

    def upto(self, day: int) -> Floats:
        """Needs spared by works, by goods, and brought before this day; shape (periods, communities, 3)."""
        if self.daily is None:
            return self.before
        total = self.before.copy()
        for kind, public in enumerate(self.ground.public.tolist()):
            if not self.daily[:, kind].any():  # nothing of this kind is spared or brought
                continue
            rough = self.ground.roughness[public::2] * self.ground.load[kind]
            total += self.years.sums(self.since, day, rough)[:, :, None] * self.daily[None, :, kind, :]
        return total


def nothing_averted(years: Years, ground: Ground) -> Averted:
    """The first morning: nothing stands anywhere."""
    communities = len(ground.roughness) // 2
    return Averted(years, ground, None, 0, np.zeros((len(years), communities, 3)))


def rates_of_cells(cumulative: Floats, first_resident: Int64s, first_of_community: Int64s, daily: Floats) -> Floats:
    """Needs a day by cell and kind, from residents' rates cumulated to 1 within each community.

    Args:
        cumulative: By kind and resident.
        first_resident: The first resident of each cell, and one past the last.
        first_of_community: The same of each community; cells of a community stand together.
        daily: Needs a day by community and kind.
    """
    from_nought = np.concatenate((np.zeros((len(cumulative), 1)), cumulative), axis=1)
    upto, start = from_nought[:, first_resident[1:]], from_nought[:, first_resident[:-1]].copy()
    community = np.searchsorted(first_of_community, first_resident[:-1], side="right") - 1
    start[:, np.isin(first_resident[:-1], first_of_community)] = 0.0
    inhabited = first_resident[1:] > first_resident[:-1]
    return np.asarray(np.where(inhabited, upto - start, 0.0).T * daily[community])
