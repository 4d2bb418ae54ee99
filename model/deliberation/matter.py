"""One collective matter from the day it is raised: whom it touches, what they believe, how often it was on the table.

Which matters arise where and when depends on the people, the seed and the calendar alone, never on policy.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

import numpy as np

from ..arrays import Floats, Int64s
from ..columns import NOBODY
from ..ledger.ledger import fen_of
from ..parameters.assumptions.opinion import OpinionAssumptions
from ..parameters.place import FORMS
from ..place.households import Neighbours, neighbours_of
from ..place.world import World
from ..streams import Part, Stream, draws_of
from .attendance import Affected
from .draws import POSITION, STAIRWELL, household_uniforms
from .kinds import KINDS, MatterKind
from .stakes import first_belief, private_value, value_of

MATTERS = Stream("matters: {}", Part("month"))
"""Matters of each kind. Under the key of a month stand its estates and, beyond them, covenants a policy asks for."""
ASKED_FOR = 1_000_000
NOT_AGREED = -(10**9)
"""Day on which what nobody has agreed to was agreed; days of the years before the run are below zero."""
LIFT_FLOORS = 7
MONTHS_A_YEAR = 12.0
Ending = Literal["", "settled", "given_up"]
Origin = Literal[
    "neighbours", "requests", "grid_head", "steward", "station", "department", "unit", "group_council", "reception"
]
"""Who brought a matter: neighbours themselves; whoever files requests, or leads a grid, a round or a station, where
many from one estate pile up; whoever watches over cases stuck at departments; a unit of the joint committee; the
council of women or of children; members of the committee who received residents."""


@dataclass(slots=True, eq=False)
class Matter:
    """A matter on its way.

    Attributes:
        number: In the order in which matters were raised in this run.
        key: The key of its random numbers, the same under every policy.
        kind: What it is about.
        community, estate: Where it is.
        raised: Day of the run on which somebody first complained.
        household: Households it affects.
        private: What it is worth to each for its own sake, in yuan.
        belief: What each believes of the common benefit, 0 to 1; talk and information move it.
        ready: First day on which it may be on the table again.
        tries: Votes or decisions so far.
        meetings: Times people met over it.
        ended, ended_on: How and on which day it ended; empty while it is open.
        agreed_on: Day on which it was agreed, while a department has yet to commit; NOT_AGREED before.
        stands_on: Day on which that decision stands, whatever departments do.
        unpaid: Whether it waits for money.
        compliance: How far neighbours stand by what was agreed, 0 to 1.
        came: Households that came to any of its meetings.
        origin: Who brought it.
        reporters: Households whose requests it was raised for, or that complained about it later.
        called_on: Day on which the committee whistled for it, and its council met for it; NOT_AGREED before.
        answered: Whether the department concerned followed that whistle.
        on_paper: Whether it was settled on paper only.
        unit: Number of the unit that brought it, in its community; NOBODY where none did.
        in_kind_fen: Part of its cost that ground and hands of units save, in fen.
        brought_fen: Money that units and shops have brought for it, in fen; it lies in their committee's fund.
        promised_fen: Money that street-front shops have promised for it and not brought yet, in fen.
        extra_fen: What changes of the plan add to its cost, in fen, for those who objected to the works.
        informed: Share of the households that had heard of it, or were asked at home, before works were agreed.
        reopened: How often it has come up again after it was settled.
        reopened_on: Day on which it last came up again; None if it never did.
        kept_before: The most that neighbours have kept to an earlier settlement of it, 0 to 1.
        bothered: Households that have complained since it was settled -> day of the last time.
        alone: How often staff have agreed to it by themselves, without a meeting.
    """

    number: int
    key: np.uint64
    kind: MatterKind
    community: int
    estate: int
    raised: int
    household: Int64s
    private: Floats
    belief: Floats
    ready: int
    tries: int = 0
    meetings: int = 0
    ended: Ending = ""
    ended_on: int = -1
    agreed_on: int = NOT_AGREED
    stands_on: int = NOT_AGREED
    unpaid: bool = False
    compliance: float = 0.0
    came: Int64s = field(default_factory=lambda: np.zeros(0, np.int64))
    origin: Origin = "neighbours"
    reporters: Int64s = field(default_factory=lambda: np.zeros(0, np.int64))
    called_on: int = NOT_AGREED
    answered: bool = False
    on_paper: bool = False
    unit: int = NOBODY
    in_kind_fen: int = 0
    brought_fen: int = 0
    promised_fen: int = 0
    extra_fen: int = 0
    informed: float = 0.0
    reopened: int = 0
    reopened_on: int | None = None
    kept_before: float = 0.0
    bothered: dict[int, int] = field(default_factory=dict)
    alone: int = 0

    @property
    def to_find_fen(self) -> int:
        """Fen that are still to be found for it: its cost, less what units have brought."""
        return fen_of(self.kind.cost) + self.extra_fen - self.in_kind_fen - self.brought_fen

    @property
    def open_since(self) -> int:
        """Day from which it has been open: that of its raising, or that on which it last came up again."""
        return self.raised if self.reopened_on is None else self.reopened_on

    @property
    def open(self) -> bool:
        """Whether it is neither settled nor given up."""
        return not self.ended

    @property
    def facts(self) -> dict[str, Any]:
        """What every event of it says: number, kind, community."""
        return {"number": self.number, "about": self.kind.id, "community": self.community}

    def value(self) -> Floats:
        """What it is worth to each household now, in yuan, before any payment."""
        return value_of(self.kind, self.private, self.belief)

    def affected(self, neighbours: Neighbours) -> Affected:
        """The households it affects, as a meeting sees them; migrants and families may send representatives."""
        rows = self.household
        return Affected(
            household=rows,
            elder=neighbours.elder[rows],
            owner=neighbours.owner[rows],
            party=neighbours.party[rows],
            migrant=neighbours.migrant[rows],
            low_income=neighbours.low_income[rows],
            reserved=np.stack((neighbours.migrant[rows], neighbours.child[rows])),
            value=self.value(),
        )


def matters_of_month(
    world: World, month: int, seed: int, extra_covenants: float, multiplier: float
) -> Iterator[tuple[MatterKind, int, np.uint64]]:
    """Kind, estate and key of every matter raised in one month.

    Args:
        world: Where.
        month: Months since year 0.
        seed: Seed of the run.
        extra_covenants: Covenants a community is asked for in this month, on top of those its estates want.
        multiplier: How many times as many as the table of kinds says.
    """
    estates = np.arange(world.territory.estates)
    for number, (kind, mean, none) in enumerate(zip(KINDS, *_usual_month(world, multiplier), strict=True)):
        here = draws_of(MATTERS.of(seed, kind.id).at(month).key())
        # With nothing beyond its chance of no matter at all, an estate has one or, seldom, several.
        for estate in np.flatnonzero(here.at(estates).uniform() > none).tolist():
            own = here.at(estate)
            for which in range(own.poisson(float(mean[estate]))):
                yield kind, estate, draws_of(own.key()).at(which).key()
        if kind.id == "covenant" and extra_covenants > 0.0:
            yield from _asked_for(kind, world, here.at(ASKED_FOR + number).key(), extra_covenants)


@lru_cache(maxsize=16)
def _usual_month(world: World, multiplier: float) -> tuple[tuple[Floats, ...], tuple[Floats, ...]]:
    """Matters of each kind that arise in a month in each estate on average, and its chance of none at all."""
    size, form = np.diff(neighbours_of(world).start_of_estate) / 1000.0, world.territory.estate_form
    fits = (np.array([not kind.forms or one in kind.forms for one in FORMS])[form] for kind in KINDS)
    mean = tuple(kind.yearly * multiplier / MONTHS_A_YEAR * size * here for kind, here in zip(KINDS, fits, strict=True))
    return mean, tuple(np.exp(-one) for one in mean)


def _asked_for(
    kind: MatterKind, world: World, key: np.uint64, each: float
) -> Iterator[tuple[MatterKind, int, np.uint64]]:
    """Covenants a policy asks every community for, each in the estate whose turn it is."""
    territory, size = world.territory, np.diff(neighbours_of(world).start_of_estate)
    for community in range(territory.communities):
        here = draws_of(draws_of(key).at(community).key())
        if here.at(0).uniform() < each:
            own = np.flatnonzero(territory.estate_community == community)
            upto = np.cumsum(size[own]) / max(int(size[own].sum()), 1)
            estate = int(own[min(int(np.searchsorted(upto, here.at(1).uniform())), len(own) - 1)])
            yield kind, estate, here.at(2).key()


def open_matter(
    number: int, found: tuple[MatterKind, int, np.uint64], world: World, day: int, assumed: OpinionAssumptions
) -> Matter:
    """A matter on the day somebody first complains: its households, what is at stake for each, what each believes."""
    kind, estate, key = found
    household = neighbours_of(world).of_estate(estate)
    if 0 < kind.households < len(household):
        stairwells = len(household) // kind.households
        first = int(draws_of(key).at(STAIRWELL).uniform() * stairwells) * kind.households
        household = household[first : first + kind.households]
    return Matter(
        number=number,
        key=key,
        kind=kind,
        community=int(world.territory.estate_community[estate]),
        estate=estate,
        raised=day,
        household=household,
        private=private_value(kind, _positions(kind, household, key), household, key),
        belief=first_belief(household, assumed, key),
        ready=day,
    )


def _positions(kind: MatterKind, household: Int64s, key: np.uint64) -> Floats:
    """From the worst placed, 0, to the best, 1: by floor in a stairwell, by chance elsewhere."""
    if kind.households:
        floor = np.arange(len(household)) * LIFT_FLOORS // max(len(household), 1)
        return np.asarray(floor / (LIFT_FLOORS - 1))
    return household_uniforms(key, household, POSITION)
