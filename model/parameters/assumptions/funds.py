"""Funds that estates keep for themselves: where the money comes from, who signs, what it does. (OR-11)"""

from __future__ import annotations

from typing import Annotated

from ...declare import Group
from ..declaring import assumption


class FundsAssumptions(Group):
    """What comes into an estate's fund and what goes out, and why neighbours come to trust it. Swept, never chosen."""

    seed_yuan: Annotated[float, assumption(unit="yuan", between=(0, 200000), sources="OR-11 S40")] = 20_000.0
    fee_yuan: Annotated[float, assumption(unit="yuan per household-month", between=(10, 600))] = 120.0
    profit_margin: Annotated[float, assumption(unit="share", between=(0, 0.4))] = 0.08
    profit_share: Annotated[float, assumption(unit="share", between=(0, 1), sources="OR-11")] = 0.1
    profit_share_above: Annotated[float, assumption(unit="share", between=(0, 1), sources="OR-11")] = 0.3
    donation_yuan: Annotated[
        float, assumption(unit="yuan per household-year", between=(0, 200), sources="OR-11 S40")
    ] = 10.0
    common_yuan: Annotated[float, assumption(unit="yuan per household-year", between=(0, 300), sources="OR-11")] = 20.0
    spend_share: Annotated[float, assumption(unit="share a month", between=(0, 1), sources="OR-11")] = 0.15
    works_worth: Annotated[float, assumption(unit="ratio", between=(0.5, 10))] = 3.0
    doubtful_share: Annotated[float, assumption(unit="share", between=(0, 1), sources="OR-11")] = 0.12
    bill_spread: Annotated[float, assumption(unit="log", between=(0, 0.5))] = 0.06
    bill_tolerance: Annotated[float, assumption(unit="share", between=(0, 1))] = 0.1
    overprice: Annotated[float, assumption(unit="share", between=(0, 1))] = 0.2
    bad_weight: Annotated[float, assumption(unit="ratio", between=(1, 10))] = 3.0
    lax_share: Annotated[float, assumption(unit="probability", between=(0, 1))] = 0.5
    signatures: Annotated[int, assumption(unit="people", between=(0, 5), sources="OR-11", grade="C")] = 3
    trust_step: Annotated[float, assumption(unit="share", between=(0, 1))] = 0.1
    told_by_word: Annotated[float, assumption(unit="share", between=(0, 1), sources="OR-10")] = 0.5
    fund_fees: Annotated[float, assumption(unit="log odds", between=(0, 3), sources="OR-11 OR-22")] = 0.8
    cleaning_yuan: Annotated[float, assumption(unit="yuan per hour", between=(10, 100), sources="OR-11")] = 30.0
    cleaning_most: Annotated[float, assumption(unit="share", between=(0, 1))] = 0.5
    show_yuan: Annotated[float, assumption(unit="yuan", between=(50, 5000), sources="OR-11 OR-22")] = 300.0
    show_meets: Annotated[float, assumption(unit="share", between=(0, 0.5), sources="OR-22")] = 0.05
    relief_yuan: Annotated[float, assumption(unit="yuan per household", between=(100, 5000), sources="OR-11")] = 500.0
    relief_meets: Annotated[float, assumption(unit="share", between=(0, 1), sources="OR-11")] = 0.5
