"""Planned money adds up line by line, and the twins spend at home what is spent there today."""

from __future__ import annotations

import pytest

from shapan import load
from shapan.model.parameters import all_parameters
from shapan.model.place.reach import number_of_centres as sited
from shapan.model.place.world import build_world
from shapan.scenarios.budget import LINES, POTS, PRICES, number_of_centres, planned_yuan, yuan_per_resident
from shapan.scenarios.library import names

ARTICLES = ("shenzhen", "guangdong", "ordos", "yantian", "suzhou")
PLACES = [name for name, _ in names()["place"]]


def test_yantian_today_is_what_one_can_reckon_by_hand():
    """77,550 households × 2.5/1,000 posts, 169.2 workers, 9 centres of 3, 15 yuan each, 19 × 50,000 and 300,000."""
    lines = planned_yuan(load("status_quo").parameters)
    assert lines["grid_posts"] == pytest.approx(77_550 * 2.5 / 1000 * 100_000, rel=1e-6)
    assert lines["staff_posts"] == pytest.approx(169.2e5)
    assert lines["social_posts"] == pytest.approx(27e5)
    assert (lines["purchase"], lines["community"], lines["projects"]) == (3_172_500, 950_000, 5_700_000)
    for name in ("foundations", "owners_funds", "points", "evaluation"):
        assert lines[name] == 0
    assert sum(yuan_per_resident(load("status_quo")).values()) == pytest.approx(2 * 232.09, abs=0.01)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("spacing_km", [0.5, 1.0, 1.3, 1.55, 4.0])
def test_centres_are_counted_as_the_model_sites_them(place, spacing_km):
    facts = load("status_quo").with_place(place).parameters.place
    assert number_of_centres(facts, spacing_km) == sited(build_world(facts), spacing_km)


@pytest.mark.parametrize("name", ARTICLES)
def test_a_twin_spends_at_home_what_is_spent_there_today(name):
    twin = load(f"{name}_equal_budget")
    today = yuan_per_resident(twin.with_policy("status_quo"))["total"]
    assert yuan_per_resident(twin)["total"] == pytest.approx(today, rel=0.01)
    assert yuan_per_resident(load(name))["total"] > 1.015 * today, "without its twin the article costs more"


@pytest.mark.parametrize("name", ARTICLES)
def test_a_twin_keeps_every_rule_and_changes_money_only(name):
    article, twin = load(name).policy_file, load(f"{name}_equal_budget").policy_file
    money = {
        "centres.social_workers_each",
        "staff.workers_per_10000",
        *("funding.purchase_yuan", "funding.community_yuan", "funding.project_yuan"),
    }
    changed = {key for key, value in twin.levers.values.items() if article.levers.values.get(key) != value}
    assert changed and changed <= money
    assert set(article.levers.values) <= set(twin.levers.values)
    assert (twin.home, twin.steps, twin.based_on) == (article.home, article.steps, name)


@pytest.mark.parametrize("name", ARTICLES)
def test_a_twins_posts_cost_what_they_cost_today(name):
    twin = load(f"{name}_equal_budget")
    today = yuan_per_resident(twin.with_policy("status_quo"))
    for line in ("grid_posts", "staff_posts", "social_posts"):
        assert yuan_per_resident(twin)[line] == pytest.approx(today[line], rel=0.01)
    pots = [yuan_per_resident(twin)[line] / today[line] for line in POTS]
    assert max(pots) / min(pots) < 1.01, "the three pots are cut alike"


MORE_COSTLY = {
    "grid.workers_per_1000_households": (5.0, "grid_posts"),
    "staff.workers_per_10000": (12.0, "staff_posts"),
    "staff.pay_ratio": (1.0, "staff_posts"),
    "centres.social_workers_each": (6.0, "social_posts"),
    "centres.spacing_km": (1.0, "social_posts"),
    "organisations.supervisors_per_10_workers": (1.0, "social_posts"),
    "funding.purchase_yuan": (40.0, "purchase"),
    "funding.community_yuan": (200_000.0, "community"),
    "funding.project_yuan": (2_000_000.0, "projects"),
    "funding.foundation_seed_yuan": (1_000_000.0, "foundations"),
    "funding.owners_fund": (True, "owners_funds"),
    "volunteers.points_yuan_per_hour": (3.0, "points"),
    "channels.data_sharing": (0.7, "information"),
    "channels.terminals_per_community": (1, "information"),
    "channels.needs_survey_months": (12, "evaluation"),
}


@pytest.mark.parametrize("key", MORE_COSTLY)
def test_a_lever_that_costs_money_moves_its_own_line_only(key):
    value, line = MORE_COSTLY[key]
    before, after = (planned_yuan(s.parameters) for s in (load("status_quo"), load("status_quo").set(key, value)))
    assert [name for name in LINES if after[name] != before[name]] == [line]
    assert after[line] > before[line]


def test_gifts_cost_the_treasury_nothing():
    given = {"funding.foundation_seed_yuan": 1_000_000.0, "funding.foundation_share": 0.3}
    scenario = load("status_quo").set_many(given)
    assert planned_yuan(scenario.parameters)["foundations"] == pytest.approx(0.3 * 19 * 1e6 / 10)
    assert planned_yuan(scenario.set("funding.foundation_donor_share", 1.0).parameters)["foundations"] == 0


def test_a_dated_step_counts_from_its_day():
    """Suzhou joins half of its registers from 2027 on: one year at 0.2 and two at 0.5 of three."""
    per_year = yuan_per_resident(load("suzhou"))["information"]
    assert per_year == pytest.approx((0.2 + 0.5 * 2) / 3 * PRICES["joined_registers"].yuan, rel=1e-3)
    assert yuan_per_resident(load("suzhou"), 365)["information"] == pytest.approx(0.2 * 12.2)


def test_every_price_and_line_says_what_it_is():
    known = all_parameters()
    assert set(MORE_COSTLY) <= set(known)
    for price in PRICES.values():
        assert price.yuan > 0 and price.grade in ("A", "B", "C", "D") and price.unit["zh"] and price.unit["en"]
        assert price.rows or price.grade == "D"
    for line in LINES.values():
        assert line.label["zh"] and line.label["en"]
