"""What government and communities settle about tasks: lists, cuts, agreements, grades, spot checks and naming."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from ..arrays import Floats
from ..events.tasks import (
    AgreementSigned,
    CommunitiesChecked,
    CommunityGraded,
    DepartmentGraded,
    DepartmentNamed,
    DutyListsPublished,
    TasksCut,
)
from ..local_levers import by_community
from ..needs.useful_hours import forms_left
from ..staffing.burden import Burden, weekly_hours
from ..streams import COMMUNITY, MONTH, Stream
from .book import TaskBook, Year, new_checked
from .stream import AGREED, NUMBERS, RECURRING, SENDERS, Terms, terms_of

if TYPE_CHECKING:
    from ..district import District

CHECKED = Stream("tasks: spot checks", COMMUNITY, MONTH)


def hours_from_above(district: District) -> Floats:
    """Hours a week that departments send down in a usual week, before joined registers spare any, by community."""
    parameters = district.parameters
    share = parameters.assumptions.staffing.outside_task_share * parameters.levers.staff.admin_share
    return weekly_hours(district) * share


def settle_terms(district: District, before: Terms | None = None) -> None:
    """Publish the lists and cut what is to be cut, where either is new."""
    book = district.of(TaskBook)
    book.terms = terms = terms_of(district.parameters, district.plan.seed)
    weekly = RECURRING.part * float(hours_from_above(district).sum()) * forms_left(district.parameters)
    newly = {"listed": terms.listed, "cut": terms.cut}
    if before is not None:
        newly = {name: now & (not np.array_equal(now, getattr(before, name))) for name, now in newly.items()}
    for sender, name in enumerate(SENDERS):
        theirs = RECURRING.sender == sender
        listed, cut = theirs & newly["listed"], theirs & newly["cut"]
        if listed.any():
            own = int((listed & terms.own).sum())
            district.record(DutyListsPublished(about=name, own=own, assisted=int(listed.sum()) - own))
        if weekly[cut].sum() > 0.0:
            district.record(TasksCut(about=name, kinds=int(cut.sum()), hours=float(weekly[cut].sum())))


def sign_agreements(district: District, date: dt.date) -> None:
    """Streets and communities agree on this year's delegated tasks; with whom put work off, on fewer."""
    book, levers = district.of(TaskBook), district.parameters.levers.compact
    assumed, territory = district.parameters.assumptions, district.world.territory
    share = by_community(district, "compact", "agreement_share") * (
        1.0 - levers.mutual_rating * (1.0 - book.relations.grades)
    )
    where = np.arange(territory.communities)[:, None]
    lots = AGREED.of(district.plan.seed).at(where, NUMBERS, date.year).uniform()
    book.agreed = (lots < share[:, None]) & book.terms.own & RECURRING.delegable & ~book.terms.cut
    weekly = hours_from_above(district)[:, None] * RECURRING.part * forms_left(district.parameters) * book.agreed
    paid = (weekly * book.relations.agreements[RECURRING.sender]).sum(axis=1) * assumed.prices.delegated_hour_yuan
    for community in np.flatnonzero(weekly.sum(axis=1)).tolist():
        terms = AgreementSigned(
            number=int(territory.street_of_community[community]),
            community=community,
            kinds=int(book.agreed[community].sum()),
            hours=float(weekly[community].sum()),
            yuan=float(paid[community]),
        )
        district.record(terms)


def grade(district: District) -> None:
    """Both sides grade each other for the year past, and take it to heart as far as it counts."""
    book, burden = district.of(TaskBook), district.of(Burden)
    weight, year = district.parameters.levers.compact.mutual_rating, book.year
    if weight > 0.0 and year.weeks > 0 and year.own.any():
        kept = np.divide(year.kept, year.own, out=np.ones(len(year.own)), where=year.own > 0.0)
        book.relations.grades = 1.0 - np.minimum(burden.put_off / year.weeks, 1.0)
        for name, one in zip(SENDERS, kept.tolist(), strict=True):
            district.record(DepartmentGraded(about=name, grade=one))
        for community, one in enumerate(book.relations.grades.tolist()):
            district.record(CommunityGraded(community=community, grade=one))
        step = improvement(kept, weight, district.parameters.assumptions.tasks.rating_response)
        book.relations.lists += step * (1.0 - book.relations.lists)
        book.relations.agreements += step * (1.0 - book.relations.agreements)
    book.year, burden.put_off = Year(), np.zeros(len(burden.put_off))


def improvement(grades: Floats, weight: float, response: float) -> Floats:
    """Part of what is missing that departments of these grades make up for in the year to come."""
    return weight * response * (1.0 - grades)


def spot_check(district: District, date: dt.date) -> None:
    """Once a quarter the organisation department looks where tasks went round the gate, and names who sent them."""
    book, assumed = district.of(TaskBook), district.parameters.assumptions.tasks
    seen, book.round_gate = book.round_gate, new_checked(len(book.agreed))
    if not np.any(by_community(district, "staff", "access_gate")):
        return
    draws = CHECKED.of(district.plan.seed).at(np.arange(len(book.agreed)), date.year * 12 + date.month).uniform()
    looked_at = draws < assumed.check_share
    if not looked_at.any() or not seen.own.any():
        return
    district.record(CommunitiesChecked(communities=int(looked_at.sum())))
    own, slipped = seen.own[looked_at].sum(axis=0), seen.slipped[looked_at].sum(axis=0)
    share = np.divide(slipped, own, out=np.zeros(len(own)), where=own > 0.0)
    for sender in np.flatnonzero(share > assumed.named_above).tolist():
        book.relations.naming[sender] = 1.0
        district.record(DepartmentNamed(about=SENDERS[sender], share=float(share[sender])))
