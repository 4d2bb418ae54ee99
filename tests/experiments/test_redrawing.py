"""Grids drawn anew by hand stay grids: one piece each, inside their community, every cell once."""

import numpy as np
import pandas as pd
import pytest

from shapan.experiments.mapping.redrawing import (
    CannotRedraw,
    beside,
    cells_of,
    drawn_file,
    faults,
    land_of,
    merge,
    movable,
    move,
    split,
)
from shapan.model.place.layouts import Misdrawn, lay_out
from shapan.model.place.world import build_world
from shapan.scenarios.layout_file import read_layout
from shapan.scenarios.library import load


def square():
    """Nine cells in three rows of three, the last row another community; 100, 200, … households."""
    y, x = np.divmod(np.arange(9.0), 3)
    cells = pd.DataFrame({"cell": range(9), "x0": x, "y0": y, "x1": x + 1, "y1": y + 1})
    return cells.assign(community=[0] * 6 + [1] * 3, households=100 * (1 + np.arange(9)))


@pytest.fixture(scope="module")
def land():
    return land_of(square())


START = (0, 0, 1, 0, 1, 1, 2, 2, 2)


def test_grids_beside_share_a_border_inside_their_community(land):
    assert beside(land, START, 0) == [1]
    assert beside(land, START, 2) == []


def test_merging_keeps_every_cell_and_the_first_number(land):
    assert merge(land, START, 1, 0) == (1, 1, 1, 1, 1, 1, 2, 2, 2)


def test_splitting_gives_two_whole_grids_of_about_as_many_households(land):
    found = split(land, (0,) * 6 + (2,) * 3, 0)
    assert set(found) == {0, 2, 3}
    assert not any("pieces" in one for one in faults(land, found).values())
    held = [land.households[cells_of(found, grid)].sum() for grid in (0, 3)]
    assert sum(held) == 2100
    assert min(held) >= 900
    assert merge(land, found, 0, 3) == (0,) * 6 + (2,) * 3


def test_a_cell_moves_only_if_its_grid_stays_whole(land):
    assert move(land, START, 1, 1) == (0, 1, 1, 0, 1, 1, 2, 2, 2)
    row = (0, 0, 0, 1, 1, 1, 2, 2, 2)
    assert movable(land, row, 0) == {0: [1], 2: [1]}
    with pytest.raises(CannotRedraw, match="cut"):
        move(land, row, 1, 1)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda land: merge(land, START, 0, 0), "same"),
        (lambda land: merge(land, START, 0, 2), "apart"),
        (lambda land: merge(land, START, 7, 0), "unknown"),
        (lambda land: move(land, START, 5, 2), "apart"),  # the cell below belongs to another community
        (lambda land: move(land, START, 99, 0), "unknown"),
        (lambda land: move(land, (0, 1, 1, 1, 1, 1, 2, 2, 2), 0, 1), "last_cell"),
        (lambda land: split(land, (0, 1, 1, 1, 1, 1, 2, 2, 2), 0), "one_cell"),
        (lambda land: split(land, (0, 1, 0, 1, 1, 1, 2, 2, 2), 0), "cut"),
    ],
)
def test_what_leaves_no_grids_is_refused(land, change, kind):
    with pytest.raises(CannotRedraw) as fault:
        change(land)
    assert fault.value.kind == kind


def test_faults_are_named(land):
    assert faults(land, (0, 1, 0, 1, 1, 1, 1, 2, 2))[0][0] == "pieces"
    assert "crossing" in faults(land, (0, 1, 0, 1, 1, 1, 1, 2, 2))[1]
    assert "large" in faults(land, (0,) * 6 + (1,) * 3)[0]


def test_a_walk_of_changes_is_always_a_drawing_the_model_takes(tmp_path):
    """Invariant, on the training town: whatever is done, the model lays it out, and the file says the same."""
    scenario = load("status_quo").with_place("training_town")
    parameters = scenario.parameters
    world = build_world(parameters.place)
    territory = world.territory
    cells = pd.DataFrame(territory.box_km, columns=["x0", "y0", "x1", "y1"])
    cells = cells.assign(community=territory.community_of_cell, households=territory.households_of_cell)
    work = np.ones(territory.cells)
    drawing = tuple(lay_out(world, parameters.levers.grid, work).grid_of_cell.tolist())
    by_hand = parameters.levers.grid.model_copy(update={"layout": "drawn"})
    town, chance = land_of(cells), np.random.default_rng(5)
    done = {"split": 0, "merge": 0, "move": 0}
    for _ in range(60):
        grid = int(chance.choice(sorted(set(drawing))))
        way = str(chance.choice(sorted(done)))
        near, cells_to_move = beside(town, drawing, grid), movable(town, drawing, grid)
        if way == "split" and len(cells_of(drawing, grid)) > 1:
            drawing = split(town, drawing, grid)
        elif way == "merge" and near:
            drawing = merge(town, drawing, grid, int(chance.choice(near)))
        elif way == "move" and len(cells_to_move) > 0 and len(cells_of(drawing, grid)) > 1:
            cell = int(chance.choice(sorted(cells_to_move)))
            drawing = move(town, drawing, cell, cells_to_move[cell][0])
        else:
            continue
        done[way] += 1
        layout = lay_out(world, by_hand, work, np.array(drawing, np.int32))
        assert layout.grids == len(set(drawing))
    assert min(done.values()) > 5
    path = tmp_path / "drawn.csv"
    path.write_bytes(drawn_file(drawing))
    assert read_layout(str(path)) == tuple(enumerate(drawing))


def test_what_faults_call_pieces_the_model_refuses_too():
    world = build_world(load("status_quo").with_place("training_town").parameters.place)
    territory = world.territory
    cells = pd.DataFrame(territory.box_km, columns=["x0", "y0", "x1", "y1"])
    town = land_of(cells.assign(community=territory.community_of_cell, households=territory.households_of_cell))
    far = next(cell for cell in range(2, territory.cells) if cell not in town.borders.neighbours[0])
    drawing = tuple(0 if cell in (0, far) else cell for cell in range(territory.cells))
    assert "pieces" in faults(town, drawing)[0]
    levers = load("status_quo").with_place("training_town").parameters.levers.grid
    with pytest.raises(Misdrawn):
        lay_out(
            world,
            levers.model_copy(update={"layout": "drawn"}),
            np.ones(territory.cells),
            np.array(drawing, np.int32),
        )
