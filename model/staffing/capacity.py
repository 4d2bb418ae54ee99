"""Capacity: how the hours somebody decided on stand at a pool's posts, what pools take, and who pays for meetings.

Processes write columns of pools, posts and departments through the functions below and in no other way.

Posts of volunteers, organisations, units and mediators have no hours of their own; a decision gives them some.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..agents.open_needs import open_needs
from ..arrays import Floats
from ..backend import transfer
from ..columns import (
    BORN,
    CHARGED_HOURS,
    COUNTER,
    NOBODY,
    QUEUED,
    State,
)
from ..needs.day_shift import LEAST_HOURS
from ..needs.lists import DUE_SHIFT

if TYPE_CHECKING:
    from ..district import District


def give_hours(district: District, pool: int, hours_a_day: float, hours_at_a_time: float) -> None:
    """Let a pool's posts give so many hours a working day, in shifts as long as stated while posts suffice."""
    give_hours_each(district, np.array([pool]), np.array([hours_a_day]), np.array([hours_at_a_time]))


def give_hours_each(
    district: District, pools: NDArray[np.int64], hours_a_day: NDArray[np.float64], hours_at_a_time: NDArray[np.float64]
) -> None:
    """Let the posts of each of these pools give so many hours a working day, in shifts as long as stated.

    Posts in the middle of a need come first, the others in order; with more hours than posts times the shift, every
    post works longer. What a post left without hours had in hand goes back to the queue.
    """
    arranged, assumed = district.in_force, district.parameters.assumptions.service
    servers = district.state.servers.view(np.ndarray)
    # All posts of a pool are equally wide.
    one = arranged.own_posts[arranged.first_own_post[pools]]
    width = servers["line_to"][one] - servers["line_from"][one]
    staffed = width > 0.0
    pools, width, hours, shift = pools[staffed], width[staffed], hours_a_day[staffed], hours_at_a_time[staffed]
    first = arranged.first_own_post[pools]
    count = arranged.first_own_post[pools + 1] - first
    pool_of_post = np.repeat(np.arange(len(pools)), count)
    place = np.arange(len(pool_of_post)) - (np.cumsum(count) - count)[pool_of_post]
    posts = arranged.own_posts[first[pool_of_post] + place]
    posts = posts[np.lexsort((servers["need"][posts] < 0, pool_of_post))]
    hours = np.where(hours >= LEAST_HOURS, hours, 0.0)
    shift = np.maximum(shift, hours / count)[pool_of_post]
    given = np.clip(hours[pool_of_post] - shift * place, 0.0, shift)
    whole_day = width * assumed.hours_per_day * (1.0 - assumed.absence_share)
    set_useful_share(district.state, posts, given / whole_day[pool_of_post])
    district.state.pools.daily_hours[pools] = hours
    put_down(district, posts[given <= 0.0])


def put_down(district: District, posts: NDArray[np.intp]) -> None:
    """What these posts have in hand stands in its queue again, with what is left of its work."""
    state = district.state
    needs, at_hand = state.needs.view(np.ndarray), state.servers.view(np.ndarray)["need"]
    posts = posts[at_hand[posts] >= 0]
    if not len(posts):
        return
    rows = at_hand[posts]
    pools = needs["pool"][rows]
    at_hand[posts] = NOBODY
    needs["state"][rows], needs["pool"][rows] = QUEUED, NOBODY
    transfer(rows, pools, state)
    district.seen_queued = None


def bring_forward(state: State, rows: NDArray[np.int32], days: int) -> None:
    """These needs stand in their queues as if they were due so many days earlier; `transfer` then finds their place."""
    state.needs.order[rows] -= days << DUE_SHIFT


def set_pace(state: State, pools: NDArray[np.intp], slowness: NDArray[np.float64]) -> None:
    """From now on these pools take so much longer or shorter; what stands in their queues is weighed anew."""
    before = state.pools.slowness[pools].copy()
    state.pools.slowness[pools] = slowness
    state.pools.backlog_hours[pools] *= slowness / before


def set_useful_share(state: State, posts: Any, share: Floats) -> None:
    """From now on these posts give so much of their day to needs; shape of `share` (posts,) or one for all."""
    state.servers.useful_share[posts] = share


def set_usual_hours(state: State, pools: Any, hours_a_day: Floats) -> None:
    """What whoever plans may take these pools to have, hours a working day; posts get theirs by `set_useful_share`."""
    state.pools.daily_hours[pools] = hours_a_day


def set_kinds(state: State, pools: Any, masks: Any) -> None:
    """From now on these pools take these kinds of need (`kinds_mask`), 0 for none."""
    state.pools.kinds[pools] = masks


def set_poor_share(state: State, pools: Any, share: Any) -> None:
    """From now on so much of what these pools finish is poor work."""
    state.pools.poor_share[pools] = share


def set_people(state: State, pools: Any, people: Floats) -> None:
    """So many residents know of these pools; routing weighs by it."""
    state.pools.residents[pools] = people


def divide_free_hours(state: State, pools: Any, patrol: Floats, visits: Floats, service: Floats) -> None:
    """How these pools' free hours fall to patrols, visits and needs from now on, as shares."""
    state.pools.patrol_share[pools] = patrol
    state.pools.visit_share[pools] = visits
    state.pools.service_share[pools] = service


MOST_BEHIND_DAYS = 5.0
"""Days of work by which meetings, tasks and grids may set a department back, all together."""


def keep_officials(district: District, rows: list[int], cases: float) -> None:
    """Officials of these queues leave so many cases undone; none falls behind by more than `MOST_BEHIND_DAYS`."""
    departments = district.state.departments
    for row in rows:
        behind = MOST_BEHIND_DAYS * departments.capacity[row]
        departments.credit[row] = max(departments.credit[row] - cases, min(-behind, departments.credit[row]))


def charge_counters(district: District, hours_by_community: NDArray[np.float64]) -> None:
    """Community staff owe these hours to meetings and errands that decisions brought; they come before needs."""
    state = district.state
    state.pools.overhead_hours[district.pool_map.pools(COUNTER)] += hours_by_community
    if district.day < state.tallies.daily.shape[1]:
        state.tallies.daily[CHARGED_HOURS, district.day] += float(np.sum(hours_by_community))


def let_branches_mediate(state: State, cells: NDArray[np.bool_]) -> None:
    """From now on leaders of Party branches sit down first with who quarrels in these cells; shape (cells,)."""
    state.pool_map.branch[:] = cells


def kinds_mask(rows: Iterable[int]) -> int:
    """`pools.kinds` of a pool that takes only these kinds of need."""
    mask = 0
    for row in rows:
        mask |= 1 << int(row)
    return mask


def born_since(district: District, day: int) -> slice:
    """Rows of the needs born on this day or later."""
    state = district.state
    born = int(state.tallies.tally[BORN])
    # Halving by hand reads a score of rows; numpy would copy the whole column first.
    return slice(bisect_left(state.needs.view(np.ndarray)["birth_day"], day, 0, born), born)


def queued_needs(district: District) -> NDArray[np.int64]:
    """Needs that stand in a queue this morning, the most pressing first; looked up once a day."""
    if district.seen_queued is None or district.seen_queued[0] != district.day:
        needs = district.state.needs.view(np.ndarray)
        found = open_needs(district)
        found = found[needs["state"][found] == QUEUED]
        district.seen_queued = district.day, found[np.argsort(needs["order"][found], kind="stable")]
    return district.seen_queued[1]
