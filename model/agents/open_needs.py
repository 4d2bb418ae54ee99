"""The district's register: which needs have not ended yet, so that nobody has to leaf through years of old ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa
import numpy as np
from numpy.typing import NDArray

from ..columns import BORN, DONE

if TYPE_CHECKING:
    from ..district import District

DAYS_KEPT = 10
"""What ended is kept for so many days, so that whoever looks back on a week on a Monday finds all of it."""


class Register(mesa.Agent):
    """Where a district keeps its list of open needs; what has ended stays so and is struck out.

    Attributes:
        open: Needs that have not ended, in order of birth.
        ended: Needs struck out lately: on which morning, and which.
        entered: Needs born before this row have been entered.
        read_on: The morning on which it was last brought up to date.
    """

    model: District

    def __init__(self, district: District) -> None:
        super().__init__(district)
        self.open = np.zeros(0, np.int64)
        self.ended: list[tuple[int, NDArray[np.int64]]] = []
        self.entered = 0
        self.read_on = -1

    def bring_up_to_date(self) -> None:
        """Enter what has been born and strike out what has ended; between two mornings nothing does either."""
        today, state = self.model.day, self.model.state
        born = int(state.tallies.tally[BORN])
        if self.read_on == today and self.entered == born:
            return
        rows = np.concatenate((self.open, np.arange(self.entered, born)))
        over = state.needs.view(np.ndarray)["state"][rows] == DONE
        self.ended = [struck for struck in self.ended if struck[0] >= today - DAYS_KEPT]
        self.ended.append((today, rows[over]))
        self.open, self.entered, self.read_on = rows[~over], born, today


def _register(district: District) -> Register:
    registers = district.agents_by_type.get(Register)
    register: Register = registers[0] if registers else Register(district)
    register.bring_up_to_date()
    return register


def open_needs(district: District) -> NDArray[np.int64]:
    """Needs that have not ended this morning, in order of birth."""
    return _register(district).open


def open_or_ended_lately(district: District) -> NDArray[np.int64]:
    """Needs that have not ended, and after them those that did in the past week."""
    register = _register(district)
    return np.concatenate((register.open, *(rows for _, rows in register.ended)))
