"""Departments' own people serve in the community their department is paired with, so many times a year (YT-02).

They come as a group for a day, out of the department's capacity of that week, and take up what waits in the community
beside the teams of units. Weeks are spread by a draw; each is a row that names the department.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from ..agents.community_team import CommunityTeam
from ..arrays import Floats, Int64s
from ..events.frontline import DepartmentServed
from ..government import kinds_of_departments
from ..ledger.payments import pay_for_cadres
from ..party.teams import cadres_join, within_reach
from ..staffing.capacity import keep_officials, queued_needs
from ..streams import COMMUNITY, YEAR, Part, Stream
from .pairing import NAMES

if TYPE_CHECKING:
    from ..district import District

TURN = Stream("department on duty", COMMUNITY, Part("department", 16), YEAR)
WEEKS_A_YEAR = 52


def week_of_year(date: dt.date) -> int:
    """Mondays of a year are counted from 0; the last of a long year belongs to the one before it."""
    return min((date.timetuple().tm_yday - 1) // 7, WEEKS_A_YEAR - 1)


def turns(times: int, draw: float) -> list[int]:
    """Weeks of the year in which a department comes, as far apart as they can be."""
    return [int((time + draw) * WEEKS_A_YEAR / times) for time in range(times)]


def serve(district: District, date: dt.date) -> None:
    """This week's departments on duty, after units' teams have taken their share."""
    times = district.parameters.levers.party.department_duty_per_year
    due = [(team, name) for team in district.agents_by_type[CommunityTeam] for name in team.departments if times]
    due = [(team, name) for team, name in due if _is_due(district, team.community, name, date, times)]
    if not due:
        return
    assumed = district.parameters.assumptions.frontline
    each, hours = assumed.duty_people * assumed.duty_hours, np.zeros(district.ledger.communities)
    waiting, taken = within_reach(district, queued_needs(district)), list[int]()
    for team, name in due:
        cases = _leave_undone(district, name, each)
        mine = _most_pressing(district, waiting, team.community, each, taken)
        hours[team.community] += each
        taken += mine
        served = DepartmentServed(
            community=team.community,
            about=name,
            people=round(assumed.duty_people),
            hours=each,
            cases=cases,
            taken=len(mine),
        )
        district.record(served)
    _join(district, np.array(taken, np.int64), hours)


def _is_due(district: District, community: int, name: str, date: dt.date, times: int) -> bool:
    draw = TURN.of(district.plan.seed).at(community, NAMES.index(name), date.year).uniform()
    return week_of_year(date) in turns(times, float(draw))


def _leave_undone(district: District, name: str, hours: float) -> float:
    """Cases the department does not do while its people are away; none where it answers for no kind of need."""
    rows = list(kinds_of_departments(district.kinds.ids).get(name, []))
    capacity = district.state.departments.capacity
    able = float(capacity[rows].sum())
    if able <= 0.0:
        return 0.0
    cases = hours / district.parameters.assumptions.tasks.case_hours
    for row in rows:
        keep_officials(district, [row], cases * float(capacity[row]) / able)
    return cases


def _most_pressing(district: District, waiting: Int64s, community: int, hours: float, gone: list[int]) -> list[int]:
    """What waits in a community and fits into the hours, the most pressing first."""
    needs = district.state.needs.view(np.ndarray)
    rows = waiting[district.world.territory.community_of_cell[needs["cell"][waiting]] == community]
    rows = rows[~np.isin(rows, gone)]
    return [int(one) for one in rows[np.cumsum(needs["hours"][rows]) <= hours]]


def _join(district: District, taken: Int64s, hours: Floats) -> None:
    cadres_join(district, taken, hours)
    pay_for_cadres(district, hours, "department_duty")
