"""Events of those who are employed: communities, grid teams, committees, centres, departments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from . import Event, quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class LeversAdopted(Event):
    """Levers were put in force.

    Attributes:
        changed: How many of them are other than the day before.
        grids: Grids there are now.
    """

    institution: ClassVar[str] = "district"

    changed: int = quantity("levers", said="levers_changed")
    grids: int = quantity("grids")


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffLeft(Event):
    """Staff of communities who left in a month."""

    institution: ClassVar[str] = "community"

    people: int = quantity("people", said="staff_left")


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyHeld(Event):
    """Residents were asked at their doors what they needed."""

    institution: ClassVar[str] = "community"

    asked: int = quantity("people", said="surveyed")


@dataclass(frozen=True, slots=True, kw_only=True)
class SatisfactionNoted(Event):
    """How satisfied those were whom a queue served in the past year; None where there was nobody."""

    institution: ClassVar[str] = "community"

    satisfaction: float | None = quantity("share", said="satisfaction_of_the_year")
    served: int = quantity("needs", said="served_in_the_year")


@dataclass(frozen=True, slots=True, kw_only=True)
class LateCasesInCommunities(Event):
    """How many communities put late needs behind the others and how many take them first; the rest: in turn."""

    institution: ClassVar[str] = "community"

    behind: int = quantity("communities", said="late_cases_behind")
    first: int = quantity("communities", said="late_cases_first")


@dataclass(frozen=True, slots=True, kw_only=True)
class LateCasesInDepartments(Event):
    """Which shares of departments' officers put late needs behind the others and take them first; the rest: in turn."""

    institution: ClassVar[str] = "department"

    behind: float = quantity("share", said="late_cases_behind")
    first: float = quantity("share", said="late_cases_first")


@dataclass(frozen=True, slots=True, kw_only=True)
class GridHoursShifted(Event):
    """Grid teams with long queues moved patrol and visit hours to service this week."""

    institution: ClassVar[str] = "grid_team"

    share: float = quantity("share", said="hours_shifted_to_service")


@dataclass(frozen=True, slots=True, kw_only=True)
class AdministrationPostponed(Event):
    """Residents' committees with long queues put off administrative work this week."""

    institution: ClassVar[str] = "residents_committee"

    committees: int = quantity("committees", said="administration_postponed")


@dataclass(frozen=True, slots=True, kw_only=True)
class PostsLent(Event):
    """Idle centres lent casework posts to the one with the longest queue this week."""

    institution: ClassVar[str] = "service_centre"

    posts: float = quantity("posts", said="posts_lent")


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityMoved(Event):
    """A department moved capacity to its longest queue, for the kind of need `about`."""

    institution: ClassVar[str] = "department"

    cases: float = quantity("cases a day", said="moved_to_{0.about}")


@dataclass(frozen=True, slots=True, kw_only=True)
class OvertimeOrdered(Event):
    """A department (`about`) works on top to be rid of what has piled up."""

    institution: ClassVar[str] = "department"

    cases: float = quantity("cases a day", said="overtime_{0.about}")
