"""Projects of a district: batches of money given away, work begun and looked after, effects put in force.

Who proposes and decides stands in `batch`, who carries projects out in `implementers`, what residents say of them in
`overseeing`, money that neighbours' agreed works take in `agreed_works`.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from ..arrays import Floats
from ..events.money import ProjectBegan, ProjectFailed, ProjectPutOff
from ..ledger.allocation_rules import batch_of
from ..ledger.ledger import FEN_A_YUAN, Account, fen_of
from ..ledger.payers import Payers
from ..organisations.market import Market
from ..staffing.capacity import charge_counters
from . import agreed_works, foundations, group_programmes
from .activity_floor import may_be_paid
from .averted import Ground, nothing_averted, rates_of_cells
from .batch import give_away
from .draws import batch_number
from .effects import Catchments
from .foundation_rules import Delivered, Foundations
from .implementers import posts_in_projects
from .in_force import put_in_force
from .kinds import project_kinds
from .overseeing import first_payment, look_after, pay
from .pipeline import idle_desks
from .records import CLAIMS, NOT_PAID, PAID, PURSES, Project, ProjectBook
from .year_of_needs import grounds_of, year_of_needs

if TYPE_CHECKING:
    from ..district import District

DAYS_A_WEEK = 7


def initialise(district: District) -> None:
    """Keep a register without projects (`earlier_years` adds them) and create the place's foundations."""
    world, assumed = district.world, district.parameters.assumptions
    communities = district.ledger.communities
    nobody = np.zeros(communities)
    book = ProjectBook(
        kinds=project_kinds(world.place.needs),
        places=grounds_of(world, assumed.proposing.reach_km),
        catchments=Catchments(world.territory.x_km, world.territory.y_km),
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
        open_hours=nobody.copy(),
        bound_hours=nobody.copy(),
    )
    district.keep(book)
    district.keep(group_programmes.Calls())
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
        district.of(ProjectBook).paid = []
    agreed_works.monthly(district, date)


def weekly(district: District, date: dt.date) -> None:
    """Once a week: what begins is paid, what failed hands its promise back, what runs is looked after and in force."""
    hours = begin_and_end(district)
    if hours.any():
        charge_counters(district, hours)
    put_in_force(district, afresh=False)
    group_programmes.weekly(district)


def begin_and_end(district: District) -> Floats:
    """What begins is paid, what is under way is looked after, what is over stands no more; returns hours of staff."""
    book, hours = district.of(ProjectBook), np.zeros(district.ledger.communities)
    agreed_works.pay_what_is_promised(district)
    due = [one for one in book.running if one.falls_due(district.day)]
    for project in sorted(due, key=lambda one: (one.start_day, one.number)):
        if project.money == NOT_PAID and project.start_day <= district.day:
            _begin_work(district, project)
        hours[project.community] += look_after(district, project)
    book.running = [one for one in book.running if _goes_on(one, district.day)]
    district.of(Market).project_posts = posts_in_projects(district, district.day)
    return hours


def _goes_on(project: Project, day: int) -> bool:
    """Whether anything is still to come of a project: its beginning, its help, a review, or its last payment."""
    if project.money == NOT_PAID or project.acts_until_day > day:
        return True
    return project.review_day is not None or project.donors_day is not None or project.held_fen > 0


def _begin_work(district: District, project: Project) -> None:
    """Money is paid as work begins; what turned out impossible costs nothing but the days."""
    book, where = district.of(ProjectBook), project.community
    first = first_payment(district, project)
    if not project.failed and not may_be_paid(district, project, first):
        _put_off(district, project)
        return
    project.money = PAID
    if project.purse == "foundation":
        count = book.delivered.failed if project.failed else book.delivered.done
        count[where] += 1.0
    begun = ProjectFailed if project.failed else ProjectBegan
    district.record(begun(**project.facts, days=project.start_day - project.chosen_day))
    if project.failed:
        if project.purse:
            book.reserved_fen[project.purse][where] -= project.cost_fen
        return
    project.paid_day = district.day
    if project.purse:
        pay(district, project, first)
    else:
        price = district.parameters.assumptions.prices.volunteer_hour_yuan
        target, fen = Account(CLAIMS, where), fen_of(project.claim_hours * price)
        district.ledger.pay(district.day, Account("treasury"), target, fen, "claims")


def _put_off(district: District, project: Project) -> None:
    """A project that may not be paid yet begins a week later, and everything after it."""
    if not project.put_off:
        district.record(ProjectPutOff(**project.facts, yuan=project.cost_fen / FEN_A_YUAN))
    project.put_off = True
    project.held_fen, project.visit_day, project.review_day, project.donors_day = 0, None, None, None
    later = district.day + DAYS_A_WEEK - project.start_day
    project.start_day += later
    project.acts_from_day += later
    project.acts_until_day += later
