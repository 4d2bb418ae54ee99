"""Figures by year of the run, so that nobody mistakes a first year for every year.

Years count from the first measured day, 365 days each; the last one may be shorter (`days`). A share belongs to the
year in which needs were born, wherever they ended; stocks are those of the year's last evening.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ..columns import (
    EFFICACY,
    LAPSED_WAITING,
    MET_LATE,
    NEVER_HEARD,
    TRUST,
    WRONG_DOOR,
)
from ..late_tables import Late
from ..ledger.ledger import FEN_A_YUAN, USES
from ..projects.effects import rate_factors
from ..projects.in_force import table_of
from ..projects.kinds import (
    ACTIVITY,
    GOODS,
    SERVICE,
    WORKS,
)
from ..projects.records import Project, ProjectBook
from ..sparing import pd
from .need_log import Measured

DAYS_A_YEAR = 365
STAGES = {
    "never_heard_share": NEVER_HEARD,
    "met_late_share": MET_LATE,
    "lapsed_waiting_share": LAPSED_WAITING,
    "wrong_door_share": WRONG_DOOR,
}
IN_FORCE = {
    "works_in_force": WORKS,
    "services_in_force": SERVICE,
    "goods_in_force": GOODS,
    "activities_in_force": ACTIVITY,
}

Figure = tuple[str, float, str]
"""Indicator, value, unit."""


def by_year(log: Measured) -> Late:
    """Year (1, 2, …), indicator, value, unit; a figure that cannot be known is left out.

    Of needs born in the year: `born`, `coverage`, its twins `coverage_personal` and `coverage_public`, `heard_share`
    and the stages at which the others were lost, all as shares of those whose fate is known. Of the year: `days` and
    `spend_per_resident` (yuan, as if the year were whole). Of its last evening: projects in force by form, the share
    of needs that works and goods keep from arising (`prevented_share`), `trust` and `efficacy`.
    """
    rows = [
        (number + 1, *figure)
        for number, (first, last) in enumerate(_years(log))
        for figure in (*_births(log, first, last), *_money(log, first, last), *_evening(log, last - 1))
        if np.isfinite(figure[1])
    ]
    names, kinds = ["year", "indicator", "value", "unit"], {"year": "int32", "value": "float64"}
    return Late(lambda: pd.DataFrame(rows, columns=names).astype(kinds))


def _years(log: Measured) -> Iterator[tuple[int, int]]:
    """First day of every year, and the first that is no longer in it; days of the run."""
    plan = log.district.plan
    end = plan.warmup + plan.days
    for first in range(plan.warmup, end, DAYS_A_YEAR):
        yield first, min(first + DAYS_A_YEAR, end)


def _births(log: Measured, first: int, last: int) -> Iterator[Figure]:
    here = (log.needs.birth_day >= first) & (log.needs.birth_day < last)
    public = log.district.state.kinds.public[log.needs.kind] == 1
    ended = here & log.closed
    yield "days", float(last - first), "days"
    yield "born", float(here.sum()), "needs"
    for name, among in (("", ended), ("_personal", ended & ~public), ("_public", ended & public)):
        yield f"coverage{name}", _share(log.on_time, among), "share"
    yield "heard_share", _share(log.needs.bin != NEVER_HEARD, ended), "share"
    for name, stage in STAGES.items():
        yield name, _share(log.needs.bin == stage, ended), "share"


def _share(part: NDArray[np.bool_], whole: NDArray[np.bool_]) -> float:
    """Share of `whole` that is `part`, not a number where there is nothing."""
    count = int(whole.sum())
    return float((part & whole).sum()) / count if count else float("nan")


def _money(log: Measured, first: int, last: int) -> Iterator[Figure]:
    fen = sum(
        int(block.fen.sum())
        for block in log.district.ledger.blocks
        if block.target in USES and first <= block.day < last
    )
    people = len(log.district.world.residents.cell)
    yield "spend_per_resident", fen / FEN_A_YUAN / people * DAYS_A_YEAR / (last - first), "yuan"


def _evening(log: Measured, day: int) -> Iterator[Figure]:
    district = log.district
    in_force = [one for one in district.of(ProjectBook).projects if one.acts(day)]
    for name, form in IN_FORCE.items():
        yield name, float(sum(one.form == form for one in in_force)), "projects"
    yield "prevented_share", _prevented(log, in_force), "share"
    yield "trust", float(district.state.tallies.daily[TRUST, day]), "share"
    yield "efficacy", float(district.state.tallies.daily[EFFICACY, day]), "share"


def _prevented(log: Measured, in_force: list[Project]) -> float:
    """Share of needs that works and goods keep from arising, as often as each kind arises in each cell."""
    district, book = log.district, log.district.of(ProjectBook)
    rate = book.averted.ground.rate
    lowering = table_of([one for one in in_force if one.form in (WORKS, GOODS)])
    assumed = district.parameters.assumptions.delivery
    left = rate_factors(lowering, book.catchments, rate.shape[1], assumed)
    return 1.0 - float((left * rate).sum()) / float(rate.sum()) if rate.any() else float("nan")
