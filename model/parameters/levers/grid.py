"""How the district is cut into grids, and who walks them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from ...declare import Group
from ..declaring import lever

PATROL_AND_VISIT_MOST = 0.95
"""At least a twentieth of the free hours is left for events themselves."""


class GridLevers(Group):
    """Base grids, party grids over them, and the hours of grid workers; some of them stay for the events."""

    layout: Annotated[
        Literal["even_area", "balanced", "by_form", "workload", "drawn"],
        lever(
            sources="YT-03",
            moves="coverage coverage_gini_grids coverage_worst_tenth_grids coverage_gini_cells",
            core=True,
            built=True,
        ),
    ] = "balanced"
    households_per_grid: Annotated[
        float,
        lever(
            unit="households",
            between=(80, 2000),
            sources="S19 S20 S21",
            grade="C",
            moves="coverage coverage_public heard_share never_heard_share lapsed_waiting_share",
            core=True,
            built=True,
        ),
    ] = 400.0
    base_per_party_grid: Annotated[
        int,
        lever(
            unit="base grids per party grid",
            between=(1, 12),
            sources="YT-03",
            moves="coverage lapsed_waiting_share coverage_gini_grids",
            core=True,
            built=True,
        ),
    ] = 1
    workers_per_1000_households: Annotated[
        float,
        lever(
            unit="posts",
            between=(0.5, 20),
            sources="B2",
            grade="C",
            moves="coverage coverage_public heard_share staff_utilisation",
            core=True,
            built=True,
        ),
    ] = 2.5
    pooled_share: Annotated[
        float,
        lever(
            unit="share of hours",
            between=(0, 1),
            sources="YT-03",
            moves="coverage lapsed_waiting_share coverage_gini_grids coverage_worst_tenth_grids",
            built=True,
        ),
    ] = 0.0
    patrol_share: Annotated[
        float,
        lever(
            unit="share of free hours",
            between=(0, 0.9),
            sources="YT-04",
            moves="coverage_public patrol_to_report_ratio heard_share staff_utilisation",
            core=True,
            built=True,
        ),
    ] = 0.45
    visit_share: Annotated[
        float,
        lever(
            unit="share of free hours",
            between=(0, 0.9),
            sources="OR-02",
            moves="coverage_personal coverage_elder heard_share never_heard_share",
            core=True,
            built=True,
        ),
    ] = 0.15
    party_unit_share: Annotated[
        float,
        lever(
            unit="share of grids",
            between=(0, 1),
            sources="SU-06 YT-08",
            moves="heard_share coverage_personal settled_in_community_share",
            core=True,
            built=True,
        ),
    ] = 0.3
    claims_per_month: Annotated[
        float,
        lever(
            unit="tasks per party grid",
            between=(0, 4),
            sources="YT-04",
            moves="coverage met_late_share lapsed_waiting_share",
            built=True,
        ),
    ] = 0.0
    member_households_per_branch: Annotated[
        int,
        lever(
            unit="households per branch",
            between=(0, 40),
            sources="OR-17",
            moves="heard_share never_heard_share coverage_personal",
            built=True,
        ),
    ] = 0
    stewards_per_1000: Annotated[
        float,
        lever(
            unit="per 1,000 residents",
            between=(0, 50),
            sources="YT-31",
            moves="coverage_public heard_share never_heard_share",
            core=True,
            built=True,
        ),
    ] = 0.0
    demonstration_share: Annotated[
        float,
        lever(
            unit="share of stairwells",
            between=(0, 0.3),
            sources="OR-14",
            moves="volunteers_active_share volunteer_hours_per_1000 coverage_public",
            built=True,
        ),
    ] = 0.0

    @model_validator(mode="after")
    def _hours_left_for_events(self) -> GridLevers:
        total = self.patrol_share + self.visit_share
        if total > PATROL_AND_VISIT_MOST + 1e-12:
            raise PydanticCustomError(
                "patrol_and_visit",
                "grid.patrol_share + grid.visit_share = {total}, together they may not exceed {most}",
                {"key": "grid.visit_share", "total": f"{total:g}", "most": f"{PATROL_AND_VISIT_MOST:g}"},
            )
        return self
