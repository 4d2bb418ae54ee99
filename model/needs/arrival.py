"""Needs arise: Poisson by resident and kind, rougher than Poisson by community and day, and by day in the district.

Who has which need on which day depends on the people, the seed and the calendar alone. What policy can lower is
born at a ceiling and thinned by a draw, so two policies share every need that both leave alone (ODD 7.1).
"""

from __future__ import annotations

import math

import numpy as np

from ..arrays import Floats, Rows
from ..columns import BORN, NEVER, NO_DOOR, NOBODY, OPEN, UNHEARD, UNHEARD_NOW, Facts, Tallies
from ..engine import compiled, inlined
from ..hashing import addressed, poisson, standard_normal, uniform
from .draws import COUNT_DRAW, KEEP_DRAW, WHO_DRAW, WORK_DRAW


@compiled
def arise(
    day: int, facts: Facts, kinds: Rows, needs: Rows, unheard_room: int, intensity: Floats, tallies: Tallies
) -> bool:
    """Add the needs born today; False, with nothing added, if the lists have no room for them."""
    communities = len(facts.daily_rate)
    born = tallies.tally[BORN]
    room = min(len(needs), born + unheard_room - tallies.tally[UNHEARD_NOW])
    today = addressed(facts.seed_key, day)
    for community in range(communities):
        here = addressed(today, community)
        for kind in range(len(kinds)):
            stream = addressed(here, kind)
            mean = facts.daily_rate[community, kind] * kinds[kind].ceiling
            mean *= facts.roughness[2 * community + kinds[kind].public, day]
            mean *= facts.load[kind, day]
            for which in range(poisson(mean, uniform(stream, COUNT_DRAW))):
                key = addressed(stream, which + 1)
                resident = somebody(facts, community, kind, uniform(key, WHO_DRAW))
                cell = facts.resident_cell[resident]
                if uniform(key, KEEP_DRAW) * kinds[kind].ceiling >= intensity[cell, kind]:
                    continue
                if born == room:
                    return False
                write_down(born, day, resident, kind, key, facts, kinds, needs)
                born += 1
    tallies.tally[BORN] = born
    return True


@inlined
def somebody(facts: Facts, community: int, kind: int, draw: float) -> int:
    """The resident of a community at quantile `draw` of this kind's rates."""
    entry = facts.guide_start[community]
    entry += int(draw * (facts.guide_start[community + 1] - entry - 3))
    low = facts.guide[kind, entry]
    high = facts.guide[kind, entry + 2]
    while low < high:
        middle = (low + high) // 2
        if facts.cumulative_rate[kind, middle] < draw:
            low = middle + 1
        else:
            high = middle
    return low


@inlined
def write_down(
    need: int, day: int, resident: int, kind: int, key: np.uint64, facts: Facts, kinds: Rows, needs: Rows
) -> None:
    """Open the record of one need."""
    needs[need].resident = resident
    needs[need].cell = facts.resident_cell[resident]
    needs[need].kind = kind
    needs[need].birth_day = day
    needs[need].key = key
    hours = math.exp(kinds[kind].hours_mu + kinds[kind].hours_sigma * standard_normal(key, WORK_DRAW))
    needs[need].first_hours = hours
    needs[need].hours = hours
    needs[need].state = UNHEARD
    needs[need].bin = OPEN
    needs[need].door = NO_DOOR
    needs[need].channel = NOBODY
    needs[need].generation = 0
    needs[need].poor = 0
    needs[need].tried = 0
    needs[need].lifted = 0
    needs[need].late = 0
    needs[need].vulnerable = facts.resident_vulnerable[resident]
    needs[need].pool = NOBODY
    needs[need].heard_day = -1
    needs[need].heard_time = NEVER
    needs[need].available_time = NEVER
    needs[need].started_time = NEVER
    needs[need].due_time = NEVER
    needs[need].lapse_time = NEVER
    needs[need].closed_time = NEVER
    needs[need].done_time = NEVER
