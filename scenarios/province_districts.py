"""How an area of a province becomes districts: sizes that fit one run, and what differs from district to district.

Everything drawn here has an address: the province's seed, the area, the district's number in it and what is drawn. So
an area that is added, or one that changes, moves no district of another.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from statistics import NormalDist
from typing import Any

from ..model.parameters import all_parameters
from ..model.parameters.place import Place
from .checking import Layer
from .places import PlaceFile

BITS = 48
"""Of a drawn number: two of the province's districts share one by chance once in a hundred million provinces."""
FEWEST_RESIDENTS = 100
"""Of a community; a place with fewer is refused."""
MONEY = ("funding.project_yuan_per_resident", "funding.community_yuan_per_resident", "funding.purchase_yuan")
"""What a community's budget is made of; a rich district has more of each."""
OLD_HOMES = ("old_estate", "urban_village", "courtyard")


@dataclass(frozen=True)
class Limits:
    """How large a district may be: communities at most, residents on average over the area at most."""

    communities: int
    residents: int


@dataclass(frozen=True)
class Spread:
    """How districts of one area differ: standard deviations of the log of a factor of mean 1, drawn by district.

    Attributes:
        residents: Residents a community; the area's residents stay what they are.
        density: Residents on a built square kilometre.
        elders: Odds of being 60 and over, at the expense of those between 15 and 59.
        migrants: Odds of having no local registration.
        old_homes: Residents in old estates, urban villages and courtyards against all others.
        money: Project, community and purchase money a head.
    """

    residents: float = 0.0
    density: float = 0.0
    elders: float = 0.0
    migrants: float = 0.0
    old_homes: float = 0.0
    money: float = 0.0

    @staticmethod
    def names() -> tuple[str, ...]:
        """What may differ, in the order of the file."""
        return tuple(one.name for one in fields(Spread))


@dataclass(frozen=True)
class District:
    """What is simulated in one run.

    Attributes:
        id: Its address: the area and its number in it.
        area: The area it is a part of.
        place_file: Its place, which a scenario is put on.
    """

    id: str
    area: str
    place_file: PlaceFile

    @property
    def communities(self) -> int:
        return self.place_file.place.communities

    @property
    def residents(self) -> int:
        return self.place_file.place.residents

    def cut_to(self, communities: int) -> District:
        """Some of its communities as a smaller district of the same kind under the same address."""
        place = self.place_file.place
        if communities >= place.communities:
            return self
        residents = max(FEWEST_RESIDENTS * communities, round(place.residents * communities / place.communities))
        smaller = _sized(place, communities, residents, place.residents / place.built_km2)
        return replace(self, place_file=replace(self.place_file, place=smaller))


def number_at(seed: int, *address: str | int) -> int:
    """A whole number of 48 bits, the same for the same address in every process and on every machine."""
    text = "/".join(str(part) for part in (seed, *address))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[: BITS // 8], "big")


def area_facts(row: Mapping[str, Any], base: Place, density: float | None) -> dict[str, Any]:
    """The facts of a whole area: its base place's, but for what its row states.

    Args:
        density: Residents on a built square kilometre; the base place's where None.
    """
    facts = {**base.model_dump(), **row.get("place", {})}
    density = base.residents / base.built_km2 if density is None else density
    facts |= {"id": row["id"], "communities": row["communities"], "residents": row["residents"]}
    facts |= _extent(base, row["communities"], row["residents"], density)
    if "forms" in row:
        forms = facts["forms"]
        facts["forms"] = {form: {**forms[form], "share": share} for form, share in row["forms"].items()}
    return facts


def split(area: PlaceFile, limits: Limits, spread: Spread, seed: int) -> tuple[District, ...]:
    """The districts of an area: as few as the limits allow, communities as even as whole numbers are.

    An area of one district is as its row says, nothing is drawn for it.
    """
    place = area.place
    count = max(math.ceil(place.communities / limits.communities), math.ceil(place.residents / limits.residents))
    count = min(count, place.communities)
    if count == 1:
        only = place.model_copy(update={"population_seed": number_at(seed, place.id, 0)})
        return (_district(area, only, 0, area.status_quo),)
    communities = [place.communities // count + (n < place.communities % count) for n in range(count)]
    factors = [_factors(spread, seed, place.id, number) for number in range(count)]
    spare = place.residents - FEWEST_RESIDENTS * place.communities
    weights = [many * factor["residents"] for many, factor in zip(communities, factors, strict=True)]
    more = apportioned(spare, weights)
    found = []
    for number, (many, extra, factor) in enumerate(zip(communities, more, factors, strict=True)):
        density = place.residents / place.built_km2 * factor["density"]
        size = _sized(place, many, FEWEST_RESIDENTS * many + extra, density)
        own = size.model_copy(update={**_people(place, factor), "population_seed": number_at(seed, place.id, number)})
        checked = Place.model_validate(own.model_dump())
        found.append(_district(area, checked, number, _richer(area.status_quo, factor["money"])))
    return tuple(found)


def apportioned(total: int, weights: Sequence[float]) -> list[int]:
    """A whole number in whole parts in proportion to weights, by largest remainders, the first of equals first."""
    exact = [total * weight / sum(weights) for weight in weights]
    parts = [math.floor(one) for one in exact]
    by_remainder = sorted(range(len(parts)), key=lambda n: (parts[n] - exact[n], n))
    for number in by_remainder[: total - sum(parts)]:
        parts[number] += 1
    return parts


def _district(area: PlaceFile, place: Place, number: int, status_quo: Layer) -> District:
    name = f"{area.place.id}_{number + 1:03d}"
    named = place.model_copy(update={"id": name})
    return District(name, area.place.id, PlaceFile(area.header, named, status_quo, area.path))


def _sized(place: Place, communities: int, residents: int, density: float) -> Place:
    extent = _extent(place, communities, residents, density)
    return place.model_copy(update={"communities": communities, "residents": residents, **extent})


def _extent(place: Place, communities: int, residents: int, density: float) -> dict[str, Any]:
    """Streets and land of another size: communities a street and land around what is built stay as they are."""
    built = residents / density
    streets = max(1, round(communities * place.streets / place.communities))
    return {"streets": streets, "built_km2": built, "area_km2": built * place.area_km2 / place.built_km2}


def _factors(spread: Spread, seed: int, area: str, number: int) -> dict[str, float]:
    """What every spread fact of a district is multiplied with."""
    found = {}
    for name in Spread.names():
        sigma = getattr(spread, name)
        z = NormalDist().inv_cdf((number_at(seed, area, number, name) + 0.5) / 2**BITS)
        found[name] = math.exp(sigma * z - sigma**2 / 2)
    return found


def _people(place: Place, factor: Mapping[str, float]) -> dict[str, Any]:
    """Who lives in a district and in what: ages, migrants, forms of estate."""
    elders = min(_odds(place.age.elder, factor["elders"]), place.age.elder + place.age.adult)
    age = place.age.model_copy(update={"elder": elders, "adult": place.age.adult + (place.age.elder - elders)})
    weights = {
        form: facts.share * (factor["old_homes"] if form in OLD_HOMES else 1.0) for form, facts in place.forms.items()
    }
    whole = sum(facts.share for facts in place.forms.values()) / sum(weights.values())
    forms = {form: facts.model_copy(update={"share": weights[form] * whole}) for form, facts in place.forms.items()}
    return {"age": age, "forms": forms, "migrant_share": _odds(place.migrant_share, factor["migrants"])}


def _odds(share: float, factor: float) -> float:
    """A share whose odds are multiplied with a factor."""
    return share if factor == 1 else share * factor / (1 - share + share * factor)


def _richer(status_quo: Layer, factor: float) -> Layer:
    """Today's levers with more money, or less; within what the levers allow."""
    known, changed = all_parameters(), {}
    for name in MONEY:
        about = known[name].about
        value = float(status_quo.values.get(name, known[name].default)) * factor
        low, high = (value if bound is None else bound for bound in (about.low, about.high))
        changed[name] = min(max(value, low), high)
    return Layer(status_quo.origin, {**status_quo.values, **changed}, status_quo.where)
