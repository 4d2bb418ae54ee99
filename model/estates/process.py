"""Estates: owners' committees form, firms give what fees pay for and lend hours, disputes are settled at home."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..agents.estate_owners import EstateOwners, FirmsTable
from ..agents.party_committees import PartyCommittee
from ..columns import EVERY_KIND, MEDIATOR, PROPERTY
from ..events.residents import CommitteesFounded, HoursLent
from ..needs.table import mean_hours
from ..staffing.capacity import give_hours, set_kinds, set_useful_share, set_usual_hours
from ..streams import ESTATE, RESIDENT, Stream
from . import owners_fund, payments, seats, upkeep

if TYPE_CHECKING:
    from ..district import District

COMMITTEES_FORM = Stream("owners form a committee", ESTATE)
SECRETARY_CHAIRS = Stream("secretary chairs the owners", ESTATE)
RETIRED_MOVE = Stream("retired members move", RESIDENT)

MONTHS_A_YEAR = 12.0
WEEKS_A_YEAR = 365.25 / 7.0
WORKDAYS_A_WEEK = 5.0
WORKDAYS_A_YEAR = 365.25 * 5.0 / 7.0
HOURS_OF_A_SITTING = 2.0
HOURS_OF_AN_OPEN_DOOR = 1.0  # a day; with less, mediators only come to disputes that already wait
IDLE_DAYS, LONG_DAYS = 0.5, 1.0
ELDER = 2


def initialise(district: District) -> None:
    """Owners of every community on the first morning, and the retired Party members who live there."""
    territory, people, seed = district.world.territory, district.world.residents, district.plan.seed
    households = np.bincount(territory.estate_of_cell, territory.households_of_cell, territory.estates)
    FirmsTable(district, int(territory.estate_has_property.sum()))
    for community in range(territory.communities):
        estates = np.flatnonzero(territory.estate_community == community)
        owners = EstateOwners(
            district, community, estates, households[estates].astype(float), territory.estate_has_committee[estates]
        )
        owners.patience = COMMITTEES_FORM.of(seed).at(estates).exponential()
        owners.chair_draws = SECRETARY_CHAIRS.of(seed).at(estates).uniform()
    upkeep.initialise(district)
    district.keep(seats.Tables())
    payments.initialise(district)
    retired = np.flatnonzero((people.age_band == ELDER) & (people.party > 0))
    draws = RETIRED_MOVE.of(seed).at(retired).uniform()
    community_of = territory.community_of_cell[people.cell[retired]]
    for committee in district.agents_by_type[PartyCommittee]:
        committee.old_members = np.sort(draws[community_of == committee.community])


def form_committees(district: District) -> None:
    """Another month: some estates found a committee of owners."""
    share = district.parameters.levers.owners.formation_per_year
    all_owners: list[EstateOwners] = list(district.agents_by_type[EstateOwners])
    founded = sum(owners.form_committees(share, 1.0 / MONTHS_A_YEAR) for owners in all_owners)
    if founded:
        district.record(CommitteesFounded(committees=founded))


def monthly(district: District, date: dt.date) -> None:
    """Funds take in and pay out, fees and upkeep move; firms follow at once."""
    owners_fund.monthly(district)
    upkeep.keep_month(district)
    man_firms(district)


def plan_firms(district: District) -> None:
    """At a common table idle firms lend hours of this week to busy ones of their street."""
    levers, table = district.parameters.levers.party, district.agents_by_type[FirmsTable][0]
    table.change[:] = 0.0
    if levers.property_platform and len(table.change):
        firms = district.pool_map.pools(PROPERTY)
        pools = district.state.pools
        street = district.world.territory.street_of_community[pools.community[firms]]
        most = district.parameters.assumptions.units.firm_lend_share
        table.change[:] = lent_hours(pools.daily_hours[firms], pools.backlog_hours[firms], street, most)
        district.record(HoursLent(hours=float(np.maximum(table.change, 0.0).sum())))
        _stand_at_firms(district)


def man_firms(district: District) -> None:
    """Give property firms their hours: by fees and whether a committee looks on, and by what is lent this week."""
    district.agents_by_type[FirmsTable][0].factor = upkeep.firms_hours(district)
    _stand_at_firms(district)


def _stand_at_firms(district: District) -> None:
    firms, table = district.pool_map.pools(PROPERTY), district.agents_by_type[FirmsTable][0]
    pools, servers = district.state.pools, district.state.servers
    usual = district.in_force.drawn_posts[1].daily_hours[firms]
    factor = table.factor
    if not len(factor):
        return
    set_usual_hours(district.state, firms, usual * factor)
    if district.parameters.levers.party.property_platform:
        factor = factor + np.divide(table.change, usual, out=np.zeros_like(usual), where=usual > 0.0)
    posts = np.flatnonzero(pools.type[servers.pool] == PROPERTY)
    useful = district.in_force.usual_useful_share[posts] * factor[servers.pool[posts] - firms.start]
    set_useful_share(district.state, posts, useful)


def lent_hours(
    daily: NDArray[np.float64], backlog: NDArray[np.float64], street: NDArray[np.int32], most: float
) -> NDArray[np.float64]:
    """Hours a day each firm gains (or, below zero, gives): what one street's idle firms lend, its busy ones share.

    Args:
        daily: Hours a day of each firm.
        backlog: Hours waiting before each.
        street: The street of each.
        most: Largest share of its hours an idle firm lends.
    """
    waiting = np.maximum(backlog, 0.0)
    lends = np.where(waiting < IDLE_DAYS * daily, most * daily, 0.0)
    wants = np.where(daily > 0.0, np.maximum(waiting - LONG_DAYS * daily, 0.0) / WORKDAYS_A_WEEK, 0.0)
    streets = int(street.max()) + 1
    offered, wanted = np.bincount(street, lends, streets), np.bincount(street, wants, streets)
    moved = np.minimum(offered, wanted)
    given = np.divide(moved, offered, out=np.zeros(streets), where=offered > 0.0)[street]
    got = np.divide(moved, wanted, out=np.zeros(streets), where=wanted > 0.0)[street]
    return np.asarray(wants * got - lends * given)


def mediating_hours(district: District) -> list[float]:
    """Hours a week for disputes at home: retired members, secretaries in the chair, cross posts, the firms' table."""
    levers, assumed = district.parameters.levers, district.parameters.assumptions.units
    cross = assumed.cross_post_hours * levers.owners.cross_posts
    territory = district.world.territory
    firms = np.bincount(territory.estate_community[territory.estate_has_property], minlength=territory.communities)
    table = assumed.platform_hours * firms * levers.party.property_platform
    hours = []
    committees: list[PartyCommittee] = list(district.agents_by_type[PartyCommittee])
    for committee, owners in zip(committees, district.agents_by_type[EstateOwners], strict=True):
        members = committee.retired_in_estates(levers.party.retired_transfer_share)
        at_home = owners.mediating_hours(levers.party.secretary_chairs_owners, assumed.chair_hours, cross)
        at_home += float(table[committee.community]) + _at_the_table(district, len(owners.estates))
        hours.append(members * assumed.mediator_hours + at_home)
    return hours


def _at_the_table(district: District, estates: int) -> float:
    """Hours a week for disputes at estates' own tables, which meet as often as the councils of communities."""
    levers = district.parameters.levers.deliberation
    if levers.estate_format == "none":
        return 0.0
    return district.parameters.assumptions.aftermath.table_hours * estates * levers.meetings_per_year / WEEKS_A_YEAR


def call_mediators(district: District) -> float:
    """Give mediators their hours of the week, which it returns.

    The more of all disputes they have time for, the more are kept from departments.
    """
    state, first = district.state, district.pool_map.starts[MEDIATOR]
    hours = mediating_hours(district)
    for community, weekly in enumerate(hours):
        if state.pools.daily_hours[first + community] != weekly / WORKDAYS_A_WEEK:
            give_hours(district, first + community, weekly / WORKDAYS_A_WEEK, HOURS_OF_A_SITTING)
        open_door = weekly >= HOURS_OF_AN_OPEN_DOOR * WORKDAYS_A_WEEK
        set_kinds(state, first + community, EVERY_KIND if open_door else 0)
    dispute = district.kinds.index("dispute")
    if dispute >= 0:
        kind, usual = state.kinds[dispute], district.parameters.assumptions.routing.home_share
        work = 7.0 * float(state.facts.daily_rate[:, dispute].sum() * mean_hours(kind))
        kind.home_share = usual * min(sum(hours) / work, 1.0) if work > 0.0 else 0.0
    return sum(hours)
