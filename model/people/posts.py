"""Who is paid to serve: pools with posts for a set of levers, on given grids and centres (ODD 5.4, 7.6).

Total posts depend on households and residents, never on how many grids there are. A grid team holds a stretch of
its community's line of posts in proportion to its households.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..columns import COUNTER, DOOR, GRID, GROUP, NOBODY, POOL, PROPERTY, SERVER, SOCIAL, Rows, rows
from ..parameters import Parameters
from ..place.ground import Ground
from ..place.world import World
from ..streams import addressed, stream_key
from .staff import LEAST_HOURS

USUAL_OPEN_HOURS = 40.0
STANDARD_HOUSEHOLDS = 400.0


@dataclass(frozen=True, slots=True)
class Doors:
    """Which pool of each type looks after each cell, and how pools are numbered.

    Attributes:
        of_cell: `pool[type]` for every cell, −1 where there is none.
        grid_of_pool: The grid behind each grid pool.
        first_property, first_counter, first_social, count: Where each type's pools begin, and how many there are.
    """

    of_cell: Rows
    grid_of_pool: NDArray[np.int64]
    first_property: int
    first_counter: int
    first_social: int
    count: int


def find_doors(ground: Ground, pooled: bool) -> Doors:
    """Number the pools: grids (party grids together if they pool hours), then property firms, communities, centres."""
    territory, layout, centres = ground.world.territory, ground.layout, ground.centres
    grids = len(layout.party_grid_of_grid)
    # Party grids that pool nothing are names only; which they are moves nobody.
    grid_of_pool = np.lexsort((np.arange(grids), layout.party_grid_of_grid)) if pooled else np.arange(grids)
    pool_of_grid = np.empty(grids, np.int32)
    pool_of_grid[grid_of_pool] = np.arange(grids)
    firms = np.flatnonzero(territory.estate_has_property)
    firm_of_estate = np.full(len(territory.estate_has_property), NOBODY, np.int32)
    firm_of_estate[firms] = grids + np.arange(len(firms))
    first_counter = grids + len(firms)
    first_social = first_counter + territory.communities
    of_cell = rows(territory.cells, DOOR)
    of_cell.pool[:, GRID] = pool_of_grid[layout.grid_of_cell]
    of_cell.pool[:, PROPERTY] = firm_of_estate[territory.estate_of_cell]
    of_cell.pool[:, COUNTER] = first_counter + territory.community_of_cell
    of_cell.pool[:, SOCIAL] = first_social + centres.centre_of_cell
    return Doors(
        of_cell=of_cell,
        grid_of_pool=grid_of_pool,
        first_property=grids,
        first_counter=first_counter,
        first_social=first_social,
        count=first_social + len(centres.x_km),
    )


def familiarity(residents: NDArray[np.float64], parameters: Parameters, world: World) -> NDArray[np.float64]:
    """How well a team knows a grid of so many residents, relative to a grid of 400 households."""
    half = parameters.assumptions.hearing.familiarity_residents
    return np.asarray((half / (half + residents)) / standard_familiarity(half, world))


def standard_familiarity(half: float, world: World) -> float:
    """Familiarity with a grid of 400 households of this place's mean size."""
    territory = world.territory
    size = float(territory.residents_of_cell.sum()) / float(territory.households_of_cell.sum())
    return half / (half + STANDARD_HOUSEHOLDS * size)


def staff_useful_share(parameters: Parameters, world: World, centres: int) -> float:
    """Share of community staff's hours left for residents, after lending, administration and longer opening."""
    staff, assumed = parameters.levers.staff, parameters.assumptions
    administrative = staff.admin_share * (1.0 - assumed.staffing.outside_task_share * staff.access_gate)
    posts = staff.workers_per_10000 * len(world.residents.cell) / 10_000
    weekly = 5.0 * posts * assumed.service.hours_per_day * (1.0 - assumed.service.absence_share)
    longer = parameters.levers.centres.open_hours_per_week - USUAL_OPEN_HOURS
    opening = assumed.staffing.opening_cost * centres * longer / weekly
    return max((1.0 - staff.secondment_share) * (1.0 - administrative) - opening, 0.0)


def staff_administrative_share(parameters: Parameters) -> float:
    """Share of community staff's hours that administration takes, once the gate has refused its part."""
    staff = parameters.levers.staff
    return staff.admin_share * (1.0 - parameters.assumptions.staffing.outside_task_share * staff.access_gate)


def patrol_visit_service(parameters: Parameters) -> tuple[float, float, float]:
    """Shares of a grid team's free hours; with visits closed their hours go to service."""
    grid = parameters.levers.grid
    visit = grid.visit_share if parameters.levers.channels.visits else 0.0
    return grid.patrol_share, visit, 1.0 - grid.patrol_share - visit


@dataclass(frozen=True, slots=True, eq=False)
class Staff:
    """Pools, their groups and their posts, under one set of levers."""

    doors: Doors
    pools: Rows
    groups: Rows
    servers: Rows


def staff_district(parameters: Parameters, ground: Ground, seed: int) -> Staff:
    """All pools and posts of the district under one set of levers."""
    doors = find_doors(ground, parameters.levers.grid.pooled_share > 0.0)
    pools, groups = _empty_pools(doors, ground, parameters)
    _describe_pools(pools, doors, parameters, ground)
    posts = posts_of_pools(doors, parameters, ground)
    useful = _useful_shares(pools, doors, posts, parameters, ground)
    servers = _man_posts(pools, groups, posts, _line_starts(posts, pools, doors))
    servers.line_key = _line_keys(pools, doors, seed)[servers.pool]
    servers.useful_share = useful[servers.pool]
    return Staff(doors, pools, groups, servers)


def _empty_pools(doors: Doors, ground: Ground, parameters: Parameters) -> tuple[Rows, Rows]:
    grids = doors.first_property
    group = np.arange(doors.count, dtype=np.int32)
    if parameters.levers.grid.pooled_share > 0.0:
        party = ground.layout.party_grid_of_grid[doors.grid_of_pool]
        group[:grids] = np.concatenate(([0], np.cumsum(party[1:] != party[:-1]))).astype(np.int32)
        group[grids:] += group[grids - 1] + 1 - grids
    pools = rows(doors.count, POOL)
    pools.group = group
    pools.root = NOBODY
    groups = rows(int(group[-1]) + 1, GROUP)
    groups.inbox = NOBODY
    groups.first_pool = np.searchsorted(group, np.arange(len(groups)))
    groups.last_pool = np.searchsorted(group, np.arange(len(groups)), "right")
    return pools, groups


def _describe_pools(pools: Rows, doors: Doors, parameters: Parameters, ground: Ground) -> None:
    world, layout, centres = ground.world, ground.layout, ground.centres
    territory = world.territory
    grid, firm = slice(0, doors.first_property), slice(doors.first_property, doors.first_counter)
    counter, social = slice(doors.first_counter, doors.first_social), slice(doors.first_social, doors.count)
    for part, kind in ((grid, GRID), (firm, PROPERTY), (counter, COUNTER), (social, SOCIAL)):
        pools.type[part] = kind
    people = territory.residents_of_cell.astype(float)
    estates = np.flatnonzero(territory.estate_has_property)
    pools.community[grid] = layout.community_of_grid[doors.grid_of_pool]
    pools.community[firm] = territory.estate_community[estates]
    pools.community[counter] = np.arange(territory.communities)
    pools.community[social] = centres.community
    pools.residents[grid] = layout.residents_of_grid[doors.grid_of_pool]
    pools.residents[firm] = np.bincount(territory.estate_of_cell, people)[estates]
    pools.residents[counter] = np.bincount(territory.community_of_cell, people, territory.communities)
    pools.residents[social] = np.maximum(
        np.bincount(centres.centre_of_cell, people, doors.count - doors.first_social), 1.0
    )
    slow = parameters.assumptions.service.unfamiliar_slowdown
    known = standard_familiarity(parameters.assumptions.hearing.familiarity_residents, world)
    pools.hard_dispute_hours[counter] = parameters.assumptions.routing.hard_dispute_hours
    pools.slowness[:] = 1.0
    pools.slowness[grid] = (1.0 + slow * (1.0 - known * familiarity(pools.residents[grid], parameters, world))) / (
        1.0 + slow * (1.0 - known)
    )
    pools.patrol_share[grid], pools.visit_share[grid], pools.service_share[grid] = patrol_visit_service(parameters)
    # A base grid that is its own party grid has nobody to pool with.
    together = np.bincount(pools.group)[pools.group[grid]] > 1
    pools.pooled_share[grid] = np.where(together, parameters.levers.grid.pooled_share, 0.0)


def posts_of_pools(doors: Doors, parameters: Parameters, ground: Ground) -> NDArray[np.float64]:
    """Posts of every pool; fractions are people who share their week."""
    territory, layout, levers = ground.world.territory, ground.layout, parameters.levers
    posts = np.zeros(doors.count)
    posts[: doors.first_property] = (
        layout.households_of_grid[doors.grid_of_pool] * levers.grid.workers_per_1000_households / 1000
    )
    households = np.bincount(territory.estate_of_cell, territory.households_of_cell)
    posts[doors.first_property : doors.first_counter] = (
        households[territory.estate_has_property]
        * parameters.assumptions.service.property_posts_per_1000_households
        / 1000
    )
    posts[doors.first_counter : doors.first_social] = (
        np.bincount(territory.community_of_cell, territory.residents_of_cell) * levers.staff.workers_per_10000 / 10_000
    )
    posts[doors.first_social :] = levers.centres.social_workers_each
    return posts


def _useful_shares(
    pools: Rows, doors: Doors, posts: NDArray[np.float64], parameters: Parameters, ground: Ground
) -> NDArray[np.float64]:
    """Share of each pool's hours that serves residents; notes the hours a day each pool can be expected to give."""
    assumed = parameters.assumptions.service
    useful = np.ones(doors.count)
    centres = len(ground.centres.x_km)
    useful[doors.first_counter : doors.first_social] = staff_useful_share(parameters, ground.world, centres)
    useful[doors.first_social :] = assumed.casework_share
    hours = posts * useful * assumed.hours_per_day * (1.0 - assumed.absence_share)
    grid = slice(0, doors.first_property)
    hours[grid] = np.maximum(hours[grid] - assumed.grid_overhead_hours, 0.0) * pools.service_share[grid]
    pools.daily_hours = np.where(hours < LEAST_HOURS, 0.0, hours)
    return useful


def _man_posts(pools: Rows, groups: Rows, posts: NDArray[np.float64], starts: NDArray[np.float64]) -> Rows:
    """Every pool's own posts on its stretch of the line, then the posts its group shares."""
    members: list[tuple[int, float, float, int]] = []
    own = np.maximum(np.rint(posts), 1.0).astype(np.int64)
    for group in groups:
        group.first_server = len(members)
        first, last = int(group.first_pool), int(group.last_pool)
        for pool in range(first, last):
            width = posts[pool] / own[pool]
            line = starts[pool] + width * np.arange(own[pool] + 1)
            members.extend((pool, line[n], line[n + 1], 0) for n in range(own[pool]))
        if pools.pooled_share[first] > 0.0:
            shared = max(1, round(float(pools.pooled_share[first] * posts[first:last].sum())))
            members.extend((first, 0.0, 0.0, 1) for _ in range(shared))
        group.last_server = len(members)
    servers = rows(len(members), SERVER)
    servers.pool, servers.line_from, servers.line_to, servers.pooled = zip(*members, strict=True)
    servers.need = NOBODY
    return servers


def _line_starts(posts: NDArray[np.float64], pools: Rows, doors: Doors) -> NDArray[np.float64]:
    """Where each pool's stretch of its line of posts begins."""
    starts = np.zeros(doors.count)
    grids = doors.first_property
    order = np.lexsort((doors.grid_of_pool, pools.community[:grids]))
    before = np.concatenate(([0.0], np.cumsum(posts[order])[:-1]))
    community = pools.community[:grids][order]
    first = np.concatenate(([True], community[1:] != community[:-1]))
    offset = np.repeat(before[first], np.diff(np.append(np.flatnonzero(first), grids)))
    starts[order] = before - offset
    return starts


def _line_keys(pools: Rows, doors: Doors, seed: int) -> NDArray[np.uint64]:
    """Key of each pool's line: one line a community for grid teams, one of its own for every other pool."""
    key = stream_key(seed, "posts")
    keys = np.empty(doors.count, np.uint64)
    firsts = {PROPERTY: doors.first_property, COUNTER: doors.first_counter, SOCIAL: doors.first_social}
    with np.errstate(over="ignore"):
        for pool in range(doors.count):
            kind = int(pools.type[pool])
            line = int(pools.community[pool]) if kind == GRID else pool - firsts[kind]
            keys[pool] = addressed(np.uint64(addressed(key, kind)), line)
    return keys
