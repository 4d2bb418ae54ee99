"""Events of Party branches: who belongs and leads, five ones a month, disputes, visits, neighbours heard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from . import Event, quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchEvent(Event):
    """Something a Party branch did.

    Attributes:
        number: The cell where it meets.
    """

    institution: ClassVar[str] = "party_branch"
    called: ClassVar[str] = "party branch {0.number} of community {0.community}"


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchManned(BranchEvent):
    """A branch stands, told when it is founded and afresh when the levers of a policy come into force.

    Attributes:
        members: Residents who belong to it.
        retired: Retired members among them, who moved their membership here.
        reported_in: Members of branches at work among them, who reported in.
        secretary, head: Who leads it, and who of the committee is head of its grid; −1 for nobody.
    """

    members: int = quantity("people", said="branch_members")
    retired: int = quantity("people", said="branch_members_retired")
    reported_in: int = quantity("people", said="branch_members_reported_in")
    secretary: int = quantity("resident", said="branch_secretary")
    head: int = quantity("resident", said="head_of_the_grid")


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchClosed(BranchEvent):
    """Its grid has gone, or no branch is asked for there any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyHeld(BranchEvent):
    """The branch met to study; who came takes on something in the month."""

    came: int = quantity("people", said="came_to_study")


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinPosted(BranchEvent):
    """The branch told the households it had heard from what has become of it."""

    households: int = quantity("households", said="households_told_by_bulletin")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportMade(BranchEvent):
    """The head of the grid reported to the community's Party committee what its grid could not put right.

    Attributes:
        head: Who reported.
        unsolved: Requests of the grid that are open or were met late or not at all in the days a pile is made of.
    """

    head: int = quantity("resident", said="report_by")
    unsolved: int = quantity("requests", said="requests_reported_unsolved")


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterBrought(BranchEvent):
    """What the head of the grid had reported became a matter (`about`) on the docket."""

    matter: int = quantity("number", said="brought_matter")


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskClaimed(BranchEvent):
    """Members claimed a need that waited in their grid, of a kind (`about`), and see to it.

    Attributes:
        need: Which.
    """

    need: int = quantity("number", said="claimed_need")
    hours: float = quantity("h", said="hours_claimed")


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchClaimedProject(BranchEvent):
    """The branch claimed a project in its grid; its members see to it for a year.

    Attributes:
        project: Which.
    """

    project: int = quantity("number", said="claimed_project")
    hours: float = quantity("h", said="hours_for_the_project")


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchProposed(BranchEvent):
    """The branch's meeting agreed on what to propose to a batch of project money.

    Attributes:
        members: Who came.
        missed: Unmet needs of the year in their homes.
        told: Needs told at doors of the grid that came to nothing.
    """

    members: int = quantity("people", said="agreed_on_proposals")
    missed: int = quantity("needs", said="missed_at_members_homes")
    told: int = quantity("needs", said="told_at_doors_in_vain")
    hours: float = quantity("h", said="hours_of_proposing")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemNegotiated(BranchEvent):
    """The month's hard problem, stuck at a department, was negotiated on the spot: `settled` or `in_vain` (`how`).

    Attributes:
        need: Which.
    """

    need: int = quantity("number", said="problem_negotiated_{0.how}")
    hours: float = quantity("h", said="hours_of_negotiation")


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeMediated(BranchEvent):
    """Leaders of the branch sat down with neighbours who quarrel: `settled` or `in_vain` (`how`).

    Attributes:
        need: Which.
        person: Who led the talk.
    """

    need: int = quantity("number", said="dispute_{0.how}")
    person: int = quantity("resident", said="dispute_led_by")
    hours: float = quantity("h", said="hours_of_mediation")


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarrelsTold(BranchEvent):
    """Neighbours who quarrel turned to leaders of the branch."""

    told: int = quantity("needs", said="quarrels_told_to_leaders")


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdsVisited(BranchEvent):
    """Members called on households of their grid by turns, and heard of needs nobody had heard."""

    households: int = quantity("households", said="households_visited_by_members")
    told: int = quantity("needs", said="needs_told_to_members")
    hours: float = quantity("h", said="hours_of_visits")


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberHouseholdNamed(BranchEvent):
    """A member's home (`household`) is where its building can turn to."""

    household: int = quantity("household", said="member_household")


@dataclass(frozen=True, slots=True, kw_only=True)
class NeighboursHeard(BranchEvent):
    """Member households heard from neighbours in their building and handed it on to the branch."""

    told: int = quantity("needs", said="needs_told_to_member_households")
    hours: float = quantity("h", said="hours_of_handing_on")
