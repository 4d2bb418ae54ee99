"""Owners: which estates of a community have a committee of owners, and what that means for their firm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from ..district import District


class FirmsTable(mesa.Agent):
    """The table at which the district's property firms sit.

    Attributes:
        change: Hours a day each firm gains this week because others lend them, or gives if below zero.
    """

    model: District

    def __init__(self, district: District, firms: int) -> None:
        super().__init__(district)
        self.change = np.zeros(firms)


class EstateOwners(mesa.Agent):
    """Owners in the estates of one community.

    Attributes:
        community: The community.
        estates: Rows of its estates.
        households: Households of each.
        has_committee: Which have an owners' committee.
        patience: Luck of each estate: how much effort at founding a committee it takes until there is one.
        effort: Effort so far; a year in which a share p of estates form a committee adds −ln(1 − p).
        chair_luck: Luck of each estate: the first to let the branch secretary chair its owners.
    """

    model: District

    def __init__(
        self,
        district: District,
        community: int,
        estates: NDArray[np.int64],
        households: NDArray[np.float64],
        has_committee: NDArray[np.bool_],
    ) -> None:
        super().__init__(district)
        self.community = community
        self.estates = estates
        self.households = households
        self.has_committee = has_committee
        self.patience = np.full(len(estates), np.inf)
        self.chair_luck = np.ones(len(estates))
        self.effort = 0.0

    def form_committees(self, share_a_year: float, years: float) -> int:
        """Let this much time pass; returns how many estates formed a committee in it."""
        before = int(self.has_committee.sum())
        self.effort -= float(np.log1p(-share_a_year)) * years
        self.has_committee = self.has_committee | (self.patience <= self.effort)
        return int(self.has_committee.sum()) - before

    def mediating_hours(self, chaired_share: float, chair_hours: float, cross_hours: float) -> float:
        """Hours a week for disputes from secretaries in the chair and from members who sit in both bodies.

        Args:
            chaired_share: Share of estates with a committee whose branch secretary chairs it.
            chair_hours: Hours a week of such a secretary per 1,000 households.
            cross_hours: Hours a week of members of both bodies per 1,000 households.
        """
        chaired = self.chair_luck < chaired_share
        hours = (chair_hours * chaired + cross_hours) * self.has_committee * self.households / 1000.0
        return float(hours.sum())
