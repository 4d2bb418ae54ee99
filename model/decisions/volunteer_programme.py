"""What volunteers' hours are for: the organiser's guess of kind and place, or orders that expire.

Without ordering the organiser gathers people for an activity of one kind at one place, and only needs that stand
heard in a queue of that kind and within reach are served; the other hours are goodwill nobody could use. With
ordering residents' needs are sent to volunteers by routing itself; what nobody took in time goes back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..columns import NOBODY, QUEUED, TO_POOL, VOLUNTEER
from ..days import transfer
from ..hands import queued_needs, recent
from ..people.volunteers import Floats, Rows
from ..streams import marks, stream_key

if TYPE_CHECKING:
    from ..district import District

DAYS_A_YEAR = 365


def plan_year(district: District) -> None:
    """The year's programme follows the latest survey, or else last year's requests, community by community.

    For days before anybody kept a list the organiser knows what usually arises.
    """
    told, state = district.volunteers, district.state
    if district.survey is not None:
        mix = district.survey.needs[:, told.kinds].astype(float)
    else:
        rows = recent_year(district)
        heard = state.needs[rows][state.needs.heard_day[rows] >= 0]
        kinds, communities = len(state.kinds), len(told.skill)
        community = district.world.territory.community_of_cell[heard.cell]
        counts = np.bincount(community * kinds + heard.kind, minlength=communities * kinds)
        unknown = max(DAYS_A_YEAR - district.day, 0) * state.facts.daily_rate[:, told.kinds]
        mix = counts.reshape(communities, kinds)[:, told.kinds] + unknown
    total = mix.sum(axis=1, keepdims=True)
    told.mix = np.divide(mix, total, out=np.full_like(mix, 1.0 / max(len(told.kinds), 1)), where=total > 0.0)


def recent_year(district: District) -> slice:
    """Rows of the needs born in the past year."""
    state = district.state
    born = int(state.books.tally[0])
    return slice(int(np.searchsorted(state.needs.birth_day[:born], district.day - DAYS_A_YEAR)), born)


def own_needs(district: District) -> NDArray[np.int64]:
    """Needs that stand, are in hand or ended at a pool of volunteers."""
    rows = recent(district)
    first, last = district.doors.starts[VOLUNTEER], district.doors.starts[VOLUNTEER + 1]
    pool = district.state.needs.pool[rows].copy()
    return np.asarray(rows.start + np.flatnonzero((pool >= first) & (pool < last)), np.int64)


def give_back(district: District, hours: Floats, theirs: NDArray[np.int64]) -> int:
    """What volunteers cannot keep goes back to routing: all after an activity, orders when they expire.

    Where nobody comes this week, work half done is left to others as well. Draws on the time bank have a date of
    their own. Returns how many went back.
    """
    state, told, levers = district.state, district.volunteers, district.parameters.levers.volunteers
    first = district.doors.starts[VOLUNTEER]
    queued = theirs[state.needs.state[theirs] == QUEUED]
    if levers.ordering:
        moment = int(state.facts.working_index[district.day])
        waited = moment - state.needs.available_time[queued]
        queued = queued[waited >= district.parameters.assumptions.volunteer_work.expiry_days]
    queued = queued[~np.isin(queued, list(told.bank.asked))]
    posts = np.flatnonzero(state.pools.type[state.servers.pool] == VOLUNTEER)
    posts = posts[(state.servers.need[posts] >= 0) & (hours[state.servers.pool[posts] - first] <= 0.0)]
    dropped = state.servers.need[posts].astype(np.int64)
    state.servers.need[posts] = NOBODY
    state.needs.state[dropped] = QUEUED
    pool = state.needs.pool[dropped]
    np.add.at(state.pools.backlog_hours, pool, state.needs.hours[dropped] * state.pools.slowness[pool])
    back = np.concatenate((queued, dropped)).astype(np.int32)
    transfer(back, np.full(len(back), TO_POOL, np.int32), state)
    return len(back)


def gather_guests(
    district: District, community: NDArray[np.integer], week: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Which activity of their street everybody who waits comes to (−1 for none), and the community each is held in.

    A street calls its people together as often as about twenty usually turn up.
    """
    told, territory, seed = district.volunteers, district.world.territory, district.plan.seed
    people = district.parameters.assumptions.volunteer_work.activity_people
    street_of, streets = territory.street_of_community, territory.streets
    usual = np.bincount(street_of, told.corps.turnout, streets) / people
    held = marks(stream_key(seed, "activity"), np.arange(streets) * 1_000_000 + week) < usual
    activity = np.full(len(community), -1)
    venues: list[int] = []
    residents = np.bincount(territory.community_of_cell, territory.residents_of_cell, territory.communities)
    for street in np.flatnonzero(held).tolist():
        guests = np.flatnonzero(street_of[community] == street)
        number = max(round(len(guests) / people), 1) if len(guests) else 0
        own = np.flatnonzero(street_of == street)
        luck = marks(stream_key(seed, "venue"), (street * 1_000_000 + week) * 100 + np.arange(number))
        activity[guests] = len(venues) + np.arange(len(guests)) * number // max(len(guests), 1)
        venues.extend(own[_at_quantile(residents[own] / residents[own].sum(), luck)].tolist())
    return activity, np.array(venues, np.int64)


def hold_activities(district: District, waiting: Rows, venues: NDArray[np.int64], hours: Floats) -> float:
    """Each activity serves a kind somebody guessed at a place, as far as needs queue within reach.

    Returns the hours of work found.
    """
    told, seed, territory = district.volunteers, district.plan.seed, district.world.territory
    reach = district.parameters.assumptions.volunteer_work.activity_reach_km
    week = district.date(district.day).toordinal() // 7
    found = 0.0
    if not len(waiting):
        return found
    for number, (community, given) in enumerate(zip(venues.tolist(), hours.tolist(), strict=True)):
        before = int((venues[:number] == community).sum())
        address = np.array([(community * 1_000_000 + week) * 100 + before])
        kind = _at_quantile(told.mix[community], marks(stream_key(seed, "activity kind"), address))[0]
        cells = slice(*np.searchsorted(territory.community_of_cell, [community, community + 1]).tolist())
        homes = territory.residents_of_cell[cells].astype(float)
        place = cells.start + _at_quantile(homes / homes.sum(), marks(stream_key(seed, "activity place"), address))[0]
        near = np.zeros(territory.cells, np.bool_)
        x_km, y_km = territory.x_km[cells] - territory.x_km[place], territory.y_km[cells] - territory.y_km[place]
        near[cells] = np.hypot(x_km, y_km) <= reach
        found += take(district, waiting, (community, int(told.kinds[kind])), given, near)
    return found


def run_teams(district: District, waiting: Rows, hours: NDArray[np.float64]) -> float:
    """Standing teams look after people, each its own kind of need; `hours` by community and team."""
    told = district.volunteers
    for_people = district.state.kinds.public[told.kinds] == 0
    mix = told.mix * (for_people if for_people.any() else 1)
    mix = mix / np.maximum(mix.sum(axis=1, keepdims=True), 1e-9)
    everywhere = np.ones(district.world.territory.cells, np.bool_)
    found = 0.0
    if not len(waiting):
        return found
    for community, team in np.argwhere(hours > 0.0).tolist():
        teams = int(told.corps.team[told.corps.community == community].max(initial=0)) + 1
        kind = told.kinds[_at_quantile(mix[community], np.array([(team + 0.5) / teams]))[0]]
        found += take(district, waiting, (community, int(kind)), float(hours[community, team]), everywhere)
    return found


def take(district: District, waiting: Rows, target: tuple[int, int], hours: float, near: NDArray[np.bool_]) -> float:
    """The most pressing needs of one community and kind, as far as the hours go, come to volunteers."""
    state, (community, kind) = district.state, target
    pool = district.doors.starts[VOLUNTEER] + community
    needs, of_cell = state.needs, district.world.territory.community_of_cell
    fits = (needs.kind[waiting] == kind) & near[needs.cell[waiting]] & (of_cell[needs.cell[waiting]] == community)
    chosen = waiting[fits & (needs.pool[waiting] != pool)]
    work = np.cumsum(needs.hours[chosen] * state.pools.slowness[pool])
    chosen = chosen[: int(np.searchsorted(work, hours, "right"))]
    transfer(chosen.astype(np.int32), np.full(len(chosen), pool, np.int32), state)
    return float(work[len(chosen) - 1]) if len(chosen) else 0.0


def within_their_power(district: District) -> NDArray[np.int64]:
    """Needs that queue this morning and are small enough for volunteers, the most pressing first."""
    waiting, needs = queued_needs(district), district.state.needs
    small = needs.hours[waiting] <= district.parameters.assumptions.routing.order_hours
    return np.asarray(waiting[small & np.isin(needs.kind[waiting], district.volunteers.kinds)])


def _at_quantile(shares: Floats, luck: Floats) -> NDArray[np.int64]:
    """The rows of a distribution that stand at these quantiles."""
    return np.minimum(np.searchsorted(np.cumsum(shares), luck), len(shares) - 1)
