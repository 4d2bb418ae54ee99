"""Orders of residents: what teams can do, what the desk knows, what residents believe, how points are exchanged."""

from __future__ import annotations

from typing import Annotated

from ...declare import Group
from ..declaring import assumption


class OrderingAssumptions(Group):
    """How teams, the desk and residents learn from one order for the next; what points are exchanged for."""

    brings_share: Annotated[float, assumption(unit="share", between=(0, 1), sources="OR-09 S65")] = 0.3
    at_first: Annotated[float, assumption(unit="share", between=(0, 1), sources="OR-08")] = 0.2
    practice_gain: Annotated[float, assumption(unit="share", between=(0, 1), sources="OR-08")] = 0.03
    reach_km: Annotated[float, assumption(unit="km", between=(0.1, 10))] = 1.0
    asks_most: Annotated[float, assumption(unit="teams", between=(1, 20), sources="OR-09")] = 2.0
    desk_orders: Annotated[float, assumption(unit="orders", between=(1, 5000), sources="OR-09")] = 200.0
    skills_most: Annotated[float, assumption(unit="skills", between=(1, 6), sources="OR-08")] = 3.0
    desk_learning: Annotated[float, assumption(unit="share", between=(0, 1))] = 0.2
    belief_gain: Annotated[float, assumption(unit="share", between=(0, 1), sources="S64 S65")] = 0.02
    disappointment: Annotated[float, assumption(unit="ratio", between=(1, 10), sources="S64")] = 3.0
    retrain_orders: Annotated[float, assumption(unit="orders a month", between=(1, 100), sources="OR-08")] = 4.0
    exchange_least: Annotated[float, assumption(unit="yuan", between=(0, 500), sources="YT-33")] = 20.0
    exchange_share: Annotated[float, assumption(unit="share a month", between=(0, 1), sources="YT-33")] = 0.3
    exchange_retention: Annotated[float, assumption(unit="share", between=(0, 0.4), sources="YT-33 S65")] = 0.1
