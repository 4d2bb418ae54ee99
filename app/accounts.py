"""Where the money of one scenario's first world went, small enough to be kept with a comparison."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from ..experiments.statements import Year, by_year, years_of

if TYPE_CHECKING:
    from ..model.record import Run

WHOLE = -2  # the place that stands for all communities together with what the district keeps; -1 is the latter alone


@dataclass(frozen=True)
class Accounts:
    """The money of one world.

    Attributes:
        start, days: The first measured day, and how many there are.
        ledger: Payments year by year, as `statements.by_year` gives them.
        projects: One row for each proposal, as `run.projects`.
        bought: What each line bought, as `run.bought`.
    """

    start: dt.date
    days: int
    ledger: pd.DataFrame
    projects: pd.DataFrame
    bought: pd.DataFrame

    @property
    def years(self) -> list[Year]:
        """The calendar years of the run; the first and the last may be parts of one."""
        return years_of(self.start, self.days)


def accounts_of(run: Run | None, start: dt.date) -> Accounts | None:
    """The money of a run; None where the run did not finish."""
    if run is None:
        return None
    ledger = by_year(run.ledger, years_of(start, run.days))
    return Accounts(
        start,
        run.days,
        _small(ledger),
        _small(getattr(run, "projects", pd.DataFrame())),
        _small(getattr(run, "bought", pd.DataFrame())),
    )


def _small(table: pd.DataFrame) -> pd.DataFrame:
    """The table with each word stored once and whole numbers as short ones."""
    words = [name for name in table.columns if not pd.api.types.is_numeric_dtype(table[name])]
    whole = [name for name in table.columns if pd.api.types.is_integer_dtype(table[name])]
    return table.astype({**dict.fromkeys(words, "category"), **dict.fromkeys(whole, "int32")})
