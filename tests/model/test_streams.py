"""Random numbers from keys: uniform, the same in every engine, and nobody's depend on anybody else's."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from shapan.model.hashing import (
    addressed,
    plain_uniform,
    plain_uniforms,
    poisson,
    standard_normal,
    under,
    uniform,
    uniforms,
)
from shapan.model.reference import draws as plain
from shapan.model.streams import stream_key

KEYS = st.integers(0, 2**64 - 1).map(np.uint64)
PARTS = st.integers(0, 2**40)
UNLIKELY = 1e-4
"""Tests of chance are on fixed numbers: they pass always or never, and would fail good ones once in ten thousand."""


@settings(deadline=None)  # the first draw compiles
@given(key=KEYS, part=PARTS)
def test_every_engine_draws_the_same_to_the_last_bit(key, part):
    assert 0.0 < uniform(key, part) <= 1.0
    assert uniform(key, part) == uniforms(key, np.array([part]))[0] == plain.uniform(int(key), part)
    assert plain_uniforms(key, np.array([part]))[0] == uniform(key, part)
    assert plain.uniforms(np.array([key]), part)[0] == uniform(key, part)
    assert int(addressed(key, part)) == int(plain.addresses(np.array([key]), np.array([part]))[0])


@settings(deadline=None)
@given(key=KEYS, which=st.integers(0, 60))
def test_every_engine_draws_the_same_normals(key, which):
    assert plain.normals(np.array([key]), which)[0] == pytest.approx(standard_normal(key, which), rel=1e-12, abs=1e-12)


def test_the_finaliser_is_splitmix64():
    """The first numbers of SplitMix64 from seed 0 as its authors print them: address 0, 1, 2 under key 0."""
    rows = [int(addressed(np.uint64(0), part)) for part in range(3)]
    assert rows == [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F]


def test_a_stream_keeps_its_key():
    """A key that changed would silently change every published run."""
    assert int(stream_key(1, "needs")) == 8388999151138606128
    assert len({int(stream_key(seed, name)) for seed in range(200) for name in ("needs", "posts", "trust")}) == 600


@pytest.mark.parametrize("seed", [0, 1, 2**63 - 1])
def test_draws_are_uniform(seed):
    drawn = uniforms(stream_key(seed, "needs"), np.arange(200_000))
    assert stats.kstest(drawn, "uniform").pvalue > UNLIKELY
    assert drawn.min() > 0.0 and drawn.max() < 1.0


@pytest.mark.parametrize("address", ["resident", "day", "draw", "seed"])
def test_neighbours_share_no_draws(address):
    """Whichever part of an address moves by one, the number beside it tells nothing."""
    key, many = stream_key(7, "needs"), np.arange(20_000)
    if address == "resident":
        one, other = uniforms(key, many), uniforms(key, many + 1)
    elif address == "day":
        one = plain.uniforms(plain.addresses(plain.addresses(key, 4), many), 0)
        other = plain.uniforms(plain.addresses(plain.addresses(key, 5), many), 0)
    elif address == "draw":
        one, other = (plain.uniforms(plain.addresses(key, many), which) for which in (3, 4))
    else:
        one, other = (uniforms(stream_key(seed, "needs"), many) for seed in (7, 8))
    assert stats.pearsonr(one, other).pvalue > UNLIKELY
    both = stats.contingency.crosstab((one * 8).astype(int), (other * 8).astype(int)).count
    assert stats.chi2_contingency(both).pvalue > UNLIKELY


def test_named_streams_are_independent():
    names = ("needs", "roughness", "posts", "trust", "efficacy", "on the list", "app user")
    drawn = np.array([uniforms(stream_key(3, name), np.arange(50_000)) for name in names])
    apart = np.corrcoef(drawn)[np.triu_indices(len(names), 1)]
    assert np.abs(apart).max() < 4.5 / np.sqrt(50_000)


def test_one_changed_bit_of_a_key_changes_half_of_the_bits():
    changed = []
    for bit in range(64):
        for key in range(1, 2_000, 7):
            one, other = (int(addressed(np.uint64(k), 5)) for k in (key, key ^ (1 << bit)))
            changed.append((one ^ other).bit_count())
    assert np.mean(changed) == pytest.approx(32.0, abs=0.15)
    assert min(changed) > 10


def test_normals_have_normal_moments():
    drawn = plain.normals(plain.addresses(stream_key(5, "needs"), np.arange(400_000)), 2)
    assert drawn.mean() == pytest.approx(0.0, abs=4 / np.sqrt(400_000))
    assert drawn.var() == pytest.approx(1.0, abs=4 * np.sqrt(2 / 400_000))
    assert stats.skew(drawn) == pytest.approx(0.0, abs=4 * np.sqrt(6 / 400_000))
    assert stats.kurtosis(drawn) == pytest.approx(0.0, abs=4 * np.sqrt(24 / 400_000))
    assert stats.kstest(drawn, "norm").pvalue > UNLIKELY


@pytest.mark.parametrize("mean", [0.001, 0.08, 0.7, 1.0, 4.0, 31.0, 250.0, 599.0, 601.0, 744.0, 746.0, 3_000.0, 2e4])
def test_poisson_counts_are_quantiles(mean):
    """Also where the chance of nothing happening at all is too small for a double, from means of 745 on."""
    quantile = np.concatenate((np.linspace(0.0005, 0.9995, 400), 1.0 - np.logspace(-3, -7, 5)))
    ours = [poisson(mean, draw) for draw in quantile]
    np.testing.assert_array_equal(ours, stats.poisson.ppf(quantile, mean))
    np.testing.assert_array_equal(plain.poisson_counts(np.full(len(quantile), mean), quantile), ours)


@settings(deadline=None)
@given(low=st.floats(0.0, 900.0), more=st.floats(0.0, 50.0), draw=st.floats(1e-9, 1.0 - 1e-9))
def test_a_higher_rate_never_removes_an_event(low, more, draw):
    assert poisson(low + more, draw) >= poisson(low, draw)


def test_nothing_comes_of_no_rate():
    assert poisson(0.0, 0.999) == poisson(-1.0, 0.999) == 0
    assert plain.poisson_counts(np.array([0.0, 1e-300]), np.array([0.999, 0.999])).tolist() == [0, 0]


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**62))
def test_one_address_gives_what_a_column_of_them_gives(key, part):
    column = np.array([part])
    assert plain_uniform(np.uint64(key), part) == plain_uniforms(np.uint64(key), column)[0]
    assert under(np.uint64(key), part) == np.uint64(addressed(np.uint64(key), part))
