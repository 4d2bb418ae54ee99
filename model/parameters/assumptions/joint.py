"""Joint Party committees: what units bring beside their teams, who comes, what is taken up, and until when."""

from __future__ import annotations

from typing import Annotated

from ...declare import Group
from ..declaring import assumption


class JointAssumptions(Group):
    """What resident units can bring to matters of their community. Swept, never chosen."""

    money_yuan: Annotated[
        float, assumption(unit="yuan per unit-year", between=(0, 1_000_000), sources="SZ-01 YT-18")
    ] = 10_000.0
    ground_share: Annotated[float, assumption(unit="share of units", between=(0, 1), sources="SZ-01 YT-18")] = 0.1
    room_share: Annotated[float, assumption(unit="share of units", between=(0, 1), sources="SZ-01")] = 0.3
    room_months: Annotated[float, assumption(unit="months", between=(1, 240), sources="SZ-01")] = 24.0
    ground_saves: Annotated[float, assumption(unit="share of cost", between=(0, 1), sources="YT-18")] = 0.5
    hands_hours: Annotated[float, assumption(unit="h per unit-year", between=(0, 2000), sources="SZ-01 OR-07")] = 40.0
    trouble_yearly: Annotated[float, assumption(unit="matters per unit-year", between=(0, 5))] = 0.1
    attend_share: Annotated[float, assumption(unit="probability", between=(0, 1), sources="OR-07")] = 0.8
    agenda_matters: Annotated[float, assumption(unit="matters per meeting", between=(0, 20), sources="YT-18")] = 3.0
    waits_days: Annotated[float, assumption(unit="days", between=(0, 365), sources="YT-18")] = 30.0
    least_part: Annotated[float, assumption(unit="share of cost", between=(0, 1))] = 0.5
    bring_days: Annotated[float, assumption(unit="days", between=(0, 365), sources="OR-07")] = 30.0
    broken_days: Annotated[float, assumption(unit="days", between=(0, 730))] = 180.0
    decided_hours: Annotated[float, assumption(unit="h per matter", between=(0, 40))] = 2.0
    project_weeks: Annotated[float, assumption(unit="weeks", between=(4, 52), sources="OR-07")] = 40.0
