"""From a wish to a proposal: who proposes which project. Swept, never chosen. (B5, B8.3)"""

from __future__ import annotations

from typing import Annotated

from ...declare import Group
from ..declaring import assumption


class ProposingAssumptions(Group):
    """What is proposed when there is money for projects, what it costs, and what screening strikes out."""

    choice_ratio: Annotated[float, assumption(unit="ratio", between=(1, 6), sources="S80")] = 2.5
    least_proposals: Annotated[float, assumption(unit="count", between=(1, 10))] = 3.0
    most_proposals: Annotated[float, assumption(unit="count", between=(5, 100), sources="S80")] = 40.0
    project_yuan: Annotated[
        float, assumption(unit="yuan", between=(30000, 300000), sources="B5 S66 S67 S70 S71 S72 S73 R-14", grade="C")
    ] = 110000.0
    cost_spread: Annotated[float, assumption(unit="log", between=(0, 1.5), sources="B5")] = 0.8
    works_times: Annotated[float, assumption(unit="ratio", between=(1, 6), sources="S67 S78")] = 3.0
    works_share: Annotated[float, assumption(unit="share", between=(0, 1), sources="S67", grade="C")] = 0.206
    goods_share: Annotated[float, assumption(unit="share", between=(0, 0.5), sources="S67", grade="C")] = 0.057
    service_cap_yuan: Annotated[float, assumption(unit="yuan", between=(50000, 1000000), sources="S68", grade="C")] = (
        500000.0
    )
    works_cap_yuan: Annotated[float, assumption(unit="yuan", between=(100000, 3000000), sources="S68", grade="C")] = (
        1000000.0
    )
    reach_km: Annotated[float, assumption(unit="km", between=(0.1, 5), sources="B8.3 S125")] = 0.8
    same_project_km: Annotated[float, assumption(unit="km", between=(0, 2))] = 0.3
    organisations_spread: Annotated[float, assumption(unit="share", between=(0, 1), sources="SU-07")] = 0.5
    infeasible_share: Annotated[float, assumption(unit="share", between=(0, 0.6), sources="OR-12")] = 0.15
    screening_finds: Annotated[float, assumption(unit="share", between=(0, 1), sources="OR-12 S80")] = 0.9
    unheard_struck_share: Annotated[float, assumption(unit="share", between=(0, 1), sources="OR-12")] = 0.5
    registered_enough: Annotated[float, assumption(unit="share", between=(0, 0.5), sources="OR-12")] = 0.05
    co_review_enough: Annotated[float, assumption(unit="share", between=(0, 0.5), sources="SU-07")] = 0.1
    co_review_hours: Annotated[float, assumption(unit="h", between=(0, 10), sources="SU-07")] = 0.5
