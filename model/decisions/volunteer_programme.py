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
    if not len(waiting) or not len(venues):
        return 0.0
    told, seed, territory = district.volunteers, district.plan.seed, district.world.territory
    reach = district.parameters.assumptions.volunteer_work.activity_reach_km
    week = district.date(district.day).toordinal() // 7
    order = np.argsort(venues, kind="stable")
    before = np.empty(len(venues), np.int64)
    before[order] = np.arange(len(venues)) - np.searchsorted(venues[order], venues[order])
    address = (venues * 1_000_000 + week) * 100 + before
    cumulated = np.cumsum(told.mix, axis=1)
    guess = marks(stream_key(seed, "activity kind"), address)
    kind = told.kinds[np.minimum((cumulated[venues] <= guess[:, None]).sum(axis=1), len(told.kinds) - 1)]
    filled = np.concatenate(([0.0], np.cumsum(territory.residents_of_cell)))
    first = filled[territory.cell_start_of_community[venues]]
    people = filled[territory.cell_start_of_community[venues + 1]] - first
    spot = first + marks(stream_key(seed, "activity place"), address) * people
    place = np.minimum(np.searchsorted(filled, spot, "right") - 1, territory.cells - 1)
    board = Board(district, waiting)
    return sum(
        board.take(target, given, (int(cell), reach))
        for target, given, cell in zip(
            zip(venues.tolist(), kind.tolist(), strict=True), hours.tolist(), place.tolist(), strict=True
        )
    )


class Board:
    """Needs that wait this morning, sorted by community and kind, the most pressing of each first."""

    def __init__(self, district: District, waiting: Rows) -> None:
        self.district = district
        needs, territory = district.state.needs.view(np.ndarray), district.world.territory
        self.kinds = len(district.state.kinds)
        self.cell = needs["cell"][waiting]
        address = territory.community_of_cell[self.cell].astype(np.int64) * self.kinds + needs["kind"][waiting]
        order = np.argsort(address, kind="stable")
        self.need, self.cell, self.address = waiting[order], self.cell[order], address[order]
        self.hours = needs["hours"][self.need]
        self.left = needs["pool"][self.need] != district.doors.starts[VOLUNTEER] + self.address // self.kinds

    def take(self, target: tuple[int, int], hours: float, around: tuple[int, float] | None = None) -> float:
        """The most pressing needs of one community and kind, as far as the hours go, come to volunteers.

        Args:
            target: Community and kind.
            around: The cell where they meet and how many km they go from there; None for the whole community.
        """
        community, kind = target
        one = community * self.kinds + kind
        start, end = np.searchsorted(self.address, [one, one + 1]).tolist()
        fits = start + np.flatnonzero(self.left[start:end])
        if around is not None and len(fits):
            territory, (place, reach) = self.district.world.territory, around
            x_km = territory.x_km[self.cell[fits]] - territory.x_km[place]
            y_km = territory.y_km[self.cell[fits]] - territory.y_km[place]
            fits = fits[np.hypot(x_km, y_km) <= reach]
        if not len(fits):
            return 0.0
        state, pool = self.district.state, self.district.doors.starts[VOLUNTEER] + community
        work = np.cumsum(self.hours[fits] * float(state.pools.slowness[pool]))
        count = int(np.searchsorted(work, hours, "right"))
        if count == 0:
            return 0.0
        chosen = fits[:count]
        self.left[chosen] = False
        transfer(self.need[chosen].astype(np.int32), np.full(count, pool, np.int32), state)
        return float(work[count - 1])


def run_teams(district: District, waiting: Rows, hours: NDArray[np.float64]) -> float:
    """Standing teams look after people, each its own kind of need; `hours` by community and team."""
    told = district.volunteers
    for_people = district.state.kinds.public[told.kinds] == 0
    mix = told.mix * (for_people if for_people.any() else 1)
    mix = mix / np.maximum(mix.sum(axis=1, keepdims=True), 1e-9)
    found = 0.0
    if not len(waiting):
        return found
    board = Board(district, waiting)
    for community, team in np.argwhere(hours > 0.0).tolist():
        teams = int(told.corps.team[told.corps.community == community].max(initial=0)) + 1
        kind = told.kinds[_at_quantile(mix[community], np.array([(team + 0.5) / teams]))[0]]
        found += board.take((community, int(kind)), float(hours[community, team]))
    return found


def within_their_power(district: District) -> NDArray[np.int64]:
    """Needs that queue this morning and are small enough for volunteers, the most pressing first."""
    waiting, needs = queued_needs(district), district.state.needs.view(np.ndarray)
    small = needs["hours"][waiting] <= district.parameters.assumptions.routing.order_hours
    theirs = np.zeros(len(district.state.kinds), np.bool_)
    theirs[district.volunteers.kinds] = True
    return np.asarray(waiting[small & theirs[needs["kind"][waiting]]])


def _at_quantile(shares: Floats, luck: Floats) -> NDArray[np.int64]:
    """The rows of a distribution that stand at these quantiles."""
    return np.minimum(np.searchsorted(np.cumsum(shares), luck), len(shares) - 1)
