"""Whose need it is: the guide to the cumulated rates finds whom a search of all of them finds."""

from __future__ import annotations

import numpy as np
import pytest

from shapan.model.setup.initial_state import guide_to

DRAWS = np.random.default_rng(1).random(3_000)
EDGES = np.concatenate([np.arange(64) / 64, np.nextafter(np.arange(1, 65) / 64, 0.0), [0.0, 1e-12]])


@pytest.mark.parametrize("sizes", [[1], [2, 1, 5], [1_000, 3, 1_024]])
@pytest.mark.parametrize("shape", ["even", "nobody_first", "one_has_all", "nobody"])
def test_the_guide_never_leads_past_the_one_it_looks_for(sizes, shape):
    start = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
    cumulative = np.concatenate([cumulated(size, shape) for size in sizes])[None, :]
    guide, guide_start = guide_to(cumulative, start)
    for community, size in enumerate(sizes):
        first, last = start[community], start[community + 1] - 1
        own = guide[0, guide_start[community] : guide_start[community + 1]]
        for draw in np.concatenate([DRAWS, EDGES]):
            true = first + np.searchsorted(cumulative[0, first:last], draw)
            bucket = int(draw * (len(own) - 3))
            assert own[bucket] <= true <= own[bucket + 2], (size, draw)
            if size == 1_000 and shape == "even":
                assert own[bucket + 2] - own[bucket] <= 48


def cumulated(size, shape):
    rate = {"even": np.ones(size), "nobody_first": np.arange(size) > size // 2, "nobody": np.zeros(size)}.get(
        shape, np.arange(size) == size // 3
    )
    return np.minimum(np.cumsum(rate) / max(rate.sum(), 1), 1.0)
