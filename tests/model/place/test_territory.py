"""The land of a district: totals exact, cells of one form that tile it, communities in one piece."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from shapan.model.parameters.place import FORMS
from shapan.model.place.apportion import total_by
from shapan.model.place.territory import build_territory
from shapan.model.place.tiling import shared_borders, tile


@st.composite
def changes(draw):
    """Facts of a place, drawn widely."""
    streets = draw(st.integers(1, 5))
    residents = draw(st.integers(2_000, 30_000))
    forms = draw(st.lists(st.sampled_from(FORMS), min_size=1, max_size=6, unique=True))
    raw = np.array([draw(st.floats(0.1, 1)) for _ in forms])
    share = np.round(raw / raw.sum(), 4)
    share[0] += 1 - share.sum()
    return {
        "streets": streets,
        "communities": draw(st.integers(streets, max(streets, min(25, residents // 100)))),
        "residents": residents,
        "household_size": draw(st.floats(1.6, 4)),
        "collective_share": draw(st.floats(0, 0.4)),
        "owners_committee_share": draw(st.floats(0, 1)),
        "population_seed": draw(st.integers(0, 2**63 - 1)),
        "forms": {
            form: {
                "share": float(part),
                "estate_households": draw(st.floats(5, 3000)),
                "relative_density": draw(st.floats(0.2, 3)),
                "property_share": draw(st.floats(0, 1)),
            }
            for form, part in zip(forms, share, strict=True)
        },
    }


def graph(start, neighbour):
    return csr_array((np.ones(len(neighbour)), neighbour, start), shape=(len(start) - 1,) * 2)


@settings(max_examples=60, deadline=None)
@given(changes())
def test_every_total_of_the_land_is_exact(made_place, change):
    place = made_place(**change)
    land = build_territory(place)
    assert land.residents_of_cell.sum() == place.residents
    assert land.residents_of_cell.min() >= 30 and land.residents_of_cell.max() <= 300
    households = (1 - place.collective_share) * place.residents / place.household_size
    assert abs(land.households_of_cell.sum() - households) <= 1
    assert abs(land.collective_of_cell.sum() - place.collective_share * place.residents) <= 1
    assert (land.households_of_cell <= land.residents_of_cell - land.collective_of_cell).all()
    for form, facts in place.forms.items():
        lives = land.residents_of_cell[land.form_of_cell == FORMS.index(form)].sum()
        assert abs(lives - facts.share * place.residents) <= max(1, 0.01 * facts.share * place.residents)


@settings(max_examples=60, deadline=None)
@given(changes())
def test_cells_nest_in_estates_of_one_form_in_communities_in_streets(made_place, change):
    place = made_place(**change)
    land = build_territory(place)
    assert (np.diff(land.community_of_cell) >= 0).all() and (np.diff(land.estate_of_cell) >= 0).all()
    assert (np.diff(land.street_of_community) >= 0).all()
    assert len(np.unique(land.community_of_cell)) == place.communities == len(land.street_of_community)
    assert len(np.unique(land.street_of_community)) == place.streets
    assert (land.form_of_cell == land.estate_form[land.estate_of_cell]).all()
    assert (land.community_of_cell == land.estate_community[land.estate_of_cell]).all()
    assert land.cell_start_of_community[-1] == land.cells == len(land.resident_start_of_cell) - 1
    assert abs(land.estate_has_committee.sum() - place.owners_committee_share * land.estates) <= 1
    for form, facts in place.forms.items():
        estates = land.estate_form == FORMS.index(form)
        assert abs(land.estate_has_property[estates].sum() - facts.property_share * estates.sum()) <= 1


@settings(max_examples=30, deadline=None)
@given(changes())
def test_cells_tile_the_built_land_and_communities_are_in_one_piece(made_place, change):
    place = made_place(**change)
    land = build_territory(place)
    assert land.area_km2.sum() == pytest.approx(place.built_km2, rel=1e-9)
    assert land.area_km2.min() > 0
    x0, y0, x1, y1 = land.box_km.T
    wide = np.minimum(x1[:, None], x1) - np.maximum(x0[:, None], x0)
    high = np.minimum(y1[:, None], y1) - np.maximum(y0[:, None], y0)
    overlap = (wide > 1e-9) & (high > 1e-9)
    assert overlap.sum() == land.cells  # only each cell with itself
    touching = ((wide > -1e-12) & (high > 1e-6)) | ((high > -1e-12) & (wide > 1e-6))
    np.fill_diagonal(touching, False)
    borders = graph(land.neighbour_start, land.neighbour).toarray() > 0
    assert (borders == touching).all() and (borders == borders.T).all()
    for community in range(land.communities):
        cells = np.flatnonzero(land.community_of_cell == community)
        assert connected_components(csr_array(borders[np.ix_(cells, cells)]))[0] == 1


def test_density_follows_the_form(large_world):
    land = large_world.territory
    area = total_by(land.form_of_cell, land.area_km2, len(FORMS))
    people = total_by(land.form_of_cell, land.residents_of_cell, len(FORMS))
    there = [row for row, form in enumerate(FORMS) if form in large_world.place.forms]
    stated = [large_world.place.forms[FORMS[row]].relative_density for row in there]
    density = people[there] / area[there]
    assert density / density[0] == pytest.approx(np.array(stated) / stated[0], rel=1e-9)


def test_a_large_district_looks_like_one(large_world):
    land = large_world.territory
    assert 1900 <= land.cells <= 2300
    assert 90 <= land.residents_of_cell.mean() <= 110
    community = total_by(land.community_of_cell, land.residents_of_cell, land.communities)
    assert 0.15 < community.std() / community.mean() < 0.6
    assert np.unique(land.community_of_cell * 10 + land.form_of_cell).size > 2 * land.communities
    wide, high = land.box_km[:, 2] - land.box_km[:, 0], land.box_km[:, 3] - land.box_km[:, 1]
    assert np.maximum(wide / high, high / wide).max() < 6


def test_a_form_too_small_for_a_cell_is_none_or_one_cell(made_place):
    forms = {
        "new_estate": {"share": 0.988, "estate_households": 100.0, "property_share": 1.0},
        "tower": {"share": 0.01, "estate_households": 100.0, "property_share": 1.0},
        "courtyard": {"share": 0.002, "estate_households": 100.0, "property_share": 1.0},
    }
    land = build_territory(made_place(residents=2_000, forms=forms))
    lives = total_by(land.form_of_cell, land.residents_of_cell, len(FORMS))
    assert lives[FORMS.index("tower")] == 30 and lives[FORMS.index("courtyard")] == 0


def test_known_tiling():
    boxes = tile((0.0, 0.0, 2.0, 1.0), np.array([1.0, 0.5, 0.5]))
    assert boxes == [(0, 0, 1, 1), (1, 0, 1.5, 1), (1.5, 0, 2, 1)]
    start, neighbour = shared_borders(np.array(boxes))
    assert start.tolist() == [0, 1, 3, 4]
    assert neighbour.tolist() == [1, 0, 2, 1]


def test_a_corner_is_not_a_border():
    boxes = np.array([(0, 0, 1, 1), (1, 0, 2, 1), (0, 1, 1, 2), (1, 1, 2, 2)], float)
    start, neighbour = shared_borders(boxes)
    assert [neighbour[start[c] : start[c + 1]].tolist() for c in range(4)] == [[1, 2], [0, 3], [0, 3], [1, 2]]
