"""Who works for the community, and how much of their time is theirs to give."""

from __future__ import annotations

from typing import Annotated

from ...declare import Group
from ..declaring import lever


class StaffLevers(Group):
    """Community workers: posts, burden, loans upward, pay and skill."""

    workers_per_10000: Annotated[
        float,
        lever(
            unit="posts",
            between=(2, 40),
            sources="B3",
            moves="coverage_personal lapsed_waiting_share staff_utilisation days_to_resolution_median",
            core=True,
            built=True,
        ),
    ] = 8.0
    admin_share: Annotated[
        float,
        lever(
            unit="share of hours",
            between=(0, 0.9),
            sources="B3 OR-16 SU-17",
            moves="staff_admin_share coverage_personal staff_utilisation lapsed_waiting_share",
            core=True,
            built=True,
        ),
    ] = 0.5
    access_gate: Annotated[
        float,
        lever(
            unit="share of outside tasks",
            between=(0, 1),
            sources="YT-17",
            moves="staff_admin_share coverage_personal staff_utilisation",
            core=True,
            built=True,
        ),
    ] = 0.0
    secondment_share: Annotated[
        float,
        lever(
            unit="share of posts",
            between=(0, 0.4),
            sources="YT-28",
            moves="coverage_personal staff_utilisation",
            built=True,
        ),
    ] = 0.08
    pay_ratio: Annotated[
        float,
        lever(
            unit="× local mean wage",
            between=(0.5, 1.5),
            sources="GD-07",
            moves="coverage_personal satisfaction_true",
            built=True,
        ),
    ] = 0.8
    training_days_per_year: Annotated[
        float,
        lever(
            unit="days",
            between=(0, 30),
            sources="YT-16 YT-28 SU-18",
            moves="coverage_personal satisfaction_true",
            built=True,
        ),
    ] = 3.0
    career_ladder: Annotated[
        bool, lever(sources="YT-28 GD-07", moves="coverage_personal satisfaction_true", built=True)
    ] = False
