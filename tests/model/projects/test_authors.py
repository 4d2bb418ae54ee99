"""Every project has somebody who proposed it and somebody who does it; co-review sends back what nobody needs there."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from shapan.model.agents.organisation import NOWHERE
from shapan.model.district import District, Plan
from shapan.model.events.money import ProjectAssigned, ProjectChosen, ProjectProposed, ProposalsReviewed
from shapan.model.organisations.market import Market
from shapan.model.parameters import Parameters
from shapan.model.projects.records import ProjectBook

SEED, DAYS = 4, 400


@pytest.fixture(scope="module")
def lived(made_place, needs, inflow, changed):
    """A town of four communities where everybody proposes, with and without co-review."""
    place = made_place(communities=4, residents=12_000, area_km2=4.0, built_km2=3.0, needs=needs, departments=inflow)
    levers = {
        "funding.project_yuan_per_resident": 0,
        "funding.project_yuan": 900_000,
        "funding.community_yuan": 300_000,
        "projects.proposed_by": "all",
        "projects.batches_per_year": 4,
        "projects.rule": "greedy",
    }
    found = {}
    for review in (False, True):
        found[review] = District(
            Plan(changed(Parameters(place=place), levers | {"projects.co_review": review}), SEED, DAYS, 0)
        )
        found[review].run()
    return found


def events_of(district, kind):
    return [event for _, event in district.events if isinstance(event, kind)]


def test_each_project_is_followed_from_its_author_to_its_implementer(lived):
    district = lived[False]
    chosen, proposed, assigned = (
        events_of(district, kind) for kind in (ProjectChosen, ProjectProposed, ProjectAssigned)
    )
    assert [one.number for one in chosen] == [one.number for one in proposed] == [one.number for one in assigned]
    projects, people = {one.number: one for one in district.of(ProjectBook).projects}, district.world.residents
    by = Counter(one.how for one in proposed)
    assert by["household"] and by["organisation"] and by["residents_committee"] + by["grid_visits"]
    organisations = district.of(Market).organisations
    for one in proposed:
        assert (one.how, one.by) == projects[one.number].author
        if one.how == "household":
            cells = people.cell[people.household == one.by]
            assert (district.world.territory.community_of_cell[cells] == one.community).all()
        if one.how == "organisation" and one.by in organisations:
            assert organisations[one.by].profile.home in (one.community, NOWHERE)


def test_the_committee_sends_back_what_nobody_around_has_asked_for(lived):
    assert not events_of(lived[False], ProposalsReviewed)
    rows = events_of(lived[True], ProposalsReviewed)
    assert sum(one.sent_back for one in rows) > 0
    assert all(0 <= one.sent_back <= one.looked_at and one.hours > 0.0 for one in rows)

    def asked_for(district):
        lists = [one for one in district.of(ProjectBook).lists if one.day > 0]
        rows = [
            (one.every.registered_share[row], one.every.proposer[row])
            for one in lists
            for row in np.flatnonzero(one.project >= 0)
        ]
        return min(share for share, proposer in rows if proposer == 4)

    enough = lived[True].parameters.assumptions.proposing.co_review_enough
    assert asked_for(lived[True]) >= enough > asked_for(lived[False])
