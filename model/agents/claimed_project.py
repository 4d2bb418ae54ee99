"""A project that a resident unit claims for the year: so many items, each worked off hour by hour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ProjectState = Literal["claimed", "under_way", "done", "broken_off"]
NOT_YET = -(10**9)
"""Day on which what has not begun, or not ended, did so."""
ROUNDING = 1e-6


@dataclass(slots=True, eq=False)
class ClaimedProject:
    """One claimed project (认领项目).

    Attributes:
        number: In the order in which projects were claimed in this run.
        community, unit: Whose it is: the unit's number in its community.
        kind: Row of the kind of need its hours serve.
        items: Things to be done.
        item_hours: Hours of the unit's team that each takes.
        claimed_on: Day of the run.
        hours_done: Hours given so far.
        state: Claimed, under way, done, or broken off.
        begun_on, ended_on: Days of the run; NOT_YET before.
        items_recorded: Items of which it has been told that they are done.
    """

    number: int
    community: int
    unit: int
    kind: int
    items: int
    item_hours: float
    claimed_on: int
    hours_done: float = 0.0
    state: ProjectState = "claimed"
    begun_on: int = NOT_YET
    ended_on: int = NOT_YET
    items_recorded: int = 0

    @property
    def open(self) -> bool:
        """Whether it is neither done nor broken off."""
        return self.state in ("claimed", "under_way")

    @property
    def items_done(self) -> int:
        """Items whose hours have all been given."""
        if self.item_hours <= 0.0:
            return self.items
        return min(int(self.hours_done / self.item_hours + ROUNDING), self.items)

    def work(self, hours: float) -> float:
        """Its unit's team comes for so many hours; returns those that there was still work for."""
        given = min(hours, max(self.items * self.item_hours - self.hours_done, 0.0)) if self.open else 0.0
        self.hours_done += given
        return given
