"""Where what is heard comes to nothing in a usual year: before doors that are too small for what comes to them.

Cases go to the doors that may serve them in proportion to hours a resident (ODD 7.3), so how much work a year brings to
each door follows from where needs arise. A queue with room for K cases, the one at work among them, turns away
(1 - r) r^K / (1 - r^(K + 1)) of them at load r (M/M/1/K). The whole is scaled to what the place loses at rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats, Rows
from ..columns import GRID, PROPERTY, VOLUNTEER
from ..needs.table import mean_hours
from ..working_days import WORKING_DAYS_A_YEAR

if TYPE_CHECKING:
    from ..district import District

ROOM = 10.0
"""Cases that find room at a door, the one at work among them.

Far more would within their patience, if they came evenly; they come in waves.
"""
NEARLY_ONE = 1e-6
TINY = float(np.finfo(float).tiny)


def usual_losses(district: District, asked: Floats) -> Floats:
    """Share of what is heard that comes to nothing, by cell and kind, as doors differ; `scaled` gives it its level.

    Args:
        asked: Needs heard a year, by cell and kind.
    """
    kinds, pools = district.state.kinds.view(np.ndarray), district.state.pools.view(np.ndarray)
    pool = np.asarray(district.pool_map.of_cell.pool)  # (cells, types)
    stands = pool >= 0
    stands[:, VOLUNTEER] = False  # they help out; nobody waits for them
    hours = np.where(stands, pools["daily_hours"][pool], 0.0)
    size = hours / np.maximum(pools["residents"][pool], 1.0)
    # (cells, kinds, types): who takes a case of this kind from this cell
    may = (kinds["may_serve"] == 1)[None, :, :] & ((pools["kinds"][pool][:, None, :] >> _rows(kinds)) & 1 == 1)
    firms = (kinds["firms_kind"] == 1) & (kinds["may_serve"][:, PROPERTY] == 1)
    may[:, :, GRID] &= ~(stands[:, PROPERTY][:, None] & firms)  # where there is a firm, teams leave its work to it
    taken = size[:, None, :] * may
    total = taken.sum(axis=2, keepdims=True)
    taken = taken / np.maximum(total, TINY)
    each = mean_hours(kinds) * (1.0 - kinds["department_share"])
    work = (taken * (asked * each)[:, :, None]).sum(axis=1)
    wanted = np.bincount(pool[stands], work[stands], len(pools))
    there = pools["daily_hours"] * WORKING_DAYS_A_YEAR
    turned_away = blocked(np.where(there > 0.0, wanted / np.maximum(there, TINY), 0.0), ROOM)
    lost = (taken * np.where(stands, turned_away[pool], 0.0)[:, None, :]).sum(axis=2)
    return np.asarray(lost)


def _rows(kinds: Rows) -> NDArray[np.int64]:
    """Numbers of the kinds, shaped to stand over (cells, kinds, types)."""
    return np.arange(len(kinds), dtype=np.int64)[None, :, None]


def blocked(load: Floats, room: float) -> Floats:
    """Share of cases that a queue with so much room turns away at this load (M/M/1/K; Erlang)."""
    load = np.where(np.abs(load - 1.0) < NEARLY_ONE, 1.0 + NEARLY_ONE, load)
    below, above = np.minimum(load, 1.0 - NEARLY_ONE), np.maximum(load, 1.0 + NEARLY_ONE)
    small = (1.0 - below) * below**room / (1.0 - below ** (room + 1.0))
    # For loads above one the same with numerator and denominator over r^(K + 1), which a high load would overflow.
    large = (above - 1.0) / (above - above**-room)
    return np.asarray(np.where(load < 1.0, small, large))


def scaled(lost: Floats, asked: Floats, level: Floats) -> Floats:
    """The same shares times one factor a kind, so that the whole district loses its usual share; none above one.

    Args:
        level: Share of each kind that comes to nothing, over the district.
    """
    mean = (lost * asked).sum(axis=0) / np.maximum(asked.sum(axis=0), TINY)
    even = np.broadcast_to(level, lost.shape)
    return np.asarray(np.minimum(np.where(mean > NEARLY_ONE, lost * level / np.maximum(mean, TINY), even), 1.0))
