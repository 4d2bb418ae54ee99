"""Tasks that departments send down to communities: what is uncertain about them. Swept, never chosen."""

from __future__ import annotations

from typing import Annotated

from ...declare import Group
from ..declaring import assumption


class TasksAssumptions(Group):
    """How departments, streets and communities deal with tasks from above."""

    own_duty_share: Annotated[float, assumption(unit="share of outside tasks", between=(0, 1), sources="YT-17 S46")] = (
        0.7
    )
    refuse_dare: Annotated[float, assumption(unit="share", between=(0, 1), sources="SU-01")] = 0.3
    leak_share: Annotated[float, assumption(unit="share of stopped tasks", between=(0, 1), sources="YT-17")] = 0.2
    check_share: Annotated[float, assumption(unit="share of communities", between=(0, 1), sources="YT-17")] = 0.25
    named_above: Annotated[float, assumption(unit="share of own tasks", between=(0, 1), sources="YT-17")] = 0.3
    naming_cut: Annotated[float, assumption(unit="share of own tasks", between=(0, 1), sources="YT-17")] = 0.5
    naming_fades: Annotated[float, assumption(unit="share a month", between=(0, 1))] = 0.2
    rating_response: Annotated[float, assumption(unit="share of the gap", between=(0, 1), sources="SU-01 SU-17")] = 0.5
    above_hours: Annotated[float, assumption(unit="share of hours", between=(0, 1))] = 0.15
    case_hours: Annotated[float, assumption(unit="h per case", between=(0.5, 20))] = 3.0
