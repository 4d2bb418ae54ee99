"""Who comes to a meeting at all. Swept, never chosen."""

from __future__ import annotations

from typing import Annotated

from ...declare import Group
from ..declaring import assumption


class AttendanceAssumptions(Group):
    """Who comes to an open meeting: the odds of a plain household, and how much likelier some are than others."""

    plain_chance: Annotated[float, assumption(unit="probability", between=(0.001, 0.2), sources="B7 B9")] = 0.01
    elder_odds: Annotated[float, assumption(unit="ratio", between=(1, 10), sources="S117 B7")] = 3.0
    owner_odds: Annotated[float, assumption(unit="ratio", between=(1, 10), sources="S117 B7")] = 3.0
    party_odds: Annotated[float, assumption(unit="ratio", between=(1, 10), sources="B7")] = 3.0
    interest_odds: Annotated[float, assumption(unit="ratio", between=(1, 10), sources="S117")] = 3.0
    strong_interest_yuan: Annotated[float, assumption(unit="yuan", between=(500, 50_000))] = 5_000.0
    notice_half_days: Annotated[float, assumption(unit="days", between=(0.5, 15), sources="SU-12")] = 3.0
    online_odds: Annotated[float, assumption(unit="ratio", between=(1, 10), sources="S118 YT-19")] = 2.0
    invited_chance: Annotated[float, assumption(unit="probability", between=(0.1, 1), sources="B7")] = 0.7
