"""Money is told where it differs, and never where it does not."""

from __future__ import annotations

import pytest

from shapan.experiments.reports.planned_spending import idle_lines, money_lines, twin_of
from shapan.model.parameters import all_parameters
from shapan.scenarios.budget import LINES, yuan_per_resident
from shapan.scenarios.library import find_policy, load

DAYS = 1095


def lines(*names: str, language: str = "en") -> list[str]:
    return list(money_lines({name: load(name).with_place("yantian") for name in names}, DAYS, language))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_yantians_rules_are_told_with_their_money_and_their_twin(language):
    (line,) = lines("status_quo", "yantian", language=language)
    assert (
        "491" in line
        and "264" in line
        and "yantian_equal_budget" in line
        and find_policy("yantian_equal_budget").header.title[language] in line
        and "D" in line
    )


def test_what_buys_nothing_yet_is_told_apart():
    assert set(idle_lines()) <= set(LINES)
    idle = [line for line in idle_lines() if line == "projects"]
    here, today = (yuan_per_resident(load(name).with_place("yantian"), DAYS) for name in ("yantian", "status_quo"))
    (line,) = lines("status_quo", "yantian")
    assert bool(idle) is not all_parameters()["funding.project_yuan"].about.built
    if idle:
        assert f"{here['projects'] - today['projects']:+,.0f} is money that buys nothing" in line


def test_equal_money_is_not_told_and_a_twin_that_is_there_is_not_named():
    assert lines("status_quo", "yantian_equal_budget") == []
    found = lines("status_quo", "yantian", "yantian_equal_budget")
    assert len(found) == 1 and "equal_budget" not in found[0]
    assert twin_of("yantian_equal_budget") == twin_of("status_quo") == ""


def test_a_twin_that_was_changed_is_told_like_anybody():
    changed = load("yantian_equal_budget").set("funding.project_yuan_per_resident", 81.0)
    assert list(money_lines({"status_quo": load("status_quo").with_place("yantian"), "changed": changed}, DAYS, "en"))
