"""How much of what is met on time rests on hands that no budget pays for their work.

Stewards look around and serve for an allowance, resident units lend their own staff, members on duty, volunteers and
mediators give their hours. Their insurance, meals and allowances are spending; the hours themselves are not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..columns import (
    MEDIATOR,
    NEVER,
    STEWARD,
    STEWARD_ROUND,
    UNIT,
    VOLUNTEER,
)
from ..ledger.payers import Payers

if TYPE_CHECKING:
    from .need_log import Measured

UNPAID = (VOLUNTEER, STEWARD, UNIT, MEDIATOR)
"""Pools whose hours nobody is paid for."""


def unpaid(log: Measured) -> NDArray[np.bool_]:
    """Needs that a steward heard or that hands nobody pays served."""
    # A need remembers its pool by number, and numbers change when doors are redrawn.
    kind, _ = log.district.of(Payers).server_of(log.needs.pool, log.needs.done_time, log.needs.key)
    return np.asarray((np.isin(kind, UNPAID) & (log.needs.done_time < NEVER)) | (log.needs.channel == STEWARD_ROUND))


def unpaid_share(log: Measured) -> float:
    """Of the needs met on time, those that a steward heard or that hands nobody pays served; not a number if none."""
    on_time = log.on_time
    return float(unpaid(log)[on_time].mean()) if on_time.any() else float("nan")
