"""Events of streets and of the teams that have adopted communities: the desk, the lists, visits, meetings, ratings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from . import Event, quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class TasksLookedAt(Event):
    """A street (`number`) had departments' tasks of the week on its desk.

    Attributes:
        stopped: Refused for want of a basis.
        let_through: Looked at and assigned to the community.
        slipped: Nobody had the hours to look at.
        hours: Of its cadres that it took.
    """

    institution: ClassVar[str] = "street"
    called: ClassVar[str] = "street {0.number}"

    stopped: int = quantity("tasks", said="tasks_refused_at_the_desk")
    let_through: int = quantity("tasks", said="tasks_assigned_to_communities")
    slipped: int = quantity("tasks", said="tasks_slipped_past_the_desk")
    hours: float = quantity("h", said="hours_at_the_desk")


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamAgreed(Event):
    """A leader (`number`) and departments agree with a community on a year's work, in four aspects.

    Attributes:
        about: The departments, by a space apart.
        how: `first` agreement, `renewed`, or `exchanged` where one department has taken another's place.
        hours: The departments bring, on the resource list.
        needs: On the need list.
        deeds: Batches on the project list.
        problems: Still open on the problem list.
    """

    institution: ClassVar[str] = "community_team"
    called: ClassVar[str] = "team of community {0.community}"

    hours: float = quantity("h a year", said="agreed_hours")
    needs: int = quantity("items", said="agreed_needs")
    deeds: int = quantity("batches", said="agreed_deeds")
    problems: int = quantity("items", said="problems_carried_over")


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemEntered(Event):
    """Something stands on a community's lists, and a department (`about`) owns it.

    Attributes:
        number: Of the item.
        how: Which list: `resource`, `need`, `project` or `problem`.
        subject: A kind of need, `hours` or `deeds`.
        days: Until it is due.
    """

    institution: ClassVar[str] = "community_team"
    called: ClassVar[str] = "team of community {0.community}"

    subject: str
    days: int = quantity("days", said="{0.how}_{0.number}_of_{0.about}_due_in_days")


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemEnded(Event):
    """Something is struck off a community's lists (销号), or the year is over.

    Attributes:
        number: Of the item.
        about: The department that owned it.
        how: Which list.
        outcome: A problem is `solved`, `lost`, cancelled `on_paper`, or `handed_back` where the department leaves; the
            others are `kept` or `not_kept`.
        days: It stood there.
    """

    institution: ClassVar[str] = "community_team"
    called: ClassVar[str] = "team of community {0.community}"

    outcome: str
    days: int = quantity("days", said="{0.how}_{0.number}_of_{0.about}_{0.outcome}_after_days")


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderCame(Event):
    """A district leader (`number`) came to a community and took up cases by name.

    Attributes:
        how: `list` where the community's problem list was worked through, `oldest` where there is none.
        cases: Lifted.
        still_listed: Items that were left on the list.
    """

    institution: ClassVar[str] = "leader"
    called: ClassVar[str] = "leader {0.number}"

    cases: int = quantity("cases", said="cases_of_community_{0.community}_taken_up")
    still_listed: int = quantity("items", said="problems_left_on_the_list")


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyLifeHeld(Event):
    """Departments and the community's committee held the quarter's joint Party life, and called up the lists.

    Attributes:
        number: Of the leader.
        departments: That came.
        pressed: Overdue problems that their departments were held to.
    """

    institution: ClassVar[str] = "community_team"
    called: ClassVar[str] = "team of community {0.community}"

    departments: int = quantity("departments", said="departments_at_joint_party_life")
    pressed: int = quantity("items", said="overdue_problems_called_up")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeedsDone(Event):
    """A department (`about`) carried out its batch of deeds of the year in a community.

    Attributes:
        cases: Of residents, seen to on top of what is usual.
        hours: That were left, in which its cadres took administrative tasks off the community's staff.
    """

    institution: ClassVar[str] = "department"
    called: ClassVar[str] = "department {0.about}"

    cases: int = quantity("cases", said="deeds_in_community_{0.community}")
    hours: float = quantity("h", said="hours_lent_to_community_{0.community}")


@dataclass(frozen=True, slots=True, kw_only=True)
class CadreAttended(Event):
    """A cadre of a paired department (`about`), section chief or above, sat at a community's council unasked."""

    institution: ClassVar[str] = "department"
    called: ClassVar[str] = "department {0.about}"

    hours: float = quantity("h", said="hours_at_the_council_of_community_{0.community}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretarySent(Event):
    """A street (`number`) sent a cadre as first secretary to one of its weaker communities; `how` is
    `beside_the_secretary` where the community's own was found wanting too often.

    Attributes:
        met: Share of its needs that were met, by which it was chosen.
    """

    institution: ClassVar[str] = "street"
    called: ClassVar[str] = "street {0.number}"

    met: float = quantity("share", said="first_secretary_to_community_{0.community}_where_met")


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretaryWorked(Event):
    """A first secretary of a street (`number`) spent the week's hours in a community.

    Attributes:
        cases: Stuck at departments, which he pursued in person.
        task_hours: Of administrative tasks he took off the community's staff.
        hours: He had.
    """

    institution: ClassVar[str] = "first_secretary"
    called: ClassVar[str] = "first_secretary of community {0.community}"

    cases: int = quantity("cases", said="cases_pursued")
    task_hours: float = quantity("h", said="task_hours_taken_over")
    hours: float = quantity("h", said="hours_given")


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetMet(Event):
    """The street's enlarged Party working committee (大工委, `number`) met with the departments concerned.

    Attributes:
        invited, came: Departments.
        matters: That communities could not settle and whose councils meet today, with the department.
        tasks: Overdue, entered in the street's register and due at once.
        cases: Stuck at departments that came, to be done on top.
    """

    institution: ClassVar[str] = "street"
    called: ClassVar[str] = "street {0.number}"

    invited: int = quantity("departments", said="departments_invited")
    came: int = quantity("departments", said="departments_that_came")
    matters: int = quantity("matters", said="matters_taken_up_by_the_street")
    tasks: int = quantity("tasks", said="overdue_tasks_called_up_by_the_street")
    cases: int = quantity("cases", said="stuck_cases_taken_up_by_the_street")


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterPassedUp(Event):
    """A community passed a matter up to its street (`number`), which took it up.

    Attributes:
        about: The matter's kind.
        how: The department that owns it, or the residents' committee.
        matter: Its number.
        days: Since it was raised.
    """

    institution: ClassVar[str] = "street"
    called: ClassVar[str] = "street {0.number}"

    matter: int = quantity("number", said="matter_taken_up")
    days: int = quantity("days", said="matter_{0.matter}_waited")


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentRatedByStreet(Event):
    """A street (`number`) rated a department (`about`) for the year past.

    Attributes:
        score: Problems of its communities solved in time, and tasks sent with a basis.
    """

    institution: ClassVar[str] = "street"
    called: ClassVar[str] = "street {0.number}"

    score: float = quantity("share", said="rated_{0.about}")


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleAwarded(Event):
    """A street (`number`) awarded its bundle of services (`about`) as the buyer.

    Attributes:
        organisation: Number of the winner.
        bidders: Organisations that had room for it.
        yuan: A year.
    """

    institution: ClassVar[str] = "street"
    called: ClassVar[str] = "street {0.number}"

    organisation: int = quantity("number", said="bundle_awarded_to")
    bidders: int = quantity("organisations", said="bidders_for_the_bundle")
    yuan: float = quantity("yuan a year", said="bundle_yuan_a_year")


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffAssigned(Event):
    """A street (`number`) sent one of its pooled people to a party grid for a month.

    Attributes:
        about: The department whose person it is.
        how: The party grid.
        hours: That are pooled.
    """

    institution: ClassVar[str] = "street"
    called: ClassVar[str] = "street {0.number}"

    hours: float = quantity("h a working day", said="hours_of_{0.about}_sent_to_{0.how}_of_community_{0.community}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionReviewed(Event):
    """A street (`number`) met with residents who had petitioned about a matter (`about`, its kind).

    Attributes:
        how: `agreed` at that meeting, to be met about `again`, or `given_up`.
        matter: Its number.
        days: Since the petition was lodged.
        hours: Of its cadres.
    """

    institution: ClassVar[str] = "street"
    called: ClassVar[str] = "street {0.number}"

    matter: int = quantity("number", said="petition_reviewed_{0.how}")
    days: int = quantity("days", said="petition_took")
    hours: float = quantity("h", said="hours_of_review")
