"""Who runs the centres, and what ratings do: what is uncertain about it. Swept, never chosen."""

from __future__ import annotations

from typing import Annotated

from ...declare import Group
from ..declaring import assumption


class RatingsAssumptions(Group):
    """Operators of centres, ratings, effort and records; partners on the menu."""

    government_quality: Annotated[float, assumption(between=(0, 1), sources="SZ-06")] = 0.5
    operator_years: Annotated[int, assumption(unit="years", between=(1, 10), sources="SZ-06")] = 3
    takeover_kept: Annotated[float, assumption(unit="share", between=(0, 1), sources="SZ-06")] = 0.6
    rating_error: Annotated[float, assumption(between=(0, 1), sources="SZ-07")] = 0.1
    barred_years: Annotated[int, assumption(unit="years", between=(0, 10), sources="SZ-07")] = 2
    standing_stake: Annotated[float, assumption(unit="share of contract", between=(0, 0.3), sources="YT-14")] = 0.03
    exit_stake: Annotated[float, assumption(unit="ratio", between=(0, 2), sources="SZ-07")] = 1.0
    half_stake: Annotated[float, assumption(unit="share of contract", between=(0.01, 1), sources="SZ-07")] = 0.1
    effort_months: Annotated[float, assumption(unit="months", between=(1, 120), sources="SZ-07 YT-14")] = 24.0
    effort_poor_work: Annotated[float, assumption(unit="share of poor work", between=(0, 1), sources="SZ-07")] = 0.5
    effort_pace: Annotated[float, assumption(unit="share", between=(0, 0.5), sources="SZ-07")] = 0.1
    records_pressure: Annotated[float, assumption(between=(0, 1), sources="B6 SZ-07")] = 0.3
    menu_hours: Annotated[float, assumption(unit="h per week", between=(0, 40), sources="SZ-06")] = 2.0
