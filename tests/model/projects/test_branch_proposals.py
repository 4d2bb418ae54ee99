"""Meetings of Party branches propose projects: from whom they know, on whose hours, under whose name (OR-12)."""

from __future__ import annotations

import numpy as np
import pytest

from shapan.model.agents.party_branch import PartyBranch, branches_of
from shapan.model.columns import DOOR_VISIT
from shapan.model.district import District, Plan
from shapan.model.events.branches import BranchProposed
from shapan.model.events.money import ProjectProposed
from shapan.model.parameters import Parameters
from shapan.model.projects.branch_proposals import brought_by_branches, heard_at_doors, of_members
from shapan.model.projects.proposals import BRANCHES
from shapan.model.projects.records import ProjectBook
from shapan.model.projects.year_of_needs import year_of_needs

LEVERS = {
    "funding.project_yuan_per_resident": 0,
    "funding.project_yuan": 900_000,
    "projects.batches_per_year": 4,
    "projects.rule": "greedy",
    "projects.branches_propose": True,
    "grid.party_unit_share": 1.0,
    "party.reporting_share": 0.6,
}


@pytest.fixture(scope="module")
def lived(made_place, needs, inflow, changed):
    place = made_place(communities=4, residents=12_000, area_km2=4.0, built_km2=3.0, needs=needs, departments=inflow)
    district = District(Plan(changed(Parameters(place=place), LEVERS), 4, 400, 0))
    district.run()
    return district


def events_of(district, kind):
    return [event for _, event in district.events if isinstance(event, kind)]


def test_projects_name_the_branch_of_their_community_that_proposed(lived):
    mine = [one for one in events_of(lived, ProjectProposed) if one.how == "party_branch"]
    proposed = {(one.number, one.community) for one in events_of(lived, BranchProposed)}
    assert len(mine) > 0
    assert {(one.by, one.community) for one in mine} <= proposed
    by_number = {one.number: one for one in lived.of(ProjectBook).projects}
    assert all(by_number[one.number].proposer & BRANCHES for one in mine)


def test_a_branch_owes_the_hours_of_its_meeting_and_does_not_meet_without_any(lived):
    branch = branches_of(lived)[0]
    branch.usual_hours, branch.owed_hours = 2.0, 0.5
    assert branch.meet(1.0) and branch.owed_hours == 1.5
    branch.usual_hours = 0.0
    assert not branch.meet(1.0) and branch.owed_hours == 1.5


def test_what_they_bring_is_of_their_members_homes_and_of_doors_in_their_grids(lived):
    year, before = year_of_needs(lived), [one.owed_hours for one in branches_of(lived)]
    found = heard_at_doors(lived)
    needs = lived.state.needs.view(np.ndarray)
    assert found.sum() <= (needs["channel"] == DOOR_VISIT).sum()
    for branch in branches_of(lived):
        branch.usual_hours = 10.0
    brought = brought_by_branches(lived, year)
    at_home = sum(of_members(lived, one, year) for one in branches_of(lived) if one.active.any())
    assert brought is not None
    assert (brought >= at_home).all() and (brought <= at_home + found).all()
    assert at_home.sum() > 0 and (at_home.sum(axis=0) <= year.unmet_at_home.sum(axis=0)).all()
    for branch, owed in zip(branches_of(lived), before, strict=True):
        branch.owed_hours = owed
    assert isinstance(branches_of(lived)[0], PartyBranch)
