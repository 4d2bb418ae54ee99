"""Events of residents themselves: volunteers, stewards, owners and their funds, estates and their firms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from . import Event, quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class VolunteerEvent(Event):
    """Something volunteers did."""

    institution: ClassVar[str] = "volunteers"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftsServed(VolunteerEvent):
    """Volunteers came to the shifts of a week.

    Attributes:
        points_yuan: Points given for hours; None where there are none.
    """

    participations: int = quantity("shifts")
    points_yuan: float | None = quantity("yuan", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdersFilled(VolunteerEvent):
    """Orders of residents that were signed for, and those nobody came for in time, since the Monday before."""

    orders: int = quantity("orders", said="orders_filled")
    expired: int = quantity("orders", said="orders_expired")


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderClosed(VolunteerEvent):
    """A resident's order (`number`) of a kind (`about`) ended: signed for, expired, or withdrawn (`how`).

    Attributes:
        need: Number of the need it was for.
        team: Number of the team that went; −1 for none.
        refusals: How often a team said no.
        stars: The resident's rating, 2 to 5; None where it was not signed for.
    """

    need: int = quantity("number", said="order_{0.how}_for_need")
    team: int = quantity("number", said="order_{0.how}_by_team")
    refusals: int = quantity("refusals", said="order_{0.how}_refusals")
    stars: int | None = quantity("stars", said="order_stars", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamRetrained(VolunteerEvent):
    """A team (`number`) with little to do learned the skill (`about`) for which orders had failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeHeld(VolunteerEvent):
    """A standing programme (`about`) was held, called together by whoever runs it (`how`), by a team (`number`).

    Attributes:
        people: How many came, as hours over the length of a session.
        hours: Their hours for anything else than needs in a queue.
        work: Hours of work of the needs they took from queues.
        reached: Households or places they came to.
        told: Needs they heard of that nobody had heard.
    """

    people: float = quantity("people", said="{0.about}_people")
    hours: float = quantity("h", said="{0.about}_hours")
    work: float = quantity("h", said="{0.about}_work")
    reached: int = quantity("count", said="{0.about}_reached")
    told: int = quantity("needs", said="{0.about}_told")


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedTold(VolunteerEvent):
    """A need (`number`) nobody had heard was told to whoever came by or sat there (`how`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsExchanged(VolunteerEvent):
    """Volunteers exchanged points at the station in a month."""

    people: int = quantity("people", said="points_exchanged_by")
    yuan: float = quantity("yuan", said="points_exchanged")
    outstanding: float = quantity("yuan", said="points_outstanding")


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursWithoutNeed(VolunteerEvent):
    """Hours of a week that no order, activity or draw on the time bank took; programmes may."""

    hours: float = quantity("h", said="hours_with_no_need_found")


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursOfOtherUse(VolunteerEvent):
    """Hours of a week that a standing programme (`about`) took for something else than needs in a queue."""

    hours: float = quantity("h", said="hours_for_{0.about}")


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursUnused(VolunteerEvent):
    """Hours of a week that nothing had taken on Monday; where residents order, Thursday's sitting may send them yet."""

    hours: float = quantity("h", said="hours_unused")


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeBankKept(VolunteerEvent):
    """What households have saved in the time bank, and how many were served when they asked for it back."""

    hours_saved: float = quantity("h")
    draws_honoured: int = quantity("draws")
    draws_broken: int = quantity("draws")


@dataclass(frozen=True, slots=True, kw_only=True)
class StewardsFound(Event):
    """Residents were asked to look after a unit of their building."""

    institution: ClassVar[str] = "residents_committee"

    asked: int = quantity("people", said="stewards_asked")
    found: int = quantity("people", said="stewards_found")
    left: int = quantity("people", said="stewards_left")
    in_force: int = quantity("people", said="stewards_in_force")


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitteesFounded(Event):
    """Owners of estates founded a committee."""

    institution: ClassVar[str] = "owners"

    committees: int = quantity("committees", said="committees_founded")


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursLent(Event):
    """At a common table idle property firms lent hours of a week to busy ones of their street."""

    institution: ClassVar[str] = "property_firms"

    hours: float = quantity("h a day", said="hours_lent_a_day")


@dataclass(frozen=True, slots=True, kw_only=True)
class EstatesKept(Event):
    """A month of fees and upkeep in all estates.

    Attributes:
        fees_paid: Share of fees that is paid, over households with a firm.
        upkeep: How well estates are kept, 0 to 1, over all households.
    """

    institution: ClassVar[str] = "estates"

    fees_paid: float = quantity("share", said="fees_paid_share")
    upkeep: float = quantity("share")


@dataclass(frozen=True, slots=True, kw_only=True)
class FundMoved(Event):
    """Yuan of owners' funds: what came in or went out in a month (`about`), or what they hold."""

    institution: ClassVar[str] = "owners_fund"

    yuan: float = quantity("yuan", said="{0.about}")
