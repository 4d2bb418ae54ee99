"""Community stewards: which neighbours would look after a unit, in what order they are asked, who tires (YT-31).

Nobody is a steward because a plan says so. Staff ask residents one after another: first those whom everybody knows to
have time or goodwill, then others, of whom fewer say yes. Where a residents' committee looks for more, it finds more,
but ever fewer for each person it asks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..arrays import Bools, Floats, Ids
from ..parameters import Parameters
from ..place.residents import CHILD, ELDER
from ..place.world import World
from ..streams import (
    MONTH,
    RESIDENT,
    YEAR,
    Stream,
)
from .corps import LEAST_HOURS, Corps

ASKED = Stream("asked to be a steward", RESIDENT)
SAYS_YES = Stream("says yes to being a steward", RESIDENT, YEAR)
STEWARD_LEAVES = Stream("a steward leaves", RESIDENT, MONTH)

DAYS_OF_PEACE = 365
"""Days in which a resident who was asked is not asked again."""
LONG_AGO = -1_000_000
MONTHS_OF_A_YEAR = 12.0


@dataclass(slots=True, eq=False)
class Stewards:
    """Who is a steward, and who was asked; one entry a resident unless it says otherwise.

    Attributes:
        order: Rows of those who could be asked, community by community, in the order in which they are.
        well_known: How many things tell neighbours that somebody may be willing: retired, in the Party, lives here
            for good. A registered volunteer is known for one thing more.
        asked_on: Date (as a number) on which each was asked last.
        serves: Whether each is a steward.
    """

    seed: int
    order: Ids
    well_known: NDArray[np.int64]
    asked_on: NDArray[np.int64]
    serves: Bools

    def by_community(self, corps: Corps) -> Floats:
        """Stewards of each community."""
        return np.bincount(corps.community[self.serves], minlength=len(corps.practice)).astype(float)


def new_stewards(world: World, corps: Corps, parameters: Parameters, seed: int) -> Stewards:
    """Initial state: nobody has been asked, and the order in which residents are asked.

    The order is random with weights by traits and independent of levers: an exponential waiting time for each resident,
    divided by the odds (weighted sampling without replacement).
    """
    people, assumed = world.residents, parameters.assumptions.stewarding
    well_known_by = (people.age_band == ELDER).astype(np.int64) + (people.party > 0) + ~people.migrant
    waits = ASKED.of(seed).at(np.arange(len(well_known_by))).exponential() / assumed.known_odds**well_known_by
    able = (people.age_band != CHILD) & ~people.disabled & (corps.free_hours >= LEAST_HOURS)
    order = np.lexsort((waits, corps.community))
    return Stewards(
        seed=seed,
        order=order[able[order]],
        well_known=well_known_by,
        asked_on=np.full(len(well_known_by), LONG_AGO, np.int64),
        serves=np.zeros(len(well_known_by), np.bool_),
    )


def willing_chance(stewards: Stewards, who: Ids, corps: Corps, parameters: Parameters) -> Floats:
    """Chance that each of these says yes when asked; recognition makes it likelier for all."""
    assumed = parameters.assumptions.stewarding
    odds = assumed.willing_chance / (1.0 - assumed.willing_chance)
    odds *= 1.0 + assumed.recognition_gain * parameters.levers.volunteers.recognition
    each = odds * assumed.known_odds ** (stewards.well_known[who] + corps.registered[who])
    return np.asarray(each / (1.0 + each))


def recruit(
    stewards: Stewards, vacancies: NDArray[np.int64], date: int, year: int, corps: Corps, parameters: Parameters
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Ask a month's residents in every community that looks for stewards, until its places are filled.

    Args:
        vacancies: Places to fill, by community.
        date: Today, as a number.
        year: Calendar year; whoever says no may say yes in another.

    Returns:
        How many were asked, and how many became stewards, by community.
    """
    communities = len(vacancies)
    queue = stewards.order[~stewards.serves[stewards.order]]
    queue = queue[stewards.asked_on[queue] <= date - DAYS_OF_PEACE]
    community = corps.community[queue]
    start = np.searchsorted(community, np.arange(communities))
    turn = np.arange(len(queue)) - start[community]
    each = np.ceil(parameters.assumptions.stewarding.asked_per_place * vacancies)
    queue, community = queue[turn < each[community]], community[turn < each[community]]
    draws = SAYS_YES.of(stewards.seed).at(queue, year).uniform()
    says_yes = draws < willing_chance(stewards, queue, corps, parameters)
    upto = np.cumsum(says_yes)
    start = np.searchsorted(community, np.arange(communities))
    before = np.concatenate(([0], upto))[start]
    # Whose turn would come after the last place is filled is not asked.
    asked = (upto - says_yes - before[community]) < vacancies[community]
    stewards.asked_on[queue[asked]] = date
    found = queue[asked & says_yes]
    stewards.serves[found] = True
    count = np.bincount(community[asked], minlength=communities)
    return count, np.bincount(corps.community[found], minlength=communities)


def tire(stewards: Stewards, month: int, date: int, parameters: Parameters) -> Ids:
    """Draw the stewards who stop this month and are not asked again for a year; returns their rows."""
    assumed, levers = parameters.assumptions, parameters.levers.volunteers
    yearly = assumed.stewarding.retention + assumed.volunteering.recognition_retention * levers.recognition
    members = np.flatnonzero(stewards.serves)
    draws = STEWARD_LEAVES.of(stewards.seed).at(members, month).uniform()
    gone = members[draws >= min(yearly, 1.0) ** (1.0 / MONTHS_OF_A_YEAR)]
    stewards.serves[gone] = False
    stewards.asked_on[gone] = date
    return np.asarray(gone)


def give_up(stewards: Stewards, who: Ids, date: int) -> None:
    """These stop today and are not asked again for a year."""
    gone = who[stewards.serves[who]]
    stewards.serves[gone] = False
    stewards.asked_on[gone] = date


def let_go(stewards: Stewards, places: NDArray[np.int64], corps: Corps) -> None:
    """Remove stewards beyond the number of places by community, last in the order of asking first."""
    members = stewards.order[stewards.serves[stewards.order]]
    community = corps.community[members]
    start = np.searchsorted(community, np.arange(len(places)))
    stewards.serves[members[np.arange(len(members)) - start[community] >= places[community]]] = False
