"""By which channels residents are heard, and what happens to a request once it is registered."""

from __future__ import annotations

from typing import Annotated

from ...declare import Group
from ..declaring import lever


class ChannelsLevers(Group):
    """Ways in: visits, the open door, the app, cameras, registers, surveys; and how a request is closed."""

    visits: Annotated[bool, lever(moves="heard_share coverage_personal never_heard_share", built=True)] = True
    walk_in: Annotated[bool, lever(moves="heard_share coverage_personal requests_per_1000", built=True)] = True
    app_reach: Annotated[
        float,
        lever(
            unit="share of adults",
            between=(0, 0.95),
            sources="YT-26 R-09",
            moves="requests_per_1000 heard_share patrol_to_report_ratio never_heard_share",
            core=True,
            built=True,
        ),
    ] = 0.05
    app_ease: Annotated[
        float, lever(between=(0, 1), sources="YT-26", moves="requests_per_1000 heard_share", built=True)
    ] = 0.35
    auto_dispatch: Annotated[
        bool,
        lever(
            sources="YT-26",
            moves="days_to_resolution_median wrong_door_share handled_within_7_days_share requests_per_1000",
            core=True,
            built=True,
        ),
    ] = False
    data_sharing: Annotated[
        float,
        lever(
            unit="share of registers",
            between=(0, 1),
            sources="YT-24 YT-25 SU-19",
            moves="coverage_personal wrong_door_share never_heard_share",
            core=True,
            built=True,
        ),
    ] = 0.1
    sensor_share: Annotated[
        float,
        lever(
            unit="share of public events",
            between=(0, 0.8),
            sources="YT-24",
            moves="coverage_public heard_share never_heard_share",
            built=True,
        ),
    ] = 0.0
    terminals_per_community: Annotated[
        int,
        lever(
            unit="terminals per community",
            between=(0, 5),
            sources="GD-10",
            moves="coverage_personal days_to_resolution_median",
            built=True,
        ),
    ] = 0
    proactive_share: Annotated[
        float,
        lever(
            unit="share of elderly, youth, children, women",
            between=(0, 1),
            sources="GD-10",
            moves="coverage_elder coverage_child never_heard_share",
            built=True,
        ),
    ] = 0.0
    needs_survey_months: Annotated[
        int,
        lever(
            unit="months",
            between=(0, 24),
            sources="GD-11 SU-07",
            moves="coverage_gini_cells coverage_migrant coverage_elder",
            core=True,
            built=True,
            zero_is_never=True,
        ),
    ] = 0
    resident_rating: Annotated[
        float,
        lever(
            unit="share of closed needs",
            between=(0, 1),
            sources="OR-02 YT-26",
            moves="satisfaction_true satisfaction_recorded met_share",
            built=True,
        ),
    ] = 0.0
    close_when_solved: Annotated[
        bool,
        lever(sources="YT-02", moves="satisfaction_true satisfaction_recorded days_to_resolution_p90_met", built=True),
    ] = False
    reminder_after_days: Annotated[
        int,
        lever(
            unit="days",
            between=(0, 90),
            sources="YT-26 YT-19",
            moves="wrong_door_share days_to_resolution_p90_met",
            built=True,
            zero_is_never=True,
        ),
    ] = 0
