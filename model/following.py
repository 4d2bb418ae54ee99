"""Needs born in the measured days are followed to their end: the district lives on, and nothing else is counted."""

from __future__ import annotations

import copy
from bisect import bisect_left
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .arrays import Rows
from .columns import BORN, OPEN, rows

if TYPE_CHECKING:
    from .district import District

DAYS_BETWEEN_LOOKS = 7


def copied(district: District) -> District:
    """A district of its own that stands where this one stands; what nobody may write to is shared."""
    return copy.deepcopy(district, {id(district.plan): district.plan, **shared_parts(district)})


def shared_parts(district: District, room: int | None = None) -> dict[int, Any]:
    """What a copy of a district has in common with it, since nobody may write to it; by identity, as copying asks.

    What was done is done: events are frozen, so that a copy only needs a list of its own to go on writing in. Of the
    needs it gets rows of its own for those that were born.

    Args:
        room: For how many needs the copy has room; as many as the district if None, and never fewer than were born.
    """
    state = district.state
    fixed = (district.world, district.kinds, state.facts, *state.facts, district.parameters)
    done = {id(event): event for _, event in district.events}
    born = int(state.tallies.tally[BORN])
    needs = _own(state.needs, born, len(state.needs) if room is None else max(room, born))
    own = {id(district.events): list(district.events), id(state.needs): needs}
    return {**done, **{id(part): part for part in fixed}, **own}


def _own(table: Rows, filled: int, room: int) -> Rows:
    """A table of its own with the filled rows of another: as bytes, since numpy copies rows column by column."""
    found = rows(room, table.dtype)
    size = filled * table.itemsize
    _bytes_of(found)[:size] = _bytes_of(table)[:size]
    return found


def _bytes_of(table: Rows) -> NDArray[np.uint8]:
    plain: NDArray[np.uint8] = table.view(np.ndarray).view(np.uint8)
    return plain


def live_on(district: District) -> None:
    """Live on until every need born in the measured days has ended, or no day is left for it.

    What was counted up to the last measured evening has to be noted before.
    """
    while district.day < district.plan.last and _some_open(district):
        district.live_until(min(district.day + DAYS_BETWEEN_LOOKS, district.plan.last))


def _some_open(district: District) -> bool:
    needs = district.state.needs[: int(district.state.tallies.tally[BORN])]
    born = needs.birth_day  # as they come, so a few looks find the measured ones
    first, after = bisect_left(born, district.plan.warmup), bisect_left(born, district.length)
    return bool((needs.bin[first:after] == OPEN).any())
