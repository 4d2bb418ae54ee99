"""Small enough for a laptop; how fast stands in `shapan bench`, as ratios, since seconds depend on the neighbours."""

from __future__ import annotations

import pytest

from shapan.experiments.machine.speed import measure, peak_memory

MOST_MIB = 600


@pytest.mark.alone
def test_a_large_district_fits_into_little_memory():
    peak = peak_memory("yantian", "yantian")
    assert peak is None or 50 < peak <= MOST_MIB


def test_the_benchmark_times_each_round_against_the_reference():
    reference, town = measure(quick=True, worlds=(("training_town", "shenzhen"),))
    assert (reference.name, town.name) == ("reference", "training_town, shenzhen")
    assert set(reference.ratios) == {1.0} and len(town.seconds) == len(reference.seconds) >= 3
    for mine, yardstick, ratio in zip(town.seconds, reference.seconds, town.ratios, strict=True):
        assert ratio == pytest.approx(mine / yardstick)
