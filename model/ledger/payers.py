"""Whose money stands behind the hands that serve: the line of the ledger that pays the hours of each kind of pool.

Most kinds of pool are paid by one line. Where several share a pool, each is taken to have served its share of what the
pool did, by the hours each promised. Hands that no line pays stand under lines of their own outside the ledger.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats, Int64s, Keys, Rows, among
from ..columns import (
    BUNDLE,
    COUNTER,
    DONE,
    GRID,
    IN_SERVICE,
    MEDIATOR,
    MENU,
    NEED,
    NOBODY,
    ORGANISATION,
    PROGRAMME,
    PROJECT,
    PROPERTY,
    QUEUED,
    SOCIAL,
    STEWARD,
    TERMINAL,
    UNIT,
    VOLUNTEER,
)
from .years import Years


class OutsideLine(NamedTuple):
    """Who serves without any payment in the ledger."""

    zh: str
    en: str


OUTSIDE: Mapping[str, OutsideLine] = MappingProxyType(
    {
        "departments": OutsideLine("职能部门（常规预算）", "Departments (ordinary budget)"),
        "property_firms": OutsideLine("物业企业（物业费）", "Property firms (fees)"),
        "own_hours": OutsideLine("社会组织自愿工时", "Organisations' own hours"),
        "mediators": OutsideLine("调解员", "Mediators"),
        "menu_partners": OutsideLine("自费服务商", "Partners whom residents pay"),
    }
)
"""Lines of the statement that no account of the ledger pays: their hours and needs are told, their yuan is not."""

PAID_BY: Mapping[int, tuple[str, ...]] = MappingProxyType(
    {
        GRID: ("wages_grid",),
        PROPERTY: ("property_firms",),
        COUNTER: ("wages_staff",),
        SOCIAL: ("wages_social",),
        ORGANISATION: ("purchase_services", "own_hours"),
        BUNDLE: ("purchase_services", "own_hours"),
        VOLUNTEER: ("volunteers",),
        STEWARD: ("stewards",),
        UNIT: ("cadres", "volunteers"),
        MEDIATOR: ("mediators",),
        TERMINAL: ("information",),
        MENU: ("menu_partners",),
        PROGRAMME: ("centre_activities",),
        PROJECT: ("projects_service", "activities", "volunteers"),
    }
)
"""Lines behind each kind of pool. Points reward the hours that `volunteers` insures, so they stand there; members who
claim a need or a project are paid for like volunteers."""


@dataclass(slots=True, eq=False)
class Shares:
    """Hours that each line promised at the pools of one kind.

    Attributes:
        years: The periods of the run.
        daily: Hours a working day promised now; shape (pools, lines).
        since: From which day of the run on.
        before: Hours promised until that day; shape (periods, pools, lines).
    """

    years: Years
    daily: Floats
    since: int
    before: Floats

    def change(self, day: int, daily: Floats) -> None:
        """From this morning on, other hours are promised."""
        self.before = self.upto(day)
        self.daily, self.since = daily, day

    def upto(self, day: int) -> Floats:
        """Hours promised before this day, by period, pool and line."""
        working = self.years.working_days(self.since, day)
        return np.asarray(self.before + working[:, None, None] * self.daily)

    def parts(self, day: int) -> Floats:
        """Part of each line in what a pool did before this day; the first line's where nobody promised anything."""
        hours = self.upto(day)
        total = hours.sum(axis=2, keepdims=True)
        alone = np.zeros(hours.shape[2])
        alone[0] = 1.0
        return np.where(total > 0.0, hours / np.where(total > 0.0, total, 1.0), alone)


class PoolNumbering(NamedTuple):
    """The pools of a district from one working day on.

    Attributes:
        moment: That working day, counted from the first of the run.
        kind: The kind of each pool.
        community: The community of each pool.
        before: Keys of the needs done on that working day before the pools were numbered anew: what is served on days
            of rest counts for the working day that follows.
    """

    moment: int
    kind: Int64s
    community: Int64s
    before: Keys


@dataclass(slots=True, eq=False)
class Payers:
    """What has to be remembered to tell, in the end, who paid for the needs that were met.

    Attributes:
        years: The periods of the run.
        shares: For each kind of pool that several lines pay, what each promised.
        numberings: The pools as they were numbered, from the first morning on; a need remembers a pool by its number.
    """

    years: Years
    shares: dict[int, Shares]
    numberings: list[PoolNumbering] = field(default_factory=list)

    def renumber(self, moment: int, pools: Rows, needs: Rows) -> None:
        """From this working day on, pools are numbered anew; what is done already keeps the numbers it had.

        Args:
            moment: The working day, counted from the first of the run.
            pools: The pools as they stand now.
            needs: All needs born so far.
        """
        columns, born = pools.view(np.ndarray), needs.view(np.ndarray)
        before = born["key"][(born["state"] == DONE) & (born["done_time"] >= moment)]
        kind, community = (columns[name].astype(np.int64) for name in ("type", "community"))
        self.numberings.append(PoolNumbering(moment, kind, community, before))

    def server_of(self, pool: NDArray[np.int32], done_time: Floats, key: Keys) -> tuple[Int64s, Int64s]:
        """Kind and community of the pools that met these needs, by when each was done; −1 for departments.

        Args:
            pool, done_time, key: Of each need; shape (needs,) each.
        """
        kind, community = np.full(len(pool), -1, np.int64), np.full(len(pool), -1, np.int64)
        starts = [one.moment for one in self.numberings]
        day = np.floor(done_time)
        when = np.searchsorted(starts, day, side="right") - 1
        for number, pools in reversed(list(enumerate(self.numberings))):
            that_day = np.flatnonzero((when == number) & (day == pools.moment))
            when[that_day[np.isin(key[that_day], pools.before)]] -= 1
            theirs = (when == number) & (pool >= 0)
            kind[theirs], community[theirs] = pools.kind[pool[theirs]], pools.community[pool[theirs]]
        return kind, community

    def doors_of(self, needs: NDArray[np.void], pools: Rows) -> Int64s:
        """Kind of the pool in whose queue or hands each of these needs is, or that ended it; −1 for nobody's.

        A need that was closed badly and is to come back still carries the number of the pool that closed it, which
        may be another pool's by now; until it stands before a door again it is nobody's.

        Args:
            needs: Rows of the table of needs.
            pools: The pools as they stand now.
        """
        kind = np.full(len(needs), NOBODY, np.int64)
        here = among(needs["state"], (QUEUED, IN_SERVICE)) & (needs["pool"] >= 0)
        kind[here] = pools.view(np.ndarray)["type"][needs["pool"][here]]
        over = needs["state"] == DONE
        # What is over remembers its pool by the number it had then.
        kind[over] = self.server_of(needs["pool"][over], needs["done_time"][over], needs["key"][over])[0]
        return kind


def nobody_paid(years: Years, communities: int, streets: int, pools: Rows) -> Payers:
    """The first morning: nobody has promised any hours to the pools as they stand."""
    shares = {}
    for kind, lines in PAID_BY.items():
        if len(lines) > 1:
            none = np.zeros((streets if kind == BUNDLE else communities, len(lines)))
            shares[kind] = Shares(years, none, 0, np.zeros((len(years), *none.shape)))
    payers = Payers(years, shares)
    payers.renumber(0, pools, np.zeros(0, NEED))
    return payers
