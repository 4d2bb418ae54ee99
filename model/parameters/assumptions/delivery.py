"""From a choice to something that helps: tenders, works, hours, activities. Swept, never chosen. (B5)"""

from __future__ import annotations

from typing import Annotated

from ...declare import Group
from ..declaring import assumption


class DeliveryAssumptions(Group):
    """How long chosen projects queue, what may go wrong, and what they do where they reach."""

    tenders_at_once: Annotated[float, assumption(unit="count", between=(1, 10))] = 2.0
    member_hours: Annotated[float, assumption(unit="h per year", between=(0, 100), sources="OR-12")] = 4.0
    tender_days: Annotated[float, assumption(unit="days", between=(5, 180), sources="S79 S70", grade="C")] = 30.0
    tender_spread: Annotated[float, assumption(unit="log", between=(0, 1.5), sources="S79 S70")] = 0.45
    longest_tender_days: Annotated[float, assumption(unit="days", between=(30, 365), sources="S79 S70", grade="C")] = (
        90.0
    )
    quick_days: Annotated[float, assumption(unit="days", between=(3, 60), sources="S79", grade="C")] = 15.0
    screening_days: Annotated[float, assumption(unit="days", between=(0, 60), sources="OR-12")] = 10.0
    notice_days: Annotated[float, assumption(unit="days", between=(0, 60), sources="YT-20")] = 10.0
    works_months: Annotated[float, assumption(unit="months", between=(0.5, 12), sources="S79")] = 3.0
    goods_months: Annotated[float, assumption(unit="months", between=(0, 6))] = 1.0
    ready_months: Annotated[float, assumption(unit="months", between=(0, 6))] = 0.5
    months_of_service: Annotated[float, assumption(unit="months", between=(1, 36), sources="B5")] = 12.0
    months_of_works: Annotated[float, assumption(unit="months", between=(6, 120), sources="B5")] = 36.0
    months_of_goods: Annotated[float, assumption(unit="months", between=(1, 60))] = 24.0
    redone_chance: Annotated[float, assumption(unit="probability", between=(0, 1), sources="YT-20")] = 0.15
    redone_chance_told: Annotated[float, assumption(unit="probability", between=(0, 1), sources="YT-20")] = 0.05
    works_strife: Annotated[float, assumption(unit="share", between=(0, 1), sources="YT-20")] = 0.5
    works_strife_told: Annotated[float, assumption(unit="share", between=(0, 1), sources="YT-20")] = 0.2
    claim_days: Annotated[float, assumption(unit="days", between=(0, 90), sources="OR-12")] = 14.0
    hour_yuan: Annotated[float, assumption(unit="yuan per hour", between=(30, 500), sources="SU-09 B8.4")] = 131.0
    service_reach_km: Annotated[float, assumption(unit="km", between=(0.1, 5), sources="B8.1")] = 0.8
    works_reach_km: Annotated[float, assumption(unit="km", between=(0.05, 2))] = 0.3
    usual_works_yuan: Annotated[float, assumption(unit="yuan", between=(50000, 1000000), sources="S67 S78 B5")] = (
        234000.0
    )
    usual_goods_yuan: Annotated[float, assumption(unit="yuan", between=(20000, 500000), sources="S67 B5")] = 78000.0
    works_leave: Annotated[float, assumption(unit="share", between=(0, 1), sources="B5")] = 0.6
    goods_leave: Annotated[float, assumption(unit="share", between=(0, 1))] = 0.95
    least_left: Annotated[float, assumption(unit="share", between=(0, 1))] = 0.3
    activity_yuan: Annotated[float, assumption(unit="yuan", between=(200, 20000), sources="YT-12")] = 2000.0
