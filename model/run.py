"""The one door to the model: parameters, seed and dates in, a finished run out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from .district import District, Plan
from .parameters import Levers, Parameters
from .record import Run, record

DAYS_BETWEEN_REPORTS = 28


def run_district(
    parameters: Parameters,
    seed: int = 1,
    days: int = 1095,
    warmup: int = 180,
    *,
    status_quo: Levers | None = None,
    steps: Mapping[dt.date, Levers] | None = None,
    drawn: NDArray[np.int32] | None = None,
    progress: Callable[[float], None] | None = None,
) -> Run:
    """Let a district live its warm-up and then its measured days.

    Args:
        parameters: Place, levers in force from the first measured day, assumptions.
        seed: Drives everything that happens; people come from the place's own seed.
        days: Measured days, from the place's start date.
        warmup: Days lived before, under `status_quo`.
        status_quo: The place's own levers; by default those of `parameters`.
        steps: Complete levers that take effect on later dates.
        drawn: Grid of each cell, for the layout `drawn`.
        progress: Called now and then with the share of days lived.
    """
    district = District(Plan(parameters, seed, days, warmup, status_quo, dict(steps or {}), drawn))
    while district.day < district.length:
        district.run_to(district.day + DAYS_BETWEEN_REPORTS)
        if progress is not None:
            progress(district.day / district.length)
    return record(district)
