"""A needs survey: what it finds behind doors, by cell and kind, and who plans by it."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from shapan.model.columns import NEVER_HEARD
from shapan.model.district import District, Plan
from shapan.model.monitoring.survey import ask
from shapan.model.monitoring.survey_records import Surveys
from shapan.model.parameters import Parameters
from shapan.model.projects.electorate import with_survey
from shapan.model.projects.year_of_needs import year_of_needs

SEED, DAYS = 3, 365
ASKED = 0.2


@pytest.fixture(scope="module")
def town(made_place, needs, inflow, changed):
    """A year of a town of 15,000 in which surveys ask one resident in five."""
    place = made_place(communities=5, residents=15_000, area_km2=4.0, built_km2=3.0, needs=needs, departments=inflow)
    district = District(Plan(changed(Parameters(place=place), {"outreach.surveyed_share": ASKED}), SEED, DAYS, 0))
    district.run()
    return district


@pytest.fixture(scope="module")
def survey(town):
    return ask(town, dt.date(2026, 12, 31))


def test_what_it_finds_by_kind_adds_up_to_what_it_finds_by_cell(town, survey):
    assert survey.latent.sum(axis=1) == pytest.approx(survey.unheard)
    public = town.state.kinds.public == 1
    assert survey.unheard.sum() > 0.0
    assert (survey.latent[:, public] == 0.0).all(), "events in the street are nobody's secret"


def test_what_it_finds_is_off_by_no_more_than_chance_of_who_is_asked(town, survey):
    found = town.state.needs[: int(town.state.tallies.tally[0])]
    silent = found[(found.bin == NEVER_HEARD) & (town.state.kinds.public[found.kind] == 0)]
    truth = np.bincount(silent.kind, minlength=survey.latent.shape[1])
    spread = np.sqrt(truth * (1.0 - ASKED) / ASKED)
    assert (np.abs(survey.latent.sum(axis=0) - truth) <= 3.5 * spread).all()
    assert survey.latent.sum() == pytest.approx(truth.sum(), rel=0.05)


def test_whoever_lists_projects_knows_what_the_survey_found(town, survey):
    year = year_of_needs(town)
    assert with_survey(town, year.registered) is year.registered
    town.of(Surveys).latest = survey
    try:
        known = with_survey(town, year.registered)
    finally:
        town.of(Surveys).latest = None
    assert known == pytest.approx(year.registered + survey.latent * min(town.day / 365.0, 1.0))
    public = town.state.kinds.public == 1
    assert known[:, ~public].sum() > 1.5 * year.registered[:, ~public].sum()
