"""Points for hours, and their exchange at the station: the bank of good deeds (YT-33)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..arrays import Bools, Floats, Ids
from ..parameters import Parameters
from ..place.world import World
from ..streams import MONTH, RESIDENT, Stream

EXCHANGES = Stream("exchanges points", RESIDENT, MONTH)

FEN, LONG_AGO = 100, -1_000_000
DAYS_REMEMBERED = 365


@dataclass(slots=True, eq=False)
class Points:
    """Points of every resident; arrays have shape (residents,).

    Attributes:
        fen: What each has and has not exchanged, in fen.
        exchanged_on: Date (as a number) of the latest exchange.
        given, exchanged: Fen of all points given and exchanged since the first morning.
    """

    fen: NDArray[np.int64]
    exchanged_on: NDArray[np.int64]
    given: int = 0
    exchanged: int = 0

    def give(self, who: Ids, hours: Floats, yuan_an_hour: float) -> int:
        """Points for hours; each resident at most once in `who`. Returns fen."""
        earned = np.rint(hours * yuan_an_hour * FEN).astype(np.int64)
        self.fen[who] += earned
        self.given += int(earned.sum())
        return int(earned.sum())

    def kept(self, today: int, parameters: Parameters) -> Floats:
        """What an exchange within the last year adds to the yearly retention of each resident."""
        lately: Bools = today - self.exchanged_on <= DAYS_REMEMBERED
        return np.asarray(parameters.assumptions.ordering.exchange_retention * lately)


class Exchange(NamedTuple):
    """A month of exchanges: who came, and the fen each exchanged."""

    who: Ids
    fen: NDArray[np.int64]


def new_points(world: World) -> Points:
    """Nobody has any points."""
    count = len(world.residents.cell)
    return Points(np.zeros(count, np.int64), np.full(count, LONG_AGO, np.int64))


def exchange(points: Points, month: int, today: int, seed: int, parameters: Parameters) -> Exchange:
    """Draw who of those with enough points comes this month, and take the points."""
    assumed = parameters.assumptions.ordering
    enough = np.flatnonzero(points.fen >= max(assumed.exchange_least * FEN, 1.0))
    who = enough[EXCHANGES.of(seed).at(enough, month).uniform() < assumed.exchange_share]
    fen = points.fen[who].copy()
    points.fen[who] = 0
    points.exchanged_on[who] = today
    points.exchanged += int(fen.sum())
    return Exchange(who, fen)
