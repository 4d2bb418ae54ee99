"""Who lives in an estate, household by household, as a matter finds them: the same in every run of a place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from ..arrays import Bools, Int64s
from .residents import CHILD, ELDER
from .world import World


@dataclass(frozen=True, slots=True, eq=False)
class Neighbours:
    """Households of a district. Traits have one entry per household, in the order of their numbers.

    Attributes:
        by_estate: Households sorted by estate, and inside an estate by cell, so that neighbours stand together.
        start_of_estate: Where each estate begins in `by_estate`, and behind the last one where it ends.
        by_household: Residents sorted by household.
        start_of_household: Where each household begins in `by_household`, and where the last one ends.
        elder, owner, party, migrant, low_income, child: Whether somebody at home is.
    """

    by_estate: Int64s
    start_of_estate: Int64s
    by_household: Int64s
    start_of_household: Int64s
    elder: Bools
    owner: Bools
    party: Bools
    migrant: Bools
    low_income: Bools
    child: Bools

    def of_estate(self, estate: int) -> Int64s:
        """The households of one estate."""
        return self.by_estate[self.start_of_estate[estate] : self.start_of_estate[estate + 1]]

    def people_of(self, household: Int64s) -> Int64s:
        """The residents of these households."""
        start = self.start_of_household[household]
        size = self.start_of_household[household + 1] - start
        after = size.cumsum()
        # The first place of each household less how many stand before it: added to a running number, its places.
        places = (start - (after - size)).repeat(size)
        places += np.arange(len(places))
        found: Int64s = self.by_household[places]
        return found


@lru_cache(maxsize=4)
def neighbours_of(world: World) -> Neighbours:
    """The households of a world."""
    people, territory = world.residents, world.territory
    home = people.household.astype(np.int64)
    count = int(home.max()) + 1
    cell = np.zeros(count, np.int64)
    cell[home] = people.cell
    estate = territory.estate_of_cell[cell]
    by_estate = np.lexsort((np.arange(count), cell, estate))
    by_household = np.argsort(home, kind="stable")

    def somebody(trait: Bools) -> Bools:
        return np.bincount(home, trait, count) > 0

    return Neighbours(
        by_estate=by_estate,
        start_of_estate=np.searchsorted(estate[by_estate], np.arange(territory.estates + 1)),
        by_household=by_household,
        start_of_household=np.searchsorted(home[by_household], np.arange(count + 1)),
        elder=somebody(people.age_band == ELDER),
        owner=somebody(people.owner),
        party=somebody(people.party > 0),
        migrant=somebody(people.migrant),
        low_income=somebody(people.low_income),
        child=somebody(people.age_band == CHILD),
    )
