"""How departments are pressed: authority of community committees, what others have lifted, and the yearly rating.

Every lifted case is one more than the department would have done, as far as departments can be pressed at all; beyond
that, it takes the place of somebody else's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..agents.department import Department
from ..agents.open_needs import open_needs
from ..agents.party_committees import DistrictCommittee, PartyCommittee
from ..columns import WAITS_FOR_DEPARTMENT
from ..events.party import DepartmentRated
from ..parameters import Parameters
from .direct_election import Mandates

if TYPE_CHECKING:
    from ..district import District

CALENDAR_DAYS_A_WORKDAY = 7.0 / 5.0
WORKDAYS_A_WEEK = 5.0
DAYS_A_WEEK = 7
WORKDAYS_A_MONTH = 365.25 / 12.0 / CALENDAR_DAYS_A_WORKDAY
UNRATED = 0.5


def rest(district: District) -> None:
    """A week passes: committees that have not whistled win back some of their authority."""
    usual, recovery = usual_authority(district), district.parameters.assumptions.authority.authority_recovery
    for committee in district.agents_by_type[PartyCommittee]:
        committee.rest(float(usual[committee.community]), recovery)


def usual_authority(district: District) -> NDArray[np.float64]:
    """Authority of each committee that has not whistled lately; an election lends it some, by how many voted."""
    assumed = district.parameters.assumptions.authority
    elected = assumed.elected_authority * district.of(Mandates).turnout
    return np.asarray(np.minimum(assumed.usual_authority + elected, 1.0))


def stuck_cases(district: District) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Cases in departments' queues that nobody has lifted yet, those that wait longest first, and days they waited."""
    found, needs = open_needs(district), district.state.needs.view(np.ndarray)
    found = found[needs["state"][found] == WAITS_FOR_DEPARTMENT]
    found = found[needs["lifted"][found] == 0]
    since = needs["available_time"][found]
    order = np.argsort(since, kind="stable")
    now = float(district.state.facts.working_index[district.day])
    return found[order], (now - since[order]) * CALENDAR_DAYS_A_WORKDAY


def rate(district: District) -> None:
    """Communities say how well each department dealt with their cases in the year past."""
    watch, departments = district.agents_by_type[DistrictCommittee][0], district.state.departments
    counts = district.parameters.levers.party.department_rating > 0.0
    for department in district.agents_by_type[Department]:
        kinds = department.kinds
        ended = float((departments.experiences[kinds] - watch.experiences[kinds]).sum())
        satisfaction = float((departments.satisfaction_sum[kinds] - watch.satisfaction_sum[kinds]).sum())
        bad = 1.0 - satisfaction / ended if ended > 0.0 else UNRATED
        watch.badly_rated[kinds] = bad if counts else 0.0
        if counts:
            district.record(DepartmentRated(about=department.name, score=1.0 - bad))
    watch.satisfaction_sum, watch.experiences = departments.satisfaction_sum.copy(), departments.experiences.copy()


def press_departments(district: District) -> None:
    """Departments find some hours beyond their usual capacity: to catch up, for what was lifted, for the rating.

    All of it together is never more than the larger of the two limits, that of pressure and that of overtime.
    """
    assumed, watch = district.parameters.assumptions.authority, district.agents_by_type[DistrictCommittee][0]
    rating = assumed.extra_most * assumed.rating_part * district.parameters.levers.party.department_rating
    departments = district.state.departments
    pressed = watch.extra(departments.capacity, rating, assumed.extra_most)
    departments.extra[:] = np.minimum(watch.overtime + pressed, most_extra(district.parameters))


def most_extra(parameters: Parameters) -> float:
    """Share of its capacity that a department can find on top, whatever for."""
    assumed = parameters.assumptions
    return max(assumed.authority.extra_most, assumed.routing.catch_up_most)
