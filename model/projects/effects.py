"""What projects do once they stand: hours for a kind and place, fewer events around works, activities to go to.

Nothing here touches coverage: hours are served like anybody's, needs that do not arise need no hearing, and those who
come to activities are heard there. (B5, model of project money)
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..arrays import Bools, Floats, Int64s
from ..parameters.assumptions.delivery import DeliveryAssumptions
from .kinds import ACTIVITY, GOODS, SERVICE, WORKS
from .proposals import FEN

WEEKS_A_YEAR = 365.0 / 7.0


class Acting(NamedTuple):
    """Projects that do something on one day; one row each.

    Attributes:
        form, kind, cell: What each is, for which kind of need, where.
        cost_fen: What it cost, or would have had members not claimed it.
    """

    form: Int64s
    kind: Int64s
    cell: Int64s
    cost_fen: Int64s


class Catchments:
    """Where the cells of a district lie, and which of them each place reaches; nothing is measured twice.

    Args:
        x_km, y_km: Middles of all cells; shape (cells,) each.
    """

    def __init__(self, x_km: Floats, y_km: Floats) -> None:
        self.x_km, self.y_km = x_km, y_km
        self._known: dict[tuple[int, float], Int64s] = {}

    def __len__(self) -> int:
        return len(self.x_km)

    def reached(self, cell: Int64s, reach_km: Floats | float) -> list[Int64s]:
        """Cells that each place reaches, as far as its own reach or one of all; as many arrays as places."""
        reach = np.broadcast_to(reach_km, len(cell)).tolist()
        return [self._around(*one) for one in zip(cell.tolist(), reach, strict=True)]

    def _around(self, cell: int, reach_km: float) -> Int64s:
        known = self._known.get((cell, reach_km))
        if known is None:
            east, north = np.abs(self.x_km[cell] - self.x_km), np.abs(self.y_km[cell] - self.y_km)
            # Most cells lie outside the square around a place, and need no root.
            near = np.flatnonzero((east <= reach_km) & (north <= reach_km))
            known = near[np.hypot(east[near], north[near]) <= reach_km]
            self._known[cell, reach_km] = known
        return known


def reaches_km(form: Int64s, cost_fen: Int64s, assumed: DeliveryAssumptions) -> Floats:
    """How far around its place each project helps, in km.

    The ground that works and goods serve grows with what they cost, so that two halves do as much as a whole, and a
    small pot buys small works instead of cheap ones. Hours go to whoever lives near enough to be served.
    """
    usual = np.where(form == WORKS, assumed.usual_works_yuan, assumed.usual_goods_yuan)
    built = assumed.works_reach_km * np.sqrt(cost_fen / FEN / usual)
    return np.where((form == WORKS) | (form == GOODS), built, assumed.service_reach_km)


def service_hours_a_day(form: Int64s, cost_fen: Int64s, days: Floats | float, assumed: DeliveryAssumptions) -> Floats:
    """Hours of service that each project gives on a day it serves, to its kind and the cells within its reach.

    What the money buys is spread over the days served; 0 for works, goods and activities.

    Args:
        days: Days on which each serves, or all, over the whole of its term.
    """
    hours = cost_fen / FEN / assumed.hour_yuan
    return np.where(form == SERVICE, hours / days, 0.0)


def activities_a_week(form: Int64s, cost_fen: Int64s, assumed: DeliveryAssumptions) -> Floats:
    """Activities a week that each project adds to its neighbourhood while it runs; 0 for other forms."""
    weeks = assumed.months_of_service / 12.0 * WEEKS_A_YEAR
    return np.where(form == ACTIVITY, cost_fen / FEN / assumed.activity_yuan / weeks, 0.0)


def rate_factors(acting: Acting, catchments: Catchments, kinds: int, assumed: DeliveryAssumptions) -> Floats:
    """Share of needs that still arise, by cell and kind: works and goods that reach a cell multiply, down to a floor.

    A project always reaches its own cell.

    Args:
        acting: Projects that help today; only works and goods lower anything.
        catchments: All cells that `acting.cell` counts.
    """
    factors = np.ones((len(catchments), kinds))
    of_goods = np.where(acting.form == GOODS, assumed.goods_leave, 1.0)
    leaves = np.where(acting.form == WORKS, assumed.works_leave, of_goods)
    reached = catchments.reached(acting.cell, reaches_km(acting.form, acting.cost_fen, assumed))
    for row in np.flatnonzero(leaves < 1.0):
        factors[reached[row], acting.kind[row]] *= leaves[row]
    return np.maximum(factors, assumed.least_left)


def part_of_works(works: Floats, together: Floats) -> Floats:
    """Part of works, from 0 to 1, in what works and goods take off together: by the logarithms of what each leaves.

    Where works leave nothing at all it is all theirs; where only goods do, all theirs.

    Args:
        works: `rate_factors` of works alone.
        together: The same of works and goods.
    """
    # Factors multiply, so parts are shared by logarithms; shape (cells, kinds) as both arguments.
    whole, some = np.log(np.maximum(together, np.finfo(float).tiny)), works > 0.0
    part = np.divide(np.log(np.where(some, works, 1.0)), whole, out=np.zeros_like(whole), where=whole < 0.0)
    part = np.where(together > 0.0, np.minimum(part, 1.0), 0.0)
    return np.where(some, part, 1.0)


def dispute_factors(works: Acting, informed: Bools, catchments: Catchments, assumed: DeliveryAssumptions) -> Floats:
    """How many times as many disputes arise in each cell while works are under way, residents told of each or not.

    Where several reach a cell the worst counts. (YT-20)
    """
    factors = np.ones(len(catchments))
    strife = np.where(informed, assumed.works_strife_told, assumed.works_strife)
    for row, cells in enumerate(catchments.reached(works.cell, reaches_km(works.form, works.cost_fen, assumed))):
        factors[cells] = np.maximum(factors[cells], 1.0 + strife[row])
    return factors
