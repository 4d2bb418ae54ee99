"""Being deaf does not pay: what nobody heard is felt, and counts in every figure of those who had a need (ODD 7.5)."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from shapan import load, simulate

SEEDS = range(1, 5)
EVERYBODY = ("satisfaction_true", "trust")
"""Figures that count everybody with a need."""
CLOSED: dict[str, Any] = {
    "channels.walk_in": False,
    "channels.visits": False,
    "channels.app_reach": 0.0,
    "grid.patrol_share": 0.0,
    "grid.stewards_per_1000": 0.0,
}
MORE_POSTS: dict[str, Any] = {
    "grid.workers_per_1000_households": 6.0,
    "staff.workers_per_10000": 20.0,
    "centres.social_workers_each": 8.0,
}


SHUT: dict[str, Any] = {"centres.open_hours_per_week": 0.0}
SETS: tuple[dict[str, Any], ...] = ({}, CLOSED, SHUT, MORE_POSTS)


@cache
def years() -> list[list[dict[str, float]]]:
    """Indicators of a year in the training town under each set of levers, seed by seed.

    All sets of one seed come one after another, so that they share how they begin.
    """
    town = load("status_quo").with_place("training_town")
    return [
        [simulate(town.set_many(levers), seed=seed, days=365, warmup=60).indicators for levers in SETS]
        for seed in SEEDS
    ]


def figures(levers: dict[str, Any]) -> dict[str, NDArray[np.float64]]:
    runs = [of_seed[SETS.index(levers)] for of_seed in years()]
    return {name: np.array([run[name] for run in runs]) for name in runs[0]}


def change(levers: dict[str, Any], name: str) -> NDArray[np.float64]:
    """What the levers change in an indicator, pair by pair."""
    return figures(levers)[name] - figures({})[name]


@pytest.mark.parametrize("name", EVERYBODY)
def test_closing_every_channel_lowers_what_everybody_feels(name):
    assert (change(CLOSED, name) < 0.0).all()


@pytest.mark.parametrize("name", EVERYBODY)
def test_closing_the_centres_lowers_what_everybody_feels(name):
    assert (change(SHUT, name) < 0.0).all()


@pytest.mark.parametrize("name", EVERYBODY)
def test_serving_better_raises_what_everybody_feels(name):
    assert (change(MORE_POSTS, name) > 0.0).all()


def test_only_those_served_are_better_off_where_few_are():
    """The old figures still say that of those served, and no longer for everybody."""
    for name, everybody in (
        ("satisfaction_served", "satisfaction_true"),
        ("handled_within_7_days_of_handled_share", "handled_within_7_days_share"),
    ):
        assert (change(SHUT, name) > 0.0).all() and (change(SHUT, everybody) < 0.0).all()
    assert (change(CLOSED, "days_to_resolution_median") > 0.0).all()


def test_figures_of_those_served_leave_out_who_was_not():
    found = figures({})
    assert (found["handled_within_7_days_share"] < found["handled_within_7_days_of_handled_share"]).all()
    assert (found["days_to_resolution_median"] > found["days_to_resolution_median_met"]).all()
    assert (found["satisfaction_true"] < found["satisfaction_served"]).all()
