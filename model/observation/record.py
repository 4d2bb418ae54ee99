"""What one run leaves behind: indicators, the funnel, and tidy tables of days, cells, grids, groups and hours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from ..columns import (
    BORN,
    IDLE,
    MET_LATE,
    MET_ON_TIME,
    NEVER_HEARD,
    OFFERED,
    OPEN,
    POOL_TYPES,
    TO_DEPARTMENT,
    USED,
    VOLUNTEER,
)
from ..emergency.book import emergency_table
from ..events.matters_tables import late_matters_tables
from ..events.tables import Days, Happened
from ..following import copied, live_on
from ..late_tables import Late, made_when_looked_at
from ..letting_go import let_go_of_copy
from ..parameters.place import FORMS
from ..sparing import pd
from ..volunteers.records import Volunteers
from .budget_lines import bought_table, lines_of
from .by_year import by_year
from .daily import daily_table, share_of, tidy
from .figures import (
    BINS,
    coverage_by,
    funnel,
    of_needs,
    of_the_district,
    requests,
)
from .governance import index_of_the_district, index_table, of_the_needs, other_components
from .matters_effects import everyday
from .movements import ledger_table, money
from .need_log import Measured, measured
from .projects_table import projects_table
from .reach_of_centres import reach_swept

if TYPE_CHECKING:
    from ..district import District
    from .surge_cost import Surge


def _no_rows() -> Any:
    return Late(pd.DataFrame)


@dataclass(frozen=True, repr=False)
class Run:
    """One finished run, frozen.

    Attributes:
        indicators: Name -> value, for the indicators this run can know.
        funnel: `born` and the six bins that add up to it.
        requests: Needs born in the measured days that were heard, by channel.
        daily: day, date, indicator, value, unit; day 1 is the place's start date.
        by_grid, by_cell, by_group: One row per place (or group) and indicator.
        cells: Where each cell lies (km), its form and residents, and the grid it ended in.
        happened: Whatever institutions did and decided; `events` and `decisions` are its tables.
        matters, attempts, opinions: Every collective matter raised, every attempt at one, and what was believed at the
            table (`events.matters_tables`).
        ledger: Every payment of the measured days: day, date, community (−1 for the whole district), from_account,
            to_account, purpose, yuan; on day 0 what was held before.
        money: Yuan that came `in` (with what was held before, less what went back), were `spent` and are `held`.
        balance: Hours a working day offered, used and idle, by pool, in the measured days.
        projects: Every proposal for project money and what became of it (`observation.projects_table`).
        bought: What each line of the ledger cost and brought, by community and year (`observation.budget_lines`).
        by_year: Figures by year of the run, births by the year they were born in (`by_year`).
        emergency: Every day of the shocks by community (`emergency.book`); empty without one.
        surge: What the shocks cost everyday service against the same seed without them; None without one.
        reach: Walking reach of centres at several radii (`reach_of_centres.reach_swept`).
        index: The year's governance index by community and component, true and seen (`governance.index_table`).
        scenario_hash, build: Of which scenario it is and which build made it; empty where a plan was run by itself.
    """

    seed: int
    days: int
    warmup: int
    residents: int
    communities: int
    grids: int
    indicators: dict[str, float]
    funnel: dict[str, int]
    requests: dict[str, int]
    daily: pd.DataFrame
    by_grid: pd.DataFrame
    by_cell: pd.DataFrame
    by_group: pd.DataFrame
    cells: pd.DataFrame
    happened: Happened
    matters: pd.DataFrame
    attempts: pd.DataFrame
    opinions: pd.DataFrame
    ledger: pd.DataFrame
    money: dict[str, float]
    balance: pd.DataFrame
    projects: pd.DataFrame
    bought: pd.DataFrame
    by_year: pd.DataFrame
    emergency: pd.DataFrame = field(default_factory=_no_rows)
    surge: Surge | None = None
    reach: pd.DataFrame = field(default_factory=_no_rows)
    index: pd.DataFrame = field(default_factory=_no_rows)
    scenario_hash: str = ""
    build: str = ""
    again: ClassVar[Any] = None
    """How to see its district on one of its days again; set by `simulate`."""

    def state(self, day: int) -> Any:
        """Where the district stood after so many measured days, to be saved, or gone on from: `simulate(start_from=)`.

        Args:
            day: From 0, the morning on which the policy switches on.

        Raises:
            ValueError: There is no such day, or the run was not made by `simulate` in this process.
        """
        if self.again is None:
            raise ValueError("only a run that simulate() has just made knows its way back; simulate it again")
        return self.again(day)

    @property
    def events(self) -> pd.DataFrame:
        """Every event, by kind, with its facts and units (`events.tables.events_table`)."""
        return self.happened.events

    @property
    def decisions(self) -> pd.DataFrame:
        """The same events in one line each: day, date, institution, decision, value."""
        return self.happened.decisions

    def changed(self, values: Mapping[str, Any]) -> Run:
        """The same run with other values; unlike `dataclasses.replace` it makes no table that nobody looked at."""
        other = object.__new__(type(self))
        other.__dict__.update({**self.__dict__, **values})
        other.__dict__.pop("again", None)
        return other

    def rows(self, table: str) -> list[Any]:
        """The rows of a table as mappings from column to value; none is made that nobody looked at, where that can be.

        What a row leaves out is missing.
        """
        found = self.__dict__[table]
        if isinstance(found, Late) and found.rows is not None:
            return list(found.rows())
        return list(getattr(self, table).to_dict("records"))

    def __getstate__(self) -> dict[str, Any]:
        return {name: value.made() if isinstance(value, Late) else value for name, value in self.__dict__.items()}

    def __repr__(self) -> str:
        coverage = self.indicators.get("coverage")
        shown = "" if coverage is None else f", coverage {coverage:.3f}"
        return f"<Run of {self.residents:,} residents, {self.days} days, seed {self.seed}{shown}>"


TABLES = (
    *("daily", "by_grid", "by_cell", "by_group", "cells", "matters", "attempts", "opinions", "ledger"),
    *("balance", "projects", "bought", "by_year", "emergency", "reach", "index"),
)
made_when_looked_at(Run, TABLES)


def record(district: District, following: District | None = None) -> Run:
    """Write down a district that has lived all its days.

    Whatever stands in stocks, hours and money is noted as it is on the last measured evening. Then the district lives
    on until every need born in the measured days has ended, so that coverage is of all needs born.

    Args:
        district: A district on its last measured evening.
        following: The one that lives on; a copy, unless nobody needs the district any more and it may do so itself.
    """
    layout, territory = district.layout, district.world.territory
    evening = measured(district)
    stocks, lines = of_the_district(evening), lines_of(district)
    tables, stood = _tables(district), other_components(district)
    following = copied(district) if following is None else following
    live_on(following)
    if following is not district:
        let_go_of_copy(following)
    log = measured(following, evening.moved)
    components = {**of_the_needs(log), **stood}
    index = index_of_the_district(log, components) if district.plan.days else {}
    return Run(
        seed=district.plan.seed,
        days=district.plan.days,
        warmup=district.plan.warmup,
        residents=len(district.world.residents.cell),
        communities=territory.communities,
        grids=len(layout.community_of_grid),
        indicators={**of_needs(log), **stocks, **index},
        funnel=funnel(log),
        requests=requests(log),
        by_grid=_by_place(log, "grid"),
        by_cell=_by_place(log, "cell"),
        by_group=_by_group(log),
        money=money(log.moved),
        bought=bought_table(log, lines),
        by_year=by_year(log),
        index=index_table(log, components),
        **tables,
    )


def _tables(district: District) -> dict[str, Any]:
    """The tables that end with the last measured evening."""
    return {
        "daily": daily_table(district),
        "cells": _cells(district),
        **_happened(district),
        "ledger": ledger_table(district.ledger, district.plan.warmup, district.plan.parameters.place.start),
        "balance": _balance(district),
        "projects": projects_table(district),
        "emergency": emergency_table(district),
        "reach": reach_swept(district),
    }


def _by_place(log: Measured, unit: str) -> Late:
    """Coverage and losses of every cell, or of every grid as drawn at the end."""
    layout, territory = log.district.layout, log.district.world.territory
    grid_of_cell = layout.grid_of_cell.astype(np.int32)
    if unit == "cell":
        place, count = log.needs.cell, territory.cells
        where = {
            "community": territory.community_of_cell,
            "grid": grid_of_cell,
            "cell": np.arange(count, dtype=np.int32),
        }
        residents = territory.residents_of_cell.astype(float)
    else:
        count = len(layout.community_of_grid)
        place, where = (
            grid_of_cell[log.needs.cell],
            {"community": layout.community_of_grid, "grid": np.arange(count, dtype=np.int32)},
        )
        residents = layout.residents_of_grid.astype(float)
    met, ended = coverage_by(log, place, count)
    public = log.district.state.kinds.public[log.needs.kind] == 1
    columns = {
        "residents": (residents, "people"),
        "born": (np.bincount(place, minlength=count).astype(float), "needs"),
        "coverage": (share_of(met, ended), "share"),
    }
    for name, kind in (("coverage_personal", ~public), ("coverage_public", public)):
        part = np.bincount(place, log.on_time & kind, count), np.bincount(place, log.closed & kind, count)
        columns[name] = (share_of(*part), "share")
    for number, name in enumerate(BINS):
        if number not in (OPEN, MET_ON_TIME):
            columns[f"{name}_share"] = (share_of(np.bincount(place, log.needs.bin == number, count), ended), "share")
    return tidy(where, columns)


def _by_group(log: Measured) -> Late:
    """Coverage and losses of each group of residents, with the number of needs behind every figure."""
    rows: list[tuple[str, str, float, str]] = []
    for group, members in log.of_group.items():
        ended = float((log.closed & members).sum())
        rows.append((group, "born", float(members.sum()), "needs"))
        for name, number in (
            ("coverage", MET_ON_TIME),
            ("met_late_share", MET_LATE),
            ("never_heard_share", NEVER_HEARD),
        ):
            if ended:
                rows.append((group, name, float((members & (log.needs.bin == number)).sum()) / ended, "share"))
    return Late(lambda: pd.DataFrame(rows, columns=["group", "indicator", "value", "unit"]))


def _cells(district: District) -> Late:
    territory = district.world.territory
    columns = {
        "cell": np.arange(territory.cells, dtype=np.int32),
        "community": territory.community_of_cell,
        "grid": district.layout.grid_of_cell.astype(np.int32),
        "form": [FORMS[form] for form in territory.form_of_cell],
        "residents": territory.residents_of_cell,
        **{name: territory.box_km[:, n] for n, name in enumerate(("x0", "y0", "x1", "y1"))},
    }
    return Late(lambda: pd.DataFrame(columns))


def _happened(district: District) -> dict[str, Any]:
    """What was done and decided day by day, and what each matter did to everyday service."""
    first = district.plan.first_day
    days = Days(district.plan.warmup, lambda day: first + dt.timedelta(days=day))
    log = sorted([*district.events, *everyday(district)], key=itemgetter(0))
    return {"happened": Happened.of(log, days), **late_matters_tables(log, days)}


def _handled_by_departments(district: District) -> int:
    """Cases that departments settled in the measured days."""
    needs, works = district.state.needs[: int(district.state.tallies.tally[BORN])], district.state.facts.works
    first, last = (int(works[:day].sum()) for day in (district.plan.warmup, district.length))  # in working days
    settled = np.isin(needs.bin, (MET_ON_TIME, MET_LATE)) & (needs.pool == TO_DEPARTMENT)
    return int((settled & (needs.done_time >= first) & (needs.done_time < last)).sum())


def _balance(district: District) -> Late:
    """Hours a working day of every pool that has any; what grids spend on patrol and visits is not service."""
    days = slice(district.plan.warmup, district.length)
    working = max(int(district.state.facts.works[days].sum()), 1)
    hours = district.state.tallies.hours[:, :, days].sum(axis=2) / working
    otherwise = np.zeros(len(hours))
    weeks = district.of(Volunteers).weeks
    otherwise[VOLUNTEER] = sum(week.otherwise for week in weeks if week.day >= district.plan.warmup) / working
    otherwise = np.minimum(otherwise, hours[:, IDLE])
    capacity, handled = float(district.state.departments.capacity.sum()), _handled_by_departments(district) / working
    offered = max(capacity, handled)  # with overtime more is done than the usual capacity offers
    rows = [
        (
            name,
            hours[kind, OFFERED],
            hours[kind, USED],
            hours[kind, IDLE] - otherwise[kind],
            hours[kind, USED] / hours[kind, OFFERED],
            "h",
            otherwise[kind],
        )
        for kind, name in enumerate(POOL_TYPES)
        if hours[kind, OFFERED] > 0.0
    ]
    rows.append(
        (
            "departments",
            offered,
            handled,
            offered - handled,
            handled / offered if offered else np.nan,
            "cases",
            0.0,
        )
    )
    names = ["pool", "hours_offered_per_day", "hours_used_per_day", "hours_idle_per_day", "utilisation", "unit"]
    names.append("hours_other_uses_per_day")
    return Late(lambda: pd.DataFrame(rows, columns=names))
