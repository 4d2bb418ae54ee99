"""How money for communities is shared out: ratings and bids. Swept, never chosen. (GD-11, SU-05)"""

from __future__ import annotations

from typing import Annotated

from ...declare import Group
from ..declaring import assumption


class SplittingAssumptions(Group):
    """What a yearly rating and a bid are made of, and how money follows them."""

    handled_weight: Annotated[float, assumption(unit="weight", between=(0, 1), sources="GD-11")] = 0.5
    performance_steepness: Annotated[float, assumption(between=(0, 10), sources="GD-11")] = 3.0
    winning_share: Annotated[float, assumption(unit="share", between=(0.05, 1), sources="SU-05")] = 0.5
    writers_per_social_worker: Annotated[float, assumption(unit="ratio", between=(0, 2))] = 0.5
    writers_per_training_day: Annotated[float, assumption(unit="ratio", between=(0, 1))] = 0.1
    usual_writers: Annotated[float, assumption(unit="count", between=(0.5, 20))] = 3.0
    luck_share: Annotated[float, assumption(unit="share", between=(0, 1))] = 0.3
