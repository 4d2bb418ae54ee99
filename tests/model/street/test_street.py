"""Streets and teams in a district: who did what is told, hours are finite, and each link changes the next."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from shapan.model.agents.community_team import CommunityTeam
from shapan.model.agents.department import Department
from shapan.model.agents.party_committees import DistrictCommittee
from shapan.model.agents.street_committee import StreetCommittee
from shapan.model.columns import WAITS_FOR_DEPARTMENT
from shapan.model.deliberation import process as deliberation
from shapan.model.deliberation.docket import Docket
from shapan.model.deliberation.follow_up import owner_of
from shapan.model.deliberation.kinds import MATTERS
from shapan.model.district import District, Plan
from shapan.model.events.street import (
    CadreAttended,
    DeedsDone,
    DepartmentRatedByStreet,
    ItemEnded,
    ItemEntered,
    LeaderCame,
    MatterPassedUp,
    PartyLifeHeld,
    SecretarySent,
    SecretaryWorked,
    StaffAssigned,
    StreetMet,
    TasksLookedAt,
    TeamAgreed,
)
from shapan.model.events.tasks import TasksStopped
from shapan.model.street import enlarged_committee, first_secretaries, pooled_staff, rating
from shapan.model.street.agreements import agree_anew
from shapan.model.street.lists import Lists
from shapan.model.street.pooled_staff import PooledStaff
from shapan.model.tasks.book import TaskBook
from shapan.model.tasks.process import help_with_tasks, week_of

STRAINED = {"routing.department_margin": 0.7, "routing.catch_up_most": 0.0, "needs.rate_multiplier": 1.5}
PAIRED = {
    **STRAINED,
    "party.paired_departments": 3,
    "party.leader_visit_months": 1,
    "party.department_rating": 0.5,
    "party.first_secretaries": 1,
    "channels.close_when_solved": True,
    "street.problems_most": 40.0,
}


def lived(parameters, days=150, seed=4, warmup=0, today=None) -> District:
    district = District(Plan(parameters, seed, days + 1, warmup, status_quo=None if today is None else today.levers))
    district.run_to(days + warmup)
    return district


def recorded(district, kind):
    return [event for _, event in district.events if isinstance(event, kind)]


@pytest.fixture(scope="module")
def paired(town, changed):
    return lived(changed(town, PAIRED), warmup=60, today=changed(town, STRAINED))


@pytest.fixture(scope="module")
def alone(town, changed):
    return lived(changed(town, {**STRAINED, "party.leader_visit_months": 1}), days=70)


def test_two_communities_have_teams_of_their_own(paired):
    teams = list(paired.agents_by_type[CommunityTeam])
    assert len({team.leader for team in teams}) == len({frozenset(team.departments) for team in teams}) == 3
    assert [event.about for event in recorded(paired, TeamAgreed)] == [" ".join(team.departments) for team in teams]


def test_every_item_of_a_list_has_an_end_or_is_open(paired):
    lists, entered = paired.of(Lists), recorded(paired, ItemEntered)
    assert not {one.number for one in lists.open} & {one.number for one in lists.closed}
    assert sorted(one.number for one in lists.open + lists.closed) == list(range(len(entered)))
    assert len(recorded(paired, ItemEnded)) == len(lists.closed)
    assert all(one.outcome and one.ended >= one.entered for one in lists.closed)
    assert {one.which for one in lists.open} >= {"resource", "need", "problem"}
    assert {one.outcome for one in lists.closed if one.which == "problem"} <= {"solved", "lost"}, "on proof only"
    problems = [one for one in lists.open + lists.closed if one.which == "problem"]
    teams = {team.community: team.departments for team in paired.agents_by_type[CommunityTeam]}
    assert problems and all(one.department in teams[one.community] for one in problems)


def test_hours_of_departments_run_out_and_are_never_below_zero(paired, town, changed):
    teams = list(paired.agents_by_type[CommunityTeam])
    assert all(hours >= -1e-9 for team in teams for hours in team.hours.values())
    assert any(hours < 40.0 for team in teams for hours in team.hours.values())
    idle = lived(changed(town, {**PAIRED, "prices.paired_hours_a_year": 0.0}), days=70)
    assert not recorded(idle, DeedsDone) and {event.departments for event in recorded(idle, PartyLifeHeld)} == {0}
    assert {one.taken_up for one in idle.of(Lists).open + idle.of(Lists).closed} <= {0, 2}, "cadres without hours work"


def test_leaders_work_through_the_list_by_name(paired, alone):
    listed = [event for event in recorded(paired, LeaderCame) if event.how == "list"]
    assert sum(event.cases for event in listed) > 0
    assert {event.how for event in recorded(alone, LeaderCame)} == {"oldest"}
    assert sum(event.cases for event in recorded(alone, LeaderCame)) > 0


def test_without_pairs_there_are_no_lists(alone, town, changed):
    assert not recorded(alone, ItemEntered) and not recorded(alone, TeamAgreed)
    district = lived(changed(town, PAIRED), days=40)
    assert district.of(Lists).open and (district.state.routing.pairs < 1.0).any()
    district.adopt(changed(town, STRAINED).levers)
    assert not district.of(Lists).open and (district.state.routing.pairs == 1.0).all()


def test_what_a_team_lifts_is_done_on_top_within_bounds(paired):
    extra = paired.state.departments.extra
    assert (extra >= 0.0).all() and (extra <= 0.15).all()
    assert paired.agents_by_type[DistrictCommittee][0].pursued.sum() > 0.0


def test_a_new_year_exchanges_at_most_one_department(town, changed):
    district = lived(changed(town, PAIRED), days=20)
    before = [set(team.departments) for team in district.agents_by_type[CommunityTeam]]
    agree_anew(district)
    after = [set(team.departments) for team in district.agents_by_type[CommunityTeam]]
    assert all(len(one & other) >= 2 for one, other in zip(before, after, strict=True))
    assert {one.outcome for one in district.of(Lists).closed if one.which in ("resource", "project")} <= {
        "kept",
        "not_kept",
    }
    agree_anew(district)
    assert after == [set(team.departments) for team in district.agents_by_type[CommunityTeam]], "once a day"


def test_a_street_without_hours_stops_nothing_at_the_gate(town, changed):
    gate = {"staff.access_gate": 1.0}
    idle, usual, few = (
        lived(changed(town, {**gate, "street.cadre_hours": hours}), days=40) for hours in (0.0, 60.0, 1.0)
    )
    stopped = [sum(event.tasks for event in recorded(one, TasksStopped)) for one in (idle, usual, few)]
    assert stopped[0] == 0 < stopped[2] < stopped[1]
    slipped = [sum(event.slipped for event in recorded(one, TasksLookedAt)) for one in (idle, usual, few)]
    assert slipped[0] > slipped[2] > slipped[1] == 0
    for district, most in ((idle, 0.0), (usual, 60.0), (few, 1.0)):
        assert all(event.hours <= most + 1e-9 for event in recorded(district, TasksLookedAt))


def test_first_secretaries_take_their_hours_from_the_desk():
    class Hours(StreetCommittee):
        def __init__(self):  # no district needed
            self.secretaries, self.owed, self.hours_left = [1, 2], 10.0, 0.0

    street = Hours()
    street.begin_week(60.0, 8.0)
    assert (street.hours_left, street.owed) == (34.0, 0.0)
    street.owed = 100.0
    street.begin_week(60.0, 8.0)
    assert (street.hours_left, street.owed) == (0.0, 56.0)
    street.begin_week(10.0, 8.0)
    assert (street.fixed(10.0, 8.0), street.hours_left) == (10.0, 0.0)


def test_first_secretaries_go_where_least_is_met_and_give_their_hours(paired):
    sent, worked = recorded(paired, SecretarySent), recorded(paired, SecretaryWorked)
    assert [len(sent), sent[0].number] == [1, 0] and {event.community for event in worked} == {sent[0].community}
    assert sum(event.cases for event in worked) > 0
    case_hours = paired.parameters.assumptions.street.secretary_case_hours
    assert all(event.cases * case_hours + event.task_hours <= event.hours + 1e-9 for event in worked)
    paid = sum(int(block.fen.sum()) for block in paired.ledger.blocks if block.purpose == "first_secretaries")
    assert paid == sum(round(event.hours * 6500) for event in worked)
    met = np.array([0.7, 0.3, 0.5])
    assert first_secretaries.weakest(met, np.array([0, 1, 2]), 2) == [1, 2]


def test_hours_lent_come_off_what_staff_owe(town, changed):
    district = lived(changed(town, {}), days=10)
    book = district.of(TaskBook)
    before, week = book.owed.copy(), week_of(district.date(district.day)) - book.first_week
    assert help_with_tasks(district, 1, 2.0) == pytest.approx(2.0)
    rest = help_with_tasks(district, 1, 1000.0)
    gone = before - book.owed
    assert 0.0 < rest < 1000.0 and float(gone.sum()) == pytest.approx(2.0 + rest) == pytest.approx(book.helped[1])
    assert not gone[[0, 2]].any() and not gone[:, : week + 1].any() and (book.owed >= 0.0).all()


def test_a_cadre_comes_to_the_council_once_a_year(paired):
    attended = [(event.community, event.about) for event in recorded(paired, CadreAttended)]
    assert len(attended) == len(set(attended))
    team = next(iter(paired.agents_by_type[CommunityTeam]))
    team.agree(("housing",), 10.0, paired.day)
    assert not team.sends_a_cadre("justice", 3.0) and team.sends_a_cadre("housing", 3.0)
    assert not team.sends_a_cadre("housing", 3.0) and team.hours["housing"] == pytest.approx(7.0)


@pytest.fixture
def with_road(town, changed):
    """A district on a morning before the street meets, with one old public matter and cases that are stuck."""
    levers = {**STRAINED, "party.street_meeting_months": 1, "street.council_authority": 1.0}
    district = lived(changed(town, levers), days=91)
    district.of(Docket).open.clear()
    estate = int(np.argmax(np.bincount(district.world.territory.estate_of_cell)))
    deliberation.bring(district, (MATTERS["road"], estate, np.uint64(77)))
    (matter,) = district.of(Docket).open
    matter.raised -= 100
    return district, matter


def test_the_street_takes_up_what_a_community_could_not_settle(with_road):
    district, matter = with_road
    monday = dt.date(district.date(district.day).year, 6, 1)
    assert monday.weekday() == 0
    enlarged_committee.meet(district, monday)
    (passed,) = recorded(district, MatterPassedUp)[-1:]
    assert (passed.matter, passed.how) == (matter.number, owner_of(district, matter))
    assert matter.called_on == district.day and matter.answered
    met = recorded(district, StreetMet)[-1]
    assert met.came == met.invited > 0 and met.matters == 1 and met.cases > 0
    (street,) = district.agents_by_type[StreetCommittee]
    assert street.owed == pytest.approx(district.parameters.assumptions.street.council_hours)
    tables = deliberation.agendas(district, matter.community, 0)
    assert matter in tables[-1][1], "its council meets on it today"


def test_departments_that_do_not_come_take_nothing_up(with_road, changed):
    district, matter = with_road
    stays_away = changed(district.parameters, {"street.council_authority": 0.0})
    district._put_in_force(
        district.in_force.__class__(
            **{name: getattr(district.in_force, name) for name in district.in_force.__slots__}
            | {"parameters": stays_away}
        )
    )
    before = int((district.state.needs.lifted == 1).sum())
    enlarged_committee.meet(district, dt.date(district.date(district.day).year, 6, 1))
    met = recorded(district, StreetMet)[-1]
    assert (met.came, met.matters, met.cases) == (0, 0, 0) and met.invited > 0
    assert matter.called_on != district.day and int((district.state.needs.lifted == 1).sum()) == before


@pytest.fixture(scope="module")
def pooled(town, changed):
    grids = {"grid.households_per_grid": 80.0, "grid.base_per_party_grid": 3, "grid.pooled_share": 0.5}
    return lived(changed(town, {**grids, "street.sunk_per_10000": 10.0}), days=70)


def test_streets_send_pooled_staff_and_departments_go_without(pooled, town, changed):
    sent = recorded(pooled, StaffAssigned)
    assert len(sent) == 3 * 4, "three people: on the first morning, under its policy, and on the first of two months"
    assert {event.about for event in sent} == set(pooled_staff.SUNK) and all(event.number == 0 for event in sent)
    grids = pooled.pool_map.grids
    posts = pooled.in_force.own_posts[pooled.state.servers.pool[pooled.in_force.own_posts] < grids]
    servers, service = pooled.state.servers, pooled.parameters.assumptions.service
    whole = service.hours_per_day * (1.0 - service.absence_share)
    more = (servers.useful_share - pooled.in_force.usual_useful_share)[posts]
    brought = float((more * (servers.line_to - servers.line_from)[posts]).sum() * whole)
    assert brought == pytest.approx(3 * 0.5 * whole) == pytest.approx(sum(pooled.of(PooledStaff).hours.values()))
    before = pooled.state.departments.credit.copy()
    pooled_staff.keep_them(pooled)
    gone = before - pooled.state.departments.credit
    theirs = [row for one in pooled.agents_by_type[Department] if one.name in pooled_staff.SUNK for row in one.kinds]
    assert gone[theirs].sum() > 0.0 and gone.sum() == pytest.approx(gone[theirs].sum())
    pooled.adopt(changed(town, {"grid.households_per_grid": 80.0, "grid.base_per_party_grid": 3}).levers)
    assert not pooled.of(PooledStaff).hours
    assert np.array_equal(pooled.state.servers.useful_share[:3], pooled.in_force.usual_useful_share[:3])


def test_people_go_where_the_queue_is_longest():
    assert pooled_staff.sent_to(np.array([10.0, 4.0]), np.array([5.0, 4.0]), 3, 10.0) == [0, 1, 0]
    assert pooled_staff.sent_to(np.zeros(0), np.zeros(0), 3, 1.0) == []


def test_streets_weigh_on_the_rating_of_departments(paired):
    watch = paired.agents_by_type[DistrictCommittee][0]
    seen = {one.department for one in paired.of(Lists).closed if one.which == "problem"}
    watch.badly_rated[:] = 0.5
    rating.rate(paired)
    scores = {event.about: event.score for event in recorded(paired, DepartmentRatedByStreet)}
    assert set(scores) == seen
    for department in paired.agents_by_type[Department]:
        bad = 1.0 - scores.get(department.name, 0.5)
        assert watch.badly_rated[department.kinds] == pytest.approx(0.25 + 0.5 * bad)


def test_lifted_cases_wait_no_longer(paired):
    problems = [one for one in paired.of(Lists).closed if one.which == "problem" and one.taken_up]
    needs = paired.state.needs
    assert problems and all(needs.lifted[one.case] == 1 for one in problems if one.outcome == "solved")
    still = [one for one in paired.of(Lists).open if one.which == "problem"]
    assert all(needs.state[one.case] == WAITS_FOR_DEPARTMENT or one.due >= 0 for one in still)
