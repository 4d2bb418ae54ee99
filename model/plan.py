"""What one run is asked to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .parameters import Levers, Parameters


@dataclass(frozen=True)
class Plan:
    """What one run is asked to do.

    Attributes:
        parameters: Place, assumptions, and the levers of the policy that switches on at the place's start date.
        seed: Drives everything that happens; people come from the place's own seed.
        days: Measured days, from the place's start date.
        warmup: Days lived before, under `status_quo`.
        status_quo: The place's own levers; by default the policy itself.
        steps: Later dates on which other levers take effect.
        drawn: Grid of each cell for the layout `drawn`.
        earlier_years: Whether what earlier years left stands on the first morning (`decisions.earlier_years`); without
            them nothing has been built, agreed or promised yet.
    """

    parameters: Parameters
    seed: int = 1
    days: int = 1095
    warmup: int = 180
    status_quo: Levers | None = None
    steps: Mapping[dt.date, Levers] = field(default_factory=dict)
    drawn: NDArray[np.int32] | None = None
    earlier_years: bool = True

    @property
    def first_day(self) -> dt.date:
        """First day of the warm-up."""
        return self.parameters.place.start - dt.timedelta(days=self.warmup)

    @property
    def length(self) -> int:
        """All days to live."""
        return self.warmup + self.days
