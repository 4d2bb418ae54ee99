"""Supervision committees: who sits, and how much they can look at. Swept, never chosen."""

from __future__ import annotations

from typing import Annotated

from ...declare import Group
from ..declaring import assumption


class SupervisionAssumptions(Group):
    """What is uncertain about the committees that supervise a community's affairs."""

    seats: Annotated[int, assumption(unit="seats", between=(0, 30), sources="OR-15")] = 5
    member_hours: Annotated[float, assumption(unit="h per meeting", between=(0, 100), sources="OR-15")] = 4.0
    look_hours: Annotated[float, assumption(unit="h per case", between=(0.1, 40), sources="OR-15")] = 2.0
    finds: Annotated[float, assumption(unit="probability", between=(0, 1), sources="OR-15")] = 0.6
    convening_hours: Annotated[float, assumption(unit="h per meeting", between=(0, 40))] = 3.0
