"""Events of the councils of women and of children: their meetings, and the matters they table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from . import NOWHERE, Event, quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupCouncilMet(Event):
    """The council of a group (`about`: women or children) met in a community.

    Attributes:
        members: Who sit on it.
        came: Of them.
        told: Cases from families around them that were written down at the counter.
        tabled: Matters it made of what is unsolved around its members.
        followed: Of the cases it brought before, those that have ended since.
        met: Of those, how many were met.
        hours: Of staff of the community.
    """

    institution: ClassVar[str] = "group_council"
    called: ClassVar[str] = "council of {0.about}, community {0.community}"

    members: int = quantity("people")
    came: int = quantity("people", said="members_came")
    told: int = quantity("cases", said="cases_brought")
    tabled: int = quantity("matters", said="matters_tabled")
    followed: int = quantity("cases", said="cases_ended")
    met: int = quantity("cases", said="cases_met")
    hours: float = quantity("h", said="hours_of_staff")


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupCouncilTabled(Event):
    """The council of a group (`about`) made a matter of what its members saw unsolved.

    Attributes:
        matter: Number of the matter.
        requests: Cases behind it.
    """

    institution: ClassVar[str] = "group_council"
    called: ClassVar[str] = "council of {0.about}, community {0.community}"

    matter: int = NOWHERE
    requests: int = quantity("requests", said="requests_behind_the_matter")
