"""What standing programmes of volunteers keep from week to week: whose turn it is, and what lasts a while."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats, Ids
from ..place.residents import ELDER
from ..place.world import World

NEVER_CALLED_ON = -1


@dataclass(slots=True, eq=False)
class Roster:
    """Places or households of every community in an order in which they are called on, one after the other.

    Attributes:
        rows: What is called on, community by community.
        first: Where each community begins in `rows`, and the end.
        turn: How far each community has come.
    """

    rows: Ids
    first: NDArray[np.int64]
    turn: NDArray[np.int64]

    def next(self, count: NDArray[np.int64]) -> tuple[Ids, NDArray[np.int64]]:
        """So many of each community, as they come; nobody twice. Returns rows, and how many there were of each."""
        size = np.diff(self.first)
        taken = np.minimum(count, size)
        community = np.repeat(np.arange(len(size)), taken)
        place = np.arange(len(community)) - np.repeat(np.cumsum(taken) - taken, taken)
        at = self.first[community] + (self.turn[community] + place) % np.maximum(size[community], 1)
        self.turn += taken
        return self.rows[at], taken


@dataclass(slots=True, eq=False)
class GridLists:
    """Homes that the people of a grid look after: elders who live alone, and residents on a low income.

    Attributes:
        grid_of_cell: The grids they were listed for.
        homes: Households, grid by grid.
        first: Where each grid begins in `homes`, and the end.
    """

    grid_of_cell: NDArray[np.int32]
    homes: Ids
    first: NDArray[np.int64]

    def of(self, grid: int) -> Ids:
        """Homes on the list of one grid."""
        return self.homes[self.first[grid] : self.first[grid + 1]]


@dataclass(slots=True, eq=False)
class ProgrammeRecords:
    """What standing programmes remember.

    Attributes:
        elders, poor: Households of elders who live alone, and of residents on a low income.
        walk: Cells, in the order in which patrols walk them.
        uses: Hours of this week that programmes took for something else than needs in a queue, one row a programme.
        patrolled, cleaned: Hours a week of patrol and of sanitation days, smoothed over a month; by community.
        called_on: Week in which a round, a visit or a member on duty last called on each household.
        lists: Homes of both rosters, grid by grid.
    """

    elders: Roster
    poor: Roster
    walk: Roster
    uses: Floats
    patrolled: Floats
    cleaned: Floats
    called_on: NDArray[np.int64]
    lists: GridLists


def new_programme_records(world: World) -> ProgrammeRecords:
    """Nobody has been called on yet."""
    people, territory = world.residents, world.territory
    alone = people.alone & (people.age_band == ELDER)
    communities = territory.communities
    cells = np.arange(territory.cells)
    return ProgrammeRecords(
        elders=_households(world, alone),
        poor=_households(world, people.low_income),
        walk=Roster(cells, territory.cell_start_of_community.astype(np.int64), np.zeros(communities, np.int64)),
        uses=np.zeros((0, communities)),
        patrolled=np.zeros(communities),
        cleaned=np.zeros(communities),
        called_on=np.full(int(people.household.max()) + 1, NEVER_CALLED_ON),
        lists=GridLists(np.zeros(0, np.int32), np.zeros(0, np.int64), np.zeros(1, np.int64)),
    )


def grid_lists(world: World, programmes: ProgrammeRecords, grid_of_cell: NDArray[np.int32], grids: int) -> GridLists:
    """Homes of both rosters by grid; the same as before where no grid was redrawn."""
    if programmes.lists.grid_of_cell is grid_of_cell:
        return programmes.lists
    homes = np.unique(np.concatenate((programmes.elders.rows, programmes.poor.rows)))
    grid = grid_of_cell[cell_of_households(world)[homes]]
    order = np.argsort(grid, kind="stable")
    programmes.lists = GridLists(grid_of_cell, homes[order], np.searchsorted(grid[order], np.arange(grids + 1)))
    return programmes.lists


def cell_of_households(world: World) -> NDArray[np.int64]:
    """Cell of each family household; shape (family households,)."""
    start = world.residents.household_start_of_cell
    return np.repeat(np.arange(world.territory.cells), np.diff(start)).astype(np.int64)


def _households(world: World, which: NDArray[np.bool_]) -> Roster:
    """Households of these residents, those of a community one after the other; dormitories are visited by nobody."""
    people, territory = world.residents, world.territory
    home = np.flatnonzero(which & (people.household < people.family_households))
    household, member = np.unique(people.household[home], return_index=True)
    community = territory.community_of_cell[people.cell[home[member]]]
    order = np.argsort(community, kind="stable")
    first = np.searchsorted(community[order], np.arange(territory.communities + 1))
    return Roster(household[order].astype(np.int64), first, np.zeros(territory.communities, np.int64))
