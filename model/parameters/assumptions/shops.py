"""Street-front shops: what a day's trade is worth, what keepers give, and who speaks for them. Swept, never chosen."""

from __future__ import annotations

from typing import Annotated

from ...declare import Group
from ..declaring import assumption


class ShopsAssumptions(Group):
    """What is uncertain about the shops that have a seat at a community's council."""

    margin_yuan: Annotated[float, assumption(unit="yuan per shop-day", between=(0, 10_000))] = 200.0
    spread_share: Annotated[float, assumption(unit="share of what is at stake", between=(0, 5))] = 0.3
    term_years: Annotated[float, assumption(unit="years", between=(1, 10), sources="OR-13")] = 3.0
    give_share: Annotated[float, assumption(unit="share of gain", between=(0, 1))] = 0.2
    money_yuan: Annotated[float, assumption(unit="yuan per shop-year", between=(0, 100_000))] = 500.0
    clear_hours: Annotated[float, assumption(unit="h per shop-year", between=(0, 1000))] = 20.0
    hands_hours: Annotated[float, assumption(unit="h per shop-year", between=(0, 1000))] = 40.0
    clear_part: Annotated[float, assumption(unit="share of shops", between=(0, 1))] = 0.5
    keeps_share: Annotated[float, assumption(unit="probability", between=(0, 1))] = 0.6
    overruled_keeps: Annotated[float, assumption(unit="probability", between=(0, 1))] = 0.3
