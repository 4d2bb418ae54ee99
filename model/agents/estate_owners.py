"""Owners: which estates have a committee, who pays fees, how well each is kept, what its fund holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import mesa
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from ..district import District


class FirmsTable(mesa.Agent):
    """The property firms of the district, estate by estate in the order of their posts.

    Attributes:
        change: Hours a day each estate gains this week because others lend them, or gives if below zero.
        factor: Hours of each firm this month relative to a usual one, by fees paid and committees.
        firm_of: Which firm looks after each estate that has one.
    """

    model: District

    def __init__(self, district: District, served: int) -> None:
        super().__init__(district)
        self.change = np.zeros(served)
        self.factor = np.ones(served)
        self.firm_of = np.zeros(served, np.int64)


class EstateOwners(mesa.Agent):
    """Owners in the estates of one community.

    Attributes:
        community: The community.
        estates: Rows of its estates.
        households: Households of each.
        has_committee: Which have an owners' committee.
        patience: Drawn for each estate: how much effort at founding a committee it takes until there is one.
        effort: Effort so far; a year in which a share p of estates form a committee adds −ln(1 − p).
        chair_draws: A draw of each estate; the lowest first the branch secretary chair its owners.
        has_firm: Which pay a property firm.
        relocated: Which of these are relocation estates, whose people never paid fees where they came from.
        fitness: Upkeep that usual hours keep up in each; how well it was built and drawn.
        upkeep: How well each is kept; on the first morning 1 on average.
        upkeep_at_first, trust_at_first: That, and what its residents trusted, on the first morning.
        fees: Share of households that pay fees, 0 where there is no firm.
        fund_yuan, fund_founded, fund_trust: What each estate's fund holds, whether it has one, how far it is trusted.
        fund_paid, works_yuan: Whether it paid anything since the month began, and what went into upkeep.
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
        self.chair_draws = np.ones(len(estates))
        self.effort = 0.0
        none, nothing = np.zeros(len(estates), np.bool_), np.zeros(len(estates))
        self.has_firm, self.relocated = none.copy(), none.copy()
        self.fitness, self.upkeep, self.upkeep_at_first = nothing + 1.0, nothing + 1.0, nothing + 1.0
        self.trust_at_first, self.fees = nothing.copy(), nothing.copy()
        self.fund_yuan, self.works_yuan = np.zeros(len(estates), np.int64), np.zeros(len(estates), np.int64)
        self.fund_founded, self.fund_paid, self.fund_trust = none.copy(), none.copy(), nothing.copy()

    def form_committees(self, share_a_year: float, years: float) -> int:
        """Let this much time pass; returns how many estates formed a committee in it."""
        before = int(self.has_committee.sum())
        self.effort -= float(np.log1p(-share_a_year)) * years
        self.has_committee = self.has_committee | (self.patience <= self.effort)
        return int(self.has_committee.sum()) - before

    def place_of(self, estate: int) -> int:
        """Where one of its estates stands among them; their numbers ascend."""
        return int(self.estates.searchsorted(estate))

    def mediating_hours(self, chaired_share: float, chair_hours: float, cross_hours: Any) -> float:
        """Hours a week for disputes from secretaries in the chair and from members who sit in both bodies.

        Args:
            chaired_share: Share of estates with a committee whose branch secretary chairs it.
            chair_hours: Hours a week of such a secretary per 1,000 households.
            cross_hours: Hours a week of members of both bodies per 1,000 households, by estate or everywhere alike.
        """
        chaired = self.chair_draws < chaired_share
        hours = (chair_hours * chaired + cross_hours) * self.has_committee * self.households / 1000.0
        return float(hours.sum())


def owners_of(district: District, community: int) -> EstateOwners:
    """The owners of a community's estates."""
    found: EstateOwners = district.agents_by_type[EstateOwners][community]
    return found
