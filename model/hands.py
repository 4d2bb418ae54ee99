"""Hands that come and go: how the hours somebody decided on stand at a pool's posts, and who pays for meetings.

Posts of volunteers, organisations, units and mediators have no hours of their own; a decision gives them some.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .columns import CHARGED_HOURS, COUNTER, NOBODY, QUEUED, State
from .days import transfer
from .people.staff import LEAST_HOURS

if TYPE_CHECKING:
    from .district import District

LONGEST_JOURNEY_DAYS = 200
"""Calendar days within which every need has ended: window, deadline, patience and two reopenings."""


def give_hours(district: District, pool: int, hours_a_day: float, hours_at_a_time: float) -> None:
    """Let a pool's posts give so many hours a working day, in shifts as long as stated while posts suffice.

    Posts in the middle of a need come first, the others in order; with more hours than posts times the shift, every
    post works longer. What a post left without hours had in hand goes back to the queue.
    """
    state, assumed = district.state, district.parameters.assumptions.service
    servers = state.servers.view(np.ndarray)
    posts = district.arrangement.posts_of_pool(pool)
    # All posts of a pool are equally wide.
    width = float(servers["line_to"][posts[0]] - servers["line_from"][posts[0]])
    if width <= 0.0:
        return
    posts = posts[np.argsort(servers["need"][posts] < 0, kind="stable")]
    hours_a_day = hours_a_day if hours_a_day >= LEAST_HOURS else 0.0
    shift = max(hours_at_a_time, hours_a_day / len(posts))
    given = np.clip(hours_a_day - shift * np.arange(len(posts)), 0.0, shift)
    servers["useful_share"][posts] = given / (width * assumed.hours_per_day * (1.0 - assumed.absence_share))
    state.pools.daily_hours[pool] = hours_a_day
    put_down(district, posts[given <= 0.0])


def put_down(district: District, posts: NDArray[np.intp]) -> None:
    """What these posts have in hand stands in its queue again, with what is left of its work."""
    state = district.state
    posts = posts[state.servers.need[posts] >= 0]
    needs = state.servers.need[posts].copy()
    if not len(needs):
        return
    pools = state.needs.pool[needs].copy()
    state.servers.need[posts] = NOBODY
    state.needs.state[needs], state.needs.pool[needs] = QUEUED, NOBODY
    transfer(needs, pools, state)
    district.seen_queued = None


def set_pace(state: State, pools: NDArray[np.intp], slowness: NDArray[np.float64]) -> None:
    """From now on these pools take so much longer or shorter; what stands in their queues is weighed anew."""
    before = state.pools.slowness[pools].copy()
    state.pools.slowness[pools] = slowness
    state.pools.backlog_hours[pools] *= slowness / before


def charge_counters(district: District, hours_by_community: NDArray[np.float64]) -> None:
    """Community staff owe these hours to meetings and errands that decisions brought; they come before needs."""
    state = district.state
    state.pools.overhead_hours[district.doors.pools(COUNTER)] += hours_by_community
    if district.day < state.books.daily.shape[1]:
        state.books.daily[CHARGED_HOURS, district.day] += float(np.sum(hours_by_community))


def kinds_mask(rows: Iterable[int]) -> int:
    """`pools.kinds` of a pool that takes only these kinds of need."""
    mask = 0
    for row in rows:
        mask |= 1 << int(row)
    return mask


def recent(district: District) -> slice:
    """Rows of the needs that may still be open: those born lately enough."""
    state = district.state
    born = int(state.books.tally[0])
    # Halving by hand reads a score of rows; numpy would copy the whole column first.
    first = bisect_left(state.needs.birth_day, district.day - LONGEST_JOURNEY_DAYS, 0, born)
    return slice(first, born)


def queued_needs(district: District) -> NDArray[np.int64]:
    """Needs that stand in a queue this morning, the most pressing first; looked up once a day."""
    if district.seen_queued is None or district.seen_queued[0] != district.day:
        rows, needs = recent(district), district.state.needs.view(np.ndarray)
        found = rows.start + np.flatnonzero(needs["state"][rows] == QUEUED)
        district.seen_queued = district.day, found[np.argsort(needs["order"][found], kind="stable")]
    return district.seen_queued[1]


def posts_of(state: State, pool: int) -> NDArray[np.int64]:
    """Posts that stand at one pool."""
    return np.flatnonzero(state.servers.pool == pool)
