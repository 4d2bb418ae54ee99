"""Street-front shops through the year: who sits for them, what is asked of them, what they do. (OR-13)

On Mondays, before the council meets, promises that are accounted for are called up, what passed since last week with
the shops' vote is followed by a promise, and promises that are due are looked at. On New Year's day means come anew,
and whoever promised more in vain than was done loses the seat.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from ..deliberation.shop_seats import ShopSeats
from ..events.shops import ShopsAnswered
from . import promises
from .representatives import elect, fill_seats

if TYPE_CHECKING:
    from ..district import District


def initialise(district: District) -> None:
    """Means of the first year; whoever sits where the council has a seat for shops."""
    district.keep(ShopSeats())
    district.keep(promises.new_means(district))
    fill_seats(district)


def on_new_levers(district: District) -> None:
    """Shops elect where the new council has a seat for them, and leave where it has none."""
    fill_seats(district)


def weekly(district: District, date: dt.date) -> None:
    """Monday morning, before councils meet."""
    promises.call_up(district)
    promises.ask(district)
    promises.look_after(district)


def yearly(district: District, date: dt.date) -> None:
    """New Year's day: the year's account of who sits for shops, terms that are over, and means for another year."""
    means = district.of(promises.ShopMeans)
    for community, speaker in sorted(district.of(ShopSeats).by_community.items()):
        if speaker.shop in means.ended:
            _answer(district, community, speaker.shop)
    fill_seats(district)
    fresh = promises.new_means(district)
    means.fen, means.hours, means.ended = fresh.fen, fresh.hours, {}


def _answer(district: District, community: int, shop: int) -> None:
    """The year's account of who sits: whoever's promises broke more often than not is not sent again."""
    done, broken = district.of(promises.ShopMeans).ended[shop]
    how = "voted_out" if broken > done else "confirmed"
    district.record(ShopsAnswered(number=shop, community=community, how=how, done=done, broken=broken))
    if how == "voted_out":
        elect(district, community, "replaced")
