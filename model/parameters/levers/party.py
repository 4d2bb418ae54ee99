"""What the Party committee can bring together, and with what authority."""

from __future__ import annotations

from typing import Annotated

from ...declare import Group
from ..declaring import lever


class PartyLevers(Group):
    """The community's joint committee, its member units, its members, and its say over departments."""

    member_units: Annotated[
        int,
        lever(
            unit="units per community",
            between=(0, 40),
            sources="SZ-01 OR-07",
            moves="coverage met_late_share",
            core=True,
            built=True,
        ),
    ] = 4
    part_time_members: Annotated[
        int,
        lever(
            unit="per community", between=(0, 20), sources="SZ-01 YT-18", moves="coverage met_late_share", built=True
        ),
    ] = 0
    joint_meeting_months: Annotated[
        int,
        lever(
            unit="months",
            between=(0, 12),
            sources="YT-18 OR-07",
            moves="coverage met_late_share matters_settled_share",
            core=True,
            built=True,
            zero_is_never=True,
        ),
    ] = 0
    progress_meeting_months: Annotated[
        int,
        lever(
            unit="months",
            between=(0, 12),
            sources="OR-07",
            moves="coverage met_late_share days_to_resolution_median",
            built=True,
            zero_is_never=True,
        ),
    ] = 0
    claims_per_unit: Annotated[
        float,
        lever(
            unit="projects per unit-year",
            between=(0, 5),
            sources="OR-07 R-18",
            moves="coverage met_late_share projects_funded",
            built=True,
        ),
    ] = 0.0
    rotating_chair: Annotated[
        bool, lever(sources="OR-07", moves="coverage met_late_share days_to_resolution_median", built=True)
    ] = False
    reporting_share: Annotated[
        float,
        lever(
            unit="share of workplace members",
            between=(0, 1),
            sources="SZ-02 SU-04",
            moves="volunteers_registered_share volunteer_hours_per_1000 coverage_personal",
            core=True,
            built=True,
        ),
    ] = 0.1
    duty_per_year: Annotated[
        float,
        lever(
            unit="participations",
            between=(0, 24),
            sources="YT-02",
            moves="volunteer_hours_per_1000 volunteers_active_share coverage",
            built=True,
        ),
    ] = 0.0
    retired_transfer_share: Annotated[
        float,
        lever(
            unit="share of retired members",
            between=(0, 1),
            sources="YT-08 YT-34",
            moves="settled_in_community_share coverage_personal",
            built=True,
        ),
    ] = 0.1
    paired_departments: Annotated[
        int,
        lever(
            unit="per community",
            between=(0, 10),
            sources="YT-01",
            moves="wrong_door_share days_to_resolution_p90_met",
            built=True,
        ),
    ] = 0
    whistle_after_days: Annotated[
        int,
        lever(
            unit="days",
            between=(0, 90),
            sources="YT-19",
            moves="wrong_door_share days_to_resolution_p90_met",
            core=True,
            built=True,
            zero_is_never=True,
        ),
    ] = 0
    leader_visit_months: Annotated[
        int,
        lever(
            unit="months",
            between=(0, 12),
            sources="YT-01 SU-15",
            moves="wrong_door_share days_to_resolution_p90_met",
            built=True,
            zero_is_never=True,
        ),
    ] = 0
    street_meeting_months: Annotated[
        int,
        lever(
            unit="months",
            between=(0, 12),
            sources="OR-17",
            moves="matters_settled_share wrong_door_share",
            built=True,
            zero_is_never=True,
        ),
    ] = 0
    reception_weeks: Annotated[
        int,
        lever(
            unit="weeks",
            between=(0, 26),
            sources="SZ-02",
            moves="never_heard_share wrong_door_share coverage_personal",
            built=True,
            zero_is_never=True,
        ),
    ] = 0
    mass_workers: Annotated[
        int,
        lever(
            unit="per community",
            between=(0, 10),
            sources="SZ-02",
            moves="never_heard_share coverage_personal coverage",
            built=True,
        ),
    ] = 0
    department_duty_per_year: Annotated[
        int,
        lever(
            unit="participations",
            between=(0, 12),
            sources="YT-02",
            moves="coverage coverage_personal wrong_door_share",
            built=True,
        ),
    ] = 0
    first_secretaries: Annotated[
        int,
        lever(
            unit="per street",
            between=(0, 10),
            sources="YT-27",
            moves="wrong_door_share days_to_resolution_p90_met",
            built=True,
        ),
    ] = 0
    department_rating: Annotated[
        float,
        lever(
            unit="weight",
            between=(0, 1),
            sources="YT-02 SU-17",
            moves="wrong_door_share days_to_resolution_p90_met",
            built=True,
        ),
    ] = 0.0
    secretary_appraisal: Annotated[
        float,
        lever(
            unit="weight",
            between=(0, 1),
            sources="GD-06",
            moves="coverage never_heard_share satisfaction_recorded",
            built=True,
        ),
    ] = 0.0
    secretary_review: Annotated[
        bool, lever(sources="GD-06", moves="coverage never_heard_share matters_settled_share", built=True)
    ] = False
    purchase_appraisal: Annotated[
        float,
        lever(
            unit="weight",
            between=(0, 1),
            sources="OR-05",
            moves="coverage_personal unspent_share",
            built=True,
        ),
    ] = 0.0
    secretary_chairs_owners: Annotated[
        float,
        lever(
            unit="share of estates with a committee",
            between=(0, 1),
            sources="YT-08 OR-10",
            moves="matter_meetings_mean matters_settled_share settled_in_community_share coverage_personal",
            built=True,
        ),
    ] = 0.05
    property_platform: Annotated[
        bool, lever(sources="YT-09", moves="coverage_public days_to_resolution_p90_met", built=True)
    ] = False
    direct_election: Annotated[bool, lever(sources="SZ-03", moves="turnout_share trust heard_share", built=True)] = (
        False
    )
