"""Who proposes and chooses projects, and what becomes of them."""

from __future__ import annotations

from typing import Annotated, Literal

from ...declare import Group
from ..declaring import lever


class ProjectsLevers(Group):
    """From a wish to a funded project."""

    proposed_by: Annotated[
        Literal["staff", "residents", "organisations", "both", "all"],
        lever(
            sources="SU-07 OR-12",
            moves="voters_with_project_share satisfaction_true project_days_to_start",
            core=True,
            built=True,
        ),
    ] = "staff"
    screening: Annotated[
        bool, lever(sources="OR-12", moves="projects_funded voters_with_project_share", built=True)
    ] = True
    rule: Annotated[
        Literal["staff_list", "greedy", "equal_shares", "phragmen"],
        lever(
            sources="B8.3", moves="voters_with_project_share projects_funded coverage_gini_cells", core=True, built=True
        ),
    ] = "staff_list"
    batches_per_year: Annotated[
        int, lever(unit="count", between=(1, 4), sources="S66", moves="project_days_to_start", built=True)
    ] = 1
    quick_yuan: Annotated[
        float, lever(unit="yuan", between=(0, 1_000_000), sources="S79 S70", moves="project_days_to_start", built=True)
    ] = 0.0
    venture_rounds: Annotated[
        bool, lever(sources="SU-09 SU-07", moves="projects_funded coverage_personal", built=True)
    ] = False
    claim_share: Annotated[
        float, lever(unit="share", between=(0, 1), sources="OR-12", moves="projects_funded unspent_share", built=True)
    ] = 0.0
    branches_propose: Annotated[
        bool, lever(sources="OR-12", moves="voters_with_project_share projects_funded satisfaction_true", built=True)
    ] = False
    co_review: Annotated[bool, lever(sources="SU-07", moves="projects_funded coverage_personal", built=True)] = False
    bound_share: Annotated[
        float,
        lever(
            unit="share of services",
            between=(0, 1),
            sources="OR-03 OR-08",
            moves="coverage_personal coverage_disabled",
            built=True,
        ),
    ] = 0.0
    works_notice: Annotated[
        bool, lever(sources="YT-20", moves="project_days_to_start satisfaction_true", built=True)
    ] = False
    foundation_decided_by: Annotated[
        Literal["board", "residents"], lever(sources="SZ-09", moves="trust", built=True)
    ] = "board"
