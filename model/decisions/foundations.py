"""Community foundations: founded where somebody gives, filled month by month, giving to what board or residents choose.

Their money stands in the ledger; how far they are trusted, and what people remember of their accounts, stands in the
book of projects. (SZ-08, SZ-09, SZ-10)
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from ..columns import COUNTER
from ..exact import Floats
from ..institutions.party import PartyCommittee
from ..money.foundation import (
    Foundations,
    Givers,
    admitted,
    after_month,
    chosen_by_board,
    donors_taste,
    gifts_of_month,
    grants_of_period,
    seeds,
    who_founds,
)
from ..projects.proposals import Proposals
from .project_choice import Decision, free_fen

if TYPE_CHECKING:
    from ..district import District


def found(district: District) -> None:
    """Foundations stand where the levers ask for them; a new one starts with its seed, one no longer asked for stays.

    A foundation is founded once: its seed is given on that day.
    """
    levers, book = district.parameters.levers.funding, district.projects
    assumed, givers = district.parameters.assumptions.foundations, givers_of(district)
    wanted = who_founds(levers.foundation_share, givers, district.plan.seed, assumed)
    new = wanted & ~book.foundations.has
    if not new.any():
        return
    seed = seeds(levers.foundation_seed_yuan, levers.foundation_donor_share, new, givers, assumed)
    district.ledger.pay_each(district.day, "donors", "foundation", seed.donors_fen, "seed")
    district.ledger.pay_each(district.day, "treasury", "foundation", seed.treasury_fen, "seed")
    trust = np.where(new, trust_by_community(district), book.foundations.trust)
    book.foundations = Foundations(wanted | book.foundations.has, trust, book.foundations.shown)
    for community in np.flatnonzero(new).tolist():
        district.note(f"foundation {community}", "founded", float(seed.donors_fen[community]) / 100.0)


def run_month(district: District, date: dt.date) -> None:
    """Gifts of a month come in; memory and trust follow what was shown and done."""
    book, assumed = district.projects, district.parameters.assumptions.foundations
    if not book.foundations.has.any():
        return
    gifts = gifts_of_month(book.foundations, givers_of(district), assumed)
    district.ledger.pay_each(district.day, "donors", "foundation", gifts, "gifts")
    disclosure = district.parameters.levers.funding.disclosure
    book.foundations = after_month(book.foundations, disclosure, book.delivered, assumed)


def grant_fen(district: District, community: int) -> int:
    """What a community's foundation gives away in this batch; nothing where there is none."""
    if not district.projects.foundations.has[community]:
        return 0
    held = np.array([max(free_fen(district, "foundation", community), 0)], np.int64)
    years = 1.0 / district.parameters.levers.projects.batches_per_year
    return int(grants_of_period(held, years, district.parameters.assumptions.foundations)[0])


def chosen_by_its_board(district: District, community: int, listed: Proposals, money_fen: int) -> Decision:
    """What a foundation's board gives money to; what it may give to and cannot afford it passes over."""
    taste = donors_taste(district.plan.seed, community, district.projects.kinds)
    may = admitted(listed, district.projects.kinds)
    rows = chosen_by_board(listed, may, taste, money_fen).rows.tolist()
    reasons = {row: "not_enough_left" if may[row] else "not_for_foundations" for row in range(len(listed))}
    return Decision(rows, reasons | dict.fromkeys(rows, "donors_taste"))


def givers_of(district: District) -> Givers:
    """Who could give in each community."""
    people, territory = district.world.residents, district.world.territory
    where = territory.community_of_cell[people.cell]
    residents = district.state.pools.residents[district.doors.pools(COUNTER)].astype(float)
    poor = np.bincount(where, people.low_income, len(residents)) / np.maximum(residents, 1.0)
    firms = np.zeros(len(residents))
    for committee in district.agents_by_type.get(PartyCommittee, ()):
        firms[committee.community] = float(len(committee.units))
    return Givers(residents, poor, firms)


def trust_by_community(district: District) -> Floats:
    """What the residents of every community trust, on average."""
    where = district.world.territory.community_of_cell[district.world.residents.cell]
    trust = np.bincount(where, district.state.minds.trust) / np.maximum(np.bincount(where), 1)
    return np.asarray(trust, np.float64)
