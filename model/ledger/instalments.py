"""Sums a year that are paid in parts: the parts of a calendar year add up to the sum, to the fen."""

from __future__ import annotations

import calendar
import datetime as dt

import numpy as np

from .ledger import Fens

PARTS_OF_A_FEN = 365 * 366
"""A day's share of a yearly sum is a whole number of these, in a usual year and in a leap year."""


class Instalments:
    """What is still owed of fractions of a fen, for one line of the budget and every community.

    Attributes:
        owed: Parts of a fen, from 0 to below a whole one.
    """

    def __init__(self, communities: int) -> None:
        self.owed: Fens = np.zeros(communities, np.int64)

    def part(self, a_year: Fens, days: int, date: dt.date) -> Fens:
        """Fen to pay now, by community, for so many days of the year that this date lies in.

        Args:
            a_year: Fen a year.
            days: How many days of it are paid.
            date: Any of these days; they lie in one calendar year.
        """
        length = 366 if calendar.isleap(date.year) else 365
        whole, self.owed = np.divmod(self.owed + a_year * (days * (PARTS_OF_A_FEN // length)), PARTS_OF_A_FEN)
        return whole

    def forget(self) -> None:
        """A new year begins; a fraction of a fen is not carried into it."""
        self.owed[:] = 0
