"""Who votes on projects, and how. Swept, never chosen. (B5, B8.3)"""

from __future__ import annotations

from typing import Annotated

from ...declare import Group
from ..declaring import assumption


class BallotsAssumptions(Group):
    """Who votes on projects, and what they want. Relative odds of coming are those of `attendance`."""

    poll_hours: Annotated[float, assumption(unit="h", between=(0, 200))] = 16.0
    listing_hours: Annotated[float, assumption(unit="h", between=(0, 40))] = 1.0
    plain_chance: Annotated[float, assumption(unit="probability", between=(0.001, 0.2), sources="B7 S114 S116")] = 0.01
    online_odds: Annotated[float, assumption(unit="ratio", between=(1, 20), sources="B8.3 S118")] = 2.5
    strong_needs: Annotated[float, assumption(unit="needs", between=(1, 10), sources="S117")] = 5.0
    neighbours_weight: Annotated[float, assumption(unit="weight", between=(0, 2))] = 0.5
    taste_spread: Annotated[float, assumption(unit="needs", between=(0, 1))] = 0.1
    clearly_wanted: Annotated[float, assumption(unit="needs", between=(0, 3))] = 0.5
    least_approvals: Annotated[float, assumption(unit="count", between=(1, 10), sources="B8.3 S116", grade="C")] = 3.0
