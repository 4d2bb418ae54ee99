"""What the duty rooms of a district keep: how practised they are, who is on the roll, what is owed and remembered."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ...arrays import Bools, Floats, Int64s
from ...columns import NOBODY
from .branches import TemporaryBranch
from .roll import Roll
from .wearing import Teams, new_teams


@dataclass(eq=False)
class DutyRooms:
    """One duty room a community; arrays have shape (communities,) unless it says otherwise.

    Attributes:
        practice: How practised each is, 0 to 1.
        drilled: Hours of staff that this year's drills have taken.
        roll: Who may be called, while an emergency lasts.
        alarm: Day of the run on which the alarm was raised; −1 in peace.
        ill_recorded: The last week of which officials who are ill were told.
        switch: Days from the alarm until the answer is led.
        branches: Temporary branches.
        visited: Firms called on so far.
        leading: Places on the roll of those who have led.
        volunteers, cadres: Hours given since they were paid last.
        owed, owed_staff: Hours of overtime that grid workers, and staff, have not taken off yet.
        teams: How worn grid workers and staff are.
        burnt: Residents who gave up; shape (people,).
        burnt_until: Day of the run until which each is burnt out; the same shape.
    """

    practice: Floats
    drilled: Floats
    switch: Int64s
    visited: Int64s
    volunteers: Floats
    cadres: Floats
    owed: Floats
    owed_staff: Floats
    teams: Teams
    roll: Roll | None = None
    alarm: int = NOBODY
    ill_recorded: int = NOBODY
    branches: list[TemporaryBranch] = field(default_factory=list)
    leading: set[int] = field(default_factory=set)
    burnt: Int64s = field(default_factory=lambda: np.zeros(0, np.int64))
    burnt_until: Int64s = field(default_factory=lambda: np.zeros(0, np.int64))

    @property
    def is_quiet(self) -> bool:
        """Whether there is no emergency and none has left anything."""
        rested = not self.owed.any() and not self.owed_staff.any() and self.teams.are_fresh
        return self.roll is None and not len(self.burnt) and rested and not self.volunteers.any()

    def ready(self, day: int) -> Bools:
        """Where the answer is led on this day."""
        return np.asarray(day - self.alarm >= self.switch)


def new_rooms(communities: int, practice: Floats) -> DutyRooms:
    """The duty rooms in peace."""
    zeros = np.zeros(communities)
    return DutyRooms(
        practice=practice,
        drilled=zeros.copy(),
        switch=np.zeros(communities, np.int64),
        visited=np.zeros(communities, np.int64),
        volunteers=zeros.copy(),
        cadres=zeros.copy(),
        owed=zeros.copy(),
        owed_staff=zeros.copy(),
        teams=new_teams(communities),
    )
