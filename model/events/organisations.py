"""Events of social organisations and service centres: founded, contracted, rated, dropped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from . import Event, quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationEvent(Event):
    """Something that happened to one social organisation; `number` says to which."""

    institution: ClassVar[str] = "organisation"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationFounded(OrganisationEvent):
    """An organisation was founded, in its home community; NOWHERE is outside the district."""

    def decisions(self) -> Iterator[tuple[str, float]]:
        """Lines of the table `decisions`."""
        yield "founded", float(self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationClosed(OrganisationEvent):
    """An organisation without contract or reserves gave up."""

    def decisions(self) -> Iterator[tuple[str, float]]:
        """Lines of the table `decisions`."""
        yield "closed", float(self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class LotUnlet(OrganisationEvent):
    """A lot was called and nobody bid for it; `community` is its place (a street, for a bundle), `about` its kind."""

    def decisions(self) -> Iterator[tuple[str, float]]:
        """Lines of the table `decisions`."""
        yield "no_bidder", float(self.community)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractLet(OrganisationEvent):
    """An organisation won a lot.

    Attributes:
        community: Place of the lot (a street, for a bundle).
        about: Kind of the lot.
        yuan: A year.
        posts: Posts it pays for that the organisation can staff.
    """

    called: ClassVar[str] = "organisation {0.number}"

    yuan: float = quantity("yuan a year", said="contract_yuan_a_year")
    posts: float = quantity("posts")

    def decisions(self) -> Iterator[tuple[str, float]]:
        """Lines of the table `decisions`."""
        yield "contract_yuan_a_year", self.yuan


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractDropped(OrganisationEvent):
    """The lowest after a rating lost its contract and may not bid for a while."""

    def decisions(self) -> Iterator[tuple[str, float]]:
        """Lines of the table `decisions`."""
        yield "dropped", float(self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderRated(OrganisationEvent):
    """Whoever holds a contract or runs a centre was rated.

    Attributes:
        number: The organisation; NOWHERE where government runs the centre.
        score: What the rater saw, about a half for usual work.
    """

    score: float = quantity("score", said="rated")

    def who(self) -> str:
        """Who was rated."""
        return self.institution if self.number >= 0 else "service_centre"


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreHandedOver(Event):
    """A centre got somebody who runs it.

    Attributes:
        number: The organisation; NOWHERE for government.
        community: Where the centre stands.
    """

    institution: ClassVar[str] = "service_centre"

    def decisions(self) -> Iterator[tuple[str, float]]:
        """Lines of the table `decisions`."""
        yield "operator", float(self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationYearClosed(OrganisationEvent):
    """An organisation's account of the past calendar year, or of what of it has been lived.

    Attributes:
        community: Where it is at home; NOWHERE is outside the district.
        contracts, centres, projects, grants, awards: What came in from each.
        prizes: Of rated operators, less what was withheld from them.
        staff, upkeep: What its people and it itself cost.
        left: What it has put by now.
    """

    called: ClassVar[str] = "organisation {0.number}"

    contracts: float = quantity("yuan", said="from_contracts")
    centres: float = quantity("yuan", said="from_centres")
    projects: float = quantity("yuan", said="from_projects")
    grants: float = quantity("yuan", said="from_grants")
    awards: float = quantity("yuan", said="from_awards")
    prizes: float = quantity("yuan", said="from_prizes")
    staff: float = quantity("yuan", said="staff_cost")
    upkeep: float = quantity("yuan", said="upkeep_cost")
    left: float = quantity("yuan", said="put_by")


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationsMonthClosed(OrganisationEvent):
    """What a month brought all organisations together.

    Attributes:
        workers_left: Workers on contracts who left.
        yuan: Let in contracts, a month.
        organisations: How many there are.
    """

    workers_left: int = quantity("people")
    yuan: float = quantity("yuan a month", said="contracts_yuan_a_month")
    organisations: int = quantity("organisations")


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseReviewed(Event):
    """A community's secretary reported on purchasing and was reviewed.

    Attributes:
        how: `passed`, or `called_to_account` where the score is below the mean.
        score: Share of the community's purchase money that had people at work since the last review.
        mean: Of all communities.
    """

    institution: ClassVar[str] = "secretary"
    called: ClassVar[str] = "secretary of community {0.community}"

    score: float = quantity("share", said="purchase_money_at_work_{0.how}")
    mean: float = quantity("share", said="purchase_money_at_work_on_average")
