"""Community foundations: founded where somebody gives, filled month by month, giving to what board or residents choose.

Their money stands in the ledger; how far they are trusted, and what people remember of their accounts, stands in the
book of projects. (SZ-08, SZ-09, SZ-10)
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from ..columns import COUNTER
from ..exact import Flags
from ..institutions.party import PartyCommittee
from ..money.foundation import (
    Foundations,
    Givers,
    admitted,
    after_month,
    chosen_by_board,
    days_to_choose,
    donors_taste,
    gifts_of_month,
    grants_of_period,
    seeds,
    who_founds,
)
from ..projects.proposals import Proposals
from .project_choice import Poll, decide, free_fen, set_out

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


def give(district: District, community: int, listed: Proposals, poll: Poll, open_to: Flags) -> list[int]:
    """A foundation gives what it spends in this batch to what its board, or residents, choose among what is left.

    Returns:
        Rows of the list that it pays for.
    """
    book, levers, assumed = district.projects, district.parameters.levers, district.parameters.assumptions
    if not book.foundations.has[community]:
        return []
    held = np.array([max(free_fen(district, "foundation", community), 0)], np.int64)
    money = int(grants_of_period(held, 1.0 / levers.projects.batches_per_year, assumed.foundations)[0])
    may = open_to & admitted(listed, book.kinds)
    by = levers.projects.foundation_decided_by
    if by == "board":
        taste = donors_taste(district.plan.seed, community, book.kinds)
        rows = chosen_by_board(listed, may, taste, money).rows.tolist()
    else:
        rule = levers.projects.rule if levers.projects.rule != "staff_list" else "greedy"
        rows = decide(district, listed, poll, may, money, rule)
    day = district.day + days_to_choose(by, assumed.foundations)
    set_out(district, community, listed, [("foundation", row) for row in rows], day, np.zeros(len(listed)))
    return [int(row) for row in rows]


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


def trust_by_community(district: District) -> np.ndarray:
    """What the residents of every community trust, on average."""
    where = district.world.territory.community_of_cell[district.world.residents.cell]
    return np.bincount(where, district.state.minds.trust) / np.maximum(np.bincount(where), 1)
