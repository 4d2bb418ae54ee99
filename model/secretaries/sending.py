"""Where a street sends its first secretaries: to where least is met, and before all others to who was found wanting."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..agents.street_committee import StreetCommittee
from ..arrays import Bools, Floats, Int64s
from ..columns import MET_LATE, MET_ON_TIME, OPEN
from ..staffing.capacity import born_since

if TYPE_CHECKING:
    from ..district import District

DAYS_LOOKED_BACK = 180


def met_share(district: District) -> Floats:
    """Share of the needs of every community that were met, of those born lately that have ended; 1 where none have."""
    rows = born_since(district, district.day - DAYS_LOOKED_BACK)
    needs = district.state.needs.view(np.ndarray)[rows]
    end, communities = needs["bin"], district.world.territory.communities
    over = np.flatnonzero(end != OPEN)
    where, end = district.world.territory.community_of_cell[needs["cell"][over]], end[over]
    ended = np.bincount(where, minlength=communities)
    met = np.bincount(where, (end == MET_ON_TIME) | (end == MET_LATE), communities)
    return np.divide(met, ended, out=np.ones(communities), where=ended > 0)


def weakest(met: Floats, communities: Int64s, count: int, first: Bools | None = None) -> list[int]:
    """The communities of a street where the smallest share of needs was met; of two alike the first.

    Args:
        first: Who comes before all others: whose own secretary was found wanting too often; shape of `met`.
    """
    ahead = np.zeros(len(met), np.bool_) if first is None else first
    order = np.lexsort((met[communities], ~ahead[communities]))
    return [int(one) for one in communities[order][:count]]


def helped(district: District, wanting: Bools) -> Bools:
    """Of the communities found wanting those to which their street sends a first secretary; shape of `wanting`."""
    count, met = district.parameters.levers.party.first_secretaries, met_share(district)
    sent = np.zeros(len(wanting), np.bool_)
    for street in district.agents_by_type[StreetCommittee]:
        sent[weakest(met, street.communities, count, wanting)] = True
    return np.asarray(sent & wanting)
