"""Pools (queues) and their posts (servers) under one set of levers, on given grids and centres (ODD 5, 7.6).

Total posts depend on households and residents, never on how many grids there are. A grid team holds a stretch of
its community's line of posts in proportion to its households.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..arrays import Rows
from ..columns import (
    BUNDLE,
    COUNTER,
    DOOR,
    EVERY_KIND,
    GRID,
    GROUP,
    MEDIATOR,
    MENU,
    NOBODY,
    ORGANISATION,
    POOL,
    PROGRAMME,
    PROJECT,
    PROPERTY,
    SERVER,
    SOCIAL,
    STEWARD,
    TERMINAL,
    TYPES,
    UNIT,
    VOLUNTEER,
    rows,
)
from ..needs.day_shift import LEAST_HOURS
from ..needs.useful_hours import patrol_visit_service, staff_useful_share
from ..parameters import Parameters
from ..place.familiarity import standard_familiarity
from ..place.ground import Ground
from ..streams import Part, Stream, draws_of

POSTS = Stream("posts", Part("kind of pool"))
"""Under the key of a kind of pool stand its lines, whose keys kernels take further by post and day."""

# Posts at a time for workers nobody employs; their hours are decided week by week.
RESIDENTS_PER_SHIFT = 1000.0
STEWARDS_TOGETHER = 10.0
UNITS_TOGETHER = 2.0
MEDIATORS_TOGETHER = 2.0
RESIDENTS_PER_PROJECT_POST = 2000.0


@dataclass(frozen=True, slots=True)
class PoolMap:
    """Routing table: which pool of each type serves each cell, and how pools are numbered, type after type.

    Attributes:
        of_cell: `pool[type]` for every cell, shape (cells, TYPES); −1 where there is none.
        grid_of_pool: The grid behind each grid pool; shape (grids,).
        starts: First pool of each type, TYPES + 1 numbers; the last is how many pools there are.
    """

    of_cell: Rows
    grid_of_pool: NDArray[np.int64]
    starts: tuple[int, ...]

    def pools(self, kind: int) -> slice:
        """The pools of one type."""
        return slice(self.starts[kind], self.starts[kind + 1])

    def numbers(self, kind: int) -> range:
        """The numbers of the pools of one type."""
        return range(self.starts[kind], self.starts[kind + 1])

    @property
    def grids(self) -> int:
        """How many grid pools there are; they come first."""
        return self.starts[GRID + 1]

    @property
    def count(self) -> int:
        """How many pools there are."""
        return self.starts[-1]


OF_COMMUNITY = (COUNTER, ORGANISATION, VOLUNTEER, STEWARD, UNIT, MEDIATOR, TERMINAL, PROGRAMME, PROJECT)
OF_CENTRE = (SOCIAL, MENU)


def number_pools(ground: Ground, pooled: bool) -> PoolMap:
    """Number the pools: grids (party grids together if they pool hours), then property firms, communities, centres."""
    territory, layout, centres = ground.world.territory, ground.layout, ground.centres
    grids = len(layout.party_grid_of_grid)
    # Without pooling, party grids must not affect results: pools are then numbered as grids are.
    grid_of_pool = np.lexsort((np.arange(grids), layout.party_grid_of_grid)) if pooled else np.arange(grids)
    pool_of_grid = np.empty(grids, np.int32)
    pool_of_grid[grid_of_pool] = np.arange(grids)  # the inverse of grid_of_pool
    firms = np.flatnonzero(territory.estate_has_property)
    counts = {GRID: grids, PROPERTY: len(firms), BUNDLE: territory.streets}
    counts |= dict.fromkeys(OF_COMMUNITY, territory.communities) | dict.fromkeys(OF_CENTRE, len(centres))
    starts = np.concatenate(([0], np.cumsum([counts[kind] for kind in range(TYPES)]))).tolist()  # TYPES + 1
    firm_of_estate = np.full(len(territory.estate_has_property), NOBODY, np.int32)  # shape (estates,)
    firm_of_estate[firms] = starts[PROPERTY] + np.arange(len(firms))
    of_cell = rows(territory.cells, DOOR)  # its field `pool` has shape (cells, TYPES)
    of_cell.pool[:, GRID] = pool_of_grid[layout.grid_of_cell]
    of_cell.pool[:, PROPERTY] = firm_of_estate[territory.estate_of_cell]
    of_cell.pool[:, BUNDLE] = starts[BUNDLE] + territory.street_of_community[territory.community_of_cell]
    for kind in OF_COMMUNITY:
        of_cell.pool[:, kind] = starts[kind] + territory.community_of_cell
    for kind in OF_CENTRE:
        of_cell.pool[:, kind] = starts[kind] + centres.centre_of_cell
    return PoolMap(of_cell, grid_of_pool, tuple(starts))


@dataclass(frozen=True, slots=True, eq=False)
class Staff:
    """Pools, their groups and their posts, under one set of levers."""

    pool_map: PoolMap
    pools: Rows
    groups: Rows
    servers: Rows


def staff_district(parameters: Parameters, ground: Ground, familiar: NDArray[np.float64], seed: int) -> Staff:
    """All pools and posts under one set of levers; `familiar`: each cell's familiarity, 1 for 400 households."""
    pool_map = number_pools(ground, parameters.levers.grid.pooled_share > 0.0)
    pools, groups = _empty_pools(pool_map, ground, parameters)
    _describe_pools(pools, pool_map, parameters, ground)
    _slow_among_strangers(pools, pool_map, parameters, ground, familiar)
    posts = posts_of_pools(pool_map, parameters, ground)
    useful = _useful_shares(pools, pool_map, posts, parameters, ground)
    servers = _man_posts(pools, groups, posts, _line_starts(posts, pools, pool_map))
    servers.line_key = _line_keys(pools, pool_map, seed)[servers.pool]
    servers.useful_share = useful[servers.pool]
    return Staff(pool_map, pools, groups, servers)


def _empty_pools(pool_map: PoolMap, ground: Ground, parameters: Parameters) -> tuple[Rows, Rows]:
    grids = pool_map.grids
    group = np.arange(pool_map.count, dtype=np.int32)  # shape (pools,): one group a pool, unless hours are pooled
    if parameters.levers.grid.pooled_share > 0.0:
        party = ground.layout.party_grid_of_grid[pool_map.grid_of_pool]
        group[:grids] = np.concatenate(([0], np.cumsum(party[1:] != party[:-1]))).astype(np.int32)  # a party grid each
        group[grids:] += group[grids - 1] + 1 - grids  # numbers go on without a gap
    pools = rows(pool_map.count, POOL)
    pools.group = group
    pools.root = NOBODY
    groups = rows(int(group[-1]) + 1, GROUP)
    groups.inbox = NOBODY
    groups.first_pool = np.searchsorted(group, np.arange(len(groups)))  # `group` ascends: a group is one slice
    groups.last_pool = np.searchsorted(group, np.arange(len(groups)), "right")
    return pools, groups


def _describe_pools(pools: Rows, pool_map: PoolMap, parameters: Parameters, ground: Ground) -> None:
    world, layout, centres = ground.world, ground.layout, ground.centres
    territory = world.territory
    for kind in range(TYPES):
        pools.type[pool_map.pools(kind)] = kind
    people = territory.residents_of_cell.astype(float)  # shape (cells,)
    of_community = np.bincount(territory.community_of_cell, people, territory.communities)  # shape (communities,)
    estates = np.flatnonzero(territory.estate_has_property)  # in the order of firms' pools
    grid, firm, street = pool_map.pools(GRID), pool_map.pools(PROPERTY), pool_map.pools(BUNDLE)
    pools.community[grid] = layout.community_of_grid[pool_map.grid_of_pool]
    pools.community[firm] = territory.estate_community[estates]
    pools.community[street] = np.searchsorted(territory.street_of_community, np.arange(territory.streets))  # its first
    pools.residents[grid] = layout.residents_of_grid[pool_map.grid_of_pool]
    pools.residents[firm] = np.bincount(territory.estate_of_cell, people)[estates]
    pools.residents[street] = np.bincount(territory.street_of_community, of_community, territory.streets)
    for kind in OF_COMMUNITY:
        pools.community[pool_map.pools(kind)] = np.arange(territory.communities)
        pools.residents[pool_map.pools(kind)] = of_community
    for kind in OF_CENTRE:
        pools.community[pool_map.pools(kind)] = centres.community
        served = np.bincount(centres.centre_of_cell, people, len(centres))  # shape (centres,)
        pools.residents[pool_map.pools(kind)] = np.maximum(served, 1.0)
    pools.kinds = EVERY_KIND
    pools.poor_share = parameters.assumptions.service.poor_work_share
    pools.hard_dispute_hours[pool_map.pools(COUNTER)] = parameters.assumptions.routing.hard_dispute_hours
    pools.slowness[:] = 1.0
    pools.slowness[pool_map.pools(TERMINAL)] = parameters.assumptions.outreach.terminal_hours
    pools.patrol_share[grid], pools.visit_share[grid], pools.service_share[grid] = patrol_visit_service(parameters)
    # A base grid that is a party grid by itself has no other grid to pool hours with.
    together = np.bincount(pools.group)[pools.group[grid]] > 1
    pools.pooled_share[grid] = np.where(together, parameters.levers.grid.pooled_share, 0.0)


def _slow_among_strangers(
    pools: Rows, pool_map: PoolMap, parameters: Parameters, ground: Ground, familiar: NDArray[np.float64]
) -> None:
    """Set the pace of grid pools: work takes longer the lower the grid's `familiar` is; shape (cells,)."""
    slow = parameters.assumptions.service.unfamiliar_slowdown
    usual = standard_familiarity(parameters.assumptions.hearing.familiarity_residents, ground.world)
    longer = 1.0 + slow * np.maximum(1.0 - usual * familiar, 0.0)
    pools.slowness[pool_map.of_cell.pool[:, GRID]] = longer / (1.0 + slow * (1.0 - usual))


def posts_of_pools(pool_map: PoolMap, parameters: Parameters, ground: Ground) -> NDArray[np.float64]:
    """Posts of every pool, shape (pools,); a fraction is a part-time post.

    For workers nobody employs, and for bought services, these are the most at a time; decisions fill them with hours.
    """
    territory, layout, levers = ground.world.territory, ground.layout, parameters.levers
    posts = np.zeros(pool_map.count)  # filled type by type
    posts[pool_map.pools(GRID)] = (
        layout.households_of_grid[pool_map.grid_of_pool] * levers.grid.workers_per_1000_households / 1000
    )
    households = np.bincount(territory.estate_of_cell, territory.households_of_cell)  # shape (estates,)
    posts[pool_map.pools(PROPERTY)] = (
        households[territory.estate_has_property]
        * parameters.assumptions.service.property_posts_per_1000_households
        / 1000
    )
    people = np.bincount(territory.community_of_cell, territory.residents_of_cell)  # shape (communities,)
    posts[pool_map.pools(COUNTER)] = people * levers.staff.workers_per_10000 / 10_000
    posts[pool_map.pools(SOCIAL)] = levers.centres.social_workers_each
    posts[pool_map.pools(TERMINAL)] = levers.channels.terminals_per_community
    posts[pool_map.pools(MENU)] = levers.centres.menu_partners
    bought = levers.funding.purchase_yuan / parameters.assumptions.service.organisation_post_yuan  # posts a resident
    whole = np.where(people * bought > 0.0, np.ceil(2.0 * people * bought), 0.0)
    posts[pool_map.pools(ORGANISATION)] = whole if levers.organisations.bundled_share < 1.0 else 0.0
    streets = np.bincount(territory.street_of_community, people, territory.streets)  # residents, shape (streets,)
    posts[pool_map.pools(BUNDLE)] = np.ceil(2.0 * streets * bought * levers.organisations.bundled_share)
    posts[pool_map.pools(VOLUNTEER)] = np.ceil(people / RESIDENTS_PER_SHIFT)
    posts[pool_map.pools(STEWARD)] = people / 1000 * levers.grid.stewards_per_1000 / STEWARDS_TOGETHER
    members = 1.0 if levers.grid.claims_per_month > 0.0 and levers.grid.party_unit_share > 0.0 else 0.0
    visitors = 1.0 if levers.party.department_duty_per_year > 0 and levers.party.paired_departments > 0 else 0.0
    posts[pool_map.pools(UNIT)] = np.ceil(levers.party.member_units / UNITS_TOGETHER) + members + visitors
    posts[pool_map.pools(MEDIATOR)] = MEDIATORS_TOGETHER
    posts[pool_map.pools(PROJECT)] = np.ceil(people / RESIDENTS_PER_PROJECT_POST)
    met = parameters.assumptions.outreach.activity_meets_hours * levers.centres.activities_per_week
    posts[pool_map.pools(PROGRAMME)] = met / (5.0 * parameters.assumptions.service.hours_per_day)
    return posts


def _useful_shares(
    pools: Rows, pool_map: PoolMap, posts: NDArray[np.float64], parameters: Parameters, ground: Ground
) -> NDArray[np.float64]:
    """Share of each pool's hours spent on needs, shape (pools,); also writes the expected hours a day into `pools`."""
    assumed = parameters.assumptions.service
    useful = np.zeros(pool_map.count)  # 0 where decisions give the hours
    useful[pool_map.pools(GRID)] = useful[pool_map.pools(PROPERTY)] = useful[pool_map.pools(PROGRAMME)] = 1.0
    useful[pool_map.pools(COUNTER)] = staff_useful_share(parameters, ground.world, len(ground.centres))
    useful[pool_map.pools(SOCIAL)] = assumed.casework_share
    useful[pool_map.pools(TERMINAL)] = 24.0 / assumed.hours_per_day
    useful[pool_map.pools(MENU)] = assumed.casework_share
    useful[pool_map.pools(STEWARD)] = STEWARDS_TOGETHER * assumed.steward_hours_per_week / (5.0 * assumed.hours_per_day)
    hours = posts * useful * assumed.hours_per_day * (1.0 - assumed.absence_share)
    grid = pool_map.pools(GRID)  # overhead is a number of hours a grid, taken off before patrol and visits
    hours[grid] = np.maximum(hours[grid] - assumed.grid_overhead_hours, 0.0) * pools.service_share[grid]
    pools.daily_hours = np.where(hours < LEAST_HOURS, 0.0, hours)
    return useful


def _man_posts(pools: Rows, groups: Rows, posts: NDArray[np.float64], starts: NDArray[np.float64]) -> Rows:
    """One server for each post: a group's own posts, pool by pool along the line, then the posts it shares."""
    members: list[tuple[int, float, float, int]] = []
    own = np.maximum(np.rint(posts), 1.0).astype(np.int64)
    for group in groups:
        group.first_server = len(members)
        first, last = int(group.first_pool), int(group.last_pool)
        for pool in range(first, last):
            width = posts[pool] / own[pool]  # length of line of one server, in posts
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


def _line_starts(posts: NDArray[np.float64], pools: Rows, pool_map: PoolMap) -> NDArray[np.float64]:
    """Where each pool's stretch of its line of posts begins, in posts; shape (pools,), 0 where the line is its own."""
    starts = np.zeros(pool_map.count)
    grids = pool_map.grids
    order = np.lexsort((pool_map.grid_of_pool, pools.community[:grids]))
    before = np.concatenate(([0.0], np.cumsum(posts[order])[:-1]))  # shape (grids,): posts of all grids before
    community = pools.community[:grids][order]
    first = np.concatenate(([True], community[1:] != community[:-1]))  # the first grid of each community
    offset = np.repeat(before[first], np.diff(np.append(np.flatnonzero(first), grids)))
    starts[order] = before - offset
    return starts


def _line_keys(pools: Rows, pool_map: PoolMap, seed: int) -> NDArray[np.uint64]:
    """Key of the draws of each pool's line, shape (pools,): one line a community for grid teams, else one a pool."""
    keys = np.empty(pool_map.count, np.uint64)
    for pool in range(pool_map.count):
        kind = int(pools.type[pool])
        line = int(pools.community[pool]) if kind == GRID else pool - pool_map.starts[kind]
        keys[pool] = draws_of(POSTS.of(seed).at(kind).key()).at(line).key()
    return keys
