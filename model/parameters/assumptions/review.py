"""Secretaries' yearly report: who sits there, what the score is made of, what it leads to. Swept, never chosen."""

from __future__ import annotations

from typing import Annotated

from ...declare import Group
from ..declaring import assumption


class ReviewAssumptions(Group):
    """What is uncertain about secretaries who report once a year, are scored, and answer for it."""

    requests_weight: Annotated[float, assumption(unit="weight", between=(0, 1), sources="GD-06")] = 0.4
    matters_weight: Annotated[float, assumption(unit="weight", between=(0, 1), sources="GD-06")] = 0.2
    meeting_weight: Annotated[float, assumption(unit="weight", between=(0, 1), sources="GD-06")] = 0.4
    member_seats: Annotated[int, assumption(unit="people", between=(0, 200), sources="GD-06")] = 20
    resident_seats: Annotated[int, assumption(unit="people", between=(0, 200), sources="GD-06")] = 20
    good_from: Annotated[float, assumption(unit="share", between=(0, 1))] = 0.6
    poor_below: Annotated[float, assumption(unit="share", between=(0, 1))] = 0.4
    bar_gap: Annotated[float, assumption(unit="share", between=(0, 1), sources="GD-06")] = 0.03
    years_running: Annotated[int, assumption(unit="years", between=(1, 10), sources="GD-06")] = 2
    moved_share: Annotated[float, assumption(unit="share of hours", between=(0, 1), sources="GD-06")] = 0.5
    convenes_a_year: Annotated[float, assumption(unit="meetings a year", between=(0, 52), sources="GD-06")] = 12.0
    report_hours: Annotated[float, assumption(unit="h per report", between=(0, 200), sources="GD-06")] = 20.0
