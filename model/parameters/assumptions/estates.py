"""Fees and upkeep of estates: who pays, what a firm does for it, and what becomes of an estate that is let go."""

from __future__ import annotations

from typing import Annotated

from ...declare import Group
from ..declaring import assumption


class EstatesAssumptions(Group):
    """How fees, a firm's hours and upkeep move each other, and what poor upkeep brings. Swept, never chosen."""

    usual_fees: Annotated[float, assumption(unit="share", between=(0.4, 0.98), sources="S113 OR-22")] = 0.8
    fees_slope: Annotated[float, assumption(unit="log odds", between=(0, 4), sources="OR-22")] = 1.5
    committee_fees: Annotated[float, assumption(unit="log odds", between=(0, 2), sources="GD-09")] = 0.7
    trust_fees: Annotated[float, assumption(unit="log odds", between=(0, 8))] = 3.0
    bearing: Annotated[float, assumption(unit="share", between=(0, 0.9), sources="OR-22")] = 0.65
    bearing_spread: Annotated[float, assumption(unit="share", between=(0.02, 0.5))] = 0.1
    loyal_share: Annotated[float, assumption(unit="share", between=(0, 1))] = 0.2
    fees_months: Annotated[float, assumption(unit="months", between=(1, 36))] = 4.0
    upkeep_months: Annotated[float, assumption(unit="months", between=(1, 36))] = 9.0
    fixed_hours: Annotated[float, assumption(unit="share", between=(0, 1))] = 0.2
    fitness_spread: Annotated[float, assumption(unit="log", between=(0, 0.6), sources="OR-22")] = 0.2
    facility_slope: Annotated[float, assumption(unit="share", between=(0, 1.5), sources="OR-22")] = 0.4
    litter_slope: Annotated[float, assumption(unit="share", between=(0, 1.5), sources="OR-22")] = 0.4
    dispute_slope: Annotated[float, assumption(unit="share", between=(0, 1.5), sources="OR-22")] = 0.5
    term_years: Annotated[float, assumption(unit="years", between=(1, 5), sources="OR-10")] = 3.0
    relocation_loyal: Annotated[float, assumption(unit="share", between=(0, 1), sources="OR-22")] = 0.45
