"""Everyday births that an emergency keeps from happening, counted by a second look at their draws.

A kind that falls is thinned as a policy thins it: a need arises where its own number is below the rate that is left.
So whoever is born under an emergency would have been born without it, and no other need is touched.
"""

from __future__ import annotations

import numpy as np

from ..arrays import Floats, Int64s
from ..columns import State
from ..hashing import plain_uniform, poisson, under
from ..needs.draws import COUNT_DRAW, KEEP_DRAW, WHO_DRAW


def thinned(day: int, state: State, full: Floats, left: Floats) -> Int64s:
    """Needs of each kind that would arise on a day, and do not under the rates left; `full`, `left` (cells, kinds)."""
    found = np.zeros(len(state.kinds), np.int64)
    falling = np.flatnonzero((left < full).any(axis=0))
    today = under(state.facts.seed_key, day)
    for community in range(len(state.facts.daily_rate)):
        here = under(today, community)
        for kind in falling.tolist():
            found[kind] += _of_kind((day, community, kind), under(here, kind), state, (full, left))
    return found


def _of_kind(where: tuple[int, int, int], stream: np.uint64, state: State, rates: tuple[Floats, Floats]) -> int:
    day, community, kind = where
    facts, ceiling = state.facts, float(state.kinds.ceiling[kind])
    mean = facts.daily_rate[community, kind] * ceiling
    mean *= facts.roughness[2 * community + state.kinds.public[kind], day]
    mean *= facts.load[kind, day]
    first, last = int(facts.community_start[community]), int(facts.community_start[community + 1]) - 1
    count = 0
    for which in range(int(poisson(mean, plain_uniform(stream, COUNT_DRAW)))):
        key = under(stream, which + 1)
        who = first + np.searchsorted(facts.cumulative_rate[kind, first:last], plain_uniform(key, WHO_DRAW))
        cell = facts.resident_cell[who]
        kept = plain_uniform(key, KEEP_DRAW) * ceiling
        count += bool(rates[1][cell, kind] <= kept < rates[0][cell, kind])
    return count
