"""Orders: a resident orders, the desk sends a team, the team goes or refuses, the resident signs (OR-09).

The desk sits on Mondays and Thursdays. Nobody knows more than what happened before: the desk expects of each team what
it came with, a team takes what it has learned to do, and residents order what neighbours saw filled.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats, Ids, among, listed
from ..backend import transfer
from ..columns import (
    APP,
    AT_DEPARTMENT,
    DONE,
    IN_SERVICE,
    MET_LATE,
    MET_ON_TIME,
    ON_ITS_WAY,
    QUEUED,
    TO_POOL,
    UNHEARD_NOW,
    VOLUNTEER,
    WAITS_FOR_DEPARTMENT,
    WALK_IN,
)
from ..events.residents import OrderClosed, OrdersFilled, TeamRetrained
from ..hashing import plain_uniforms
from ..ledger.payers import Payers
from ..needs.channels import can_be_told, let_tell
from ..needs.draws import BROUGHT_DRAW, ORDER_DRAW
from ..staffing.capacity import charge_counters, queued_needs
from .order_book import (
    AT_STATION,
    BY_APP,
    EXPIRED,
    NO_HOURS,
    NO_TEAM,
    NOT_ABLE,
    NOT_SENT,
    SIGNED,
    TOO_FAR,
    WITHDRAWN,
    Order,
)
from .records import Volunteers
from .teams import KIND_OF_SKILL, Team, Teams

if TYPE_CHECKING:
    from ..district import District

NOT_ORDERED = ("litter",)
"""What lies about outside is nobody's order."""
TAKEN_BY_OTHERS = (IN_SERVICE, AT_DEPARTMENT, WAITS_FOR_DEPARTMENT, DONE)
BEST, POOR_WORK, TOO_LATE = 5, 2, 1
"""Stars of a resident who signs, and what poor work and coming late take from them."""


def midweek(district: District, date: dt.date) -> None:
    """The desk sits again with the hours teams have left."""
    sit(district)


def open_week(district: District, hours: Floats) -> None:
    """Hours each team came with this week, shape (teams,); the desk compares them with what it expected."""
    office, assumed = district.of(Volunteers), district.parameters.assumptions.ordering
    for team, came in zip(_teams(district).each, hours.tolist(), strict=True):
        team.expected += assumed.desk_learning * (team.came - team.expected)
        team.came = team.left = came
        team.trusted = team.expected
    filled, expired = office.desk.signed_lately, office.desk.expired_lately
    district.record(OrdersFilled(orders=filled, expired=expired))
    office.desk.signed_lately = office.desk.expired_lately = 0


def sit(district: District) -> None:
    """What came of earlier orders, what is ordered today, who is sent."""
    settle(district)
    placed = place(district)
    communities = len(district.of(Volunteers).skill)
    asked = np.bincount(placed, minlength=communities) + send(district)
    charge_counters(district, district.parameters.assumptions.volunteer_work.order_desk_hours * asked)


def _teams(district: District) -> Teams:
    teams = district.of(Volunteers).teams
    assert teams is not None, "teams are formed on the first morning"
    return teams


def settle(district: District) -> None:
    """Orders that ended: signed and rated, expired, or no longer wanted because somebody else saw to the need."""
    desk, state = district.of(Volunteers).desk, district.state
    needs, moment = state.needs.view(np.ndarray), int(state.facts.working_index[district.day])
    days = district.parameters.assumptions.volunteer_work.expiry_days
    rows = np.array(list(desk.open), np.int64)
    # A team that did poor work keeps the order until its resident has come back.
    theirs = district.of(Payers).doors_of(needs[rows], state.pools) == VOLUNTEER
    theirs |= needs["state"][rows] == ON_ITS_WAY
    back: list[int] = []
    columns = (*(needs[name][rows].tolist() for name in ("state", "bin", "available_time")), theirs.tolist())
    for need, now, end, came, held in zip(rows.tolist(), *columns, strict=True):
        order = desk.open[need]
        if order.sent >= 0 and not held:
            order.sent = NOT_SENT
        since = moment - (max(order.placed, came) if order.sent < 0 else order.sent)
        if now == DONE and order.sent >= 0 and end in (MET_ON_TIME, MET_LATE):
            _close(district, order, SIGNED)
        elif order.sent < 0 and now in TAKEN_BY_OTHERS:
            _close(district, order, WITHDRAWN)
        elif now == DONE or (since >= days and now == QUEUED):
            back.extend([need] if now == QUEUED and order.sent >= 0 else [])
            _close(district, order, EXPIRED)
    transfer(np.array(back, np.int32), np.full(len(back), TO_POOL, np.int32), state)


def _close(district: District, order: Order, how: str) -> None:
    """An order ends: neighbours, the team and the books learn of it."""
    desk, assumed, needs = district.of(Volunteers).desk, district.parameters.assumptions.ordering, district.state.needs
    del desk.open[order.need]
    desk.ended[how] += 1
    stars = None
    if how == SIGNED:
        row = needs[order.need]
        stars = BEST - POOR_WORK * int(row.poor == 1) - TOO_LATE * int(row.bin == MET_LATE)
        if order.team != NOT_SENT:  # otherwise the team that went was dissolved on the way
            team = _teams(district).each[order.team]
            team.signed += 1
            team.good += int(stars == BEST)
            team.practice += assumed.practice_gain * (1.0 - team.practice) * (stars == BEST)
        desk.signed_lately += 1
    if how == EXPIRED:
        desk.failed[order.community, order.kind] += 1
        desk.expired_lately += 1
    if how != WITHDRAWN:
        desk.learn(order, how == SIGNED, assumed.belief_gain, assumed.disappointment)
    district.record(
        OrderClosed(
            number=order.number,
            community=order.community,
            about=district.kinds.ids[order.kind],
            how=how,
            need=order.need,
            team=order.team,
            refusals=order.refusals,
            stars=stars,
        )
    )


def place(district: District) -> NDArray[np.int64]:
    """Residents order what they have waited for or told nobody; returns the community of every order."""
    desk, state = district.of(Volunteers).desk, district.state
    needs, waiting = state.needs.view(np.ndarray), queued_needs(district)
    new = waiting[needs["available_time"][waiting] >= desk.looked]
    new = new[_wanted(district, new, ORDER_DRAW, district.parameters.assumptions.routing.order_share)]
    desk.looked = float(state.facts.working_index[district.day])
    unheard = state.waiting.view(np.ndarray)["need"][: int(state.tallies.tally[UNHEARD_NOW])].astype(np.int64)
    brought = _wanted(district, unheard, BROUGHT_DRAW, district.parameters.assumptions.ordering.brings_share)
    brought[brought] = can_be_told(state, district.day, np.flatnonzero(brought))
    people = state.hearing.people.view(np.ndarray)[needs["resident"][unheard]]
    online, walks = people["app_user"] == 1, people["frail"] == 0
    for channel, which in ((APP, brought & online), (WALK_IN, brought & ~online & walks)):
        let_tell(state, np.flatnonzero(which), channel)
    placed = np.concatenate((new, unheard[brought & (online | walks)]))
    placed = placed[~listed(placed, desk.open)]
    community = district.of(Volunteers).corps.community[needs["resident"][placed]]
    by_app = state.hearing.people.app_user[needs["resident"][placed]] == 1
    for need, where, online_now in zip(placed.tolist(), community.tolist(), by_app.tolist(), strict=True):
        by, moment = BY_APP if online_now else AT_STATION, int(desk.looked)
        kind, resident = int(needs["kind"][need]), int(needs["resident"][need])
        desk.open[need] = Order(desk.placed, need, kind, resident, where, by=by, placed=moment)
        desk.placed += 1
        desk.handled[where] += 1.0
    return np.asarray(community, np.int64)


def _wanted(district: District, rows: Ids, draw: int, share: float) -> NDArray[np.bool_]:
    """Which of these needs their residents order: small enough, on the list, and as far as orders are believed in."""
    needs, office = district.state.needs.view(np.ndarray), district.of(Volunteers)
    kind, routing = needs["kind"][rows], district.parameters.assumptions.routing
    belief = office.desk.belief[office.corps.community[needs["resident"][rows]], kind]
    draws = plain_uniforms(needs["key"][rows], np.full(len(rows), draw))
    pool = needs["pool"][rows]
    theirs = (pool >= 0) & (district.state.pools.type[np.maximum(pool, 0)] == VOLUNTEER)
    small = (needs["hours"][rows] <= routing.order_hours) & ~theirs
    return np.asarray(among(kind, on_the_list(district)) & small & (draws < share * belief))


def on_the_list(district: District) -> dict[int, str]:
    """Kinds of need that can be ordered, and the skill each takes."""
    kinds = district.kinds
    return {
        kinds.index(kind): skill
        for skill, kind in KIND_OF_SKILL.items()
        if kind in kinds.ids and kind not in NOT_ORDERED and kinds.rows.may_serve[kinds.index(kind), VOLUNTEER] == 1
    }


def send(district: District) -> Floats:
    """The desk asks teams for every order whose need waits, the most pressing first; who goes takes it along.

    Returns how often it asked in vain, by community.
    """
    desk, state = district.of(Volunteers).desk, district.state
    needs, moment = state.needs.view(np.ndarray), int(state.facts.working_index[district.day])
    rows = np.array([need for need, order in desk.open.items() if order.sent < 0], np.int64)
    rows = rows[needs["state"][rows] == QUEUED]
    rows = rows[np.argsort(needs["order"][rows], kind="stable")]
    skill_of, first = on_the_list(district), district.pool_map.starts[VOLUNTEER]
    sent, pools, in_vain = [], [], np.zeros(len(desk.failed))
    for need, hours in zip(rows.tolist(), needs["hours"][rows].tolist(), strict=True):
        order = desk.open[need]
        work = hours * float(state.pools.slowness[first + order.community])
        team, refusals = _ask_around(district, order, skill_of[order.kind], (hours, work))
        order.refusals += len(refusals)
        in_vain[order.community] += len(refusals)
        desk.refused.update(refusals)
        if team is None:
            continue
        order.team, order.sent = team.number, moment
        team.left -= work
        team.trusted -= work
        team.booked += work
        sent.append(need)
        pools.append(first + order.community)
    transfer(np.array(sent, np.int32), np.array(pools, np.int32), state)
    return in_vain


def _ask_around(
    district: District, order: Order, skill: str, effort: tuple[float, float]
) -> tuple[Team | None, list[str]]:
    """Teams with the skill, the one of which the desk expects most first; who goes, and why others do not.

    Args: `effort`, hours of the need, and what they are to volunteers.
    """
    able = [team for team in _teams(district).there(order.community) if skill in team.skills]
    if not able:
        return None, [NO_TEAM]
    away = _km_to(district, order, able)
    near = [team for team in able if away[team.number] < team.goes_km] or able
    near.sort(key=lambda one: (-one.trusted * one.rating, one.number))
    refusals: list[str] = []
    assumed = district.parameters.assumptions.ordering
    asks = district.of(Volunteers).desk.asks(order.community, assumed.asks_most, assumed.desk_orders)
    for team in near[:asks]:
        reason = _answer(district, team, away[team.number], effort)
        if not reason:
            return team, refusals
        refusals.append(reason)
    return None, refusals


def _km_to(district: District, order: Order, teams: list[Team]) -> dict[int, float]:
    """How far each team meets from where the order comes from, in km."""
    territory, cell = district.world.territory, int(district.state.needs["cell"][order.need])
    x_km, y_km = territory.x_km[cell], territory.y_km[cell]
    return {
        team.number: float(np.hypot(territory.x_km[team.cell] - x_km, territory.y_km[team.cell] - y_km))
        for team in teams
    }


def _answer(district: District, team: Team, km: float, effort: tuple[float, float]) -> str:
    """Why a team does not go, empty if it does; the desk remembers what it hears."""
    assumed, (hours, work) = district.parameters.assumptions, effort
    if km > assumed.ordering.reach_km:
        team.goes_km = min(team.goes_km, km)
        return TOO_FAR
    first = assumed.ordering.at_first
    if hours > assumed.routing.order_hours * (first + (1.0 - first) * team.practice):
        return NOT_ABLE
    if work > team.left:
        team.trusted = min(team.trusted, team.left)
        return NO_HOURS
    return ""


def monthly(district: District) -> None:
    """Where many orders of a kind failed, a team with little to do learns what they take; one a month and community."""
    desk, assumed = district.of(Volunteers).desk, district.parameters.assumptions.ordering
    skill_of = on_the_list(district)
    for community in range(len(desk.failed)):
        kind = int(desk.failed[community].argmax())
        skill = skill_of.get(kind)
        if skill is None or desk.failed[community, kind] < assumed.retrain_orders:
            continue
        others = [team for team in _teams(district).there(community) if skill not in team.skills]
        ready = [team for team in others if len(team.skills) < assumed.skills_most]
        if ready:
            idle = min(ready, key=lambda team: (team.booked, team.number))
            idle.skills |= {skill}
            district.record(TeamRetrained(number=idle.number, community=community, about=skill))
    desk.failed[:] = 0.0
    for team in _teams(district).each:
        team.booked = 0.0
