"""Needs born in the measured days are followed to their end: the district lives on, and nothing else is counted."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import numpy as np

from .columns import BORN, OPEN

if TYPE_CHECKING:
    from .district import District

DAYS_BETWEEN_LOOKS = 7


def copied(district: District) -> District:
    """A district of its own that stands where this one stands; what nobody may write to is shared."""
    return copy.deepcopy(district, {id(district.plan): district.plan, **shared_parts(district)})


def shared_parts(district: District) -> dict[int, Any]:
    """What a copy of a district has in common with it, since nobody may write to it; by identity, as copying asks."""
    fixed = (district.world, district.kinds, district.state.facts, *district.state.facts, district.parameters)
    return {id(part): part for part in fixed}


def live_on(district: District) -> None:
    """Live on until every need born in the measured days has ended, or no day is left for it.

    What was counted up to the last measured evening has to be noted before.
    """
    while district.day < district.plan.last and _some_open(district):
        district.live_until(min(district.day + DAYS_BETWEEN_LOOKS, district.plan.last))


def _some_open(district: District) -> bool:
    needs = district.state.needs[: int(district.state.tallies.tally[BORN])]
    first, after = np.searchsorted(needs.birth_day, (district.plan.warmup, district.length))
    return bool((needs.bin[first:after] == OPEN).any())
