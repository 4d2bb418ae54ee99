"""Grids: every cell in exactly one, in one piece, inside one community, and even in what the rule evens out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from shapan.model.parameters.levers.grid import GridLevers
from shapan.model.place.apportion import total_by
from shapan.model.place.layouts import LAYOUTS, Layout, lay_out
from shapan.model.place.partition import Map, divide
from shapan.model.place.world import World, build_world

WORK_OF_FORM = np.array([0.8, 1.4, 1.6, 1.0, 0.9, 1.2])


def work(world: World) -> np.ndarray:
    """Expected work that follows the form of housing."""
    return world.territory.residents_of_cell * WORK_OF_FORM[world.territory.form_of_cell]


def drawn_by(world: World, rule: str, size: float = 400.0, base_per_party_grid: int = 1) -> Layout:
    levers = GridLevers(layout=rule, households_per_grid=size, base_per_party_grid=base_per_party_grid)
    return lay_out(world, levers, work(world))


def pieces(world: World, label: np.ndarray) -> int:
    """Connected pieces of equal label, counted by scipy."""
    land = world.territory
    one = np.repeat(np.arange(land.cells), np.diff(land.neighbour_start))
    same = label[one] == label[land.neighbour]
    graph = csr_array((np.ones(same.sum()), (one[same], land.neighbour[same])), shape=(land.cells, land.cells))
    return int(connected_components(graph, directed=False)[0])


def spread(values: np.ndarray) -> float:
    return float(values.std() / values.mean())


def check(world: World, layout: Layout, size: float) -> None:
    land = world.territory
    grids = layout.grids
    assert np.array_equal(np.unique(layout.grid_of_cell), np.arange(grids))
    assert pieces(world, layout.grid_of_cell) == grids
    assert (layout.community_of_grid[layout.grid_of_cell] == land.community_of_cell).all()
    households = total_by(land.community_of_cell, land.households_of_cell, land.communities)
    wanted = np.maximum(1, np.floor(households / size + 0.5))
    found = np.bincount(layout.community_of_grid, minlength=land.communities)
    assert (found == np.minimum(wanted, np.diff(land.cell_start_of_community))).all()
    assert layout.households_of_grid.sum() == land.households_of_cell.sum()
    assert layout.residents_of_grid.sum() == world.place.residents
    assert layout.area_km2_of_grid.sum() == pytest.approx(world.place.built_km2)


@pytest.mark.parametrize("size", [80.0, 160.0, 400.0, 1200.0, 2000.0])
@pytest.mark.parametrize("rule", LAYOUTS)
def test_grids_are_in_one_piece_and_count_as_the_lever_says(world, rule, size):
    check(world, drawn_by(world, rule, size), size)


@settings(max_examples=25, deadline=None)
@given(
    residents=st.integers(2_000, 30_000),
    communities=st.integers(1, 12),
    seed=st.integers(0, 2**32),
    size=st.floats(80, 2000),
    rule=st.sampled_from(sorted(LAYOUTS)),
)
def test_any_town_can_be_cut(made_place, residents, communities, seed, size, rule):
    town = build_world(made_place(residents=residents, communities=communities, population_seed=seed))
    check(town, drawn_by(town, rule, size), size)


@pytest.mark.parametrize("size", [1, 2, 3, 5, 12])
@pytest.mark.parametrize("rule", LAYOUTS)
def test_party_grids_join_neighbouring_grids_of_a_community(world, rule, size):
    layout = drawn_by(world, rule, 250.0, size)
    party = layout.party_grid_of_grid
    assert np.array_equal(np.unique(party), np.arange(layout.party_grids))
    assert pieces(world, party[layout.grid_of_cell]) == layout.party_grids
    for community in range(world.territory.communities):
        inside = party[layout.community_of_grid == community]
        assert len(np.unique(inside)) == max(1, int(len(inside) / size + 0.5))
    first = np.searchsorted(party[np.argsort(party, kind="stable")], np.arange(layout.party_grids))
    community_of_party = layout.community_of_grid[np.argsort(party, kind="stable")][first]
    assert (community_of_party[party] == layout.community_of_grid).all()
    if size == 1:
        assert np.array_equal(party, np.arange(layout.grids))
    else:
        assert np.bincount(party).max() <= 2 * size


def test_each_rule_evens_out_what_it_promises(large_world):
    layouts = {rule: drawn_by(large_world, rule) for rule in LAYOUTS}
    households = {rule: spread(layout.households_of_grid) for rule, layout in layouts.items()}
    assert households["balanced"] <= 0.1  # 400 households a grid, cells of about 37
    assert households["balanced"] < households["even_area"]
    assert households["by_form"] <= 0.35
    work_spread = {
        rule: spread(total_by(layout.grid_of_cell, work(large_world), layout.grids)) for rule, layout in layouts.items()
    }
    assert work_spread["workload"] < min(work_spread["even_area"], work_spread["balanced"])
    purity = {rule: of_one_form(large_world, layout) for rule, layout in layouts.items()}
    assert purity["by_form"] > 0.97 > max(purity["balanced"], purity["even_area"])
    land = large_world.territory
    uneven = {rule: within_communities(layout, layout.area_km2_of_grid) for rule, layout in layouts.items()}
    assert uneven["even_area"] < min(uneven["balanced"], uneven["by_form"], uneven["workload"])
    assert land.cells == len(layouts["balanced"].grid_of_cell)


def of_one_form(world: World, layout: Layout) -> float:
    """Share of households in a grid's main form."""
    land = world.territory
    held = np.zeros((layout.grids, 6))
    np.add.at(held, (layout.grid_of_cell, land.form_of_cell), land.households_of_cell)
    return float(held.max(axis=1).sum() / held.sum())


def within_communities(layout: Layout, values: np.ndarray) -> float:
    communities = int(layout.community_of_grid.max()) + 1
    return float(np.mean([spread(values[layout.community_of_grid == c]) for c in range(communities)]))


@pytest.mark.parametrize("rule", LAYOUTS)
def test_the_same_place_is_always_cut_the_same_way(world, rule):
    one, other = (drawn_by(world, rule, 300.0, 3) for _ in range(2))
    assert np.array_equal(one.grid_of_cell, other.grid_of_cell)
    assert np.array_equal(one.party_grid_of_grid, other.party_grid_of_grid)


def test_workload_unknown_everywhere_falls_back_on_households(small_world):
    levers = GridLevers(layout="workload")
    blank = lay_out(small_world, levers, np.zeros(small_world.territory.cells))
    assert np.array_equal(blank.grid_of_cell, drawn_by(small_world, "balanced").grid_of_cell)
    for bad, words in (
        (np.ones(3), "3 values for"),
        (np.full(small_world.territory.cells, -1.0), "at least zero"),
        (np.full(small_world.territory.cells, np.nan), "at least zero"),
    ):
        with pytest.raises(ValueError, match=words):
            lay_out(small_world, levers, bad)


def by_hand(world: World, drawn: np.ndarray | None) -> Layout:
    return lay_out(world, GridLevers(layout="drawn"), work(world), drawn)


def test_a_drawn_layout_is_taken_as_drawn(small_world):
    wanted = drawn_by(small_world, "by_form", 200.0)
    shuffled = np.random.default_rng(1).permutation(wanted.grids)[wanted.grid_of_cell] * 7 + 3
    assert np.array_equal(by_hand(small_world, shuffled).grid_of_cell, wanted.grid_of_cell)


def test_a_drawn_layout_that_cannot_be_is_refused_in_words(small_world):
    land = small_world.territory
    with pytest.raises(ValueError, match="layout_file"):
        by_hand(small_world, None)
    with pytest.raises(ValueError, match="has 5 cells, the place has"):
        by_hand(small_world, np.zeros(5, np.int32))
    with pytest.raises(ValueError, match="drawn grid 0 crosses from community 0 into community 2"):
        by_hand(small_world, np.zeros(land.cells, np.int32))
    torn = land.community_of_cell.copy()
    distance = np.hypot(land.x_km - land.x_km[0], land.y_km - land.y_km[0])
    distance[land.community_of_cell != 0] = -1
    beside = set(land.neighbour[: land.neighbour_start[1]].tolist())
    far = int(np.argmax(distance))
    assert far not in beside
    torn[[0, far]] = 9
    with pytest.raises(ValueError, match=f"drawn grid 9 is in 2 pieces: cells 0 and {far}"):
        by_hand(small_world, torn)


def chessboard(side: int) -> Map:
    cell = [(i % side, i // side) for i in range(side * side)]
    beside = [[j for j, b in enumerate(cell) if abs(a[0] - b[0]) + abs(a[1] - b[1]) == 1] for a in cell]
    return Map([float(x) for x, _ in cell], [float(y) for _, y in cell], beside)


@pytest.mark.parametrize(("side", "parts"), [(4, 4), (4, 2), (6, 9), (6, 4), (8, 16)])
def test_a_chessboard_is_cut_into_equal_parts(side, parts):
    found = divide(chessboard(side), list(range(side * side)), parts, [1.0] * side * side)
    assert sorted(len(part) for part in found) == [side * side // parts] * parts


def test_as_many_parts_as_cells_is_every_cell_alone():
    uneven = [float(1 + (7 * cell) % 5) ** 3 for cell in range(25)]
    assert sorted(divide(chessboard(5), list(range(25)), 25, uneven)) == [[cell] for cell in range(25)]
