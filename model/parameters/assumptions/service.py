"""How needs are served: what is uncertain about it. Swept, never chosen."""

from __future__ import annotations

from typing import Annotated, Literal

from ...belief import Belief, Weights
from ...declare import Group
from ..declaring import assumption


class ServiceAssumptions(Group):
    """How posts turn hours into settled needs."""

    hours_per_day: Annotated[float, assumption(unit="h per post and working day", between=(4, 10), sources="B8.1")] = (
        6.8
    )
    absence_share: Annotated[float, assumption(unit="share of person-days", between=(0, 0.5))] = 0.08
    grid_overhead_hours: Annotated[float, assumption(unit="h per grid and working day", between=(0, 3))] = 0.3
    unfamiliar_slowdown: Annotated[float, assumption(unit="ratio", between=(0, 4))] = 1.5
    casework_share: Annotated[float, assumption(unit="share of hours", between=(0.05, 1), sources="S40", grade="C")] = (
        0.34
    )
    property_posts_per_1000_households: Annotated[float, assumption(unit="posts", between=(0, 20), sources="S113")] = (
        0.4
    )
    organisation_post_yuan: Annotated[
        float, assumption(unit="yuan per post-year", between=(20000, 300000), sources="R-16 S42", grade="C")
    ] = 76000.0
    steward_hours_per_week: Annotated[float, assumption(unit="h per week", between=(0, 20), sources="YT-31")] = 1.0
    patience_days: Annotated[float, assumption(unit="working days", between=(0, 60))] = 10.0
    late_rule: Annotated[
        Literal["first", "in_turn", "behind"],
        assumption(sources="S92 S94 S98", belief=Weights((("behind", 0.5), ("in_turn", 0.3), ("first", 0.2)))),
    ] = "behind"
    late_share: Annotated[
        float, assumption(unit="share", between=(0, 1), belief=Belief(0.5, 1.0, "triangular", 1.0))
    ] = 1.0
    open_list_share: Annotated[float, assumption(unit="share", between=(0, 1), sources="YT-02")] = 0.5
    idle_visit_share: Annotated[float, assumption(unit="share of idle hours", between=(0, 1), sources="V-19")] = 0.5
    idle_outreach_share: Annotated[float, assumption(unit="share of idle hours", between=(0, 1), sources="OR-03")] = 0.5
    poor_work_share: Annotated[float, assumption(unit="share", between=(0, 0.6), sources="S100")] = 0.18
    reopen_share: Annotated[float, assumption(unit="share of poor work", between=(0, 1), sources="B8.1 S100")] = 0.75
    reopen_days: Annotated[float, assumption(unit="working days", between=(0, 20))] = 2.0
    reopen_work: Annotated[float, assumption(unit="ratio", between=(0.1, 2))] = 0.5
