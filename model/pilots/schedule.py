"""A pilot as a policy states it: when it begins, where, what is tried, by what it is judged and after how long."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from ..arrays import Bools
from ..parameters.moving import Moves
from ..streams import COMMUNITY, Part, Stream

MOST_PILOTS = 64
PILOT = Part("pilot", MOST_PILOTS)
TRIES = Stream("pilots: which communities try", COMMUNITY, PILOT)


@dataclass(frozen=True)
class Pilot:
    """Levers that some communities try.

    Attributes:
        at: First day.
        where: Share of communities, or their numbers.
        changes: What they try.
        judged_by: The figure the district goes by (`figures.JUDGED`); None where they keep it for good.
        judge_after: Days until it is judged, and days before it that it is held against.
    """

    at: dt.date
    where: float | tuple[int, ...]
    changes: Moves
    judged_by: str | None = None
    judge_after: int = 0


def communities_of(pilot: Pilot, number: int, communities: int, seed: int) -> Bools:
    """Which communities try: those named, or the first by lot that make up the share, to the nearest whole one.

    A share above nought is one community at least; a pilot that is to be judged leaves one at least to hold it against.
    """
    found = np.zeros(communities, np.bool_)
    if isinstance(pilot.where, tuple):
        found[list(pilot.where)] = True
        return found
    lots = TRIES.of(seed).at(np.arange(communities), number).uniform()
    found[np.argsort(lots, kind="stable")[: how_many(pilot.where, communities, pilot.judged_by is not None)]] = True
    return found


def how_many(share: float, communities: int, judged: bool) -> int:
    """How many communities a share of them is."""
    most = communities - 1 if judged else communities
    return min(max(int(np.floor(share * communities + 0.5)), 1), most)
