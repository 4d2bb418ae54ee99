"""Works that neighbours agreed on as a collective matter: the money they take, or wait for.

They compete for two purses. A community's micro-project money may be taken up to a share of the year's, as far as
activities keep theirs. What units of a joint Party committee bring (`joint/`) is first taken off what is to be found.
The line for agreed works is the whole district's: it comes in by quarters, what a department builds is paid out of it
alone, what is left at New Year is carried over, and beyond a year's money goes back. When money comes in, works that
reach most households for it come first. On the day it is found those next to the works see that they begin: where too
many of them object no money moves, and others come first until they have been heard (`deliberation.objections`). What
has waited too long is given up.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from ..deliberation.docket import Docket
from ..deliberation.matter import Matter
from ..deliberation.objections import stands_still
from ..events.matters import WorksPaid, WorksWaited
from ..events.money import MoneySplit
from ..ledger.allocation_rules import batch_of
from ..ledger.ledger import FEN_A_YUAN, Account, fen_of
from ..ledger.payments import people_by_community
from .activity_floor import free_of_activities, others_may_be_paid
from .choice import free_fen
from .kinds import WORKS
from .records import Payment, ProjectBook

if TYPE_CHECKING:
    from ..district import District

PURPOSE = "agreed_works"
LINE = Account("agreed_works")
FUND = "joint_fund"
"""Where money lies that units have brought for matters of their community."""
QUARTERS = 4


def bind_money(district: District, matter: Matter) -> None:
    """Agreed works begin at once where there is money for them, or wait until some comes in."""
    if matter.kind.paid_by != "public":
        return
    matter.unpaid = True
    if not _money_found(district, matter):
        district.of(ProjectBook).waiting.append(matter)
        if matter.number not in district.of(Docket).objections:
            district.record(WorksWaited(**matter.facts, yuan=matter.kind.cost))


def monthly(district: District, date: dt.date) -> None:
    """The line's money comes in by quarters; works that wait are paid as far as there is money for them."""
    if date.month == 1:
        district.of(ProjectBook).bound_fen[:] = 0
    quarter = batch_of(date.month, QUARTERS)
    if quarter is not None:
        _come_in(district, quarter)
    waiting = sorted(district.of(ProjectBook).waiting, key=_first_served)
    district.of(ProjectBook).waiting = [matter for matter in waiting if not _money_found(district, matter)]


def waited_too_long(district: District) -> list[Matter]:
    """Works for which nobody found money in all the time they waited; they wait no longer."""
    book, most = district.of(ProjectBook), district.parameters.assumptions.matters.unpaid_days
    over = [matter for matter in book.waiting if district.day - matter.agreed_on > most]
    book.waiting = [matter for matter in book.waiting if matter not in over]
    return over


def may_be_bound(district: District, community: int, at_least: int = 1) -> int:
    """Fen of a community's project money that agreed works may still take: all of a year's together so much of it.

    Money for ventures of organisations builds nothing.

    Args:
        at_least: Fen somebody asks for; 0 is returned where there are fewer.
    """
    if district.parameters.levers.projects.venture_rounds:
        return 0
    bound = int(district.of(ProjectBook).bound_fen[community])
    held = district.ledger.held(Account("projects", community)) + bound
    share = district.parameters.assumptions.matters.bound_share
    left, free = int(share * held) - bound, free_fen(district, "projects", community)
    if min(left, free) < at_least:  # what activities are owed only takes away from it
        return 0
    most = min(left, free_of_activities(district, community, free))
    return most if most >= at_least else 0


def _come_in(district: District, quarter: int) -> None:
    """A quarter of the year's money; parts add up to the year's, to the fen. What is older than a year goes back."""
    ledger, day = district.ledger, district.day
    year = district.parameters.levers.funding.agreed_works_money(float(people_by_community(district).sum()))
    if quarter == 0:
        ledger.pay(day, LINE, Account("treasury"), max(ledger.held(LINE) - fen_of(year), 0), "returned")
    fen = fen_of(year * (quarter + 1) / QUARTERS) - fen_of(year * quarter / QUARTERS)
    ledger.pay(day, Account("treasury"), LINE, fen, PURPOSE)
    if fen:
        district.record(MoneySplit(about=LINE.name, yuan=fen / FEN_A_YUAN))


def _first_served(matter: Matter) -> tuple[float, int, int]:
    """Most households for the money first, then what was agreed first."""
    return -len(matter.household) / max(matter.to_find_fen / FEN_A_YUAN, 1.0), matter.agreed_on, matter.number


def _money_found(district: District, matter: Matter) -> bool:
    """Promise works project money, or pay for them out of the line, if either may be had and nobody stops them."""
    book, cost = district.of(ProjectBook), matter.to_find_fen
    bound = cost > 0 and not matter.kind.needs_department and may_be_bound(district, matter.community, cost) > 0
    if not (bound or cost <= district.ledger.held(LINE)) or stands_still(district, matter):
        return False
    if bound:
        book.bound_fen[matter.community] += cost
        book.reserved_fen["projects"][matter.community] += cost
        book.promised_works.append(matter)
        pay_what_is_promised(district)
        return True
    _pay(district, matter, LINE)
    return True


def pay_what_is_promised(district: District) -> None:
    """Works that were promised project money begin as soon as activities have had their share of what is paid."""
    book, left = district.of(ProjectBook), list[Matter]()
    for matter in book.promised_works:
        cost = matter.to_find_fen
        if others_may_be_paid(district, matter.community, cost):
            book.reserved_fen["projects"][matter.community] -= cost
            book.paid.append(Payment("projects", matter.community, WORKS, district.day, cost))
            _pay(district, matter, Account("projects", matter.community))
        else:
            left.append(matter)
    book.promised_works = left


def _pay(district: District, matter: Matter, source: Account) -> None:
    """Works are paid for: first with what units have brought, the rest out of one purse."""
    where = matter.community
    use = Account("public_works" if source == LINE else "projects_works", where)
    for purse, fen in ((Account(FUND, where), matter.brought_fen), (source, matter.to_find_fen)):
        if fen:
            district.ledger.pay(district.day, purse, use, fen, PURPOSE)
            district.record(WorksPaid(**matter.facts, how=purse.name, yuan=fen / FEN_A_YUAN))
    matter.unpaid = False
