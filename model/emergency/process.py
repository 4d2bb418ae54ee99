"""Emergencies day by day: what a shock brings, what it takes from everyday service, and who answers (ODD 7.17).

In the morning everyday service is given back what the day before took, so that everybody acts on what usually stands;
when all have acted, the emergency's own day passes, and what it takes of today's everyday service is taken.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from ..arrays import Int64s
from ..gatherings import Gatherings
from ..staffing.capacity import keep_officials, kinds_mask
from . import measures
from .births import thinned
from .book import write_day
from .contract import Answer, Calls
from .limits import (
    Cut,
    contact_left,
    doors_shut,
    falling,
    give_back,
    measures_of,
    pools_left,
    suspended,
    take,
    told_by_phone,
    turned_departments,
)
from .needs import KindOfNeed, NeedTable, homes_of
from .posts import GridPosts
from .records import Emergency, Lived, nobody_shut_in
from .serving import Shift, serve_day, work_of
from .shock import Shock
from .today import begin_day, bring, calls_of, raise_alarm

if TYPE_CHECKING:
    from ..district import District


def initialise(district: District) -> None:
    """Grid posts stand ready; without a shock nothing is ever asked of them."""
    district.keep(Emergency(GridPosts()))
    district.keep(Gatherings())


def acts(district: District, date: dt.date) -> bool:
    """Whether a shock acts on this day or something of one is left: needs that wait, and what is to be given back."""
    if not district.plan.shocks:
        return False
    emergency = district.of(Emergency)
    lived = emergency.lived
    left = emergency.taken is not None or (lived is not None and len(lived.table.open) > 0)
    return left or bool(_acting(district, date))


def morning(district: District, date: dt.date) -> None:
    """Before anybody acts everyday service stands as usual."""
    emergency = district.of(Emergency)
    if emergency.taken is not None:
        give_back(district, emergency.taken)
        emergency.taken = None


def daily(district: District, date: dt.date) -> None:
    """When all have acted: the emergency's own day, and what it takes from everyday service today."""
    acting = _acting(district, date)
    lived = _lived(district, [shock for shock, _ in acting])
    raise_alarm(district, lived, [shock for shock, _ in acting])
    measures.tell_shocks(district, lived, [shock for shock, _ in acting])
    in_force = measures_of((shock for shock, _ in acting), date)
    put_off = measures.suspend(district, lived, in_force)
    measures.shut_doors(district, lived, in_force)
    today = begin_day(district, lived, acting, date)
    measures.tell_week(district, lived, today)
    calls = calls_of(district, lived, today, contact_left(in_force))
    answer = district.of(Emergency).force.day(district, calls)
    bring(lived, today)
    rules = calls.shocks
    shift = Shift(min(one.kind.first_hour for one in rules), max(one.kind.last_hour for one in rules))
    served = serve_day(lived.table, district.day, work_of(answer.crews, calls), shift)
    _leave_undone(district, answer, in_force, date)
    lost = _take(district, _cut(district, answer, calls, (acting, in_force)))
    measures.send_home(district, lived)
    write_day(lived, today, answer.crews, served, (lost, put_off))
    if not acting and not len(lived.table.open):
        lived.alarm_day = None


def _acting(district: District, date: dt.date) -> list[tuple[Shock, float]]:
    """Shocks that act on a day, each with its pressure; those that do not begin in the measured days never do."""
    first = district.plan.parameters.place.start
    end = first + dt.timedelta(days=district.plan.days)
    found = [(shock, shock.pressure(date)) for shock in district.plan.shocks if first <= shock.start < end]
    return [(shock, pressure) for shock, pressure in found if pressure > 0.0]


def _lived(district: District, acting: list[Shock]) -> Lived:
    """What has come of the shocks so far; kinds of needs only of those that have begun: nobody knows of later ones."""
    emergency = district.of(Emergency)
    if emergency.lived is None:
        homes = homes_of(district.world)
        emergency.lived = Lived(homes, NeedTable(()), nobody_shut_in(homes))
    table = emergency.lived.table
    known = {kind.shock for kind in table.kinds}
    kinds = {shock.kind.id: shock.kind for shock in acting if shock.kind.id not in known}.values()
    table.kinds += tuple(KindOfNeed(kind.id, need) for kind in kinds for need in kind.needs)
    return emergency.lived


def _cut(
    district: District, answer: Answer, calls: Calls, shocks: tuple[list[tuple[Shock, float]], list[Shock]]
) -> Cut:
    """What everyday service does without today: who is ill, who serves, whom nobody may meet, which doors are shut."""
    acting, in_force = shocks
    servers, pools = district.state.servers, district.state.pools
    shut = doors_shut(in_force)
    posts = (1.0 - calls.posts_ill) * (1.0 - np.clip(answer.turned, 0.0, 1.0))
    posts = posts * pools_left(pools.type, calls.contact, shut)[servers.pool]
    stopped = suspended(in_force, district.kinds.ids)
    return Cut(
        posts=np.where(servers.pooled == 1, 1.0, posts),  # pooled hours come from posts that are cut themselves
        born=1.0 - falling(acting, district.kinds.ids),
        masked=kinds_mask(np.flatnonzero(stopped).tolist()),
        contact=calls.contact,
        shut=shut,
        by_phone=told_by_phone(in_force),
    )


def _take(district: District, cut: Cut) -> Int64s:
    """Take it; returns the everyday needs of each kind that do not arise today."""
    taken = take(district, cut)
    district.of(Emergency).taken = taken
    return thinned(district.day, district.state, taken.intensity, district.state.hearing.intensity)


def _leave_undone(district: District, answer: Answer, in_force: list[Shock], date: dt.date) -> None:
    """Departments leave cases: of suspended kinds all, of others what the rule and people sent away take."""
    if date.weekday() >= 5:
        return
    left = (1.0 - turned_departments(in_force, district.kinds.ids)) * (1.0 - np.clip(answer.away, 0.0, 1.0))
    left[suspended(in_force, district.kinds.ids)] = 0.0
    capacity = district.state.departments.capacity * (1.0 + district.state.departments.extra)
    for row in np.flatnonzero(left < 1.0).tolist():
        keep_officials(district, [row], float((1.0 - left[row]) * capacity[row]))
