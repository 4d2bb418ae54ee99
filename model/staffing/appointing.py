"""Who is appointed where: each grid and each centre has one agent, and each community its committee."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..agents.department import Department
from ..agents.grid_team import GridTeam
from ..agents.residents_committee import ResidentsCommittee
from ..agents.service_centre import ServiceCentre
from ..columns import COUNTER, GRID, SOCIAL
from ..government import kinds_of_departments
from .posts import PoolMap

if TYPE_CHECKING:
    from ..district import District


def initialise(district: District) -> None:
    """Create the agents of the initial state: grid teams and centres, departments, residents' committees."""
    _appoint(district)
    for name, kinds in kinds_of_departments(district.kinds.ids).items():
        Department(district, name, kinds)
    for community in range(district.world.territory.communities):
        ResidentsCommittee(district, district.pool_map.starts[COUNTER] + community)


def on_new_levers(district: District) -> None:
    """Where posts were redrawn, teams and centres are others."""
    if district.posts_redrawn:
        _appoint(district)


def _appoint(district: District) -> None:
    """Give every grid and centre its agent; committees keep theirs and learn their new place in the columns."""
    for agent in [one for kind in (GridTeam, ServiceCentre) for one in district.agents_by_type.get(kind, ())]:
        agent.remove()
    households = district.world.territory.households_of_cell
    for pool, cells in enumerate(cells_of_grids(district.pool_map)):
        GridTeam(district, pool, cells.tolist(), households[cells].astype(float).tolist())
    for pool in district.pool_map.numbers(SOCIAL):
        ServiceCentre(district, pool, float(district.parameters.levers.centres.social_workers_each))
    for community, committee in enumerate(district.agents_by_type.get(ResidentsCommittee, ())):
        committee.pool = district.pool_map.starts[COUNTER] + community


def cells_of_grids(pool_map: PoolMap) -> list[NDArray[np.intp]]:
    """The cells of every grid pool, in order."""
    pool_of_cell = pool_map.of_cell.pool[:, GRID]
    order = np.argsort(pool_of_cell, kind="stable")
    return np.split(order, np.searchsorted(pool_of_cell[order], np.arange(1, pool_map.grids)))
