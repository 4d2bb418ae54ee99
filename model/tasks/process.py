"""Every Monday departments send tasks down; streets, lists and agreements decide who does them, and hours are owed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from ..agents.department import Department
from ..arrays import Floats, Int64s
from ..events.tasks import TasksOfMonth, TasksRefused, TasksStopped
from ..ledger.ledger import fens_of
from ..local_levers import by_community
from ..needs.useful_hours import forms_left, usual_administration
from ..staffing import burden
from ..staffing.capacity import keep_officials
from . import desk
from .book import Month, Relations, TaskBook, Year, enter, new_checked, nothing_sent
from .compact import grade, hours_from_above, settle_terms, sign_agreements, spot_check
from .stream import (
    COMES_BACK_AFTER,
    COMES_BACK_OVER,
    RECURRING,
    SENDERS,
    Fates,
    Regard,
    by_sender,
    fates_of,
    tasks_arising,
    terms_of,
)

if TYPE_CHECKING:
    from ..district import District

DAYS_A_WEEK = 7
WEEKS_BEYOND = COMES_BACK_AFTER + COMES_BACK_OVER + 2
WEEKS_BEFORE = 5
"""Tasks of so many weeks before the first morning may still be owed on it."""
QUARTERS_BEGIN = (1, 4, 7, 10)


def initialise(district: District) -> None:
    """The first morning: what came in the weeks before is under way."""
    burden.initialise(district)
    communities, assumed = district.world.territory.communities, district.parameters.assumptions.staffing
    shape = (communities, district.plan.last // DAYS_A_WEEK + WEEKS_BEYOND)
    departments = np.ones(len(SENDERS))
    district.keep(
        TaskBook(
            first_week=week_of(district.date(0)),
            owed=np.zeros(shape),
            own=np.zeros(shape),
            borne=np.zeros(shape),
            at_home=np.zeros(shape),
            terms=terms_of(district.parameters, district.plan.seed),
            agreed=np.zeros((communities, len(RECURRING.part)), np.bool_),
            relations=Relations(
                lists=assumed.lists_kept * departments,
                agreements=assumed.agreement_brings * departments,
                naming=0.0 * departments,
                grades=np.ones(communities),
            ),
            hours=nothing_sent(),
            paid=np.zeros(communities),
            helped=np.zeros(communities),
            month=Month(),
            year=Year(),
            round_gate=new_checked(communities),
        )
    )
    settle_terms(district)
    _owe_from_before(district)
    sign_agreements(district, district.date(0))
    burden.bear(district, _borne(district))


def on_new_levers(district: District) -> None:
    """New lists, cuts and agreements hold for what is sent from now on; what was accepted stays owed."""
    book, before = district.of(TaskBook), district.of(TaskBook).terms
    settle_terms(district, before)
    if np.any(by_community(district, "compact", "agreement_share")) or book.agreed.any():
        date = district.date(district.day)
        if (date.month, date.day) != (1, 1):  # else this morning's agreements are still to be signed
            sign_agreements(district, date)
    burden.bear_anew(district, _borne(district))


def weekly(district: District, date: dt.date) -> None:
    """Tasks arise, are cut, delegated, kept, stopped, refused or done, and this week's hours are owed."""
    book = district.of(TaskBook)
    week = week_of(date) - book.first_week
    book.owed[:, week] += _left_over(book, week - 1)
    if date.day <= DAYS_A_WEEK:
        _begin_month(district, date)
    tasks = tasks_arising(hours_from_above(district), week_of(date), weeks_of_month(date), district.plan.seed)
    hours = tasks * RECURRING.hours * forms_left(district.parameters)
    relations, sender = book.relations, RECURRING.sender
    regard = Regard(relations.lists[sender], relations.naming[sender])
    fates = _fates(district, tasks, regard, week_of(date))
    enter(book, hours, fates)
    paid = hours * fates.delegated * relations.agreements[sender]
    _owe(book, hours * (fates.done | fates.delegated) - paid, week)
    back = (hours * fates.returned).sum(axis=1)[:, None] / COMES_BACK_OVER
    book.owed[:, week + COMES_BACK_AFTER : week + COMES_BACK_AFTER + COMES_BACK_OVER] += back
    _pay(district, paid.sum(axis=1))
    _do_above(district, (hours * (fates.kept | fates.stopped | fates.refused)).sum(axis=0))
    _remember(book, tasks, hours, fates)
    if np.any(gate := _gate(district)):  # only what goes round a gate is looked for
        _watch_the_gate(book, hours * book.terms.own * (gate > 0.0), fates)
    _tell(district, tasks, hours, fates)
    burden.bear(district, _borne(district))


def yearly(district: District, date: dt.date) -> None:
    """Both sides are graded, and agreements are signed for the year."""
    grade(district)
    if np.any(by_community(district, "compact", "agreement_share")) or district.of(TaskBook).agreed.any():
        sign_agreements(district, date)


def _fates(district: District, tasks: Int64s, regard: Regard, week: int) -> Fates:
    """What becomes of a week's tasks; where there is a gate, those that reach it pass the street's desk."""
    book, parameters, seed = district.of(TaskBook), district.parameters, district.plan.seed
    gate = _gate(district)
    regard = regard._replace(gate=gate)
    fates = fates_of(parameters, book.terms, book.agreed, regard, week, seed)
    if not np.any(gate):
        return fates
    pushed = np.where(fates.cut | fates.delegated | fates.kept | (gate <= 0.0), 0, tasks)
    looked_at = desk.look_at(district, pushed, week)
    fates = fates_of(parameters, book.terms, book.agreed, regard._replace(desk=looked_at), week, seed)
    desk.tell(district, pushed, looked_at, fates)
    return fates


def _gate(district: District) -> Floats:
    """Share of tasks that the gate stops; shape (communities, 1), or (1, 1) where it is the same everywhere."""
    return np.reshape(by_community(district, "staff", "access_gate"), (-1, 1))


def help_with_tasks(district: District, community: int, hours: float) -> float:
    """Somebody takes so many hours of tasks off a community's staff, those owed next; returns what there was."""
    book = district.of(TaskBook)
    week, left = week_of(district.date(district.day)) - book.first_week + 1, hours
    for owed in range(week, book.owed.shape[1]):
        taken = min(float(book.owed[community, owed]), left)
        book.owed[community, owed] -= taken
        left -= taken
        if left <= 0.0:
            break
    book.helped[community] += hours - left
    return hours - left


def week_of(date: dt.date) -> int:
    """Weeks since the beginning of the calendar, each from Monday on."""
    return (date.toordinal() - 1) // DAYS_A_WEEK


def weeks_of_month(monday: dt.date) -> float:
    """Weeks from the first Monday of a month to the next one's; 0 on any other Monday."""
    if monday.day > DAYS_A_WEEK:
        return 0.0
    return 4.0 if (monday + dt.timedelta(weeks=4)).day <= DAYS_A_WEEK else 5.0


def administration(district: District) -> float:
    """Share of staff's hours that tasks and reports took in the measured weeks; of this week where none has begun."""
    book, first = district.of(TaskBook), district.date(district.plan.warmup)
    begun = week_of(first) - book.first_week + (first.weekday() > 0)
    last = int(np.flatnonzero(book.at_home.any(axis=0)).max(initial=0))
    weeks = slice(min(begun, last), last + 1)
    hours = float(book.at_home[:, weeks].sum())
    return float(book.borne[:, weeks].sum()) / hours if hours > 0.0 else 0.0


def _owe_from_before(district: District) -> None:
    """What was sent in the weeks before the first morning and is not due yet."""
    book, today = district.of(TaskBook), district.date(0)
    monday = today - dt.timedelta(days=today.weekday())
    for back in range(int(today == monday), WEEKS_BEFORE):  # a Monday sends its own
        date = monday - dt.timedelta(weeks=back)
        tasks = tasks_arising(hours_from_above(district), week_of(date), weeks_of_month(date), district.plan.seed)
        _owe(book, tasks * RECURRING.hours * forms_left(district.parameters), -back)
    book.carried_in = float(book.owed.sum())


def _owe(book: TaskBook, hours: Floats, week: int) -> None:
    """Spread the hours of tasks sent in a week over the weeks until they are due."""
    for weeks in np.unique(RECURRING.weeks).tolist():
        each = hours[:, RECURRING.weeks == weeks].sum(axis=1)[:, None] / weeks
        book.owed[:, max(week, 0) : max(week + weeks, 0)] += each


def _left_over(book: TaskBook, week: int) -> Floats:
    """What staff could not do in a week because they had no more hours."""
    if week < 0:
        return np.zeros(len(book.owed))
    return np.maximum(book.owed[:, week] + book.own[:, week] - book.borne[:, week], 0.0)


def _borne(district: District) -> Floats:
    """Staff's hours of this week go to tasks and reports first: the share these take, by community."""
    book, parameters = district.of(TaskBook), district.parameters
    week = week_of(district.date(district.day)) - book.first_week
    at_home = burden.weekly_hours(district)
    reports = usual_administration(parameters) * (1.0 - parameters.assumptions.staffing.outside_task_share)
    book.own[:, week], book.at_home[:, week] = at_home * reports, at_home
    book.borne[:, week] = np.minimum(book.owed[:, week] + book.own[:, week], at_home)
    none = np.zeros(len(at_home))
    return np.divide(book.borne[:, week], at_home, out=none, where=at_home > 0.0)


def _pay(district: District, hours: Floats) -> None:
    """Departments pay communities for delegated hours, which buys temporary hands."""
    book, yuan = district.of(TaskBook), district.parameters.assumptions.prices.delegated_hour_yuan
    book.paid += hours
    district.ledger.pay_each(district.day, "treasury", "delegated_tasks", fens_of(hours * yuan), "agreements")


def _do_above(district: District, hours: Floats) -> None:
    """Officials do what stayed with them, and leave cases undone meanwhile."""
    assumed, capacity = district.parameters.assumptions.tasks, district.state.departments.capacity
    theirs = by_sender(hours) * assumed.above_hours
    district.of(TaskBook).month.done_above += theirs
    for department in district.agents_by_type[Department]:
        cases = float(theirs[SENDERS.index(department.name)]) / assumed.case_hours
        able = float(capacity[department.kinds].sum())
        for row in department.kinds if cases > 0.0 and able > 0.0 else ():
            keep_officials(district, [row], cases * float(capacity[row]) / able)


def _remember(book: TaskBook, tasks: Int64s, hours: Floats, fates: Fates) -> None:
    """What both sides will want to know."""
    book.month.tasks += by_sender(tasks.sum(axis=0))
    book.month.sent += by_sender((hours * (fates.done | fates.delegated)).sum(axis=0))
    own = hours * book.terms.own
    book.year.weeks += 1
    book.year.own += by_sender(own.sum(axis=0))
    book.year.kept += by_sender((own * (fates.kept | fates.delegated | fates.cut)).sum(axis=0))


def _watch_the_gate(book: TaskBook, own: Floats, fates: Fates) -> None:
    """What the organisation department will find: own duties that were to be stopped, and those that were not."""
    book.round_gate.own += by_sender(own * ~(fates.cut | fates.delegated))
    book.round_gate.slipped += by_sender(own * (fates.done | fates.returned))


def _tell(district: District, tasks: Int64s, hours: Floats, fates: Fates) -> None:
    """Enter what streets stopped and what communities refused this week."""
    held = fates.stopped | fates.returned
    stopped, lost = (tasks * held).sum(axis=1), (hours * held).sum(axis=1)
    back = (hours * fates.returned).sum(axis=1)
    for community in np.flatnonzero(stopped).tolist():
        event = TasksStopped(
            number=int(district.world.territory.street_of_community[community]),
            community=community,
            tasks=int(stopped[community]),
            hours=float(lost[community]),
            comes_back=float(back[community]),
        )
        district.record(event)
    heeded = by_sender(tasks * fates.refused)
    refused = heeded + by_sender(tasks * fates.insisted)
    for community, sender in zip(*(one.tolist() for one in np.nonzero(refused)), strict=True):
        number, agreed = int(refused[community, sender]), int(heeded[community, sender])
        district.record(TasksRefused(community=community, about=SENDERS[sender], tasks=number, heeded=agreed))


def _begin_month(district: District, date: dt.date) -> None:
    """A line for every department, a month of forgetting, and once a quarter the spot check."""
    book = district.of(TaskBook)
    for sender, name in enumerate(SENDERS):
        month = book.month
        if month.tasks[sender] > 0.0:
            sent, above = float(month.sent[sender]), float(month.done_above[sender])
            district.record(TasksOfMonth(about=name, tasks=int(month.tasks[sender]), sent=sent, done_above=above))
    book.month = Month()
    book.relations.naming *= 1.0 - district.parameters.assumptions.tasks.naming_fades
    if date.month in QUARTERS_BEGIN:
        spot_check(district, date)
