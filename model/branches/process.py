"""Party branches week by week: they are founded where grids have a unit, meet, talk, claim, visit (ODD 7.9)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np

from ..agents.party_branch import PartyBranch, branches_of
from ..arrays import Bools, Int64s
from ..columns import NOBODY
from ..events.branches import BranchClosed, BranchManned, MemberHouseholdNamed
from ..party import teams
from ..party.joint_meeting import month_of
from ..place.residents import COMMUNITY_PARTY
from ..staffing.capacity import queued_needs
from ..volunteers.records import Volunteers
from . import disputes, five_ones, roster, visits
from .given import hours_given
from .records import NO_BRANCH, Branches

if TYPE_CHECKING:
    from ..district import District

WEEKS_A_MONTH = 365.25 / 12.0 / 7.0


def initialise(district: District) -> None:
    """The branches on the first morning; they met and reported in the month before."""
    none = np.full(district.world.territory.cells, NO_BRANCH, np.int64)
    nobody = np.zeros(0, np.int64)
    district.keep(Branches([], none, nobody, nobody, nobody == 0, homes=[], turn=[], open_house=[], listens=nobody))
    _found(district)
    five_ones.study(district, month_of(district.date(district.day)), recorded=False)
    for branch in district.of(Branches).each:
        branch.reports = bool(branch.active.any())


def on_new_levers(district: District) -> None:
    """Under new levers branches are founded or close; those that stay keep what they owe and what they heard."""
    _found(district)
    five_ones.study(district, month_of(district.date(district.day)), recorded=False)


def weekly(district: District, date: dt.date) -> None:
    """A week of all branches; what they leave of disputes is for mediators, as far as their hours go."""
    first_week, month = date.day <= 7, month_of(date)
    disputes.look_back(district)
    if first_week:
        five_ones.study(district, month)
    begin_week(district)
    if first_week:
        five_ones.tell_and_report(district)
        five_ones.claim(district, month)
    disputes.settle_disputes(district, first_week=first_week)
    visits.hear(district, date.toordinal() // 7)
    teams.send_mediators(district, queued_needs(district))
    teams.send_home(district)


def begin_week(district: District) -> None:
    """Members' and leaders' hours of the week, of those who came to study: no hour that they give elsewhere."""
    office, assumed = district.of(Branches), district.parameters.assumptions.branches
    if not office.each:
        return
    free = district.of(Volunteers).corps.free_hours[office.member]
    most = np.where(office.leads, assumed.leader_hours, assumed.member_hours / WEEKS_A_MONTH)
    active = np.concatenate([branch.active for branch in office.each])
    hours = roster.week_hours(free, hours_given(district, office.member), most) * active
    count = len(office.each)
    of_members = np.bincount(office.place, hours * ~office.leads, count).tolist()
    of_leaders = np.bincount(office.place, hours * office.leads, count).tolist()
    for branch, members, leaders in zip(office.each, of_members, of_leaders, strict=True):
        branch.begin_week(members, leaders)


def _found(district: District) -> None:
    """Branches as the levers in force ask for them, with members, leaders, heads and member households."""
    layout, people = district.layout, district.world.residents
    party_grid = layout.party_grid_of_grid[layout.grid_of_cell]
    each = _agents(district)
    place_of_grid = np.full(int(party_grid.max()) + 1, NO_BRANCH, np.int64)
    place_of_grid[party_grid[np.array([branch.number for branch in each], np.int64)]] = np.arange(len(each))
    of_cell = place_of_grid[party_grid]
    all_of_them = roster.members(people, district.parameters, district.plan.seed)
    place = of_cell[people.cell[all_of_them.who]]
    mine = all_of_them.take(place != NO_BRANCH)
    order = np.argsort(place[place != NO_BRANCH], kind="stable")
    mine, place = mine.take(order), place[place != NO_BRANCH][order]
    before = district.of(Branches)
    turn = {branch.number: begun for branch, begun in zip(before.each, before.turn, strict=True)}
    homes = [_homes(district, of_cell == number) for number in range(len(each))]
    leads = _man(district, each, mine, place)
    nobody = [np.zeros(0, np.int64) for _ in each]
    office = Branches(
        each=each,
        of_cell=of_cell,
        member=mine.who,
        place=place,
        leads=leads,
        homes=homes,
        turn=[turn.get(branch.number, 0) % max(len(homes[at]), 1) for at, branch in enumerate(each)],
        open_house=nobody,
        listens=np.full(int(people.household.max()) + 1, NO_BRANCH, np.int64),
    )
    district.keep(office)
    _keep_open_house(district)


def _agents(district: District) -> list[PartyBranch]:
    """One branch for every party grid with a unit, in its most populous cell; those that stood there before stay."""
    home, wanted = teams.homes_of_party_grids(district), teams.grids_with_units(district)
    numbers = sorted(home[wanted].tolist())
    community = district.world.territory.community_of_cell
    branches = {branch.number: branch for branch in branches_of(district)}
    for number, branch in branches.items():
        if number not in numbers:
            district.record(BranchClosed(number=number, community=branch.community))
            branch.remove()
    return [branches.get(number) or PartyBranch(district, number, int(community[number])) for number in numbers]


def _man(district: District, each: list[PartyBranch], mine: roster.Members, place: Int64s) -> Bools:
    """Members, leaders, secretary and head of each; who of all members leads."""
    seed, assumed = district.plan.seed, district.parameters.assumptions.branches
    leads, afresh = np.zeros(len(mine.who), np.bool_), district.day == district.plan.warmup
    heads = _heads(district, each)
    for number, branch in enumerate(each):
        here = place == number
        own = mine.take(here)
        fresh = not len(branch.members)
        branch.members, branch.head = own.who, heads[number]
        branch.leaders = roster.leaders(own, seed, assumed.group_members)
        branch.secretary = int(branch.leaders[0]) if len(branch.leaders) else NOBODY
        leads[here] = np.isin(own.who, branch.leaders)
        if afresh or fresh:
            _tell(district, branch, own)
    return leads


def _tell(district: District, branch: PartyBranch, own: roster.Members) -> None:
    district.record(
        BranchManned(
            number=branch.number,
            community=branch.community,
            members=len(own.who),
            retired=int(own.retired.sum()),
            reported_in=int(own.reported_in.sum()),
            secretary=branch.secretary,
            head=branch.head,
        )
    )


def _heads(district: District, each: list[PartyBranch]) -> list[int]:
    """A member of the community's Party committee for every branch, by turns where there are more grids."""
    people, seats = district.world.residents, district.parameters.assumptions.branches.committee_members
    registered = np.flatnonzero(people.party == COMMUNITY_PARTY).astype(np.int64)
    community = district.world.territory.community_of_cell[people.cell[registered]]
    heads, known, turn = [], dict[int, Int64s](), dict[int, int]()
    for branch in each:
        where = branch.community
        if where not in known:
            known[where] = roster.committee(registered[community == where], district.plan.seed, seats)
        number = turn[where] = turn.get(where, -1) + 1
        heads.append(int(known[where][number % len(known[where])]) if len(known[where]) else NOBODY)
    return heads


def _homes(district: District, mine: Bools) -> Int64s:
    """Family households of these cells, cell by cell."""
    start = district.world.residents.household_start_of_cell
    ranges = [np.arange(start[cell], start[cell + 1]) for cell in np.flatnonzero(mine).tolist()]
    return np.concatenate(ranges) if ranges else np.zeros(0, np.int64)


def _keep_open_house(district: District) -> None:
    """Name the member households of each branch: at most one a building, as many as the lever asks for."""
    office, most = district.of(Branches), district.parameters.levers.grid.member_households_per_branch
    each = district.parameters.assumptions.units.building_households
    if most <= 0:
        return
    for place, branch in enumerate(office.each):
        office.open_house[place] = _named(district, office.homes[place], branch.members)[:most]
        where: dict[str, Any] = {"number": branch.number, "community": branch.community}
        for household in office.open_house[place].tolist():
            district.record(MemberHouseholdNamed(**where, household=household))
    office.listens = visits.who_listens(office.homes, office.open_house, len(office.listens), each)


def _named(district: District, homes: Int64s, members: Int64s) -> Int64s:
    """Homes of members, the luckiest of each building, in order of luck."""
    household = district.world.residents.household[members].astype(np.int64)
    at = np.searchsorted(homes, household)
    inside = homes[np.minimum(at, max(len(homes) - 1, 0))] == household if len(homes) else np.zeros(0, np.bool_)
    if not inside.any():
        return np.zeros(0, np.int64)
    building = visits.buildings(homes, district.parameters.assumptions.units.building_households)[at[inside]]
    uniforms = roster.KEEPS_OPEN_HOUSE.of(district.plan.seed).at(members[inside]).uniform()
    return np.asarray(household[inside][roster.one_each(building, uniforms)])
