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
        orders_expired: Orders nobody came for; None where there are no orders.
        points_yuan: Points given for hours; None where there are none.
    """

    participations: int = quantity("shifts")
    orders_expired: int | None = quantity("orders", default=None)
    points_yuan: float | None = quantity("yuan", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdersFilled(VolunteerEvent):
    """Orders that last week's shifts filled."""

    orders: int = quantity("orders", said="orders_filled")


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursWithoutNeed(VolunteerEvent):
    """Hours of a week for which no need was found."""

    hours: float = quantity("h", said="hours_with_no_need_found")


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursOfOtherUse(VolunteerEvent):
    """Hours of a week that went to a use that meets no need (`about`)."""

    hours: float = quantity("h", said="hours_for_{0.about}")


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursWaited(VolunteerEvent):
    """Hours of a week that volunteers spent waiting."""

    hours: float = quantity("h", said="hours_spent_waiting")


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
