"""Posts of the community wear out: whoever works day after day falls out until rested (rules of facts alone).

A team is held as ten equal parts, from those who bear least to those who bear most. A day wears each part by the share
of it that was given; a part above its line stays at home until it is well below it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...arrays import Bools, Floats
from ...columns import COUNTER, GRID
from .tiring import DAYS_A_WEEK

TEAMS = (GRID, COUNTER)
"""Teams of a community that an emergency wears: grid workers, community staff."""
NAMES = ("grid", "staff")
PARTS = 10
FRESH = 0.01
"""Fatigue below which nothing is worth remembering."""


@dataclass(eq=False)
class Teams:
    """How worn the teams of each community are; shape (communities, teams, parts).

    Attributes:
        fatigue: From 0 to 1.
        resting: Which parts stay at home.
    """

    fatigue: Floats
    resting: Bools

    @property
    def missing(self) -> Floats:
        """Share of each team that stays at home, shape (communities, teams)."""
        return np.asarray(self.resting.mean(axis=2))

    @property
    def are_fresh(self) -> bool:
        """Whether nothing is left of it."""
        return not self.resting.any() and bool((self.fatigue < FRESH).all())


def new_teams(communities: int) -> Teams:
    """Teams in peace."""
    shape = (communities, len(TEAMS), PARTS)
    return Teams(np.zeros(shape), np.zeros(shape, np.bool_))


@dataclass(frozen=True)
class Wear:
    """What wears and heals.

    Attributes:
        gain: Share of what is left to exhaustion that a whole day in the emergency closes.
        weeks: In which fatigue heals.
        first_line: Fatigue above which the first part falls out; the last would at 1.
        rested: A part comes back below this share of its line.
    """

    gain: float
    weeks: float
    first_line: float
    rested: float


def after(teams: Teams, given: Floats, wear: Wear, days: float = 1.0) -> Teams:
    """Teams after a day, or after so many days of rest.

    Args:
        given: Share of the day that those at work gave, shape (communities, teams).
        wear: What wears and heals.
        days: How many, where nothing is given.
    """
    part = np.where(teams.resting, 0.0, given[:, :, None])
    heals = np.exp(-(1.0 - part) * days / (DAYS_A_WEEK * wear.weeks))
    fatigue = teams.fatigue * heals + wear.gain * part * (1.0 - teams.fatigue)
    line = wear.first_line + (np.arange(PARTS) + 0.5) / PARTS * (1.0 - wear.first_line)
    enough = (part > 0.0) & (fatigue > line)
    still = teams.resting & (fatigue > wear.rested * line)
    return Teams(np.asarray(fatigue), np.asarray(enough | still))
