"""How satisfied people were in each community over the past year, whatever was done to posts and grids since.

Queues add up what those they served felt, and begin anew when doors are redrawn; so what they say is noted by community
on the first of every month, and before doors are redrawn.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from ..arrays import Floats
from ..columns import BUNDLE
from ..events.staff import SatisfactionNoted

if TYPE_CHECKING:
    from ..district import District

DAYS_REMEMBERED = 365


@dataclass(eq=False)
class SatisfactionByCommunity:
    """What queues have said of the past year.

    Attributes:
        last_read: Satisfaction summed, and over how many needs, as queues stood when they were last read; two rows.
        notes: A day, and by how much either had grown since the day before it in this list.
    """

    last_read: Floats
    notes: list[tuple[int, Floats]] = field(default_factory=list)


def initialise(district: District) -> None:
    """Nobody has been served yet."""
    district.keep(SatisfactionByCommunity(np.zeros((2, district.world.territory.communities))))


def before_new_levers(district: District) -> None:
    """Take down what was felt since the last note; what is over a year old is forgotten."""
    now, record, today = _as_queues_stand(district), district.of(SatisfactionByCommunity), district.day
    kept = [one for one in record.notes if one[0] > today - DAYS_REMEMBERED]
    district.keep(SatisfactionByCommunity(now, [*kept, (today, now - record.last_read)]))


def monthly(district: District, date: dt.date) -> None:
    """What a month left in the queues is taken down."""
    satisfied, served = past_year(district).sum(axis=1).tolist()
    district.record(SatisfactionNoted(satisfaction=satisfied / served if served else None, served=int(served)))


def on_new_levers(district: District) -> None:
    """Where posts were redrawn, queues have said nothing yet."""
    district.of(SatisfactionByCommunity).last_read = _as_queues_stand(district)


def past_year(district: District) -> Floats:
    """Satisfaction summed, and over how many needs that a queue served, in the past year by community; two rows."""
    before_new_levers(district)
    return np.asarray(sum(grown for _, grown in district.of(SatisfactionByCommunity).notes), np.float64)


def _as_queues_stand(district: District) -> Floats:
    """A street's bundle serves all its communities; what it leaves is theirs by residents."""
    pools, territory = district.state.pools, district.world.territory
    people = np.bincount(territory.community_of_cell, territory.residents_of_cell)
    street = territory.street_of_community
    share = people / np.maximum(np.bincount(street, people), 1.0)[street]
    own, bundles = pools.type != BUNDLE, district.pool_map.pools(BUNDLE)
    return np.array(
        [
            np.bincount(pools.community[own], column[own], territory.communities) + column[bundles][street] * share
            for column in (pools.satisfaction_sum, pools.experiences)
        ]
    )
