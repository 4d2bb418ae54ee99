"""The first morning is at rest: minds do not drift, departments are as large as the status quo asks (ODD 7)."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from shapan import load
from shapan.experiments.evidence.at_rest import lines, mean_of, status_quo_of
from shapan.model import pilot
from shapan.model.agents.department import Department
from shapan.model.columns import EFFICACY, TRUST
from shapan.model.departments.capacity import cases_waiting
from shapan.model.departments.overtime import months_over_one
from shapan.model.district import District, Plan
from shapan.model.parameters.place import Minds
from shapan.model.party.whistle import WORKDAYS_A_MONTH
from shapan.model.setup.initial_state import spread_of_minds, usual_handling
from shapan.model.setup.resting_minds import Experiences, resting_minds
from shapan.scenarios.library import names

YEAR, WARMUP = 365, 180


# --- Minds at rest -----------------------------------------------------------------------------------------------


def lived(performance, weight, reported, outcome):
    """What a thousand residents lived through, everybody the same list of things."""
    people, each = 1000, len(performance)
    everybody = np.repeat(np.arange(people, dtype=np.int32), each)
    columns = (np.tile(np.array(column, float), people) for column in (performance, weight, reported, outcome))
    value, counts, spoke, came = columns
    return Experiences(everybody, value, counts, spoke > 0.0, came)


@pytest.fixture
def rules(town):
    return District(Plan(town, seed=1, days=1, warmup=0)).state.memory


BEGUN = Minds(efficacy=0.1, trust=0.2, expectation=0.3)


def test_minds_rest_where_what_happened_moves_nobody(rules):
    """Two good things and one unheard: gains of trust balance losses that count double; learning balances reports."""
    things = lived([0.9, 0.7, 0.0], [1.0, 1.0, 0.5], [1, 1, 0], [1.0, 0.5, 0.0])
    found = resting_minds(things, 1000, 3, rules, BEGUN)
    assert found.expectation == pytest.approx(1.6 / 2.5)
    spread = spread_of_minds(1000, 3)[0][things.resident]
    gap = things.performance - (found.expectation + spread)
    satisfaction = (
        rules.satisfaction_base + rules.performance_weight * things.performance + rules.disconfirmation_weight * gap
    )
    move = things.weight * (np.clip(satisfaction, 0.0, 1.0) - (found.trust + spread))
    assert move[move > 0.0].sum() == pytest.approx(-rules.trust_loss_weight * move[move < 0.0].sum(), rel=1e-6)
    # Everybody reports as often as everybody else, so nothing is to be taken off the mean outcome.
    assert found.efficacy == pytest.approx(0.75, abs=0.005)


def test_who_believes_in_reporting_reports_more_and_so_the_mean_of_all_is_lower(rules):
    people = np.arange(1000, dtype=np.int32)
    often = np.repeat(people, 1 + (spread_of_minds(1000, 3)[1] > 0.0))
    some = np.ones(len(often))
    things = Experiences(often, some, some, some > 0.0, np.where(np.arange(len(often)) % 2, 1.0, 0.5))
    assert resting_minds(things, 1000, 3, rules, BEGUN).efficacy < 0.75 - 0.02


def test_where_nothing_happens_minds_stay_as_they_began(rules):
    assert resting_minds(lived([], [], [], []), 1000, 3, rules, BEGUN) == BEGUN


@cache
def years_of_the_town() -> np.ndarray:
    """Mean trust and efficacy of the training town when measuring begins and one, three and five years later."""
    rows = []
    for seed in (1, 2):
        district = District(Plan(load("status_quo").with_place("training_town").parameters, seed, 5 * YEAR, WARMUP))
        district.run()
        days = WARMUP + YEAR * np.array([0, 1, 3, 5]) - 1
        rows.append(district.state.tallies.daily[[TRUST, EFFICACY]][:, days])
    return np.mean(rows, axis=0)


@pytest.mark.parametrize(("row", "most"), [(0, 0.01), (1, 0.03)])
def test_trust_and_efficacy_do_not_drift_under_the_status_quo(row, most):
    """They drifted by 0.04 and 0.16 in five years when they began anywhere."""
    level = years_of_the_town()[row]
    assert np.abs(level - level[0]).max() < most


def test_a_place_states_how_minds_rest_and_everybody_begins_around_it(town):
    stated = Minds(efficacy=0.7, trust=0.4, expectation=0.6)
    place = town.place.model_copy(update={"minds": stated})
    minds = District(Plan(town.model_copy(update={"place": place}), seed=1, days=1, warmup=0)).state.minds
    for name in Minds.model_fields:
        assert minds[name].mean() == pytest.approx(getattr(stated, name), abs=0.01)
        assert 0.05 < minds[name].std() < 0.2


# --- What is measured, and when ----------------------------------------------------------------------------------


@pytest.fixture
def pilots(monkeypatch):
    """How often a pilot run was lived, from now on."""
    lived_now: list[int] = []
    live = pilot._pilot
    monkeypatch.setattr(pilot, "_kept", type(pilot._kept)())
    monkeypatch.setattr(pilot, "_pilot", lambda *asked: lived_now.append(1) or live(*asked))
    return lived_now


def begun(parameters, **plan):
    return District(Plan(parameters, days=1, warmup=0, **plan))


def test_more_needs_ask_for_larger_departments(town, changed, pilots):
    usual, more = begun(town), begun(changed(town, {"needs.rate_multiplier": 1.5}))
    factor = more.state.departments.capacity.sum() / usual.state.departments.capacity.sum()
    assert factor == pytest.approx(1.5, rel=0.07) and len(pilots) == 2
    begun(changed(town, {"needs.rate_multiplier": 1.5}))
    assert len(pilots) == 2, "the same content is measured once"


def test_hearing_less_asks_for_smaller_departments(town, changed):
    usual, less = begun(town), begun(changed(town, {"hearing.patrol_hazard": 0.0}))
    kinds = [usual.kinds.index(kind) for kind in ("hazard", "litter", "parking")]
    assert (less.state.departments.capacity[kinds] < 0.8 * usual.state.departments.capacity[kinds]).all()


def test_what_a_policy_does_leaves_departments_and_minds_as_they_are(town, changed, pilots):
    policy = changed(town, {"channels.app_reach": 0.9, "grid.workers_per_1000_households": 6.0})
    usual, other = begun(town), begun(policy, status_quo=town.levers)
    np.testing.assert_array_equal(usual.state.departments.capacity, other.state.departments.capacity)
    assert usual.at_rest == other.at_rest and not pilots


def test_an_assumption_that_moves_nothing_leaves_everything_as_stated(town, changed):
    usual, other = begun(town), begun(changed(town, {"routing.department_margin": 1.2}))
    assert other.at_rest.inflow == pytest.approx(usual.at_rest.inflow)
    assert other.at_rest.minds == usual.at_rest.minds


def test_a_place_that_states_nothing_is_measured(town, pilots):
    place = town.place.model_copy(update={"departments": {}, "minds": None})
    district = begun(town.model_copy(update={"place": place}))
    assert len(pilots) == 2, "once for the size of departments, once for a year of all seasons"
    assert district.state.departments.capacity.sum() > 0.0
    assert district.at_rest.minds.efficacy > 0.6 > 0.5 > district.at_rest.minds.trust


def test_a_large_place_is_measured_on_some_of_its_communities():
    place = load("status_quo").with_place("yantian").parameters.place
    some = pilot.some_communities(place)
    assert some.residents <= pilot.PILOT_RESIDENTS < place.residents
    assert some.residents / some.communities == pytest.approx(place.residents / place.communities, rel=0.001)
    assert some.residents / some.built_km2 == pytest.approx(place.residents / place.built_km2, rel=0.001)


def test_rare_kinds_lean_on_all_kinds_together():
    stated, before = {"often": 100.0, "rare": 1.0}, {"often": 100.0, "rare": 0.2}
    now = {"often": 150.0, "rare": 0.8}
    moved = pilot.moved_inflow(stated, now, before, thousand_years=5.0)
    assert moved["often"] == pytest.approx(150.0, rel=0.01)
    overall = 150.8 / 100.2
    assert moved["rare"] == pytest.approx((0.8 * 5 + 20 * overall) / (0.2 * 5 + 20))


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name, _ in names()["place"]])
def test_what_places_state_is_what_pilots_measure(name):
    """Cases within 5 % and four standard errors of their count, minds within 0.02."""
    parameters = status_quo_of(name)
    stated, got = parameters.place, mean_of(parameters)
    people = pilot.some_communities(stated).residents / 1000.0
    for kind, cases in got.inflow.items():
        counted = max(cases * people * 3, 1.0)
        assert stated.departments.get(kind, 0.0) == pytest.approx(cases, rel=0.05 + 4.0 / np.sqrt(counted), abs=0.2)
    for mind, level in dict(got.minds).items():
        assert getattr(stated.minds, mind) == pytest.approx(level, abs=0.02), mind
    assert lines(got).startswith("departments = {hazard = ") and "minds = {efficacy = 0." in lines(got)


# --- Departments catch up ----------------------------------------------------------------------------------------


SURGE = 1.4
IN_TIME = 22.0


def first_of_next_month(district):
    """Live until the first of a month, before anybody has decided anything on it."""
    district.run_to(district.day + 1)
    while district.date(district.day).day != 1:
        district.run_to(district.day + 1)


def days_of_work_waiting(district):
    return float(cases_waiting(district).sum() / district.state.departments.capacity.sum())


@cache
def after_a_surge(most, surge=SURGE):
    """Days of work in queues of departments after a month in which they got 1.4 times as much, and when time is up.

    Nobody loses patience, so that what waits is worked off or waits on.
    """
    scenario = load("status_quo").with_place("training_town")
    for name, value in {"catch_up_days": IN_TIME, "catch_up_most": most}.items():
        scenario = scenario.assume(f"routing.{name}", value)
    district = District(Plan(scenario.assume("service.patience_days", 60).parameters, 1, 200, 60))
    district.run_to(60)
    first_of_next_month(district)
    usual = district.state.kinds.department_share.copy()
    district.state.kinds.department_share[:] = np.minimum(surge * usual, 1.0)
    first_of_next_month(district)
    district.state.kinds.department_share[:] = usual
    waits, day = days_of_work_waiting(district), district.day
    facts = district.state.facts
    until = int(np.searchsorted(facts.working_index, facts.working_index[day] + IN_TIME, "right"))
    district.run_to(until)
    left, extra = days_of_work_waiting(district), district.state.departments.extra.copy()
    district.run()
    noted = [(when, amount) for when, who, what, amount in district.decisions if what.startswith("overtime_")]
    return waits, left, extra, noted, day


def test_what_piled_up_in_a_surge_is_gone_in_time():
    """Against the same months without it."""
    waits, left, extra, noted, day = after_a_surge(0.3)
    usually, at_any_time, *_ = after_a_surge(0.3, surge=1.0)
    assert waits - usually > 3.0, "the surge filled the queues"
    assert left - at_any_time < 0.15 * (waits - usually)
    assert 0.0 < extra.max() <= 0.3
    assert sum(amount for when, amount in noted if when == day) > 0.0, "somebody decided it and said so"


def test_without_overtime_a_surge_stays_for_long():
    (waits, left, extra, noted, _), (usually, at_any_time, *_) = after_a_surge(0.0), after_a_surge(0.0, surge=1.0)
    assert left - at_any_time > 0.5 * (waits - usually) > 1.5 and not extra.any() and not noted


def test_a_department_promises_what_waits_and_keeps_its_word():
    """44 cases in 22 days are 2 a day; ten days later 24 of them are left, and 11 new ones get 22 days of their own."""
    one = Department.__new__(Department)
    one.promised = [[]]
    assert one.to_work_off(0, 44.0, today=0.0, days=22.0) == pytest.approx(2.0)
    assert one.to_work_off(0, 24.0 + 11.0, today=10.0, days=22.0) == pytest.approx(2.5)
    assert one.to_work_off(0, 0.0, today=11.0, days=22.0) == 0.0, "nothing waits any more"
    assert one.to_work_off(0, 22.0, today=12.0, days=22.0) == pytest.approx(1.0)
    assert one.to_work_off(0, 6.0, today=23.0, days=22.0) == pytest.approx(6.0 / 11.0), "sooner than promised"
    assert one.to_work_off(0, 22.0, today=40.0, days=22.0) == pytest.approx(1.0), "what was not kept is promised anew"


def test_handling_takes_longer_from_a_month_of_queue_on():
    month = WORKDAYS_A_MONTH
    waiting = np.array([0, 1, 1, 1, 1, 1]) * np.array([1.0, 0.5, 1.0, 1.5, 2.0, 9.0]) * month * 2.0
    over = months_over_one(waiting, np.full(6, 2.0))
    assert over == pytest.approx([0.0, 0.0, 0.0, 0.5, 1.0, 1.0])
    assert months_over_one(np.array([3]), np.array([0.0]))[0] == 0.0
    needs = load("status_quo").with_place("yantian").parameters.place
    pace = dict(zip((kind.id for kind in needs.needs), usual_handling(needs.needs), strict=True))
    assert pace["hazard"] < pace["paperwork"] < 1.0 < pace["facility"]
    cases = np.array([needs.departments.get(kind.id, 0.0) for kind in needs.needs])
    assert np.average(usual_handling(needs.needs), weights=cases) == pytest.approx(1.0, abs=0.05)
