"""Money stated a head is the same a head wherever a policy goes, and comes in beside what is stated per community."""

from __future__ import annotations

import numpy as np
import pytest

from shapan import load
from shapan.model.district import District
from shapan.model.plan import Plan
from shapan.scenarios.budget import planned_yuan

POTS = {"projects": "split", "community": "service_money"}


def came_in(scenario, days: int = 20) -> tuple[dict[str, float], District]:
    """Yuan that came to communities for projects and services since New Year, and the district."""
    district = District(Plan(scenario.parameters, 1, days, 0, earlier_years=False))
    district.run_to(days)
    entries = [entry for entry in district.ledger.entries if entry.source.name == "treasury"]
    paid = {
        name: sum(entry.fen for entry in entries if (entry.target.name, entry.purpose) == (name, why)) / 100
        for name, why in POTS.items()
    }
    return paid, district


@pytest.mark.parametrize("policy", ["status_quo", "yantian"])
def test_a_policy_spends_the_same_a_head_in_a_small_town_and_at_home(policy):
    here, there = load(policy), load(policy).with_place("training_town")
    paid, _ = came_in(here, 1)
    moved, town = came_in(there, 1)
    for name in POTS:
        at_home = paid[name] / here.parameters.place.residents
        assert moved[name] / 10_000 == pytest.approx(at_home, abs=0.001), name
        planned = planned_yuan(there.parameters)["projects" if name == "projects" else "community"]
        planned /= there.parameters.levers.projects.batches_per_year  # the first of the year's batches
        assert moved[name] == pytest.approx(planned, abs=0.05), "the plan is what the treasury pays"
    assert len(town.ledger.entries) > 0 and paid["projects"] > 25 * 211_500 / (4 if policy == "yantian" else 1)


def test_both_ways_of_stating_add_up_and_service_money_follows_residents():
    town = load("status_quo").with_place("training_town")
    both = {
        "funding.project_yuan": 100_000.0,
        "funding.project_yuan_per_resident": 30.0,
        "funding.community_yuan": 10_000.0,
        "funding.community_yuan_per_resident": 7.0,
    }
    paid, district = came_in(town.set_many(both), 1)
    assert paid["projects"] == pytest.approx(3 * 100_000 + 30 * 10_000)
    people = np.bincount(district.world.territory.community_of_cell, district.world.territory.residents_of_cell)
    entries = [entry for entry in district.ledger.entries if entry.purpose == "service_money"]
    own = {entry.target.place: entry.fen / 100 for entry in entries}
    assert own == {number: 10_000 + 7 * count for number, count in enumerate(people)}
    assert people.sum() == 10_000 and len(set(people)) > 1


def test_nothing_is_lost_where_money_is_stated_a_head():
    """What came in is spent, held or given back, to the fen, whatever share of it has come due."""
    town = load("yantian").with_place("training_town").set("projects.batches_per_year", 4)
    paid, district = came_in(town, 400)
    funding, place = town.parameters.levers.funding, town.parameters.place
    years = 1 + 1 / 4  # the second year's first batch came in January
    assert paid["projects"] == pytest.approx(years * funding.project_money(place.residents, place.communities), abs=0.1)
    flows = dict.fromkeys(POTS, 0)
    for entry in district.ledger.entries:
        for name in POTS:
            flows[name] += entry.fen * ((entry.target.name == name) - (entry.source.name == name))
    for name, left in flows.items():
        assert left == district.ledger.held_by_community(name).sum()


def test_a_sum_per_community_set_on_top_of_one_per_resident_is_told():
    town = load("status_quo").with_place("training_town")
    assert not town.warnings
    lines = [notice.code for notice in town.set("funding.project_yuan", 300_000.0).warnings]
    assert lines == ["money_added"]
    alone = {"funding.project_yuan": 300_000.0, "funding.project_yuan_per_resident": 0.0}
    assert not town.set_many(alone).warnings
