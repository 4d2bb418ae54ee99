"""Assignment of volunteers' hours to needs: activities of a guessed kind and place, or orders that expire.

Without ordering the organiser gathers people for an activity of one kind at one place. It serves only needs of that
kind that are queued and within reach; standing programmes take some of the other hours (`standing`). With ordering,
residents order what they need (`order_desk`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..agents.open_needs import open_or_ended_lately
from ..arrays import Floats, Ids, listed
from ..backend import transfer
from ..columns import QUEUED, TO_POOL, VOLUNTEER
from ..monitoring.survey_records import latest_survey
from ..staffing.capacity import born_since, put_down, queued_needs
from ..streams import (
    COMMUNITY,
    STREET,
    WEEK,
    Part,
    Stream,
)
from .records import Volunteers
from .teams import KIND_OF_SKILL

if TYPE_CHECKING:
    from ..district import District

ACTIVITY_HELD = Stream("activity", STREET, WEEK)
# Where activities are small a street may hold more than a hundred in a week; the further ones go on beyond all streets.
VENUE = Stream("venue", STREET, WEEK, Part("activity", 100, spill=1_000_000))
ACTIVITY_KIND = Stream("activity kind", COMMUNITY, WEEK, Part("activity", 100, spill=1_000_000))
ACTIVITY_PLACE = Stream("activity place", COMMUNITY, WEEK, Part("activity", 100, spill=1_000_000))

DAYS_A_YEAR = 365


def plan_year(district: District) -> None:
    """Set the mix of kinds of the year's activities by the latest survey, else by last year's requests, by community.

    For days before the run began expected needs take the place of requests.
    """
    office, state = district.of(Volunteers), district.state
    if (survey := latest_survey(district)) is not None:
        mix = survey.needs[:, office.kinds].astype(float)
    else:
        needs, born = state.needs.view(np.ndarray), born_since(district, district.day - DAYS_A_YEAR)
        heard = needs["heard_day"][born] >= 0
        kinds, communities = len(state.kinds), len(office.skill)
        # Shape (communities, kinds), flattened: how many needs of each kind were detected in each community.
        community = district.world.territory.community_of_cell[needs["cell"][born][heard]]
        counts = np.bincount(community * kinds + needs["kind"][born][heard], minlength=communities * kinds)
        unknown = max(DAYS_A_YEAR - district.day, 0) * state.facts.daily_rate[:, office.kinds]
        mix = counts.reshape(communities, kinds)[:, office.kinds] + unknown
    # Rows of shares, shape (communities, kinds volunteers take); even where nothing is known.
    total = mix.sum(axis=1, keepdims=True)
    office.mix = np.divide(mix, total, out=np.full_like(mix, 1.0 / max(len(office.kinds), 1)), where=total > 0.0)


def own_needs(district: District) -> NDArray[np.int64]:
    """Needs queued, in service or ended in the past week at a pool of volunteers, in order of birth."""
    known = open_or_ended_lately(district)
    first, last = district.pool_map.starts[VOLUNTEER], district.pool_map.starts[VOLUNTEER + 1]
    pool = district.state.needs.view(np.ndarray)["pool"][known]
    return np.sort(known[(pool >= first) & (pool < last)])


def give_back(district: District, hours: Floats, theirs: NDArray[np.int64]) -> int:
    """Route again the needs volunteers do not keep: all that are queued but orders and draws on the time bank.

    Where nobody comes this week, needs in service are routed again as well. Orders and withdrawals from the time bank
    are kept; they have deadlines of their own.

    Args:
        hours: Volunteers' hours this week by community; shape (communities,).
        theirs: Needs at pools of volunteers (`own_needs`).

    Returns:
        How many needs were routed again.
    """
    state, office, levers = district.state, district.of(Volunteers), district.parameters.levers.volunteers
    needs, servers = state.needs.view(np.ndarray), state.servers.view(np.ndarray)
    pool, at_hand, first = servers["pool"], servers["need"], district.pool_map.starts[VOLUNTEER]
    queued = theirs[needs["state"][theirs] == QUEUED]
    kept = listed(queued, office.bank.asked)
    queued = queued[~(kept | listed(queued, office.desk.open)) if levers.ordering else ~kept]
    # Rows of servers: volunteers' posts with a need in service, in communities without hours this week.
    posts = np.flatnonzero((state.pools.type[pool] == VOLUNTEER) & (at_hand >= 0))
    posts = posts[hours[pool[posts] - first] <= 0.0]
    dropped = at_hand[posts]
    put_down(district, posts)
    back = np.concatenate((queued, dropped)).astype(np.int32)
    transfer(back, np.full(len(back), TO_POOL, np.int32), state)
    return len(back)


def gather_guests(
    district: District, community: NDArray[np.integer], week: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Assign residents who offered a shift to activities of their street.

    A street holds activities in a week with probability usual turnout / `activity_people`, at most 1.

    Args:
        community: Community of each resident who waits; shape (residents waiting,).
        week: Number of the week, the address of the draws.

    Returns:
        The activity of each resident who waits (−1 for none), and the community in which each activity is held.
    """
    office, territory, seed = district.of(Volunteers), district.world.territory, district.plan.seed
    people = district.parameters.assumptions.volunteer_work.activity_people
    street_of, streets = territory.street_of_community, territory.streets
    usual = np.bincount(street_of, office.corps.turnout, streets) / people
    held = ACTIVITY_HELD.of(seed).at(np.arange(streets), week).uniform() < usual
    activity = np.full(len(community), -1)
    venues: list[int] = []
    residents = np.bincount(territory.community_of_cell, territory.residents_of_cell, territory.communities)
    for street in np.flatnonzero(held).tolist():
        guests = np.flatnonzero(street_of[community] == street)
        number = max(round(len(guests) / people), 1) if len(guests) else 0
        own = np.flatnonzero(street_of == street)
        draws = VENUE.of(seed).at(street, week, np.arange(number)).uniform()
        activity[guests] = len(venues) + np.arange(len(guests)) * number // max(len(guests), 1)
        venues.extend(own[_at_quantile(residents[own] / residents[own].sum(), draws)].tolist())
    return activity, np.array(venues, np.int64)


def hold_activities(district: District, waiting: Ids, venues: NDArray[np.int64], hours: Floats) -> Floats:
    """Draw the kind and the place of each activity and serve needs of that kind queued within reach.

    Args:
        waiting: Queued needs that volunteers can do, the most pressing first.
        venues: Community of each activity; shape (activities,).
        hours: Hours of those who come to each activity; same shape.

    Returns:
        Hours of work found; shape (communities,).
    """
    if not len(waiting) or not len(venues):
        return np.zeros(len(district.of(Volunteers).skill))
    office, seed, territory = district.of(Volunteers), district.plan.seed, district.world.territory
    reach = district.parameters.assumptions.volunteer_work.activity_reach_km
    week = district.date(district.day).toordinal() // 7
    # Shape (activities,): how many activities the same community has before this one; part of the address of draws.
    order = np.argsort(venues, kind="stable")
    before = np.empty(len(venues), np.int64)
    before[order] = np.arange(len(venues)) - np.searchsorted(venues[order], venues[order])
    # Kind: the quantile of the community's mix at a uniform draw; `cumulated` has shape (communities, kinds).
    cumulated = np.cumsum(office.mix, axis=1)
    guess = ACTIVITY_KIND.of(seed).at(venues, week, before).uniform()
    kind = office.kinds[np.minimum((cumulated[venues] <= guess[:, None]).sum(axis=1), len(office.kinds) - 1)]
    # Place: the cell of a random resident of the community; cells of a community are contiguous in `filled`.
    filled = np.concatenate(([0.0], np.cumsum(territory.residents_of_cell)))  # shape (cells + 1,)
    first = filled[territory.cell_start_of_community[venues]]
    people = filled[territory.cell_start_of_community[venues + 1]] - first
    spot = first + ACTIVITY_PLACE.of(seed).at(venues, week, before).uniform() * people
    place = np.minimum(np.searchsorted(filled, spot, "right") - 1, territory.cells - 1)
    board = Board(district, waiting)
    targets = list(zip(venues.tolist(), kind.tolist(), strict=True))
    near = board.within_reach(targets, place, reach)
    found = [board.choose(*one) for one in zip(targets, hours.tolist(), near, strict=True)]
    board.send()
    return np.bincount(venues, found, len(office.skill)).astype(float)


class Board:
    """Queued needs sorted by community and kind, the most pressing of each first; each can be chosen once."""

    def __init__(self, district: District, waiting: Ids) -> None:
        self.district = district
        needs, territory = district.state.needs.view(np.ndarray), district.world.territory
        self.kinds, self.first_pool = len(district.state.kinds), district.pool_map.starts[VOLUNTEER]
        # Shape (needs,) throughout. A stable sort by community and kind keeps the order of urgency within each.
        cell = needs["cell"][waiting]
        address = territory.community_of_cell[cell].astype(np.int64) * self.kinds + needs["kind"][waiting]
        order = np.argsort(address, kind="stable")
        self.need, self.cell, address = waiting[order], cell[order], address[order]
        self.bounds = np.searchsorted(address, np.arange(territory.communities * self.kinds + 1)).tolist()
        # Where it would go, what work it is there, and whether it may be chosen: not if it is there already.
        self.pool = self.first_pool + address // self.kinds
        self.work = (needs["hours"][self.need] * district.state.pools.slowness[self.pool]).tolist()
        self.left = (needs["pool"][self.need] != self.pool).tolist()
        self.chosen: list[int] = []

    def places(self, target: tuple[int, int]) -> range:
        """Rows of the board with the needs of one community and kind."""
        one = target[0] * self.kinds + target[1]
        return range(self.bounds[one], self.bounds[one + 1])

    def within_reach(
        self, targets: list[tuple[int, int]], cells: NDArray[np.int64], reach_km: float
    ) -> list[list[int]]:
        """Needs of a community and kind within a distance of each activity.

        Args:
            targets: Community and kind of each activity.
            cells: Cell in which each is held; shape (activities,).
            reach_km: Largest distance between cells, in km.

        Returns:
            Rows of the board for each activity, the most pressing first.
        """
        # One row for each pair of activity and need: `meeting` and `place` have shape (pairs,).
        asked = [self.places(target) for target in targets]
        meeting = np.repeat(np.arange(len(asked)), [len(places) for places in asked])
        place = np.array([one for places in asked for one in places], np.int64)
        territory, here, there = self.district.world.territory, cells[meeting], self.cell[place]
        x_km, y_km = territory.x_km[there] - territory.x_km[here], territory.y_km[there] - territory.y_km[here]
        near: list[list[int]] = [[] for _ in asked]
        close_by = np.hypot(x_km, y_km) <= reach_km
        for number, one in zip(meeting[close_by].tolist(), place[close_by].tolist(), strict=True):
            near[number].append(one)
        return near

    def choose(self, target: tuple[int, int], hours: float, among: Iterable[int] | None = None) -> float:
        """Choose the most pressing needs of one community and kind as far as the hours go.

        Args:
            target: Community and kind.
            hours: Hours of work at most.
            among: Rows of the board within reach, the most pressing first; None for all of them.

        Returns:
            Hours of work of what was chosen.
        """
        found = 0.0
        for place in self.places(target) if among is None else among:
            if self.left[place]:
                if found + self.work[place] > hours:
                    break
                found += self.work[place]
                self.left[place] = False
                self.chosen.append(place)
        return found

    def send(self) -> None:
        """Move the chosen needs to the volunteers' pool of their community."""
        chosen, self.chosen = self.chosen, []
        transfer(self.need[chosen].astype(np.int32), self.pool[chosen].astype(np.int32), self.district.state)


def run_teams(district: District, waiting: Ids, hours: Floats) -> Floats:
    """Let standing teams serve needs of people, each those of its skills.

    Args:
        waiting: Queued needs that volunteers can do, the most pressing first.
        hours: Hours of each team this week; shape (teams,).

    Returns:
        Hours of work found; shape (communities,).
    """
    office = district.of(Volunteers)
    found = np.zeros(len(office.skill))
    if not len(waiting) or office.teams is None:
        return found
    theirs = {district.kinds.ids[kind]: int(kind) for kind in office.kinds if district.state.kinds.public[kind] == 0}
    board = Board(district, waiting)
    for team in (office.teams.each[number] for number in np.flatnonzero(hours > 0.0).tolist()):
        left = float(hours[team.number])
        for kind in (theirs[KIND_OF_SKILL[skill]] for skill in sorted(team.skills) if KIND_OF_SKILL[skill] in theirs):
            work = board.choose((team.community, kind), left)
            found[team.community] += work
            left -= work
    board.send()
    return found


def within_their_power(district: District) -> NDArray[np.int64]:
    """Needs that queue this morning and are small enough for volunteers, the most pressing first."""
    waiting, needs = queued_needs(district), district.state.needs.view(np.ndarray)
    small = needs["hours"][waiting] <= district.parameters.assumptions.routing.order_hours
    theirs = np.zeros(len(district.state.kinds), np.bool_)
    theirs[district.of(Volunteers).kinds] = True
    return np.asarray(waiting[small & theirs[needs["kind"][waiting]]])


def _at_quantile(shares: Floats, draws: Floats) -> NDArray[np.int64]:
    """Rows of a discrete distribution at the quantiles `draws`; `shares` sum to 1."""
    return np.minimum(np.searchsorted(np.cumsum(shares), draws), len(shares) - 1)
