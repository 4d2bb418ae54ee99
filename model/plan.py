"""What one run is asked to do."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .emergency.shock import Shock
from .parameters import Levers, Parameters
from .parameters.moving import Moves
from .parameters.place import Minds
from .pilots.schedule import Pilot
from .triggers.schedule import Trigger, in_force_on


@dataclass(frozen=True)
class AtRest:
    """What the first morning begins with, as if the status quo had lasted for many years.

    Attributes:
        inflow: Cases a year and 1,000 residents that reach departments, by kind.
        minds: What residents feel, on average.
        heard: Share of needs that somebody hears, by kind; for kinds not named it follows from the channels alone.
        lost: Share of what is heard that comes to nothing, by kind; of kinds not named a usual share.
    """

    inflow: Mapping[str, float]
    minds: Minds
    heard: Mapping[str, float] = field(default_factory=dict)
    lost: Mapping[str, float] = field(default_factory=dict)


COMES_BACK = 40.0
"""Working days left for what was closed badly, came back and is worked on again."""


@dataclass(frozen=True)
class Plan:
    """What one run is asked to do.

    Attributes:
        parameters: Place, assumptions, and the levers of the policy that switches on at the place's start date.
        seed: Drives everything that happens; people come from the place's own seed.
        days: Measured days, from the place's start date.
        warmup: Days lived before, under `status_quo`.
        status_quo: The place's own levers; by default the policy itself.
        steps: Later dates on which other levers take effect.
        named: What the step on each date names, where that is not just wherein its levers differ from those before.
        pilots: Levers that some communities try.
        triggers: Levers that move once a figure the district sees has stayed beyond a bound.
        shocks: Emergencies of the measured days.
        drawn: Grid of each cell for the layout `drawn`.
        at_rest: What the first morning begins with; by default what the place states or a pilot run measures.
        earlier_years: Whether what earlier years left stands on the first morning (`history.earlier_years`); without
            them nothing has been built, agreed or promised yet.
    """

    parameters: Parameters
    seed: int = 1
    days: int = 1095
    warmup: int = 180
    status_quo: Levers | None = None
    steps: Mapping[dt.date, Levers] = field(default_factory=dict)
    named: Mapping[dt.date, Moves] = field(default_factory=dict)
    pilots: tuple[Pilot, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    shocks: tuple[Shock, ...] = ()
    drawn: NDArray[np.int32] | None = None
    at_rest: AtRest | None = None
    earlier_years: bool = True

    @property
    def first_day(self) -> dt.date:
        """First day of the warm-up."""
        return self.parameters.place.start - dt.timedelta(days=self.warmup)

    @property
    def steps_in_time(self) -> Mapping[dt.date, Levers]:
        """The later steps that fall before the measured days end."""
        end = self.parameters.place.start + dt.timedelta(days=self.days)
        return {date: levers for date, levers in self.steps.items() if date < end}

    @property
    def levers_from(self) -> dict[dt.date, Levers]:
        """The levers that take effect on each day: the policy's on the place's start date, then those of its steps.

        On the day a pilot begins they are put in force as they stand, so that its communities get theirs.
        """
        start = self.parameters.place.start
        found = {start: self.parameters.levers, **self.steps_in_time}
        for pilot in self.pilots:
            if start <= pilot.at < start + dt.timedelta(days=self.days):
                found.setdefault(pilot.at, in_force_on(found, pilot.at))
        return found

    @property
    def length(self) -> int:
        """Days of the warm-up and the measured days."""
        return self.warmup + self.days

    @property
    def last(self) -> int:
        """Days the district can live: beyond the measured ones as long as a need born in them may take to end.

        A need ends within its window, its deadline and the patience of whoever waits; poor work comes back later.
        """
        if self.days == 0:
            return self.length
        kinds, patience = self.parameters.place.needs, self.parameters.assumptions.service.patience_days
        longest = max(kind.window_days for kind in kinds) + max(kind.deadline_days for kind in kinds) + patience
        return self.length + math.ceil((longest + COMES_BACK) / 5.0) * 7
