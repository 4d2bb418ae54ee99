"""Who sits in the meeting at which a secretary reports, and what they say: by name, from what they lived through."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..arrays import Floats, Int64s
from ..columns import MET_ON_TIME, OPEN
from ..place.residents import CHILD, COMMUNITY_PARTY
from ..staffing.capacity import born_since
from ..streams import RESIDENT, YEAR, Stream
from .score import felt_by, words_of

if TYPE_CHECKING:
    from ..district import District

SITS = Stream("who sits at a secretary's report", RESIDENT, YEAR)
DAYS_A_YEAR = 365


class Words(NamedTuple):
    """What the representatives of one community said.

    Attributes:
        who: Rows of residents.
        says: 1 good, 0.5 fair, 0 poor.
    """

    who: Int64s
    says: Floats


def representatives(district: District, year: int) -> list[Int64s]:
    """Who represents members and residents in every community this year, by lot; nobody sits for both."""
    people, assumed = district.world.residents, district.parameters.assumptions.review
    member = people.party == COMMUNITY_PARTY
    members = _by_lot(district, np.flatnonzero(member), assumed.member_seats, year)
    others = _by_lot(district, np.flatnonzero(~member & (people.age_band != CHILD)), assumed.resident_seats, year)
    return [np.concatenate(both) for both in zip(members, others, strict=True)]


def _by_lot(district: District, who: Int64s, seats: int, year: int) -> list[Int64s]:
    land = district.world.territory
    community = land.community_of_cell[district.world.residents.cell[who]].astype(np.int64)
    order = np.lexsort((SITS.of(district.plan.seed).at(who, year).uniform(), community))
    first = np.searchsorted(community[order], np.arange(land.communities))
    last = np.searchsorted(community[order], np.arange(land.communities), side="right")
    return [who[order[start : min(start + seats, end)]] for start, end in zip(first, last, strict=True)]


def rate(district: District, year: int) -> list[Words]:
    """What the representatives of every community say of its secretary."""
    sitting = representatives(district, year)
    trust = district.state.minds.view(np.ndarray)["trust"]
    met, ended = _own_needs(district)
    assumed = district.parameters.assumptions.review
    return [Words(who, words_of(felt_by(trust[who], met[who], ended[who]), assumed)) for who in sitting]


def _own_needs(district: District) -> tuple[Int64s, Int64s]:
    """Needs of the past year that were met in time, and that ended, by resident."""
    needs = district.state.needs.view(np.ndarray)[born_since(district, district.day - DAYS_A_YEAR)]
    ended, residents = needs["bin"] != OPEN, len(district.world.residents.cell)
    met = ended & (needs["bin"] == MET_ON_TIME)
    return np.bincount(needs["resident"][met], minlength=residents), np.bincount(
        needs["resident"][ended], minlength=residents
    )
