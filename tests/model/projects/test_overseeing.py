"""Somebody does every project; residents look at it half-way and when it is done, and that decides the last payment."""

from __future__ import annotations

from collections import Counter

import pytest

from shapan.model.district import District, Plan
from shapan.model.events.money import ProjectAssigned, ProjectReviewed, ProjectVisited
from shapan.model.organisations.market import Market
from shapan.model.parameters import Parameters
from shapan.model.projects.kinds import ACTIVITY, GOODS, SERVICE, WORKS
from shapan.model.projects.records import NOT_PAID, PAID, PURSES, ProjectBook

SEED, DAYS = 5, 700


@pytest.fixture(scope="module")
def lived(made_place, needs, inflow, changed):
    """A town of four communities with project and service money, whose residents vote, by review or not."""
    place = made_place(communities=4, residents=12_000, area_km2=4.0, built_km2=3.0, needs=needs, departments=inflow)
    levers = {
        "funding.project_yuan_per_resident": 0,
        "funding.project_yuan": 900_000,
        "funding.community_yuan": 300_000,
        "projects.rule": "greedy",
        "projects.proposed_by": "all",
        "projects.batches_per_year": 2,
    }
    kept: dict[object, District] = {}

    def live(review=True, **asked):
        key = review, tuple(sorted(asked.items()))
        if key not in kept:
            more = {name.replace("__", "."): value for name, value in asked.items()} | {"deliberation.review": review}
            kept[key] = District(Plan(changed(Parameters(place=place), levers | more), SEED, DAYS, 0))
            kept[key].run()
        return kept[key]

    return live


def events_of(district, kind):
    return [event for _, event in district.events if isinstance(event, kind)]


def test_every_project_is_in_somebodys_hands(lived):
    district = lived()
    known = district.of(Market).organisations
    assigned = {one.number: one for one in events_of(district, ProjectAssigned)}
    for one in district.of(ProjectBook).projects:
        assert one.implementer.by in ("organisation", "firm", "members", "committee")
        assert (one.implementer.by == "firm") == (one.form in (WORKS, GOODS))
        assert one.chosen_day < 0 or assigned[one.number].how == one.implementer.by
        if one.implementer.by == "organisation" and one.form == SERVICE and one.implementer.number in known:
            assert one.kind in known[one.implementer.number].profile.kinds
    by = Counter(one.implementer.by for one in district.of(ProjectBook).projects)
    assert by["organisation"] > 10 and by["firm"] > 10


def test_nobody_takes_on_more_projects_a_year_than_one_can(lived):
    district = lived()
    most = district.parameters.assumptions.implementing.most_projects
    taken: Counter[tuple[int, int]] = Counter()
    for one in district.of(ProjectBook).projects:
        if one.implementer.by == "organisation" and one.chosen_day >= 0:
            taken[one.implementer.number, district.date(one.chosen_day).year] += 1
    assert taken and max(taken.values()) <= most


def test_the_last_payment_follows_the_review_and_every_fen_is_accounted_for(lived):
    district = lived()
    book, held_back = district.of(ProjectBook), 0
    for purse in PURSES:
        promised = 0
        for one in book.projects:
            if one.purse == purse:
                promised += one.cost_fen if one.money == NOT_PAID else one.held_fen
        assert int(book.reserved_fen[purse].sum()) == promised
    share = district.parameters.assumptions.implementing.held_back_share
    for one in book.projects:
        paid = one.paid_fen
        if one.money != PAID or one.failed or not one.purse or one.chosen_day < 0:
            continue
        if one.form == ACTIVITY:
            assert paid == one.cost_fen
        elif one.last_is_due and not one.held_fen:
            assert paid == one.cost_fen and one.content >= 0.6
        else:
            assert paid == one.cost_fen - round(share * one.cost_fen)
            held_back += one.reviews > 0
    for purse in PURSES:
        theirs = [one for one in district.ledger.entries if one.source.name == purse and one.purpose != "agreed_works"]
        assert sum(one.fen for one in theirs) == sum(one.paid_fen for one in book.projects if one.purse == purse)
    assert held_back > 0, "some are done so poorly that the rest is not paid"


def test_reviews_tell_good_from_poor_and_change_what_becomes_of_projects(lived):
    district, without = lived(), lived(review=False)
    assert not events_of(without, ProjectReviewed) and not events_of(without, ProjectVisited)
    reviews = Counter(one.how for one in events_of(district, ProjectReviewed))
    visits = Counter(one.how for one in events_of(district, ProjectVisited))
    assert reviews["passed"] > 5 * (reviews["redone"] + reviews["held_back"]) > 0
    assert visits["in_order"] > visits["put_right"] > 0

    def poor(one_district):
        begun = [one for one in one_district.of(ProjectBook).projects if one.money == PAID and not one.failed]
        return sum(one.part < 1.0 for one in begun) / len(begun)

    assert poor(district) < poor(without), "what is noticed is put right"
    spent = [sum(one.fen for one in d.ledger.entries if one.source.name == "projects") for d in (district, without)]
    assert spent[0] != spent[1]


def test_what_residents_said_counts_in_the_next_bid(lived):
    from shapan.model.projects.implementers import bidders_of, mark_of, usual_mark

    district = lived()
    usual = usual_mark(district)
    one = next(one for one in district.of(Market).organisations.values() if one.reviewed)
    before = bidders_of(district).look[one.number]
    marks, reviewed = one.marks, one.reviewed
    one.hear_of_a_project(0.0)
    assert mark_of(one, usual, district) < (marks + 2 * usual) / (reviewed + 2)
    assert bidders_of(district).look[one.number] < before
    one.marks, one.reviewed = marks, reviewed
