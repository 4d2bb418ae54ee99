"""Named people who go to residents: reception days, Party-mass workers, departments on duty. Swept, never chosen."""

from __future__ import annotations

from typing import Annotated

from ...declare import Group
from ..declaring import assumption


class FrontlineAssumptions(Group):
    """Hours and pace of those who sit where residents can come, or go where they live.

    Articles say who and how often (SZ-02, YT-02, OR-12), never for how long or how many come.
    """

    reception_hours: Annotated[float, assumption(unit="h per reception", between=(0.5, 10), sources="SZ-02")] = 3.0
    received_per_hour: Annotated[float, assumption(unit="people per hour", between=(0, 10), sources="SZ-02")] = 3.0
    comes_share: Annotated[float, assumption(unit="probability", between=(0, 1), sources="SZ-02")] = 0.1
    ahead_days: Annotated[int, assumption(unit="working days", between=(0, 60), sources="SZ-02")] = 5
    following_hours: Annotated[float, assumption(unit="h per case", between=(0, 4), sources="SZ-02")] = 0.2
    matter_households: Annotated[float, assumption(unit="households", between=(2, 50), sources="SZ-02")] = 3.0
    worker_hours: Annotated[float, assumption(unit="h per worker and week", between=(0, 40), sources="SZ-02")] = 8.0
    helped_hours: Annotated[float, assumption(unit="h", between=(0, 8), sources="SZ-02")] = 2.0
    activity_hours: Annotated[float, assumption(unit="h per activity", between=(0.5, 20), sources="SZ-02")] = 4.0
    duty_people: Annotated[float, assumption(unit="people", between=(0, 100), sources="YT-02")] = 6.0
    duty_hours: Annotated[float, assumption(unit="h", between=(0, 8), sources="YT-02")] = 4.0
    proposing_hours: Annotated[float, assumption(unit="h per meeting", between=(0, 10), sources="OR-12")] = 1.0
