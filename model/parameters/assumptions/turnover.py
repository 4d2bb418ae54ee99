"""Who leaves a post and how newcomers learn: what is uncertain about it. Swept, never chosen."""

from __future__ import annotations

from typing import Annotated

from ...declare import Group
from ..declaring import assumption


class TurnoverAssumptions(Group):
    """Community staff and grid workers: staying, leaving, learning."""

    turnover_share: Annotated[
        float, assumption(unit="share a year", between=(0, 0.8), sources="S41 S42 S43", grade="B")
    ] = 0.2
    usual_pay_ratio: Annotated[float, assumption(unit="× local mean wage", between=(0.3, 2), sources="GD-07 S42")] = 0.8
    pay_response: Annotated[float, assumption(between=(0, 4))] = 0.9
    ladder_cut: Annotated[float, assumption(unit="share", between=(0, 1), sources="YT-28")] = 0.16
    newcomer_gap: Annotated[float, assumption(unit="ratio", between=(0, 0.9), sources="S41")] = 0.35
    newcomer_poor_work: Annotated[float, assumption(unit="ratio", between=(0, 5))] = 1.0
    learning_months: Annotated[float, assumption(unit="months", between=(0.5, 60), sources="S41")] = 12.0
    usual_training_days: Annotated[float, assumption(unit="days", between=(0, 30))] = 3.0
    training_response: Annotated[float, assumption(unit="per day", between=(0, 1), sources="YT-28 SU-18")] = 0.1
    rating_care: Annotated[float, assumption(unit="share", between=(0, 1), sources="OR-02 YT-26")] = 0.3
    care_hours: Annotated[float, assumption(unit="ratio", between=(0, 2))] = 0.1
