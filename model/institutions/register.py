"""The district's register: which needs have not ended yet, so that nobody has to leaf through years of old ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa
import numpy as np
from numpy.typing import NDArray

from ..columns import BORN, DONE

if TYPE_CHECKING:
    from ..district import District

WORKDAYS_A_WEEK = 5.0
"""Needs that ended stay on the register for a week, for whoever looks back on it."""


class Register(mesa.Agent):
    """Where a district keeps its list of open needs; what has ended stays so and is struck out a week later.

    Attributes:
        rows: Needs on the register, in order of birth.
        entered: Needs born before this row have been entered.
        read_on: The morning on which it was last brought up to date.
    """

    model: District

    def __init__(self, district: District) -> None:
        super().__init__(district)
        self.rows = np.zeros(0, np.int64)
        self.entered = 0
        self.read_on = -1

    def up_to_date(self) -> NDArray[np.int64]:
        """Needs that are open this morning or ended in the past week; between two mornings nothing ends."""
        district = self.model
        born = int(district.state.books.tally[BORN])
        if self.read_on != district.day or self.entered != born:
            needs = district.state.needs.view(np.ndarray)
            rows = np.concatenate((self.rows, np.arange(self.entered, born)))
            week_ago = float(district.state.facts.working_index[district.day]) - WORKDAYS_A_WEEK
            ended = np.flatnonzero(needs["state"][rows] == DONE)
            struck_out = ended[needs["done_time"][rows[ended]] < week_ago]
            self.rows, self.entered, self.read_on = np.delete(rows, struck_out), born, district.day
        return self.rows


def on_register(district: District) -> NDArray[np.int64]:
    """Needs that are open this morning or ended in the past week, in order of birth."""
    registers = district.agents_by_type.get(Register)
    register: Register = registers[0] if registers else Register(district)
    return register.up_to_date()
