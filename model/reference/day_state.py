"""The district's state spread out on a desk: every column by its name, and the waiting lists as lists.

A desk shares its columns with the state it was made from. Only the wheels are copied: `put_back` threads them through
the columns again, so that the state alone says all there is to know between two calls.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from ..arrays import Int32s, Rows
from ..columns import ARRIVING, BORN, LAPSING, LATE_BEHIND, LATE_FIRST, NOBODY, Facts, Hearing, State, Tallies
from ..needs.draws import LATE_DRAW
from ..needs.lists import BAND
from .draws import uniform


def columns_of(table: Rows) -> Any:
    """A table's columns as plain arrays, which are far quicker to reach than fields of its rows."""
    return SimpleNamespace(**{name: table[name] for name in table.dtype.names})


class Desk:
    """The state of one district as the plain stages read and write it.

    Attributes:
        arriving, lapsing: For each slot, the needs to look at on that working day, the newest entry last.
    """

    def __init__(self, state: State) -> None:
        self.state = state
        self.facts: Facts = state.facts
        self.hearing: Hearing = state.hearing
        self.tallies: Tallies = state.tallies
        self.needs, self.kinds = columns_of(state.needs), columns_of(state.kinds)
        self.pools, self.groups = columns_of(state.pools), columns_of(state.groups)
        self.servers, self.departments = columns_of(state.servers), columns_of(state.departments)
        self.minds, self.pool_map = columns_of(state.minds), columns_of(state.pool_map)
        self.arriving = lists_of(state.wheels[ARRIVING], self.needs.following)
        self.lapsing = lists_of(state.wheels[LAPSING], self.needs.lapse_following)

    @property
    def born(self) -> int:
        """How many needs have been born."""
        return int(self.tallies.tally[BORN])

    def will_arrive(self, need: int) -> None:
        """Have a need looked at on the working day it becomes available."""
        self.arriving[int(self.needs.available_time[need]) % len(self.arriving)].append(need)

    def may_lapse(self, need: int, working_day: int) -> None:
        """Have a need looked at on the working day its patience may end."""
        self.lapsing[working_day % len(self.lapsing)].append(need)

    def take_place(self, queues: Any, queue: int, need: int) -> None:
        """Where a need stands in its queue by the rule for late ones (see needs/lists.py)."""
        band = 1
        if self.needs.late[need] == 1 and self.needs.lifted[need] == 0:
            draw = uniform(int(self.needs.key[need]), LATE_DRAW)
            if draw < queues.late_first[queue]:
                band += LATE_FIRST
            elif draw >= 1.0 - queues.late_behind[queue]:
                band += LATE_BEHIND
        self.needs.order[need] = self.needs.order[need] % BAND + BAND * band

    def put_back(self) -> None:
        """Thread the wheels through the state's columns."""
        thread(self.arriving, self.state.wheels[ARRIVING], self.needs.following)
        thread(self.lapsing, self.state.wheels[LAPSING], self.needs.lapse_following)


def lists_of(heads: Int32s, following: Int32s) -> list[list[int]]:
    """The threads that start at `heads` as lists; a thread begins with its newest entry, a list ends with it."""
    found: list[list[int]] = []
    for head in heads.tolist():
        members: list[int] = []
        while head != NOBODY:
            members.append(head)
            head = int(following[head])
        found.append(members[::-1])
    return found


def thread(lists: list[list[int]], heads: Int32s, following: Int32s) -> None:
    """The opposite of `lists_of`."""
    for slot, members in enumerate(lists):
        heads[slot] = members[-1] if members else NOBODY
        for older, newer in zip([NOBODY, *members], members, strict=False):
            following[newer] = older
