"""Complaints about matters that neighbours have: who came to the office or used the app about it, and when.

A matter between neighbours is there before anybody in an office knows. Its committee can whistle for it only once a
household that it affects has come, or written, with a need of a kind that it presses on (YT-19: hard matters from the
app and the office). What others bring, or many requests raise, is known from the start (`reports`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..arrays import Int64s
from ..columns import APP, AT_TERMINAL, WALK_IN
from ..events.matters import MatterComplained
from ..staffing.capacity import born_since
from .docket import Docket
from .matter import NOT_AGREED, Matter

if TYPE_CHECKING:
    from ..district import District

DAYS_A_WEEK = 7


def known(matter: Matter) -> bool:
    """Whether the committee has heard of a matter: somebody brought it, or has complained about it since."""
    return matter.origin != "neighbours" or len(matter.reporters) > 0


def hear_complaints(district: District) -> None:
    """Which matters nobody in the office knew of were complained about in the week past, and by which households."""
    unknown = [one for one in district.of(Docket).open if one.agreed_on == NOT_AGREED and _matters_to(one)]
    if not unknown or district.day <= 0:  # in the years before the run nobody files requests
        return
    rows = heard_lately(district)
    by_app = district.state.needs.view(np.ndarray)["channel"][rows] == APP
    office, app = _kinds_of_household(district, rows[~by_app]), _kinds_of_household(district, rows[by_app])
    for matter in unknown:
        pressed = sum(1 << district.kinds.index(name) for name in matter.kind.presses_on if name in district.kinds.ids)
        came, wrote = (kinds[matter.household] & pressed != 0 for kinds in (office, app))
        if came.any() or wrote.any():
            matter.reporters = matter.household[came | wrote].astype(np.int64)
            how = "office" if came.any() else "app"
            district.record(MatterComplained(**matter.facts, how=how, households=len(matter.reporters)))


def _matters_to(matter: Matter) -> bool:
    """Whether the committee would whistle for a matter if it had heard of it."""
    return not known(matter) and (matter.kind.public or matter.kind.needs_department)


def heard_lately(district: District) -> Int64s:
    """Rows of the needs told at the office and by app in the week past, in the order they arose.

    What arose before the time in which requests pile up counts no more.
    """
    day = district.day
    rows = born_since(district, day - int(district.parameters.assumptions.matters.pile_days))
    needs = district.state.needs.view(np.ndarray)[rows]
    heard_day = needs["heard_day"].copy()
    heard = np.flatnonzero((heard_day >= day - DAYS_A_WEEK) & (heard_day < day))
    channel = needs["channel"][heard]
    ours = (channel == WALK_IN) | (channel == AT_TERMINAL) | (channel == APP)
    return np.asarray(rows.start + heard[ours], np.int64)


def _kinds_of_household(district: District, rows: Int64s) -> Int64s:
    """Kinds of need that each household told with these needs, a bit a kind."""
    needs = district.state.needs.view(np.ndarray)
    household = district.world.residents.household[needs["resident"][rows]]
    kinds = np.zeros(int(district.world.residents.household.max(initial=-1)) + 1, np.int64)
    np.bitwise_or.at(kinds, household, np.int64(1) << needs["kind"][rows].astype(np.int64))
    return kinds
