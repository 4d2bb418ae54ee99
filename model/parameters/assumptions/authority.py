"""The whistle, visits, ratings and appraisal: what is uncertain about authority. Swept, never chosen."""

from __future__ import annotations

from typing import Annotated

from ...declare import Group
from ..declaring import assumption


class AuthorityAssumptions(Group):
    """How far departments and secretaries give way to the committee's word."""

    usual_authority: Annotated[float, assumption(unit="probability", between=(0, 1), sources="YT-19")] = 0.6
    elected_authority: Annotated[float, assumption(unit="probability", between=(0, 0.5), sources="SZ-03 S120")] = 0.15
    term_years: Annotated[float, assumption(unit="years", between=(1, 10), sources="SZ-03")] = 5.0
    member_turnout: Annotated[float, assumption(unit="share", between=(0, 1), sources="SZ-03")] = 0.8
    turnout_trust: Annotated[float, assumption(between=(0, 2), sources="SZ-03")] = 0.5
    stands_share: Annotated[float, assumption(unit="share", between=(0, 1), sources="SZ-03")] = 0.01
    whistle_cost: Annotated[float, assumption(unit="probability per whistle", between=(0, 0.2), sources="YT-19")] = 0.02
    whistles_most: Annotated[float, assumption(unit="matters a month", between=(0, 500), sources="YT-19")] = 2.0
    authority_recovery: Annotated[float, assumption(unit="share per week", between=(0, 1))] = 0.15
    whistle_days: Annotated[int, assumption(unit="working days", between=(0, 60), sources="YT-19 S104")] = 10
    whistle_hours: Annotated[float, assumption(unit="h per whistle", between=(0, 10), sources="YT-19")] = 4.0
    reminder_days: Annotated[int, assumption(unit="working days", between=(0, 60), sources="YT-26")] = 3
    case_reminder_hours: Annotated[float, assumption(unit="h per case", between=(0, 2), sources="YT-26")] = 0.1
    visit_cases: Annotated[float, assumption(unit="cases per visit", between=(0, 50), sources="YT-01 SU-15")] = 8.0
    visit_days: Annotated[int, assumption(unit="working days", between=(0, 60), sources="YT-01")] = 20
    extra_most: Annotated[float, assumption(unit="share of capacity", between=(0, 0.15), sources="YT-19 YT-02")] = 0.15
    rating_part: Annotated[float, assumption(unit="share", between=(0, 1), sources="YT-02")] = 0.6
    appraisal_shift: Annotated[
        float, assumption(unit="share of patrol and visit hours", between=(0, 1), sources="GD-06 OR-05")
    ] = 0.3
