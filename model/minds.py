"""Who moves residents' minds outside a day's kernels: everything that happens to trust and efficacy goes through here.

The running totals of `tallies.mind_totals` are kept with every move, so that nobody has to add up all residents anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .arrays import Floats, Int64s
from .columns import EFFICACY_TOTAL, TRUST_TOTAL
from .place.households import neighbours_of

if TYPE_CHECKING:
    from .district import District


def move_trust(district: District, household: Int64s, trust: Floats, efficacy: float) -> None:
    """Change trust and efficacy of all members of households, keep both in [0, 1], and update their totals.

    Args:
        district: The district.
        household: Households, each at most once; shape (n,).
        trust: Change of trust of the members of each; shape (n,).
        efficacy: Change of efficacy of all of them.
    """
    if not len(household):
        return
    neighbours = neighbours_of(district.world)
    size = neighbours.start_of_household[household + 1] - neighbours.start_of_household[household]
    people = neighbours.people_of(household)
    minds, totals = district.state.minds.view(np.ndarray), district.state.tallies.mind_totals
    before, believed = minds["trust"][people], minds["efficacy"][people]
    trusts, believes = np.clip(before + np.repeat(trust, size), 0.0, 1.0), np.clip(believed + efficacy, 0.0, 1.0)
    minds["trust"][people], minds["efficacy"][people] = trusts, believes
    totals[TRUST_TOTAL] += float((trusts - before).sum())
    totals[EFFICACY_TOTAL] += float((believes - believed).sum())


def move_trust_of(district: District, resident: int, step: float) -> None:
    """One resident trusts so much more, or less, within the range from 0 to 1."""
    minds, tallies = district.state.minds, district.state.tallies
    before = float(minds.trust[resident])
    minds.trust[resident] = min(max(before + step, 0.0), 1.0)
    tallies.mind_totals[TRUST_TOTAL] += float(minds.trust[resident]) - before


def trust_at_home(district: District, household: Int64s) -> Floats:
    """What each household trusts: the mean of those who live there."""
    neighbours = neighbours_of(district.world)
    size = neighbours.start_of_household[household + 1] - neighbours.start_of_household[household]
    trust = district.state.minds.view(np.ndarray)["trust"][neighbours.people_of(household)]
    first = np.cumsum(size) - size
    return np.asarray(np.add.reduceat(trust, first) / size)
