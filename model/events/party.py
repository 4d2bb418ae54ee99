"""Events of Party committees, member units, the secretary, and leaders who visit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from . import Event, quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class WhistlesBlown(Event):
    """What whistles of all committees came to in a month, while their authority lasted.

    Attributes:
        authority: Mean over committees, 0 to 1, after the whistles.
    """

    institution: ClassVar[str] = "party_committee"

    authority: float = quantity("share")
    whistles: int = quantity("whistles")
    answered: int = quantity("whistles", said="whistles_answered")


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadersVisited(Event):
    """Leaders came to communities and lifted what had waited there longest."""

    institution: ClassVar[str] = "leader"

    visits: int = quantity("visits")
    cases_lifted: int = quantity("cases")


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentRated(Event):
    """Communities said how well a department (`about`) dealt with their cases."""

    institution: ClassVar[str] = "department"

    score: float = quantity("share", said="rated_{0.about}")


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursAppraised(Event):
    """Secretaries appraised by governance moved grid hours to registered requests that wait."""

    institution: ClassVar[str] = "secretary"

    share: float = quantity("share", said="grid_hours_to_registered_requests")


@dataclass(frozen=True, slots=True, kw_only=True)
class MediatorsCalled(Event):
    """Retired members were called as mediators."""

    institution: ClassVar[str] = "mediators"

    hours: float = quantity("h a week", said="hours_a_week")


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursPromised(Event):
    """What all member units have promised by now."""

    institution: ClassVar[str] = "resident_unit"

    hours: float = quantity("h a week", said="hours_promised_a_week")


@dataclass(frozen=True, slots=True, kw_only=True)
class JointMeetingHeld(Event):
    """A joint Party committee met with its member units.

    Attributes:
        about: What for: `progress` of promises, `joint` planning, or both.
        units: Member units at the table.
        hours: They promise a week after it.
    """

    institution: ClassVar[str] = "party_committee"
    called: ClassVar[str] = "party_committee {0.community}"

    units: int = quantity("units", said="units_at_the_joint_meeting")
    hours: float = quantity("h a week", said="hours_promised_there")


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseMade(Event):
    """A member unit offered its team, or claimed a project of the year, for a kind of need (`about`).

    Attributes:
        number: Of the unit in its community.
        how: `offer` or `claim`.
        months: For how long.
    """

    institution: ClassVar[str] = "resident_unit"
    called: ClassVar[str] = "resident_unit {0.number} of community {0.community}"

    hours: float = quantity("h a week", said="promised_{0.about}")
    months: int = quantity("months", said="promised_for_months")


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteeWhistled(Event):
    """A community Party committee whistled for matters that had waited too long, and departments followed or not."""

    institution: ClassVar[str] = "party_committee"
    called: ClassVar[str] = "party_committee {0.community}"

    whistles: int = quantity("whistles", said="matters_whistled_for")
    answered: int = quantity("whistles", said="whistles_a_department_answered")


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesReminded(Event):
    """Departments were reminded about cases of a community that had been stuck too long.

    Attributes:
        how: By whom: the community's `office`, or the district's `supervisors`.
    """

    institution: ClassVar[str] = "community"
    called: ClassVar[str] = "community {0.community}"

    cases: int = quantity("cases", said="cases_{0.how}_reminded")


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitsKeptPromises(Event):
    """Teams of member units gave their hours of the week."""

    institution: ClassVar[str] = "resident_unit"

    hours: float = quantity("h", said="hours_kept_this_week")
