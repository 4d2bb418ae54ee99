"""Streets and the teams that adopt communities: what is uncertain about their hours and lists. Swept, never chosen."""

from __future__ import annotations

from typing import Annotated

from ...declare import Group
from ..declaring import assumption


class StreetAssumptions(Group):
    """What a street's cadres have hours for, and how teams of departments work through their lists."""

    cadre_hours: Annotated[float, assumption(unit="h per street-week", between=(0, 400), sources="YT-17 YT-27")] = 60.0
    sunk_per_10000: Annotated[float, assumption(unit="per 10,000 residents", between=(0, 20), sources="YT-03")] = 0.3
    check_hours: Annotated[float, assumption(unit="h per task", between=(0.01, 4), sources="YT-17")] = 0.2
    secretary_hours: Annotated[float, assumption(unit="h per week", between=(0, 40), sources="YT-27")] = 8.0
    secretary_case_hours: Annotated[float, assumption(unit="h per case", between=(0.1, 20), sources="YT-27")] = 2.0
    council_hours: Annotated[float, assumption(unit="h per meeting", between=(0, 60), sources="OR-17")] = 12.0
    council_matters: Annotated[int, assumption(unit="matters per meeting", between=(0, 50), sources="OR-17")] = 4
    council_cases: Annotated[int, assumption(unit="cases per meeting", between=(0, 200), sources="OR-17")] = 10
    council_after_days: Annotated[int, assumption(unit="days", between=(0, 365), sources="OR-17")] = 60
    council_authority: Annotated[float, assumption(unit="probability", between=(0, 1), sources="OR-17")] = 0.8
    petition_days: Annotated[int, assumption(unit="days", between=(0, 180), sources="S151")] = 30
    petition_hours: Annotated[float, assumption(unit="h per petition", between=(0, 100))] = 6.0
    petition_report_hours: Annotated[float, assumption(unit="h per petition", between=(0, 40))] = 2.0
    rating_part: Annotated[float, assumption(unit="share", between=(0, 1), sources="YT-02")] = 0.5
    problem_after_days: Annotated[int, assumption(unit="days", between=(0, 90), sources="YT-02")] = 10
    problem_due_days: Annotated[int, assumption(unit="days", between=(1, 365), sources="YT-02")] = 30
    problems_most: Annotated[float, assumption(unit="items per month", between=(0, 100), sources="YT-02")] = 8.0
    problem_ahead_days: Annotated[int, assumption(unit="working days", between=(0, 60), sources="YT-02")] = 10
    item_hours: Annotated[float, assumption(unit="h per item", between=(0.1, 20), sources="YT-02")] = 1.5
    entry_hours: Annotated[float, assumption(unit="h per item", between=(0, 4), sources="YT-02")] = 0.2
    proof_hours: Annotated[float, assumption(unit="h per item", between=(0, 4), sources="YT-02")] = 0.5
    party_life_hours: Annotated[float, assumption(unit="h per meeting", between=(0, 20), sources="YT-02")] = 2.0
    cadre_council_hours: Annotated[float, assumption(unit="h per meeting", between=(0, 20), sources="YT-02")] = 3.0
    deed_hours: Annotated[float, assumption(unit="h per batch", between=(0, 200), sources="YT-02")] = 12.0
