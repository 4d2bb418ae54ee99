"""Councils of women and of children: who sits, who comes, what they are told. Swept, never chosen."""

from __future__ import annotations

from typing import Annotated

from ...declare import Group
from ..declaring import assumption


class GroupCouncilsAssumptions(Group):
    """What is uncertain about the councils of women and of children."""

    women_share: Annotated[float, assumption(unit="share of residents", between=(0, 1), sources="YT-35")] = 0.49
    seats: Annotated[int, assumption(unit="seats", between=(0, 60), sources="YT-35")] = 11
    comes_share: Annotated[float, assumption(unit="probability", between=(0, 1), sources="YT-35")] = 0.7
    discouraged: Annotated[float, assumption(unit="share", between=(0, 1))] = 0.5
    told_share: Annotated[float, assumption(unit="probability", between=(0, 1), sources="YT-35")] = 0.15
    cases_most: Annotated[int, assumption(unit="cases per meeting", between=(0, 200), sources="YT-35")] = 12
    pile: Annotated[int, assumption(unit="requests", between=(1, 100), sources="YT-35")] = 4
    convening_hours: Annotated[float, assumption(unit="h per meeting", between=(0, 40))] = 3.0
    writing_hours: Annotated[float, assumption(unit="h per case", between=(0, 4))] = 0.25
