"""All matters of a district: which are open, how meetings went, and what settled ones left in their estates."""

from __future__ import annotations

from bisect import insort
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats
from ..columns import NOBODY
from ..place.territory import Territory
from .matter import Matter

if TYPE_CHECKING:
    from .follow_up import Task

HALF_WAY = 0.5
"""How far people believe in their council before they have seen it at work."""


class Turnout(NamedTuple):
    """One try at a matter: the day, the share of those affected that came, how those present differed.

    Where staff decide, or votes are collected at home, nobody comes, and nobody can differ.
    """

    day: int
    share: float
    difference: Floats | None


class Unannounced(NamedTuple):
    """Works of which not everybody was told: where, until when disputes last, how many were not told, which matter."""

    estate: int
    until: int
    untold: float
    matter: int = NOBODY


class CauseRemoved(NamedTuple):
    """What many complained about was put right.

    Attributes:
        estate, kind: Where, and which kind of need arises less often.
        until: Day from which it arises as before.
        kept: How far neighbours keep to what was agreed, where it is nothing but how they behave; else 1.
        matter: Number of the matter that was settled.
    """

    estate: int
    kind: int
    until: int
    kept: float = 1.0
    matter: int = NOBODY


@dataclass(slots=True, eq=False)
class Objection:
    """Works that stand still because neighbours object.

    Attributes:
        matter: The works.
        due: Day from which on the committee meets with those who object.
        met: Meetings with them so far.
        over: Whether nothing stands in the way any more, or the works were given up.
    """

    matter: Matter
    due: int
    met: int = 0
    over: bool = False


@dataclass(slots=True, eq=False)
class Docket:
    """What a district knows of its collective matters.

    Attributes:
        council_trust: By community: how far people believe in their council, 0 to 1.
        covenant: By estate: how far neighbours stand by the covenants they have, 0 to 1.
        open: Matters neither settled nor given up, in the order they were raised.
        closed: The others, in the order they ended.
        turnouts: Who came, at every try so far.
        reviews: Accounts to be given: on which day, on which matter.
        works: Works of which not everybody was told.
        tasks: What was agreed and is not done yet.
        rests_until: By estate and kind of need: before that day requests raise no new matter.
        removed: Causes of requests that were put right.
        objections: Works that neighbours have objected to, by the number of the matter.
        pressure: By estate and kind: how often needs arise, as poor upkeep and matters have it; the usual is 1, and
            causes removed, covenants, projects and volunteers are left out. Empty until it is set for the first time.
    """

    council_trust: NDArray[np.float64]
    covenant: NDArray[np.float64]
    open: list[Matter] = field(default_factory=list)
    closed: list[Matter] = field(default_factory=list)
    turnouts: list[Turnout] = field(default_factory=list)
    reviews: list[tuple[int, Matter]] = field(default_factory=list)
    works: list[Unannounced] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    rests_until: dict[tuple[int, str], int] = field(default_factory=dict)
    removed: list[CauseRemoved] = field(default_factory=list)
    objections: dict[int, Objection] = field(default_factory=dict)
    pressure: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    _here: dict[int, list[Matter]] = field(default_factory=dict, init=False)
    _sorted: tuple[int, Matter | None] | None = field(default=None, init=False)

    @property
    def raised(self) -> int:
        """How many matters have been raised so far."""
        return len(self.open) + len(self.closed)

    def open_in(self, community: int) -> list[Matter]:
        """The open matters of one community, in the order they were raised."""
        if self._sorted != self._state():
            self._here = {}
            for matter in self.open:
                self._here.setdefault(matter.community, []).append(matter)
            self._sorted = self._state()
        return self._here.get(community, [])

    def enter(self, matter: Matter) -> None:
        """A matter is raised."""
        known = self._sorted == self._state()
        self.open.append(matter)
        if known:
            self._here.setdefault(matter.community, []).append(matter)
            self._sorted = self._state()

    def reopen(self, matter: Matter) -> None:
        """A matter that had ended is open again, in its place among those."""
        self.closed.remove(matter)
        insort(self.open, matter, key=lambda one: one.number)
        self._sorted = None

    def close(self, matter: Matter) -> None:
        """A matter leaves the list of open ones; it is never both open and closed."""
        known = self._sorted == self._state()
        self.open.remove(matter)
        self.closed.append(matter)
        if known:
            self._here[matter.community].remove(matter)
            self._sorted = self._state()

    def _state(self) -> tuple[int, Matter | None]:
        """How many are open and which is the last, by which `open_in` sees that others have come."""
        return len(self.open), self.open[-1] if self.open else None


def first_docket(territory: Territory) -> Docket:
    """An agenda without matters and covenants."""
    return Docket(np.full(territory.communities, HALF_WAY), np.zeros(territory.estates))
