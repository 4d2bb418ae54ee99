"""Ways of hearing beyond patrol, visits and the open door: what is uncertain about them. Swept, never chosen."""

from __future__ import annotations

from typing import Annotated

from ...declare import Group
from ..declaring import assumption


class OutreachAssumptions(Group):
    """Stewards, cameras, registers, activities, terminals, and those who cannot come."""

    steward_hazard: Annotated[
        float, assumption(unit="per day, per steward per 100 households", between=(0, 2), sources="YT-31")
    ] = 0.05
    steward_personal: Annotated[float, assumption(unit="ratio", between=(0, 1), sources="YT-31")] = 0.15
    sensor_hazard: Annotated[float, assumption(unit="per day", between=(0, 5), sources="YT-24")] = 0.7
    proactive_hazard: Annotated[float, assumption(unit="per working day", between=(0, 1), sources="GD-10")] = 0.06
    activity_hazard: Annotated[
        float, assumption(unit="per day, per activity a week", between=(0, 0.5), sources="YT-13")
    ] = 0.008
    regulars_share: Annotated[float, assumption(unit="share", between=(0, 1), sources="S112")] = 0.12
    elder_regulars_share: Annotated[float, assumption(unit="share", between=(0, 1), sources="B7")] = 0.35
    frail_elder_share: Annotated[float, assumption(unit="share", between=(0, 1), sources="S15")] = 0.25
    frail_disabled_share: Annotated[float, assumption(unit="share", between=(0, 1), sources="S14")] = 0.5
    frail_walk_factor: Annotated[float, assumption(unit="ratio", between=(0, 1), sources="S128")] = 0.3
    agency_hours: Annotated[float, assumption(unit="h per errand", between=(0, 3), sources="OR-02")] = 0.5
    terminal_hazard: Annotated[float, assumption(unit="per day", between=(0, 1), sources="GD-10")] = 0.06
    self_serving_adults: Annotated[float, assumption(unit="share", between=(0, 1))] = 0.6
    self_serving_elders: Annotated[float, assumption(unit="share", between=(0, 1))] = 0.15
    terminal_hours: Annotated[float, assumption(unit="ratio", between=(0.05, 1))] = 0.3
    station_open_share: Annotated[float, assumption(unit="ratio", between=(0, 1), sources="YT-15")] = 0.4
    party_face: Annotated[float, assumption(unit="ratio", between=(0, 1), sources="SU-06 YT-08")] = 0.15
    elected_doors: Annotated[float, assumption(unit="ratio", between=(0, 1), sources="SZ-03 S120")] = 0.1
    surveyed_share: Annotated[float, assumption(unit="share", between=(0.001, 1), sources="GD-11 SU-07")] = 0.04
    survey_hours: Annotated[float, assumption(unit="h per resident asked", between=(0, 3))] = 0.1
    survey_shrinkage: Annotated[float, assumption(unit="needs", between=(0, 100))] = 2.0
    survey_attention: Annotated[float, assumption(unit="share", between=(0, 1), sources="SU-07")] = 0.5
    activity_meets_hours: Annotated[float, assumption(unit="h per activity", between=(0, 20), sources="YT-13 R-01")] = (
        1.5
    )
