"""Which lots are let when: each whose contract is over or that never had one, to whoever wins its tender."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from ..columns import BUNDLE
from ..events.organisations import ContractLet, LotUnlet
from ..events.street import BundleAwarded
from ..streams import LOT, Stream
from .contract import Contract, Lot
from .market import (
    Market,
    day_of,
    money_of_lots,
    wanted_hours,
)
from .tendering import Call, bidders, let

if TYPE_CHECKING:
    from ..district import District

ROUND = Stream("round", LOT)

SECOND_CALLS = (4, 7, 10)
"""Months in which lots that found nobody are called again."""


def let_lots(district: District, date: dt.date, first_round: bool = False, only: set[Lot] | None = None) -> None:
    """Let every lot whose contract is over, or that never had one; or only some of these."""
    market, day = district.of(Market), day_of(district, date)
    running = {lot for lot, one in market.contracts.items() if one.end_day > day}
    money = {
        lot: yuan
        for lot, yuan in money_of_lots(district).items()
        if lot not in running and (only is None or lot in only)
    }
    if not money:
        return
    wanted, street = wanted_hours(district), district.world.territory.street_of_community
    for lot, yuan in money.items():
        hours = wanted[street == lot.place].sum(axis=0) if lot.kind == BUNDLE else wanted[lot.place]
        years = years_of(district, lot)
        contract = let(district, Call(lot=lot, yuan=yuan, years=years, wanted=hours, day=day, year=date.year))
        end(district, lot)
        if contract is None:
            if day >= 0:
                district.record(LotUnlet(community=lot.place, about=lot.name))
            continue
        if first_round:
            # Rounds of several years are under way: some end this year, some next.
            draw = ROUND.of(district.plan.seed).at(lot.number).uniform()
            contract.end_day = day_of(district, dt.date(date.year + 1 + int(draw * years), 1, 1))
        market.contracts[lot] = contract
        if day >= 0:
            _tell_award(district, contract, day)
            district.record(
                ContractLet(
                    number=contract.organisation,
                    community=lot.place,
                    about=lot.name,
                    yuan=contract.yuan,
                    posts=contract.posts,
                )
            )


def _tell_award(district: District, contract: Contract, day: int) -> None:
    """The street is the buyer of its bundle, and says whom it gave it to."""
    lot = contract.lot
    if lot.kind == BUNDLE:
        award = BundleAwarded(
            number=lot.place,
            about=lot.name,
            organisation=contract.organisation,
            bidders=bidders(district, lot, day),
            yuan=contract.yuan,
        )
        district.record(award)


def years_of(district: District, lot: Lot) -> int:
    """For how many years a lot is let."""
    levers, assumed = district.parameters.levers.organisations, district.parameters.assumptions
    if lot.kind == BUNDLE:
        return max(levers.contract_years, assumed.purchasing.bundle_years)
    return levers.contract_years


def end(district: District, lot: Lot) -> None:
    """The contract of a lot, if there is one, is over."""
    before = district.of(Market).contracts.pop(lot, None)
    if before is not None:
        district.of(Market).ended.append(before)
