"""Events of tasks between departments, streets and communities: sent, cut, stopped, refused, delegated, rated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from . import Event, quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class TasksOfMonth(Event):
    """What a department (`about`) had to do with communities since the month before, and who did it.

    Attributes:
        tasks: That arose.
        sent: Hours that reached communities' staff or their temporary hands.
        done_above: Hours that its own officials spent on what it kept, was stopped or refused.
    """

    institution: ClassVar[str] = "department"

    tasks: int = quantity("tasks", said="tasks_of_{0.about}")
    sent: float = quantity("h", said="task_hours_sent_by_{0.about}")
    done_above: float = quantity("h", said="task_hours_done_by_{0.about}")


@dataclass(frozen=True, slots=True, kw_only=True)
class TasksCut(Event):
    """A department (`about`) stops whole recurring meetings, ledgers and appraisals."""

    institution: ClassVar[str] = "department"

    kinds: int = quantity("recurring tasks", said="recurring_tasks_cut_by_{0.about}")
    hours: float = quantity("h a week", said="weekly_hours_cut_by_{0.about}")


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyListsPublished(Event):
    """The two lists say of a department's (`about`) recurring tasks whose they are."""

    institution: ClassVar[str] = "district"

    own: int = quantity("recurring tasks", said="listed_as_duty_of_{0.about}")
    assisted: int = quantity("recurring tasks", said="listed_as_assistance_to_{0.about}")


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementSigned(Event):
    """A street (`number`) and a community agree for a year which tasks of departments it takes over, for what."""

    institution: ClassVar[str] = "street"

    kinds: int = quantity("recurring tasks", said="recurring_tasks_agreed")
    hours: float = quantity("h a week", said="weekly_hours_agreed")
    yuan: float = quantity("yuan a week", said="weekly_yuan_agreed")


@dataclass(frozen=True, slots=True, kw_only=True)
class TasksStopped(Event):
    """A street (`number`) stopped tasks without a basis on their way to a community this week.

    Attributes:
        comes_back: Hours of these that will return as reports and appraisals.
    """

    institution: ClassVar[str] = "street"

    tasks: int = quantity("tasks", said="tasks_stopped")
    hours: float = quantity("h", said="task_hours_stopped")
    comes_back: float = quantity("h", said="task_hours_that_come_back")


@dataclass(frozen=True, slots=True, kw_only=True)
class TasksRefused(Event):
    """A community refused listed tasks of a department (`about`) this week, citing the list.

    Attributes:
        heeded: Those the department took back; the others it insisted on.
    """

    institution: ClassVar[str] = "community"

    tasks: int = quantity("tasks", said="tasks_of_{0.about}_refused")
    heeded: int = quantity("tasks", said="refusals_heeded_by_{0.about}")


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunitiesChecked(Event):
    """The organisation department looked at what reached these communities round the gate."""

    institution: ClassVar[str] = "district"

    communities: int = quantity("communities", said="communities_spot_checked")


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentNamed(Event):
    """The organisation department named a department (`about`) whose own tasks went round the gate."""

    institution: ClassVar[str] = "district"

    share: float = quantity("share", said="{0.about}_named")


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentGraded(Event):
    """Communities graded a department (`about`): the share of its own duties that it kept, or handed over and paid."""

    institution: ClassVar[str] = "community"

    grade: float = quantity("share", said="grade_of_{0.about}")


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunityGraded(Event):
    """Departments graded a community: the share of weeks in which it put none of their tasks off."""

    institution: ClassVar[str] = "department"

    grade: float = quantity("share", said="grade_given")
