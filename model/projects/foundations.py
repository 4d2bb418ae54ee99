"""Community foundations: founded where somebody gives, filled month by month, giving to what board or residents choose.

Their money stands in the ledger; how far they are trusted, and what people remember of their accounts, stands in the
book of projects. (SZ-08, SZ-09, SZ-10)
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from ..arrays import Floats
from ..events.money import FoundationSeeded
from ..ledger.ledger import FEN_A_YUAN, Fens, fen_of
from ..parameters.place import FORMS
from .choice import Decision, free_fen
from .foundation_rules import (
    Foundations,
    Givers,
    Seed,
    admitted,
    after_month,
    chosen_by_board,
    donors_taste,
    gifts_of_month,
    grants_of_period,
    seeds,
    still_due,
    who_founds,
)
from .proposals import Proposals
from .records import ProjectBook

if TYPE_CHECKING:
    from ..district import District

PER_THOUSAND = 1000.0
FIRMS_SETTLE = ("industrial_park", "tower")
"""Forms of building in which firms settle; elsewhere there are shops."""
SEED_FROM = ("residents", "donors", "treasury")
"""Accounts a seed comes from, in the order of `Seed`: residents, firms, the treasury."""


def found(district: District) -> None:
    """Foundations stand where the levers ask for them; a new one starts with its seed, one no longer asked for stays.

    One that stands already, founded with less or with nothing, gets what is missing of its seed on the day the levers
    ask for more: a seed is given by a decision of its own and is no line of a yearly budget, so nobody waits for one.
    """
    levers, book = district.parameters.levers.funding, district.of(ProjectBook)
    assumed, givers = district.parameters.assumptions.foundations, givers_of(district)
    wanted = who_founds(levers.foundation_share, givers, district.plan.seed, assumed)
    if not wanted.any():
        return
    new = wanted & ~book.foundations.has
    whole = seeds(levers.foundation_seed_yuan, levers.foundation_donor_share, wanted, givers, assumed)
    seed = still_due(whole, given_as_seed(district), fen_of(levers.foundation_seed_yuan))
    for source, fen in zip(SEED_FROM, seed, strict=True):
        district.ledger.pay_each(district.day, source, "foundation", fen, "seed")
    trust = np.where(new, trust_by_community(district), book.foundations.trust)
    book.foundations = Foundations(wanted | book.foundations.has, trust, book.foundations.shown)
    for community in np.flatnonzero(new | (seed.total_fen > 0)).tolist():
        how = "founded" if new[community] else "seed_raised"
        yuan = float(seed.total_fen[community]) / FEN_A_YUAN
        district.record(FoundationSeeded(community=community, how=how, yuan=yuan))


def given_as_seed(district: District) -> Seed:
    """What residents, firms and the treasury have ever given to each foundation as its seed, as the ledger has it."""
    given: dict[str, Fens] = {source: np.zeros(district.ledger.communities, np.int64) for source in SEED_FROM}
    for block in district.ledger.blocks:
        if (block.target, block.purpose) == ("foundation", "seed"):
            np.add.at(given[block.source], block.target_place, block.fen)
    return Seed(*given.values())


def monthly(district: District, date: dt.date) -> None:
    """Gifts of a month come in; memory and trust follow what was shown and done."""
    book, assumed = district.of(ProjectBook), district.parameters.assumptions.foundations
    if not book.foundations.has.any():
        return
    gifts = gifts_of_month(book.foundations, givers_of(district), assumed)
    district.ledger.pay_each(district.day, "residents", "foundation", gifts.residents_fen, "gifts")
    district.ledger.pay_each(district.day, "donors", "foundation", gifts.firms_fen, "gifts")
    disclosure = district.parameters.levers.funding.disclosure
    book.foundations = after_month(book.foundations, disclosure, book.delivered, assumed)


def grant_fen(district: District, community: int) -> int:
    """What a community's foundation gives away in this batch; nothing where there is none, or before the first morning.

    On the first morning it gets its seed, which nobody may have spent in the years before.
    """
    if district.day < 0 or not district.of(ProjectBook).foundations.has[community]:
        return 0
    held = np.array([max(free_fen(district, "foundation", community), 0)], np.int64)
    years = 1.0 / district.parameters.levers.projects.batches_per_year
    return int(grants_of_period(held, years, district.parameters.assumptions.foundations)[0])


def chosen_by_its_board(district: District, community: int, listed: Proposals, money_fen: int) -> Decision:
    """What a foundation's board gives money to; what it may give to and cannot afford it passes over."""
    taste = donors_taste(district.plan.seed, community, district.of(ProjectBook).kinds)
    may = admitted(listed, district.of(ProjectBook).kinds)
    rows = chosen_by_board(listed, may, taste, money_fen).rows.tolist()
    reasons = {row: "not_enough_left" if may[row] else "not_for_foundations" for row in range(len(listed))}
    return Decision(rows, reasons | dict.fromkeys(rows, "donors_taste"))


def givers_of(district: District) -> Givers:
    """Who could give in each community: its residents, and firms by what is built there, whatever the policy.

    Firms give where they stand; that some also sit on the Party's joint committee brings hours, not gifts.
    """
    people, land = district.world.residents, district.world.territory
    where, assumed = land.community_of_cell[people.cell], district.parameters.assumptions.foundations
    residents = np.bincount(where, minlength=land.communities).astype(float)
    poor = np.bincount(where, people.low_income, land.communities) / np.maximum(residents, 1.0)
    settled = np.isin(land.form_of_cell[people.cell], [FORMS.index(form) for form in FIRMS_SETTLE])
    among = np.bincount(where, settled, land.communities)
    firms = assumed.firms_settled * among + assumed.firms_elsewhere * (residents - among)
    return Givers(residents, poor, firms / PER_THOUSAND)


def trust_by_community(district: District) -> Floats:
    """What the residents of every community trust, on average."""
    where = district.world.territory.community_of_cell[district.world.residents.cell]
    trust = np.bincount(where, district.state.minds.trust) / np.maximum(np.bincount(where), 1)
    return np.asarray(trust, np.float64)
