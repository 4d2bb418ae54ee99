"""Events of the supervision committees: accounts read, questions asked, projects looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from . import NOWHERE, Event, quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionEvent(Event):
    """Something the supervision committee of a community did; `number` is the community's."""

    institution: ClassVar[str] = "supervision_committee"
    called: ClassVar[str] = "supervision committee {0.community}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountsRead(SupervisionEvent):
    """It met, and what was paid for projects and agreed works since the last time was read out.

    Attributes:
        members: Who sit on it.
        payments: Payments read.
        yuan: What they come to.
        asked: Overdue matters it asked about.
        looked: Projects its members went to see.
        left: What they still have hours to look at before they meet again.
    """

    members: int = quantity("people")
    payments: int = quantity("payments", said="payments_read")
    yuan: float = quantity("yuan", said="yuan_read_out")
    asked: int = quantity("matters", said="matters_asked_about")
    looked: int = quantity("projects", said="projects_looked_at")
    left: int = quantity("looks", said="looks_left")


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterAskedAbout(SupervisionEvent):
    """It asked about a matter (`about`) whose task was overdue in no register; `how` is who has to act.

    Attributes:
        matter: Number of the matter.
    """

    matter: int = NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectLookedAt(SupervisionEvent):
    """Its members went to see a project: `in_order`, or `put_right` where they noticed poor work.

    Attributes:
        project: Number of the project.
        yuan: What it costs.
    """

    project: int = NOWHERE
    yuan: float = quantity("yuan", said="yuan_looked_at")
