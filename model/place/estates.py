"""A district's estates before any map: how many people live in each, in what form, in which community."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..arrays import Floats, Int64s
from ..parameters.place import FORMS, Place
from .apportion import allot, choose_exactly, population_stream

# Grade D, all of them: orders of magnitude, no source gives them.
LEAST_ESTATE = 30  # residents: one smallest cell
ESTATES_PER_COMMUNITY = 3  # at least so many on average, where people suffice
ESTATE_SPREAD = 0.5  # sigma of log size
COMMUNITY_SPREAD = 0.3  # sigma of log size; B1: Shatoujiao's are 6,980, the mean of Yantian 11,100
STREET_CHARACTER = 0.6  # sigma of log preference of a street for a form: forms lie together
COMMUNITY_CHARACTER = 0.8  # the same, of a community inside its street

FIRST_FORMS = 6  # forms whose draws stand together

# How much likelier an owners' committee is in a form, against a new estate (D): few own in an urban village.
COMMITTEE_WEIGHT = {
    "old_estate": 0.4,
    "urban_village": 0.02,
    "industrial_park": 0.02,
    "courtyard": 0.2,
    "relocation_estate": 0.1,
}


@dataclass(frozen=True, slots=True, eq=False)
class Estates:
    """Estates in the order of their community, then form. Each array has one entry per estate."""

    residents: Int64s
    form: NDArray[np.int8]
    community: NDArray[np.int32]
    has_property: NDArray[np.bool_]
    has_committee: NDArray[np.bool_]
    street_of_community: NDArray[np.int32]


def form_weights(weights: Mapping[str, float]) -> Floats:
    """A weight per form in the order of FORMS; forms not named weigh 1."""
    return np.array([weights.get(form, 1.0) for form in FORMS])


def residents_of_form(place: Place) -> Int64s:
    """How many residents live in each form, exactly; a form too small for one cell is rounded to none or one."""
    share = np.array([place.forms[form].share if form in place.forms else 0.0 for form in FORMS])
    people = allot(place.residents, share, high=np.where(share > 0, place.residents, 0))
    small = (people > 0) & (people < LEAST_ESTATE)
    settled = np.where(small, np.where(2 * people >= LEAST_ESTATE, LEAST_ESTATE, 0), people)
    settled[np.argmax(people)] += place.residents - settled.sum()
    return settled


def plan_estates(place: Place) -> Estates:
    """Estates of exact totals by form, shared out over communities that differ in size and character."""
    street_of_community = _communities_of_streets(place)
    residents, form = _estate_sizes(place)
    community = _settle_in_communities(place, residents, form, street_of_community)
    order = np.lexsort((np.arange(len(form)), form, community))
    residents, form, community = residents[order], form[order], community[order]
    committees = round(place.owners_committee_share * len(form))
    return Estates(
        residents=residents,
        form=form.astype(np.int8),
        community=community.astype(np.int32),
        has_property=_property_firms(place, form),
        has_committee=choose_exactly(committees, form_weights(COMMITTEE_WEIGHT)[form], _generator(place, "committees")),
        street_of_community=street_of_community,
    )


def _generator(place: Place, name: str) -> np.random.Generator:
    return population_stream(place.population_seed, name)


def _communities_of_streets(place: Place) -> NDArray[np.int32]:
    count = allot(place.communities, _generator(place, "streets").uniform(0.8, 1.2, place.streets), low=1)
    return np.repeat(np.arange(place.streets), count).astype(np.int32)


def _property_firms(place: Place, form: Int64s) -> NDArray[np.bool_]:
    """Which estates pay a property firm: each form's share of its estates, to the nearest estate."""
    draws = _generator(place, "property firms").random(len(form))
    firm = np.zeros(len(form), np.bool_)
    for name, facts in place.forms.items():
        estates = np.flatnonzero(form == FORMS.index(name))
        count = round(facts.property_share * len(estates))
        firm[estates[np.argsort(draws[estates], kind="stable")[:count]]] = True
    return firm


def _estate_sizes(place: Place) -> tuple[Int64s, Int64s]:
    """Residents and form of every estate, form by form, each form's total exact."""
    people = residents_of_form(place)
    most = people // LEAST_ESTATE
    count = np.minimum(np.maximum(np.round(people / _typical_estate(place)), 1), most).astype(np.int64)
    enough = min(max(ESTATES_PER_COMMUNITY * place.communities, int(count.sum())), int(most.sum()))
    count = allot(enough, people.astype(float), low=count, high=most)
    generator = _generator(place, "estates")
    sizes = [
        allot(int(people[form]), np.exp(generator.normal(0.0, ESTATE_SPREAD, number)), low=LEAST_ESTATE)
        for form, number in enumerate(count)
        if number
    ]
    return np.concatenate(sizes), np.repeat(np.arange(len(FORMS)), count)


def _typical_estate(place: Place) -> Floats:
    """Residents of a typical estate of each form; none outgrows half a community."""
    households = np.array([place.forms[form].estate_households if form in place.forms else 1.0 for form in FORMS])
    people_a_household = place.household_size / max(1.0 - place.collective_share, 0.1)
    typical: Floats = np.minimum(households * people_a_household, 0.5 * place.residents / place.communities)
    return typical


def _character(place: Place, generator: np.random.Generator, street_of_community: NDArray[np.int32]) -> Floats:
    """How much each community is made for each form; shape (communities, forms).

    Forms that came later have draws of their own, so that a place without them is what it was.
    """

    def drawn(draws: np.random.Generator, forms: int) -> Floats:
        of_street = draws.normal(0.0, STREET_CHARACTER, (place.streets, forms))[street_of_community]
        return np.exp(of_street + draws.normal(0.0, COMMUNITY_CHARACTER, (place.communities, forms)))

    later = drawn(_generator(place, "communities: later forms"), len(FORMS) - FIRST_FORMS)
    return np.concatenate((drawn(generator, FIRST_FORMS), later), axis=1)


def _settle_in_communities(
    place: Place, residents: Int64s, form: Int64s, street_of_community: NDArray[np.int32]
) -> Int64s:
    """Each estate, largest first, goes where most room is left, weighed by the community's character."""
    generator = _generator(place, "communities")
    target = np.exp(np.clip(generator.normal(0.0, COMMUNITY_SPREAD, place.communities), -0.7, 0.7))
    room = target / target.sum() * place.residents
    character = _character(place, generator, street_of_community)
    empty = np.ones(place.communities, np.bool_)
    community = np.empty(len(residents), np.int64)
    order = np.argsort(-residents, kind="stable")
    for left, estate in zip(range(len(order), 0, -1), order, strict=True):
        wish = np.maximum(room, 1.0) * character[:, form[estate]]
        wish[room < 0.5 * residents[estate]] *= 1e-3
        if empty.sum() >= left:
            wish[~empty] = -1.0
        chosen = int(np.argmax(wish))
        community[estate] = chosen
        room[chosen] -= residents[estate]
        empty[chosen] = False
    return community
