"""Community foundations: who founds one, who gives, and what moves trust in it. (SZ-08, SZ-09, SZ-10)"""

from __future__ import annotations

from typing import Annotated

from ...declare import Group
from ..declaring import assumption


class FoundationsAssumptions(Group):
    """Where a foundation's money comes from and how it is given away. Swept, never chosen."""

    wealth_weight: Annotated[float, assumption(unit="weight", between=(0, 1), sources="SZ-08")] = 0.4
    firms_weight: Annotated[float, assumption(unit="weight", between=(0, 1), sources="SZ-08")] = 0.4
    firms_settled: Annotated[float, assumption(unit="per 1,000 residents", between=(0, 20))] = 1.5
    firms_elsewhere: Annotated[float, assumption(unit="per 1,000 residents", between=(0, 20))] = 0.15
    wealth_power: Annotated[float, assumption(between=(0, 10))] = 3.0
    resident_seed_yuan: Annotated[float, assumption(unit="yuan", between=(0, 200), sources="S40")] = 20.0
    firm_seed_yuan: Annotated[float, assumption(unit="yuan", between=(0, 1000000), sources="S84")] = 50000.0
    resident_gift_yuan: Annotated[
        float, assumption(unit="yuan per resident-year", between=(0, 50), sources="S40", grade="C")
    ] = 2.0
    firm_gift_yuan: Annotated[float, assumption(unit="yuan a year", between=(0, 200000))] = 5000.0
    usual_trust: Annotated[float, assumption(between=(0.05, 1))] = 0.5
    shown_gain: Annotated[float, assumption(unit="ratio", between=(0, 5), sources="SZ-10")] = 1.0
    memory_step: Annotated[float, assumption(unit="share a month", between=(0, 1), sources="SZ-10")] = 0.2
    trust_step: Annotated[float, assumption(unit="share a month", between=(0, 1), sources="SZ-10")] = 0.1
    delivered_weight: Annotated[float, assumption(unit="weight", between=(0, 1), sources="SZ-10")] = 0.5
    donors_find: Annotated[float, assumption(unit="probability", between=(0, 1), sources="SZ-10")] = 0.6
    seen_weight: Annotated[float, assumption(unit="projects", between=(0, 10), sources="SZ-10")] = 1.0
    spend_share: Annotated[float, assumption(unit="share a year", between=(0, 1), sources="SZ-08")] = 0.3
    board_days: Annotated[float, assumption(unit="days", between=(0, 90), sources="SZ-09")] = 7.0
    residents_days: Annotated[float, assumption(unit="days", between=(0, 180), sources="SZ-09")] = 30.0
