"""Party branches: who belongs, what hours allow, what becomes of what they take up, and that it is told by name."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import partial

import numpy as np
import pytest

from shapan.model.agents.party_branch import PartyBranch, Promised, branches_of, reporting_branch_of_cell
from shapan.model.branches import disputes, five_ones, roster, visits
from shapan.model.branches import process as branches
from shapan.model.branches.records import Branches
from shapan.model.columns import BORN, MEDIATOR, MET_LATE, MET_ON_TIME, QUEUED, UNHEARD, UNIT
from shapan.model.district import District
from shapan.model.district import Plan as AnyPlan
from shapan.model.events import branches as branch_events
from shapan.model.events import matters
from shapan.model.needs.department import refer
from shapan.model.party import teams
from shapan.model.place.residents import COMMUNITY_PARTY, ELDER, WORKPLACE_PARTY
from shapan.model.staffing.capacity import queued_needs
from shapan.model.volunteers.corps import REPORTS_IN
from shapan.model.volunteers.records import Volunteers

Plan = partial(AnyPlan, earlier_years=False)
SOME = {"grid.party_unit_share": 1.0, "grid.households_per_grid": 150.0, "party.reporting_share": 0.6}
BUSY = {
    **SOME,
    "party.retired_transfer_share": 0.6,
    "needs.rate_multiplier": 3.0,
    "grid.claims_per_month": 2.0,
    "grid.member_households_per_branch": 3,
    "branches.member_hours": 3.0,
}


def lived(town, changed, levers, days=0, seed=4, length=0) -> District:
    district = District(Plan(changed(town, levers), seed=seed, days=length or days + 1, warmup=0))
    district.run_to(days)
    return district


def events(district, kind):
    return [event for _, event in district.events if isinstance(event, kind)]


@pytest.fixture(scope="module")
def busy(town, changed) -> District:
    """A district with much to do, and a branch on every grid, after four months."""
    return lived(town, changed, BUSY, days=120)


# --- who belongs -------------------------------------------------------------------------------------------------


def test_members_live_there_and_belong_for_one_reason_each(busy):
    people, office, parameters = busy.world.residents, busy.of(Branches), busy.parameters
    found = roster.members(people, parameters, busy.plan.seed)
    at_home = ~found.retired & ~found.reported_in
    assert not (found.retired & found.reported_in).any()
    assert (people.party[found.who[at_home]] == COMMUNITY_PARTY).all()
    assert (people.age_band[found.who[at_home]] != ELDER).all()
    assert (people.age_band[found.who[found.retired]] == ELDER).all() and found.retired.any()
    reports = REPORTS_IN.of(busy.plan.seed).at(found.who).uniform() < 0.6
    assert (people.party[found.who[found.reported_in]] == WORKPLACE_PARTY).all()
    assert reports[found.reported_in].all() and found.reported_in.any()
    assert sorted(office.member.tolist()) == found.who.tolist(), "with a branch on every grid everybody has one"
    np.testing.assert_array_equal(office.of_cell[people.cell[office.member]], office.place)


@pytest.mark.parametrize(
    ("lever", "column"), [("party.retired_transfer_share", "retired"), ("party.reporting_share", "reported_in")]
)
def test_a_lever_only_adds_members_of_its_own_sort(lever, column, town, changed, small_world):
    few, many = (roster.members(small_world.residents, changed(town, {lever: one}), 3) for one in (0.1, 0.7))
    assert set(few.who) < set(many.who)
    added = np.isin(many.who, few.who, invert=True)
    assert getattr(many, column)[added].all()
    assert not getattr(roster.members(small_world.residents, changed(town, {lever: 0.0}), 3), column).any()


@pytest.mark.parametrize("share", [0.0, 0.3, 0.8])
def test_there_is_a_branch_for_each_party_grid_with_a_unit_in_its_most_populous_cell(share, town, changed):
    district = lived(town, changed, {**SOME, "grid.party_unit_share": share, "grid.households_per_grid": 80.0})
    homes, wanted = teams.homes_of_party_grids(district), teams.grids_with_units(district)
    assert [branch.number for branch in branches_of(district)] == sorted(homes[wanted].tolist())
    covered = np.unique(district.of(Branches).of_cell)
    assert len(covered) == wanted.sum() + (not wanted.all()), "each covers the cells of its grid"
    spread = 4.0 * np.sqrt(share * (1.0 - share) / len(wanted))
    assert len(wanted) > 10 and wanted.mean() == pytest.approx(share, abs=spread)


def test_every_branch_has_a_secretary_of_its_own_and_a_head_from_the_committee(busy):
    people, community_of_cell = busy.world.residents, busy.world.territory.community_of_cell
    retired = set(np.flatnonzero((people.age_band == ELDER) & (people.party > 0)).tolist())
    heads = defaultdict(set)
    for branch in branches_of(busy):
        assert branch.secretary in branch.members and set(branch.leaders) <= set(branch.members)
        moved = [one for one in branch.members.tolist() if one in retired]
        assert branch.secretary in moved or not moved, "a retired member who moved there leads (YT-34)"
        assert len(branch.leaders) == 1 + len(branch.members) // 20
        assert people.party[branch.head] == COMMUNITY_PARTY
        assert community_of_cell[people.cell[branch.head]] == branch.community
        heads[branch.community].add(branch.head)
    assert all(len(one) <= busy.parameters.assumptions.branches.committee_members for one in heads.values())


def test_new_levers_found_and_close_branches_and_leave_the_others_what_they_owe(town, changed):
    some, more = (changed(town, {**SOME, "grid.party_unit_share": share}).levers for share in (0.4, 0.9))
    district = District(Plan(changed(town, {**SOME, "grid.party_unit_share": 0.4}), 4, 60, 0))
    district.run_to(20)
    before = {branch.number: branch for branch in branches_of(district)}
    for branch in before.values():
        branch.owed_hours = 7.0
    district.adopt(more)
    after = {branch.number: branch for branch in branches_of(district)}
    assert set(before) < set(after) and all(after[number] is branch for number, branch in before.items())
    assert all(after[number].owed_hours == 7.0 for number in before)
    district.adopt(some)
    assert {branch.number for branch in branches_of(district)} == set(before)
    assert len(events(district, branch_events.BranchClosed)) == len(after) - len(before)
    district.run()


# --- hours -------------------------------------------------------------------------------------------------------


def test_no_hour_of_a_member_is_given_twice(town, changed):
    """Whatever members give as volunteers, stewards and in posts comes off what they have for their branch."""
    levers = {**BUSY, "party.duty_per_year": 24.0, "grid.stewards_per_1000": 20.0, "volunteers.campaign": 1.0}
    district = lived(town, changed, {**levers, "branches.member_hours": 20.0}, days=60)
    district.run_to(63 - district.date(63).weekday() + 7 if district.length > 70 else 60)
    office, assumed = district.of(Branches), district.parameters.assumptions
    branches.begin_week(district)
    free = district.of(Volunteers).corps.free_hours[office.member]
    given = branches.hours_given(district, office.member)
    assert (given > 0.0).sum() > 10 and (given >= free).any()
    most = np.where(office.leads, assumed.branches.leader_hours, 20.0 / branches.WEEKS_A_MONTH)
    hours = roster.week_hours(free, given, most)
    assert (hours + np.minimum(given, free) <= free + 1e-12).all() and (hours >= 0.0).all() and (hours <= most).all()
    active = np.concatenate([branch.active for branch in office.each])
    for place, branch in enumerate(office.each):
        mine = (office.place == place) & active
        assert branch.usual_hours == pytest.approx(hours[mine & ~office.leads].sum())
        assert branch.usual_leader_hours == pytest.approx(hours[mine & office.leads].sum())


@pytest.fixture
def branch(town, changed) -> PartyBranch:
    return PartyBranch(lived(town, changed, {"grid.party_unit_share": 0.0}), 3, 0)


def test_what_a_branch_takes_up_beyond_its_week_is_owed_by_the_next_ones(branch):
    branch.begin_week(5.0, 2.0)
    assert branch.take_up(8.0) and branch.hours == 0.0 and branch.owed_hours == 3.0
    assert not branch.take_up(0.5) and not branch.give(0.5)
    branch.begin_week(2.0, 2.0)
    assert (branch.hours, branch.owed_hours) == (0.0, 1.0)
    branch.begin_week(5.0, 2.0)
    assert (branch.hours, branch.owed_hours) == (4.0, 0.0)
    assert not branch.take_up(20.1), "nothing that would take more than a month"


def test_a_talk_in_vain_comes_off_the_leaders_next_week_and_a_project_off_members(branch):
    branch.promised = [Promised(until=10_000, hours_a_week=1.5), Promised(until=-1, hours_a_week=9.0)]
    branch.begin_week(5.0, 2.0)
    assert branch.hours == 3.5 and len(branch.promised) == 1
    branch.sit_down(7, 1.0, agreed=False)
    branch.sit_down(8, 3.0, agreed=True)
    assert branch.leader_hours == 0.0 and branch.tried == {7: False, 8: True}
    branch.begin_week(5.0, 2.0)
    assert branch.leader_hours == 1.0 and branch.owed_leader_hours == 0.0


def test_hours_given_are_hours_members_had(busy):
    """Everything told adds up: no branch gives more in a week than its members and leaders had, with what it owes."""
    week = defaultdict(float)
    for day, event in busy.events:
        if isinstance(
            event, branch_events.TaskClaimed | branch_events.HouseholdsVisited | branch_events.NeighboursHeard
        ):
            week[event.number, day // 7] += event.hours
    assumed, office = busy.parameters.assumptions.branches, busy.of(Branches)
    assert len(week) > 50
    for place, branch in enumerate(office.each):
        had = (office.place == place).sum() * assumed.member_hours / branches.WEEKS_A_MONTH
        weeks = {one: hours for (number, one), hours in week.items() if number == branch.number}
        assert sum(weeks.values()) <= had * 18 + branch.owed_hours + 1e-9


@pytest.mark.parametrize("nobody", [{"branches.meeting_share": 0.0}, {"branches.member_hours": 0.0}])
def test_members_without_hours_do_nothing(nobody, town, changed):
    """Nobody comes to study, or nobody has an hour: the district lives as if no branch stood, but for the face."""
    quiet = {"outreach.party_face": 0.0, "needs.rate_multiplier": 2.0, "branches.leader_hours": 0.0}
    none, idle = (
        lived(town, changed, {**SOME, **quiet, **nobody, "grid.party_unit_share": share}, days=120)
        for share in (0.0, 1.0)
    )
    acts = {type(event) for event in events(idle, branch_events.BranchEvent)}
    assert acts <= {branch_events.BranchManned, branch_events.StudyHeld}
    assert none.state.needs.tobytes() == idle.state.needs.tobytes()
    assert none.state.tallies.hours.tobytes() == idle.state.tallies.hours.tobytes()
    assert none.ledger.entries == idle.ledger.entries


# --- the five ones -----------------------------------------------------------------------------------------------


def test_every_branch_does_its_five_ones_once_a_month_on_a_monday(busy):
    per_month = Counter()
    for day, event in busy.events:
        if isinstance(
            event,
            branch_events.StudyHeld
            | branch_events.BulletinPosted
            | branch_events.ReportMade
            | branch_events.ProblemNegotiated,
        ):
            date = busy.date(day)
            assert date.weekday() == 0 and date.day <= 7
            per_month[type(event), event.number, date.month] += 1
    assert set(per_month.values()) == {1}
    each = {
        kind: sum(one is kind for one, _, _ in per_month)
        for kind in (branch_events.StudyHeld, branch_events.ReportMade)
    }
    assert each[branch_events.StudyHeld] == 4 * len(branches_of(busy)) >= each[branch_events.ReportMade] > 0
    claims = Counter(
        (event.number, busy.date(day).month) for day, event in busy.events if type(event) is branch_events.TaskClaimed
    )
    assert set(claims.values()) == {1, 2}


def test_a_branch_claims_what_waited_longest_in_its_grid_as_far_as_its_hours_go(busy):
    office, needs = busy.of(Branches), busy.state.needs.view(np.ndarray)
    waiting = teams.within_reach(busy, queued_needs(busy))
    for branch in office.each:
        branch.begin_week(1.0, 0.0)
    office.each[0].begin_week(0.0, 0.0)
    rows, hours = five_ones.claimed(busy, 2.0, 24313)
    place = office.of_cell[needs["cell"][rows]]
    assert len(rows) and 0 not in place
    for number in np.unique(place).tolist():
        mine = waiting[office.of_cell[needs["cell"][waiting]] == number]
        mine = mine[needs["hours"][mine] <= 4.0]
        first = mine[np.lexsort((mine, needs["heard_time"][mine]))]
        taken = rows[place == number]
        assert taken[0] == first[0] and len(taken) <= 2
    assert hours.sum() == pytest.approx(needs["hours"][rows].sum())


def test_what_is_claimed_is_served_with_units_by_members_who_are_insured_as_volunteers(town, changed):
    district = lived(town, changed, {**BUSY, "party.member_units": 0}, days=120)
    claimed = [event.need for event in events(district, branch_events.TaskClaimed)]
    needs = district.state.needs
    assert len(claimed) == len(set(claimed)) > 20
    # What a week with holidays leaves over goes back to whoever had it.
    assert (district.state.pools.type[needs.pool[claimed]] == UNIT).mean() > 0.75
    offered = district.state.tallies.hours[UNIT, 0].sum()
    # Who comes on a day is drawn; on average members come for the hours they claimed.
    assert 0.0 < offered <= 1.1 * sum(event.hours for event in events(district, branch_events.TaskClaimed))


def test_half_a_claim_a_month_is_one_every_other_month(busy):
    found = []
    for month in (24312, 24313):
        for one in branches_of(busy):
            one.begin_week(50.0, 0.0)
        found.append(len(five_ones.claimed(busy, 0.5, month)[0]))
    assert min(found) == 0 < max(found)


def test_a_matter_from_a_head_of_a_grid_names_the_branch_that_reported(town, changed):
    district = lived(town, changed, {**BUSY, "matters.pile_unsolved": 3.0, "party.member_units": 0}, days=200)
    brought = {event.matter: event for event in events(district, branch_events.MatterBrought)}
    raised = {event.number: event for event in events(district, matters.MatterRaised) if event.how == "grid_head"}
    assert raised and set(brought) == set(raised)
    numbers = {branch.number: branch.community for branch in branches_of(district)}
    assert all(numbers[one.number] == one.community for one in brought.values())
    for one in branches_of(district):
        one.reports = False
    assert (reporting_branch_of_cell(district) == -1).all()


def test_a_bulletin_reaches_whom_the_branch_heard_from_and_they_believe_more_that_it_helps(town, changed):
    district = lived(town, changed, SOME, days=1)
    branch, home = branches_of(district)[0], 5
    for one in branches_of(district):
        one.heard.clear()
        one.begin_week(5.0, 0.0)
    branch.heard.add(home)
    before = district.state.minds.efficacy.copy()
    five_ones.tell_and_report(district)
    moved = np.flatnonzero(district.state.minds.efficacy != before)
    assert len(moved) and set(district.world.residents.household[moved].tolist()) == {home} and not branch.heard


# --- disputes ----------------------------------------------------------------------------------------------------

STRIFE = {**SOME, "outreach.party_face": 0.0, "needs.rate_multiplier": 2.0, "party.retired_transfer_share": 0.3}


def disputes_of(district):
    needs = district.state.needs[: int(district.state.tallies.tally[BORN])]
    return needs[needs.kind == district.kinds.index("dispute")]


def test_a_share_of_grids_with_a_branch_settles_disputes_without_any_known_face(town, changed):
    """Over six seeds: more disputes are put right, and more of them without a department."""
    more, at_home = [], []
    for seed in range(6):
        none, every = (
            disputes_of(lived(town, changed, {**STRIFE, "grid.party_unit_share": share}, days=200, seed=seed))
            for share in (0.0, 1.0)
        )
        met = [np.isin(one.bin, (MET_ON_TIME, MET_LATE)) for one in (none, every)]
        more.append(met[1].mean() - met[0].mean())
        at_home.append((every.pool[met[1]] >= 0).mean() - (none.pool[met[0]] >= 0).mean())
    for found in (np.array(more), np.array(at_home)):
        assert found.mean() > 2.6 * found.std(ddof=1) / np.sqrt(len(found))  # t of five degrees of freedom, 5 %


def test_talks_are_told_by_branch_and_go_by_the_chance_of_the_dispute(busy):
    found = events(busy, branch_events.DisputeMediated)
    numbers = {branch.number for branch in branches_of(busy)}
    people = {branch.number: branch.leaders for branch in branches_of(busy)}
    rows = np.array([event.need for event in found])
    said = disputes.agreed(busy, rows)
    assert {event.number for event in found} <= numbers and {*said.tolist()} == {True, False}
    assert [event.how == "settled" for event in found] == said.tolist()
    assert all(event.person in people[event.number] for event in found)
    assert len(rows) == len(set(rows.tolist())), "a branch talks with the same people once"
    needs = busy.state.needs
    assert (needs.kind[rows] == busy.kinds.index("dispute")).all()
    # One that comes back after poor work may come to another door.
    assert (busy.state.pools.type[needs.pool[rows[said]]] == MEDIATOR).mean() > 0.9
    work = needs.first_hours[rows]
    most = busy.parameters.assumptions.branches.sitting_hours
    np.testing.assert_allclose([event.hours for event in found], np.where(said, work, np.minimum(work, most)))


def test_a_hard_dispute_is_settled_less_often(town):
    found = disputes.chance(np.array([1.0, 7.0, 7.1]), town)
    assert found.tolist() == [0.6, 0.6, 0.3]


def test_a_dispute_stuck_at_a_department_comes_home_when_neighbours_agree(town, changed):
    district = lived(town, changed, {**SOME, "branches.settle_chance": 1.0, "branches.hard_chance": 1.0}, days=30)
    state, needs = district.state, district.state.needs
    open_ones = np.arange(int(state.tallies.tally[BORN]))
    open_ones = open_ones[
        (needs.kind[open_ones] == district.kinds.index("dispute")) & (needs.state[open_ones] == UNHEARD)
    ]
    need = int(open_ones[0])  # one that nobody has heard is sent to a department by hand
    refer(need, needs, state.kinds, state.pool_map, state.routing, state.pools, state.departments)
    backlog = state.pools.backlog_hours.sum()
    for branch in branches_of(district):
        branch.begin_week(0.0, 20.0)
    disputes.settle_disputes(district, first_week=True)
    assert need in [event.need for event in events(district, branch_events.ProblemNegotiated) if event.how == "settled"]
    assert needs.state[need] == QUEUED and state.pools.type[needs.pool[need]] == MEDIATOR
    assert state.pools.backlog_hours.sum() >= backlog + needs.hours[need] - 1e-9
    assert need in queued_needs(district)


# --- hearing -----------------------------------------------------------------------------------------------------


def test_members_call_on_every_household_of_their_grid_by_turns(town, changed):
    district = lived(town, changed, SOME)
    office = district.of(Branches)
    homes, seen = office.homes[0], []
    for _ in range(4):
        office.each[0].begin_week(len(homes) / 3.0, 0.0)
        marks = np.zeros(len(office.listens), np.bool_)
        count = visits.call_on_the_next(office, 0, 1.0, marks)
        assert count == marks.sum() == len(homes) // 3 and office.each[0].hours < 1.0
        seen.append(np.flatnonzero(marks))
    assert set(np.concatenate(seen).tolist()) == set(homes.tolist())


def test_member_households_stand_in_different_buildings_and_more_of_them_hear_more(town, changed):
    none, some = (
        lived(town, changed, {**BUSY, "grid.member_households_per_branch": count}, days=120) for count in (0, 3)
    )
    assert not events(none, branch_events.MemberHouseholdNamed) and not events(none, branch_events.NeighboursHeard)
    named, office = events(some, branch_events.MemberHouseholdNamed), some.of(Branches)
    members = set(some.world.residents.household[office.member].tolist())
    assert named and {event.household for event in named} <= members
    for place, homes in enumerate(office.open_house):
        building = visits.buildings(office.homes[place], 100.0)[np.searchsorted(office.homes[place], homes)]
        assert len(set(building.tolist())) == len(homes) <= 3
        assert (office.listens[homes] == place).all()
    assert sum(event.told for event in events(some, branch_events.NeighboursHeard)) > 10


def test_one_each_takes_the_luckiest_of_a_building_in_order_of_luck():
    assert roster.one_each(np.array([5, 5, 7, 9, 7]), np.array([0.4, 0.2, 0.9, 0.3, 0.1])).tolist() == [4, 1, 3]
