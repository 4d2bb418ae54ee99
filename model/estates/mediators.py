"""Who settles disputes at home, by name: people's mediators, retired members, secretaries, firms' table.

Every community has the people's mediators that its residents' committee keeps (GD-15). Retired members who moved their
membership take a post as long as there is one: secretary of an estate's branch, then head of a building (YT-34). Others
sit in the estates' stations on some evenings (YT-15).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from ..agents.estate_owners import EstateOwners
from ..agents.party_committees import PartyCommittee
from ..arrays import Floats, Int64s, among
from ..columns import EVERY_KIND, MEDIATOR
from ..events.estates import PostTaken
from ..needs.table import mean_hours
from ..place.apportion import allot
from ..place.households import neighbours_of
from ..place.residents import ELDER
from ..staffing.capacity import give_hours_each, set_kinds
from ..streams import COMMUNITY, HOUSEHOLD, RESIDENT, Stream
from . import cross_posts, stations
from .seats import odds_of_election

if TYPE_CHECKING:
    from ..district import District

RETIRED_MOVE = Stream("retired members move", RESIDENT)
APPOINTED = Stream("who is a people's mediator", HOUSEHOLD)
ONE_MORE = Stream("which communities have one mediator more", COMMUNITY)

WEEKS_A_YEAR = 365.25 / 7.0
WORKDAYS_A_WEEK = 5.0
HOURS_OF_A_SITTING = 2.0
HOURS_OF_AN_OPEN_DOOR = 1.0  # a day; with less, mediators only come to disputes that already wait


@dataclass(slots=True)
class Mediators:
    """Who holds a post in which disputes are settled.

    Attributes:
        of_community: Households of the people's mediators of every community.
        posts: Posts that retired members may take in every community: estates' secretaries and heads of buildings.
        taken: How many of them were taken and told so far.
        at_stations: Households of those who sit in stations.
        hours: Their hours of a week, by community.
        leaders: Hours of this week that leaders of Party branches give beside them, by community.
    """

    of_community: list[Int64s]
    posts: Int64s
    taken: list[int] = field(default_factory=list)
    at_stations: list[Int64s] = field(default_factory=list)
    hours: list[float] = field(default_factory=list)
    leaders: list[float] = field(default_factory=list)


def initialise(district: District) -> None:
    """People's mediators are appointed, and every retired Party member has a place in the order of moving."""
    territory, people, seed = district.world.territory, district.world.residents, district.plan.seed
    retired = np.flatnonzero((people.age_band == ELDER) & (people.party > 0))
    draws = RETIRED_MOVE.of(seed).at(retired).uniform()
    community_of = territory.community_of_cell[people.cell[retired]]
    for committee in district.agents_by_type[PartyCommittee]:
        here = np.flatnonzero(community_of == committee.community)
        here = here[np.argsort(draws[here], kind="stable")]
        committee.old_members = draws[here]
        committee.old_households = people.household[retired[here]].astype(np.int64)
    households = np.bincount(territory.community_of_cell, territory.households_of_cell, territory.communities)
    heads = households / district.parameters.assumptions.units.building_households
    posts = np.bincount(territory.estate_community, minlength=territory.communities) + heads.astype(np.int64)
    nobody = [np.zeros(0, np.int64) for _ in range(territory.communities)]
    district.keep(Mediators(_appointed(district), posts, [0] * territory.communities, nobody))


def on_new_levers(district: District) -> None:
    """Under new levers mediators have other hours; measured days begin with everybody with a post told afresh."""
    known, hours = district.of(Mediators), district.parameters.assumptions.units.people_mediator_hours
    for community, homes in enumerate(known.of_community if district.day == district.plan.warmup else ()):
        known.taken[community], known.at_stations[community] = 0, np.zeros(0, np.int64)
        for home in homes.tolist():
            who, post = {"number": home, "community": community}, "people_mediator"
            district.record(PostTaken(**who, about=post, how="residents_committee", hours=hours))
    call(district)


def _appointed(district: District) -> list[Int64s]:
    """Households of the people's mediators of each community; those are asked who come to everything."""
    territory, neighbours = district.world.territory, neighbours_of(district.world)
    communities = territory.communities
    each = district.parameters.assumptions.units.mediators_per_community
    uniforms = ONE_MORE.of(district.plan.seed).at(np.arange(communities)).uniform()
    count = allot(round(each * communities), np.ones(communities) + 1e-6 * uniforms, low=int(each))
    community_of = territory.estate_community
    found = []
    for community in range(communities):
        own = np.flatnonzero(community_of == community)
        homes = np.concatenate([neighbours.of_estate(estate) for estate in own.tolist()])
        homes = homes[homes < district.world.residents.family_households]
        waiting = APPOINTED.of(district.plan.seed).at(homes).exponential() / odds_of_election(neighbours, homes)
        found.append(homes[np.argsort(waiting, kind="stable")[: int(count[community])]])
    return found


def hours_of_communities(district: District) -> list[float]:
    """Hours a week for disputes at home in every community."""
    levers, assumed = district.parameters.levers, district.parameters.assumptions.units
    territory, known = district.world.territory, district.of(Mediators)
    served = np.bincount(territory.estate_community[territory.estate_has_property], minlength=territory.communities)
    platform = assumed.platform_hours * served * levers.party.property_platform
    hours = []
    committees: list[PartyCommittee] = list(district.agents_by_type[PartyCommittee])
    for committee, owners in zip(committees, district.agents_by_type[EstateOwners], strict=True):
        cross = assumed.cross_post_hours * cross_posts.shared(district, owners)
        at_home = owners.mediating_hours(levers.party.secretary_chairs_owners, assumed.chair_hours, cross)
        at_home += float(platform[committee.community]) + _at_the_table(district, len(owners.estates))
        at_home += assumed.people_mediator_hours * len(known.of_community[committee.community])
        at_home += assumed.station_duty_hours * len(on_duty(district, committee)) + stations.social_hours(district)
        hours.append(holders_of_posts(district, committee) * assumed.mediator_hours + at_home)
    return hours


def holders_of_posts(district: District, committee: PartyCommittee) -> int:
    """How many retired members hold a post: those who moved, as far as there are posts."""
    moved = committee.retired_in_estates(district.parameters.levers.party.retired_transfer_share)
    return min(moved, int(district.of(Mediators).posts[committee.community]))


def on_duty(district: District, committee: PartyCommittee) -> Int64s:
    """Households of those who sit in the stations on some evenings: retired members without a post (YT-15)."""
    first = holders_of_posts(district, committee)
    most = district.parameters.levers.centres.stations_per_community
    found: Int64s = committee.old_households[first : first + most]
    return found


def _at_the_table(district: District, estates: int) -> float:
    """Hours a week for disputes at estates' own tables, which meet as often as the councils of communities."""
    levers = district.parameters.levers.deliberation
    if levers.estate_format == "none":
        return 0.0
    return district.parameters.assumptions.aftermath.table_hours * estates * levers.meetings_per_year / WEEKS_A_YEAR


def call(district: District) -> float:
    """Give mediators their hours of the week, which it returns.

    The more of all disputes they have time for, the more are kept from departments.
    """
    state, known = district.state, district.of(Mediators)
    _take_posts(district)
    known.hours = hours = hours_of_communities(district)
    _stand(district)
    dispute = district.kinds.index("dispute")
    if dispute >= 0:
        kind, usual = state.kinds[dispute], district.parameters.assumptions.routing.home_share
        work = 7.0 * float(state.facts.daily_rate[:, dispute].sum() * mean_hours(kind))
        kind.home_share = usual * min(sum(hours) / work, 1.0) if work > 0.0 else 0.0
    return sum(hours)


def stand_by(district: District, leaders: Floats) -> None:
    """This week leaders of Party branches give so many hours to disputes beside the mediators, by community."""
    known = district.of(Mediators)
    if any(known.leaders) or leaders.any():
        known.leaders = leaders.tolist()
        _stand(district)


def _stand(district: District) -> None:
    """Hours of mediators, and of leaders beside them, stand at the posts; mediators' own open a door by themselves."""
    known, first = district.of(Mediators), district.pool_map.starts[MEDIATOR]
    leaders = known.leaders or [0.0] * len(known.hours)
    weekly = np.array(known.hours, np.float64)
    hours = (weekly + np.array(leaders, np.float64)) / WORKDAYS_A_WEEK
    pools = first + np.arange(len(hours))
    other = district.state.pools.daily_hours[pools] != hours
    if other.any():
        give_hours_each(district, pools[other], hours[other], np.full(int(other.sum()), HOURS_OF_A_SITTING))
    open_door = weekly >= HOURS_OF_AN_OPEN_DOOR * WORKDAYS_A_WEEK
    set_kinds(district.state, pools, np.where(open_door, EVERY_KIND, 0))


def _take_posts(district: District) -> None:
    """Who moved and found a post since the last time is told by name."""
    known, hours = district.of(Mediators), district.parameters.assumptions.units.mediator_hours
    for committee in district.agents_by_type[PartyCommittee]:
        community = committee.community
        estates = int((district.world.territory.estate_community == community).sum())
        now = holders_of_posts(district, committee)
        for place in range(known.taken[community], now):
            post = "branch_secretary" if place < estates else "building_head"
            who = {"number": int(committee.old_households[place]), "community": community}
            district.record(PostTaken(**who, about=post, how="estate_branch", hours=hours))
        known.taken[community] = now
        there = on_duty(district, committee)
        for home in there[~among(there, known.at_stations[community].tolist())].tolist():
            who = {"number": home, "community": community}
            duty = district.parameters.assumptions.units.station_duty_hours
            district.record(PostTaken(**who, about="station_duty", how="station", hours=duty))
        known.at_stations[community] = there


def tell_of_stations(district: District) -> None:
    """Who keeps the stations of every community this month."""
    for committee in district.agents_by_type[PartyCommittee]:
        stations.tell(district, committee.community, len(on_duty(district, committee)))
