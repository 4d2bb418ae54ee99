"""Runs that begin alike share their beginning, and nobody can tell."""

from __future__ import annotations

import numpy as np
import pytest

from shapan.model import forking
from shapan.model.district import District
from shapan.model.forking import forked
from shapan.model.observation.record import record
from shapan.model.plan import Plan
from shapan.model.run import run_district
from shapan.scenarios.library import load

TABLES = ("daily", "by_grid", "by_cell", "by_group", "cells", "decisions", "balance", "ledger")


def bits(run):
    by_name = {name: repr(sorted(getattr(run, name).items())) for name in ("indicators", "funnel", "requests")}
    return by_name | {name: getattr(run, name).to_csv() for name in TABLES}


def plan_of(policy, seed=3, days=150, warmup=40, **levers):
    scenario = load(policy).with_place("training_town").set_many(levers)
    steps = {step.at: step.levers for step in scenario.steps}
    return Plan(scenario.parameters, seed, days, warmup, status_quo=scenario.warmup_parameters.levers, steps=steps)


@pytest.fixture(autouse=True)
def nothing_kept():
    forking.forget()
    yield
    forking.forget()


SHORT = {"days": 40, "warmup": 20}
"""Enough to see who shares what; a whole run is compared above all where districts are copied."""


def lived(plan):
    district = District(plan)
    district.run()
    return bits(record(district))


OTHERS = {
    "smaller grids": {"grid.households_per_grid": 200.0, "grid.base_per_party_grid": 2},
    "stewards and volunteers": {"grid.stewards_per_1000": 5.0, "volunteers.ordering": True},
    "a council": {"deliberation.format": "three_meetings", "centres.operator": "organisation"},
}


@pytest.mark.parametrize("levers", OTHERS.values(), ids=OTHERS)
def test_a_forked_district_is_the_same_to_the_last_bit(levers):
    start = District(plan_of("status_quo"))
    start.run_to(40)
    plan = plan_of("status_quo", **levers)
    other = forked(start, plan)
    other.run()
    assert bits(record(other)) == lived(plan) != lived(plan_of("status_quo"))


def test_policies_that_are_run_one_after_another_share_their_beginning(monkeypatch):
    begun = []
    plain = District.__init__
    monkeypatch.setattr(District, "__init__", lambda self, plan: (begun.append(plan), plain(self, plan))[1])
    policies = ("status_quo", "yantian", "shenzhen", "guangdong", "ordos", "suzhou")
    by_name = {policy: bits(run_district(plan_of(policy, **SHORT))) for policy in policies}
    assert len(begun) == 2, "the first by itself, and what all others share"
    for policy in ("yantian", "suzhou"):
        assert by_name[policy] == lived(plan_of(policy, **SHORT))


@pytest.mark.parametrize(
    "other",
    [
        {"seed": 4},
        {"days": 41},
        {"warmup": 21},
    ],
    ids=str,
)
def test_what_begins_otherwise_shares_nothing(other):
    same, otherwise = plan_of("status_quo", **SHORT), plan_of("yantian", **SHORT | other)
    for plan in (same, same, otherwise):
        run_district(plan)
    assert bits(run_district(otherwise)) == lived(otherwise)


def test_another_assumption_is_another_beginning():
    scenario = load("status_quo").with_place("training_town")
    changed = scenario.assume("service.patience_days", 20.0)

    def plan(one):
        return Plan(one.parameters, 3, *SHORT.values(), status_quo=one.warmup_parameters.levers)

    for one in (scenario, scenario, changed, changed, scenario):
        last = bits(run_district(plan(one)))
    assert last == lived(plan(scenario)) and bits(run_district(plan(changed))) == lived(plan(changed))


def test_a_fork_leaves_the_district_it_comes_from_alone():
    start = District(plan_of("status_quo"))
    start.run_to(40)
    needs = start.state.needs.copy()
    forked(start, plan_of("yantian")).run()
    assert start.day == 40 and np.array_equal(start.state.needs, needs)
    start.run()
    assert bits(record(start)) == lived(plan_of("status_quo"))
