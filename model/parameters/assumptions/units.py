"""Resident units, estates and mediators: what is uncertain about their promises and hours. Swept, never chosen."""

from __future__ import annotations

from typing import Annotated

from ...declare import Group
from ..declaring import assumption


class UnitsAssumptions(Group):
    """What units can give and keep, what meetings cost, and hours that settle disputes in the estate."""

    unit_hours: Annotated[float, assumption(unit="h per unit-quarter", between=(0, 200), sources="OR-07 SZ-01")] = 30.0
    unit_spread: Annotated[float, assumption(between=(0, 2))] = 0.8
    least_aptitude: Annotated[float, assumption(unit="ratio", between=(0, 1))] = 0.4
    keep_share: Annotated[float, assumption(unit="probability", between=(0, 1))] = 0.4
    seat_gain: Annotated[float, assumption(unit="probability", between=(0, 0.5), sources="SZ-01")] = 0.1
    seats_most: Annotated[float, assumption(unit="probability", between=(0, 1), sources="SZ-01")] = 0.5
    willing_spread: Annotated[float, assumption(unit="probability", between=(0, 0.5))] = 0.2
    recalled_share: Annotated[float, assumption(unit="share", between=(0, 1), sources="OR-07")] = 0.35
    project_items: Annotated[
        float, assumption(unit="items per project", between=(1, 10), sources="R-18", grade="C")
    ] = 3.0
    item_hours: Annotated[float, assumption(unit="h per item", between=(0, 100), sources="R-18")] = 15.0
    joint_meeting_hours: Annotated[float, assumption(unit="h per meeting", between=(0, 60), sources="YT-18")] = 10.0
    progress_meeting_hours: Annotated[float, assumption(unit="h per meeting", between=(0, 40), sources="OR-07")] = 5.0
    mediator_hours: Annotated[float, assumption(unit="h per week", between=(0, 10), sources="YT-34")] = 0.3
    chair_hours: Annotated[
        float, assumption(unit="h per week and 1,000 households", between=(0, 20), sources="YT-08")
    ] = 4.0
    cross_post_hours: Annotated[
        float, assumption(unit="h per week and 1,000 households", between=(0, 20), sources="GD-09 YT-08")
    ] = 4.0
    platform_hours: Annotated[float, assumption(unit="h per firm-week", between=(0, 5), sources="YT-09")] = 0.3
    committee_gain: Annotated[float, assumption(unit="ratio", between=(0, 1), sources="GD-09 S113")] = 0.25
    firm_lend_share: Annotated[float, assumption(unit="share of hours", between=(0, 0.5), sources="YT-09")] = 0.1
    estates_per_firm: Annotated[float, assumption(unit="estates", between=(1, 200), sources="YT-09")] = 12.5
    own_lend_share: Annotated[float, assumption(unit="share of hours", between=(0, 0.5), sources="YT-09")] = 0.1
    mediators_per_community: Annotated[
        float, assumption(unit="people per community", between=(0, 20), sources="GD-15", grade="C")
    ] = 1.23
    people_mediator_hours: Annotated[float, assumption(unit="h per week", between=(0, 40), sources="GD-15")] = 1.0
    building_households: Annotated[float, assumption(unit="households", between=(10, 1000), sources="YT-34")] = 100.0
    station_social_hours: Annotated[float, assumption(unit="h per station-week", between=(0, 40), sources="YT-15")] = (
        2.0
    )
    station_table_gain: Annotated[float, assumption(unit="ratio", between=(0, 3), sources="YT-15")] = 0.5
    station_duty_hours: Annotated[float, assumption(unit="h per station-week", between=(0, 40), sources="YT-15")] = 2.0
