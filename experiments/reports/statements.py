"""A year's statement that anybody can read: what was there, who gave, what it went on, what went back, what is left.

Made from the table of payments alone (`run.ledger`), to the fen: opening + given + passed on to here =
spent + returned + passed on from here + closing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

FEN_A_YUAN = 100


class Year(NamedTuple):
    """The measured days that fall in one calendar year.

    Attributes:
        year: The calendar year.
        first, last: Its first and last measured day, counted from 1.
    """

    year: int
    first: int
    last: int


@dataclass
class Statement:
    """One community's year, in fen.

    Attributes:
        opening, closing: Held by each holder on the first morning and the last evening.
        given: By source, what came to its holders or was spent at once.
        spent: By use.
        returned: What holders gave back to sources.
        passed_on: What came from holders elsewhere, less what went to them.
    """

    opening: dict[str, int] = field(default_factory=dict)
    given: dict[str, int] = field(default_factory=dict)
    spent: dict[str, int] = field(default_factory=dict)
    returned: int = 0
    passed_on: int = 0
    closing: dict[str, int] = field(default_factory=dict)

    def sums(self) -> dict[str, int]:
        """The statement in one line."""
        return {
            "opening": sum(self.opening.values()),
            "given": sum(self.given.values()),
            "passed_on": self.passed_on,
            "spent": sum(self.spent.values()),
            "returned": self.returned,
            "closing": sum(self.closing.values()),
        }

    def in_yuan(self) -> dict[str, Any]:
        """Everything in yuan with two decimals."""
        parts = {"opening": self.opening, "given": self.given, "spent": self.spent, "closing": self.closing}
        lines = {f"{name}_by_account": _yuan(part) for name, part in parts.items()}
        return {**_yuan(self.sums()), **lines}


def _yuan(fen: Mapping[str, int]) -> dict[str, float]:
    return {name: one / FEN_A_YUAN for name, one in fen.items()}


def years_of(start: dt.date, days: int) -> list[Year]:
    """The calendar years of a run; the first and the last may be parts of one."""
    last = start + dt.timedelta(days=days - 1)
    years = []
    for year in range(start.year, last.year + 1):
        begins, ends = max(start, dt.date(year, 1, 1)), min(last, dt.date(year, 12, 31))
        years.append(Year(year, (begins - start).days + 1, (ends - start).days + 1))
    return years


def by_year(ledger: pd.DataFrame, years: Iterable[Year]) -> pd.DataFrame:
    """The same ledger with one sum for all payments of a year between two accounts; statements stay to the fen.

    Args:
        ledger: `run.ledger` of one run.
        years: All its years, from the first measured day to the last.

    Returns:
        Columns day (the last of its year; 0 for what was held before), community, from_account, to_account, value.
    """
    ends = np.array([0, *(year.last for year in years)])
    table = ledger.assign(
        day=ends[np.searchsorted(ends, ledger.day)], value=(ledger.value * FEN_A_YUAN).round().astype("int64")
    )
    keys = ["day", "community", "from_account", "to_account"]
    sums = table.groupby(keys, sort=True, observed=True)["value"].sum().reset_index()
    return sums.assign(value=sums["value"] / FEN_A_YUAN)


def statements(ledger: pd.DataFrame, year: Year) -> dict[int, Statement]:
    """Statement of every community, by its number; −1 is what the whole district keeps for itself.

    Args:
        ledger: `run.ledger` of one run.
        year: The days it is about.
    """
    from ...model.ledger.ledger import HOLDERS, SOURCES, USES

    found: dict[int, Statement] = {}
    before = ledger[ledger.day < year.first]
    during = ledger[(ledger.day >= year.first) & (ledger.day <= year.last)]
    columns = ["community", "from_account", "to_account"]
    for frame, now in ((before, False), (during, True)):
        fen = (frame.value * FEN_A_YUAN).round().astype("int64")
        for (community, source, target), total in fen.groupby([frame[name] for name in columns]).sum().items():
            one = found.setdefault(int(community), Statement())
            amount = int(total)
            for name, sign in ((source, -1), (target, 1)):
                if name in HOLDERS:
                    for held in (one.closing,) if now else (one.opening, one.closing):
                        held[name] = held.get(name, 0) + sign * amount
            if not now:
                continue
            if source in SOURCES:
                one.given[source] = one.given.get(source, 0) + amount
            if target in USES:
                one.spent[target] = one.spent.get(target, 0) + amount
            elif target in SOURCES:
                one.returned += amount
            elif target not in HOLDERS:
                one.passed_on -= amount
            if source not in HOLDERS and source not in SOURCES:
                one.passed_on += amount
    return dict(sorted(found.items()))


def agreed_works(ledger: pd.DataFrame, year: Year, community: int | None = None) -> int:
    """Fen of project money that went on works agreed on as a matter: they are `projects_works`, and no project.

    Args:
        ledger: `run.ledger` of one run, with the purpose of every payment.
        year: The days it is about.
        community: One community; all of them if None.
    """
    from ...model.projects.agreed_works import PURPOSE

    paid = ledger[(ledger.day >= year.first) & (ledger.day <= year.last) & (ledger.purpose == PURPOSE)]
    paid = paid[paid.to_account == "projects_works"]
    if community is not None:
        paid = paid[paid.community == community]
    return int((paid.value * FEN_A_YUAN).round().astype("int64").sum())


def total_of(parts: Iterable[Statement]) -> Statement:
    """Several communities together; what they pass on to each other cancels out."""
    whole = Statement()
    for one in parts:
        for mine, theirs in (
            (whole.opening, one.opening),
            (whole.given, one.given),
            (whole.spent, one.spent),
            (whole.closing, one.closing),
        ):
            for name, fen in theirs.items():
                mine[name] = mine.get(name, 0) + fen
        whole.returned += one.returned
        whole.passed_on += one.passed_on
    return whole
