"""What all observers of a district share: the district itself, and what is remembered of it."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from shapan.model.columns import BORN, UNHEARD
from shapan.model.district import District

HOURS = 1e-6
"""Hours are summed in another order than the district sums them; rounding stays far below a second of work."""


class Columns(NamedTuple):
    """Columns as they stood at one moment."""

    state: Any
    bin: Any
    generation: Any
    closed_time: Any
    done_time: Any
    pools: Any
    departments: Any


class Remembered:
    """A district, with what has to be remembered of it to know whether anything was lost.

    Attributes:
        people: How many live there on the first morning.
        home: The cell each of them lives in.
        evening: What stood in the columns when the last day was over.
        morning: What stood there after today's decisions, before anybody went to work.
        redrawn: The last working day on which posts were put behind other doors; -1 if none.
    """

    def __init__(self, district: District) -> None:
        self.district = district
        self.people = len(district.state.minds)
        self.home = district.world.residents.cell.copy()
        self.redrawn = -1
        self.evening = self.morning = self.columns()

    def log(self) -> Any:
        """Every need born so far."""
        return self.district.state.needs[: int(self.district.state.tallies.tally[BORN])]

    def columns(self) -> Columns:
        """The columns as they stand now."""
        state, log = self.district.state, self.log()
        return Columns(
            state=log.state.copy(),
            bin=log.bin.copy(),
            generation=log.generation.copy(),
            closed_time=log.closed_time.copy(),
            done_time=log.done_time.copy(),
            pools=state.pools.copy(),
            departments=state.departments.copy(),
        )

    def states_this_morning(self) -> Any:
        """State of every need this morning; those born since were not heard then."""
        states = np.full(len(self.log()), UNHEARD)
        states[: len(self.morning.state)] = self.morning.state
        return states


class Observer:
    """Whoever counts one kind of thing again, on mornings after the decisions and on evenings after the day.

    Attributes:
        seen: The district and what is remembered of it, shared by all observers.
    """

    def __init__(self, seen: Remembered) -> None:
        self.seen = seen

    @property
    def district(self) -> District:
        return self.seen.district

    def on_morning(self) -> None:
        """Institutions have decided and nobody has gone to work yet."""

    def on_evening(self, day: int) -> None:
        """The day is over; what is wrong raises an AssertionError."""


def pools_of(state: Any, kind: int) -> Any:
    """Which pools are of a type."""
    return state.pools.type == kind
