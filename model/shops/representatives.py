"""Who speaks for the street-front shops of a community: a keeper by lot, for a term; replaced where promises broke."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from ..deliberation.process import format_of
from ..deliberation.shop_seats import Representative, ShopSeats
from ..events.shops import ShopSeatTaken
from ..place.shops import shops_of
from ..streams import Part, Stream

if TYPE_CHECKING:
    from ..district import District

ELECTED = Stream("who speaks for street-front shops", Part("shop"), Part("term", 1000))
DAYS_A_YEAR = 365.25
Why = Literal["elected", "replaced"]


def in_force(district: District) -> bool:
    """Whether the council's format has a seat for shops, and there are shops."""
    form = format_of(district, district.parameters.levers.deliberation.format)
    return form.shops_seat and len(shops_of(district.world)) > 0


def fill_seats(district: District) -> None:
    """Shops elect where nobody sits for them or a term is over; nobody sits where there is no seat any more."""
    seats = district.of(ShopSeats)
    if not in_force(district):
        seats.by_community.clear()
        return
    for community in range(district.world.territory.communities):
        held = seats.by_community.get(community)
        if held is None or held.until <= district.day:
            elect(district, community, "elected")


def elect(district: District, community: int, why: Why) -> None:
    """The shops of a community send another keeper for a term; by lot, for who would stand is not known."""
    seats, shops = district.of(ShopSeats), shops_of(district.world).of_community(community)
    if not len(shops):
        return
    term = seats.terms.get(community, 0)
    drawn = ELECTED.of(district.plan.seed).at(shops, term).uniform()
    who = int(shops[drawn.argmin()])
    days = round(district.parameters.assumptions.shops.term_years * DAYS_A_YEAR)
    seats.by_community[community], seats.terms[community] = Representative(who, district.day + days), term + 1
    facts: dict[str, Any] = {"number": who, "community": community, "shops": len(shops), "term_days": days}
    district.record(ShopSeatTaken(how=why, **facts))
