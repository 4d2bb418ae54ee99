"""Counts of a year's needs, by which project money is given: by cell, by household, detected or not."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..arrays import Floats, Int64s, among
from ..columns import (
    LAPSED_WAITING,
    NEVER_HEARD,
    NOBODY,
    WRONG_DOOR,
)
from ..ledger.allocation_rules import DAYS_LOOKED_BACK
from ..place.residents import CHILD, ELDER, NO_PARTY
from ..place.world import World
from ..staffing.capacity import born_since
from .ballots import Adults, strong_interest
from .neighbourhood import Neighbourhood, neighbourhood
from .records import ProjectBook

if TYPE_CHECKING:
    from ..district import District

UNMET = (NEVER_HEARD, LAPSED_WAITING, WRONG_DOOR)


class YearOfNeeds(NamedTuple):
    """Counts of needs that arose in the past year.

    Attributes:
        asked: Needs on record (detected by a channel); shape (cells, kinds).
        registered: Those of them that were not met; shape (cells, kinds).
        unmet: Needs that were not met, on record or not; shape (cells, kinds).
        unmet_at_home: The same by household; shape (households, kinds).
    """

    asked: Floats
    registered: Floats
    unmet: Floats
    unmet_at_home: Floats


def year_of_needs(district: District) -> YearOfNeeds:
    """Count the needs that arose in the past year, or since the run began where that is shorter."""
    cells, kinds = district.world.territory.cells, len(district.kinds.ids)
    household = district.world.residents.household
    lately = district.state.needs.view(np.ndarray)[born_since(district, district.day - DAYS_LOOKED_BACK)]
    kind, place = lately["kind"].astype(np.int64), lately["cell"].astype(np.int64)
    unmet, booked = among(lately["bin"], UNMET), lately["channel"] != NOBODY

    def table(rows: np.ndarray, where: np.ndarray, places: int) -> Floats:
        address = where * kinds + kind[rows]
        return np.bincount(address, minlength=places * kinds).reshape(places, kinds).astype(float)

    homes, at_home = int(household.max()) + 1, household[lately["resident"][unmet]].astype(np.int64)
    return YearOfNeeds(
        asked=table(booked, place[booked], cells),
        registered=table(unmet & booked, place[unmet & booked], cells),
        unmet=table(unmet, place[unmet], cells),
        unmet_at_home=table(unmet, at_home, homes),
    )


@lru_cache(maxsize=4)
def grounds_of(world: World, reach_km: float) -> tuple[Neighbourhood, ...]:
    """The neighbourhood (cells and the distance decay between them) of every community of a world."""
    territory = world.territory
    bounds = territory.cell_start_of_community
    cells = [np.arange(first, last) for first, last in pairwise(bounds)]
    return tuple(neighbourhood(here, territory.x_km[here], territory.y_km[here], reach_km) for here in cells)


def adults_of(district: District, community: int, year: YearOfNeeds) -> Adults:
    """The adults of a community with the traits that decide whether they vote; shape (adults,) each."""
    start, any_project = district.state.facts.community_start, district.of(ProjectBook).kinds.any_project
    found, household = _grown_up(district.world, int(start[community]), int(start[community + 1]))
    # Unmet needs of each household of kinds that projects can address, summed over kinds: whole numbers, in any order.
    first = int(household.min(initial=0))
    at_home = year.unmet_at_home[first : int(household.max(initial=-1)) + 1] @ any_project.astype(np.float64)
    return replace(found, strong=strong_interest(at_home[household - first], district.parameters.assumptions.ballots))


@lru_cache(maxsize=512)
def _grown_up(world: World, first: int, after: int) -> tuple[Adults, Int64s]:
    """Adults among these residents, nothing at stake for any of them, and their households; the same in every run."""
    everybody, people = np.arange(first, after), world.residents
    resident = everybody[people.age_band[everybody] != CHILD]
    adults = Adults(
        resident=resident,
        elder=people.age_band[resident] == ELDER,
        owner=people.owner[resident],
        party=people.party[resident] != NO_PARTY,
        migrant=people.migrant[resident],
        low_income=people.low_income[resident],
        strong=np.zeros(len(resident), np.bool_),
    )
    return adults, people.household[resident].astype(np.int64)
