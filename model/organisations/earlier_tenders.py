"""Tenders of the years before the first morning, lived through month by month like later ones.

Who holds which contract, how many posts an organisation can staff and how long its workers have been there follow from
the tenders before. So every New Year contracts that end are let again and organisations take the size of their work,
every month workers leave and learn, and lots that found nobody are called again, by the rules of later years and with
the same luck of lot, organisation and calendar month. What was asked for is what the place asks for at rest. Which
organisations there are, and what each has put by, is stated of the first morning (`place.organisations_per_10000`,
`providers.opening_reserves`), so none is founded or closes before it. Ratings are left out: nobody was served yet.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from .contract import month_of_workers
from .lots import SECOND_CALLS, let_lots
from .market import Market, day_of, found_market

if TYPE_CHECKING:
    from ..district import District

YEARS_BEFORE = 10
"""A fifth of idle posts goes in a year (`providers.idle_shrink`), so that after ten few are idle but by chance."""


def live(district: District) -> None:
    """The market for services as ten years of tenders have left it."""
    first = district.plan.first_day
    found_market(district)
    year, month = first.year - YEARS_BEFORE, 1
    while (date := dt.date(year, month, 1)) < first:
        district.day = day_of(district, date)
        _live_a_month(district, date, first_round=date == dt.date(first.year - YEARS_BEFORE, 1, 1))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    district.day = 0


def _live_a_month(district: District, date: dt.date, first_round: bool) -> None:
    market = district.of(Market)
    if date.month == 1:
        if not first_round:
            for number, organisation in market.organisations.items():
                organisation.resize(market.held_posts(number))
        let_lots(district, date, first_round)
    running = list(market.contracts.values())
    month_of_workers(running, date.year * 12 + date.month, district.parameters, district.plan.seed)
    if date.month in SECOND_CALLS:
        let_lots(district, date)
