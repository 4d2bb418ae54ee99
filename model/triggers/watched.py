"""What a district sees of itself: figures of registers, call-backs, bulletins and accounts, never what stays latent.

Nobody in a district knows its coverage, since nobody counts what is never heard. A policy that answers can therefore
go only by what somebody writes down. Shares and counts are those of the past 28 days; cases stand in working days.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..agents.open_needs import open_needs
from ..columns import CALLED_BACK, NEVER, RECORDED_SATISFACTION
from ..ledger.ledger import FEN_A_YUAN, USES
from ..staffing.capacity import born_since

if TYPE_CHECKING:
    from ..arrays import Rows
    from ..district import District

LOOKS_BACK = 28
DAYS_A_YEAR = 365.0
SEVEN_DAYS = 7.0
LONGEST_CASE = 200
"""Days before the window in which a need may have been born that is still closed in it."""


class Watched(NamedTuple):
    """A figure a district sees.

    Attributes:
        name: As a policy names it.
        label_zh, label_en: What to call it.
        unit: In which it is measured.
        most: It is never above this; infinite where nothing bounds it. It is never below 0.
        seen: Its value this morning; None where nothing was written down to reckon it from.
    """

    name: str
    label_zh: str
    label_en: str
    unit: str
    most: float
    seen: Callable[[District], float | None]


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole > 0.0 else None


def _lately(district: District) -> tuple[Rows, float, float]:
    """Needs that may have been closed in the past 28 days, and the working days between which that is."""
    index = district.state.facts.working_index
    first = max(district.day - LOOKS_BACK, 0)
    rows = born_since(district, max(first - LONGEST_CASE, 0))
    return district.state.needs.view(np.ndarray)[rows], float(index[first]), float(index[district.day])


def on_time(district: District) -> float | None:
    """Of registered requests whose deadline passed in the past 28 days, those that the register calls closed by it."""
    needs, first, now = _lately(district)
    due = needs["due_time"][(needs["due_time"] >= first) & (needs["due_time"] < now)]
    closed = needs["closed_time"][(needs["due_time"] >= first) & (needs["due_time"] < now)]
    return _share(float((closed <= due).sum()), float(len(due)))


def in_a_week(district: District) -> float | None:
    """Of requests closed in the past 28 days, those closed within seven working days: what bulletins publish."""
    needs, first, now = _lately(district)
    closed = (needs["closed_time"] >= first) & (needs["closed_time"] < now)
    took = needs["closed_time"][closed] - needs["heard_time"][closed]
    return _share(float((took <= SEVEN_DAYS).sum()), float(closed.sum()))


def recorded_satisfaction(district: District) -> float | None:
    """Of those called back in the past 28 days, those written down as satisfied."""
    daily = district.state.tallies.daily[:, max(district.day - LOOKS_BACK, 0) : district.day].sum(axis=1)
    return _share(float(daily[RECORDED_SATISFACTION]), float(daily[CALLED_BACK]))


def requests(district: District) -> float | None:
    """Requests registered in the past 28 days, as if a year of them, per 1,000 residents."""
    first = max(district.day - LOOKS_BACK, 0)
    rows = born_since(district, max(first - LONGEST_CASE, 0))
    heard = district.state.needs.view(np.ndarray)["heard_day"][rows]
    days, people = district.day - first, len(district.world.residents.cell)
    return _share(float((heard >= first).sum()) * DAYS_A_YEAR / people * 1000.0, float(days))


def open_requests(district: District) -> float | None:
    """Registered requests that are not closed this morning, per 1,000 residents."""
    needs, rows = district.state.needs.view(np.ndarray), open_needs(district)
    waits = (needs["heard_day"][rows] >= 0) & (needs["closed_time"][rows] >= NEVER)
    return float(waits.sum()) / len(district.world.residents.cell) * 1000.0


def spending(district: District) -> float | None:
    """Yuan spent a resident in the past year, or since the policy switched on, as if a year of it, by monthly accounts."""
    first = max(district.day - int(DAYS_A_YEAR), district.plan.warmup)
    days = district.day - first
    if days < 3 * LOOKS_BACK:  # works are paid as they begin, so that a first month says nothing of a year
        return None
    spent = sum(int(one.fen.sum()) for one in district.ledger.blocks if one.target in USES and one.day >= first)
    return spent / FEN_A_YUAN / len(district.world.residents.cell) * DAYS_A_YEAR / days


SHARE, UNBOUNDED = 1.0, float("inf")

WATCHED: Mapping[str, Watched] = {
    row[0]: Watched(*row)
    for row in (
        (
            "registered_on_time_share",
            "登记诉求按期办结率",
            "Registered requests closed on time",
            "share",
            SHARE,
            on_time,
        ),
        (
            "handled_within_7_days_of_handled_share",
            "已办结中的七日内办结比例",
            "Handled within 7 days, of those handled",
            "share",
            SHARE,
            in_a_week,
        ),
        ("satisfaction_recorded", "回访满意率", "Recorded satisfaction", "share", SHARE, recorded_satisfaction),
        (
            "requests_per_1000",
            "每千人诉求量",
            "Requests per 1,000 residents",
            "per 1,000 residents and year",
            UNBOUNDED,
            requests,
        ),
        (
            "open_requests_per_1000",
            "每千人未办结诉求",
            "Open requests per 1,000 residents",
            "per 1,000 residents",
            UNBOUNDED,
            open_requests,
        ),
        ("spend_per_resident", "人均支出", "Spending per resident", "yuan per resident and year", UNBOUNDED, spending),
    )
}
