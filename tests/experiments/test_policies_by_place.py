"""Six policies on five places: what is run, what is kept, and what the page says of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shapan.experiments.evidence import policies_by_place_page as place_page
from shapan.experiments.evidence import policies_by_place_runs as study
from shapan.experiments.evidence.policies_by_place_runs import EQUAL, OWN, USUAL, Line
from shapan.experiments.evidence.stored_runs import Stored
from shapan.model.observation.indicators import INDICATORS
from shapan.scenarios.shelf import shipped
from shapan.scenarios.worlds import kept_worlds

TOWN = "training_town"
WORLDS = [world.name for world in kept_worlds(TOWN).worlds[:20]]


def lines(policy, budget, by_world, luck=(0.0, 0.0), place=TOWN):
    """Runs whose coverage is as stated, world by world and seed by seed."""
    usual = [Line(place, policy, budget, USUAL, 1 + n, "m", {"coverage": value}) for n, value in enumerate(luck)]
    drawn = [
        Line(place, policy, budget, WORLDS[n], 100 + n, "m", {"coverage": value, "spend_per_resident": 200.0 + n})
        for n, value in enumerate(by_world)
    ]
    return usual + drawn


TODAY = lines("status_quo", OWN, [0.5] * 20, (0.5, 0.5))


def test_what_is_asked_for_is_there():
    asked = study.settings()
    assert set(asked.policies) | {asked.baseline} <= set(shipped()["policy"]) and len(asked.policies) == 5
    assert set(asked.places) <= set(shipped()["place"]) and len(asked.places) == 5
    assert set(asked.indicators) <= set(INDICATORS)
    for budget in asked.budgets:
        assert set(asked.expected[budget]) == set(asked.policies)
        assert set(asked.expected[budget].values()) <= {"+", "-", "0", "?"}


def test_twins_are_run_only_where_they_were_solved():
    assert study.solved("suzhou", "standard_town") and not study.solved("suzhou", "ordos_urban")
    there = study.columns("ordos_urban", ["suzhou", "ordos"])
    assert there == [("status_quo", OWN), ("suzhou", OWN), ("ordos", OWN), ("ordos", EQUAL)]


def test_what_is_run_goes_world_by_world_and_place_by_place():
    found = study.tasks([TOWN, "standard_town"], ["suzhou"])
    assert [task.scenario.place_id for task in found[:6]] == [TOWN] * 3 + ["standard_town"] * 3
    assert len({task.seed for task in found[:6]}) == 1
    town = [task for task in found if task.scenario.place_id == TOWN]
    assert len(town) == 3 * (4 + 20) and len({(task.name, task.seed) for task in town}) == len(town)
    assert len({task.scenario.hash for task in town}) == 3 * (1 + 20), "each world is another scenario"
    by_seed = {}
    for task in town:
        by_seed.setdefault(task.seed, set()).add(task.name.split("/")[2])
    assert all(len(worlds) == 1 for worlds in by_seed.values()), "both sides meet the same world with the same seed"


def test_what_this_model_made_is_not_left(tmp_path):
    every, places = study.left([TOWN], ["suzhou"], tmp_path / "none.csv")
    assert every == len(places) == 72 and set(places) == {TOWN}


def test_a_place_that_was_run_anew_is_all_of_one_model():
    old = [replace(line, model="old") for line in TODAY]
    elsewhere = lines("status_quo", OWN, [0.4], place="standard_town")
    assert study.with_those_made([*old, *elsewhere], TODAY[:3]) == elsewhere + TODAY[:3]
    run = Stored("suzhou/equal/2026-240-001", TOWN, 365, 7, "hash", "m", {"coverage": 0.5})
    assert study.lines_of([run]) == [Line(TOWN, "suzhou", EQUAL, "2026-240-001", 7, "m", {"coverage": 0.5})]


def test_the_table_says_what_was_run(tmp_path):
    table = tmp_path / "table.csv"
    study.write(table, TODAY)
    assert sorted(study.read(table), key=repr) == sorted(TODAY, key=repr)
    assert study.read(tmp_path / "none.csv") == []


@pytest.fixture(scope="module")
def page():
    """Better in nineteen of twenty; in half; at equal money worse in all; and one with too few worlds."""
    runs = [
        *TODAY,
        *lines("yantian", OWN, [0.6] * 19 + [0.4], (0.58, 0.6)),
        *lines("yantian", EQUAL, [0.45] * 20),
        *lines("suzhou", OWN, [0.62] * 10 + [0.48] * 10),
        *lines("ordos", OWN, [0.7] * 5),
    ]
    return place_page.page(runs)


def test_the_page_says_who_is_robustly_better(page):
    assert "| yantian | **better** (19 and 1 of 20, +10.0) |" in page
    assert "| yantian | **worse** (0 and 20 of 20, −5.0) |" in page
    assert "| suzhou | depends (10 and 10 of 20, +5.0) |" in page
    assert "| ordos | few worlds (5 and 0 of 5, +20.0) |" in page
    assert "| guangdong | *no twin* |" not in page and "| guangdong | not run |" in page, "the town has its twin"
    assert "* `yantian` on its own budget: robustly better in training_town." in page
    assert "* `yantian` on today's budget: robustly worse in training_town." in page


def test_the_page_says_who_is_first_in_shared_worlds_and_what_was_expected(page):
    assert "of 4 policies (today's among them) and 5 worlds, first: `ordos` in 5." in page
    assert "on today's budget, of" not in page, "two sides are no field"
    assert "| yantian | own | + | 1 | 0 | 0 |" in page
    assert "| suzhou | own | + | 0 | 0 | 1 |" in page
    assert "| yantian | equal | ? | 0 | 0 | 1 |" in page


def test_the_page_says_what_it_does_not_say_and_where_worlds_are_missing(page):
    assert page.count("* **Nothing") == 6 and "* **No ranking.**" in page
    assert "luck +0.1 to +17.9" in page, "Student's interval of two pairs: mean 9, deviation 1.41"
    elsewhere = lines("status_quo", OWN, [], (0.5, 0.5), place="ordos_urban")
    elsewhere += lines("suzhou", OWN, [], (0.51, 0.52), place="ordos_urban")
    text = place_page.page(elsewhere)
    assert "no kept worlds; by luck alone" in text and "*no twin*" in text
