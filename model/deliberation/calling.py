"""The committee's whistle: for a matter that has waited too long it calls the council together, with the departments.

Every week the community Party committee looks at what waits. Every whistle costs authority and hours of staff; a
department follows it as far as the committee's authority goes. It also whistles again for what was agreed and lies at a
department: one that stayed away when it was agreed, or that was reminded in vain. If it comes now it takes the task on.
Single cases stuck at a department have reminders of their own (`party/reminders.py`).
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .. import gatherings
from ..agents.party_committees import USUAL_COMMUNITY, PartyCommittee
from ..arrays import Floats
from ..events.matters import MatterWhistled, TaskWhistled
from ..events.party import CommitteeWhistled, WhistlesBlown
from ..streams import draws_of
from .aftermath import leave_cases
from .complaints import hear_complaints, known
from .docket import Docket
from .draws import CALLED, CALLED_AGAIN
from .follow_up import Task
from .matter import NOT_AGREED, Matter

if TYPE_CHECKING:
    from ..district import District

DAYS_A_WEEK = 7
WEEKS_A_MONTH = 365.25 / 12.0 / DAYS_A_WEEK


class Call(NamedTuple):
    """What a committee whistles for: a matter nobody has agreed to, or the task that an agreed one became."""

    matter: Matter
    task: Task | None = None

    def draw(self) -> float:
        """The number that settles whether the department follows."""
        which = CALLED + self.matter.tries if self.task is None else CALLED_AGAIN + self.task.whistles
        return float(draws_of(self.matter.key).at(which).uniform())


def whistle_for_matters(district: District, date: dt.date) -> Floats:
    """Every week committees whistle for what has waited longest; returns the hours it takes staff."""
    levers, assumed = district.parameters.levers.party, district.parameters.assumptions.authority
    hours = np.zeros(district.world.territory.communities)
    if levers.whistle_after_days <= 0:
        return hours
    hear_complaints(district)
    whistles = answered = 0
    committees: list[PartyCommittee] = list(district.agents_by_type[PartyCommittee])
    for committee in committees:
        where = committee.community
        called = _waiting(district, where)[: places(committee, date, assumed.whistles_most)]
        answers = committee.blow([one.draw() for one in called], assumed.whistle_cost)
        for one, followed in zip(called, answers, strict=False):
            hours[where] += assumed.whistle_hours + _call(district, one, followed)
        if answers:
            district.record(CommitteeWhistled(community=where, whistles=len(answers), answered=sum(answers)))
        whistles, answered = whistles + len(answers), answered + sum(answers)
    if whistles:
        authority = float(np.mean([committee.authority for committee in committees]))
        district.record(WhistlesBlown(authority=authority, whistles=whistles, answered=answered))
    return hours


def _call(district: District, call: Call, followed: bool) -> float:
    """One whistle: the council meets for a matter today, or its department comes about a task.

    Returns:
        Hours of staff beside those of the whistle: who comes about a task is met.
    """
    matter, task = call
    if task is None:
        matter.called_on, matter.answered = district.day, followed
        district.record(MatterWhistled(**matter.facts, answered=followed))
        return 0.0
    task.whistles, task.asked_on = task.whistles + 1, district.day
    saved = task.take_on(district.day) if followed else 0
    district.record(TaskWhistled(**matter.facts, how=task.owner, answered=followed, days=saved))
    if not followed:
        return 0.0
    leave_cases(district, matter)
    return district.parameters.assumptions.matters.meeting_hours


def places(committee: PartyCommittee, date: dt.date, most: float) -> int:
    """Whistles a committee may blow this week; so many a month for a community of 10,000, in proportion elsewhere."""
    week, each = date.toordinal() // DAYS_A_WEEK, most * committee.residents / USUAL_COMMUNITY / WEEKS_A_MONTH
    return int(np.floor(each * (week + 1)) - np.floor(each * week))


def _waiting(district: District, community: int) -> list[Call]:
    """What a community has to whistle for, what weighs most first: households × days the matter has been open.

    What is the estate's own and came from neighbours themselves is left to them; nobody whistles for what the office
    has not heard of, nor for a council that may not meet.
    """
    after, docket = district.parameters.levers.party.whistle_after_days, district.of(Docket)
    found = [
        Call(matter)
        for matter in ([] if gatherings.are_shut(district) else docket.open_in(community))
        if matter.agreed_on == NOT_AGREED
        and matter.ready <= district.day
        and matter.called_on != district.day
        and district.day - matter.open_since >= after
        and (known(matter) or district.day <= 0)  # in the years before the run nobody files requests
        and (matter.kind.public or matter.kind.needs_department or matter.origin != "neighbours")
    ]
    found += [
        Call(task.matter, task)
        for task in docket.tasks
        if task.matter.community == community
        and task.left_lying
        and task.due > district.day
        and district.day - task.asked_on >= after
    ]
    return sorted(found, key=lambda one: (_weight(one.matter, district.day), one.matter.number))


def _weight(matter: Matter, day: int) -> int:
    """Households × days a matter has been open, below zero so that the heaviest comes first."""
    return -len(matter.household) * (day - matter.open_since)


def called_today(district: District, community: int) -> list[Matter]:
    """Matters for which a council meets today because the committee whistled, whoever came."""
    return [
        matter
        for matter in district.of(Docket).open_in(community)
        if matter.called_on == district.day and matter.agreed_on == NOT_AGREED
    ]
