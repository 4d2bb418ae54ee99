"""Projects are looked after by residents: a visit half-way, a review once they are done, and the last payment.

Where results are reviewed (`deliberation.review`) part of a project's money is held back, activities apart, which are
paid by the session. Half-way the committee and residents look at it; poor work they notice is put right. Once works
stand, goods are there or a service is over, residents whom it reached say what it was like. Enough of them content, the
rest is paid. If not, works are done again before anybody is paid, and of what is over the rest is kept. What they said
counts in the next bid of whoever did it. (YT-30, SU-07)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..arrays import Int64s
from ..events.money import ProjectReviewed, ProjectVisited
from ..ledger.ledger import FEN_A_YUAN, Account
from ..minds import move_trust
from ..organisations.accounts import project_began, project_paid
from ..organisations.market import Market
from ..streams import draws_of
from .activity_floor import may_be_paid
from .donors import look, supervised
from .draws import ASKED, SAID, SEEN, project_uniforms, review_key
from .effects import reaches_km
from .group_programmes import members
from .kinds import ACTIVITY, FORMS, GOODS, WORKS
from .records import LAST_PAYMENT, USES, Payment, Project, ProjectBook
from .settling import can_be_redone, do_again, do_well, keep_the_rest

if TYPE_CHECKING:
    from ..district import District


def reviewed(district: District, project: Project) -> bool:
    """Whether residents review what was done; a venture of an organisation is always reviewed. (SU-09)"""
    levers = district.parameters.levers
    return levers.deliberation.review or (levers.projects.venture_rounds and project.purse == "projects")


def rated(district: District, project: Project) -> bool:
    """Whether residents say what a project was like: where it is reviewed, and where awards follow what they say."""
    return reviewed(district, project) or district.parameters.levers.funding.performance_share > 0.0


def first_payment(district: District, project: Project) -> int:
    """Fen paid when a project begins, and the days on which it is looked at; the rest is held back."""
    by_residents, by_donors = rated(district, project), supervised(district, project)
    if project.failed or not (by_residents or by_donors):
        return project.cost_fen
    assumed = district.parameters.assumptions.implementing
    built = project.form in (WORKS, GOODS)
    done = project.acts_from_day if built else project.acts_until_day
    over = done + int(assumed.review_days) * built
    project.review_day, project.donors_day = over if by_residents else None, over if by_donors else None
    if not reviewed(district, project) and not by_donors:
        return project.cost_fen
    if reviewed(district, project):
        project.visit_day = (project.start_day + done) // 2
    if project.purse and project.form != ACTIVITY:
        project.held_fen = round(assumed.held_back_share * project.cost_fen)
    return project.cost_fen - project.held_fen


def pay(district: District, project: Project, fen: int) -> None:
    """Pay for a project out of its purse, and cross the promise off; what is paid later is its last payment."""
    book, where, form = district.of(ProjectBook), project.community, FORMS[project.form]
    book.reserved_fen[project.purse][where] -= fen
    purpose = LAST_PAYMENT if project.paid_fen else form
    district.ledger.pay(district.day, Account(project.purse, where), Account(USES[form], where), fen, purpose)
    if project.implementer.by == "organisation":
        if not project.paid_fen:
            project_began(district, project.implementer.number, project.cost_fen / FEN_A_YUAN)
        project_paid(district, project.implementer.number, fen / FEN_A_YUAN, project.purse == "foundation")
    project.paid_fen += fen
    book.paid.append(Payment(project.purse, where, project.form, district.day, fen))


def look_after(district: District, project: Project) -> float:
    """The visit half-way, the review and the last payment on their days; returns hours of community staff."""
    hours, today = 0.0, district.day
    if project.visit_day is not None and project.visit_day <= today:
        project.visit_day = None
        hours = _visit(district, project)
    if project.donors_day is not None and project.donors_day <= today:
        look(district, project, residents_decide=reviewed(district, project))
    if project.review_day is not None and project.review_day <= today:
        _review(district, project)
    if project.last_is_due and project.held_fen and may_be_paid(district, project, project.held_fen):
        pay(district, project, project.held_fen)
        project.held_fen = 0
    return hours


def _visit(district: District, project: Project) -> float:
    """The committee and residents look at it; poor work they notice is put right."""
    assumed, how = district.parameters.assumptions.implementing, "in_order"
    if project.part < 1.0 and project_uniforms(np.array([project.key]), SEEN)[0] < assumed.visit_finds:
        do_well(district, project)
        how = "put_right"
    district.record(ProjectVisited(**project.facts, how=how, hours=assumed.visit_hours))
    return assumed.visit_hours


def _review(district: District, project: Project) -> None:
    """Those whom it reached say what it was like; the last payment follows, or does not."""
    assumed, key = district.parameters.assumptions.implementing, review_key(project.key, project.reviews)
    raters, held = _raters(district, project, key), project.held_fen
    likes = assumed.mark_good if project.part >= 1.0 else assumed.mark_poor
    said = draws_of(draws_of(key).at(SAID).key()).at(raters).uniform() < likes
    project.content = float(said.mean()) if len(raters) else 1.0
    project.reviews += 1
    project.review_day = None
    passed = project.content >= assumed.pass_mark
    how = _settle(district, project, passed) if reviewed(district, project) else "rated"
    organisations = district.of(Market).organisations
    if project.implementer.by == "organisation" and project.implementer.number in organisations:
        organisations[project.implementer.number].hear_of_a_project(project.content)
    household = np.unique(district.world.residents.household[raters].astype(np.int64))
    trust = district.parameters.assumptions.aftermath.review_trust
    move_trust(district, household, np.full(len(household), trust), 0.0)
    yuan = held / FEN_A_YUAN * (how == "passed")
    said_of_it = ProjectReviewed(**project.facts, how=how, content=project.content, raters=len(raters), yuan=yuan)
    district.record(said_of_it)


def _settle(district: District, project: Project, passed: bool) -> str:
    """The rest is due; or works and goods are done again first; or, where all is over, it stays in the purse."""
    if passed:
        project.last_is_due = True
        return "passed"
    if can_be_redone(project) and project.reviews == 1:
        return do_again(district, project)
    return keep_the_rest(district, project)


def _raters(district: District, project: Project, key: np.uint64) -> Int64s:
    """Residents of the community, of the cells the project reaches, who are asked; each at most once."""
    land, assumed = district.world.territory, district.parameters.assumptions
    row = np.array([project.cell])
    if project.group:
        return _of_the_group(members(district, project), key, assumed.implementing.raters)
    reach = reaches_km(np.array([project.form]), np.array([project.cost_fen]), assumed.delivery)
    reached = district.of(ProjectBook).catchments.reached(row, reach)[0]
    here = land.community_of_cell[reached] == project.community
    cell = np.union1d(reached[here], row)
    # Residents of reached cells stand in one line, `upto` is where each cell ends in it; a draw is a place in the line.
    first = land.resident_start_of_cell.astype(np.int64)
    upto = np.cumsum(first[cell + 1] - first[cell])
    if not upto[-1]:
        return np.zeros(0, np.int64)
    draws = draws_of(draws_of(key).at(ASKED).key()).at(np.arange(assumed.implementing.raters)).uniform()
    place = (draws * upto[-1]).astype(np.int64)
    which = np.searchsorted(upto, place, side="right")
    return np.asarray(np.unique(first[cell[which] + 1] - (upto[which] - place)), np.int64)


def _of_the_group(whom: Int64s, key: np.uint64, count: int) -> Int64s:
    """Those asked of a programme that is for a group alone."""
    if not len(whom):
        return whom
    draws = draws_of(draws_of(key).at(ASKED).key()).at(np.arange(count)).uniform()
    return np.unique(whom[(draws * len(whom)).astype(np.int64)])
