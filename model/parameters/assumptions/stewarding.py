"""Who becomes a community steward, and for how long: what is uncertain about people. Swept, never chosen."""

from __future__ import annotations

from typing import Annotated

from ...declare import Group
from ..declaring import assumption


class StewardingAssumptions(Group):
    """How stewards are looked for, who says yes, who tires.

    With what is assumed here five stewards per 1,000 residents are found within a year or so and fifty are not; small
    grids report some 26 building heads per 1,000 (S20).
    """

    willing_chance: Annotated[float, assumption(unit="probability", between=(0.0001, 0.2), sources="YT-31 S20")] = 0.01
    known_odds: Annotated[float, assumption(unit="ratio", between=(1, 10), sources="YT-31 YT-34")] = 3.0
    recognition_gain: Annotated[float, assumption(unit="share", between=(0, 5))] = 0.5
    asked_per_place: Annotated[float, assumption(unit="people a month", between=(0, 50))] = 5.0
    asking_hours: Annotated[float, assumption(unit="h per person", between=(0, 5))] = 0.25
    induction_hours: Annotated[float, assumption(unit="h per steward", between=(0, 20))] = 2.0
    retention: Annotated[float, assumption(unit="share", between=(0.05, 1), sources="S58")] = 0.64
