"""What volunteers' offices keep: the corps, the week's hours, the year's programme, savings in the time bank."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats
from ..parameters import Parameters
from ..place.world import World
from .corps import Corps, new_corps
from .order_book import OrderDesk, new_desk
from .points import Points, new_points
from .standing_records import ProgrammeRecords, new_programme_records
from .teams import Teams


class Week(NamedTuple):
    """One week of volunteering.

    Attributes:
        day: The day of the run it began on.
        came: Participations.
        offered: Hours those who came gave, by community.
        given: Hours that stand at each community's pool of volunteers.
        otherwise: Hours of all communities that standing programmes took for something else than needs in a queue.
    """

    day: int
    came: int
    offered: Floats
    given: Floats
    otherwise: float = 0.0


@dataclass(slots=True, eq=False)
class TimeBank:
    """Hours households saved, and what became of those they wanted back.

    Attributes:
        saved: Hours of each household.
        saved_in: The same by community.
        faith: By community: how far people believe that hours saved will be honoured, 0 to 1.
        asked: Needs for which a household wants its hours back, with the working day it asked.
        honoured, broken: Draws so far.
    """

    saved: Floats
    saved_in: Floats
    faith: Floats
    asked: dict[int, int] = field(default_factory=dict)
    honoured: int = 0
    broken: int = 0

    def appeal(self, registered: Floats, parameters: Parameters) -> Floats:
        """What the bank adds to motive, by community: it grows with what neighbours have saved and believe."""
        assumed = parameters.assumptions.volunteer_work
        if not parameters.levers.volunteers.time_bank:
            return np.zeros(len(self.faith))
        each = self.saved_in / np.maximum(registered, 1.0)
        return np.asarray(assumed.bank_appeal * self.faith * each / (each + assumed.bank_half_hours))

    def deposit(
        self, household: NDArray[np.integer], community: NDArray[np.integer], hours: Floats, cap: float
    ) -> None:
        """Hours given are saved, up to the cap."""
        before = self.saved[household]
        np.add.at(self.saved, household, hours)
        self.saved[household] = np.minimum(self.saved[household], cap)
        first = np.unique(household, return_index=True)[1]
        more = self.saved[household[first]] - before[first]
        np.add.at(self.saved_in, community[first], more)

    def draw(self, household: int, community: int, hours: float, learning: float) -> None:
        """Hours are given back; neighbours believe a little more."""
        drawn = min(hours, float(self.saved[household]))
        self.saved[household] -= drawn
        self.saved_in[community] -= drawn
        self.faith[community] += learning * (1.0 - self.faith[community])
        self.honoured += 1

    def fail(self, community: int, learning: float) -> None:
        """Hours asked for did not come; neighbours believe a little less."""
        self.faith[community] -= learning * self.faith[community]
        self.broken += 1


@dataclass(slots=True, eq=False)
class Volunteers:
    """All a district knows of its volunteers.

    Attributes:
        corps: The people.
        bank: The time bank.
        weeks: What was given in every week lived.
        kinds: Rows of the kinds of need volunteers may serve.
        mix: Share of each of `kinds` in the organiser's programme, by community.
        skill: How far this week's hours are given by people who do as well as staff, by community.
        of_use: Share of last week's hours that served a need, by community.
        looked: Working day on which orders and draws were looked at last.
        left: How many have given up for good.
        teams: Teams by skill.
        programmes: What standing programmes keep from week to week.
        desk: Orders of residents.
        points: Points given for hours and not exchanged yet.
        heard_at_events: Hazard that this week's events of volunteers add to being heard at activities, by cell.
    """

    corps: Corps
    bank: TimeBank
    kinds: NDArray[np.int64]
    mix: Floats
    skill: Floats
    of_use: Floats
    heard_at_events: Floats
    programmes: ProgrammeRecords
    points: Points
    desk: OrderDesk
    teams: Teams | None = None
    weeks: list[Week] = field(default_factory=list)
    looked: int = 0
    left: int = 0

    @property
    def hours(self) -> Floats:
        """Hours given this week, by community."""
        return self.weeks[-1].given if self.weeks else np.zeros(len(self.skill))


def new_volunteers(
    world: World, kinds: NDArray[np.int64], kinds_of_place: int, parameters: Parameters, seed: int
) -> Volunteers:
    """The record before anybody has registered: no savings, no programme."""
    communities = world.territory.communities
    households = int(world.residents.household.max()) + 1
    return Volunteers(
        corps=new_corps(world, parameters, seed),
        bank=TimeBank(np.zeros(households), np.zeros(communities), np.full(communities, 0.5)),
        kinds=kinds,
        mix=np.full((communities, len(kinds)), 1.0 / max(len(kinds), 1)),
        skill=np.zeros(communities),
        of_use=np.zeros(communities),
        heard_at_events=np.zeros(world.territory.cells),
        programmes=new_programme_records(world),
        points=new_points(world),
        desk=new_desk(communities, kinds_of_place),
    )
