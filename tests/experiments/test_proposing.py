"""Grids that are proposed are lawful, cover the community and leave the others alone."""

import numpy as np
import pandas as pd
import pytest

from shapan import load
from shapan.experiments.layouts.proposing import propose, ward_of
from shapan.experiments.mapping.redrawing import faults, land_of
from shapan.experiments.runs.refusing import Refused
from shapan.model.place.layouts import lay_out
from shapan.model.place.world import build_world

from .test_redrawing import START, square


def town():
    """The land of the training town and the grids that its status quo draws."""
    scenario = load("status_quo").with_place("training_town")
    world = build_world(scenario.parameters.place)
    land, box = world.territory, world.territory.box_km
    cells = pd.DataFrame(np.asarray(box), columns=["x0", "y0", "x1", "y1"])
    cells = cells.assign(community=land.community_of_cell, households=land.households_of_cell)
    work = land.households_of_cell.astype(float)
    return land_of(cells), tuple(lay_out(world, scenario.parameters.levers.grid, work).grid_of_cell.tolist())


def test_of_few_layouts_each_is_proposed_and_none_other():
    land = land_of(square().assign(households=300))
    ward, _ = ward_of(land, START, 0)
    halves = [(one, 63 ^ one) for one in range(1, 32)]  # sets of six cells, each pair of halves once
    lawful = {frozenset(both) for both in halves if ward.lawful(both)}
    found = {propose(land, START, 0, seed) for seed in range(200)}
    cut = {frozenset(sum(1 << cell for cell in range(6) if one[cell] == grid) for grid in (0, 1)) for one in found}
    assert cut == lawful and len(lawful) > 3
    assert {one[6:] for one in found} == {START[6:]}


@pytest.mark.parametrize("community", [0, 2])
def test_what_is_proposed_for_a_town_is_lawful_and_as_many(community):
    land, drawing = town()
    found = propose(land, drawing, community, 1)
    assert found == propose(land, drawing, community, 1)
    assert not any({"pieces", "crossing"} & set(one) for one in faults(land, found).values())
    here = land.community == community
    assert {one for one, inside in zip(found, here, strict=True) if inside} == {
        one for one, inside in zip(drawing, here, strict=True) if inside
    }
    assert all(one == other for one, other, inside in zip(found, drawing, here, strict=True) if not inside)
    ward, mine = ward_of(land, found, community)
    held = [
        sum(int(land.households[cell]) for cell in mine if found[cell] == grid) for grid in {found[c] for c in mine}
    ]
    assert all(ward.fits(one) for one in held)


def test_where_nothing_is_lawful_it_is_said():
    land = land_of(square().assign(households=[1, 1, 1, 1, 1, 5000, 1, 1, 1]))
    with pytest.raises(Refused):
        propose(land, START, 0, 1)
