"""What volunteers' hours are worth: activities, leading, teams, orders, the bank, the norm. Swept, never chosen."""

from __future__ import annotations

from typing import Annotated

from ...declare import Group
from ..declaring import assumption


class VolunteerWorkAssumptions(Group):
    """Activities, leading, teams, orders, the time bank and the norm on stairwells."""

    led_retention: Annotated[float, assumption(unit="share", between=(0, 0.4), sources="GD-04")] = 0.15
    leading_hours: Annotated[float, assumption(unit="h per week", between=(0, 2), sources="GD-04")] = 0.1
    activity_people: Annotated[
        float, assumption(unit="people", between=(2, 100), sources="R-01 B4 V-02", grade="C")
    ] = 20.0
    activity_reach_km: Annotated[float, assumption(unit="km", between=(0.05, 5))] = 0.4
    slowness: Annotated[float, assumption(unit="ratio", between=(0.5, 4))] = 1.4
    poor_share: Annotated[float, assumption(unit="share", between=(0, 1))] = 0.35
    learned_share: Annotated[float, assumption(unit="share", between=(0, 1), sources="OR-08 GD-04")] = 0.9
    learning_months: Annotated[float, assumption(unit="months", between=(0.5, 60), sources="OR-08")] = 6.0
    team_habit: Annotated[float, assumption(unit="ratio", between=(1, 4), sources="OR-08")] = 1.5
    team_people: Annotated[float, assumption(unit="people", between=(2, 200), sources="OR-20 B4", grade="C")] = 69.5
    expiry_days: Annotated[float, assumption(unit="working days", between=(1, 30), sources="OR-09")] = 5.0
    order_desk_hours: Annotated[float, assumption(unit="h per request", between=(0, 2), sources="OR-09")] = 0.1
    signed_habit: Annotated[float, assumption(unit="ratio", between=(0, 3), sources="OR-09")] = 0.5
    bank_appeal: Annotated[float, assumption(unit="motive", between=(0, 1), sources="S65")] = 0.15
    bank_half_hours: Annotated[float, assumption(unit="h", between=(0.1, 100), sources="S65")] = 5.0
    bank_cap_hours: Annotated[float, assumption(unit="h", between=(10, 10000), sources="S62", grade="C")] = 1500.0
    honour_days: Annotated[float, assumption(unit="working days", between=(1, 60), sources="S64")] = 10.0
    bank_learning: Annotated[float, assumption(unit="share", between=(0, 1), sources="S64")] = 0.05
    honoured_trust: Annotated[float, assumption(unit="share", between=(0, 0.5), sources="GD-05")] = 0.03
    broken_trust: Annotated[float, assumption(unit="share", between=(0, 0.5), sources="GD-05 S124")] = 0.06
    norm_spread: Annotated[float, assumption(unit="share", between=(0, 1), sources="OR-14")] = 0.2
    norm_decay: Annotated[float, assumption(unit="share", between=(0, 1), sources="OR-14")] = 0.1
    norm_litter_cut: Annotated[float, assumption(unit="share", between=(0, 0.5), sources="OR-14")] = 0.15
    clean_up_cut: Annotated[float, assumption(unit="share", between=(0, 0.5))] = 0.05
    clean_up_half_hours: Annotated[float, assumption(unit="h a week per 1,000 residents", between=(0.1, 100))] = 5.0
