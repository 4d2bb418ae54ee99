"""Centres: how many, where, and what of them is within reach; checked against sums written out by hand."""

from __future__ import annotations

from itertools import combinations
from math import exp

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shapan.model.place.reach import gaussian_decay, number_of_centres, site_centres, two_step_reach
from shapan.model.place.world import build_world


@pytest.mark.parametrize(("spacing", "count"), [(1.0, 20), (1.5, 9), (0.7, 41), (0.3, 70), (5.0, 4)])
def test_the_number_of_centres_in_a_large_district(large_world, spacing, count):
    assert number_of_centres(large_world, spacing) == len(site_centres(large_world, spacing)) == count


def test_a_small_town_has_no_more_centres_than_people_for_them(small_world, made_place):
    assert number_of_centres(small_world, 0.3) == 3  # 10,000 residents, 3,000 a centre
    assert number_of_centres(small_world, 5.0) == 1
    assert number_of_centres(build_world(made_place(residents=2_000)), 0.3) == 1


@pytest.mark.parametrize("spacing", [0.5, 1.0, 1.5, 5.0])
def test_every_cell_goes_to_its_nearest_centre(world, spacing):
    centres, land = site_centres(world, spacing), world.territory
    distance = np.hypot(land.x_km[:, None] - centres.x_km, land.y_km[:, None] - centres.y_km)
    assert np.array_equal(centres.centre_of_cell, distance.argmin(axis=1))
    assert centres.distance_km_of_cell == pytest.approx(distance.min(axis=1), abs=1e-12)
    assert (centres.community == land.community_of_cell[centres.cell]).all()
    assert len(np.unique(centres.cell)) == len(centres)


def test_centres_are_where_residents_walk_least(made_place):
    """Against every pair of cells of a small town, and against greedy siting with exchange of one."""
    town = build_world(made_place(residents=7_000, streets=2, communities=2))
    land = town.territory
    distance = np.hypot(land.x_km[:, None] - land.x_km, land.y_km[:, None] - land.y_km)
    best = min(
        land.residents_of_cell @ np.minimum(distance[:, a], distance[:, b])
        for a, b in combinations(range(land.cells), 2)
    )
    centres = site_centres(town, 5.0)
    assert len(centres) == 2
    assert land.residents_of_cell @ centres.distance_km_of_cell <= 1.02 * best


@pytest.mark.parametrize("spacing", [1.0, 1.5])
def test_centres_of_a_large_district_are_near_the_greedy_best(large_world, spacing):
    land, centres = large_world.territory, site_centres(large_world, spacing)
    distance = np.hypot(land.x_km[:, None] - land.x_km, land.y_km[:, None] - land.y_km)
    nearest = np.full(land.cells, np.inf)
    for _ in range(len(centres)):
        chosen = np.argmin(land.residents_of_cell @ np.minimum(nearest[:, None], distance))
        nearest = np.minimum(nearest, distance[:, chosen])
    assert land.residents_of_cell @ centres.distance_km_of_cell <= land.residents_of_cell @ nearest


def test_closer_spacing_shortens_the_walk(large_world):
    people = large_world.territory.residents_of_cell
    walks = [people @ site_centres(large_world, spacing).distance_km_of_cell for spacing in (0.5, 1.0, 1.5, 5.0)]
    assert walks == sorted(walks)


def test_known_decay():
    assert gaussian_decay(np.array([0.0, 1.0, 1.5]), 1.0).tolist() == [1.0, 0.0, 0.0]
    half = (exp(-0.125) - exp(-0.5)) / (1 - exp(-0.5))
    assert gaussian_decay(np.array([0.5]), 1.0)[0] == pytest.approx(half)


def test_known_reach():
    """One centre of 10 places at the door of 100 people; 50 others half a radius away share it by decay."""
    near = (exp(-0.125) - exp(-0.5)) / (1 - exp(-0.5))
    reach = two_step_reach(
        np.array([10.0]), np.array([100.0, 50.0, 70.0]), np.array([[0.0], [0.4], [0.9]]), radius_km=0.8
    )
    assert reach == pytest.approx([10 / (100 + 50 * near), near * 10 / (100 + 50 * near), 0.0])


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 6), st.integers(1, 12), st.floats(0.2, 3), st.integers(0, 999))
def test_reach_equals_the_formula_written_as_loops(centres, cells, radius, seed):
    generator = np.random.default_rng(seed)
    supply, demand = generator.uniform(0, 50, centres), generator.uniform(0, 300, cells)
    distance = generator.uniform(0, 3, (cells, centres))

    def decay(d):
        return (exp(-0.5 * (d / radius) ** 2) - exp(-0.5)) / (1 - exp(-0.5)) if d < radius else 0.0

    expected = []
    for cell in range(cells):
        total = 0.0
        for centre in range(centres):
            wanting = sum(demand[k] * decay(distance[k, centre]) for k in range(cells))
            if wanting > 0:
                total += supply[centre] / wanting * decay(distance[cell, centre])
        expected.append(total)
    reach = two_step_reach(supply, demand, distance, radius)
    assert reach == pytest.approx(expected, rel=1e-12, abs=1e-12)
    reached = supply[[any(decay(distance[k, j]) * demand[k] > 0 for k in range(cells)) for j in range(centres)]]
    assert demand @ reach == pytest.approx(reached.sum())  # nothing is lost: all supply within reach is shared out
