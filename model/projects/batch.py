"""One batch of project money: who proposes, what is struck, claimed and chosen, and what voters make of it.

Whatever rule decides, the ballots are those of the same adults: without a vote they say what people would have named.
A community's own service money, the pot for projects and a foundation's grant each have a list of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ..arrays import Bools, Floats, Int64s
from ..events.money import ProposalsReviewed
from ..minds import move_trust
from . import foundations
from .activity_floor import owed_to_activities
from .authors import authors_of
from .branch_claims import claims_of_branches
from .branch_proposals import brought_by_branches
from .choice import NOBODY_BIDS, Choice, Decision, Outcomes, Slate, decide, free_fen, listing, set_out
from .draws import batch_key
from .electorate import Electorate, Purse, ballots_on, electorate, proposed
from .foundation_rules import days_to_choose
from .implementers import Bidders, anybody_bids, bidders_of
from .kinds import ACTIVITY
from .pipeline import Claims, choice_day
from .proposals import KEPT, NOT_NEEDED_THERE, ORGANISATIONS, Proposals, with_sessions_added
from .records import PURSES, ProjectBook, Vote
from .year_of_needs import YearOfNeeds

if TYPE_CHECKING:
    from ..district import District


class Given(NamedTuple):
    """What one fund gave away: the list voted on, who named what of it, what became projects, hours of co-review."""

    listed: Proposals
    named: Bools
    rows: Int64s
    review_hours: float

    @property
    def served(self) -> Bools:
        """Voters who named something that is done."""
        return np.asarray(self.named[:, self.rows].any(axis=1), np.bool_)

    @property
    def places(self) -> tuple[tuple[int, int], ...]:
        """Cell and kind of everything that is done."""
        return tuple(zip(self.listed.cell[self.rows].tolist(), self.listed.kind[self.rows].tolist(), strict=True))


def give_away(district: District, number: int, year: YearOfNeeds) -> Floats:
    """One batch, `number` counted from a fixed date, in every community; returns the hours it takes their staff."""
    hours, bidders = np.zeros(district.ledger.communities), bidders_of(district)
    brought = brought_by_branches(district, year)
    for community in range(len(hours)):
        who = electorate(district, community, batch_key(district.plan.seed, community, number), year, brought)
        hours[community] = _give_away(district, who, bidders)
    return hours


def _give_away(district: District, who: Electorate, bidders: Bidders) -> float:
    """One batch of one community, purse by purse; returns the hours it takes its staff."""
    assumed, given = district.parameters.assumptions.ballots, list[Given]()
    taken: tuple[tuple[int, int], ...] = ()
    asked = False
    for name in PURSES:
        purse = _purse(district, name, who.community)
        if purse.money_fen <= 0:
            continue
        given.append(_give_from(district, who, purse, taken, bidders))
        asked |= _put_to_the_vote(district, purse) and bool(len(given[-1].listed))
        taken += given[-1].places
    served = np.zeros(len(who.voters.resident), np.bool_)
    for one in given:
        served |= one.served
    had_choice = [one.served for one in given if len(one.listed) > assumed.least_approvals]
    with_choice = np.logical_or.reduce(had_choice) if had_choice else served
    remember(district, who.community, who.voters.resident, served, with_choice, asked)
    looked_at = assumed.poll_hours * asked + sum(one.review_hours for one in given)
    return looked_at + assumed.listing_hours * sum(len(one.listed) for one in given)


def _give_from(
    district: District, who: Electorate, purse: Purse, taken: tuple[tuple[int, int], ...], bidders: Bidders
) -> Given:
    """One fund of one community: its list, its ballots, what members claim, and what is paid for."""
    community = who.community
    proposals, said = proposed(district, who, purse, taken)
    review_hours = _tell_of_review(district, community, purse.name, proposals, said)
    listed = proposals.take(said == KEPT)
    named, claim = ballots_on(district, who, listed), _claimed(district, community, purse, listed)
    bids = anybody_bids(district, listed, bidders) if purse.venture else ~claim.claimed
    decision = _paid_from(district, community, purse, Slate(listed, named, bids & ~claim.claimed))
    if purse.venture:
        decision.reasons.update(dict.fromkeys(np.flatnonzero(~bids).tolist(), NOBODY_BIDS))
    listed = with_sessions_added(listed, decision.rows, purse.kept_fen, district.parameters.assumptions.proposing)
    proposals.cost_fen[said == KEPT] = listed.cost_fen
    chosen = [("", row) for row in np.flatnonzero(claim.claimed).tolist()]
    chosen += [(purse.name, row) for row in decision.rows]
    authors = authors_of(district, who, listed, [row for _, row in chosen])
    choice = Choice(community, _day_of_choice(district, purse), authors)
    set_out(district, choice, listed, chosen, claim.hours, bidders)
    rows = np.array([row for _, row in chosen], np.int64)
    writing = Outcomes(named.sum(axis=0), decision.reasons, rows)
    district.of(ProjectBook).lists.append(listing(district, community, purse.name, (proposals, said), writing))
    return Given(listed, named, rows, review_hours)


def _tell_of_review(district: District, community: int, purse: str, proposals: Proposals, said: Int64s) -> float:
    """The residents' committee looks at what organisations propose; returns the hours it takes its staff."""
    if not district.parameters.levers.projects.co_review:
        return 0.0
    ideas = proposals.proposer == ORGANISATIONS
    looked_at, sent_back = int(ideas.sum()), int((said == NOT_NEEDED_THERE).sum())
    hours = looked_at * district.parameters.assumptions.proposing.co_review_hours
    if looked_at:
        facts: dict[str, Any] = {"looked_at": looked_at, "sent_back": sent_back, "hours": hours}
        district.record(ProposalsReviewed(community=community, about=purse, **facts))
    return hours


def _claimed(district: District, community: int, purse: Purse, listed: Proposals) -> Claims:
    """What Party branches claim of the pot; activities are left to the money that is kept for them."""
    levers = district.parameters.levers.projects
    open_to = listed.form != ACTIVITY if purse.kept_fen else np.ones(len(listed), np.bool_)
    share = levers.claim_share if purse.builds else 0.0
    return claims_of_branches(district, community, listed, np.where(open_to, share, 0.0))


def _put_to_the_vote(district: District, purse: Purse) -> bool:
    """Whether residents decide over a purse."""
    levers = district.parameters.levers.projects
    if purse.venture:
        return True
    return levers.foundation_decided_by == "residents" if purse.name == "foundation" else levers.rule != "staff_list"


def _day_of_choice(district: District, purse: Purse) -> int:
    levers, assumed = district.parameters.levers.projects, district.parameters.assumptions
    if purse.name == "foundation":
        return district.day + days_to_choose(levers.foundation_decided_by, assumed.foundations)
    return choice_day(district.day, levers.screening, assumed.delivery)


def _purse(district: District, name: str, community: int) -> Purse:
    """A fund with what it may spend in this batch; of the pot activities keep what they are owed."""
    if name == "foundation":
        return Purse(name, foundations.grant_fen(district, community))
    money = free_fen(district, name, community)
    if name != "projects":
        return Purse(name, money)
    venture = district.parameters.levers.projects.venture_rounds
    return Purse(name, money, owed_to_activities(district, community, money), venture)


def _paid_from(district: District, community: int, purse: Purse, slate: Slate) -> Decision:
    """What a purse pays for, and why; a foundation's board has a taste of its own, and residents choose ventures."""
    levers = district.parameters.levers.projects
    if purse.name != "foundation" and not purse.venture:
        return decide(district, slate, purse, levers.rule)
    if purse.name == "foundation" and levers.foundation_decided_by == "board":
        return foundations.chosen_by_its_board(district, community, slate.listed, purse.money_fen)
    rule = levers.rule if levers.rule != "staff_list" else "greedy"
    return decide(district, slate, purse, rule)


def remember(
    district: District, community: int, resident: np.ndarray, served: Bools, with_choice: Bools, asked: bool
) -> None:
    """How many voters see something done that they named; after a real vote they trust more, the others less.

    Args:
        served: Voters who named something that is done, on any list.
        with_choice: The same, on lists long enough to choose from: of three everybody names all three.
    """
    district.of(ProjectBook).votes.append(Vote(district.day, community, len(resident), int(with_choice.sum()), asked))
    if not asked or not len(resident):
        return
    assumed = district.parameters.assumptions.aftermath
    household, first = np.unique(district.world.residents.household[resident].astype(np.int64), return_index=True)
    step = np.where(served[first], assumed.heard_trust, -assumed.overruled_trust)
    move_trust(district, household, step, assumed.heard_efficacy)
