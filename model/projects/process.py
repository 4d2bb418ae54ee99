"""Project money is given away, batch by batch: proposed, screened, claimed, voted on, and put out to tender.

Whatever rule decides, the ballots are those of the same adults: without a vote they say what people would have named.
A community's own service money, the pot for projects and a foundation's grants each have a list of their own.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from ..arrays import Bools, Floats
from ..events.money import ProjectBegan, ProjectFailed
from ..ledger.allocation_rules import batch_of
from ..ledger.ledger import Account, fen_of
from ..ledger.payers import Payers
from ..minds import move_trust
from ..place.residents import COMMUNITY_PARTY, WORKPLACE_PARTY
from ..staffing.capacity import charge_counters
from . import agreed_works, foundations
from .activity_floor import may_be_paid, owed_to_activities
from .averted import Ground, nothing_averted, rates_of_cells
from .choice import (
    Decision,
    Outcomes,
    Slate,
    decide,
    free_fen,
    listing,
    set_out,
)
from .draws import batch_key, batch_number
from .electorate import (
    Purse,
    ballots_on,
    electorate,
    proposed,
)
from .foundation_rules import Delivered, Foundations, days_to_choose
from .in_force import put_in_force
from .kinds import FORMS, project_kinds
from .pipeline import choice_day, claims, idle_desks
from .proposals import KEPT
from .records import (
    CLAIMS,
    NOT_PAID,
    PAID,
    USES,
    Project,
    ProjectBook,
    Vote,
)
from .year_of_needs import YearOfNeeds, grounds_of, year_of_needs

if TYPE_CHECKING:
    from ..district import District

PURSES = ("community", "projects", "foundation")
"""Accounts that pay for projects, in the order in which they are given away; works come out of the second alone."""


def initialise(district: District) -> None:
    """Keep a register without projects (`earlier_years` adds them) and create the place's foundations."""
    world, assumed = district.world, district.parameters.assumptions
    communities = district.ledger.communities
    nobody = np.zeros(communities)
    book = ProjectBook(
        kinds=project_kinds(world.place.needs),
        places=grounds_of(world, assumed.proposing.reach_km),
        desks=[idle_desks(0, assumed.delivery) for _ in range(communities)],
        reserved_fen={name: np.zeros(communities, np.int64) for name in PURSES},
        bound_fen=np.zeros(communities, np.int64),
        foundations=Foundations(np.zeros(communities, np.bool_), nobody.copy(), nobody.copy()),
        delivered=Delivered(nobody.copy(), nobody.copy()),
        averted=nothing_averted(district.of(Payers).years, _where_needs_arise(district)),
        factors=np.ones((world.territory.cells, len(district.kinds.ids))),
        works_share_averted=np.zeros((world.territory.cells, len(district.kinds.ids))),
        dispute_factor=np.ones(world.territory.cells),
        usual_activities=np.zeros(0),
    )
    district.keep(book)
    on_new_levers(district)


def _where_needs_arise(district: District) -> Ground:
    """How often needs arise in every cell, whatever anybody decides."""
    facts, territory = district.state.facts, district.world.territory
    first = territory.resident_start_of_cell.astype(np.int64)
    rate = rates_of_cells(facts.cumulative_rate, first, facts.community_start, facts.daily_rate)
    public = district.state.kinds.public.astype(np.int64)
    return Ground(rate, territory.community_of_cell.astype(np.int64), public, facts.roughness, facts.load)


def on_new_levers(district: District) -> None:
    """New levers: foundations are founded where they now ask for them; running projects go on where they stand."""
    foundations.found(district)
    put_in_force(district, afresh=True)


def monthly(district: District, date: dt.date) -> None:
    """If a batch falls in this month, every community gives its money away, and foundations theirs."""
    new_month(district, date)
    number = batch_of(date.month, district.parameters.levers.projects.batches_per_year)
    if number is None:
        return
    charge_counters(district, give_away(district, batch_number(date.year, number), year_of_needs(district)))


def new_month(district: District, date: dt.date) -> None:
    """At New Year payments are counted afresh; then works that neighbours agreed on are paid, as far as money goes."""
    if date.month == 1:
        district.of(ProjectBook).paid.clear()
    agreed_works.monthly(district, date)


def give_away(district: District, number: int, year: YearOfNeeds) -> Floats:
    """One batch, `number` counted from a fixed date, in every community; returns the hours it takes their staff."""
    hours = np.zeros(district.ledger.communities)
    for community in range(len(hours)):
        key = batch_key(district.plan.seed, community, number)
        hours[community] = _give_away(district, community, key, year)
    return hours


def _give_away(district: District, community: int, key: np.uint64, year: YearOfNeeds) -> float:
    """One batch of one community, purse by purse; returns the hours it takes its staff."""
    levers, assumed = district.parameters.levers.projects, district.parameters.assumptions
    who = electorate(district, community, key, year)
    served, asked, asked_about = np.zeros(len(who.voters.resident), np.bool_), False, 0
    taken: tuple[tuple[int, int], ...] = ()
    had_choice: list[Bools] = []
    for name in PURSES:
        purse = _purse(district, name, community)
        if purse.money_fen <= 0:
            continue
        proposals, said = proposed(district, who, purse, taken)
        listed = proposals.take(said == KEPT)
        named = ballots_on(district, who, listed)
        claim = claims(
            listed,
            levers.claim_share if purse.builds else 0.0,
            members_hours(district, community),
            assumed.delivery,
        )
        decision = _paid_from(district, community, purse, Slate(listed, named, ~claim.claimed))
        listed = with_sessions_added(listed, decision.rows, purse.kept_fen, assumed.proposing)
        chosen = [("", row) for row in np.flatnonzero(claim.claimed).tolist()]
        chosen += [(name, row) for row in decision.rows]
        set_out(district, community, listed, chosen, _day_of_choice(district, purse), claim.hours)
        rows = np.array([row for _, row in chosen], np.int64)
        writing = Outcomes(named.sum(axis=0), decision.reasons, rows)
        district.of(ProjectBook).lists.append(listing(district, community, name, (proposals, said), writing))
        asked |= _put_to_the_vote(district, purse) and bool(len(listed))
        named_and_funded = np.asarray(named[:, rows].any(axis=1), np.bool_)
        served |= named_and_funded
        if len(listed) > assumed.ballots.least_approvals:
            had_choice.append(named_and_funded)
        taken += tuple(zip(listed.cell[rows].tolist(), listed.kind[rows].tolist(), strict=True))
        asked_about += len(listed)
    with_choice = np.logical_or.reduce(had_choice) if had_choice else served
    remember(district, community, who.voters.resident, served, with_choice, asked)
    return assumed.ballots.poll_hours * asked + assumed.ballots.listing_hours * asked_about


def _put_to_the_vote(district: District, purse: Purse) -> bool:
    """Whether residents decide over a purse."""
    levers = district.parameters.levers.projects
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
    return Purse(name, money, owed_to_activities(district, community, money) if name == "projects" else 0)


def _paid_from(district: District, community: int, purse: Purse, slate: Slate) -> Decision:
    """What a purse pays for, and why; a foundation's board has a taste of its own."""
    levers = district.parameters.levers.projects
    if purse.name != "foundation":
        return decide(district, slate, purse, levers.rule)
    if levers.foundation_decided_by == "board":
        return foundations.chosen_by_its_board(district, community, slate.listed, purse.money_fen)
    rule = levers.rule if levers.rule != "staff_list" else "greedy"
    return decide(district, slate, purse, rule)


def members_hours(district: District, community: int) -> float:
    """Hours that Party members of a community, those who report in from work included, have for claims in a batch."""
    people, levers = district.world.residents, district.parameters.levers
    start = district.state.facts.community_start
    party = people.party[int(start[community]) : int(start[community + 1])]
    members = (party == COMMUNITY_PARTY).sum() + levers.party.reporting_share * (party == WORKPLACE_PARTY).sum()
    each = district.parameters.assumptions.delivery.member_hours
    return float(members) * each / levers.projects.batches_per_year


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


def weekly(district: District, date: dt.date) -> None:
    """Once a week: what begins is paid, what failed hands its promise back, and what helps today is put in force."""
    begin_and_end(district)
    put_in_force(district, afresh=False)


def begin_and_end(district: District) -> None:
    """What begins is paid, what failed hands its promise back, what is over stands no more."""
    book = district.of(ProjectBook)
    for project in book.running:
        if project.money == NOT_PAID and project.start_day <= district.day:
            _begin_work(district, project)
    book.running = [one for one in book.running if one.money == NOT_PAID or one.acts_until_day > district.day]


def _begin_work(district: District, project: Project) -> None:
    """Money is paid as work begins; what turned out impossible costs nothing but the days."""
    book, where = district.of(ProjectBook), project.community
    project.money = PAID
    if project.purse:
        book.reserved_fen[project.purse][where] -= project.cost_fen
    if project.purse == "foundation":
        count = book.delivered.failed if project.failed else book.delivered.done
        count[where] += 1.0
    begun = ProjectFailed if project.failed else ProjectBegan
    district.record(begun(**project.facts, days=project.start_day - project.chosen_day))
    if project.failed:
        return
    form = FORMS[project.form]
    project.paid_day = district.day
    if project.purse:
        source, use, fen = Account(project.purse, where), Account(USES[form], where), project.cost_fen
    else:
        price = district.parameters.assumptions.prices.volunteer_hour_yuan
        source, use, fen = Account("treasury"), Account(CLAIMS, where), fen_of(project.claim_hours * price)
    district.ledger.pay(district.day, source, use, fen, form if project.purse else "claims")
