"""What government may ask of a community, and on what terms."""

from __future__ import annotations

from typing import Annotated

from ...declare import Group
from ..declaring import lever


class CompactLevers(Group):
    """What government may ask of a community, and on what terms."""

    duty_lists: Annotated[
        float,
        lever(
            unit="share of outside tasks",
            between=(0, 1),
            sources="SU-01 GD-01",
            moves="staff_admin_share wrong_door_share coverage_personal",
            core=True,
            built=True,
        ),
    ] = 0.0
    agreement_share: Annotated[
        float,
        lever(
            unit="share of delegated tasks",
            between=(0, 1),
            sources="SU-01",
            moves="staff_admin_share coverage_personal",
            core=True,
            built=True,
        ),
    ] = 0.0
    cut_share: Annotated[
        float,
        lever(
            unit="share of meetings, ledgers and appraisals",
            between=(0, 1),
            sources="OR-16 SU-17",
            moves="staff_admin_share coverage_personal staff_utilisation",
            core=True,
            built=True,
        ),
    ] = 0.0
    mutual_rating: Annotated[
        float,
        lever(
            unit="weight",
            between=(0, 1),
            sources="SU-01",
            moves="staff_admin_share wrong_door_share coverage_personal days_to_resolution_p90_met",
            built=True,
        ),
    ] = 0.0
