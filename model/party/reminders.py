"""Reminders about single cases that are stuck at departments: they rise by the clock, and somebody sends each.

After so many days the community's office reminds the department: the case moves a little ahead. After as many again it
goes up to the district's supervisors, who have it done on top of what is usual, as far as departments can be pressed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..agents.party_committees import DistrictCommittee
from ..backend import hasten
from ..columns import WAITS_FOR_DEPARTMENT
from ..events.party import CasesReminded
from ..staffing.capacity import charge_counters
from .whistle import WORKDAYS_A_WEEK, stuck_cases

if TYPE_CHECKING:
    from ..district import District

OFFICE, SUPERVISORS = 1, 2
"""How high a reminder has risen."""


def remind(district: District) -> None:
    """This week's reminders; a case gets one at each level."""
    watch: DistrictCommittee = district.agents_by_type[DistrictCommittee][0]
    watch.whistled[:] = 0.0
    after = district.parameters.levers.channels.reminder_after_days
    needs = district.state.needs.view(np.ndarray)
    watch.reminded = {
        case: level for case, level in watch.reminded.items() if needs["state"][case] == WAITS_FOR_DEPARTMENT
    }
    if after <= 0:
        return
    assumed = district.parameters.assumptions.authority
    cases, days = stuck_cases(district)
    reached = np.minimum(days // after, SUPERVISORS).astype(np.int64)
    before = np.array([watch.reminded.get(case, 0) for case in cases.tolist()], np.int64)
    for level, ahead in ((OFFICE, assumed.reminder_days), (SUPERVISORS, assumed.whistle_days)):
        due = cases[(reached >= level) & (before < level)]
        if not len(due):
            continue
        hasten(due.astype(np.int32), np.full(len(due), ahead, np.int32), level == SUPERVISORS, district.state)
        watch.reminded.update(dict.fromkeys(due.tolist(), level))
        _tell(district, due, level)
        if level == SUPERVISORS:
            on_top = np.bincount(needs["kind"][due], minlength=len(watch.whistled))
            watch.whistled[:] = on_top / WORKDAYS_A_WEEK


def _tell(district: District, cases: np.ndarray, level: int) -> None:
    """Each community's reminders are written down and take its staff their time."""
    territory, needs = district.world.territory, district.state.needs.view(np.ndarray)
    count = np.bincount(territory.community_of_cell[needs["cell"][cases]], minlength=territory.communities)
    for community in np.flatnonzero(count).tolist():
        how = "office" if level == OFFICE else "supervisors"
        district.record(CasesReminded(community=community, how=how, cases=int(count[community])))
    hours = district.parameters.assumptions.authority.case_reminder_hours * count.astype(np.float64)
    charge_counters(district, hours)
