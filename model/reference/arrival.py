"""Needs arise, all of a day's at once (see needs/arrival.py)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..arrays import Int32s, Keys
from ..columns import BORN, NEVER, NO_DOOR, NOBODY, OPEN, UNHEARD, UNHEARD_NOW
from ..needs.draws import (
    COUNT_DRAW,
    KEEP_DRAW,
    WHO_DRAW,
    WORK_DRAW,
)
from .day_state import Desk
from .draws import (
    addresses,
    normals,
    poisson_counts,
    uniforms,
)


def arise(day: int, desk: Desk) -> bool:
    """Add the needs born today; False, with nothing added, if the lists have no room for them."""
    facts, kinds, tallies = desk.facts, desk.kinds, desk.tallies
    communities, kind_count = facts.daily_rate.shape
    community = np.arange(communities)[:, None]
    stream = addresses(addresses(addresses(facts.seed_key, day), community), np.arange(kind_count))
    mean = facts.daily_rate * kinds.ceiling * facts.roughness[2 * community + kinds.public, day]
    mean = mean * facts.load[:, day]
    count = poisson_counts(mean, uniforms(stream, COUNT_DRAW))
    source = np.repeat(np.arange(count.size), count.ravel())
    number = np.concatenate([np.arange(1, n + 1) for n in count.ravel()])
    key = addresses(stream.ravel()[source], number)
    kind = source % kind_count
    resident = _who(source // kind_count, kind, key, desk)
    kept = uniforms(key, KEEP_DRAW) * kinds.ceiling[kind] < desk.hearing.intensity[facts.resident_cell[resident], kind]
    born = desk.born
    longest = min(len(desk.needs.key), born + len(desk.state.waiting) - int(tallies.tally[UNHEARD_NOW]))
    if born + int(kept.sum()) > longest:
        return False
    _write_down(day, resident[kept], kind[kept], key[kept], desk)
    tallies.tally[BORN] += int(kept.sum())
    return True


def _who(community: NDArray[np.int64], kind: NDArray[np.int64], key: Keys, desk: Desk) -> Int32s:
    """Each need's resident: the one at the quantile of its draw among the rates of its community and kind."""
    start, cumulative = desk.facts.community_start, desk.facts.cumulative_rate
    draws = uniforms(key, WHO_DRAW)
    who = np.zeros(len(key), np.int32)
    for n, (here, what) in enumerate(zip(community.tolist(), kind.tolist(), strict=True)):
        first, last = int(start[here]), int(start[here + 1]) - 1
        who[n] = first + np.searchsorted(cumulative[what, first:last], draws[n])
    return who


def _write_down(day: int, resident: Int32s, kind: NDArray[np.int64], key: Keys, desk: Desk) -> None:
    """Open the records of new needs."""
    needs, facts, kinds = desk.needs, desk.facts, desk.kinds
    new = slice(desk.born, desk.born + len(key))
    needs.resident[new], needs.kind[new], needs.key[new] = resident, kind, key
    needs.cell[new] = facts.resident_cell[resident]
    needs.vulnerable[new] = facts.resident_vulnerable[resident]
    needs.first_hours[new] = np.exp(kinds.hours_mu[kind] + kinds.hours_sigma[kind] * normals(key, WORK_DRAW))
    needs.hours[new] = needs.first_hours[new]
    needs.birth_day[new], needs.heard_day[new] = day, -1
    needs.state[new], needs.bin[new], needs.door[new] = UNHEARD, OPEN, NO_DOOR
    needs.channel[new], needs.pool[new] = NOBODY, NOBODY
    needs.generation[new], needs.poor[new] = 0, 0
    needs.tried[new], needs.lifted[new] = 0, 0
    for moment in ("heard", "available", "due", "lapse", "started", "closed", "done"):
        getattr(needs, f"{moment}_time")[new] = NEVER
