"""Events of those who answer an emergency: who was called, who came, led by whom, who was sent, who gave up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from . import Event, quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyRoomEvent(Event):
    """Something a community's duty room did."""

    institution: ClassVar[str] = "duty room"
    called: ClassVar[str] = "duty room of community {0.community}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillHeld(DutyRoomEvent):
    """A community drilled its plan.

    Attributes:
        staff: Community workers who took part.
        people: Residents registered beforehand, and members of its squad, who did.
        staff_hours, people_hours: What it took them.
        beyond: Hours of staff that the year's training days had no room for: they are owed before needs.
        practice: How practised the community is now, 0 to 1.
    """

    staff: float = quantity("people", said="staff_who_drilled")
    people: int = quantity("people", said="people_who_drilled")
    staff_hours: float = quantity("h", said="hours_of_staff_drilled")
    people_hours: float = quantity("h", said="hours_of_people_drilled")
    beyond: float = quantity("h", said="hours_beyond_training")
    practice: float = quantity("share", said="practice")


@dataclass(frozen=True, slots=True, kw_only=True)
class RollCalled(DutyRoomEvent):
    """The alarm was raised and people of one origin (`about`) were called up.

    Attributes:
        on_roll: How many are registered, or have signed up by the end.
        serve: How many of them come at all.
        days: Days from the alarm until they are led.
    """

    on_roll: int = quantity("people", said="on_the_roll_{0.about}")
    serve: int = quantity("people", said="turn_up_{0.about}")
    days: int = quantity("days", said="days_until_led")


@dataclass(frozen=True, slots=True, kw_only=True)
class CadresSent(Event):
    """A department (`about`) sent cadres down to a community, and does without them.

    Attributes:
        first: Number of the first of them; the others follow it.
        people: How many.
    """

    institution: ClassVar[str] = "department"
    called: ClassVar[str] = "department {0.about}"

    first: int = quantity("number", said="first_cadre_sent")
    people: int = quantity("people", said="cadres_sent_to_{0.community}")


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialsIll(Event):
    """A week in which officials at their desks in a department (`about`) are ill; it does as much less.

    Attributes:
        people: How many.
    """

    institution: ClassVar[str] = "department"
    called: ClassVar[str] = "department {0.about}"

    people: int = quantity("people", said="officials_ill")


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderTook(DutyRoomEvent):
    """Somebody (`number`) leads others from today on; `how` is where they come from.

    Attributes:
        person: The resident, or the number of the cadre or squad leader.
    """

    person: int = quantity("number", said="leads_{0.how}")


@dataclass(frozen=True, slots=True, kw_only=True)
class CrewsLed(DutyRoomEvent):
    """A day of a community's answer.

    Attributes:
        called_up: People called.
        came: Of them, who came.
        leaders: Who led, heads of grids among them.
        led: Who was led and had something to do.
        at_door: Who came and was led by nobody.
        idle: Who was led and found nothing to do.
        hours: Hours that people gave; posts of the community come beside them.
        posts: Hours of grid workers and staff turned to the emergency.
    """

    called_up: int = quantity("people", said="called")
    came: int = quantity("people")
    leaders: int = quantity("people")
    led: int = quantity("people")
    at_door: int = quantity("people", said="waited_at_the_door")
    idle: int = quantity("people", said="found_nothing_to_do")
    hours: float = quantity("h", said="hours_served")
    posts: float = quantity("h", said="hours_of_posts_turned")


@dataclass(frozen=True, slots=True, kw_only=True)
class HandsPulledIn(DutyRoomEvent):
    """A day on which nobody led: callers kept staff at the phone, and whoever was there went out without a rota.

    Attributes:
        callers: Who called, whoever still waited among them.
        unanswered: Of them, who did not get through.
        phone: Hours of staff at the phone.
        grid, staff: Hours of grid workers and staff who went out.
        twice: Of these, hours spent where somebody else had gone.
    """

    callers: float = quantity("people", said="callers")
    unanswered: float = quantity("people", said="callers_unanswered")
    phone: float = quantity("h", said="hours_at_the_phone")
    grid: float = quantity("h", said="hours_of_grid_workers_pulled_in")
    staff: float = quantity("h", said="hours_of_staff_pulled_in")
    twice: float = quantity("h", said="hours_gone_to_the_same_call")


@dataclass(frozen=True, slots=True, kw_only=True)
class PostsWornOut(DutyRoomEvent):
    """Posts of a team (`about`) fell out worn out, or came back.

    Attributes:
        change: How many more stay at home; fewer where some came back.
        posts: How many stay at home now.
    """

    change: float = quantity("posts", said="{0.about}_posts_fallen_out")
    posts: float = quantity("posts", said="{0.about}_posts_worn_out")


@dataclass(frozen=True, slots=True, kw_only=True)
class VolunteerGaveUp(DutyRoomEvent):
    """A resident (`number`) who served had enough and comes no more; `about` is where they came from.

    Attributes:
        shifts: How often they had served.
    """

    shifts: int = quantity("shifts", said="gave_up_after")


@dataclass(frozen=True, slots=True, kw_only=True)
class TemporaryBranchFormed(DutyRoomEvent):
    """Party members who serve in a community formed a branch; `number` is its secretary.

    Attributes:
        members: Who belongs to it.
    """

    members: int = quantity("people", said="members_of_the_temporary_branch")


@dataclass(frozen=True, slots=True, kw_only=True)
class TemporaryBranchDissolved(DutyRoomEvent):
    """The emergency is over and so is the branch.

    Attributes:
        members: Who belonged to it in the end.
        gave_up: Of them, who had given up.
        shifts: What its members had served together; it stands in the record of their service.
    """

    members: int = quantity("people", said="members_in_the_end")
    gave_up: int = quantity("people", said="members_who_gave_up")
    shifts: int = quantity("shifts", said="shifts_on_record")


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmsVisited(DutyRoomEvent):
    """Groups of cadres called on firms and asked what holds them up (YT-06).

    Attributes:
        firms: How many.
        stuck: Of them, how many something held up.
        solved: What the group settled on the spot.
        referred: What it handed to departments.
        people: Whom firms lent in return.
    """

    firms: int = quantity("firms", said="firms_visited")
    stuck: int = quantity("firms", said="firms_stuck")
    solved: int = quantity("cases", said="settled_on_the_spot")
    referred: int = quantity("cases", said="handed_to_departments")
    people: int = quantity("people", said="lent_by_firms")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerStoodDown(Event):
    """Everybody goes home.

    Attributes:
        served: People who had served.
        gave_up: Of them, who gave up.
        owed: Hours of overtime that grid workers and staff take off from now on.
    """

    institution: ClassVar[str] = "district"

    served: int = quantity("people", said="served_in_the_emergency")
    gave_up: int = quantity("people", said="gave_up_in_the_emergency")
    owed: float = quantity("h", said="overtime_owed")
