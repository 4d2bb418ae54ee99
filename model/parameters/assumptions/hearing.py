"""How needs come to be heard: what is uncertain about it. Swept, never chosen."""

from __future__ import annotations

from typing import Annotated

from ...declare import Group
from ..declaring import assumption


class HearingAssumptions(Group):
    """How a need comes to be heard."""

    familiarity_residents: Annotated[float, assumption(unit="residents", between=(100, 5000), sources="S20 S21")] = (
        800.0
    )
    familiarity_share_of_patrol: Annotated[float, assumption(unit="share", between=(0, 1))] = 0.55
    patrol_hazard: Annotated[
        float,
        assumption(unit="per working day, per patrol hour per 100 households", between=(0, 2), sources="S17 V-09"),
    ] = 0.22
    visit_hours: Annotated[float, assumption(unit="h", between=(0.1, 2), sources="S18")] = 0.4
    visit_reveals: Annotated[float, assumption(unit="probability", between=(0, 1))] = 0.7
    door_reveals: Annotated[float, assumption(unit="probability", between=(0, 1))] = 0.06
    stairwell_households: Annotated[float, assumption(unit="households", between=(2, 60), sources="S20", grade="C")] = (
        20.0
    )
    listed_visit_share: Annotated[float, assumption(unit="share", between=(0, 1))] = 0.5
    list_completeness: Annotated[float, assumption(unit="share", between=(0, 1), sources="YT-24")] = 0.3
    walking_km_per_hour: Annotated[float, assumption(unit="km/h", between=(2, 6))] = 4.0
    detour_factor: Annotated[float, assumption(between=(0, 3))] = 1.0
    report_hazard: Annotated[float, assumption(unit="per day", between=(0, 0.5), sources="B6")] = 0.015
    paperwork_hazard: Annotated[float, assumption(unit="per day", between=(0, 1), sources="GD-10")] = 0.11
    app_hazard: Annotated[float, assumption(unit="per day", between=(0, 0.5), sources="R-08 R-09")] = 0.0225
    severity_slope: Annotated[float, assumption(between=(0, 1.5), sources="B8.1")] = 0.4
    efficacy_slope: Annotated[float, assumption(between=(0, 3), sources="S102")] = 1.8
    walk_in_radius_km: Annotated[float, assumption(unit="km", between=(0.2, 5), sources="S126 B8.1")] = 1.0
    elder_app_ratio: Annotated[float, assumption(unit="ratio", between=(0, 1))] = 0.4
