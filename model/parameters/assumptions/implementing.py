"""Who carries projects out, how well, and what those who look after them find. Swept, never chosen. (SU-07, YT-30)"""

from __future__ import annotations

from typing import Annotated

from ...declare import Group
from ..declaring import assumption


class ImplementingAssumptions(Group):
    """Bids of organisations, poor work, visits half-way, reviews by residents and the last payment."""

    firms: Annotated[int, assumption(unit="count", between=(1, 50))] = 8
    most_projects: Annotated[int, assumption(unit="count", between=(1, 30), sources="SU-09", grade="C")] = 3
    committee_quality: Annotated[float, assumption(between=(0, 1))] = 0.35
    own_idea_gain: Annotated[float, assumption(between=(0, 1), sources="SU-07")] = 0.2
    home_gain: Annotated[float, assumption(between=(0, 1), sources="SU-07")] = 0.1
    mentored_gain: Annotated[float, assumption(between=(0, 1), sources="OR-04")] = 0.1
    mentored_years: Annotated[float, assumption(unit="years", between=(0, 10), sources="OR-04")] = 3.0
    mark_lean: Annotated[float, assumption(unit="ratings", between=(0.1, 20), sources="SU-07")] = 2.0
    poor_share: Annotated[float, assumption(unit="share", between=(0, 1), sources="YT-30")] = 0.2
    poor_part: Annotated[float, assumption(unit="share", between=(0, 1))] = 0.5
    held_back_share: Annotated[float, assumption(unit="share", between=(0, 0.5), sources="SU-07")] = 0.3
    visit_finds: Annotated[float, assumption(unit="probability", between=(0, 1), sources="SU-07 YT-30")] = 0.6
    visit_hours: Annotated[float, assumption(unit="h", between=(0, 20))] = 3.0
    raters: Annotated[int, assumption(unit="residents", between=(1, 200), sources="SU-07 YT-30")] = 20
    mark_good: Annotated[float, assumption(unit="probability", between=(0, 1))] = 0.9
    mark_poor: Annotated[float, assumption(unit="probability", between=(0, 1))] = 0.4
    pass_mark: Annotated[float, assumption(unit="share", between=(0, 1), sources="SU-07")] = 0.6
    review_days: Annotated[float, assumption(unit="days", between=(0, 120), sources="YT-30")] = 30.0
