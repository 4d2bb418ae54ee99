"""What a secretary who was called to account does in the year after, with hours the team has.

Weakest in requests: grids leave patrols and visits for requests that wait. Weakest in the meeting's words: grids leave
patrols and cases for visits. Weakest in matters: the council is convened more often, with what found no place or was
put off, and what departments promised is entered in a register, so that somebody reminds them; meetings and reminders
take community staff's hours. Where staff decide by themselves there is no council to convene.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..arrays import Floats
from ..columns import GRID
from ..deliberation.docket import Docket
from ..deliberation.follow_up import COMMUNITY_STAFF
from ..deliberation.matter import NOT_AGREED
from ..deliberation.process import MATTERS_A_SLOT, agendas, due, take_up
from ..events.secretaries import CouncilConvened, HoursTurned
from ..staffing.capacity import charge_counters, divide_free_hours
from .records import MATTERS, MEETING, PASSED, REQUESTS, SecretaryReviews

if TYPE_CHECKING:
    from ..district import District


class Shares(NamedTuple):
    """How grid teams' free hours fall; each of shape (grids,)."""

    patrol: Floats
    visits: Floats
    service: Floats


def answer(district: District, date: dt.date, weight: float) -> None:
    """This week of every secretary who was called to account; grids' hours were divided by others this morning."""
    called = district.of(SecretaryReviews).weakest
    _turn_hours(district, called, weight * district.parameters.assumptions.review.moved_share)
    a_year = weight * district.parameters.assumptions.review.convenes_a_year
    if not due(a_year, date.toordinal(), 0.0):
        return
    for community in [place for place, part in enumerate(called) if part == MATTERS]:
        _convene(district, community)


def turned(shares: Shares, part: str, share: float, waiting: Floats, visits: bool) -> Shares:
    """Grids' hours after so much of them went to what their secretary answers for.

    Args:
        part: REQUESTS or MEETING.
        share: Of the hours that can be moved.
        waiting: Days of work in each grid's queue; hours go to requests only where some wait.
        visits: Whether homes may be visited; otherwise teams go and see on patrol.
    """
    patrol, visit, service = shares
    if part == REQUESTS:
        move = share * np.clip(waiting, 0.0, 1.0)
        return Shares(patrol * (1.0 - move), visit * (1.0 - move), service + move * (patrol + visit))
    if visits:
        return Shares(patrol * (1.0 - share), visit + share * (patrol + service), service * (1.0 - share))
    return Shares(patrol + share * service, visit, service * (1.0 - share))


def _turn_hours(district: District, called: list[str], share: float) -> None:
    """Grids of communities whose secretary answers for requests or for the meeting's words."""
    if not any(part in (REQUESTS, MEETING) for part in called):
        return
    pools, grids = district.state.pools, district.pool_map.pools(GRID)
    before = Shares(pools.patrol_share[grids], pools.visit_share[grids], pools.service_share[grids])
    after = Shares(*(column.copy() for column in before))
    hours, community = pools.daily_hours[grids], pools.community[grids]
    days = np.divide(pools.backlog_hours[grids], hours, out=np.zeros_like(hours), where=hours > 0.0)
    visits = district.parameters.levers.channels.visits
    for place, part in enumerate(called):
        here = community == place
        if part in (PASSED, MATTERS) or not here.any():
            continue
        mine = turned(Shares(*(column[here] for column in before)), part, share, days[here], visits)
        for column, new in zip(after, mine, strict=True):
            column[here] = new
        moved = sum(np.abs(new - column[here]) for column, new in zip(before, mine, strict=True)) / 2.0
        district.record(HoursTurned(community=place, about=part, share=float(moved.mean())))
    divide_free_hours(district.state, grids, after.patrol, after.visits, after.service)


def _convene(district: District, community: int) -> None:
    """One more meeting: departments' tasks are entered, then what found no place or was put off is taken up."""
    entered = _enter_tasks(district, community)
    if any(seat.form.decision != "staff" for seat, _ in agendas(district, community, MATTERS_A_SLOT)):
        _call_again(district, community)
    on_table = [
        (matter, seat)
        for seat, agenda in agendas(district, community, MATTERS_A_SLOT)
        for matter in agenda
        if matter.called_on != district.day and seat.form.decision != "staff"
    ][:MATTERS_A_SLOT]
    hours = sum(take_up(district, matter, seat) for matter, seat in on_table)
    if hours > 0.0:
        charge_counters(district, np.where(np.arange(district.world.territory.communities) == community, hours, 0.0))
    if entered or on_table:
        district.record(CouncilConvened(community=community, matters=len(on_table), tasks=entered, hours=hours))


def _enter_tasks(district: District, community: int) -> int:
    """What a department has promised and nobody wrote down is entered; what is overdue is looked at at once."""
    tasks = [one for one in district.of(Docket).tasks if one.matter.community == community]
    tasks = [one for one in tasks if not one.entered and one.owner != COMMUNITY_STAFF]
    for task in tasks:
        task.enter(district.day if task.times > 0 else task.due)
    return len(tasks)


def _call_again(district: District, community: int) -> None:
    """What did not pass is ready again once half of the pause after it is over."""
    half = district.parameters.assumptions.matters.pause_days / 2.0
    for matter in district.of(Docket).open:
        put_off = matter.community == community and matter.agreed_on == NOT_AGREED and matter.tries > 0
        if put_off and district.day < matter.ready <= district.day + half:
            matter.ready = district.day
