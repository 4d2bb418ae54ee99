"""Emergencies day by day: what a shock brings and takes away, and who answers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from .contract import Answer, Calls, Force

if TYPE_CHECKING:
    from ..district import District


class Nobody:
    """Nobody answers."""

    def day(self, district: District, calls: Calls) -> Answer:
        """No crews, and nothing taken from anybody."""
        state = district.state
        return Answer((), np.zeros(len(state.servers)), np.zeros(len(state.departments)))


@dataclass(eq=False)
class Emergency:
    """What a district knows of its emergencies.

    Attributes:
        force: Whoever answers.
    """

    force: Force = field(default_factory=Nobody)


def initialise(district: District) -> None:
    """Whoever answers stands ready; without a shock nothing is ever asked of them."""
    district.keep(Emergency())


def acts(district: District, date: dt.date) -> bool:
    """Whether a shock acts on this day, or has acted until yesterday."""
    return any(one.strength > 0.0 and one.alarm <= date <= one.end for one in district.plan.shocks)
