"""Needs born in the measured days are followed to their end, and nothing that happens later counts otherwise."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from shapan.model.columns import BORN, OPEN
from shapan.model.district import District, Plan
from shapan.model.observation.figures import BINS, of_the_district
from shapan.model.observation.need_log import measured
from shapan.model.observation.record import record
from shapan.model.parameters import Parameters

DAYS, WARMUP, LONGER = 45, 30, 150


def lived(town, days):
    district = District(Plan(Parameters(place=town.place), seed=3, days=days, warmup=WARMUP))
    district.run()
    return district


@pytest.fixture(scope="module")
def followed(town):
    district = lived(town, DAYS)
    evening = of_the_district(measured(district))
    held = district.ledger.total("holder")
    return evening, held, record(district), district


def test_every_need_born_in_the_measured_days_has_an_end(followed):
    _, _, run, _ = followed
    assert run.funnel["open"] == 0 and run.funnel["born"] == sum(run.funnel[name] for name in BINS)
    assert run.indicators["coverage"] == run.funnel["met_on_time"] / run.funnel["born"]


def test_their_ends_are_those_of_a_longer_run(followed, town):
    """The same births in a run that goes on for months: what was called late, lapsed or met is so there too."""
    _, _, run, _ = followed
    longer = lived(town, LONGER)
    needs = longer.state.needs[: int(longer.state.tallies.tally[BORN])]
    born = (needs.birth_day >= WARMUP) & (needs.birth_day < WARMUP + DAYS)
    assert not (needs.bin[born] == OPEN).any()
    counts = np.bincount(needs.bin[born], minlength=len(BINS)).tolist()
    assert {name: run.funnel[name] for name in BINS} == dict(zip(BINS, counts, strict=True))


def test_on_the_last_evening_some_are_open_and_following_tells_more(town, followed):
    _, _, run, _ = followed
    evening = measured(lived(town, DAYS))
    assert (evening.needs.bin == OPEN).sum() > 50
    assert (evening.needs.bin == OPEN).sum() + evening.closed.sum() == run.funnel["born"]


def test_stocks_hours_and_money_are_those_of_the_last_measured_evening(followed):
    evening, held, run, district = followed
    assert district.day == district.length, "only a copy has lived on"
    assert {name: run.indicators[name] for name in evening} == evening
    assert run.money["held"] == pytest.approx(held / 100)
    assert run.money["in"] == pytest.approx(run.money["spent"] + run.money["held"])
    assert int(run.ledger.day.max()) <= DAYS and int(run.daily.day.max()) == DAYS
    assert int(run.decisions.day.max()) <= DAYS


def test_what_lines_met_on_time_is_still_the_funnel(followed):
    _, _, run, _ = followed
    assert run.bought.needs_met.sum() == pytest.approx(run.funnel["met_on_time"])


def test_a_run_without_measured_days_is_not_followed(town):
    district = lived(town, 0)
    run = record(district)
    assert run.indicators == {} and run.funnel["born"] == 0 and district.day == WARMUP


def test_a_step_after_the_measured_days_does_not_act(town):
    parameters = Parameters(place=town.place)
    later = town.place.start + dt.timedelta(days=DAYS)
    levers = parameters.levers.model_copy(
        update={"channels": parameters.levers.channels.model_copy(update={"app_reach": 0.9})}
    )
    plain = District(Plan(parameters, seed=3, days=DAYS, warmup=WARMUP))
    stepped = District(Plan(parameters, seed=3, days=DAYS, warmup=WARMUP, steps={later: levers}))
    plain.run()
    stepped.run()
    assert record(plain).funnel == record(stepped).funnel
