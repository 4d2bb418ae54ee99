"""Needs, hours and people are never lost: all are counted again after every day of districts drawn by chance."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from shapan.model.district import Plan
from shapan.model.parameters import Parameters
from shapan.scenarios.formats import all_formats
from support.drawn_scenarios import scenarios
from support.watched.spoiling import MEDDLED, SPOILT
from support.watched.watched import Watched, live_watched

# A failing district is told as drawn: making it smaller would live through it a thousand times.
AS_DRAWN = (Phase.explicit, Phase.reuse, Phase.generate)


@given(data=st.data())
@settings(max_examples=8, deadline=None, phases=AS_DRAWN, suppress_health_check=list(HealthCheck), derandomize=True)
def test_nothing_is_lost_on_any_day(data, made_place, needs, changed, inflow):
    live_watched(data.draw(scenarios(made_place, needs, changed, inflow)))


@pytest.mark.slow
@pytest.mark.timeout(1800)
@given(data=st.data())
@settings(max_examples=400, deadline=None, phases=AS_DRAWN, suppress_health_check=list(HealthCheck))
def test_nothing_is_lost_on_any_day_of_many_more_districts(data, made_place, needs, changed, inflow):
    live_watched(data.draw(scenarios(made_place, needs, changed, inflow)))


def lived(parameters: Parameters) -> Watched:
    """Up to the morning of a Tuesday, after a working day that left something in every state."""
    watched = Watched(Plan(parameters, seed=3, days=30, warmup=0))
    for _ in range(26):
        watched.live_a_day()
    return watched


@pytest.fixture(scope="module")
def pooled_town(town, changed) -> Watched:
    """A busy town with grids that pool their posts."""
    return lived(changed(town, {"needs.rate_multiplier": 3.0, "grid.base_per_party_grid": 3, "grid.pooled_share": 0.4}))


@pytest.fixture(scope="module")
def buying_town(town, changed) -> Watched:
    """A busy town that buys services, with matters that wait."""
    busy = changed(town, {"needs.rate_multiplier": 3.0, "volunteers.time_bank": True, "funding.purchase_yuan": 100.0})
    nobody_meets = {"deliberation.format": "one_matter", "deliberation.meetings_per_year": 0}
    busy = changed(busy, {"matters.rate_multiplier": 5.0, **nobody_meets})
    return lived(busy.model_copy(update={"formats": all_formats()}))


@pytest.mark.parametrize("which", ["pooled_town", "buying_town"])
def test_where_nothing_is_lost_nothing_is_noticed(which, request):
    """A copy lives the day as the town itself would: what is noticed below was done to it."""
    request.getfixturevalue(which).forked().live_a_day()


@pytest.mark.parametrize("spoil", SPOILT, ids=lambda spoil: spoil.__name__)
def test_whatever_is_lost_is_noticed(spoil, pooled_town):
    with pytest.raises(AssertionError):
        pooled_town.forked().live_a_day(spoil)


@pytest.mark.parametrize("meddle", MEDDLED, ids=lambda meddle: meddle.__name__)
def test_whatever_is_given_unearned_is_noticed(meddle, buying_town):
    meddled = buying_town.forked()
    meddled.meddle = meddle
    with pytest.raises(AssertionError):
        meddled.live_a_day()


def test_doors_that_let_in_anybody_are_noticed(buying_town):
    watched = buying_town.forked()
    watched.live_a_day()
    watched.people.doors_let_in_whom_they_serve()
    for column, nothing in (("kinds", 0), ("daily_hours", 0.0)):
        pools = watched.seen.morning.pools.copy()
        pools[column] = nothing
        watched.seen.morning = watched.seen.morning._replace(pools=pools)
        with pytest.raises(AssertionError):
            watched.people.doors_let_in_whom_they_serve()


@pytest.mark.parametrize("hair", [1e-310, 1e-12, 1e-6])
def test_a_hairs_breadth_of_a_post_loses_nothing(hair, town, changed):
    """Hours too small to divide by once made the work of a need infinite when its grid was redrawn."""
    grids = {
        "grid.base_per_party_grid": 3,
        "grid.households_per_grid": 100.0,
        "grid.workers_per_1000_households": 2.0,
        "grid.patrol_share": 0.7,
        "grid.visit_share": 0.25,
        "needs.rate_multiplier": 3.0,
        "service.grid_overhead_hours": 0.0,
    }
    hardly, half, none = (changed(town, {**grids, "grid.pooled_share": share}) for share in (hair, 0.5, 0.0))
    dates = (town.place.start + dt.timedelta(days=day) for day in (14, 21, 28))
    steps = dict(zip(dates, (half.levers, hardly.levers, none.levers), strict=True))
    live_watched(Plan(hardly, seed=3, days=40, warmup=0, steps=steps))
    live_watched(Plan(changed(town, {"centres.social_workers_each": hair}), seed=3, days=40, warmup=0))
