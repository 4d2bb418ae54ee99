"""The supervision committee: who sits, what it asks and looks at, and that its hours are finite."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from shapan.model.deliberation.docket import Docket
from shapan.model.deliberation.follow_up import Task
from shapan.model.deliberation.supervision import Supervision, _meet, looks_at_report
from shapan.model.district import District, Plan
from shapan.model.events.supervision import AccountsRead, MatterAskedAbout, ProjectLookedAt
from shapan.model.place.residents import CHILD
from shapan.model.projects.records import ProjectBook
from shapan.scenarios.library import load

DAYS = 460


@pytest.fixture(scope="module")
def year():
    town = load("status_quo").with_place("training_town").set_many({"deliberation.supervision_per_year": 4})
    district = District(Plan(town.parameters, 1, DAYS, 0, earlier_years=True))
    district.run()
    return district


def of_kind(district, kind):
    return [(day, event) for day, event in district.events if isinstance(event, kind)]


def test_members_are_adults_of_their_community_and_meet_every_quarter(year):
    people, where = year.world.residents, year.world.territory.community_of_cell[year.world.residents.cell]
    each = year.of(Supervision).each
    assert [one.community for one in each] == list(range(year.world.territory.communities))
    for one in each:
        assert len(set(one.members.tolist())) == 5
        assert (where[one.members] == one.community).all() and (people.age_band[one.members] != CHILD).all()
    read = of_kind(year, AccountsRead)
    assert len(read) == 5 * len(each) and sum(event.yuan for _, event in read) > 0.0


def test_nobody_looks_at_more_than_there_are_hours_for(year):
    assumed = year.parameters.assumptions.supervision
    most = int(assumed.seats * assumed.member_hours / assumed.look_hours)
    for _, event in of_kind(year, AccountsRead):
        assert event.asked + event.looked + event.left == most
    looked = of_kind(year, ProjectLookedAt)
    assert len(looked) == sum(event.looked for _, event in of_kind(year, AccountsRead)) > 0
    assert len({(event.community, event.project) for _, event in looked}) == len(looked), "nobody looks twice"
    projects = {one.number: one for one in year.of(ProjectBook).projects}
    for _, event in looked:
        if event.how == "put_right":
            assert projects[event.project].part == 1.0


def test_what_is_read_out_was_paid_in_the_community(year):
    for day, event in of_kind(year, AccountsRead):
        assert event.payments >= 0 and (event.yuan > 0.0) == (event.payments > 0), day


def test_what_is_overdue_and_in_no_register_is_entered_once_asked_about(year):
    docket, one = year.of(Docket), year.of(Supervision).each[0]
    kind = SimpleNamespace(id="road")
    overdue, entered, fresh = (
        Task(SimpleNamespace(community=0, number=number, kind=kind, ready=0), "traffic", recorded, 10**6, times)
        for number, recorded, times in ((901, False, 2), (902, True, 2), (903, False, 0))
    )
    before, docket.tasks = docket.tasks, [overdue, entered, fresh]
    try:
        _meet(year, one)
    finally:
        docket.tasks = before
    assert overdue.entered and overdue.due == overdue.matter.ready == year.day
    assert not fresh.entered and fresh.due == entered.due == 10**6
    assert [event.matter for _, event in of_kind(year, MatterAskedAbout)][-1:] == [901]


def test_a_report_takes_one_look_while_there_are_any(year):
    one = year.of(Supervision).each[1]
    one.looks = 2
    assert [looks_at_report(year, 1) for _ in range(3)] == [True, True, False] and one.looks == 0


def test_without_the_lever_nobody_supervises():
    town = load("status_quo").with_place("training_town")
    district = District(Plan(town.parameters, 1, 10, 0, earlier_years=False))
    assert district.of(Supervision).each == [] and not looks_at_report(district, 0)
