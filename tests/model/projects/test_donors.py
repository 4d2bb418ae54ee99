"""Donors look at what their foundation pays for; they hold back what is poor, and remember what they saw."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace

import numpy as np
import pytest

from shapan.model.district import District, Plan
from shapan.model.events.foundations import DonorsLooked
from shapan.model.ledger.ledger import FEN_A_YUAN
from shapan.model.parameters import Parameters
from shapan.model.projects.donors import supervised
from shapan.model.projects.foundation_rules import Delivered, Foundations, after_month
from shapan.model.projects.kinds import ACTIVITY, GOODS
from shapan.model.projects.records import LAST_PAYMENT, ProjectBook

SEED, DAYS = 5, 640
GIVEN = {
    "funding.foundation_share": 1.0,
    "funding.foundation_seed_yuan": 3_000_000.0,
    "projects.proposed_by": "all",
    "projects.batches_per_year": 2,
    "funding.donor_supervision": 1.0,
}


@pytest.fixture(scope="module")
def plain(made_place, needs, inflow):
    """Two communities; each gets a foundation."""
    place = made_place(communities=2, residents=4_000, area_km2=2.0, built_km2=1.5, needs=needs, departments=inflow)
    return Parameters(place=place)


@pytest.fixture(scope="module")
def lived(plain, changed):
    """Every project of a foundation is looked at; most work is poor and donors always see it."""
    seen = changed(plain, GIVEN | {"implementing.poor_share": 0.6, "foundations.donors_find": 1.0})
    district = District(Plan(seen, SEED, DAYS, 0))
    district.run()
    return district


@pytest.fixture(scope="module")
def looks(lived):
    return [(day, event) for day, event in lived.events if isinstance(event, DonorsLooked)]


def test_donors_look_at_foundations_projects_alone(lived, looks):
    purses = {one.number: one.purse for one in lived.of(ProjectBook).projects}
    assert len(looks) > 8
    assert {purses[event.number] for _, event in looks} == {"foundation"}
    assert {"in_order", "held_back"} <= {event.how for _, event in looks}


def test_a_project_is_looked_at_once_and_once_more_where_it_was_redone(looks):
    times = Counter(event.number for _, event in looks)
    redone = {event.number for _, event in looks if event.how == "redone"}
    assert all(count <= 1 + (number in redone) for number, count in times.items())


def test_poor_work_that_is_over_gets_no_last_payment_and_the_rest_stays_with_the_foundation(lived, looks):
    projects = {one.number: one for one in lived.of(ProjectBook).projects}
    held = [event for _, event in looks if event.how == "held_back"]
    for event in held:
        project = projects[event.number]
        assert project.part < 1.0 and project.form != GOODS
        assert project.paid_fen + round(event.yuan * FEN_A_YUAN) == project.cost_fen
        assert (event.yuan > 0.0) == (project.form != ACTIVITY)
    assert any(event.yuan > 0.0 for event in held)


def test_what_is_in_order_is_paid_in_full(lived, looks):
    projects = {one.number: one for one in lived.of(ProjectBook).projects}
    fine = [projects[event.number] for _, event in looks if event.how == "in_order"]
    assert all(one.part == 1.0 and one.paid_fen == one.cost_fen for one in fine)
    paid = sum(one.fen for one in lived.ledger.entries if one.purpose == LAST_PAYMENT)
    assert paid == sum(round(event.yuan * FEN_A_YUAN) for _, event in looks if event.how == "in_order") > 0


def test_what_was_promised_and_never_paid_is_promised_no_more(lived):
    book = lived.of(ProjectBook)
    open_fen = sum(
        one.cost_fen - one.paid_fen for one in book.running if one.purse == "foundation" and not one.paid_fen
    )
    held = sum(one.held_fen for one in book.running if one.purse == "foundation")
    assert int(book.reserved_fen["foundation"].sum()) == open_fen + held


def test_what_they_saw_counts_beside_what_they_heard(lived, looks):
    book = lived.of(ProjectBook)
    heard = sum(one.purse == "foundation" and one.paid_day is not None for one in book.projects)
    fine = sum(event.how == "in_order" for _, event in looks)
    assert float(book.delivered.done.sum()) == heard + fine
    assert float(book.delivered.failed.sum()) >= len(looks) - fine > 0


def test_poor_work_seen_makes_donors_trust_less(plain):
    state = Foundations(np.array([True, True]), np.full(2, 0.5), np.zeros(2))
    looked = Delivered(np.array([10.0, 10.0]), np.array([0.0, 5.0]))
    trust = after_month(state, 0.2, looked, plain.assumptions.foundations).trust
    assert trust[1] < trust[0]


@pytest.mark.parametrize(("purse", "share", "looked_at"), [("foundation", 0.0, 0), ("projects", 1.0, 0)])
def test_nobody_looks_without_the_lever_or_at_others_money(plain, changed, purse, share, looked_at):
    parameters = changed(plain, {"funding.donor_supervision": share})
    projects = [SimpleNamespace(purse=purse, key=np.uint64(key)) for key in range(1, 40)]
    assert sum(supervised(SimpleNamespace(parameters=parameters), one) for one in projects) == looked_at


def test_a_higher_share_only_adds_projects(plain, changed):
    projects = [SimpleNamespace(purse="foundation", key=np.uint64(key)) for key in range(1, 400)]
    looked_at = []
    for share in (0.3, 0.7):
        parameters = changed(plain, {"funding.donor_supervision": share})
        looked_at.append([supervised(SimpleNamespace(parameters=parameters), one) for one in projects])
    few, many = np.array(looked_at)
    assert not (few & ~many).any() and 80 < few.sum() < 160 < many.sum()
