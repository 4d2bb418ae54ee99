"""Staggered hours are shifted, not added: the weekend opens, working days open shorter, staff lose nothing."""

from __future__ import annotations

import math

import pytest

from shapan.model.district import District, Plan
from shapan.model.needs.channels import USUAL_DOOR_HOURS, opening
from shapan.model.needs.useful_hours import staff_useful_share
from shapan.model.observation.record import record


def hours_behind(factor):
    """Hours a day that give this factor of the walk-in hazard."""
    return -USUAL_DOOR_HOURS * math.log(1.0 - factor * (1.0 - math.exp(-1.0)))


@pytest.mark.parametrize("shifted", [0.0, 0.2, 0.5, 1.0])
def test_as_many_hours_a_week_whatever_is_shifted(shifted):
    works, rests = opening(40.0, shifted)
    assert 5.0 * hours_behind(works) + 2.0 * hours_behind(rests) == pytest.approx(40.0)
    assert hours_behind(works) == pytest.approx(8.0 * (1.0 - shifted))


def test_nothing_shifted_is_what_it_was():
    assert opening(40.0) == opening(40.0, 0.0) == (1.0, 0.0)


def test_more_needs_are_heard_at_the_counter_and_staff_lose_no_hour(town, changed):
    """Longer opening hears more as well, and takes hours of the staff; shifting takes none."""
    walked, useful = {}, {}
    for name, levers in (
        ("today", {}),
        ("shifted", {"centres.shifted_hours_share": 0.3}),
        ("longer", {"centres.open_hours_per_week": 60.0}),
    ):
        policy = changed(town, levers)
        district = District(Plan(policy, seed=4, days=120, warmup=0))
        useful[name] = staff_useful_share(policy, district.world, 2)
        district.run()
        walked[name] = record(district).requests["walk_in"]
    assert walked["shifted"] > walked["today"] and walked["longer"] > walked["today"]
    assert useful["shifted"] == useful["today"] > useful["longer"]
