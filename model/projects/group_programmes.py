"""Programmes bound to a group: services for the disabled, the old or the young, who are called on at home.

Of the service projects that organisations take on, a share is drawn up for one group of a community, the likelier the
more needs of its kind came from it. Its people take what waits of the kinds they do from members of the group, and
spend a part of their week, and whatever finds no work, on calls: household after household of the group by turns, where
they hear what nobody had been told. Nobody else is served: hours that find nobody of the group are not given to others.
(OR-03, OR-08)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ..arrays import Bools, Floats, Int64s
from ..backend import transfer
from ..columns import LISTED_VISIT, PROJECT, QUEUED, UNHEARD_NOW
from ..events.money import GroupNeedTaken, GroupVisited, ProgrammeBound
from ..ledger.allocation_rules import DAYS_LOOKED_BACK
from ..needs.channels import can_be_told, let_tell
from ..organisations.market import Market
from ..place.residents import CHILD, ELDER
from ..staffing.capacity import born_since, give_hours_each, queued_needs
from ..streams import RESIDENT, WEEK, Stream
from .draws import BOUND, WHICH_GROUP, project_uniforms
from .in_force import hand_on, hours_a_day
from .kinds import SERVICE
from .records import Project, ProjectBook

if TYPE_CHECKING:
    from ..district import District

TELLS = Stream("tells who calls for a programme", RESIDENT, WEEK)
GROUPS = ("disabled", "elder", "youth")
WORKING_DAYS_A_WEEK = 5.0


@dataclass(slots=True, eq=False)
class Calls:
    """What every programme remembers, by the number of its project.

    Attributes:
        members: Residents of the group in reach.
        households: Their households, in the order in which they are called on.
        turn: How far it has come.
        taken: Needs it took that it has not done yet.
    """

    members: dict[int, Int64s] = field(default_factory=dict)
    households: dict[int, Int64s] = field(default_factory=dict)
    turn: dict[int, int] = field(default_factory=dict)
    taken: dict[int, list[int]] = field(default_factory=dict)


class Week(NamedTuple):
    """What a Monday finds: needs nobody has heard, needs that wait in queues, and whose they are.

    Attributes:
        number: Of the week.
        unheard: Needs in the list of those nobody has heard, in its order.
        waiting: Needs in queues, the most pressing first; those that a programme takes leave it.
    """

    number: int
    unheard: Int64s
    waiting: Int64s


def in_group(district: District, group: str) -> Bools:
    """Which residents belong to a group; dormitories are called on by nobody."""
    people = district.world.residents
    at_home = people.household < people.family_households
    of = {"disabled": people.disabled, "elder": people.age_band == ELDER, "youth": people.age_band == CHILD}
    return np.asarray(of[group] & at_home)


def members(district: District, project: Project) -> Int64s:
    """Residents of a programme's group: all of its community, since its people come to them."""
    known = district.of(Calls).members
    if project.number not in known:
        known[project.number] = _members(district, project)
    return known[project.number]


def _members(district: District, project: Project) -> Int64s:
    people, land = district.world.residents, district.world.territory
    here = land.community_of_cell[people.cell] == project.community
    return np.flatnonzero(here & in_group(district, project.group))


def bind(district: District, project: Project) -> None:
    """A service that an organisation has taken on is drawn up for a group, or for everybody."""
    share = district.parameters.levers.projects.bound_share
    if project.form != SERVICE or project.implementer.by != "organisation" or not share:
        return
    drawn, which = (project_uniforms(np.array([project.key]), number)[0] for number in (BOUND, WHICH_GROUP))
    if drawn >= share:
        return
    asked = _asked_by_group(district, project)
    if not asked.any():
        return
    project.group = GROUPS[int(np.searchsorted(np.cumsum(asked) / asked.sum(), which, side="right"))]
    found = members(district, project)
    facts: dict[str, Any] = {
        "how": district.kinds.ids[project.kind],
        "by": project.implementer.number,
        "members": len(found),
    }
    district.record(ProgrammeBound(number=project.number, community=project.community, about=project.group, **facts))


def _asked_by_group(district: District, project: Project) -> Floats:
    """Needs of a project's kind in its community over the past year that came from each group."""
    lately = district.state.needs.view(np.ndarray)[born_since(district, district.day - DAYS_LOOKED_BACK)]
    here = district.world.territory.community_of_cell[lately["cell"]] == project.community
    whose = lately["resident"][here & (lately["kind"] == project.kind) & (lately["heard_day"] >= 0)]
    return np.array([float(in_group(district, group)[whose].sum()) for group in GROUPS])


def weekly(district: District) -> None:
    """Monday: programmes call on households and take what they can; their queue has hours for just that."""
    book, day = district.of(ProjectBook), district.day
    bound = [one for one in book.running if one.group and one.acts(day)]
    hours = np.zeros(district.ledger.communities)
    if bound:
        week, given = _week(district), hours_a_day(district, bound) * WORKING_DAYS_A_WEEK
        for project, one in zip(bound, given.tolist(), strict=True):
            hours[project.community] += _act(district, project, one, week) / WORKING_DAYS_A_WEEK
        district.seen_queued = None
    _give(district, hours)


def _give(district: District, hours: Floats) -> None:
    """The queue of projects has hours for what programmes took, by community; where none are left others take over."""
    book = district.of(ProjectBook)
    if (hours == book.bound_hours).all():
        return
    before, book.bound_hours = book.open_hours + book.bound_hours, hours
    rows = np.array(list(district.pool_map.numbers(PROJECT)))
    shift = np.full(len(rows), district.parameters.assumptions.service.hours_per_day)
    give_hours_each(district, rows, book.open_hours + hours, shift)
    closed = rows[(before > 0.0) & (book.open_hours + hours <= 0.0)]
    if len(closed):
        hand_on(district, closed)


def _week(district: District) -> Week:
    state = district.state
    unheard = state.waiting.view(np.ndarray)["need"][: int(state.tallies.tally[UNHEARD_NOW])].astype(np.int64)
    return Week(district.date(district.day).toordinal() // 7, unheard, queued_needs(district).astype(np.int64))


def _act(district: District, project: Project, hours: float, week: Week) -> float:
    """A programme's week: work, and calls; returns the hours of work that stand in its queue now."""
    assumed, group = district.parameters.assumptions, members(district, project)
    carried = min(_carried(district, project), hours)
    taken, work = _take(district, project, (group, (1.0 - assumed.bound.calls_part) * hours - carried), week)
    # What finds no work goes into calls: the fewer of the group wait, the more households are called on.
    visited = _next(district, project, group, int((hours - carried - work) / assumed.programmes.visit_hours))
    heard = _hear(district, week, group[np.isin(district.world.residents.household[group], visited)])
    called = len(visited) * assumed.programmes.visit_hours
    done: dict[str, Any] = {"households": len(visited), "told": heard, "taken": taken, "hours": called, "work": work}
    district.record(GroupVisited(number=project.number, community=project.community, about=project.group, **done))
    return work + carried


def _next(district: District, project: Project, group: Int64s, count: int) -> Int64s:
    """The households whose turn it is, each at most once a week."""
    calls = district.of(Calls)
    if project.number not in calls.households:
        calls.households[project.number] = np.unique(district.world.residents.household[group].astype(np.int64))
    every, turn = calls.households[project.number], calls.turn.get(project.number, 0)
    count = min(count, len(every))
    calls.turn[project.number] = turn + count
    return every[(turn + np.arange(count)) % max(len(every), 1)]


def _hear(district: District, week: Week, at_home: Int64s) -> int:
    """Members of the group who are at home tell of what nobody has heard, if they are willing; returns how many."""
    needs, state = district.state.needs.view(np.ndarray), district.state
    resident = needs["resident"][week.unheard]
    private = state.kinds.public[needs["kind"][week.unheard]] == 0
    willing = TELLS.of(district.plan.seed).at(resident, week.number).uniform()
    heard = np.isin(resident, at_home) & private & (willing < district.parameters.assumptions.programmes.told_share)
    heard &= can_be_told(state, district.day)
    let_tell(state, np.flatnonzero(heard), LISTED_VISIT)
    return int(heard.sum())


def _take(district: District, project: Project, whose: tuple[Int64s, float], week: Week) -> tuple[int, float]:
    """What waits, comes from the group and is of a kind its people do, the most pressing first, as far as hours go.

    Args:
        whose: Members of the group in reach, and hours left for work.

    Returns:
        How many needs it took, and the hours of work they are.
    """
    needs, state, (group, hours) = district.state.needs.view(np.ndarray), district.state, whose
    pool = district.pool_map.starts[PROJECT] + project.community
    mine = np.isin(needs["kind"][week.waiting], _kinds(district, project)) & (needs["pool"][week.waiting] != pool)
    rows = week.waiting[mine & np.isin(needs["resident"][week.waiting], group)]
    work = np.cumsum(needs["hours"][rows] * state.pools.slowness[pool])
    chosen = rows[work <= hours]
    transfer(chosen.astype(np.int32), np.full(len(chosen), pool, np.int32), state)
    district.of(Calls).taken.setdefault(project.number, []).extend(chosen.tolist())
    where: dict[str, Any] = {"number": project.number, "community": project.community, "how": project.group}
    for need in chosen.tolist():
        district.record(GroupNeedTaken(**where, about=district.kinds.ids[needs["kind"][need]], need=need))
    return len(chosen), float(work[len(chosen) - 1]) if len(chosen) else 0.0


def _kinds(district: District, project: Project) -> list[int]:
    """Kinds of need the people of a programme do: its own, and what else its organisation does in projects."""
    organisation = district.of(Market).organisations.get(project.implementer.number)
    others = () if organisation is None else organisation.profile.kinds
    able = district.state.kinds.may_serve[:, PROJECT] == 1
    return [project.kind, *(one for one in others if able[one] and one != project.kind)]


def _carried(district: District, project: Project) -> float:
    """Hours of work of what a programme took earlier and that still waits; what is no longer its own is forgotten."""
    calls, needs = district.of(Calls), district.state.needs.view(np.ndarray)
    pool = district.pool_map.starts[PROJECT] + project.community
    rows = np.array(calls.taken.get(project.number, []), np.int64)
    rows = rows[(needs["state"][rows] == QUEUED) & (needs["pool"][rows] == pool)]
    calls.taken[project.number] = rows.tolist()
    return float(needs["hours"][rows].sum() * district.state.pools.slowness[pool])
