"""Funds of estates: four sources fill them, those who keep them decide on every payment, and who sees that trusts them.

What is paid for, who votes and who signs stands in `payments.py` and `seats.py` (OR-10, OR-11).

Every yuan that comes in or goes out is written down; what came in is what was paid and what is held.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ..agents.estate_owners import EstateOwners, owners_of
from ..arrays import Bools, Floats, Int64s
from ..events.residents import FundMoved
from ..ledger.ledger import (
    Account,
    Fens,
    fen_of,
    fens_of,
)
from ..parameters.assumptions.funds import FundsAssumptions
from . import payments, seats

if TYPE_CHECKING:
    from ..district import District

MONTHS_A_YEAR = 12.0
GIVERS = {"seed_yuan": "treasury", "profit_yuan": "firms", "donated_yuan": "residents", "common_yuan": "owners"}
"""Who the money of each source comes from."""


def fund_of(district: District, estate: int) -> float:
    """Yuan in the fund of an estate; none where there is no committee or funds are not in force."""
    owners, place = _keepers(district, estate)
    return float(owners.fund_yuan[place]) if district.parameters.levers.funding.owners_fund else 0.0


def spend_fund(district: District, estate: int, yuan: float) -> None:
    """Pay whole yuan out of an estate's fund to those who lose in a matter.

    Raises:
        ValueError: The fund holds less, or somebody asks for a broken yuan.
    """
    owners, place = _keepers(district, estate)
    if yuan < 0 or yuan != round(yuan) or yuan > fund_of(district, estate):
        raise ValueError(f"the fund of estate {estate} holds {fund_of(district, estate):g} yuan and cannot pay {yuan}")
    if yuan > 0:
        owners.fund_yuan[place] -= round(yuan)
        owners.fund_paid[place] = True
        account = Account("owners_fund", owners.community)
        to_whom = Account("losers_paid", owners.community)
        district.ledger.pay(district.day, account, to_whom, fen_of(yuan), "losers")
        district.record(FundMoved(about="losers_yuan", community=owners.community, yuan=float(yuan)))


def monthly(district: District) -> None:
    """Money comes in, those who keep each fund decide on its payments, and neighbours see what was signed for."""
    levers, assumed = district.parameters.levers, district.parameters.assumptions
    everybody: list[EstateOwners] = list(district.agents_by_type[EstateOwners])
    for owners in everybody:
        seats.elect(district, owners)
    if not levers.funding.owners_fund:
        return
    paid = {name: np.zeros(district.ledger.communities, np.int64) for name in GIVERS}
    for owners in everybody:
        for source, yuan in income_of_month(owners, assumed.funds, assumed.estates.usual_fees).items():
            owners.fund_yuan += yuan
            paid[source][owners.community] += yuan.sum()
        owners.fund_founded = owners.fund_founded | owners.has_committee
    _enter(district, paid)
    for use, spent in _spend(district, everybody).items():
        if spent:
            district.record(FundMoved(about=f"{use}_yuan", yuan=float(spent)))
    held = sum(int(owners.fund_yuan.sum()) for owners in everybody)
    district.record(FundMoved(about="held_yuan", yuan=float(held)))


def _spend(district: District, everybody: Sequence[EstateOwners]) -> dict[str, int]:
    """A month's payments of every fund, and what neighbours make of them; returns yuan by use."""
    levers, assumed = district.parameters.levers, district.parameters.assumptions.funds
    informed = 1.0 if levers.deliberation.estate_format != "none" else assumed.told_by_word
    spent = dict.fromkeys(payments.USES, 0)
    district.of(payments.PaymentBook).kept_off[:] = 0.0
    for owners in everybody:
        faulty, budgets = np.zeros(len(owners.estates), np.bool_), budget_of_month(owners.fund_yuan, assumed)
        for place in np.flatnonzero(budgets).tolist():
            table = seats.table_of_estate(district, int(owners.estates[place]))
            if table is None:
                continue
            for payment in payments.spend(district, owners, place, int(budgets[place]), table):
                spent[payment.use] += payment.bill_yuan
                owners.fund_paid[place] = True
                faulty[place] |= bool(payment.fault(assumed.bill_tolerance))
        owners.fund_trust = trust_after_month(owners.fund_trust, owners.fund_paid, faulty, informed, assumed)
        owners.fund_paid[:] = False
    return spent


def _enter(district: District, paid: Mapping[str, Fens]) -> None:
    """Write a month's income, by community, into the ledger and the log."""
    for what, yuan in paid.items():
        fen = fens_of(yuan.astype(float))
        district.ledger.pay_each(district.day, GIVERS[what], "owners_fund", fen, what.removesuffix("_yuan"))
        if yuan.any():
            district.record(FundMoved(about=what, yuan=float(yuan.sum())))


def income_of_month(owners: EstateOwners, assumed: FundsAssumptions, usual_fees: float) -> dict[str, Int64s]:
    """Yuan from each of the four sources; only where there is a committee to keep them."""
    profit = assumed.profit_margin * assumed.fee_yuan * owners.households * owners.fees
    usual = assumed.profit_margin * assumed.fee_yuan * owners.households * usual_fees
    shared = assumed.profit_share * np.minimum(profit, usual)
    shared = shared + assumed.profit_share_above * np.maximum(profit - usual, 0.0)
    given = assumed.donation_yuan / MONTHS_A_YEAR * owners.households * owners.fund_trust
    common = assumed.common_yuan / MONTHS_A_YEAR * owners.households
    seed = assumed.seed_yuan * ~owners.fund_founded
    named = {"seed_yuan": seed, "profit_yuan": shared, "donated_yuan": given, "common_yuan": common}
    return {name: np.floor(yuan * owners.has_committee).astype(np.int64) for name, yuan in named.items()}


def budget_of_month(held: Int64s, assumed: FundsAssumptions) -> Int64s:
    """Yuan that may be spent this month: a share of what is held, in whole yuan."""
    yuan = np.floor(assumed.spend_share * held).astype(np.int64)
    return np.where(yuan >= payments.LEAST_YUAN, yuan, 0)


def trust_after_month(trust: Floats, paid: Bools, faulty: Bools, informed: float, assumed: FundsAssumptions) -> Floats:
    """Trust in each fund after a month: a payment that is in order adds to it, one that is not takes more away."""
    step = assumed.trust_step * informed
    lost = min(assumed.bad_weight * step, 1.0)
    return np.asarray(np.where(faulty, trust - lost * trust, trust + step * paid * (1.0 - trust)))


def _keepers(district: District, estate: int) -> tuple[EstateOwners, int]:
    community = int(district.world.territory.estate_community[estate])
    owners = owners_of(district, community)
    return owners, owners.place_of(estate)
