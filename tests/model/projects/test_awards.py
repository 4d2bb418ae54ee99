"""Awards follow what residents said of a project; they are paid on top, and told row by row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from shapan.model.district import District, Plan
from shapan.model.events.money import ProjectAwarded
from shapan.model.events.organisations import OrganisationYearClosed
from shapan.model.organisations.accounts import LINES
from shapan.model.organisations.market import Market
from shapan.model.parameters import Parameters
from shapan.model.parameters.assumptions.awards import AwardsAssumptions
from shapan.model.projects.awards import awarded
from shapan.model.projects.records import ProjectBook

SEED, DAYS = 5, 760
SHARE = 0.2
A_YEAR = 365


@dataclass
class Rated:
    content: float | None
    cost_fen: int
    key: int
    failed: bool = False


def test_the_best_rated_come_first_as_long_as_the_money_pays_whole_awards():
    rated = [Rated(0.9, 100_000, 3), Rated(1.0, 60_000, 2), Rated(0.9, 40_000, 1), Rated(0.6, 10_000, 0)]
    found = awarded(rated, 60_000, AwardsAssumptions())
    assert [(one.key, fen) for one, fen in found] == [(2, 30_000), (1, 20_000)]
    assert awarded(rated, 0, AwardsAssumptions()) == []
    assert [one.key for one, _ in awarded([Rated(1.0, 100, 9, failed=True)], 1_000, AwardsAssumptions())] == []


@pytest.fixture(scope="module")
def lived(made_place, needs, inflow, changed):
    """A town of four communities with projects, with and without awards."""
    place = made_place(communities=4, residents=12_000, area_km2=4.0, built_km2=3.0, needs=needs, departments=inflow)
    levers = {
        "funding.project_yuan_per_resident": 0,
        "funding.project_yuan": 900_000,
        "projects.proposed_by": "all",
        "projects.batches_per_year": 2,
    }
    found = {}
    for share in (0.0, SHARE):
        parameters = changed(Parameters(place=place), levers | {"funding.performance_share": share})
        found[share] = District(Plan(parameters, SEED, DAYS, 0))
        found[share].run()
    return found


def events_of(district, kind):
    return [event for _, event in district.events if isinstance(event, kind)]


def test_award_rows_name_a_rated_project_and_add_up_to_what_was_paid(lived):
    district = lived[SHARE]
    rows, projects = events_of(district, ProjectAwarded), {one.number: one for one in district.of(ProjectBook).projects}
    assert rows and not events_of(lived[0.0], ProjectAwarded)
    assert len({one.number for one in rows}) == len(rows)
    for row in rows:
        project = projects[row.number]
        assert row.content == project.content >= district.parameters.assumptions.awards.good_mark
        assert (row.how, row.by, row.community) == (
            project.implementer.by,
            project.implementer.number,
            project.community,
        )
    paid = [one for one in district.ledger.entries if one.purpose == "award"]
    given = sum(one.fen for one in paid if one.source.name == "treasury")
    assert given == sum(round(100 * row.yuan) for row in rows)
    assert sum(one.fen for one in paid if one.target.name == "awards") == sum(round(100 * row.to_doer) for row in rows)
    assert given == sum(one.fen for one in paid if one.source.name == "prize")
    assert not district.ledger.held_by_community("prize").any()


def test_awards_come_on_top_of_the_pot_and_stay_within_their_money(lived):
    split = {share: [] for share in lived}
    for share, district in lived.items():
        split[share] = [(one.day, one.target, one.fen) for one in district.ledger.entries if one.purpose == "split"]
    assert split[0.0] == split[SHARE]
    a_year: dict[int, int] = {}
    for one in lived[SHARE].ledger.entries:
        if one.purpose == "award" and one.source.name == "treasury":
            a_year[one.day] = a_year.get(one.day, 0) + one.fen
    assert a_year and max(a_year.values()) <= SHARE * 4 * 900_000 * 100


def test_a_community_that_wins_has_more_for_its_next_batch(lived):
    """What is awarded on the second New Year has hardly a month to be spent in."""
    won, came_in = np.zeros(4), np.zeros(4)
    for day, row in lived[SHARE].events:
        if isinstance(row, ProjectAwarded) and day == A_YEAR:
            won[row.community] += row.yuan - row.to_doer
    for one in lived[SHARE].ledger.entries:
        if one.source.name == "prize" and one.target.name == "projects" and one.day == A_YEAR:
            came_in[one.target.place] += one.fen / 100
    np.testing.assert_allclose(came_in, won, atol=0.01)
    best = int(won.argmax())
    spent = {share: spent_in_second_year(district, best) for share, district in lived.items()}
    assert won[best] > 100_000 and spent[SHARE] - spent[0.0] > 0.5 * won[best]


def spent_in_second_year(district, community):
    return sum(
        one.fen / 100
        for one in district.ledger.entries
        if one.source.name == "projects" and one.source.place == community and A_YEAR <= one.day < 2 * A_YEAR
    )


@pytest.mark.parametrize("share", [0.0, SHARE])
def test_an_organisations_account_explains_what_it_has_put_by(lived, share):
    district, known = lived[share], {}
    closed = events_of(district, OrganisationYearClosed)
    assert closed and any(one.projects > 0 for one in closed)
    for one in closed:
        brought = sum(getattr(one, line) for line in LINES if line not in ("staff", "upkeep"))
        if one.number in known:
            assert one.left - known[one.number] == pytest.approx(brought - one.staff - one.upkeep, abs=0.01)
        known[one.number] = one.left
    awards = sum(one.awards for one in closed)
    now = sum(one.account.get("awards", 0.0) for one in district.of(Market).organisations.values())
    assert awards + now == pytest.approx(sum(row.to_doer for row in events_of(district, ProjectAwarded)))
