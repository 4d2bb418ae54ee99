"""Events of project money, foundations and how money is split. Payments themselves are the ledger's rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from . import Event, quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectEvent(Event):
    """Something that happened to one project.

    Attributes:
        number: Of the project, in the order in which they were chosen.
        about: Its form.
    """

    institution: ClassVar[str] = "project"
    called: ClassVar[str] = "project {0.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectChosen(ProjectEvent):
    """A project was chosen.

    Attributes:
        days: Until the choice stands, after screening and, of a foundation, its board or residents.
    """

    yuan: float = quantity("yuan", said="chosen_{0.about}")
    days: int = quantity("days", said="choice_stands_after")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectProposed(ProjectEvent):
    """Whose idea a chosen project was.

    Attributes:
        how: `household`, `organisation`, `grid_visits`, `party_branch` or `residents_committee`.
    """

    by: int = quantity("number", said="proposed_by_{0.how}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalsReviewed(Event):
    """A residents' committee looked at what organisations proposed for a fund (`about`) before residents chose."""

    institution: ClassVar[str] = "residents_committee"
    called: ClassVar[str] = "residents_committee {0.community}"

    looked_at: int = quantity("proposals", said="{0.about}_looked_at")
    sent_back: int = quantity("proposals", said="{0.about}_sent_back")
    hours: float = quantity("h", said="review_hours")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectAssigned(ProjectEvent):
    """Somebody took a project on.

    Attributes:
        how: `organisation`, `firm`, `members` or `committee`.
    """

    by: int = quantity("number", said="taken_on_by_{0.how}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeBound(ProjectEvent):
    """A service project was drawn up for one group (`about`) and a kind of need (`how`), by an organisation."""

    by: int = quantity("number", said="for_{0.about}_by_organisation")
    members: int = quantity("people", said="members_of_group")


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupVisited(ProjectEvent):
    """A week of a programme that is for one group (`about`).

    Attributes:
        households: Called on at home.
        told: Needs of the group nobody had heard of.
        taken: Needs of the group taken out of queues.
        hours: Spent on calls.
        work: Hours of what was taken.
    """

    households: int = quantity("households", said="{0.about}_called_on")
    told: int = quantity("needs", said="{0.about}_told")
    taken: int = quantity("needs", said="{0.about}_taken")
    hours: float = quantity("h", said="{0.about}_calls")
    work: float = quantity("h", said="{0.about}_work")


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupNeedTaken(ProjectEvent):
    """A programme took a need of a member of its group (`how`), of a kind (`about`).

    Attributes:
        need: Which.
    """

    need: int = quantity("number", said="took_need_of_{0.how}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectPutOff(ProjectEvent):
    """A project would begin, and is not paid before activities have had their share of the money."""

    yuan: float = quantity("yuan", said="waits_for_activities")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectVisited(ProjectEvent):
    """Residents and the committee looked at a project half-way.

    Attributes:
        how: `in_order` or `put_right`.
    """

    hours: float = quantity("h", said="visited_{0.how}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectReviewed(ProjectEvent):
    """Residents whom a project reached said what it was like.

    Attributes:
        how: What came of it: `passed`, `redone` or `held_back`; `rated` where no payment hangs on it.
    """

    content: float = quantity("share", said="reviewed_{0.how}")
    raters: int = quantity("people", said="reviewers")
    yuan: float = quantity("yuan", said="last_payment")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectAwarded(ProjectEvent):
    """A project that residents rated good brought an award.

    Attributes:
        how: Who did it: `organisation`, `firm`, `members` or `committee`.
        yuan: The whole award; what does not go to an organisation stands on the community's project money.
    """

    by: int = quantity("number", said="awarded_{0.how}")
    content: float = quantity("share", said="rated")
    yuan: float = quantity("yuan", said="award")
    to_doer: float = quantity("yuan", said="award_to_doer")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectBegan(ProjectEvent):
    """Work on a project began, so many days after it was chosen."""

    days: int = quantity("days", said="began")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectFailed(ProjectEvent):
    """A project turned out impossible when its work was to begin."""

    days: int = quantity("days", said="failed")


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneySplit(Event):
    """A community got its share of a batch of money (`about`)."""

    institution: ClassVar[str] = "street"

    yuan: float = quantity("yuan", said="shared_out_{0.about}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundationSeeded(Event):
    """A community foundation was founded, or got what was missing of its seed.

    Attributes:
        how: `founded` or `seed_raised`.
    """

    institution: ClassVar[str] = "foundation"
    called: ClassVar[str] = "foundation {0.community}"

    yuan: float = quantity("yuan", said="{0.how}")
