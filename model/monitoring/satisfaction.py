"""Satisfaction by community over the past year, independent of changes of posts and grids since.

Pools sum the satisfaction of those they served and start again when pools are redrawn. The sums are therefore noted by
community on the first of every month and before pools are redrawn.
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
    """Satisfaction sums of the past year.

    Attributes:
        last_read: Satisfaction summed, and over how many needs, as queues stood when they were last read; two rows.
        notes: A day, and by how much either had grown since the day before it in this list.
    """

    last_read: Floats
    notes: list[tuple[int, Floats]] = field(default_factory=list)


def initialise(district: District) -> None:
    """Keep a record without notes; sums start at 0."""
    district.keep(SatisfactionByCommunity(np.zeros((2, district.world.territory.communities))))


def before_new_levers(district: District) -> None:
    """Note the satisfaction since the last note; drop notes more than a year old."""
    now, record, today = _as_queues_stand(district), district.of(SatisfactionByCommunity), district.day
    kept = [one for one in record.notes if one[0] > today - DAYS_REMEMBERED]
    district.keep(SatisfactionByCommunity(now, [*kept, (today, now - record.last_read)]))


def monthly(district: District, date: dt.date) -> None:
    """Record the mean satisfaction of the past year, and of how many needs, as an event."""
    satisfied, served = past_year(district).sum(axis=1).tolist()
    district.record(SatisfactionNoted(satisfaction=satisfied / served if served else None, served=int(served)))


def on_new_levers(district: District) -> None:
    """Read the sums of the new pools, from which the next note counts."""
    district.of(SatisfactionByCommunity).last_read = _as_queues_stand(district)


def past_year(district: District) -> Floats:
    """Satisfaction summed, and over how many needs that a queue served, in the past year by community; two rows."""
    before_new_levers(district)
    return np.asarray(sum(grown for _, grown in district.of(SatisfactionByCommunity).notes), np.float64)


def read_past_year(district: District) -> Floats:
    """The same as `past_year`, only read: nothing is noted, so that looking leaves no trace."""
    record = district.of(SatisfactionByCommunity)
    since = [grown for day, grown in record.notes if day > district.day - DAYS_REMEMBERED]
    return np.asarray(sum(since, _as_queues_stand(district) - record.last_read), np.float64)


def _as_queues_stand(district: District) -> Floats:
    """Sums of satisfaction and of needs served by community, (2, communities); bundles are split by residents."""
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
