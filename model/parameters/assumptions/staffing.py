"""How staff spend their hours: what is uncertain about it. Swept, never chosen."""

from __future__ import annotations

from typing import Annotated

from ...declare import Group
from ..declaring import assumption


class StaffingAssumptions(Group):
    """Where community staff's hours go."""

    opening_cost: Annotated[
        float, assumption(unit="staff h per centre hour", between=(0, 3), sources="YT-14 OR-02")
    ] = 0.3
    outside_task_share: Annotated[
        float, assumption(unit="share of administrative hours", between=(0, 1), sources="S45 S46")
    ] = 0.6
    postponable_share: Annotated[float, assumption(unit="share of administrative hours", between=(0, 0.5))] = 0.15
    shift_share: Annotated[float, assumption(unit="share of patrol and visit hours", between=(0, 1))] = 0.25
    lend_share: Annotated[float, assumption(unit="share of casework hours", between=(0, 0.5))] = 0.2
    department_shift_share: Annotated[float, assumption(unit="share of capacity", between=(0, 0.5))] = 0.1
    forms_cut: Annotated[
        float, assumption(unit="share of administrative hours", between=(0, 0.9), sources="S48", grade="C")
    ] = 0.4
    lists_kept: Annotated[float, assumption(unit="share", between=(0, 1), sources="SU-01")] = 0.5
    agreement_brings: Annotated[float, assumption(unit="share", between=(0, 1), sources="SU-01")] = 0.6
    activity_hours: Annotated[float, assumption(unit="h per activity", between=(0, 20), sources="YT-13")] = 0.5
    station_hours: Annotated[float, assumption(unit="h per station-week", between=(0, 40), sources="YT-15")] = 1.0
