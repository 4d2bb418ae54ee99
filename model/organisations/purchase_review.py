"""Secretaries report on purchasing (述职评议): once a year each community's is reviewed by what its money had at work.

Where purchasing enters appraisal (OR-05), whoever is found below the mean has the next tender ready before the year
begins, so that a new holder starts sooner, and calls a lot that found nobody every month. Preparing takes staff time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..arrays import Bools, Floats
from ..columns import ORGANISATION
from ..events.organisations import PurchaseReviewed
from ..parameters import Parameters
from ..staffing.capacity import charge_counters
from .contract import Contract, Lot, share_kept
from .market import Market, money_of_lots

if TYPE_CHECKING:
    from ..district import District


@dataclass(slots=True, eq=False)
class Reviews:
    """What reviews of purchasing go by, by community.

    Attributes:
        at_work: Share of its purchase money that had people at work, summed over the months since the last review.
        months: So many.
        called_to_account: Whose secretaries were found below the mean.
        year: Of the last review; 0 before.
    """

    at_work: Floats
    months: int
    called_to_account: Bools
    year: int = 0


def initialise(district: District) -> None:
    """Nobody has been reviewed yet."""
    communities = district.world.territory.communities
    district.keep(Reviews(np.zeros(communities), 0, np.zeros(communities, np.bool_)))


def at_work(contract: Contract | None, day: int, parameters: Parameters) -> float:
    """Share of a contract's money that has people at work today: none before its holder is ready, none without one."""
    if contract is None or contract.yuan <= 0.0 or contract.ready_day > day:
        return 0.0
    people = contract.posts + contract.supervisors
    working = contract.working_posts(share_kept(parameters)) / contract.posts if contract.posts > 0.0 else 0.0
    spent = people * parameters.assumptions.service.organisation_post_yuan * working + contract.overhead_yuan
    return min((spent + contract.tender_yuan) / contract.yuan, 1.0)


def note(district: District) -> None:
    """The first of a month: remember what every community's money has at work."""
    reviews, contracts = district.of(Reviews), district.of(Market).contracts
    for lot in lots_of_communities(district):
        reviews.at_work[lot.place] += at_work(contracts.get(lot), district.day, district.parameters)
    reviews.months += 1


def lots_of_communities(district: District) -> list[Lot]:
    """Lots that a community buys for itself."""
    return [lot for lot in money_of_lots(district) if lot.kind == ORGANISATION]


def hold(district: District) -> None:
    """Review every secretary whose community buys services; who is below the mean is called to account for a year."""
    reviews, weight = district.of(Reviews), district.parameters.levers.party.purchase_appraisal
    year = district.date(district.day).year
    if weight <= 0.0 or reviews.year != year:
        reviews.called_to_account[:] = False
    if reviews.year == year:
        return
    where = [lot.place for lot in lots_of_communities(district)]
    if weight > 0.0 and where and reviews.months:
        reviews.year = year
        scores = reviews.at_work / reviews.months
        mean = float(scores[where].mean())
        reviews.called_to_account[where] = scores[where] < mean - 1e-9
        for place in where:
            below = bool(reviews.called_to_account[place])
            how = "called_to_account" if below else "passed"
            district.record(PurchaseReviewed(community=place, how=how, score=float(scores[place]), mean=mean))
        hours = district.parameters.assumptions.purchasing.early_tender_hours * weight
        charge_counters(district, np.where(reviews.called_to_account, hours, 0.0))
        reviews.at_work[:], reviews.months = 0.0, 0


def start_left(district: District, lot: Lot) -> float:
    """What is left of the months until a new holder starts, where the tender was ready before the year began."""
    called = lot.kind == ORGANISATION and district.of(Reviews).called_to_account[lot.place]
    return 1.0 - district.parameters.levers.party.purchase_appraisal * bool(called)


def pressed(district: District) -> set[Lot]:
    """Lots of secretaries called to account that have no holder; they are called again every month."""
    reviews, contracts = district.of(Reviews), district.of(Market).contracts
    if not reviews.called_to_account.any():
        return set()
    return {
        lot for lot in lots_of_communities(district) if reviews.called_to_account[lot.place] and lot not in contracts
    }
