"""Runs share their beginning only where nothing they do otherwise could have been seen before."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, replace

import numpy as np
import pytest

from shapan.model import forking
from shapan.model.ahead import another_follows, follows
from shapan.model.branching import digest
from shapan.model.columns import BORN
from shapan.model.district import District
from shapan.model.observation.record import record
from shapan.model.parameters.place import Minds
from shapan.model.pilots.schedule import Pilot
from shapan.model.plan import AtRest, Plan
from shapan.model.run import run_district
from shapan.model.triggers.schedule import Trigger
from shapan.scenarios.library import load, parse_shock

SEED, DAYS, WARMUP = 3, 40, 20
TODAY = load("status_quo").with_place("training_town")
OTHERS = load("yantian").with_place("training_town")
START = TODAY.parameters.place.start
REACH = {"channels": {"app_reach": 0.6}}


def plan_of(scenario=TODAY, **changes):
    levers = scenario.warmup_parameters.levers
    return replace(Plan(scenario.parameters, SEED, DAYS, WARMUP, status_quo=levers), **changes)


def soon(days):
    return START + dt.timedelta(days=days)


LATER = {
    "parameters": plan_of(OTHERS).parameters,
    "steps": {soon(10): OTHERS.parameters.levers},
    "named": {soon(10): REACH},
    "pilots": (Pilot(soon(5), 0.3, REACH, "satisfaction_recorded", 14),),
    "triggers": (Trigger("satisfaction_recorded", "<", 1.0, 1, REACH),),
    "shocks": (TODAY.with_shock(parse_shock(f"epidemic:{soon(8)}:10:3")).shocks[0].acting,),
}
"""What no day before the switch depends on, and another value of it."""

BEFORE = {
    "seed": 4,
    "days": 41,
    "warmup": 21,
    "status_quo": TODAY.set("grid.patrol_share", 0.31).parameters.levers,
    "drawn": np.zeros(4, np.int32),
    "at_rest": AtRest({}, Minds(efficacy=0.5, trust=0.5, expectation=0.5)),
    "earlier_years": False,
}
"""What days before the switch depend on, and another value of it; `parameters` beside them, but for the levers."""


@pytest.fixture(autouse=True)
def nothing_kept():
    forking.forget()
    yield
    forking.forget()


@pytest.fixture
def built(monkeypatch):
    """The plans that a district was built for, each lived from its first day."""
    found, plain = [], District.__init__
    monkeypatch.setattr(District, "__init__", lambda self, plan: (found.append(plan), plain(self, plan))[1])
    return found


def bits(run):
    values = [repr(sorted(run.indicators.items())), run.daily.to_csv(), run.by_cell.to_csv(), run.ledger.to_csv()]
    return [*values, run.events.to_csv()]


def test_every_part_of_a_plan_is_said_to_come_before_the_switch_or_after_it():
    assert {one.name for one in fields(Plan)} == {*LATER, *BEFORE}


@pytest.mark.parametrize("name", BEFORE)
def test_whatever_comes_before_the_switch_is_part_of_the_beginning(name):
    assert forking._beginning(plan_of()) != forking._beginning(plan_of(**{name: BEFORE[name]}))


@pytest.mark.parametrize("name", LATER)
def test_what_comes_after_the_switch_is_not(name):
    assert forking._beginning(plan_of()) == forking._beginning(plan_of(**{name: LATER[name]}))


def test_place_assumptions_and_formats_are_part_of_the_beginning():
    usual = plan_of().parameters
    one_format = dict(list(usual.formats.items())[:1]) if isinstance(usual.formats, dict) else usual.formats[:1]
    others = [
        TODAY.assume("service.patience_days", 20.0).parameters,
        TODAY.redrawn(7).parameters,
        usual.model_copy(update={"place": usual.place.model_copy(update={"start": soon(1)})}),
        usual.model_copy(update={"formats": one_format}),
    ]
    found = [forking._beginning(plan_of(parameters=one)) for one in (usual, *others)]
    assert all(found[0] != one for one in found[1:])


def test_steps_before_the_switch_share_nothing():
    assert forking._beginning(plan_of(steps={soon(-1): OTHERS.parameters.levers})) is None


def test_no_day_before_the_switch_depends_on_what_comes_after_it():
    def stands(plan):
        district = District(plan)
        district.run_to(WARMUP)
        assert district.levers_from == plan.levers_from
        district.levers_from = {}  # the dates of steps to come are in the digest too
        return digest(district)

    assert stands(plan_of(**LATER)) == stands(plan_of())


def test_the_first_of_several_runs_leaves_its_beginning_behind(built):
    plans = [plan_of(), plan_of(OTHERS), plan_of(triggers=LATER["triggers"], pilots=LATER["pilots"])]
    plans.append(plan_of(shocks=LATER["shocks"]))
    with another_follows(True):
        shared = [bits(run_district(plan)) for plan in plans]
    assert len(built) == 1
    alone = []
    for plan in plans:
        forking.forget()
        alone.append(bits(run_district(plan)))
    assert shared == alone and len(built) == 1 + len(plans)
    assert len({tuple(one) for one in alone}) == len(plans), "each does something of its own"


def test_what_is_kept_has_no_room_for_needs_and_knows_of_no_later_one(built):
    with another_follows(True):
        district = forking.begun(plan_of())
    (beginning,) = forking.kept()
    kept = beginning.district
    stood = digest(kept)
    assert len(kept.state.needs) == kept.state.tallies.tally[BORN] < len(district.state.needs)
    district.run()
    assert digest(kept) == stood and kept.day == WARMUP
    other = forking.begun(plan_of(OTHERS))
    assert len(other.state.needs) == beginning.room and other.plan is not kept.plan and len(built) == 1


def test_events_are_shared_by_copies_since_nothing_in_them_can_change():
    district = District(plan_of(OTHERS))
    district.run()
    assert len({type(event) for _, event in district.events}) > 20
    for _, event in district.events:
        hash(event)
    other = forking.forked(district, district.plan)
    assert other.events == district.events and other.events is not district.events
    assert record(other, following=other).events.equals(record(district, following=district).events)


def test_whether_another_run_follows_is_known_only_while_somebody_says_so():
    assert not follows()
    with another_follows(True):
        with another_follows(False):
            assert not follows()
        assert follows()
    assert not follows()


def test_worlds_that_come_back_with_a_lever_moved_live_no_day_before_the_switch_again(built):
    with another_follows(True):
        for seed in (3, 4, 5):
            run_district(plan_of(seed=seed))
    moved = [bits(run_district(plan_of(OTHERS, seed=seed))) for seed in (3, 4, 5)]
    assert [plan.seed for plan in built] == [3, 4, 5]
    forking.forget()
    assert moved == [bits(run_district(plan_of(OTHERS, seed=seed))) for seed in (3, 4, 5)]


def test_beginnings_used_longest_ago_go_first_and_a_large_place_is_kept_alone(monkeypatch):
    people = plan_of().parameters.place.residents
    monkeypatch.setattr(forking, "RESIDENTS_KEPT", 2 * people)
    with another_follows(True):
        for seed in (3, 4, 3, 5):
            forking.begun(plan_of(seed=seed))
        assert [one.depends_on[0][0] for one in forking.kept()] == [3, 5]
        monkeypatch.setattr(forking, "RESIDENTS_KEPT", people - 1)
        forking.begun(plan_of(seed=6))
    assert [one.depends_on[0][0] for one in forking.kept()] == [6]


def test_no_more_beginnings_are_remembered_than_said(monkeypatch, built):
    monkeypatch.setattr(forking, "PLANS_REMEMBERED", 2)
    for seed in (3, 4, 5, 3):
        forking.begun(plan_of(seed=seed))
    assert len(built) == 4 and not forking.kept(), "the first was met too long ago to be a second"
    forking.begun(plan_of(seed=3))
    assert [one.depends_on[0][0] for one in forking.kept()] == [3] and len(forking._met) <= 3
