"""Numbers that must add up do, whatever the weights and bounds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shapan.model.place.apportion import (
    allot,
    choose_exactly,
    choose_households,
    population_stream,
)

weights = st.lists(st.floats(0.01, 100), min_size=1, max_size=30).map(np.array)


@given(weights, st.integers(0, 5000))
def test_unbounded_shares_are_within_one_of_proportion(weight, total):
    shared = allot(total, weight)
    assert shared.sum() == total
    assert np.abs(shared - total * weight / weight.sum()).max() < 1 + 1e-6


@given(weights, st.integers(0, 20), st.integers(0, 20), st.floats(0, 1))
def test_bounds_are_kept_and_the_total_is_met(weight, low, width, where):
    least, most = low * len(weight), (low + width) * len(weight)
    total = least + round(where * (most - least))
    shared = allot(total, weight, low=low, high=low + width)
    assert shared.sum() == total
    assert shared.min() >= low and shared.max() <= low + width


def test_a_total_outside_its_bounds_is_refused():
    with pytest.raises(ValueError, match="the bounds allow 0 to 4"):
        allot(5, np.ones(2), high=2)


@given(weights, st.integers(0, 30), st.integers(0, 9))
def test_exactly_so_many_are_chosen_and_more_only_adds(weight, count, seed):
    count = min(count, len(weight) - 1)
    fewer, more = (choose_exactly(n, weight, population_stream(seed, "some trait")) for n in (count, count + 1))
    assert fewer.sum() == count and more.sum() == count + 1
    assert not (fewer & ~more).any()


def test_nobody_outside_those_who_may_be_chosen_is():
    among = np.arange(10) % 2 == 0
    assert (choose_exactly(5, np.ones(10), population_stream(1, "x"), among=among) == among).all()
    with pytest.raises(ValueError, match="6 people are wanted and only 5"):
        choose_exactly(6, np.ones(10), population_stream(1, "x"), among=among)


def test_the_likelier_are_chosen_more_often():
    weight = np.repeat([1.0, 4.0], 5000)
    chosen = choose_exactly(2000, weight, population_stream(3, "x"))
    assert 2.5 < chosen[5000:].sum() / chosen[:5000].sum() < 4.5


@given(st.lists(st.integers(1, 6), min_size=1, max_size=40), st.floats(0, 1), st.integers(0, 9))
def test_households_share_a_trait_and_at_most_one_is_divided(sizes, share, seed):
    home = np.repeat(np.arange(len(sizes)), sizes).astype(np.int32)
    count = round(share * len(home))
    chosen = choose_households(count, home, np.ones(len(sizes)), population_stream(seed, "x"))
    assert chosen.sum() == count
    inside = np.bincount(home, weights=chosen)
    assert ((inside > 0) & (inside < sizes)).sum() <= 1


def test_traits_have_random_numbers_of_their_own():
    alike = [population_stream(5, "elders").random(4) for _ in range(2)]
    assert (alike[0] == alike[1]).all()
    assert (alike[0] != population_stream(5, "migrants").random(4)).all()
    assert (alike[0] != population_stream(6, "elders").random(4)).all()
