"""Which projects of a list get money, and what happens to them next: promised, queued for a tender, written down."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ..arrays import Bools, Floats, Int64s
from ..columns import NOBODY
from ..elections.election import Election
from ..elections.outcome import Outcome
from ..elections.rules import RULES
from ..elections.wrappers import earmark
from ..events.money import ProjectAssigned, ProjectChosen, ProjectProposed
from ..ledger.ledger import Account
from .electorate import Purse
from .group_programmes import bind
from .implementers import Bidders, take_on
from .kinds import ACTIVITY, FORMS
from .pipeline import Schedule, schedule, ways
from .proposals import KEPT, Proposals, staff_ranking
from .records import Author, Listing, Project, ProjectBook

if TYPE_CHECKING:
    from ..district import District

ONE_YUAN = 100
"""Fen by which equal shares raise what each voter may spend, where money is left over."""


def free_fen(district: District, purse: str, community: int) -> int:
    """Money on an account that is not promised to anybody."""
    held = district.ledger.held(Account(purse, community))
    return held - int(district.of(ProjectBook).reserved_fen[purse][community])


CLAIMED, NOBODY_BIDS = "members_claimed", "nobody_bids"
"""Why money passes over what Party members do themselves, and a venture that no organisation has people for."""


class Slate(NamedTuple):
    """What is decided on.

    Attributes:
        listed: The projects.
        named: Ballots; shape (voters, projects of the list).
        open_to: Which of them may get any money.
    """

    listed: Proposals
    named: Bools
    open_to: Bools


class Decision(NamedTuple):
    """What came of a list.

    Attributes:
        rows: Rows that get money, in the order chosen.
        reasons: Row -> why it does or does not, for every row that might have.
    """

    rows: list[int]
    reasons: dict[int, str]


def decide(district: District, slate: Slate, purse: Purse, rule: str) -> Decision:
    """Which rows of the list get money, and why; `rule` is a name of `elections.rules.RULES`.

    What is kept for activities (YT-12) is kept of project money and binds no other purse.
    """
    listed, rows = slate.listed, np.flatnonzero(slate.open_to)
    if not len(rows) or purse.money_fen <= 0:
        return Decision([], {})
    ballots = slate.named[:, rows]
    election = Election(
        project_id=tuple(f"{int(key):016x}" for key in listed.key[rows]),
        cost=listed.cost_fen[rows],
        budget=purse.money_fen,
        start=np.concatenate(([0], np.cumsum(ballots.sum(axis=1)))).astype(np.int64),
        approved=np.nonzero(ballots)[1].astype(np.int64),
        category=tuple(FORMS[form] for form in listed.form[rows]),
        ranking=staff_ranking(listed)[rows],
        step=ONE_YUAN,
    )
    counted: Callable[[Election], Outcome] = RULES[rule]
    if purse.kept_fen > 0:
        counted = earmark(counted, Fraction(purse.kept_fen, purse.money_fen), FORMS[ACTIVITY])
    outcome = counted(election)
    reasons: dict[int, str] = {
        int(row): reason.code for row, reason in zip(rows.tolist(), outcome.reasons, strict=True)
    }
    return Decision([int(rows[place]) for place in outcome.funded], reasons)


class Outcomes(NamedTuple):
    """What became of those rows of a list that passed the screening.

    Attributes:
        votes: Adults who named each.
        reasons: Row -> why it gets money or does not; those that members claimed are not among them.
        chosen: Rows that became projects, in their order; the last so many of the book.
    """

    votes: Int64s
    reasons: dict[int, str]
    chosen: Int64s


def listing(
    district: District, community: int, purse: str, proposed: tuple[Proposals, Int64s], outcomes: Outcomes
) -> Listing:
    """A list as it is written down, with what was struck from it and what became of the rest.

    Args:
        proposed: The list, and what screening said of each.
    """
    every, said = proposed
    kept = np.flatnonzero(said == KEPT)
    votes, number = np.zeros(len(every), np.int64), np.full(len(every), NOBODY, np.int64)
    votes[kept] = outcomes.votes
    first = len(district.of(ProjectBook).projects) - len(outcomes.chosen)
    number[kept[outcomes.chosen]] = first + np.arange(len(outcomes.chosen))
    reason = [""] * len(every)
    for row, place in enumerate(kept.tolist()):
        reason[place] = outcomes.reasons.get(row, CLAIMED)
    return Listing(
        day=district.day,
        community=community,
        purse=purse,
        every=every,
        said=said,
        votes=votes,
        reason=tuple(reason),
        project=number,
    )


class Choice(NamedTuple):
    """A choice that was made.

    Attributes:
        community: Where.
        day: On which it stands.
        authors: Who proposed each chosen project.
    """

    community: int
    day: int
    authors: list[Author]


def set_out(
    district: District,
    when: Choice,
    listed: Proposals,
    chosen: list[tuple[str, int]],
    claim_hours: Floats,
    bidders: Bidders,
) -> None:
    """Chosen projects find somebody to do them and queue for their tenders; their money is promised to nobody else.

    Args:
        when: Where and when they were chosen, and whose ideas they are.
        chosen: The account each is paid from, empty where members claimed it, and its row in the list.
        claim_hours: Hours of members for every project of the list that they claimed.
        bidders: Organisations that may take them on.
    """
    if not chosen:
        return
    (community, day, authors), levers = when, district.parameters.levers.projects
    book, assumed = district.of(ProjectBook), district.parameters.assumptions.delivery
    part = listed.take(np.array([row for _, row in chosen], np.int64))
    way = ways(part.cost_fen, np.array([not purse for purse, _ in chosen]), levers.quick_yuan)
    notice = levers.works_notice
    plan, book.desks[community] = schedule(part, way, day, book.desks[community], assumed, notice=notice)
    for place, (purse, row) in enumerate(chosen):
        project = _project(part, plan, place, len(book.projects))
        project.community, project.chosen_day, project.purse, project.informed = community, day, purse, notice
        project.claim_hours = 0.0 if purse else float(claim_hours[row])
        project.author = authors[place]
        take_on(district, project, int(way[place]), bidders)
        book.projects.append(project)
        book.running.append(project)
        if purse:
            book.reserved_fen[purse][community] += project.cost_fen
        stands = day - district.day
        district.record(ProjectChosen(**project.facts, yuan=project.cost_fen / 100.0, days=stands))
        idea: dict[str, Any] = {"how": project.author.by, "by": project.author.number}
        district.record(ProjectProposed(**project.facts, **idea))
        bind(district, project)
        district.record(ProjectAssigned(**project.facts, how=project.implementer.by, by=project.implementer.number))


def _project(part: Proposals, plan: Schedule, place: int, number: int) -> Project:
    """The project that comes of one row of what was chosen, wherever, whenever and out of whatever purse."""
    return Project(
        number=number,
        community=NOBODY,
        cell=int(part.cell[place]),
        form=int(part.form[place]),
        kind=int(part.kind[place]),
        cost_fen=int(part.cost_fen[place]),
        proposer=int(part.proposer[place]),
        purse="",
        chosen_day=int(plan.start_day[place]),
        start_day=int(plan.start_day[place]),
        acts_from_day=int(plan.acts_from_day[place]),
        acts_until_day=int(plan.acts_until_day[place]),
        failed=bool(plan.failed[place]),
        informed=False,
        key=part.key[place],
    )
