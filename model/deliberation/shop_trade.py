"""Whose trade a matter touches: what each kind takes from a street-front shop, and what it brings, in days of takings.

A shop loses what its customers cannot reach or what it may no longer put on the pavement; it gains as far as people
come because of it, which it only believes. So a merchant wants places to park and light, opposes works in front of the
door, and is of two minds about rules against noise, rubbish and stacked goods. Every number is a judgement of ours,
grade D. Kinds that are not named touch no shop: lifts, kindergartens and charging points stand inside estates.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from ..arrays import Floats, Int64s
from ..streams import Layout, Part, draws_of
from .draws import SHOPS_KEY

SHOPS = Layout("shops of a matter", Part("shop"), Part("draw", 16))
TRADE_DRAW, BELIEF_DRAW, COMES_DRAW, KEEPS_DRAW = range(4)
"""What sets a shop's trade apart, what its keeper believes, whether the keeper comes (under the key of a try) and keeps
a promise."""


class Trade(NamedTuple):
    """What a kind of matter does to a shop in front of which it happens, in days of takings.

    Attributes:
        loses: For certain, while works last or because rules forbid it.
        gains: In the long run, if the common benefit is all that is said of it.
    """

    loses: float
    gains: float


TRADE = MappingProxyType(
    {
        "parking_layout": Trade(loses=5.0, gains=15.0),  # customers find a place; works take a week
        "road": Trade(loses=25.0, gains=15.0),  # the street is dug up before the door for a month
        "lighting": Trade(loses=2.0, gains=10.0),  # people come in the evening too
        "yard_order": Trade(loses=10.0, gains=8.0),  # goods stacked outside have to go in; the street looks better
        "covenant": Trade(loses=4.0, gains=5.0),  # quiet hours and clean fronts
        "activity": Trade(loses=0.0, gains=1.0),  # people in the street
    }
)
"""Kind of matter -> what it does to the trade of a shop."""


def trade_value(trade: Trade, shops: Int64s, spread_share: float, key: np.uint64) -> Floats:
    """What a matter is worth to each shop for certain, in days of takings: below zero it loses; shape (shops,)."""
    apart = SHOPS.under(draws_of(key).at(SHOPS_KEY).key()).at(shops, TRADE_DRAW).normal()
    return np.asarray(spread_share * (trade.loses + trade.gains) * apart - trade.loses)


def shop_uniform(key: np.uint64, shop: int, which: int) -> float:
    """The `which`-th uniform number of one shop under the key of a matter or of a try at it."""
    return SHOPS.under(draws_of(key).at(SHOPS_KEY).key()).at(shop, which).uniform()


def shop_normal(key: np.uint64, shop: int, which: int) -> float:
    """The same, as a standard normal number."""
    return SHOPS.under(draws_of(key).at(SHOPS_KEY).key()).at(shop, which).normal()
