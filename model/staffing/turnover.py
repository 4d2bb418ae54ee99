"""Community staff and grid workers come, learn and leave, and their queues feel it.

Each line of posts (a community's grid workers, a community's staff) has a tenure for every post. A pool's pace and the
quality of its work follow the posts that stand at it.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..columns import COUNTER, GRID
from ..events.staff import StaffLeft
from .capacity import set_pace, set_poor_share
from .tenure import (
    Months,
    a_month_later,
    first_tenures,
    learning_months,
    unlearned,
    usually_unlearned,
)

if TYPE_CHECKING:
    from ..district import District

STAFFED = (GRID, COUNTER)
"""Types of pool whose posts are the community's own; organisations look after theirs."""


class Tenures:
    """Months in post of everybody the communities employ.

    Attributes:
        of_line: For each line (type of pool, community), months in post by place on the line.
        left: How many have left since the first morning.
    """

    def __init__(self) -> None:
        self.of_line: dict[tuple[int, int], Months] = {}
        self.left = 0


def initialise(district: District) -> None:
    """Tenures as constant turnover under the status quo leaves them."""
    district.keep(Tenures())
    _man_lines(district, fresh=False)
    _feel(district)


def on_new_levers(district: District) -> None:
    """Posts added by new levers are held by newcomers; posts cut are forgotten with their holders."""
    _man_lines(district, fresh=True)
    _feel(district)


def monthly(district: District, date: dt.date) -> None:
    """Draw who leaves on every line of posts, add a month of tenure to the others, and set pools' pace and quality."""
    month, left = date.year * 12 + date.month, 0
    lines = district.of(Tenures).of_line
    for (kind, community), tenure in lines.items():
        later = a_month_later(tenure, _line(kind, community), month, district.parameters, district.plan.seed)
        left += int((later == 0.0).sum())
        lines[kind, community] = later
    district.of(Tenures).left += left
    district.record(StaffLeft(people=left))
    _feel(district)


def replace_first(district: District, communities: list[int]) -> None:
    """Whoever holds the first post of these communities' staff, their secretary, goes; a newcomer takes the post."""
    tenures = district.of(Tenures)
    for community in communities:
        held = tenures.of_line[COUNTER, community].copy()
        held[:1] = 0.0
        tenures.of_line[COUNTER, community] = held
        tenures.left += len(held[:1])
    if communities:
        _feel(district)


def _line(kind: int, community: int) -> int:
    return community * len(STAFFED) + STAFFED.index(kind)


def _posts_on_lines(district: District) -> dict[tuple[int, int], int]:
    """Posts every line has under the levers in force."""
    servers, pools = district.state.servers, district.state.pools
    longest: dict[tuple[int, int], int] = {}
    for kind in STAFFED:
        own = np.flatnonzero((pools.type[servers.pool] == kind) & (servers.pooled == 0))
        end = np.zeros(district.world.territory.communities)
        np.maximum.at(end, pools.community[servers.pool[own]], servers.line_to[own])
        longest |= {(kind, community): int(np.ceil(last)) for community, last in enumerate(end.tolist())}
    return longest


def _man_lines(district: District, fresh: bool) -> None:
    lines, parameters, seed = district.of(Tenures).of_line, district.parameters, district.plan.seed
    for (kind, community), posts in _posts_on_lines(district).items():
        held = lines.get((kind, community), np.zeros(0))[:posts]
        new = np.zeros(posts) if fresh else first_tenures(posts, _line(kind, community), parameters, seed)
        lines[kind, community] = np.concatenate((held, new[len(held) :]))


def _feel(district: District) -> None:
    """Newcomers are slower and do more poor work, people who are rated take more care; pools feel their posts."""
    pools, assumed = district.state.pools, district.parameters.assumptions.turnover
    unskilled = _unskilled(district)
    usual = usually_unlearned(district.parameters)
    base = district.parameters.assumptions.service.poor_work_share
    staffed = np.flatnonzero(np.isin(pools.type, STAFFED))
    care = assumed.rating_care * district.parameters.levers.channels.resident_rating
    pace = (1.0 - assumed.newcomer_gap * usual) / (1.0 - assumed.newcomer_gap * unskilled[staffed])
    pace = pace * (1.0 + assumed.care_hours * care)
    poor = (1.0 + assumed.newcomer_poor_work * unskilled[staffed]) / (1.0 + assumed.newcomer_poor_work * usual)
    set_pace(district.state, staffed, district.in_force.even_slowness[staffed] * pace)
    set_poor_share(district.state, staffed, np.minimum(base * poor * (1.0 - care), 1.0))


def _unskilled(district: District) -> NDArray[np.float64]:
    """What the posts of each pool have yet to learn, on average."""
    state, months = district.state, learning_months(district.parameters)
    lacking = {line: unlearned(tenure, months) for line, tenure in district.of(Tenures).of_line.items()}
    total, width = np.zeros(len(state.pools)), np.zeros(len(state.pools))
    kinds, communities = state.pools.type.tolist(), state.pools.community.tolist()
    own = np.flatnonzero(np.isin(state.pools.type[state.servers.pool], STAFFED) & (state.servers.pooled == 0))
    stretch = zip(
        state.servers.pool[own].tolist(),
        state.servers.line_from[own].tolist(),
        state.servers.line_to[own].tolist(),
        strict=True,
    )
    for pool, start, end in stretch:
        line = lacking[kinds[pool], communities[pool]]
        for post in range(int(start), min(int(np.ceil(end)), len(line))):
            held = min(end, post + 1.0) - max(start, float(post))
            total[pool] += held * line[post]
            width[pool] += held
    usual = np.full(len(total), usually_unlearned(district.parameters))
    return np.asarray(np.divide(total, width, out=usual, where=width > 0.0))
