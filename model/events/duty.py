"""Events of Party members on duty: what they are handed where they live, and where there is nothing for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from . import quantity
from .residents import VolunteerEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyEvent(VolunteerEvent):
    """Something in a base grid (`number`), where its branch or its head (`how`) calls members to duty."""

    called: ClassVar[str] = "members on duty in grid {0.number} of community {0.community}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseHandedOver(DutyEvent):
    """A case of a kind (`about`) that waited in the grid was handed to a member on duty.

    Attributes:
        need: Which.
        person: The member.
        hours: Work of it, at the pace of volunteers.
    """

    need: int = quantity("number", said="handed_over_need")
    person: int = quantity("resident", said="handed_over_to")
    hours: float = quantity("h", said="hours_of_the_case")


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyServed(DutyEvent):
    """Members came on duty to the grid in a week, and their community had hours left for them.

    Attributes:
        people: How many came.
        hours: What orders, activities and the time bank left of the hours they came with.
        idle: Hours of theirs that nothing in the grid had a use for.
        homes: Homes they were sent to.
        handing: Hours that the branch or the head spent on telling them what to do.
        sent_away: Those to whom nobody had the time to tell anything.
    """

    people: int = quantity("people", said="members_on_duty")
    hours: float = quantity("h", said="hours_of_duty")
    idle: float = quantity("h", said="hours_of_duty_of_no_use")
    homes: int = quantity("households", said="homes_called_on_duty")
    handing: float = quantity("h", said="hours_of_handing_over")
    sent_away: int = quantity("people", said="members_nobody_had_time_for")
