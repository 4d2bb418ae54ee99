"""What patrols and sanitation days prevent: a little litter, a few hazards and parking troubles (ODD 7.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..arrays import Floats
from .records import Volunteers

if TYPE_CHECKING:
    from ..district import District


def less_litter(district: District) -> Floats:
    """Share of litter that clean places keep from being a nuisance, by community; more hours help ever less."""
    assumed, hours = district.parameters.assumptions.volunteer_work, district.of(Volunteers).programmes.cleaned
    weekly = _per_thousand(district, hours)
    return np.asarray(assumed.clean_up_cut * weekly / (weekly + assumed.clean_up_half_hours))


def less_trouble(district: District) -> Floats:
    """Share of hazards and parking trouble that patrols deter, by community."""
    assumed, hours = district.parameters.assumptions.programmes, district.of(Volunteers).programmes.patrolled
    weekly = _per_thousand(district, hours)
    return np.asarray(assumed.deterred_most * weekly / (weekly + assumed.deterred_half_hours))


def _per_thousand(district: District, hours: Floats) -> Floats:
    """Hours a week per 1,000 residents."""
    territory = district.world.territory
    people = np.bincount(territory.community_of_cell, territory.residents_of_cell, territory.communities)
    return np.asarray(hours / np.maximum(people, 1.0) * 1000.0)
