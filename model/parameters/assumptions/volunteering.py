"""Who volunteers, how often and for how long: what is uncertain about people. Swept, never chosen."""

from __future__ import annotations

from typing import Annotated

from ...declare import Group
from ..declaring import assumption


class VolunteeringAssumptions(Group):
    """Registration, motive, time, habit, fatigue and retention of volunteers."""

    campaign_gain: Annotated[float, assumption(unit="ratio", between=(0, 5), sources="OR-20 B4")] = 1.25
    campaign_keenness: Annotated[float, assumption(unit="ratio", between=(0, 1), sources="S56 B4")] = 0.6
    keenness_power: Annotated[float, assumption(between=(1, 8), sources="B4 V-03")] = 4.0
    turnout_base: Annotated[float, assumption(unit="log odds", between=(-15, 0), sources="B4 V-03")] = -6.1
    turnout_slope: Annotated[float, assumption(unit="log odds", between=(0, 20), sources="B8.4")] = 6.5
    habit_appeal: Annotated[float, assumption(unit="motive", between=(0, 1), sources="B8.4")] = 0.15
    habit_gain: Annotated[float, assumption(unit="share", between=(0, 1), sources="B8.4")] = 0.12
    habit_months: Annotated[float, assumption(unit="months", between=(1, 120))] = 9.0
    peers_appeal: Annotated[float, assumption(unit="motive", between=(0, 2), sources="B8.4")] = 0.3
    trust_appeal: Annotated[float, assumption(unit="motive", between=(0, 2), sources="B8.4")] = 0.3
    norm_appeal: Annotated[float, assumption(unit="motive", between=(0, 1), sources="OR-14")] = 0.15
    time_cost: Annotated[float, assumption(unit="motive", between=(0, 1), sources="B8.4")] = 0.2
    fatigue_cost: Annotated[float, assumption(unit="motive", between=(0, 2), sources="B8.4")] = 0.5
    fatigue_gain: Annotated[float, assumption(unit="share", between=(0, 1), sources="B8.4")] = 0.15
    fatigue_weeks: Annotated[float, assumption(unit="weeks", between=(1, 104))] = 8.0
    reward_yuan: Annotated[float, assumption(unit="yuan", between=(1, 100))] = 10.0
    reward_appeal: Annotated[float, assumption(unit="motive", between=(0, 1), sources="B8.4")] = 0.2
    crowding: Annotated[float, assumption(unit="share", between=(-0.2, 1), sources="B8.4 S59 S60")] = 0.2
    voice_appeal: Annotated[float, assumption(unit="motive", between=(0, 0.3), sources="S61 B8.4")] = 0.1
    free_hours: Annotated[float, assumption(unit="h per week", between=(0.5, 40))] = 6.0
    free_hours_spread: Annotated[float, assumption(unit="log", between=(0, 2))] = 0.6
    shift_hours: Annotated[float, assumption(unit="h", between=(0.5, 12), sources="R-02 B4 V-01", grade="C")] = 4.0
    shift_spread: Annotated[float, assumption(unit="log", between=(0, 1), sources="B4")] = 0.2
    retention: Annotated[float, assumption(unit="share", between=(0.2, 1), sources="S58", grade="B")] = 0.64
    recognition_retention: Annotated[float, assumption(unit="share", between=(0, 0.5), sources="B8.4 YT-23")] = 0.2
