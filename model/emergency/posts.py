"""Who answers where nothing was prepared: grid posts in surge mode, once the district has switched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..arrays import Bools, Floats
from ..columns import GRID
from .contract import Answer, Calls, Crews
from .shock import ANY

if TYPE_CHECKING:
    from ..district import District


def work_called(calls: Calls) -> Floats:
    """Hours that people without a skill take for what is called, by community and skill; 0 where they cannot."""
    able = calls.untrained > 0.0
    return np.asarray(np.where(able, calls.hours / np.where(able, calls.untrained, 1.0), 0.0))


def switched(calls: Calls, switch_days: float) -> bool:
    """Whether the answer is led by now."""
    return calls.day - calls.alarm_day >= switch_days


def grid_posts(district: District) -> Bools:
    """Posts of grid teams that stand on a line of their own; shape (posts,)."""
    servers, pools = district.state.servers, district.state.pools
    return np.asarray((pools.type[servers.pool] == GRID) & (servers.pooled == 0))


class GridPosts:
    """Grid posts serve the emergency in shifts, seven days a week, with no more of their day than is called for."""

    def day(self, district: District, calls: Calls) -> Answer:
        """Who serves today."""
        state = district.state
        answer = Answer((), np.zeros(len(state.servers)), np.zeros(len(state.departments)))
        if not switched(calls, district.parameters.levers.emergency.switch_days):
            return answer
        posts = np.flatnonzero(grid_posts(district))
        community = state.pools.community[state.servers.pool[posts]]
        well = (state.servers.line_to[posts] - state.servers.line_from[posts]) * (1.0 - calls.posts_ill[posts])
        at_work = np.bincount(community, well, len(calls.hours))
        hours = at_work * max(shock.kind.post_hours for shock in calls.shocks)
        called = work_called(calls)
        most = max(shock.kind.most_turned for shock in calls.shocks)
        needed = np.divide(called.sum(axis=1), hours, out=np.zeros_like(hours), where=hours > 0.0)
        share = np.minimum(needed, most)
        answer.turned[posts] = share[community]
        crews = tuple(
            Crews("grid", number, ANY, float(at_work[number] * share[number]), float(hours[number] * share[number]))
            for number in np.flatnonzero(hours * share > 0.0).tolist()
        )
        return Answer(crews, answer.turned, answer.away)
