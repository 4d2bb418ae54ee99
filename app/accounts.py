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
    return Accounts(start, run.days, by_year(run.ledger, years_of(start, run.days)), run.projects, run.bought)
