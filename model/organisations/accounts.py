"""What every organisation takes in and spends: contracts, projects, grants and awards, its people, its own upkeep.

A line is booked when it happens and moves what the organisation has put by. Project money comes in two payments while
its people are paid from the first day, so that a last payment residents hold back is missing afterwards. Who runs dry
and has nothing at work closes (`market.close_down`). The year's account is told at New Year. (SU-07, SU-09, GD-11)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..columns import NOBODY
from ..events.organisations import OrganisationYearClosed
from .market import Market

if TYPE_CHECKING:
    from ..agents.organisation import SocialOrganisation
    from ..district import District

CONTRACTS, CENTRES, PROJECTS, GRANTS, AWARDS, PRIZES = (
    "contracts",
    "centres",
    "projects",
    "grants",
    "awards",
    "prizes",
)
STAFF, UPKEEP = "staff", "upkeep"
LINES = (CONTRACTS, CENTRES, PROJECTS, GRANTS, AWARDS, PRIZES, STAFF, UPKEEP)
"""Lines of an account; the last two are costs and stand below zero."""


def monthly(district: District) -> None:
    """A month of contracts, of centres run, of people paid and of what an organisation costs by itself."""
    market, assumed = district.of(Market), district.parameters.assumptions
    for one in market.contracts.values():
        holder, people = market.organisations[one.organisation], one.posts + one.supervisors
        wages = people * assumed.service.organisation_post_yuan / 12.0
        holder.book(CONTRACTS, wages + one.overhead_yuan / 12.0)
        holder.book(STAFF, -wages)
    for one in market.centres.values():
        if one.organisation != NOBODY:
            # Running a centre pays for itself, upkeep included.
            market.organisations[one.organisation].book(CENTRES, assumed.providers.upkeep_yuan / 12.0)
    for organisation in market.organisations.values():
        organisation.book(UPKEEP, -assumed.providers.upkeep_yuan / 12.0)


def project_began(district: District, number: int, cost_yuan: float) -> None:
    """An organisation takes its people on for a whole project, less what it keeps of the money for itself."""
    organisation = district.of(Market).organisations.get(number)
    if organisation is not None:
        organisation.book(STAFF, -(1.0 - district.parameters.assumptions.providers.overhead_share) * cost_yuan)


def project_paid(district: District, number: int, yuan: float, by_foundation: bool) -> None:
    """A payment for a project comes in."""
    organisation = district.of(Market).organisations.get(number)
    if organisation is not None:
        organisation.book(GRANTS if by_foundation else PROJECTS, yuan)


def close_the_year(district: District) -> None:
    """New Year: every organisation's account of the past year is told, and begins anew."""
    for number, organisation in district.of(Market).organisations.items():
        district.record(_told(number, organisation))
        organisation.account.clear()


def _told(number: int, organisation: SocialOrganisation) -> OrganisationYearClosed:
    account: dict[str, Any] = {line: organisation.account.get(line, 0.0) for line in LINES}
    costs: dict[str, Any] = {line: -account.pop(line) for line in (STAFF, UPKEEP)}
    where: dict[str, Any] = {"number": number, "community": organisation.profile.home}
    return OrganisationYearClosed(**where, **account, **costs, left=organisation.reserves)
