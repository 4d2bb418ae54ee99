"""Standing programmes of volunteers: how many come, how often, and what a visit or a round is good for."""

from __future__ import annotations

from typing import Annotated

from ...declare import Group
from ..declaring import assumption


class ProgrammesAssumptions(Group):
    """What every community keeps up by itself, and what Party members on duty do.

    No source counts any of this; articles name the programmes (OR-08, SZ-02, YT-33), never their size.
    """

    session_hours: Annotated[float, assumption(unit="h", between=(0, 8), sources="R-02")] = 2.0
    patrol_people: Annotated[float, assumption(unit="people", between=(0, 40), sources="YT-33")] = 3.0
    patrol_weeks: Annotated[float, assumption(unit="weeks", between=(1, 52), sources="YT-33")] = 2.0
    rounds_people: Annotated[float, assumption(unit="people", between=(0, 40), sources="OR-08")] = 2.0
    rounds_weeks: Annotated[float, assumption(unit="weeks", between=(1, 52), sources="OR-08")] = 1.0
    sanitation_people: Annotated[float, assumption(unit="people", between=(0, 100), sources="YT-33")] = 6.0
    sanitation_weeks: Annotated[float, assumption(unit="weeks", between=(1, 52), sources="YT-33")] = 4.0
    mediation_people: Annotated[float, assumption(unit="people", between=(0, 40), sources="OR-09")] = 2.0
    mediation_weeks: Annotated[float, assumption(unit="weeks", between=(1, 52), sources="OR-09")] = 1.0
    hardship_people: Annotated[float, assumption(unit="people", between=(0, 40), sources="SZ-02 OR-09")] = 2.0
    hardship_weeks: Annotated[float, assumption(unit="weeks", between=(1, 52), sources="SZ-02 OR-09")] = 4.0
    events_people: Annotated[float, assumption(unit="people", between=(0, 100), sources="YT-30")] = 6.0
    events_weeks: Annotated[float, assumption(unit="weeks", between=(1, 52), sources="YT-30")] = 4.0
    cells_per_hour: Annotated[float, assumption(unit="places per hour", between=(0.5, 60))] = 6.0
    seen_share: Annotated[float, assumption(unit="share", between=(0, 1))] = 0.5
    deterred_most: Annotated[float, assumption(unit="share", between=(0, 0.5))] = 0.04
    deterred_half_hours: Annotated[float, assumption(unit="h a week per 1,000 residents", between=(0.1, 100))] = 5.0
    visit_hours: Annotated[float, assumption(unit="h per household", between=(0.1, 4))] = 0.5
    told_share: Annotated[float, assumption(unit="share", between=(0, 1))] = 0.6
    small_care_hours: Annotated[float, assumption(unit="h", between=(0, 8))] = 1.5
    small_dispute_hours: Annotated[float, assumption(unit="h", between=(0, 20))] = 4.0
    delegates_share: Annotated[float, assumption(unit="share", between=(0, 0.5), sources="SZ-02")] = 0.05
    received_per_hour: Annotated[float, assumption(unit="people per hour", between=(0, 10), sources="SZ-02")] = 0.5
    duty_households: Annotated[float, assumption(unit="households", between=(0, 20), sources="SZ-02")] = 4.0
    duty_visit_weeks: Annotated[int, assumption(unit="weeks", between=(0, 52), sources="SZ-02")] = 4
    hand_over_hours: Annotated[float, assumption(unit="h per hand-over", between=(0, 2), sources="SU-04 SZ-02")] = 0.25
