"""Venture rounds: what organisations propose and do themselves, residents choose and review."""

from __future__ import annotations

from collections import Counter

import pytest

from shapan.model.district import District, Plan
from shapan.model.events.money import ProjectReviewed
from shapan.model.ledger.ledger import Account
from shapan.model.parameters import Parameters
from shapan.model.projects import agreed_works
from shapan.model.projects.kinds import WORKS
from shapan.model.projects.proposals import ORGANISATIONS
from shapan.model.projects.records import ProjectBook


@pytest.fixture(scope="module")
def district(made_place, needs, inflow, changed):
    place = made_place(communities=4, residents=12_000, area_km2=4.0, built_km2=3.0, needs=needs, departments=inflow)
    levers = {
        "funding.project_yuan": 500_000,
        "projects.venture_rounds": True,
        "organisations.incubation_per_year": 20.0,
    }
    district = District(Plan(changed(Parameters(place=place), levers), 4, 800, 0))
    district.run()
    return district


def test_organisations_propose_ventures_and_do_them_themselves(district):
    ventures = [one for one in district.of(ProjectBook).projects if one.purse == "projects"]
    stood = [one for one in ventures if not one.failed]
    assert len(stood) > 10 and all(one.proposer == ORGANISATIONS for one in ventures)
    assert {one.implementer.by for one in stood} <= {"organisation", "firm"} and WORKS not in {
        one.form for one in ventures
    }
    without = [one for one in ventures if one.implementer.by == "committee"]
    assert all(one.failed and one.paid_fen == 0 for one in without)


def test_an_active_organisation_has_one_to_three_ventures_a_year(district):
    taken = Counter(
        (one.implementer.number, district.date(one.chosen_day).year)
        for one in district.of(ProjectBook).projects
        if one.implementer.by == "organisation" and one.chosen_day >= 0
    )
    assert taken and 1.0 <= sum(taken.values()) / len(taken) <= 3.0 and max(taken.values()) <= 3


def test_residents_choose_and_review_ventures_and_agreed_works_get_none_of_the_money(district):
    votes = [one for one in district.of(ProjectBook).votes if one.day >= 0]
    assert votes and all(one.asked for one in votes)
    reviews = [event for _, event in district.events if isinstance(event, ProjectReviewed)]
    assert reviews and any(one.yuan > 0.0 for one in reviews)
    assert agreed_works.may_be_bound(district, 0) == 0
    assert not [
        one for one in district.ledger.entries if one.source.name == "projects" and one.purpose == agreed_works.PURPOSE
    ]
    assert district.ledger.held(Account("projects", 0)) >= 0
