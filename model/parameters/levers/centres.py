"""Where the service centres stand, who works in them and when they are open."""

from __future__ import annotations

from typing import Annotated, Literal

from ...declare import Group
from ..declaring import lever


class CentresLevers(Group):
    """Service centres and the stations below them."""

    spacing_km: Annotated[
        float,
        lever(
            unit="km",
            between=(0.3, 5),
            sources="YT-11 SZ-04",
            moves="coverage_personal reach_served reach_out_of_range heard_share",
            core=True,
            built=True,
        ),
    ] = 1.5
    stations_per_community: Annotated[
        int,
        lever(
            unit="per community",
            between=(0, 8),
            sources="YT-15",
            moves="coverage_elder heard_share settled_in_community_share turnout_share",
            built=True,
        ),
    ] = 0
    social_workers_each: Annotated[
        float,
        lever(
            unit="posts",
            between=(0, 30),
            sources="YT-11",
            moves="coverage_personal coverage_child coverage_elder coverage_disabled reach_no_capacity",
            core=True,
            built=True,
        ),
    ] = 3.0
    open_hours_per_week: Annotated[
        float,
        lever(
            unit="h",
            between=(0, 168),
            sources="YT-14 OR-02",
            moves="heard_share coverage_personal requests_per_1000",
            core=True,
            built=True,
        ),
    ] = 40.0
    shifted_hours_share: Annotated[
        float,
        lever(
            unit="share of opening hours",
            between=(0, 1),
            sources="YT-14 OR-02",
            moves="heard_share coverage requests_per_1000",
            built=True,
        ),
    ] = 0.0
    one_stop_share: Annotated[
        float,
        lever(
            unit="share of paperwork",
            between=(0, 1),
            sources="SZ-05 GD-02",
            moves="coverage_personal wrong_door_share days_to_resolution_median settled_in_community_share",
            built=True,
        ),
    ] = 0.4
    agency_share: Annotated[
        float,
        lever(
            unit="share of paperwork",
            between=(0, 1),
            sources="OR-02",
            moves="coverage_disabled coverage_elder never_heard_share",
            built=True,
        ),
    ] = 0.0
    appointments: Annotated[
        bool, lever(sources="OR-02", moves="days_to_resolution_median satisfaction_true", built=True)
    ] = False
    activities_per_week: Annotated[
        float,
        lever(
            unit="per community", between=(0, 15), sources="YT-13", moves="heard_share coverage_personal", built=True
        ),
    ] = 1.0
    menu_partners: Annotated[
        int,
        lever(
            unit="providers per centre",
            between=(0, 20),
            sources="SZ-06",
            moves="coverage_personal coverage_low_income",
            built=True,
        ),
    ] = 0
    operator: Annotated[
        Literal["government", "organisation"],
        lever(sources="SZ-06", moves="satisfaction_true coverage_personal", core=True, built=True),
    ] = "government"
    rating_years: Annotated[
        int,
        lever(
            unit="years",
            between=(0, 5),
            sources="SZ-07 YT-14",
            moves="satisfaction_true satisfaction_recorded",
            built=True,
            zero_is_never=True,
        ),
    ] = 0
    rated_by: Annotated[
        Literal["superior", "third_party", "residents"],
        lever(sources="SZ-07", moves="satisfaction_true satisfaction_recorded", built=True),
    ] = "superior"
    rating_reward_share: Annotated[
        float,
        lever(
            unit="share of contract",
            between=(0, 0.3),
            sources="SZ-07",
            moves="satisfaction_true satisfaction_recorded",
            built=True,
        ),
    ] = 0.0
