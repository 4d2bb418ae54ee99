"""Events of estates' self-government: seats, posts, what a fund's table decides, whose hands are lent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from . import NOWHERE, Event, quantity


class SeatVote(NamedTuple):
    """What one seat of an estate's table said.

    Attributes:
        role: Convenor, head of the grid, of the owners' committee, or of the residents.
        person: The household in the seat; of the head of the grid, the number of the grid.
        said: 1 for yes, −1 for no, 0 where nobody came.
    """

    role: str
    person: int
    said: int

    def line(self) -> tuple[str, float]:
        """A line of the table `decisions`."""
        return f"vote_of_{self.role}_{self.person}", float(self.said)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatTaken(Event):
    """A person took a seat at an estate's table, for a term.

    Attributes:
        number: Of the estate.
        about: Which seat.
    """

    institution: ClassVar[str] = "estate_table"
    called: ClassVar[str] = "table of estate {0.number}"

    person: int = quantity("household, or grid", said="{0.about}")
    term_days: int = quantity("days")


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentEvent(Event):
    """Something that happened to one payment of an estate's fund.

    Attributes:
        number: Of the payment, in the order in which they were planned.
        about: What for.
    """

    institution: ClassVar[str] = "fund_payment"
    called: ClassVar[str] = "fund payment {0.number}"

    estate: int = NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentVoted(PaymentEvent):
    """Those who keep an estate's fund voted on a payment.

    Attributes:
        how: Passed or voted down.
        seats: Who sat and how they voted.
    """

    yuan: float = quantity("yuan", said="{0.about}_{0.how}")
    attempt: int = quantity("attempts")
    yes: int = quantity("votes")
    no: int = quantity("votes")
    seats: tuple[SeatVote, ...] = ()

    def decisions(self) -> Iterator[tuple[str, float]]:
        """Lines of the table `decisions`."""
        yield f"{self.about}_{self.how}", self.yuan
        yield from (("estate", float(self.estate)), ("attempt", float(self.attempt)))
        yield from (("yes", float(self.yes)), ("no", float(self.no)))
        yield from (seat.line() for seat in self.seats)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentRefused(PaymentEvent):
    """Somebody who had to sign for a payment did not.

    Attributes:
        how: Why: kin of the payee, no quote, no papers, bigger than planned.
        role: Which signer.
        dies: Whether nobody brings it back.
    """

    yuan: float = quantity("yuan", said="refused_{0.how}")
    signer: int = quantity("household", said="refused_by_{0.role}")
    role: str = ""
    dies: bool = quantity("yes or no", default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentMade(PaymentEvent):
    """A payment left an estate's fund.

    Attributes:
        how: Who was paid.
        faulty: Whether something was wrong with it that nobody stopped.
    """

    yuan: float = quantity("yuan", said="{0.about}_paid_to_{0.how}")
    signatures: int = quantity("people")
    faulty: bool = quantity("yes or no", default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandsLent(Event):
    """A property firm lent hands for a week: among its own estates, or to another firm at the common table.

    Attributes:
        number: Of the firm that lends.
        about: The firm that borrows, in words.
        how: Among its own estates, or between firms.
    """

    institution: ClassVar[str] = "property_firms"
    called: ClassVar[str] = "property firm {0.number}"

    hours: float = quantity("h a day", said="lends_{0.about}_{0.how}")


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossPostSpoke(Event):
    """Somebody who sits in both committees (`by`, a household) came informed to a try at a matter (`number`).

    Attributes:
        before: What they believed of the common benefit before.
        belief: What they know, and vote by.
    """

    institution: ClassVar[str] = "owners_committee"
    called: ClassVar[str] = "household {0.by}"

    by: int = quantity("number", said="sits_in_both_committees")
    before: float = quantity("share")
    belief: float = quantity("share")


@dataclass(frozen=True, slots=True, kw_only=True)
class StationHosted(Event):
    """A meeting about a matter (`about`) of an estate (`number`) was held at the station near its homes.

    Attributes:
        near: How near its homes are, 1 beside the station.
    """

    institution: ClassVar[str] = "station"
    called: ClassVar[str] = "station of community {0.community}"

    meetings: int = quantity("meetings", said="hosted_{0.about}")
    near: float = quantity("share", said="nearness_of_homes")


@dataclass(frozen=True, slots=True, kw_only=True)
class StationsKept(Event):
    """Who keeps the stations of a community, told every month.

    Attributes:
        on_duty: Retired members who sit there on some evenings.
        duty_hours: Their hours.
        social_hours: Hours of social workers of the centre.
    """

    institution: ClassVar[str] = "station"
    called: ClassVar[str] = "station of community {0.community}"

    stations: int = quantity("stations")
    on_duty: int = quantity("people", said="on_station_duty")
    duty_hours: float = quantity("h a week", said="station_duty_hours")
    social_hours: float = quantity("h a week", said="social_workers_at_stations")


@dataclass(frozen=True, slots=True, kw_only=True)
class PostTaken(Event):
    """Somebody has a post in which disputes are settled; told when it is taken, and afresh when levers change.

    Attributes:
        number: The household.
        about: The post.
        how: Whose post it is.
    """

    institution: ClassVar[str] = "mediators"
    called: ClassVar[str] = "household {0.number}"

    hours: float = quantity("h a week", said="{0.about}_of_{0.how}")
