"""Shipped policies are sourced differences; what the article states is what the file says."""

from __future__ import annotations

import pytest

from shapan.model.parameters import all_parameters
from shapan.scenarios.library import check_file, find_policy, names
from shapan.scenarios.shelf import shipped

POLICIES = [name for name, _ in names()["policy"]]


@pytest.mark.parametrize("path", [path for files in shipped().values() for path in files.values()], ids=str)
def test_every_shipped_file_is_without_a_fault(path):
    assert check_file(path) == []


@pytest.mark.parametrize("name", POLICIES)
def test_every_lever_of_a_policy_has_a_source_and_a_grade(name):
    file = find_policy(name)
    assert {key for key in file.header.sources if key} <= set(file.levers.values)
    for key in file.levers.values:
        source = file.header.sources[key]
        assert source.grade in ("A", "B", "C", "D") and source.rows, key
    assert file.header.summary["zh"] and file.header.summary["en"]


@pytest.mark.parametrize("name", [name for name in POLICIES if name != "status_quo"])
def test_a_policy_states_only_differences(name):
    known = all_parameters()
    for key, value in find_policy(name).levers.values.items():
        assert value != known[key].default, f"{key} is the default and need not be said"


def test_the_status_quo_is_every_default():
    assert find_policy("status_quo").levers.values == {}


def test_yantian_says_what_the_article_says():
    levers = find_policy("yantian").levers.values
    stated = {
        "party.leader_visit_months": 1,
        "party.joint_meeting_months": 3,
        "party.duty_per_year": 2.0,
        "centres.spacing_km": 1.0,
        "centres.social_workers_each": 5.0,
        "funding.activity_earmark": 0.25,
        "channels.app_reach": 0.18,
        "party.member_units": 13,
        "emergency.sent_down_per_community": 30,
    }
    assert {key: levers[key] for key in stated} == stated
    assert "composite" in find_policy("yantian").header.summary["en"]
    assert "grade D" in find_policy("yantian").header.summary["en"]
