"""District departments: each moves a little of its frozen capacity to whatever of its own kinds waits longest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

if TYPE_CHECKING:
    from ..district import District

# Which department answers for which kind of need; kinds a place adds go to the first.
DEPARTMENTS = {
    "city_management": ("hazard", "litter", "parking"),
    "housing": ("facility",),
    "civil_affairs": ("care", "child", "livelihood", "culture"),
    "government_services": ("paperwork", "dispute"),
}


def kinds_of_departments(ids: tuple[str, ...]) -> dict[str, list[int]]:
    """Rows of the kinds each department answers for; departments without any are left out."""
    known = {kind: name for name, kinds in DEPARTMENTS.items() for kind in kinds}
    first = next(iter(DEPARTMENTS))
    rows: dict[str, list[int]] = {name: [] for name in DEPARTMENTS}
    for row, kind in enumerate(ids):
        rows[known.get(kind, first)].append(row)
    return {name: kinds for name, kinds in rows.items() if kinds}


class Department(mesa.Agent):
    """A department of the district government.

    Attributes:
        name: Which department it is.
        kinds: Rows of the kinds of need it answers for.
    """

    model: District

    def __init__(self, district: District, name: str, kinds: list[int]) -> None:
        super().__init__(district)
        self.name = name
        self.kinds = kinds

    def capacity_to_move(self, waiting_days: list[float], capacity: list[float], most: float) -> tuple[int, int, float]:
        """Which kind gives how many cases a day to which: (giver, receiver, cases), as places in `kinds`."""
        open_kinds = [n for n in range(len(self.kinds)) if capacity[n] > 0.0]
        if len(open_kinds) < 2:
            return 0, 0, 0.0
        giver = min(open_kinds, key=lambda n: (waiting_days[n], n))
        receiver = max(open_kinds, key=lambda n: (waiting_days[n], -n))
        if waiting_days[receiver] <= waiting_days[giver]:
            return giver, receiver, 0.0
        return giver, receiver, most * capacity[giver]
