"""Those who buy services: what is uncertain about it. Swept, never chosen."""

from __future__ import annotations

from typing import Annotated

from ...declare import Group
from ..declaring import assumption


class PurchasingAssumptions(Group):
    """What tenders cost, how they are decided and how long a new holder takes to start."""

    tender_yuan: Annotated[float, assumption(unit="yuan", between=(0, 50000), sources="SU-10")] = 6000.0
    start_months_least: Annotated[float, assumption(unit="months", between=(0, 12))] = 1.0
    start_months_most: Annotated[float, assumption(unit="months", between=(0, 12))] = 3.0
    early_tender_hours: Annotated[float, assumption(unit="h per tender", between=(0, 200), sources="OR-05")] = 10.0
    bundle_start: Annotated[float, assumption(unit="ratio", between=(0, 2), sources="SU-10")] = 0.4
    bundle_years: Annotated[int, assumption(unit="years", between=(1, 5), sources="SU-10")] = 3
    incumbent_steps: Annotated[float, assumption(unit="usual gaps", between=(0, 5), sources="SU-10")] = 0.8
    bundle_lock_in: Annotated[float, assumption(unit="usual gaps", between=(0, 5), sources="SU-10")] = 2.0
    branch_steps: Annotated[float, assumption(unit="usual gaps", between=(0, 5), sources="OR-06")] = 0.4
    expert_error: Annotated[float, assumption(between=(0, 1), sources="SU-07")] = 0.15
    residents_lean: Annotated[float, assumption(unit="needs", between=(1, 1000), sources="SU-07")] = 60.0
    memory_months: Annotated[float, assumption(unit="months", between=(1, 120), sources="SU-07")] = 24.0
    home_steps: Annotated[float, assumption(unit="usual gaps", between=(0, 5), sources="SU-07")] = 0.5
