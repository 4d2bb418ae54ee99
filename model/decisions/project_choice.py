"""Which projects of a list get money, and what happens to them next: promised, queued for a tender, written down."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..elections.election import Election
from ..elections.outcome import Outcome
from ..elections.rules import RULES
from ..elections.wrappers import earmark
from ..exact import Flags, Floats
from ..money.ledger import Account
from ..projects.book import Project
from ..projects.kinds import ACTIVITY, FORMS
from ..projects.pipeline import schedule
from ..projects.proposals import Proposals, staff_ranking

if TYPE_CHECKING:
    from ..district import District

ONE_YUAN = 100
"""Fen by which equal shares raise what each voter may spend, where money is left over."""


def free_fen(district: District, purse: str, community: int) -> int:
    """Money on an account that is not promised to anybody."""
    held = district.ledger.held(Account(purse, community))
    return held - int(district.projects.reserved_fen[purse][community])


class Slate(NamedTuple):
    """What is decided on.

    Attributes:
        listed: The projects.
        named: Ballots; shape (voters, projects of the list).
        open_to: Which of them may get any money.
    """

    listed: Proposals
    named: Flags
    open_to: Flags


def decide(district: District, slate: Slate, money_fen: int, rule: str) -> list[int]:
    """Rows of the list that get money, in the order chosen; `rule` is a name of `elections.rules.RULES`."""
    listed, rows = slate.listed, np.flatnonzero(slate.open_to)
    if not len(rows) or money_fen <= 0:
        return []
    ballots = slate.named[:, rows]
    election = Election(
        project_id=tuple(f"{int(key):016x}" for key in listed.key[rows]),
        cost=listed.cost_fen[rows],
        budget=money_fen,
        start=np.concatenate(([0], np.cumsum(ballots.sum(axis=1)))).astype(np.int64),
        approved=np.nonzero(ballots)[1].astype(np.int64),
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
    district: District, community: int, listed: Proposals, chosen: list[tuple[str, int]], day: int, claim_hours: Floats
) -> None:
    """Chosen projects queue for their tenders; their money is promised, and nobody else may have it.

    Args:
        chosen: The account each is paid from, empty where members claimed it, and its row in the list.
        day: When they were chosen.
        claim_hours: Hours of members for every project of the list that they claimed.
    """
    if not chosen:
        return
    book, told = district.projects, district.parameters.levers.projects.works_notice
    part = listed.take(np.array([row for _, row in chosen], np.int64))
    claimed = np.array([not purse for purse, _ in chosen])
    assumed = district.parameters.assumptions.delivery
    plan, book.desks[community] = schedule(part, claimed, day, book.desks[community], assumed, notice=told)
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
            told=told,
            claim_hours=0.0 if purse else float(claim_hours[row]),
        )
        book.projects.append(project)
        book.running.append(project)
        if purse:
            book.reserved_fen[purse][community] += project.cost_fen
        district.note(project.name, f"chosen_{FORMS[project.form]}", project.cost_fen / 100.0)
