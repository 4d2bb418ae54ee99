"""Who lives in a district: every stated share met, nobody impossible, and likely people where they are likely."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shapan.model.parameters.place import FORMS
from shapan.model.place.residents import (
    ADULT,
    CHILD,
    COMMUNITY_PARTY,
    ELDER,
    WORKPLACE_PARTY,
    settle_residents,
)
from shapan.model.place.territory import build_territory


@st.composite
def changes(draw):
    streets = draw(st.integers(1, 5))
    residents = draw(st.integers(2_000, 30_000))
    child, elder = draw(st.floats(0, 0.3)), draw(st.floats(0, 0.4))
    return {
        "streets": streets,
        "communities": draw(st.integers(streets, 20)),
        "residents": residents,
        "household_size": draw(st.floats(2.0, 4.0)),
        "collective_share": draw(st.floats(0, 0.25)),
        "age": {"child": child, "adult": 1 - child - elder, "elder": elder},
        "disabled_share": draw(st.floats(0, 0.2)),
        "low_income_share": draw(st.floats(0, 1)),
        "migrant_share": draw(st.floats(0, 1)),
        "owner_share": draw(st.floats(0, 1)),
        "party": {"community": draw(st.floats(0, 0.1)), "workplace": draw(st.floats(0, 0.1))},
        "population_seed": draw(st.integers(0, 2**63 - 1)),
    }


@settings(max_examples=60, deadline=None)
@given(changes())
def test_every_stated_share_is_met_to_the_person(made_place, change):
    place = made_place(**change)
    land = build_territory(place)
    people = settle_residents(place, land)
    stated = {
        "child": (people.age_band == CHILD, place.age.child),
        "adult": (people.age_band == ADULT, place.age.adult),
        "elder": (people.age_band == ELDER, place.age.elder),
        "disabled": (people.disabled, place.disabled_share),
        "low income": (people.low_income, place.low_income_share),
        "migrant": (people.migrant, place.migrant_share),
        "owner": (people.owner, place.owner_share),
        "community party": (people.party == COMMUNITY_PARTY, place.party.community),
        "workplace party": (people.party == WORKPLACE_PARTY, place.party.workplace),
        "collective": (people.collective, place.collective_share),
    }
    assert len(people) == place.residents
    for trait, (has, share) in stated.items():
        expected = share * place.residents
        assert abs(has.sum() - expected) <= max(1, 0.01 * expected), trait
    assert abs(people.family_households - (1 - place.collective_share) * place.residents / place.household_size) <= 1


@settings(max_examples=30, deadline=None)
@given(changes())
def test_homes_are_possible_homes(made_place, change):
    place = made_place(**change)
    land = build_territory(place)
    people = settle_residents(place, land)
    assert (np.diff(people.cell) >= 0).all()
    assert (np.bincount(people.cell, minlength=land.cells) == land.residents_of_cell).all()
    cell_of_household = np.full(people.household.max() + 1, -1)
    cell_of_household[people.household] = people.cell
    assert (cell_of_household[people.household] == people.cell).all()  # no household lives in two cells
    family = ~people.collective
    size = np.bincount(people.household[family], minlength=people.family_households)
    assert size.min() >= 1 and len(size) == people.family_households
    start = people.household_start_of_cell
    assert (np.diff(start) == land.households_of_cell).all()
    assert (people.household[family] >= start[people.cell[family]]).all()
    assert (people.household[family] < start[people.cell[family] + 1]).all()
    assert (people.household[~family] >= people.family_households).all()
    grown = np.bincount(people.household[family & (people.age_band != CHILD)], minlength=people.family_households)
    assert grown.min() >= 1  # nowhere children alone
    assert (people.alone == (family & (np.append(size, [0] * len(people))[people.household] == 1))).all()
    assert not (people.alone & (people.age_band == CHILD)).any()
    assert not ((people.party > 0) & (people.age_band == CHILD)).any()
    assert not ((people.party == WORKPLACE_PARTY) & (people.age_band != ADULT)).any()


def share(has, among):
    return has[among].mean()


def test_people_live_where_such_people_live(large_world):
    people, land = large_world.residents, large_world.territory
    form = land.form_of_cell[people.cell]
    new, old, village, park = (
        form == FORMS.index(name) for name in ("new_estate", "old_estate", "urban_village", "industrial_park")
    )
    elder = people.age_band == ELDER
    assert share(people.migrant, village) > share(people.migrant, new) > share(people.migrant, old)
    assert share(people.migrant, people.collective) > share(people.migrant, ~people.collective)
    assert share(people.owner, new) > 4 * share(people.owner, village)
    assert share(elder, old) > share(elder, new) > share(elder, park)
    assert share(people.low_income, old) > share(people.low_income, new)
    assert share(people.collective, park) > share(people.collective, village) > share(people.collective, old)


def test_traits_go_together_as_they_do(large_world):
    people = large_world.residents
    elder = people.age_band == ELDER
    assert share(people.disabled, elder) == pytest.approx(0.183, abs=0.001)
    assert 0.05 < share(people.alone, elder) < 0.4
    assert share(people.low_income, people.disabled) > 1.3 * share(people.low_income, ~people.disabled)
    registered = people.party == COMMUNITY_PARTY
    assert share(elder, registered) > 3 * elder.mean()
    assert share(people.migrant, registered) < people.migrant.mean()
    together = np.bincount(people.household, weights=people.migrant) / np.bincount(people.household)
    assert ((together > 0) & (together < 1)).sum() <= 1  # a household moves as one


def test_few_disabled_people_are_not_all_old(made_place):
    place = made_place(disabled_share=0.02, age={"child": 0.1, "adult": 0.5, "elder": 0.4})
    people = settle_residents(place, build_territory(place))
    assert (people.disabled & (people.age_band == ELDER)).sum() == 150  # three quarters of 200


def test_another_seed_gives_other_people_and_the_same_shares(made_place):
    one, other = (
        settle_residents(place, build_territory(place))
        for place in (made_place(population_seed=seed) for seed in (1, 2))
    )
    assert not np.array_equal(one.migrant, other.migrant)
    assert one.migrant.sum() == other.migrant.sum()


def test_more_of_one_trait_only_adds_people_and_moves_nobody_else(made_place):
    few, many = (
        settle_residents(place, build_territory(place))
        for place in (made_place(disabled_share=0.05), made_place(disabled_share=0.08))
    )
    assert not (few.disabled & ~many.disabled).any()
    for trait in ("cell", "household", "age_band", "migrant", "owner"):
        assert np.array_equal(getattr(few, trait), getattr(many, trait)), trait


def test_a_place_of_children_alone_is_refused(made_place):
    place = made_place(household_size=1.2, age={"child": 0.5, "adult": 0.4, "elder": 0.1})
    with pytest.raises(ValueError, match=r"age\.child = 0\.5 leaves households of children only"):
        settle_residents(place, build_territory(place))
