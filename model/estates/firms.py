"""Property firms, each with several estates: what fees pay for, and whose hands are lent where (YT-09).

A firm sends hands from its idle estates to its busy ones every week. Where firms have a table in common, those of one
street lend to each other what then is still idle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..agents.estate_owners import FirmsTable
from ..arrays import Floats, Int64s
from ..columns import PROPERTY
from ..events.estates import HandsLent
from ..events.residents import HoursLent
from ..staffing.capacity import set_useful_share, set_usual_hours
from ..streams import ESTATE, Stream
from . import upkeep

if TYPE_CHECKING:
    from ..district import District

WHOSE_ESTATE = Stream("which firm looks after an estate", ESTATE)

WORKDAYS_A_WEEK = 5.0
IDLE_DAYS, LONG_DAYS = 0.5, 1.0
LEAST_TOLD = 0.02  # hours a day; less is not worth a line


def initialise(district: District) -> None:
    """Every estate with a firm belongs to one of a few firms of the district."""
    territory = district.world.territory
    served = np.flatnonzero(territory.estate_has_property)
    table = FirmsTable(district, len(served))
    firms = max(round(len(served) / district.parameters.assumptions.units.estates_per_firm), 1)
    draws = WHOSE_ESTATE.of(district.world.place.population_seed).at(served).uniform()
    # Sorted by luck and dealt out, so that firms are of much the same size.
    table.firm_of[np.argsort(draws, kind="stable")] = np.arange(len(served)) % firms


def plan_week(district: District) -> None:
    """Idle hands go to a firm's own busy estates this week, then, at a common table, to other firms of the street."""
    table, assumed = district.agents_by_type[FirmsTable][0], district.parameters.assumptions.units
    table.change[:] = 0.0
    firms = district.pool_map.pools(PROPERTY)
    if not len(table.change):
        return
    pools = district.state.pools
    daily, backlog = pools.daily_hours[firms], pools.backlog_hours[firms]
    own = lent_hours(daily, backlog, table.firm_of, assumed.own_lend_share)
    table.change += own
    _tell(district, own, table.firm_of, "own_estates")
    if district.parameters.levers.party.property_platform:
        street = district.world.territory.street_of_community[pools.community[firms]]
        left = backlog - WORKDAYS_A_WEEK * np.maximum(own, 0.0)
        between = lent_hours(daily, left, street, assumed.firm_lend_share)
        table.change += between
        district.record(HoursLent(hours=float(np.maximum(between, 0.0).sum())))
        _tell(district, between, street, "between_firms")
    _stand(district)


def man(district: District) -> None:
    """Give property firms their hours: by fees and whether a committee looks on, and by what is lent this week."""
    district.agents_by_type[FirmsTable][0].factor = upkeep.firms_hours(district)
    _stand(district)


def lent_hours(daily: Floats, backlog: Floats, group: NDArray[np.integer], most: float) -> Floats:
    """Hours a day each post gains (or, below zero, gives): what a group's idle ones lend, its busy ones share.

    Args:
        daily: Hours a day in each estate.
        backlog: Hours waiting in each.
        group: Those who lend to each other: the firm, or the street, of each.
        most: Largest share of its hours that an idle one lends.
    """
    # Arrays by estate until `groups`, then by group, and by estate again: each group moves the smaller of both sums.
    waiting = np.maximum(backlog, 0.0)
    lends = np.where(waiting < IDLE_DAYS * daily, most * daily, 0.0)
    wants = np.where(daily > 0.0, np.maximum(waiting - LONG_DAYS * daily, 0.0) / WORKDAYS_A_WEEK, 0.0)
    groups = int(group.max()) + 1
    offered, wanted = np.bincount(group, lends, groups), np.bincount(group, wants, groups)
    moved = np.minimum(offered, wanted)
    given = np.divide(moved, offered, out=np.zeros(groups), where=offered > 0.0)[group]
    got = np.divide(moved, wanted, out=np.zeros(groups), where=wanted > 0.0)[group]
    return np.asarray(wants * got - lends * given)


def who_lends_whom(change: Floats, group: NDArray[np.integer], firm_of: Int64s) -> dict[tuple[int, int], float]:
    """Hours a day from firm to firm: each busy estate of a group gets from all idle ones in proportion."""
    found: dict[tuple[int, int], float] = {}
    for one in np.unique(group[change > 0.0]).tolist():
        here = np.flatnonzero((group == one) & (change != 0.0))
        # By firm: hours that its idle estates of this group give, and those that its busy ones get.
        lent = np.bincount(firm_of[here], np.maximum(-change[here], 0.0))
        got = np.bincount(firm_of[here], np.maximum(change[here], 0.0))
        everything = got.sum()
        for lender in np.flatnonzero(lent).tolist():
            for borrower in np.flatnonzero(got).tolist():
                hours = float(lent[lender] * got[borrower] / everything)
                found[lender, borrower] = found.get((lender, borrower), 0.0) + hours
    return found


def _tell(district: District, change: Floats, group: NDArray[np.integer], how: str) -> None:
    firm_of = district.agents_by_type[FirmsTable][0].firm_of
    for (lender, borrower), hours in sorted(who_lends_whom(change, group, firm_of).items()):
        if hours >= LEAST_TOLD:
            district.record(HandsLent(number=lender, about=f"firm_{borrower}", how=how, hours=hours))


def _stand(district: District) -> None:
    """Pools and posts of firms have the hours that fees pay for and that are lent this week."""
    firms, table = district.pool_map.pools(PROPERTY), district.agents_by_type[FirmsTable][0]
    pools, servers = district.state.pools, district.state.servers
    usual = district.in_force.drawn_posts[1].daily_hours[firms]
    if not len(table.factor):
        return
    set_usual_hours(district.state, firms, usual * table.factor)
    lent = np.divide(table.change, usual, out=np.zeros_like(usual), where=usual > 0.0)
    posts = np.flatnonzero(pools.type[servers.pool] == PROPERTY)
    useful = district.in_force.usual_useful_share[posts] * (table.factor + lent)[servers.pool[posts] - firms.start]
    set_useful_share(district.state, posts, useful)
