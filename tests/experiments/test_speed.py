"""Fast enough to wait for, small enough for a laptop; counted in processor time, so that neighbours matter little."""

from __future__ import annotations

import time

import pytest

from shapan.experiments.runner import simulate
from shapan.experiments.speed import measure, peak_memory
from shapan.scenarios.library import load

MOST_SECONDS = {"training_town": 0.1, "yantian": 2.0}
MOST_MIB = 600


@pytest.mark.alone
@pytest.mark.parametrize("place", sorted(MOST_SECONDS))
def test_a_year_is_over_soon(place):
    scenario = load("status_quo").with_place(place)
    simulate(scenario, days=30, warmup=0)
    spent = []
    for _ in range(5):
        started = time.process_time()
        simulate(scenario, days=365, warmup=0)
        spent.append(time.process_time() - started)
    assert min(spent) <= MOST_SECONDS[place], spent


@pytest.mark.alone
def test_a_large_district_fits_into_little_memory():
    peak = peak_memory("yantian")
    assert peak is None or 50 < peak <= MOST_MIB


def test_the_benchmark_times_each_round_against_the_reference():
    reference, town = measure(quick=True, places=("training_town",))
    assert (reference.name, town.name) == ("reference", "training_town")
    assert set(reference.ratios) == {1.0} and len(town.seconds) == len(reference.seconds) >= 3
    for mine, yardstick, ratio in zip(town.seconds, reference.seconds, town.ratios, strict=True):
        assert ratio == pytest.approx(mine / yardstick)
