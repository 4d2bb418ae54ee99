"""Social organisations: what is uncertain about them. Swept, never chosen."""

from __future__ import annotations

from typing import Annotated

from ...declare import Group
from ..declaring import assumption


class ProvidersAssumptions(Group):
    """Who they are, who works for them, what they live on."""

    visiting_bidders: Annotated[int, assumption(unit="count", between=(0, 20), sources="GD-16")] = 2
    organisation_posts: Annotated[float, assumption(unit="posts", between=(0.5, 30), sources="GD-16 OR-19")] = 2.5
    size_sigma: Annotated[float, assumption(between=(0, 2))] = 0.7
    growth_share: Annotated[float, assumption(unit="share", between=(0, 5), sources="OR-04")] = 0.5
    idle_shrink: Annotated[float, assumption(unit="share a year", between=(0, 1))] = 0.2
    kind_share: Annotated[float, assumption(unit="probability", between=(0, 1))] = 0.65
    quality_sd: Annotated[float, assumption(between=(0, 0.5), sources="SZ-07")] = 0.2
    quality_poor_work: Annotated[float, assumption(unit="ratio", between=(0, 2), sources="SZ-07")] = 2.0
    quality_pace: Annotated[float, assumption(unit="ratio", between=(0, 2), sources="SZ-07")] = 1.0
    quality_felt: Annotated[float, assumption(between=(0, 1), sources="SU-07")] = 0.15
    overhead_share: Annotated[float, assumption(unit="share of contract", between=(0, 0.5), sources="SU-10")] = 0.12
    quality_overhead: Annotated[float, assumption(unit="share of contract", between=(0, 0.5), sources="SU-10")] = 0.1
    bid_sd: Annotated[float, assumption(unit="share of contract", between=(0, 0.2))] = 0.05
    worker_exit_share: Annotated[
        float, assumption(unit="share a year", between=(0, 0.9), sources="S41 S42 S43", grade="B")
    ] = 0.2
    vacancy_months: Annotated[int, assumption(unit="months", between=(0, 6), sources="S41")] = 1
    supervisor_learning: Annotated[float, assumption(unit="ratio", between=(0, 3), sources="SU-18")] = 1.0
    supervisor_handover: Annotated[float, assumption(unit="share", between=(0, 1), sources="SU-18")] = 0.6
    opening_reserves: Annotated[float, assumption(unit="yuan", between=(0, 500000))] = 30000.0
    upkeep_yuan: Annotated[float, assumption(unit="yuan a year", between=(0, 200000))] = 5000.0
    founded_share: Annotated[float, assumption(unit="share a year", between=(0, 0.5))] = 0.08
    own_hours: Annotated[float, assumption(unit="h per week", between=(0, 40), sources="SU-09 OR-04")] = 3.0
    branch_share: Annotated[float, assumption(unit="share a year", between=(0, 1), sources="OR-06 YT-32")] = 0.3
    branch_hours: Annotated[float, assumption(unit="h per week", between=(0, 40), sources="OR-06 YT-32")] = 4.0
