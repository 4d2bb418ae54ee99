"""Works that neighbours agreed on as a collective matter take their money before any project does, or wait for it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from ..deliberation.matter import Matter
from ..events.matters import WorksPaid, WorksWaited
from ..ledger.ledger import Account, fen_of
from .choice import free_fen
from .records import ProjectBook

if TYPE_CHECKING:
    from ..district import District

PURPOSE = "agreed_works"


def bind_money(district: District, matter: Matter) -> None:
    """Agreed works are paid at once as far as project money may be bound, or wait for a budget.

    What a department does it pays for itself.
    """
    if matter.kind.paid_by != "public":
        return
    if matter.kind.needs_department:
        _pay(district, matter, Account("treasury"))
    elif fen_of(matter.kind.cost) <= may_be_bound(district, matter.community):
        _pay(district, matter, Account("projects", matter.community))
    else:
        matter.unpaid = True
        district.of(ProjectBook).waiting.append(matter)
        district.record(WorksWaited(**matter.facts, yuan=matter.kind.cost))


def pay_for_agreed_works(district: District, date: dt.date) -> None:
    """Works that wait: out of this batch as far as it may be bound, at New Year out of the ordinary budget (S70)."""
    left: list[Matter] = []
    if date.month == 1:
        district.of(ProjectBook).bound_fen[:] = 0
    for matter in district.of(ProjectBook).waiting:
        if fen_of(matter.kind.cost) <= may_be_bound(district, matter.community):
            _pay(district, matter, Account("projects", matter.community))
        elif date.month == 1:
            _pay(district, matter, Account("treasury"))
        else:
            left.append(matter)
    district.of(ProjectBook).waiting = left


def may_be_bound(district: District, community: int) -> float:
    """Fen of a community's project money that agreed works may still take: all of a year's together so much of it."""
    bound = int(district.of(ProjectBook).bound_fen[community])
    held = district.ledger.held(Account("projects", community)) + bound
    share = district.parameters.assumptions.matters.bound_share
    return min(share * held - bound, float(free_fen(district, "projects", community)))


def _pay(district: District, matter: Matter, source: Account) -> None:
    use = Account("public_works" if source.name == "treasury" else "projects_works", matter.community)
    district.ledger.pay(district.day, source, use, fen_of(matter.kind.cost), PURPOSE)
    if source.name == "projects":
        district.of(ProjectBook).bound_fen[matter.community] += fen_of(matter.kind.cost)
    matter.unpaid = False
    district.record(WorksPaid(**matter.facts, how=source.name, yuan=matter.kind.cost))
