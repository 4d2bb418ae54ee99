"""What all of a district has in common on a day: no more needs over a year, the same days bad under every policy."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from shapan.model.columns import BORN
from shapan.model.district import District, Plan
from shapan.model.festivals import festivals
from shapan.model.needs.load import NO_COMMON_LOAD, common_factor, common_load, weather, year_of_days
from shapan.model.parameters import Parameters
from shapan.model.parameters.assumptions.needs import NeedsAssumptions
from shapan.model.place.world import build_world
from shapan.model.setup.initial_state import settle_facts

KINDS = ("hazard", "litter", "parking", "facility", "care", "child", "livelihood", "paperwork", "dispute", "culture")
USUAL = NeedsAssumptions()
NONE = NeedsAssumptions(**NO_COMMON_LOAD)
DAYS = 365


def of_needs(field, value):
    return USUAL.model_copy(update={field: value})


@pytest.mark.parametrize("year", [2020, 2024, 2026, 2035, 2060])
def test_a_calendar_year_brings_no_more_needs_than_without(year):
    np.testing.assert_allclose(year_of_days(KINDS, year, USUAL).mean(axis=1), 1.0, rtol=1e-12)


def test_what_is_drawn_has_an_expectation_of_one():
    drawn = np.array([[common_factor(DAYS, USUAL, seed), weather(DAYS, USUAL, seed)] for seed in range(200)])
    by_seed = drawn.mean(axis=2)
    error = by_seed.std(axis=0, ddof=1) / np.sqrt(len(by_seed))
    assert (np.abs(by_seed.mean(axis=0) - 1.0) < 4.0 * error).all()
    assert (error < 0.005).all()


def test_the_common_factor_has_the_shape_of_city_counts():
    """Shape 38: a coefficient of variation of 0.16; a bad day is followed by another half as bad, as assumed."""
    drawn = np.array([common_factor(3_000, USUAL, seed) for seed in range(20)])
    assert 1.0 / drawn.var() == pytest.approx(38.0, rel=0.1)
    after = np.corrcoef(drawn[:, :-1].ravel(), drawn[:, 1:].ravel())[0, 1]
    assert after == pytest.approx(USUAL.common_persistence, abs=0.03)


def test_bad_weather_is_as_frequent_as_assumed_and_comes_in_spells():
    bad = np.array([weather(3_000, USUAL, seed) > 1.0 for seed in range(20)])
    assert bad.mean() == pytest.approx(USUAL.weather_share, abs=0.01)
    assert bad[:, 1:][bad[:, :-1]].mean() > 2.0 * bad.mean()


def test_without_any_of_it_all_days_are_one():
    assert (common_load(KINDS, dt.date(2025, 11, 3), 700, NONE, seed=3) == 1.0).all()


@pytest.mark.parametrize(
    "field, kinds",
    [
        ("common_shape", KINDS),
        ("weather_factor", ("hazard", "facility")),
        ("season_summer", ("hazard", "facility", "litter")),
        ("season_winter", ("care",)),
        ("weekday_office", ("livelihood", "paperwork")),
        ("weekday_neighbours", ("litter", "parking", "dispute", "culture")),
        ("festival_office", ("livelihood", "paperwork")),
        ("festival_culture", ("culture",)),
        ("festival_neighbours", ("litter", "parking", "dispute")),
    ],
)
def test_every_assumption_moves_its_own_kinds_and_no_others(field, kinds):
    only = NONE.model_copy(update={field: getattr(USUAL, field)})
    load = common_load(KINDS, dt.date(2026, 1, 1), DAYS, only, seed=1)
    assert {kind for kind, days in zip(KINDS, load, strict=True) if (days != 1.0).any()} == set(kinds)


def test_seasons_and_festivals_fall_where_the_calendar_has_them():
    of = dict(zip(KINDS, year_of_days(KINDS, 2026, USUAL), strict=True))
    first = dt.date(2026, 1, 1)
    day = {name: (dt.date(2026, *date) - first).days for name, date in {"july": (7, 15), "january": (1, 14)}.items()}
    assert of["hazard"][day["july"]] == pytest.approx(1.15 / 0.85 * of["hazard"][day["january"]], rel=0.01)
    assert of["care"][day["january"]] > of["care"][day["july"]]
    spring, usual_tuesday = (dt.date(2026, 2, 17) - first).days, (dt.date(2026, 3, 17) - first).days
    assert of["culture"][spring] == pytest.approx(USUAL.festival_culture * of["culture"][usual_tuesday])
    assert of["paperwork"][spring] == pytest.approx(USUAL.festival_office * of["paperwork"][usual_tuesday])
    saturday = (dt.date(2026, 3, 21) - first).days
    assert of["paperwork"][saturday] == pytest.approx(USUAL.weekday_office * of["paperwork"][usual_tuesday])
    assert of["child"][saturday] == of["child"][usual_tuesday] == 1.0


def test_public_holidays_are_those_published():
    """Spring Festivals as every schedule has them, thirteen days in all since 2025 and eleven before."""
    published = {2020: (1, 25), 2021: (2, 12), 2022: (2, 1), 2023: (1, 22), 2024: (2, 10), 2025: (1, 29), 2026: (2, 17)}
    assert all(dt.date(year, *day) in festivals(year) for year, day in published.items())
    assert dt.date(2023, 6, 22) in festivals(2023) and dt.date(2024, 9, 17) in festivals(2024)
    assert [dt.date(year, 4, day) in festivals(year) for year, day in ((2024, 4), (2025, 4), (2023, 5))] == [True] * 3
    # In 2020 the Mid-Autumn Festival fell on National Day.
    assert [len(festivals(year)) for year in (2020, 2024, 2026, 2035)] == [10, 11, 13, 13]


@pytest.fixture
def town(made_place, needs, inflow):
    return Parameters(place=made_place(needs=needs, departments=inflow))


def born_by_day(parameters, seed=1, days=DAYS):
    district = District(Plan(parameters, seed=seed, days=days, warmup=0, earlier_years=False))
    district.run()
    needs = district.state.needs[: district.state.tallies.tally[BORN]]
    return np.bincount(needs.birth_day, minlength=days), needs


def test_days_of_a_district_are_as_rough_as_city_counts(made_place, needs, inflow):
    """The target set beforehand: 0.15 to 0.25 as they stand, in a district of nineteen communities."""
    place = made_place(communities=19, streets=1, residents=100_000, needs=needs, departments=inflow)
    rough, even = (
        settle_facts(build_world(place), parameters_with(place, assumed), 1, dt.date(2026, 1, 1), DAYS)
        for assumed in (USUAL, NONE)
    )
    spread = []
    for facts in (rough, even):
        public = np.array([kind.stream == "public" for kind in needs], np.int64)
        factor = facts.roughness.reshape(19, 2, DAYS)[:, public] * facts.load
        daily = (facts.daily_rate[:, :, None] * factor).sum(axis=(0, 1))
        count = np.random.default_rng(1).poisson(daily)
        spread.append(count.std() / count.mean())
    assert 0.15 <= spread[0] <= 0.25
    assert spread[1] < 0.11


def parameters_with(place, assumed):
    parameters = Parameters(place=place)
    return parameters.model_copy(update={"assumptions": parameters.assumptions.model_copy(update={"needs": assumed})})


def test_every_policy_has_the_same_days(town, changed):
    usual, needs = born_by_day(town, days=120)
    other, theirs = born_by_day(changed(town, {"staff.admin_share": 0.2, "grid.patrol_share": 0.2}), days=120)
    # What open matters and covenants move apart is a need here and there.
    assert np.abs(usual - other).sum() < 0.02 * usual.sum()
    assert np.isin(needs.key, theirs.key).mean() > 0.98


def test_whoever_is_born_on_an_even_day_is_born_as_before(town):
    """With no common load every need is the one that arose before there was such a thing."""
    even, _ = born_by_day(parameters_with(town.place, NONE), days=60)
    facts = settle_facts(build_world(town.place), parameters_with(town.place, NONE), 1, town.place.start, 60)
    assert (facts.load == 1.0).all()
    expected = float((facts.daily_rate[:, :, None] * facts.roughness.reshape(-1, 2, 60)[:, [0]]).sum())
    assert even.sum() == pytest.approx(expected, rel=0.1)
