"""What follows from a set of levers at once: grids, centres, posts, channels and rules of routing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..arrays import Rows
from ..columns import COUNTER, IN_SERVICE, QUEUED, Hearing, State
from ..local_levers import Elsewhere
from ..needs.channels import familiarity_by_cell, set_channels
from ..needs.table import KindTable, kinds_under, workload_of_cells
from ..parameters import Parameters
from ..place.ground import Ground, divide
from ..place.world import World
from ..staffing.posts import PoolMap, staff_district
from .initial_state import memory_rules, routing_rules, service_rules


@dataclass(frozen=True, slots=True, eq=False)
class PolicyInForce:
    """The district as one set of levers arranges it.

    Attributes:
        parameters: Place, assumptions and these levers.
        ground: Grids and centres.
        pool_map: How pools are numbered, and which looks after which cell.
        columns: The parts of the state that follow from levers, by name.
        even_patrol, even_door, even_listed: Hazards of every cell when a team patrols and visits evenly.
        even_slowness: Pace of every pool when its posts have usual experience.
        usual_useful_share: Share of each post's hours that serves residents in a usual week.
        drawn_posts: The pool map, pools, groups and posts as they were drawn, before anybody worked a day.
        elsewhere: Communities that try other levers, whose columns are among these.
        own_posts, first_own_post: Posts that belong to one pool, pool after pool, and where each pool's begin.
    """

    parameters: Parameters
    ground: Ground
    pool_map: PoolMap
    columns: dict[str, Any]
    even_patrol: NDArray[np.float64]
    even_door: NDArray[np.float64]
    even_listed: NDArray[np.float64]
    even_slowness: NDArray[np.float64]
    usual_useful_share: NDArray[np.float64]
    drawn_posts: tuple[Rows, ...]
    own_posts: NDArray[np.int64]
    first_own_post: NDArray[np.int64]
    elsewhere: tuple[Elsewhere, ...] = ()

    def posts_of_pool(self, pool: int) -> NDArray[np.int64]:
        """The posts of one pool alone, not those it shares with its party grid."""
        return self.own_posts[self.first_own_post[pool] : self.first_own_post[pool + 1]]

    def same_posts_as(self, other: PolicyInForce) -> bool:
        """Whether the same posts stand at the same pools, so that no work at hand moves."""
        return all(
            np.array_equal(ours, theirs) for ours, theirs in zip(self.drawn_posts, other.drawn_posts, strict=True)
        )

    def put_in_force(self, state: State, names: Iterable[str]) -> State:
        """The district's state with these parts of the arrangement."""
        return state._replace(**{name: self.columns[name] for name in names})


def arrange(
    world: World,
    kinds: KindTable,
    parameters: Parameters,
    hearing: Hearing,
    seed: int,
    drawn: NDArray[np.int32] | None = None,
) -> PolicyInForce:
    """Draw grids, site centres, staff them and set the channels; what `hearing` has accumulated stays."""
    ground = divide(world, parameters.levers, workload_of_cells(world), drawn)
    staff = staff_district(parameters, ground, familiarity_by_cell(ground, parameters, seed), seed)
    set_channels(hearing, ground, parameters, seed)
    own = np.flatnonzero(staff.servers.pooled == 0)
    return PolicyInForce(
        parameters=parameters,
        ground=ground,
        pool_map=staff.pool_map,
        columns={
            "kinds": kinds_under(kinds, parameters),
            "pool_map": staff.pool_map.of_cell,
            "routing": routing_rules(kinds, parameters),
            "service": service_rules(parameters),
            "memory": memory_rules(parameters),
            "pools": staff.pools,
            "groups": staff.groups,
            "servers": staff.servers,
        },
        even_patrol=hearing.patrol_per_hour.copy(),
        even_door=hearing.door_per_hour.copy(),
        even_listed=hearing.listed_per_hour.copy(),
        even_slowness=staff.pools.slowness.copy(),
        usual_useful_share=staff.servers.useful_share.copy(),
        own_posts=own,
        first_own_post=np.searchsorted(staff.servers.pool[own], np.arange(len(staff.pools) + 1)),
        drawn_posts=tuple(table.copy() for table in (staff.pool_map.of_cell, staff.pools, staff.groups, staff.servers)),
    )


def hand_over(state: State, before: PoolMap, after: PolicyInForce) -> State:
    """Redrawn doors and new posts: work at hand goes back to a queue, counters still owe what they owed."""
    counters = before.pools(COUNTER)
    owed = state.pools.debt_hours[counters].copy(), state.pools.overhead_hours[counters].copy()
    state.needs.state[state.needs.state == IN_SERVICE] = QUEUED
    state = after.put_in_force(state, after.columns)
    counters = after.pool_map.pools(COUNTER)
    state.pools.debt_hours[counters], state.pools.overhead_hours[counters] = owed
    return state
