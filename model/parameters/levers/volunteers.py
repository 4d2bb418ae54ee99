"""Volunteers: how they are found, trained, thanked and led."""

from __future__ import annotations

from typing import Annotated

from ...declare import Group
from ..declaring import lever


class VolunteersLevers(Group):
    """How volunteers are won, led, matched and thanked."""

    campaign: Annotated[
        float,
        lever(
            between=(0, 1),
            sources="OR-20",
            moves="volunteers_registered_share volunteer_hours_per_1000 coverage_personal",
            core=True,
            built=True,
        ),
    ] = 0.2
    ordering: Annotated[
        bool,
        lever(
            sources="OR-09", moves="reach_no_capacity coverage_personal volunteer_hours_per_1000", core=True, built=True
        ),
    ] = False
    project_teams: Annotated[
        bool,
        lever(sources="OR-08", moves="volunteers_active_share volunteer_hours_per_1000 coverage_personal", built=True),
    ] = False
    per_social_worker: Annotated[
        float,
        lever(
            unit="volunteers led",
            between=(0, 60),
            sources="GD-04 OR-08",
            moves="volunteers_active_share volunteer_hours_per_1000 coverage_personal coverage_elder",
            built=True,
        ),
    ] = 0.0
    points_yuan_per_hour: Annotated[
        float,
        lever(
            unit="yuan",
            between=(0, 30),
            sources="YT-33",
            moves="volunteers_active_share volunteer_hours_per_1000 coverage_personal",
            core=True,
            built=True,
        ),
    ] = 0.0
    time_bank: Annotated[
        bool,
        lever(
            sources="GD-05 YT-33",
            moves="volunteer_hours_per_1000 volunteers_active_share trust coverage_personal coverage_elder",
            core=True,
            built=True,
        ),
    ] = False
    recognition: Annotated[
        float, lever(between=(0, 1), sources="YT-23", moves="volunteers_active_share coverage_personal", built=True)
    ] = 0.2
    voice: Annotated[
        bool,
        lever(sources="S61", moves="volunteers_active_share volunteer_hours_per_1000 coverage_personal", built=True),
    ] = False
