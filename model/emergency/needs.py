"""Needs that only an emergency brings: a stream and a table of their own, seven days a week, with a clock in hours.

No draw of an everyday need is touched. Who is born here depends on the people, the seed, the shock and the calendar
alone; what the answer changes is when and by whom a need is met.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from ..arrays import Floats, Ids, Rows
from ..columns import rows
from ..place.world import World
from ..streams import COMMUNITY, DAY, HOUSEHOLD, Part, Source, Stream
from .shock import PER_ILL, PER_RESIDENTS, PER_SHUT_IN, SKILLS, Shock, ShockNeed

COUNT = Stream("emergency: how many {}", COMMUNITY, DAY)
AT_HOME = Stream("emergency at home: how many {}", HOUSEHOLD, DAY)
SHUT_IN = Stream("emergency: households shut in by {}", HOUSEHOLD, DAY)
EACH = Stream("emergency: each {}", COMMUNITY, DAY, Part("need of the day", 1 << 20), Part("draw", 4))
EACH_AT_HOME = Stream("emergency at home: each {}", HOUSEHOLD, DAY, Part("need of the day", 1 << 8), Part("draw", 4))
WHO, WHEN, WORK = 0, 1, 2

HOURS_A_DAY = 24
OPEN, ON_TIME, LATE, LAPSED = 0, 1, 2, 3
STATES = ("open", "met_on_time", "met_late", "lapsed")
DONE = 1e-9
"""Hours of work below which nothing is left of a need."""
GOLDEN = 0.6180339887498949

# One row per need of an emergency, in order of birth; hours count from midnight of the run's first day.
EMERGENCY_NEED = np.dtype(
    [
        ("born", np.float64),
        ("due", np.float64),
        ("lapses", np.float64),
        ("hours", np.float64),
        ("left", np.float64),
        ("met", np.float64),
        ("community", np.int32),
        ("household", np.int32),
        ("kind", np.int16),
        ("skill", np.int8),
        ("severity", np.int8),
        ("state", np.int8),
        ("origin", np.int8),
    ],
    align=True,
)


class KindOfNeed(NamedTuple):
    """A kind of need of one kind of shock.

    Attributes:
        shock: Id of the kind of shock.
        need: What it is.
    """

    shock: str
    need: ShockNeed

    @property
    def name(self) -> str:
        """As streams and tables call it."""
        return f"{self.shock}/{self.need.id}"


@dataclass(eq=False)
class NeedTable:
    """Every need of the emergencies of a run.

    Attributes:
        kinds: What the column `kind` numbers.
        room: Rows, of which the first `born` are needs.
    """

    kinds: tuple[KindOfNeed, ...]
    room: Rows = field(default_factory=lambda: rows(256, EMERGENCY_NEED))
    born: int = 0

    @property
    def needs(self) -> Rows:
        """One row per need born so far."""
        return self.room[: self.born]

    @property
    def open(self) -> Ids:
        """Rows of the needs that still wait."""
        return np.flatnonzero(self.needs.state == OPEN)

    def add(self, new: Rows) -> None:
        """Write down needs born today."""
        if self.born + len(new) > len(self.room):
            larger = rows(2 * (self.born + len(new)), EMERGENCY_NEED)
            larger[: self.born] = self.needs
            self.room = larger
        self.room[self.born : self.born + len(new)] = new
        self.born += len(new)


@dataclass(frozen=True, eq=False)
class Homes:
    """Where an emergency finds people.

    Attributes:
        residents: Of each community.
        first_resident: Of each community; residents of one stand together.
        household: Of each resident.
        community: Of each household.
    """

    residents: Ids
    first_resident: Ids
    household: Ids
    community: Ids


def homes_of(world: World) -> Homes:
    """The homes of a world."""
    people, territory = world.residents, world.territory
    first = territory.resident_start_of_cell[territory.cell_start_of_community].astype(np.int64)
    community = np.zeros(int(people.household.max()) + 1, np.int64)
    community[people.household] = territory.community_of_cell[people.cell]
    return Homes(np.diff(first), first[:-1], people.household.astype(np.int64), community)


@dataclass(frozen=True, eq=False)
class Morning:
    """What the births of a day depend on.

    Attributes:
        seed: Of the run.
        day: Of the run.
        shock: Which one.
        pressure: Of the shock today.
        homes: Where people live.
        ill: Share of people ill this week, by community.
        shut_in: Households shut in today.
    """

    seed: int
    day: int
    shock: Shock
    pressure: float
    homes: Homes
    ill: Floats
    shut_in: Ids


def shut_in_anew(morning: Morning, factor: Floats) -> Ids:
    """Households that are shut in from today on, of all; `factor` is what the week has in common, by community."""
    kind, home = morning.shock.kind, morning.homes.community
    chance = np.minimum(kind.shut_in_share * morning.pressure * factor, 1.0)
    if not chance.any():
        return np.zeros(0, np.int64)
    draws = SHUT_IN.of(morning.seed, kind.id).at(np.arange(len(home)), morning.day).uniform()
    return np.flatnonzero(draws < chance[home])


def arise(morning: Morning, kinds: Sequence[KindOfNeed]) -> Rows:
    """The needs a shock brings today, in the order of their kinds; `kinds` numbers them."""
    parts = [_of_kind(morning, number, kind) for number, kind in _own(morning.shock, kinds)]
    return np.concatenate([*parts, rows(0, EMERGENCY_NEED)])


def expected(morning: Morning, kinds: Sequence[KindOfNeed]) -> tuple[Floats, Floats]:
    """Needs a day like today brings on average, and hours of work of them, shape (communities, skills)."""
    needs, found = (np.zeros((len(morning.homes.residents), len(SKILLS))) for _ in range(2))
    for _, kind in _own(morning.shock, kinds):
        if kind.need.per == PER_SHUT_IN:
            many = np.bincount(morning.homes.community[morning.shut_in], minlength=len(found)) * kind.need.rate
        else:
            many = _mean(morning, kind.need)
        needs[:, SKILLS.index(kind.need.skill)] += many
        found[:, SKILLS.index(kind.need.skill)] += many * kind.need.hours
    return needs, found


def _own(shock: Shock, kinds: Sequence[KindOfNeed]) -> Iterator[tuple[int, KindOfNeed]]:
    return ((number, kind) for number, kind in enumerate(kinds) if kind.shock == shock.kind.id)


def _mean(morning: Morning, need: ShockNeed) -> Floats:
    """Needs of a kind on average today, by community."""
    people = morning.homes.residents * (morning.ill if need.per == PER_ILL else 1.0)
    grows = morning.pressure if need.per == PER_RESIDENTS else 1.0
    return np.asarray(need.rate / 1000.0 * people * grows, np.float64)


def _of_kind(morning: Morning, number: int, kind: KindOfNeed) -> Rows:
    """The needs of one kind born today."""
    seed, day, homes = morning.seed, morning.day, morning.homes
    if kind.need.per == PER_SHUT_IN:
        mean = np.full(len(morning.shut_in), kind.need.rate)
        count = AT_HOME.of(seed, kind.name).at(morning.shut_in, day).poisson(mean)
        household, which = _each(morning.shut_in, count)
        draws = _draws(EACH_AT_HOME.of(seed, kind.name), household, day, which)
        return _written(number, kind.need, (homes.community[household], household), day, draws)
    communities = np.arange(len(homes.residents))
    count = COUNT.of(seed, kind.name).at(communities, day).poisson(_mean(morning, kind.need))
    community, which = _each(communities, count)
    draws = _draws(EACH.of(seed, kind.name), community, day, which)
    resident = homes.first_resident[community] + (draws[WHO] * homes.residents[community]).astype(np.int64)
    return _written(number, kind.need, (community, homes.household[resident]), day, draws)


def _each(places: Ids, count: Floats) -> tuple[Ids, Ids]:
    """Place and number of each of so many needs."""
    many = count.astype(np.int64)
    return np.repeat(places, many), np.arange(int(many.sum())) - np.repeat(np.cumsum(many) - many, many)


def _draws(source: Source, place: Ids, day: int, which: Ids) -> tuple[Floats, Floats, Floats]:
    who, when = (source.at(place, day, which, one).uniform() for one in (WHO, WHEN))
    return who, when, source.at(place, day, which, WORK).normal()


def _written(
    number: int, need: ShockNeed, where: tuple[Ids, Ids], day: int, draws: tuple[Floats, Floats, Floats]
) -> Rows:
    """The records of needs born today, by community and household."""
    new = rows(len(draws[WHEN]), EMERGENCY_NEED)
    new["born"] = HOURS_A_DAY * (day + draws[WHEN])
    new["due"] = new["born"] + need.deadline_hours
    new["lapses"] = new["born"] + need.deadline_hours * need.patience
    new["hours"] = need.hours * np.exp(need.hours_sigma * draws[WORK] - 0.5 * need.hours_sigma**2)
    new["left"], new["met"], new["origin"] = new["hours"], np.nan, -1
    new["community"], new["household"] = where
    new["kind"], new["skill"], new["severity"] = number, SKILLS.index(need.skill), need.severity
    return new
