"""What was agreed becomes a task: an owner, a date, reminders while it is overdue, and an end that somebody looks at.

A department's promise falls due; it is done, or it is not. A task that was entered in the register (the format records
what is agreed) is reminded about until it is done; of one that was not, nobody reminds anybody, and it waits for
another round. Who reports a task as done may have done nothing: where it is cancelled only on proof the report is
refused and the task goes on; otherwise it is settled on paper, and what people complained about goes on as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..agents.department import Department
from ..arrays import Floats
from ..events.matters import PromiseBroken, ReportersTold, TaskCancelled, TaskEntered, TaskRefused, TaskReminded
from ..minds import move_trust
from ..parameters.formats import Format
from ..streams import draws_of
from .docket import CauseRemoved, Docket
from .draws import PROMISE, TASK_DONE, TASK_REPORTED
from .matter import NOT_AGREED, Matter
from .outcome import end
from .supervision import looks_at_report

if TYPE_CHECKING:
    from ..district import District

COMMUNITY_STAFF = "residents_committee"
DAYS_A_YEAR = 365.25


@dataclass(slots=True, eq=False)
class Task:
    """What is to be done about a matter that was agreed.

    Attributes:
        matter: The matter.
        owner: Whose task it is: a department by its name, or the residents' committee.
        entered: Whether it stands in a register from which somebody reminds the owner.
        due: Day on which it is looked at next.
        times: How often it has been looked at in vain.
        committed: Whether its owner has taken it on; a department that was not at the table has yet to be won.
        whistles: How often the committee has whistled for it.
        asked_on: Day on which its owner was last asked to come: when it was agreed, or on the last whistle.
    """

    matter: Matter
    owner: str
    entered: bool
    due: int
    times: int = 0
    committed: bool = True
    whistles: int = 0
    asked_on: int = NOT_AGREED

    def enter(self, day: int) -> None:
        """It stands in a register from now on, and is looked at on this day."""
        self.entered, self.due = True, day
        self.matter.ready = day

    def take_on(self, day: int) -> int:
        """Its owner has come and takes it on: it is looked at once the decision stands; returns the days this saves."""
        before = self.due
        self.committed, self.due = True, min(max(self.matter.stands_on, day), before)
        self.matter.ready = self.due
        return before - self.due

    @property
    def left_lying(self) -> bool:
        """Whether a department has not taken it on, or has been reminded of it in vain."""
        if self.owner == COMMUNITY_STAFF:
            return False
        return self.times > 1 or not (self.committed or self.times)


def enter_task(district: District, matter: Matter, form: Format, committed: bool) -> None:
    """Somebody takes on what was agreed; a department that was not at the table has to be won first."""
    owner = owner_of(district, matter)
    wait = 0
    if owner != COMMUNITY_STAFF and not committed:
        wait = int(district.parameters.assumptions.matters.department_days)
    task = Task(matter, owner, form.recorded, matter.stands_on + wait, committed=not wait, asked_on=district.day)
    matter.ready = task.due
    district.of(Docket).tasks.append(task)
    days = task.due - district.day
    district.record(TaskEntered(**matter.facts, how=owner, recorded=task.entered, days=days))


def owner_of(district: District, matter: Matter) -> str:
    """Who has to act: the department that answers for the needs a matter presses on, where it needs one."""
    if not matter.kind.needs_department:
        return COMMUNITY_STAFF
    names = (matter.kind.of_needs, *matter.kind.presses_on)
    rows = [district.kinds.index(name) for name in names if name in district.kinds.ids]
    owners = [one.name for one in district.agents_by_type.get(Department, ()) if rows and rows[0] in one.kinds]
    return str(owners[0]) if owners else "department"


def look_after_tasks(district: District) -> Floats:
    """Tasks that are due are done, reported, refused or reminded about; returns hours of staff by community."""
    docket = district.of(Docket)
    hours = np.zeros(district.world.territory.communities)
    for task in [one for one in docket.tasks if one.due <= district.day and not one.matter.unpaid]:
        hours[task.matter.community] += _look_after(district, task)
    docket.tasks = [one for one in docket.tasks if not one.matter.ended]
    return hours


def _look_after(district: District, task: Task) -> float:
    """One task on the day it is due; returns the hours it takes community staff."""
    assumed, matter = district.parameters.assumptions.matters, task.matter
    if task.owner == COMMUNITY_STAFF:
        _cancel(district, task, proven=True)
        return 0.0
    if not _kept(district, task):
        district.record(PromiseBroken(**matter.facts))
        return _put_off(district, task)
    reported_only = draws_of(matter.key).at(TASK_REPORTED + task.times).uniform() < assumed.paper_share
    looked = on_proof(district) or looks_at_report(district, matter.community)
    if reported_only and looked:
        district.record(TaskRefused(**matter.facts, how=task.owner))
        return _put_off(district, task)
    _cancel(district, task, proven=not reported_only)
    return assumed.proof_hours if on_proof(district) else 0.0


def on_proof(district: District) -> bool:
    """Whether a task is cancelled only once somebody has seen that it was done."""
    return district.parameters.levers.channels.close_when_solved


def _kept(district: District, task: Task) -> bool:
    """Whether the owner has acted by now: on its promise at first, later on the reminder, or of its own accord."""
    assumed, key = district.parameters.assumptions.matters, task.matter.key
    if task.times == 0:
        return draws_of(key).at(PROMISE).uniform() < assumed.promise_kept
    chance = assumed.recorded_kept if task.entered else assumed.promise_kept
    return draws_of(key).at(TASK_DONE + task.times).uniform() < chance


def _put_off(district: District, task: Task) -> float:
    """It is looked at again: soon where somebody reminds the owner, after as long as a department takes otherwise."""
    assumed = district.parameters.assumptions.matters
    task.times += 1
    task.due = district.day + int(assumed.task_reminder_days if task.entered else assumed.department_days)
    task.matter.ready = task.due
    if not task.entered:
        return 0.0
    district.record(TaskReminded(**task.matter.facts, how=task.owner, times=task.times))
    return assumed.reminder_hours


def _cancel(district: District, task: Task, proven: bool) -> None:
    """A task is struck off the list, and its matter is settled: in fact, or on paper."""
    docket, matter = district.of(Docket), task.matter
    assumed = district.parameters.assumptions
    matter.on_paper = not proven
    late = max(district.day - matter.stands_on, 0)
    district.record(TaskCancelled(**matter.facts, how=task.owner, proven=proven, days=late))
    end(district, matter, "settled")
    if not proven:
        losers = np.union1d(matter.came, matter.reporters)
        move_trust(district, losers, np.full(len(losers), -assumed.aftermath.overruled_trust), 0.0)
        return
    if matter.origin != "neighbours" and matter.kind.of_needs in district.kinds.ids:
        until = district.day + round(DAYS_A_YEAR * assumed.matters.cause_years)
        kind, kept = district.kinds.index(matter.kind.of_needs), matter.compliance if matter.kind.of_conduct else 1.0
        docket.removed.append(CauseRemoved(matter.estate, kind, until, kept, matter.number))
    if task.entered and len(matter.reporters):
        step = np.full(len(matter.reporters), assumed.aftermath.review_trust)
        move_trust(district, matter.reporters, step, assumed.aftermath.heard_efficacy)
        district.record(ReportersTold(**matter.facts, households=len(matter.reporters)))


def hurry_tasks(district: District, community: int) -> None:
    """Departments answer in person: what a community waits for is due at once, where the decision stands."""
    for task in district.of(Docket).tasks:
        if task.matter.community == community and task.owner != COMMUNITY_STAFF:
            task.due = min(task.due, max(task.matter.stands_on, district.day))
            task.matter.ready = task.due
