"""Where the money of one scenario's first world went, small enough to be kept with a comparison."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from ...experiments.reports.statements import Year, by_year, years_of
from ...model.ledger.ledger import USES

if TYPE_CHECKING:
    from ...model.observation.record import Run

DAYS_A_YEAR = 365.0  # as the indicators count years
WHOLE = -2  # the place that stands for all communities together with what the district keeps; -1 is the latter alone


@dataclass(frozen=True)
class Accounts:
    """The money of one world.

    Attributes:
        start, days: The first measured day, and how many there are.
        ledger: Payments year by year, as `statements.by_year` gives them.
        projects: One row for each proposal, as `run.projects`.
        bought: What each line bought, as `run.bought`.
        agreed: Project money spent on works agreed on as a matter, `community`, `day`, `value` (yuan); None in
            comparisons of an older build.
    """

    start: dt.date
    days: int
    ledger: pd.DataFrame
    projects: pd.DataFrame
    bought: pd.DataFrame
    agreed: pd.DataFrame | None = None

    @property
    def years(self) -> list[Year]:
        """The calendar years of the run; the first and the last may be parts of one."""
        return years_of(self.start, self.days)


def accounts_of(run: Run | None, start: dt.date) -> Accounts | None:
    """The money of a run; None where the run did not finish."""
    if run is None:
        return None
    from ...model.projects.agreed_works import PURPOSE

    ledger = run.ledger
    agreed = ledger[(ledger["purpose"] == PURPOSE) & (ledger["to_account"] == "projects_works")]
    kept = agreed[["community", "day", "value"]].reset_index(drop=True)
    return Accounts(
        start=start,
        days=run.days,
        ledger=by_year(ledger, years_of(start, run.days)),
        projects=run.projects,
        bought=run.bought,
        agreed=kept,
    )


def agreed_yuan(accounts: Accounts, year: Year, place: int) -> float:
    """Yuan of a year's line Works that went on works agreed on as a matter; 0 where it is not known."""
    if accounts.agreed is None:
        return 0.0
    there = accounts.agreed[accounts.agreed["day"].between(year.first, year.last)]
    return float(there.loc[(place == WHOLE) | (there["community"] == place), "value"].sum())


def spent_per_resident(accounts: Accounts, residents: int) -> float:
    """Yuan a resident and year over all measured days of this world."""
    ledger = accounts.ledger
    spent = ledger.loc[(ledger["day"] > 0) & ledger["to_account"].isin(USES), "value"].sum()
    return float(spent) / residents * DAYS_A_YEAR / accounts.days
