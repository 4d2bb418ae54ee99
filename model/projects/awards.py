"""Awards after the fact: projects that residents rated good bring money to whoever did them and to their community.

Once a year, out of fresh money of the treasury and on top of the pot. The best rated come first, each project is judged
once, and what its award comes to is a part of its cost. The organisation that did it puts its part by; the rest stands
on the community's account and is given away in its next batch. (GD-11)
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..events.money import ProjectAwarded
from ..ledger.ledger import FEN_A_YUAN, Account, fen_of
from ..organisations.accounts import AWARDS
from ..organisations.market import Market
from ..parameters.assumptions.awards import AwardsAssumptions
from .records import Project, ProjectBook

if TYPE_CHECKING:
    from ..district import District

AWARD = "award"


def yearly(district: District, date: dt.date) -> None:
    """New Year: everything residents have rated since the last one is judged, and what is good is awarded."""
    share, ledger = district.parameters.levers.funding.performance_share, district.ledger
    judged = [one for one in district.of(ProjectBook).projects if one.content is not None and not one.judged]
    due = [one for one in judged if one.review_day is None]
    for one in due:
        one.judged = True
    residents = float(len(district.world.residents.cell))
    money = fen_of(share * district.parameters.levers.funding.project_money(residents, ledger.communities))
    for project, fen in awarded(due, money, district.parameters.assumptions.awards):
        _award(district, project, fen)


def awarded(rated: Iterable[Project], money_fen: int, assumed: AwardsAssumptions) -> list[tuple[Project, int]]:
    """Who gets an award of how many fen: the best rated first, as long as the money pays for whole awards.

    Args:
        rated: Projects with what residents said of them; of equals luck decides, so that no community is always first.
        money_fen: What there is for awards.
        assumed: What counts as good, and how large an award is.
    """
    good = [one for one in rated if not one.failed and (one.content or 0.0) >= assumed.good_mark]
    found = []
    for one in sorted(good, key=lambda one: (-(one.content or 0.0), one.key)):
        fen = round(assumed.part_of_cost * one.cost_fen)
        if 0 < fen <= money_fen:
            found.append((one, fen))
            money_fen -= fen
    return found


def _award(district: District, project: Project, fen: int) -> None:
    """The award is paid: a part to the organisation that did the project, the rest to its community's project money."""
    doer = (
        district.of(Market).organisations.get(project.implementer.number)
        if project.implementer.by == "organisation"
        else None
    )
    to_doer = 0 if doer is None else round(district.parameters.assumptions.awards.doers_part * fen)
    ledger, day, where, prize = district.ledger, district.day, project.community, Account("prize", project.community)
    ledger.pay(day, Account("treasury"), prize, fen, AWARD)
    ledger.pay(day, prize, Account("projects", where), fen - to_doer, AWARD)
    if doer is not None:
        ledger.pay(day, prize, Account("awards", where), to_doer, AWARD)
        doer.book(AWARDS, to_doer / FEN_A_YUAN)
    district.record(
        ProjectAwarded(
            **project.facts,
            how=project.implementer.by,
            by=project.implementer.number,
            content=float(project.content or 0.0),
            yuan=fen / FEN_A_YUAN,
            to_doer=to_doer / FEN_A_YUAN,
        )
    )
