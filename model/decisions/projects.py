"""Project money is given away, batch by batch: proposed, screened, claimed, voted on, and put out to tender.

Whatever rule decides, the ballots are those of the same adults: without a vote they say what people would have named.
Works that neighbours agreed on as a collective matter come before any project, up to a share of the money.
"""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from ..deliberation.attendance import Call
from ..deliberation.matter import Matter
from ..exact import Floats, Ints
from ..hands import charge_counters
from ..institutions.organisation import NOWHERE
from ..money.foundation import Delivered, Foundations
from ..money.ledger import Account, fen_of
from ..projects.ballots import Odds, Voters, approvals, around_home, utility, who_votes
from ..projects.book import NOT_PAID, PAID, Project, ProjectBook, Vote
from ..projects.kinds import ACTIVITY, FORMS, SERVICE, project_kinds
from ..projects.luck import batch_key, voting_key
from ..projects.pipeline import choice_day, claims, idle_desks
from ..projects.proposals import Batch, Known, Proposals, proposals, screening
from ..streams import stream_key
from . import foundations
from .aftermath import move_trust
from .project_choice import Poll, decide, free_fen, set_out
from .project_effects import put_in_force
from .project_year import YearOfNeeds, adults_of, grounds_of, year_of_needs
from .split_money import batch_of

if TYPE_CHECKING:
    from ..district import District

MOST_BATCHES = 4
USES = {0: "projects_works", 1: "projects_service", 2: "projects_goods", 3: "activities"}
"""Account on which a project's form is spent."""


def begin(district: District) -> None:
    """No project has been chosen; foundations of the place are founded."""
    world, assumed = district.world, district.parameters.assumptions
    communities = district.ledger.communities
    nobody = np.zeros(communities)
    district.projects = ProjectBook(
        kinds=project_kinds(world.place.needs),
        places=grounds_of(world, assumed.proposing.reach_km),
        desks=[idle_desks(0, assumed.delivery) for _ in range(communities)],
        reserved_fen={name: np.zeros(communities, np.int64) for name in ("community", "projects", "foundation")},
        foundations=Foundations(np.zeros(communities, np.bool_), nobody.copy(), nobody.copy()),
        delivered=Delivered(nobody.copy(), nobody.copy()),
        factors=np.ones((world.territory.cells, len(district.kinds.ids))),
        strife=np.ones(world.territory.cells),
        usual_activities=np.zeros(0),
    )
    renew(district)


def renew(district: District) -> None:
    """New levers: foundations are founded where they now ask for them; running projects go on where they stand."""
    foundations.found(district)
    put_in_force(district, afresh=True)


def hold_batch(district: District, date: dt.date) -> None:
    """If a batch falls in this month, every community gives its money away, and foundations theirs."""
    levers = district.parameters.levers.projects
    number = batch_of(date.month, levers.batches_per_year)
    if number is None:
        return
    pay_for_agreed_works(district, date)
    year = year_of_needs(district)
    hours = np.zeros(district.ledger.communities)
    for community in range(len(hours)):
        key = batch_key(stream_key(district.plan.seed, "projects"), community, date.year * MOST_BATCHES + number)
        hours[community] = _give_away(district, community, key, year)
    charge_counters(district, hours)


def _give_away(district: District, community: int, key: np.uint64, year: YearOfNeeds) -> float:
    """One batch of one community; returns the hours it takes its staff."""
    levers, assumed = district.parameters.levers, district.parameters.assumptions
    money = {purse: free_fen(district, purse, community) for purse in ("community", "projects")}
    listed, poll = ballot(district, community, key, sum(money.values()), year)
    if not len(listed):
        return 0.0
    taken = claims(listed, levers.projects.claim_share, members_hours(district, community), assumed.delivery)
    open_to = ~taken.claimed
    chosen: list[tuple[str, int]] = [("", row) for row in np.flatnonzero(taken.claimed).tolist()]
    for purse in ("community", "projects"):
        # The community's own money is for service, and goods and works come out of the other pot alone.
        may = open_to & (np.isin(listed.form, (SERVICE, ACTIVITY)) if purse == "community" else True)
        outcome = decide(district, listed, poll, may, money[purse], levers.projects.rule)
        for row in outcome:
            chosen.append((purse, row))
            open_to[row] = False
    day = choice_day(district.day, levers.projects.screening, assumed.delivery)
    set_out(district, community, listed, chosen, day, taken.hours)
    granted = foundations.give(district, community, listed, poll, open_to)
    asked = levers.projects.rule != "staff_list" or (bool(granted) and levers.projects.foundation_decided_by != "board")
    remember(district, community, poll, [row for _, row in chosen] + granted, asked)
    return assumed.ballots.poll_hours * asked + assumed.ballots.listing_hours * len(listed)


def ballot(
    district: District, community: int, key: np.uint64, pot_fen: int, year: YearOfNeeds
) -> tuple[Proposals, Poll]:
    """What stands on the ballot once it is screened, and what those who vote would name."""
    levers, assumed, book = district.parameters.levers, district.parameters.assumptions, district.projects
    place, household = book.places[community], district.world.residents.household
    adults = adults_of(district, community, year)
    call = Call(levers.deliberation.notice_days, levers.deliberation.online)
    turnout = who_votes(adults, call, voting_key(key), Odds(assumed.attendance, assumed.ballots))
    resident = adults.resident[turnout.row]
    cell = district.world.residents.cell[resident].astype(np.int64)
    at_home = year.unmet_at_home[household[resident]]
    who_came = np.zeros((len(place), at_home.shape[1]))
    _, first = np.unique(household[resident], return_index=True)
    np.add.at(who_came, np.searchsorted(place.cell, cell[first]), at_home[first])
    known = Known(year.registered[place.cell], who_came, _able(district, community), _people(district, place.cell))
    batch = Batch(place, book.kinds, key, pot_fen, levers.funding.activity_earmark)
    listed = proposals(levers.projects.proposed_by, known, batch, assumed.proposing)
    listed = listed.take(screening(listed, levers.projects.screening, assumed.proposing) == 0)
    households = district.world.territory.households_of_cell[place.cell].astype(float)
    around = around_home(year.unmet[place.cell], households)
    worth = utility(Voters(resident, cell, at_home), around, listed, place, assumed.ballots)
    return listed, Poll(resident, approvals(worth, assumed.ballots))


def _people(district: District, cell: Ints) -> Floats:
    return district.world.territory.residents_of_cell[cell].astype(float)


def _able(district: District, community: int) -> Floats:
    """Organisations of the community, or of nowhere else in the district, that do each kind."""
    able = np.zeros(len(district.kinds.ids))
    for one in district.market.organisations.values():
        if one.profile.home in (community, NOWHERE):
            able[list(one.profile.kinds)] += 1.0
    return able


def members_hours(district: District, community: int) -> float:
    """Hours that Party members of a community, those who report in from work included, have for claims in a batch."""
    people, levers = district.world.residents, district.parameters.levers
    start = district.state.facts.community_start
    party = people.party[int(start[community]) : int(start[community + 1])]
    members = (party == 1).sum() + levers.party.reporting_share * (party > 1).sum()
    each = district.parameters.assumptions.delivery.member_hours
    return float(members) * each / levers.projects.batches_per_year


def remember(district: District, community: int, poll: Poll, funded: list[int], asked: bool) -> None:
    """How many voters see something done that they named; after a real vote they trust more, the others less."""
    served = np.asarray(poll.named[:, np.array(funded, np.int64)].any(axis=1))
    vote = Vote(district.day, community, len(poll.resident), int(served.sum()), asked)
    district.projects.votes.append(vote)
    if not asked or not len(poll.resident):
        return
    known = district.parameters.assumptions.aftermath
    household, first = np.unique(district.world.residents.household[poll.resident].astype(np.int64), return_index=True)
    step = np.where(served[first], known.heard_trust, -known.overruled_trust)
    move_trust(district, household, step, known.heard_efficacy)


def see_to_projects(district: District, date: dt.date) -> None:
    """Once a week: what begins is paid, what failed hands its promise back, and what helps today is put in force."""
    book = district.projects
    for project in book.running:
        if project.money == NOT_PAID and project.start_day <= district.day:
            _begin_work(district, project)
    book.running = [one for one in book.running if one.money == NOT_PAID or one.acts_until_day > district.day]
    put_in_force(district, afresh=False)


def _begin_work(district: District, project: Project) -> None:
    """Money is paid as work begins; what turned out impossible costs nothing but the days."""
    book, account = district.projects, Account(project.purse, project.community)
    project.money = PAID
    if project.purse:
        book.reserved_fen[project.purse][project.community] -= project.cost_fen
    if project.purse == "foundation":
        count = book.delivered.failed if project.failed else book.delivered.done
        count[project.community] += 1.0
    district.note(project.name, "failed" if project.failed else "began", float(project.start_day - project.chosen_day))
    if project.failed:
        return
    if project.purse:
        use = Account(USES[project.form], project.community)
        district.ledger.pay(district.day, account, use, project.cost_fen, FORMS[project.form])
    else:
        price = district.parameters.assumptions.prices.volunteer_hour_yuan
        use = Account("volunteers", project.community)
        district.ledger.pay(district.day, Account("treasury"), use, fen_of(project.claim_hours * price), "claims")


def bind_money(district: District, matter: Matter) -> None:
    """Works that neighbours agreed on are paid at once as far as project money may be bound, or wait for a budget.

    What a department does it pays for itself.
    """
    if matter.kind.paid_by != "public":
        return
    fen, day, where = fen_of(matter.kind.cost), district.day, matter.community
    use = Account("projects_works", where)
    most = district.parameters.assumptions.matters.bound_share * district.ledger.held(Account("projects", where))
    if matter.kind.needs_department:
        district.ledger.pay(day, Account("treasury"), use, fen, "agreed works")
    elif fen <= min(most, free_fen(district, "projects", where)):
        district.ledger.pay(day, Account("projects", where), use, fen, "agreed works")
    else:
        matter.unpaid = True
        district.projects.waiting.append(matter)
        district.note(matter.name, "waits_for_money", matter.kind.cost)


def pay_for_agreed_works(district: District, date: dt.date) -> None:
    """Agreed works that project money could not pay for: out of this batch as far as it may be bound; at New Year the
    district's ordinary budget pays for the others (S70).
    """
    book = district.projects
    left: list[Matter] = []
    bound = partial(_may_be_bound, district)
    for matter in book.waiting:
        fen, use = fen_of(matter.kind.cost), Account("projects_works", matter.community)
        if fen <= bound(matter.community):
            district.ledger.pay(district.day, Account("projects", matter.community), use, fen, "agreed works")
        elif date.month == 1:
            district.ledger.pay(district.day, Account("treasury"), use, fen, "agreed works")
        else:
            left.append(matter)
            continue
        matter.unpaid = False
    book.waiting = left


def _may_be_bound(district: District, community: int) -> float:
    held = district.ledger.held(Account("projects", community))
    share = district.parameters.assumptions.matters.bound_share
    return min(share * held, free_fen(district, "projects", community))
