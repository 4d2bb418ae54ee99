"""The market for services: who there is, what is let, and what communities ask for."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..agents.organisation import (
    NOWHERE,
    Profile,
    SocialOrganisation,
    profile_of,
)
from ..columns import (
    BUNDLE,
    NOBODY,
    ORGANISATION,
    SOCIAL,
)
from ..events.organisations import OrganisationClosed, OrganisationFounded
from ..monitoring.survey_records import latest_survey
from ..needs.table import mean_hours
from ..streams import (
    MONTH,
    ORGANISATION_NUMBER,
    Layout,
    Part,
    Stream,
)
from .contract import Contract, Lot

if TYPE_CHECKING:
    from ..district import District

FROM_ELSEWHERE = 900_000
FOUNDED_IN = 10_000
FOUNDED_ONES = Layout("founded organisations", Part("year"), Part("place in the year", FOUNDED_IN))
"""A founded organisation's number: ten thousand times the year plus its place; older ones have smaller numbers."""
FOUNDED = Stream("founded", ORGANISATION_NUMBER)
FOUNDING_MONTH = Stream("founding month", ORGANISATION_NUMBER)
BRANCH = Stream("branch", ORGANISATION_NUMBER, MONTH)
MOST_INCUBATED = 20.0
"""New organisations a year and 100,000 residents at the lever's end; candidates are drawn for so many, then thinned."""
DAYS_ASKED_ABOUT = 365
NOT_ASKED_FOR = 0.01
"""Weight of kinds nobody asked for, beside those that were."""


@dataclass(eq=False)
class Market:
    """Organisations, their contracts, and what residents and raters remember of them.

    Attributes:
        organisations: Those that exist, by number.
        contracts: Running contracts for services, by lot: a community's, or a street's bundle.
        centres: Who runs each centre, by the cell it stands in; organisation NOBODY is government itself.
        ended: Contracts that are over.
        barred: Until which day an organisation that was dropped may not bid.
        withheld_yuan: Withheld from operators rated low and not yet paid to others as prizes.
        satisfaction_before, experiences_before: What each pool's sums stood at a month ago.
        pressure: What inspections add to how far records flatter.
        purchase_share: Part of purchase money that each community gets where a rule judges them; None per resident.
        first_count: Organisations of the place on the first morning.
        project_posts: Posts organisations have at work in projects, as the register of projects says.
    """

    organisations: dict[int, SocialOrganisation] = field(default_factory=dict)
    contracts: dict[Lot, Contract] = field(default_factory=dict)
    centres: dict[int, Contract] = field(default_factory=dict)
    ended: list[Contract] = field(default_factory=list)
    barred: dict[int, int] = field(default_factory=dict)
    withheld_yuan: float = 0.0
    satisfaction_before: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    experiences_before: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    pressure: float = 0.0
    purchase_share: NDArray[np.float64] | None = None
    first_count: int = 0
    project_posts: dict[int, float] = field(default_factory=dict)

    def held_posts(self, organisation: int) -> float:
        """Posts an organisation has at work in contracts for services and in projects."""
        return self.posts_in_contracts(organisation) + self.project_posts.get(organisation, 0.0)

    def posts_in_contracts(self, organisation: int) -> float:
        """Posts an organisation has at work in contracts for services."""
        return sum(one.posts for one in self.contracts.values() if one.organisation == organisation)

    def usual_satisfaction(self, at_first: float) -> float:
        """Satisfaction that organisations' work leaves on average."""
        served = sum(one.served for one in self.organisations.values())
        return sum(one.satisfaction_sum for one in self.organisations.values()) / served if served > 0.0 else at_first


def day_of(district: District, date: dt.date) -> int:
    """Day of the run on a date; negative before its first morning."""
    return int((date - district.plan.first_day).days)


def bought_kinds(district: District) -> tuple[int, ...]:
    """Rows of the kinds of need the place lets organisations serve."""
    return tuple(np.flatnonzero(district.state.kinds.may_serve[:, ORGANISATION] == 1).tolist())


def people_in(district: District) -> float:
    """Residents of the district."""
    return float(len(district.world.residents.cell))


def found_market(district: District) -> None:
    """Organisations of the place, with names and reserves of organisations that have been there for a while."""
    assumed, market = district.parameters.assumptions, district.of(Market)
    market.first_count = round(district.plan.parameters.place.organisations_per_10000 * people_in(district) / 10_000)
    ours = [(number, False) for number in range(market.first_count)]
    others = [(FROM_ELSEWHERE + number, True) for number in range(assumed.providers.visiting_bidders)]
    for number, elsewhere in ours + others:
        agent = _join(district, number, elsewhere, has_branch=False)
        agent.served = assumed.purchasing.residents_lean
        gain = assumed.providers.quality_felt * (agent.profile.quality - 0.5)
        agent.satisfaction_sum = agent.served * (assumed.memory.trust_start + gain)


def found_new(district: District, date: dt.date) -> list[int]:
    """Organisations founded this month: incubated ones, whose communities are returned, and those that come anyway.

    Candidates of a year are drawn for the lever's end; whether one is founded is its own draw against the lever.
    """
    levers, market = district.parameters.levers.organisations, district.of(Market)
    most = MOST_INCUBATED * people_in(district) / 100_000.0
    seats = math.ceil(most)
    incubated = levers.incubation_per_year / MOST_INCUBATED * most / seats
    chances = [incubated] * seats + [district.parameters.assumptions.providers.founded_share] * market.first_count
    numbers = np.asarray(FOUNDED_ONES.pack(date.year, np.arange(len(chances)) % FOUNDED_IN))
    when = FOUNDED.of(district.plan.seed).at(numbers).uniform()
    month = (12.0 * FOUNDING_MONTH.of(district.plan.seed).at(numbers).uniform()).astype(int) + 1
    homes = []
    for row in np.flatnonzero((when < chances) & (month == date.month)).tolist():
        number = int(numbers[row])
        if number not in market.organisations:
            agent = _join(district, number, False, has_branch=levers.party_twin)
            if row < seats:
                years = district.parameters.assumptions.implementing.mentored_years
                agent.mentored_until = district.day + round(365.25 * years)
            district.record(OrganisationFounded(number=number, community=agent.profile.home))
            homes += [agent.profile.home] * (row < seats)
    return homes


def set_up_branches(district: District, date: dt.date) -> None:
    """Under twin incubation older organisations set up Party branches too, some each month."""
    if not district.parameters.levers.organisations.party_twin:
        return
    chance = 1.0 - (1.0 - district.parameters.assumptions.providers.branch_share) ** (1.0 / 12.0)
    without = [one for one in district.of(Market).organisations.values() if not one.has_branch]
    numbers = np.array([one.number for one in without], dtype=np.int64)
    draws = BRANCH.of(district.plan.seed).at(numbers, date.year * 12 + date.month).uniform()
    for agent, draw in zip(without, draws, strict=True):
        agent.has_branch = bool(draw < chance) and agent.profile.home != NOWHERE


def close_down(district: District) -> None:
    """Organisations of the place that have neither contract nor reserves give up."""
    market = district.of(Market)
    holders = {one.organisation for one in (*market.contracts.values(), *market.centres.values())}
    holders |= market.project_posts.keys()
    for number, agent in list(market.organisations.items()):
        if agent.reserves < 0.0 and number not in holders and agent.profile.home != NOWHERE:
            del market.organisations[number]
            agent.remove()
            district.record(OrganisationClosed(number=number, community=agent.profile.home))


def money_of_lots(district: District) -> dict[Lot, float]:
    """What may be spent on each lot, yuan a year; street bundles first, then communities in order."""
    bundled, yuan = district.parameters.levers.organisations.bundled_share, purchase_by_community(district)
    streets = np.bincount(district.world.territory.street_of_community, yuan)
    found = {}
    for kind, share, sums in ((BUNDLE, bundled, streets), (ORGANISATION, 1.0 - bundled, yuan)):
        for place, money in enumerate(sums.tolist()):
            if share * money > 0.0:
                found[Lot(kind, place)] = share * money
    return found


def purchase_by_community(district: District) -> NDArray[np.float64]:
    """Yuan a year to buy services with in every community: per resident, or as whoever splits money judges it."""
    people = district.state.pools.residents[district.pool_map.pools(ORGANISATION)].astype(float)
    each = people * district.parameters.levers.funding.purchase_yuan
    share = district.of(Market).purchase_share
    return each if share is None else np.asarray(each.sum() * share)


def pool_of(district: District, lot: Lot) -> int:
    """The queue a lot's workers serve."""
    if lot.kind == SOCIAL:
        return district.pool_map.starts[SOCIAL] + int(np.flatnonzero(district.centres.cell == lot.place)[0])
    return district.pool_map.starts[lot.kind] + lot.place


def wanted_hours(district: District) -> NDArray[np.float64]:
    """Hours a year of what could be bought, by community and kind: as surveyed, else as heard in the past year.

    Before the first morning nothing is written down yet; then it is what the place hears at rest.
    """
    state, territory = district.state, district.world.territory
    kinds, kind = bought_kinds(district), state.kinds
    if (survey := latest_survey(district)) is not None:
        hours = survey.needs * mean_hours(district.state.kinds)
    elif district.day < 0:
        heard = np.array([district.at_rest.heard.get(one, 1.0) for one in district.kinds.ids])
        hours = state.facts.daily_rate * DAYS_ASKED_ABOUT * heard * mean_hours(district.state.kinds)
    else:
        born = int(state.tallies.tally[0])
        first = int(np.searchsorted(state.needs.birth_day[:born], district.day - DAYS_ASKED_ABOUT))
        lately = slice(first, born)
        heard = (state.needs.channel[lately] != NOBODY).astype(float)
        address = territory.community_of_cell[state.needs.cell[lately]] * len(kind) + state.needs.kind[lately]
        found = np.bincount(address, heard, territory.communities * len(kind))
        hours = found.reshape(-1, len(kind)) * mean_hours(district.state.kinds)
    bought = np.zeros_like(hours)
    bought[:, list(kinds)] = hours[:, list(kinds)]
    bought[:, list(kinds)] += NOT_ASKED_FOR * np.maximum(bought.sum(axis=1, keepdims=True), 1.0)
    return np.asarray(bought)


def _join(district: District, number: int, elsewhere: bool, has_branch: bool) -> SocialOrganisation:
    profile = _profile(district, number, elsewhere)
    agent = SocialOrganisation(district, profile, has_branch)
    district.of(Market).organisations[number] = agent
    return agent


def _profile(district: District, number: int, elsewhere: bool) -> Profile:
    communities = 0 if elsewhere else district.world.territory.communities
    return profile_of(number, bought_kinds(district), communities, district.parameters, district.plan.seed)
