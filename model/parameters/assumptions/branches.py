"""Party branches: who comes, what hours members have, how often a talk succeeds. Swept, never chosen."""

from __future__ import annotations

from typing import Annotated

from ...declare import Group
from ..declaring import assumption


class BranchesAssumptions(Group):
    """What a branch of a party grid has to work with. Articles name its tasks and their rhythm, never its hours."""

    committee_members: Annotated[float, assumption(unit="people per community", between=(1, 15), sources="YT-04")] = 7.0
    meeting_share: Annotated[float, assumption(unit="share of members", between=(0, 1), sources="YT-04")] = 0.6
    member_hours: Annotated[
        float, assumption(unit="h per member and month", between=(0, 20), sources="YT-04 SU-06")
    ] = 1.0
    leader_hours: Annotated[float, assumption(unit="h per leader and week", between=(0, 10), sources="YT-08 YT-34")] = (
        1.0
    )
    group_members: Annotated[float, assumption(unit="people", between=(3, 100), sources="YT-08")] = 20.0
    bulletin_hours: Annotated[float, assumption(unit="h per bulletin", between=(0, 10), sources="YT-04")] = 0.5
    bulletin_efficacy: Annotated[float, assumption(unit="share", between=(0, 0.05), sources="YT-04")] = 0.002
    report_hours: Annotated[float, assumption(unit="h per report", between=(0, 10), sources="YT-04")] = 0.5
    sitting_hours: Annotated[float, assumption(unit="h per sitting", between=(0, 10), sources="YT-08")] = 1.0
    settle_chance: Annotated[float, assumption(unit="probability", between=(0, 1), sources="SU-06 YT-08")] = 0.6
    hard_chance: Annotated[float, assumption(unit="probability", between=(0, 1), sources="SU-06 YT-04")] = 0.3
    turn_share: Annotated[float, assumption(unit="share of needs a week", between=(0, 1), sources="YT-08 SU-06")] = 0.1
    visit_hours: Annotated[float, assumption(unit="h per household", between=(0.1, 4), sources="OR-12 SZ-02")] = 1.0
    told_share: Annotated[float, assumption(unit="share", between=(0, 1))] = 0.6
    neighbour_share: Annotated[float, assumption(unit="share of needs a week", between=(0, 1), sources="OR-17")] = 0.05
    handing_hours: Annotated[float, assumption(unit="h per request", between=(0, 2), sources="OR-17")] = 0.25
