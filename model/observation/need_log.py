"""The log of needs as figures read it: the needs born in the measured days, with who had them and where."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..arrays import Bools, Rows
from ..columns import BORN, MET_LATE, MET_ON_TIME, OPEN
from .movements import Movements, movements

if TYPE_CHECKING:
    from ..district import District


class Log:
    """Needs as they were written down; a column lies scattered over their rows, so each is copied together once."""

    def __init__(self, needs: Rows) -> None:
        self._needs = needs.view(np.ndarray)

    def __len__(self) -> int:
        return len(self._needs)

    def __getattr__(self, column: str) -> NDArray[Any]:
        if column.startswith("_"):
            raise AttributeError(column)
        copied: NDArray[Any] = np.ascontiguousarray(self._needs[column])
        setattr(self, column, copied)
        return copied


@dataclass(frozen=True)
class Measured:
    """The needs born in the measured days, with who had them and where.

    Attributes:
        moved: The money that moved in the measured days.
    """

    needs: Log
    district: District
    moved: Movements

    @cached_property
    def closed(self) -> Bools:
        """Needs whose fate is known."""
        return np.asarray(self.needs.bin != OPEN)

    @cached_property
    def on_time(self) -> Bools:
        """Needs met before their deadline."""
        return np.asarray(self.needs.bin == MET_ON_TIME)

    @cached_property
    def met(self) -> Bools:
        """Needs met, on time or late."""
        return np.asarray((self.needs.bin == MET_ON_TIME) | (self.needs.bin == MET_LATE))

    @cached_property
    def of_group(self) -> dict[str, Bools]:
        """Which needs belong to residents of each group."""
        people, who = self.district.world.residents, self.needs.resident
        age = people.age_band[who]
        return {
            "child": age == 0,
            "adult": age == 1,
            "elder": age == 2,
            "disabled": people.disabled[who],
            "migrant": people.migrant[who],
            "low_income": people.low_income[who],
        }


def measured(district: District, moved: Movements | None = None) -> Measured:
    """Pick the needs born in the measured days; they stand together in the log.

    Args:
        district: A district, on its last measured evening or after it has lived on.
        moved: What had moved by that evening, where later payments stand in the ledger already.
    """
    log = district.state.needs[: int(district.state.tallies.tally[BORN])]
    first, after = np.searchsorted(log.birth_day, (district.plan.warmup, district.length))
    moved = movements(district.ledger, district.plan.warmup) if moved is None else moved
    return Measured(Log(log[first:after]), district, moved)
