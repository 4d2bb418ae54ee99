"""Temporary branches: Party members who serve in one community, their secretary and their record of service (YT-23)."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ...arrays import Bools, Int64s
from ...columns import NOBODY
from .roll import Roll

LEAST_MEMBERS = 3
"""A branch has at least three members (Party constitution)."""


@dataclass(eq=False)
class TemporaryBranch:
    """A branch at the front of one community.

    Attributes:
        community: Where.
        formed_on: Day of the run; −1 before.
        secretary: Place on the roll of who leads it; −1 for nobody.
        members: Places on the roll of those who belong to it.
    """

    community: int
    formed_on: int = NOBODY
    secretary: int = NOBODY
    members: Int64s = field(default_factory=lambda: np.zeros(0, np.int64))


def joins(branch: TemporaryBranch, roll: Roll, served: Bools, day: int) -> bool:
    """Members who have served by tonight belong to it, once there are enough; whether it was formed today.

    Its secretary is a cadre who was sent, else who has served most.
    """
    here = np.flatnonzero((roll.community == branch.community) & roll.member & (served | (roll.served > 0)))
    if len(here) < LEAST_MEMBERS:
        return False
    branch.members = here
    if branch.formed_on != NOBODY:
        return False
    branch.formed_on = day
    branch.secretary = int(here[np.lexsort((-roll.served[here], roll.department[here] < 0))[0]])
    return True
