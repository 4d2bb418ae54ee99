"""District departments: each moves a little capacity to what waits longest, and catches up with what piles up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

if TYPE_CHECKING:
    from ..district import District


class Department(mesa.Agent):
    """A department of the district government.

    Attributes:
        name: Which department it is.
        kinds: Rows of the kinds of need it answers for.
        arrived_before: Cases of each kind that had arrived a month ago.
        inflow: Cases a working day of each kind in the month past.
        promised: For each kind what it has promised to work off: (last working day, cases a day on top).
    """

    model: District

    def __init__(self, district: District, name: str, kinds: list[int]) -> None:
        super().__init__(district)
        self.name = name
        self.kinds = kinds
        self.arrived_before = [0.0] * len(kinds)
        self.inflow = [0.0] * len(kinds)
        self.promised: list[list[tuple[float, float]]] = [[] for _ in kinds]

    def inflow_a_day(self, arrived: list[float], working_days: int) -> list[float]:
        """Cases a working day of each kind since it last looked."""
        came = [now - before for now, before in zip(arrived, self.arrived_before, strict=True)]
        self.arrived_before = arrived
        self.inflow = [cases / working_days for cases in came]
        return self.inflow

    def to_work_off(self, place: int, backlog: float, today: float, days: float) -> float:
        """Cases a day of one kind to do beyond what comes in, so that all that waits now is gone within so many days.

        What was promised earlier is due when it was promised; only what has piled up since gets the whole time.
        """
        kept = [(until, each) for until, each in self.promised[place] if until > today]
        promised = sum((until - today) * each for until, each in kept)
        if backlog >= promised:
            kept.append((today + days, (backlog - promised) / days))
        else:
            kept = [(until, each * backlog / promised) for until, each in kept]
        self.promised[place] = [(until, each) for until, each in kept if each > 0.0]
        return sum(each for _, each in self.promised[place])

    def capacity_to_move(self, waiting_days: list[float], most: list[float]) -> tuple[int, int, float]:
        """Which kind gives how many cases a day to which: (giver, receiver, cases), as places in `kinds`.

        Args:
            waiting_days: Days of cases standing in each kind's queue.
            most: Cases a day each kind can spare: no more than its own cases leave over.
        """
        open_kinds = [n for n in range(len(self.kinds)) if most[n] > 0.0]
        if not open_kinds:
            return 0, 0, 0.0
        giver = min(open_kinds, key=lambda n: (waiting_days[n], n))
        receiver = max(range(len(self.kinds)), key=lambda n: (waiting_days[n], -n))
        if waiting_days[receiver] <= waiting_days[giver]:
            return giver, receiver, 0.0
        return giver, receiver, most[giver]
