"""Programmes bound to a group call on its households and serve nobody else."""

from __future__ import annotations

import numpy as np
import pytest

from shapan.model.district import District, Plan
from shapan.model.events.money import GroupNeedTaken, GroupVisited, ProgrammeBound
from shapan.model.parameters import Parameters
from shapan.model.projects.group_programmes import GROUPS, in_group
from shapan.model.projects.records import ProjectBook

SEED, DAYS = 3, 600


@pytest.fixture(scope="module")
def lived(made_place, needs, inflow, changed):
    """A town of four communities whose service money buys programmes for everybody, or for groups alone."""
    place = made_place(communities=4, residents=12_000, area_km2=4.0, built_km2=3.0, needs=needs, departments=inflow)
    place = place.model_copy(update={"organisations_per_10000": 20.0})
    levers = {
        "funding.project_yuan_per_resident": 0,
        "funding.community_yuan": 900_000,
        "projects.proposed_by": "all",
        "projects.batches_per_year": 4,
        "funding.purchase_yuan": 0.0,
        "staff.workers_per_10000": 4.0,
    }
    found = {}
    for share in (0.0, 1.0):
        parameters = changed(Parameters(place=place), levers | {"projects.bound_share": share})
        found[share] = District(Plan(parameters, SEED, DAYS, 0))
        found[share].run()
    return found


def events_of(district, kind):
    return [event for _, event in district.events if isinstance(event, kind)]


def test_a_programme_serves_nobody_outside_its_group(lived):
    district = lived[1.0]
    needs, projects = district.state.needs.view(np.ndarray), district.of(ProjectBook).projects
    whose = {group: in_group(district, group) for group in GROUPS}
    taken = events_of(district, GroupNeedTaken)
    assert len(taken) > 20
    for one in taken:
        project = projects[one.number]
        assert project.group == one.how and whose[one.how][needs["resident"][one.need]]
        assert needs["kind"][one.need] == district.kinds.index(one.about)


def test_rows_name_the_group_and_calls_stay_within_the_programmes_hours(lived):
    district = lived[1.0]
    bound = {one.number: one for one in events_of(district, ProgrammeBound)}
    visits = events_of(district, GroupVisited)
    assert visits and sum(one.households for one in visits) > 100 and sum(one.told for one in visits) > 0
    spent: dict[int, float] = {}
    for one in visits:
        assert bound[one.number].about == one.about in GROUPS
        spent[one.number] = spent.get(one.number, 0.0) + one.hours + one.work
    price = district.parameters.assumptions.delivery.hour_yuan
    for number, hours in spent.items():
        assert hours <= 1.05 * district.of(ProjectBook).projects[number].cost_fen / 100 / price
    assert not events_of(lived[0.0], ProgrammeBound) and not events_of(lived[0.0], GroupVisited)
