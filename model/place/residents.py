"""Who lives in the district: one row per resident, every stated share met to the person.

A place file states shares (so many children, migrants, Party members); this file states, as graded
assumptions, who is likelier than whom. The shares are exact, the likelihoods only settle who.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..arrays import Bools, Floats, Int64s
from ..parameters.place import AGE_BANDS, FORMS, Place
from .apportion import (
    allot,
    choose_exactly,
    choose_households,
    population_stream,
    total_by,
)
from .territory import Territory

CHILD, ADULT, ELDER = 0, 1, 2
NO_PARTY, COMMUNITY_PARTY, WORKPLACE_PARTY = 0, 1, 2
PARTY_WORDS = ("none", "community", "workplace")
YES_OR_NO = ("disabled", "low_income", "migrant", "owner", "alone", "collective")

# Every number below is grade D (no source gives it) unless a row of the evidence base is named.
ROOM_PLACES = 6  # people who share a collective household: a dormitory room
# A child is seldom the second person of a household (one parent), mostly the third or later.
CHILD_WEIGHT_OF_PLACE = (0.0, 0.35, 1.0, 0.8)
CHILD_WEIGHT_OF_FORM = {"urban_village": 0.8, "industrial_park": 0.5, "tower": 0.8}
ELDER_WEIGHT_OF_FORM = {
    "old_estate": 2.0,
    "urban_village": 0.6,
    "industrial_park": 0.2,
    "tower": 0.7,
    "courtyard": 2.0,
    "relocation_estate": 1.3,
}
ELDER_ALONE_WEIGHT = 1.4
ELDER_COLLECTIVE_WEIGHT = 0.1
ELDER_HOUSEHOLD_SPREAD = 1.5  # sigma of log weight: the old live with the old
DISABLED_AMONG_ELDERS = 0.183  # S15, grade A
MOST_DISABLED_WHO_ARE_ELDERS = 0.75
DISABLED_CHILD_WEIGHT = 0.4
MIGRANT_WEIGHT_OF_FORM = {
    "old_estate": 0.7,
    "urban_village": 4.0,
    "industrial_park": 5.0,
    "tower": 1.2,
    "courtyard": 0.4,
    "relocation_estate": 0.5,
}
MIGRANT_COLLECTIVE_WEIGHT = 4.0
MIGRANT_ELDER_WEIGHT = 0.5  # a household headed by someone over 60
OWNER_WEIGHT_OF_FORM = {
    "urban_village": 0.1,
    "industrial_park": 0.1,
    "tower": 0.4,
    "courtyard": 1.2,
    "relocation_estate": 1.2,
}
OWNER_MIGRANT_WEIGHT = 0.4
OWNER_COLLECTIVE_WEIGHT = 1e-3
POOR_WEIGHT_OF_FORM = {"old_estate": 1.8, "urban_village": 1.6, "courtyard": 1.5, "relocation_estate": 1.6}
POOR_DISABLED_WEIGHT = 2.5  # a household with a disabled member
POOR_ELDER_ALONE_WEIGHT = 2.0
POOR_OWNER_WEIGHT = 0.6
COMMUNITY_PARTY_ELDER_WEIGHT = 6.0  # S16: the retired; B1: registered in the community are the older
COMMUNITY_PARTY_LOCAL_WEIGHT = 4.0
WORKPLACE_PARTY_MIGRANT_WEIGHT = 0.6
WORKPLACE_PARTY_POOR_WEIGHT = 0.4


@dataclass(frozen=True, slots=True, eq=False)
class Residents:
    """The people of a district, sorted by cell; inside a cell family households come before dormitories.

    `household` counts family households first, in the order of their cells, so that those of cell c are
    `household_start_of_cell[c]:household_start_of_cell[c + 1]`; rooms of collective households follow
    from `family_households` on.
    """

    cell: NDArray[np.int32]
    household: NDArray[np.int32]
    age_band: NDArray[np.int8]
    disabled: NDArray[np.bool_]
    low_income: NDArray[np.bool_]
    migrant: NDArray[np.bool_]
    owner: NDArray[np.bool_]
    party: NDArray[np.int8]
    alone: NDArray[np.bool_]
    collective: NDArray[np.bool_]
    household_start_of_cell: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.cell)

    @property
    def family_households(self) -> int:
        return int(self.household_start_of_cell[-1])

    def describe(self, resident: int) -> dict[str, int | bool | str]:
        """One resident in words: where they live, how old they are, what they belong to."""
        return {
            "cell": int(self.cell[resident]),
            "household": int(self.household[resident]),
            "age": AGE_BANDS[self.age_band[resident]],
            "party": PARTY_WORDS[self.party[resident]],
            **{name: bool(getattr(self, name)[resident]) for name in YES_OR_NO},
        }


@dataclass(frozen=True, slots=True, eq=False)
class Homes:
    """Rows of people before they are anybody: where each lives, with whom, and as which member."""

    cell: NDArray[np.int32]
    form: NDArray[np.int8]
    household: NDArray[np.int32]
    member: NDArray[np.int32]
    alone: Bools
    collective: Bools
    households: int


def settle_residents(place: Place, territory: Territory) -> Residents:
    """Fill every cell of the district with its people."""
    homes = _homes(place, territory)
    age_band = _ages(place, homes)
    elder = age_band == ELDER
    disabled = _disabled(place, age_band)
    migrant = _migrants(place, homes, elder)
    owner = _owners(place, homes, migrant)
    low_income = _low_income(place, homes, (elder, disabled, owner))
    return Residents(
        cell=homes.cell,
        household=homes.household,
        age_band=age_band,
        disabled=disabled,
        low_income=low_income,
        migrant=migrant,
        owner=owner,
        party=_party(place, age_band, migrant, low_income),
        alone=homes.alone,
        collective=homes.collective,
        household_start_of_cell=_starts(territory.households_of_cell),
    )


def _generator(place: Place, trait: str) -> np.random.Generator:
    return population_stream(place.population_seed, f"residents: {trait}")


def _count(place: Place, share: float) -> int:
    return round(share * place.residents)


def _by_form(weights: dict[str, float], form: NDArray[np.int8]) -> Floats:
    table: Floats = np.array([weights.get(name, 1.0) for name in FORMS])[form]
    return table


def _starts(count: NDArray[np.int32]) -> NDArray[np.int64]:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(count, dtype=np.int64)])


def _homes(place: Place, territory: Territory) -> Homes:
    """Lay out the households of every cell, then its dormitory rooms, one row per person."""
    cells = np.arange(territory.cells, dtype=np.int32)
    family = territory.residents_of_cell - territory.collective_of_cell
    size = _household_sizes(place, territory.households_of_cell, family)
    rooms = -(-territory.collective_of_cell // ROOM_PLACES)
    # Running numbers within a group, here members of a household: position less where the group begins.
    family_home = np.repeat(np.arange(len(size)), size)
    family_member = np.arange(len(family_home)) - np.repeat(np.cumsum(size) - size, size)
    bed = np.arange(territory.collective_of_cell.sum())
    bed -= np.repeat(_starts(territory.collective_of_cell)[:-1], territory.collective_of_cell)
    room = len(size) + np.repeat(_starts(rooms)[:-1], territory.collective_of_cell) + bed // ROOM_PLACES

    # Shape (residents,): in every cell families first, whoever lives in dormitories after them.
    cell = np.repeat(cells, territory.residents_of_cell)
    inside = np.arange(len(cell)) - territory.resident_start_of_cell[cell]
    collective = inside >= family[cell]
    household = np.empty(len(cell), np.int32)
    household[~collective], household[collective] = family_home, room
    member = np.empty(len(cell), np.int32)
    member[~collective], member[collective] = family_member, bed % ROOM_PLACES
    alone = np.zeros(len(cell), np.bool_)
    alone[~collective] = size[family_home] == 1
    households = len(size) + int(rooms.sum())
    return Homes(
        cell=cell,
        form=territory.form_of_cell[cell],
        household=household,
        member=member,
        alone=alone,
        collective=collective,
        households=households,
    )


def _household_sizes(place: Place, households_of_cell: NDArray[np.int32], family: NDArray[np.int32]) -> Int64s:
    """People per family household: one each, and the others assigned to households of their cell at random."""
    others = (family - households_of_cell).astype(np.int64)
    cell = np.repeat(np.arange(len(family)), others)
    door = (_generator(place, "household sizes").random(len(cell)) * households_of_cell[cell]).astype(np.int64)
    start = _starts(households_of_cell)
    return 1 + np.bincount(start[cell] + door, minlength=int(start[-1]))


def _ages(place: Place, homes: Homes) -> NDArray[np.int8]:
    """Children live with somebody older; the old live with the old, or alone."""
    share = np.array([place.age.child, place.age.adult, place.age.elder])
    children, _, elders = allot(place.residents, share, high=np.where(share > 0, place.residents, 0)).tolist()
    minor = (homes.member > 0) & ~homes.collective
    if children > minor.sum():
        raise ValueError(
            f"age.child = {place.age.child:g} leaves households of children only "
            f"(household_size = {place.household_size:g}, collective_share = {place.collective_share:g})"
        )
    # Shape (residents,) from here on; `generation` has one number a household, so that its elders come together.
    place_weight = np.array(CHILD_WEIGHT_OF_PLACE)[np.minimum(homes.member, len(CHILD_WEIGHT_OF_PLACE) - 1)]
    weight = place_weight * _by_form(CHILD_WEIGHT_OF_FORM, homes.form)
    child = choose_exactly(children, weight, _generator(place, "children"), among=minor)

    generation = _generator(place, "generations").standard_normal(homes.households)
    weight = np.exp(ELDER_HOUSEHOLD_SPREAD * generation)[homes.household] * _by_form(ELDER_WEIGHT_OF_FORM, homes.form)
    weight = weight * np.where(homes.alone, ELDER_ALONE_WEIGHT, 1.0)
    weight *= np.where(homes.collective, ELDER_COLLECTIVE_WEIGHT, 1.0)
    elder = choose_exactly(elders, weight, _generator(place, "elders"), among=~child)
    return np.where(child, CHILD, np.where(elder, ELDER, ADULT)).astype(np.int8)


def _disabled(place: Place, age_band: NDArray[np.int8]) -> Bools:
    """0.183 of those over 60 where the place's total allows; the others among the younger."""
    total = _count(place, place.disabled_share)
    elder = age_band == ELDER
    old = int(elder.sum())
    wanted = min(round(DISABLED_AMONG_ELDERS * old), round(MOST_DISABLED_WHO_ARE_ELDERS * total))
    among_elders = min(max(wanted, total - (place.residents - old)), old)
    same = np.ones(place.residents)
    weight = np.where(age_band == CHILD, DISABLED_CHILD_WEIGHT, 1.0)
    return choose_exactly(among_elders, same, _generator(place, "disabled elders"), among=elder) | choose_exactly(
        total - among_elders, weight, _generator(place, "disabled younger"), among=~elder
    )


def _any_in_household(trait: Bools, homes: Homes) -> Bools:
    return total_by(homes.household, trait, homes.households) > 0


def _form_of_household(homes: Homes) -> NDArray[np.int8]:
    form = np.zeros(homes.households, np.int8)
    form[homes.household] = homes.form
    return form


def _migrants(place: Place, homes: Homes, elder: Bools) -> Bools:
    """Households without local registration: rented rooms, factory dormitories, seldom the old."""
    weight = _by_form(MIGRANT_WEIGHT_OF_FORM, _form_of_household(homes))
    weight *= np.where(_any_in_household(homes.collective, homes), MIGRANT_COLLECTIVE_WEIGHT, 1.0)
    weight *= np.where(_any_in_household(elder & (homes.member == 0), homes), MIGRANT_ELDER_WEIGHT, 1.0)
    return choose_households(_count(place, place.migrant_share), homes.household, weight, _generator(place, "migrants"))


def _owners(place: Place, homes: Homes, migrant: Bools) -> Bools:
    """People in a home their household owns: in estates and courtyards, hardly in villages and parks."""
    weight = _by_form(OWNER_WEIGHT_OF_FORM, _form_of_household(homes))
    weight *= np.where(_any_in_household(migrant, homes), OWNER_MIGRANT_WEIGHT, 1.0)
    weight *= np.where(_any_in_household(homes.collective, homes), OWNER_COLLECTIVE_WEIGHT, 1.0)
    return choose_households(_count(place, place.owner_share), homes.household, weight, _generator(place, "owners"))


def _low_income(place: Place, homes: Homes, traits: tuple[Bools, Bools, Bools]) -> Bools:
    """Households on a low income: with a disabled member, the old alone, in old housing."""
    elder, disabled, owner = traits
    weight = _by_form(POOR_WEIGHT_OF_FORM, _form_of_household(homes))
    weight *= np.where(_any_in_household(disabled, homes), POOR_DISABLED_WEIGHT, 1.0)
    weight *= np.where(_any_in_household(elder & homes.alone, homes), POOR_ELDER_ALONE_WEIGHT, 1.0)
    weight *= np.where(_any_in_household(owner, homes), POOR_OWNER_WEIGHT, 1.0)
    count = _count(place, place.low_income_share)
    return choose_households(count, homes.household, weight, _generator(place, "low income"))


def _party(place: Place, age_band: NDArray[np.int8], migrant: Bools, low_income: Bools) -> NDArray[np.int8]:
    """Members registered in the community are older and local; members at a workplace are of working age."""
    weight = np.where(age_band == ELDER, COMMUNITY_PARTY_ELDER_WEIGHT, 1.0)
    weight *= np.where(migrant, 1.0, COMMUNITY_PARTY_LOCAL_WEIGHT)
    count = _count(place, place.party.community)
    community = choose_exactly(count, weight, _generator(place, "community party"), among=age_band != CHILD)
    weight = np.where(migrant, WORKPLACE_PARTY_MIGRANT_WEIGHT, 1.0)
    weight *= np.where(low_income, WORKPLACE_PARTY_POOR_WEIGHT, 1.0)
    working = (age_band == ADULT) & ~community
    count = min(_count(place, place.party.workplace), int(working.sum()))
    workplace = choose_exactly(count, weight, _generator(place, "workplace party"), among=working)
    return (community * COMMUNITY_PARTY + workplace * WORKPLACE_PARTY).astype(np.int8)
