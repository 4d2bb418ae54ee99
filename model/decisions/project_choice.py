"""Which projects of a list get money, and what happens to them next: promised, queued for a tender, written down."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..elections.election import Election
from ..elections.outcome import Outcome
from ..elections.rules import RULES
from ..elections.wrappers import earmark
from ..exact import Flags, Floats, Ints
from ..money.ledger import Account
from ..projects.book import Project
from ..projects.kinds import ACTIVITY, FORMS
from ..projects.pipeline import schedule
from ..projects.proposals import Proposals, staff_ranking

if TYPE_CHECKING:
    from ..district import District

ONE_YUAN = 100
"""Fen by which equal shares raise what each voter may spend, where money is left over."""


class Poll(NamedTuple):
    """Who votes in a batch, and what each of them names.

    Attributes:
        resident: Their numbers in the district.
        named: Ballots; shape (voters, projects of the list).
    """

    resident: Ints
    named: Flags


def free_fen(district: District, purse: str, community: int) -> int:
    """Money on an account that is not promised to anybody."""
    held = district.ledger.held(Account(purse, community))
    return held - int(district.projects.reserved_fen[purse][community])


def decide(district: District, listed: Proposals, poll: Poll, may: Flags, money_fen: int, rule: str) -> list[int]:
    """Rows of the list that get money, in the order chosen."""
    rows = np.flatnonzero(may)
    if not len(rows) or money_fen <= 0:
        return []
    named = poll.named[:, rows]
    election = Election(
        project_id=tuple(f"{int(key):016x}" for key in listed.key[rows]),
        cost=listed.cost_fen[rows],
        budget=money_fen,
        start=np.concatenate(([0], np.cumsum(named.sum(axis=1)))).astype(np.int64),
        approved=np.nonzero(named)[1].astype(np.int64),
        category=tuple(FORMS[form] for form in listed.form[rows]),
        ranking=staff_ranking(listed)[rows],
        step=ONE_YUAN,
    )
    counted: Callable[[Election], Outcome] = RULES[rule]
    share = district.parameters.levers.funding.activity_earmark
    if share > 0.0:
        counted = earmark(counted, share, FORMS[ACTIVITY])
    return [int(rows[place]) for place in counted(election).funded]


def set_out(
    district: District,
    community: int,
    listed: Proposals,
    chosen: list[tuple[str, int]],
    day: int,
    claim_hours: Floats,
) -> None:
    """Chosen projects go into the queue for tenders; their money is promised, and nobody else may have it."""
    if not chosen:
        return
    book, levers = district.projects, district.parameters.levers
    assumed = district.parameters.assumptions.delivery
    part = listed.take(np.array([row for _, row in chosen], np.int64))
    claimed = np.array([not purse for purse, _ in chosen])
    plan, book.desks[community] = schedule(
        part, claimed, day, book.desks[community], assumed, notice=levers.projects.works_notice
    )
    for place, (purse, row) in enumerate(chosen):
        project = Project(
            number=len(book.projects),
            community=community,
            cell=int(part.cell[place]),
            form=int(part.form[place]),
            kind=int(part.kind[place]),
            cost_fen=int(part.cost_fen[place]),
            proposer=int(part.proposer[place]),
            purse=purse,
            chosen_day=day,
            start_day=int(plan.start_day[place]),
            acts_from_day=int(plan.acts_from_day[place]),
            acts_until_day=int(plan.acts_until_day[place]),
            failed=bool(plan.failed[place]),
            told=levers.projects.works_notice,
            claim_hours=float(claim_hours[row]) if not purse else 0.0,
        )
        book.projects.append(project)
        book.running.append(project)
        if purse:
            book.reserved_fen[purse][community] += project.cost_fen
        district.note(project.name, f"chosen_{FORMS[project.form]}", project.cost_fen / 100.0)
