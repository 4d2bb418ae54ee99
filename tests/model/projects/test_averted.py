"""Needs that did not arise: by hand on a small ground, and counted one by one in a district that lives."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from shapan.model.district import District, Plan
from shapan.model.hashing import addressed, poisson, uniform
from shapan.model.ledger.years import years_of_run
from shapan.model.needs.arrival import somebody
from shapan.model.needs.draws import COUNT_DRAW, KEEP_DRAW, WHO_DRAW
from shapan.model.parameters import Parameters
from shapan.model.projects.averted import (
    BY_GOODS,
    BY_WORKS,
    INDUCED,
    Averted,
    Ground,
    nothing_averted,
    rates_of_cells,
)
from shapan.model.projects.effects import part_of_works
from shapan.model.projects.kinds import GOODS, WORKS
from shapan.model.projects.records import ProjectBook
from shapan.model.setup.initial_state import working_calendar
from support.watched.district import WatchedDistrict

pytestmark = pytest.mark.past

FIRST = dt.date(2026, 12, 28)
YEARS = years_of_run(FIRST, 0, working_calendar(FIRST, 10)[0])


def ground() -> Ground:
    """Two cells of one community, a personal and a public kind; public days are twice as rough from the fifth on."""
    roughness = np.ones((2, 10))
    roughness[1, 4:] = 2.0
    return Ground(
        np.array([[1.0, 2.0], [3.0, 4.0]]), np.zeros(2, np.int64), np.array([0, 1]), roughness, np.ones((2, 10))
    )


def test_days_times_rates_times_what_is_taken_off():
    averted, usual = nothing_averted(YEARS, ground()), np.ones((2, 2))
    averted.change(0, usual, usual, usual)
    assert not averted.upto(10).any()
    now = np.array([[1.0, 0.5], [0.75, 1.2]])
    averted.change(2, usual, now, np.array([[1.0, 1.0], [0.0, 1.0]]))
    averted.change(7, usual, usual, usual)
    found = averted.upto(10)
    # 2026 has the days 0 to 3, so two of the five; the public factor doubles from 2027 on.
    assert found[1, 0].tolist() == [2 * 1.0, 2 * 0.75, pytest.approx(2 * 0.8)]
    assert found[2, 0].tolist() == [3 * 2.0, 3 * 0.75, pytest.approx(3 * 2 * 0.8)]


def test_asking_early_changes_nothing():
    averted = nothing_averted(YEARS, ground())
    averted.change(1, np.ones((2, 2)), np.full((2, 2), 0.5), np.full((2, 2), 0.25))
    once = averted.upto(10).copy()
    for day in (3, 5, 8):
        averted.upto(day)
        averted.change(day, np.ones((2, 2)), np.full((2, 2), 0.5), np.full((2, 2), 0.25))
    np.testing.assert_allclose(averted.upto(10), once, rtol=1e-12)
    np.testing.assert_allclose(once[..., BY_GOODS], 3.0 * once[..., BY_WORKS])


def test_works_and_goods_share_what_they_take_off_together():
    works, goods = np.array([0.6, 1.0, 0.6, 1.0, 0.36]), np.array([1.0, 0.9, 0.6, 1.0, 0.6])
    part = part_of_works(works, works * goods)
    np.testing.assert_allclose(part, [1.0, 0.0, 0.5, 0.0, 2.0 / 3.0])
    # Down at the floor works alone would take off all that both do.
    assert part_of_works(np.array([0.2]), np.array([0.2])) == 1.0


@pytest.mark.parametrize(
    ("works", "goods", "part"), [(0.0, 1.0, 1.0), (0.0, 0.9, 1.0), (0.6, 0.0, 0.0), (1.0, 0.0, 0.0), (1.0, 1.0, 0.0)]
)
def test_what_leaves_nothing_at_all_has_spared_everything(works, goods, part):
    """Assumptions may say that works or goods leave nothing; their part is known all the same."""
    assert part_of_works(np.array([works]), np.array([works * goods])) == part


@pytest.mark.parametrize("least", ["works_leave", "goods_leave"])
def test_needs_prevented_are_known_where_works_or_goods_leave_nothing(least, town, changed):
    levers = {"delivery.least_left": 0.0, f"delivery.{least}": 0.0, "funding.project_yuan": 600_000.0}
    district = District(Plan(changed(town, levers), 1, 400, 0))
    district.run()
    form = WORKS if least == "works_leave" else GOODS
    assert any(one.acts(399) and one.form == form for one in district.of(ProjectBook).projects)
    averted = district.of(ProjectBook).averted.upto(district.length)
    assert np.isfinite(averted).all() and averted[1:, :, :2].sum() > 0.0


def test_rates_of_cells_are_those_of_their_residents():
    cumulative = np.array([[0.2, 0.5, 1.0, 0.25, 1.0]])  # three residents of the first community, two of the second
    first, community = np.array([0, 1, 3, 3, 4, 5]), np.array([0, 3, 5])
    rates = rates_of_cells(cumulative, first, community, np.array([[10.0], [4.0]]))
    np.testing.assert_allclose(rates[[0, 1, 3, 4], 0], [2.0, 8.0, 1.0, 3.0])
    assert rates[2, 0] == 0.0


def test_expected_needs_are_those_thinned_one_by_one(made_place, needs, inflow, changed, monkeypatch):
    """All candidates of every day are drawn again and held against what was in force with and without projects."""
    place = made_place(communities=2, residents=6_000, area_km2=1.0, built_km2=0.8, needs=needs, departments=inflow)
    policy = changed(
        Parameters(place=place),
        {"funding.project_yuan_per_resident": 0, "funding.project_yuan": 900_000, "projects.batches_per_year": 4},
    )
    district = WatchedDistrict(Plan(policy, seed=8, days=500, warmup=0))
    without = [np.ones_like(district.state.hearing.intensity)]
    usual = Averted.change

    def watch(self, day, before, now, part):
        without[0] = before.copy()
        usual(self, day, before, now, part)

    monkeypatch.setattr(Averted, "change", watch)
    thinned = brought = 0

    def counted(day):
        nonlocal thinned, brought
        for one in range(district.day, day):
            fewer, more = thinned_on(one, district, without[0])
            thinned, brought = thinned + fewer, brought + more

    district.after_decisions = counted
    district.run()
    found = district.of(ProjectBook).averted.upto(district.length).sum(axis=(0, 1))
    expected = found[BY_WORKS] + found[BY_GOODS]
    assert expected > 200.0 and found[INDUCED] > 5.0
    assert abs(thinned - expected) < 4.0 * np.sqrt(expected)
    assert abs(brought - found[INDUCED]) < 4.0 * np.sqrt(found[INDUCED])


def thinned_on(day: int, district: District, without: np.ndarray) -> tuple[int, int]:
    """Needs of a day that projects kept from arising, and that building brought."""
    facts, kinds, now = district.state.facts, district.state.kinds, district.state.hearing.intensity
    fewer = more = 0
    today = np.uint64(addressed(facts.seed_key, day))
    for community in range(len(facts.daily_rate)):
        for kind in range(len(kinds)):
            stream = np.uint64(addressed(np.uint64(addressed(today, community)), kind))
            mean = facts.daily_rate[community, kind] * kinds.ceiling[kind]
            mean *= facts.roughness[2 * community + kinds.public[kind], day]
            mean *= facts.load[kind, day]
            for which in range(poisson(mean, uniform(stream, COUNT_DRAW))):
                key = np.uint64(addressed(stream, which + 1))
                cell = facts.resident_cell[somebody(facts, community, kind, uniform(key, WHO_DRAW))]
                level = uniform(key, KEEP_DRAW) * kinds.ceiling[kind]
                fewer += now[cell, kind] <= level < without[cell, kind]
                more += without[cell, kind] <= level < now[cell, kind]
    return fewer, more
