"""The street's enlarged Party working committee (大工委): what communities could not settle, with the departments.

It meets on the first Monday of its months, before councils do. Matters whose department comes are taken up by their
community's council on the same day, with the department at the table; overdue tasks go into the street's register and
are due at once; cases stuck at a department that came are done on top.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from ..agents.street_committee import StreetCommittee
from ..backend import hasten
from ..deliberation.docket import Docket
from ..deliberation.follow_up import COMMUNITY_STAFF, Task, owner_of
from ..deliberation.matter import NOT_AGREED, Matter
from ..events.street import MatterPassedUp, StreetMet
from ..government import kinds_of_departments
from ..ledger.payments import pay_for_cadres
from ..party.joint_meeting import meets, month_of
from ..staffing.capacity import charge_counters, keep_officials
from ..streams import STREET, WEEK, Part, Stream
from .pairing import NAMES
from .working_through import Stuck

if TYPE_CHECKING:
    from ..district import District

COMES = Stream("street: department comes", STREET, Part("department", 16), WEEK)
DAYS_A_WEEK = 7


def meet(district: District, date: dt.date) -> None:
    """On the first Monday of the months of its meetings every street's enlarged committee meets."""
    every = district.parameters.levers.party.street_meeting_months
    if date.day > DAYS_A_WEEK or not meets(every, month_of(date)):
        return
    stuck = Stuck(district)
    for street in district.agents_by_type[StreetCommittee]:
        _meet(district, street, date, stuck)


def passed_up(district: District, street: StreetCommittee) -> list[Matter]:
    """What its communities could not settle: public matters, and those that need a department, that have waited long.

    The one that weighs most comes first: households × days since it was raised.
    """
    assumed, day = district.parameters.assumptions.street, district.day
    found = [
        matter
        for matter in district.of(Docket).open
        if matter.community in street.communities
        and matter.agreed_on == NOT_AGREED
        and matter.ready <= day
        and day - matter.raised >= assumed.council_after_days
        and (matter.kind.public or matter.kind.needs_department)
    ]
    found.sort(key=lambda one: (-len(one.household) * (day - one.raised), one.number))
    return found[: assumed.council_matters]


def overdue(district: District, street: StreetCommittee) -> list[Task]:
    """Departments' tasks in its communities that were looked at in vain before."""
    return [
        task
        for task in district.of(Docket).tasks
        if task.matter.community in street.communities
        and task.owner != COMMUNITY_STAFF
        and (task.times > 0 or not task.entered)
        and not task.matter.unpaid
    ]


def _meet(district: District, street: StreetCommittee, date: dt.date, stuck: Stuck) -> None:
    assumed = district.parameters.assumptions.street
    matters, tasks = passed_up(district, street), overdue(district, street)
    cases = [one for here in street.communities.tolist() for one in stuck.of(here, assumed.problem_after_days)]
    owners = [owner_of(district, matter) for matter in matters]
    invited = {*owners, *(task.owner for task in tasks), *(name for _, name in cases)} & set(NAMES)
    came = {name for name in invited if _comes(district, street, name, date)}
    for matter, owner in zip(matters, owners, strict=True):
        if owner in came or owner not in NAMES:
            _to_council(district, street, matter, owner)
    answered = [task for task in tasks if task.owner in came]
    for task in answered:
        task.entered, task.due = True, max(task.matter.stands_on, district.day)
        task.matter.ready = task.due
    taken = _take_home(district, [case for case, name in cases if name in came])
    _give_time(district, street, came)
    met = StreetMet(
        number=street.street,
        invited=len(invited),
        came=len(came),
        matters=sum(one.called_on == district.day for one in matters),
        tasks=len(answered),
        cases=taken,
    )
    district.record(met)


def _comes(district: District, street: StreetCommittee, name: str, date: dt.date) -> bool:
    """Whether a department follows the street's invitation."""
    week = date.toordinal() // DAYS_A_WEEK
    draw = COMES.of(district.plan.seed).at(street.street, NAMES.index(name), week).uniform()
    return bool(draw < district.parameters.assumptions.street.council_authority)


def _to_council(district: District, street: StreetCommittee, matter: Matter, owner: str) -> None:
    """The community's council meets on it today, and the department has said that it comes."""
    matter.called_on, matter.answered = district.day, True
    passed = MatterPassedUp(
        number=street.street,
        community=matter.community,
        about=matter.kind.id,
        how=owner,
        matter=matter.number,
        days=district.day - matter.raised,
    )
    district.record(passed)


def _take_home(district: District, cases: list[int]) -> int:
    """Departments take home the cases that wait longest and do them next; returns how many."""
    assumed = district.parameters.assumptions.street
    days = district.state.needs.available_time[np.array(cases, np.int64)]
    rows = np.array(cases, np.int32)[np.argsort(days, kind="stable")][: assumed.council_cases]
    if len(rows):
        hasten(rows, np.full(len(rows), assumed.problem_ahead_days, np.int32), True, district.state)
    return len(rows)


def _give_time(district: District, street: StreetCommittee, came: set[str]) -> None:
    """Who sits in a meeting does nothing else: cadres of the street, officials, and staff of its communities."""
    assumed = district.parameters.assumptions
    street.owed += assumed.street.council_hours
    for name, rows in kinds_of_departments(district.kinds.ids).items():
        if name in came:
            keep_officials(district, rows, assumed.matters.department_cases / len(rows))
    hours = np.zeros(district.world.territory.communities)
    hours[street.communities] = assumed.matters.meeting_hours
    charge_counters(district, hours)
    share = np.zeros(len(hours))
    share[street.communities] = assumed.street.council_hours / len(street.communities)
    pay_for_cadres(district, share, "street_meetings")
