"""Tasks in a district: hours are conserved and owed, money follows agreements, and each link changes the next."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from shapan import load
from shapan.model.columns import COUNTER
from shapan.model.district import District, Plan
from shapan.model.events.tasks import (
    AgreementSigned,
    CommunitiesChecked,
    CommunityGraded,
    DepartmentGraded,
    DepartmentNamed,
    DutyListsPublished,
    TasksCut,
    TasksOfMonth,
    TasksRefused,
    TasksStopped,
)
from shapan.model.observation.record import record
from shapan.model.staffing.burden import Burden
from shapan.model.tasks import compact, process
from shapan.model.tasks.book import TaskBook
from shapan.model.tasks.stream import SENDERS, by_sender

EVERYTHING = {
    "staff.access_gate": 0.5,
    "compact.duty_lists": 0.6,
    "compact.agreement_share": 0.6,
    "compact.cut_share": 0.3,
    "compact.mutual_rating": 0.5,
    "tasks.check_share": 1.0,
}


def lived(parameters, seed=1, days=120, warmup=30, today=None):
    district = District(Plan(parameters, seed, days, warmup, status_quo=None if today is None else today.levers))
    district.run()
    return district


def recorded(district, kind):
    return [event for _, event in district.events if isinstance(event, kind)]


@pytest.fixture(scope="module")
def with_everything(town, changed):
    return lived(changed(town, EVERYTHING), today=town)


def test_hours_of_tasks_and_of_staff_add_up(with_everything):
    """Whatever was sent is done below, paid for, done above, or cut; whatever was accepted is done or still owed."""
    book: TaskBook = with_everything.of(TaskBook)
    hours = {name: float(one.sum()) for name, one in book.hours.items()}
    assert all(one > 0.0 for one in hours.values())
    accepted = hours["done"] + hours["delegated"] + hours["returned"] - float(book.paid.sum())
    owed, own = book.carried_in + accepted, float(book.own.sum())
    now = process.week_of(with_everything.date(with_everything.day)) - book.first_week
    to_come = float(book.owed[:, now + 1 :].sum())
    left = float(process._left_over(book, now).sum())
    # What was left over in one week stands in `owed` of the next as well.
    moved = sum(float(process._left_over(book, week).sum()) for week in range(now))
    assert float(book.owed.sum()) == pytest.approx(owed + moved, rel=1e-9)
    assert float(book.borne.sum()) == pytest.approx(owed + own - to_come - left, rel=1e-9)
    assert (book.borne <= book.at_home + 1e-9).all()


def test_the_ledger_pays_what_agreements_bought(with_everything):
    book, ledger = with_everything.of(TaskBook), with_everything.ledger
    paid = sum(int(block.fen.sum()) for block in ledger.blocks if block.target == "delegated_tasks")
    yuan = with_everything.parameters.assumptions.prices.delegated_hour_yuan
    assert paid > 0 and paid / 100 == pytest.approx(float(book.paid.sum()) * yuan, abs=1.0)


def test_every_act_leaves_a_row(with_everything):
    assert len(recorded(with_everything, DutyListsPublished)) == len(recorded(with_everything, DepartmentGraded)) == 11
    assert len(recorded(with_everything, CommunityGraded)) == 3
    assert {one.community for one in recorded(with_everything, AgreementSigned)} == {0, 1, 2}
    for kind in (TasksCut, TasksStopped, TasksRefused, TasksOfMonth, CommunitiesChecked):
        assert recorded(with_everything, kind), kind
    heeded = sum(one.heeded for one in recorded(with_everything, TasksRefused))
    assert 0 < heeded <= sum(one.tasks for one in recorded(with_everything, TasksRefused))


def test_a_usual_town_spends_what_is_usual(town):
    """The mean over communities, weeks and seeds is the administrative share, within sampling error."""
    months = [lived(town, seed, days=84, warmup=0) for seed in range(12)]
    shares = np.array([process.administration(one) for one in months])
    error = shares.std(ddof=1) / np.sqrt(len(shares))
    assert shares.mean() == pytest.approx(0.5, abs=3.5 * error) and error < 0.02
    assert all(book.hours["done"].sum() == sum(one.sum() for one in book.hours.values()) for book in map(books, months))
    assert shares.std() > 0.0, "nothing scatters"


def books(district):
    return district.of(TaskBook)


CANDIDATES = (
    {"staff.access_gate": 0.8},
    {"compact.duty_lists": 0.8},
    {"compact.agreement_share": 0.8},
    {"compact.cut_share": 0.6},
)


@pytest.fixture(scope="module")
def usual_share(town):
    return record(lived(town)).indicators["staff_admin_share"]


@pytest.mark.parametrize("levers", CANDIDATES, ids=lambda levers: next(iter(levers)))
def test_no_relief_is_an_administrative_share_in_disguise(town, changed, levers, usual_share):
    """Even where the mean burden is the same, the weeks are others, and so is what residents meet with."""
    relieved = record(lived(changed(town, levers), today=town))
    share = relieved.indicators["staff_admin_share"]
    assert share < usual_share - 0.01
    for guess in (share, 0.98 * share, 1.02 * share):
        other = record(lived(changed(town, {"staff.admin_share": guess}), today=town))
        assert other.indicators["staff_admin_share"] == pytest.approx(share, abs=0.1)
        assert other.indicators != relieved.indicators and other.funnel != relieved.funnel


def test_owed_hours_come_before_residents(town):
    district = lived(town, days=31, warmup=0)
    burden, useful = district.of(Burden), district.state.servers.useful_share
    assert burden.share.std() > 0.0
    heavier = np.minimum(burden.share + 0.1, 1.0)
    theirs = district.state.pools.type[district.state.servers.pool] == COUNTER
    before = useful[theirs].sum()
    process.burden.bear(district, heavier)
    assert district.state.servers.useful_share[theirs].sum() < before


def test_officials_who_do_it_themselves_leave_cases_undone(town):
    district = District(Plan(town, seed=1, days=10, warmup=0))
    credit = district.state.departments.credit.copy()
    hours = np.full(len(process.RECURRING.part), 40.0)
    process._do_above(district, hours)
    assumed, done = district.parameters.assumptions.tasks, district.of(TaskBook).month.done_above
    assert done == pytest.approx(by_sender(hours) * assumed.above_hours)
    lost = credit - district.state.departments.credit
    busy = district.state.departments.capacity > 0.0
    assert (lost[busy] > 0.0).all() and (lost[~busy] == 0.0).all()


def test_what_comes_back_is_owed_some_weeks_later(town, changed):
    gated = lived(changed(town, {"staff.access_gate": 1.0, "tasks.leak_share": 1.0, "tasks.check_share": 0.0}), days=21)
    book = gated.of(TaskBook)
    assert book.hours["returned"].sum() > 0.0 and book.hours["stopped"].sum() == 0.0
    now = process.week_of(gated.date(gated.day)) - book.first_week
    assert book.owed[:, now + 5 : now + 9].sum() > 0.0


def test_a_bad_grade_makes_departments_heed_lists_and_a_good_one_leaves_them(town, changed):
    district = District(Plan(changed(town, {"compact.mutual_rating": 1.0}), seed=1, days=10, warmup=0))
    book = district.of(TaskBook)
    book.year.weeks, book.year.own[:], book.year.kept[:] = 10, 100.0, 0.0
    book.year.kept[3] = 100.0
    before = book.relations.lists.copy()
    compact.grade(district)
    response = district.parameters.assumptions.tasks.rating_response
    better = before + response * (1.0 - before)
    better[3] = before[3]
    assert book.relations.lists == pytest.approx(better)
    grades = {one.about: one.grade for one in recorded(district, DepartmentGraded)}
    assert grades[SENDERS[3]] == 1.0 and grades[SENDERS[0]] == 0.0


def test_with_who_puts_work_off_less_is_agreed(town, changed):
    levers = {"compact.mutual_rating": 1.0, "compact.agreement_share": 0.8}
    district = District(Plan(changed(town, levers), seed=1, days=10, warmup=0))
    book = district.of(TaskBook)
    book.relations.grades[:] = 1.0, 0.5, 0.0
    compact.sign_agreements(district, dt.date(2027, 1, 1))
    agreed = book.agreed.sum(axis=1)
    assert agreed[0] > agreed[1] > agreed[2] == 0


def test_a_department_whose_tasks_go_round_the_gate_is_named(town, changed):
    looked_at = {"staff.access_gate": 0.5, "tasks.check_share": 1.0}
    district = District(Plan(changed(town, looked_at), seed=1, days=10, warmup=0))
    seen = district.of(TaskBook).round_gate
    seen.own[:], seen.slipped[:], seen.slipped[:, 2] = 10.0, 1.0, 8.0
    compact.spot_check(district, dt.date(2026, 4, 6))
    assert [one.about for one in recorded(district, DepartmentNamed)] == [SENDERS[2]]
    assert np.flatnonzero(district.of(TaskBook).relations.naming).tolist() == [2]


def test_nobody_is_named_for_what_was_sent_before_there_was_a_gate(town, changed):
    gated = changed(town, {"staff.access_gate": 0.8, "tasks.check_share": 1.0})
    district = lived(gated, days=60, today=town)
    assert not recorded(district, DepartmentNamed)
    named = recorded(lived(gated, days=120, today=town), DepartmentNamed)
    assert 0 < len(named) < len(SENDERS), "nothing slipped, or everything did"


def test_a_year_of_suzhou_logs_every_list_agreement_and_grade():
    scenario = load("suzhou").with_place("training_town")
    district = lived(scenario.parameters, days=365, today=scenario.warmup_parameters)
    communities = scenario.parameters.place.communities
    assert len(recorded(district, DutyListsPublished)) == len(recorded(district, DepartmentGraded)) == 11
    assert len(recorded(district, AgreementSigned)) == len(recorded(district, CommunityGraded)) == communities
    assert len(recorded(district, TasksRefused)) > communities and recorded(district, TasksCut)
    assert scenario.parameters.levers.staff.admin_share == scenario.warmup_parameters.levers.staff.admin_share
