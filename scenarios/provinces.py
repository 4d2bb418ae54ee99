"""Provinces: areas of many communities, each like a shipped place but for what differs, split into districts to be run.

A province is no place: nobody simulates 26,412 communities in one run. Its file states areas (a city, or cities of one
kind), urban and rural apart; `province_districts` splits each into districts that fit one run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from pydantic import ValidationError

from ..model.parameters.place import Place
from .by_itself import says
from .checking import Layer
from .faults import InputFault, nearest_name, shown
from .header import Header, Reader, Text, read_header
from .kinds import Kind
from .places import PlaceFile, model_fault
from .province_districts import District, Limits, Spread, area_facts, split
from .reading import looks_like_a_path, read_document
from .shelf import SHELF as INSTALLED
from .shelf import find_place, province_files, shipped
from .values import read_values

KIND = "province"
URBAN, RURAL = "urban", "rural"
SETTLEMENTS = (URBAN, RURAL)
TOTALS = ("urban_communities", "rural_communities", "residents")
SIZES = ("most_communities", "most_residents", "seed")
AREA_KEYS = (
    "id",
    "title",
    "settlement",
    "base",
    "communities",
    "residents",
    "residents_per_built_km2",
    "place",
    "forms",
    "status_quo",
)
FACTS = (
    "household_size",
    "collective_share",
    "age",
    "disabled_share",
    "low_income_share",
    "migrant_share",
    "owner_share",
    "party",
    "owners_committee_share",
    "volunteers_registered",
    "organisations_per_10000",
    "shops_per_1000",
)
"""Facts of its base place that an area may state anew."""


@dataclass(frozen=True)
class Area:
    """A city, or cities of one kind: its urban or its rural communities.

    Attributes:
        settlement: `urban` or `rural`.
        base: The shipped place it is like, but for what is stated.
        file: The whole area as one place; never run as such.
        limits: How large a district may be.
        spread: How its districts differ among themselves.
        seed: Root of the addresses of all that is drawn for its districts.
    """

    id: str
    title: Mapping[str, str]
    settlement: str
    base: str
    file: PlaceFile
    limits: Limits
    spread: Spread
    seed: int

    @property
    def communities(self) -> int:
        return self.file.place.communities

    @property
    def residents(self) -> int:
        return self.file.place.residents

    @cached_property
    def districts(self) -> tuple[District, ...]:
        """What is run of it, one by one; what is drawn for them hangs on this area alone."""
        return split(self.file, self.limits, self.spread, self.seed)


@dataclass(frozen=True)
class Province:
    """Areas that add up to a province."""

    header: Header
    areas: tuple[Area, ...]
    path: str

    @property
    def id(self) -> str:
        return self.header.id

    @property
    def communities(self) -> int:
        return sum(area.communities for area in self.areas)

    @property
    def residents(self) -> int:
        return sum(area.residents for area in self.areas)


def is_province(name: str) -> bool:
    """Whether a name or a path means a province; a file that cannot be read is left to whoever reads places."""
    if name in province_files():
        return name not in shipped()["place"]
    if not looks_like_a_path(name):
        return False
    try:
        return says(read_document(name), KIND)
    except InputFault:
        return False


def check_known(name: str) -> None:
    """Refuse a name that is neither a place's nor a province's, with all of them and the nearest."""
    known = (*shipped()["place"], *province_files())
    if name not in known and not looks_like_a_path(name):
        raise InputFault("unknown_place", "place", {"value": shown(name)}, ", ".join(known), nearest_name(name, known))


def province_names() -> list[tuple[str, Text]]:
    """(id, title) of every shipped province."""
    return [(name, find_province(name).header.title) for name in province_files()]


def read(reader: Reader) -> Province | None:
    """A province, or None with every fault noted."""
    header = read_header(reader, KIND, (KIND, "spread", "areas"))
    head, rows = reader.table(KIND), reader.rows("areas")
    for key in (KIND, "areas"):
        if key not in reader.document.values:
            reader.fault("missing_key", (key,))
    reader.only((*TOTALS, *SIZES), head, (KIND,))
    numbers = {key: _whole(reader, head, key, (KIND,), low=0 if key in (*TOTALS[:2], "seed") else 1) for key in head}
    for key in (*TOTALS, *SIZES):
        if head and key not in head:
            reader.fault("missing_key", (KIND, key))
    spread = _spread(reader)
    if reader.faults or spread is None:
        return None
    limits = Limits(numbers["most_communities"], numbers["most_residents"])
    areas = [_area(reader, number, row, limits, spread, numbers["seed"]) for number, row in rows]
    found = tuple(area for area in areas if area is not None)
    if not reader.faults:
        _check_sums(reader, numbers, found)
    return Province(header, found, reader.document.file) if not reader.faults else None


def _check_sums(reader: Reader, numbers: Mapping[str, int], areas: tuple[Area, ...]) -> None:
    """No area twice, and all of them add up to what the file says of the whole."""
    ids = [area.id for area in areas]
    for number, one in enumerate(ids):
        if one in ids[:number]:
            reader.fault("given_twice", ("areas", number, "id"))
    sums = {f"{kind}_communities": sum(a.communities for a in areas if a.settlement == kind) for kind in SETTLEMENTS}
    sums["residents"] = sum(area.residents for area in areas)
    for key, total in sums.items():
        if total != numbers[key]:
            reader.fault("province_sum", (KIND, key), {"said": f"{numbers[key]:,}", "total": f"{total:,}"})


def _spread(reader: Reader) -> Spread | None:
    table = reader.table("spread")
    reader.only(Spread.names(), table, ("spread",))
    for key, value in table.items():
        if isinstance(value, bool) or not isinstance(value, int | float):
            reader.fault("wrong_type", ("spread", key), {"wanted": "a number", "value": shown(value)})
        elif not 0 <= value <= 1:
            reader.fault("out_of_range", ("spread", key), {"value": shown(value)}, "0–1")
    return None if reader.faults else Spread(**{key: float(value) for key, value in table.items()})


def _whole(reader: Reader, table: Mapping[str, Any], key: str, path: tuple[str | int, ...], low: int = 1) -> int:
    """A whole number from `low` on; `low`, with a fault noted, where it is none."""
    value = table.get(key)
    if isinstance(value, bool) or not isinstance(value, int):
        reader.fault("wrong_type", (*path, key), {"wanted": "a whole number", "value": shown(value)})
        return low
    if not low <= value < 2**53:
        reader.fault("out_of_range", (*path, key), {"value": shown(value)}, f"≥ {low}")
        return low
    return value


def _area(
    reader: Reader, number: int, row: Mapping[str, Any], limits: Limits, spread: Spread, seed: int
) -> Area | None:
    """One area, or None with every fault noted."""
    at, before = ("areas", number), len(reader.faults)
    reader.only(AREA_KEYS, row, at)
    for key in ("id", "settlement", "base", "communities", "residents"):
        if key not in row:
            reader.fault("missing_key", (*at, key))
    if len(reader.faults) > before:
        return None
    for key in ("communities", "residents"):
        _whole(reader, row, key, at)
    if row["settlement"] not in SETTLEMENTS:
        wanted = ", ".join(SETTLEMENTS)
        reader.fault("unknown_choice", (*at, "settlement"), {"value": shown(row["settlement"])}, wanted)
    base, density = _base(reader, row, at), _density(reader, row, at)
    titles = _titles(reader, row, at)
    status_quo = read_values(reader, (*at, "status_quo"), "lever", f"area {row['id']}")
    for key, allowed in (("place", FACTS), ("forms", tuple(base.place.forms) if base else ())):
        reader.only(allowed, reader.typed(dict(row), key, dict, at) or {}, (*at, key))
    if base is None or len(reader.faults) > before:
        return None
    place = _place(reader, row, base.place, density, at)
    if place is None:
        return None
    levers = Layer(status_quo.origin, {**base.status_quo.values, **status_quo.values}, status_quo.where)
    file = PlaceFile(base.header, place, levers, reader.document.file)
    drawn = {"limits": limits, "spread": spread, "seed": seed}
    return Area(place.id, titles, row["settlement"], base.id, file, **drawn)


def _titles(reader: Reader, row: Mapping[str, Any], at: tuple[str | int, ...]) -> dict[str, str]:
    """What an area is called in both languages; its id where it has no title."""
    title = row.get("title", {})
    if isinstance(title, str):
        return {"zh": title, "en": title}
    table = reader.typed(dict(row), "title", dict, at) or {}
    reader.only(("zh", "en"), table, (*at, "title"))
    return {lang: str(table.get(lang, row["id"])) for lang in ("zh", "en")}


def _base(reader: Reader, row: Mapping[str, Any], at: tuple[str | int, ...]) -> PlaceFile | None:
    known = tuple(shipped()["place"])
    if row["base"] in known:
        return find_place(row["base"])
    base = str(row["base"])
    reader.fault("unknown_place", (*at, "base"), {"value": shown(base)}, ", ".join(known), nearest_name(base, known))
    return None


def _density(reader: Reader, row: Mapping[str, Any], at: tuple[str | int, ...]) -> float | None:
    """Residents on a built square kilometre, or None for that of the base place."""
    value = row.get("residents_per_built_km2")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        reader.fault("wrong_type", (*at, "residents_per_built_km2"), {"wanted": "a number", "value": shown(value)})
        return None
    if not 100 <= value <= 200_000:
        reader.fault("out_of_range", (*at, "residents_per_built_km2"), {"value": shown(value)}, "100–200,000")
        return None
    return float(value)


def _place(
    reader: Reader, row: Mapping[str, Any], base: Place, density: float | None, at: tuple[str | int, ...]
) -> Place | None:
    """The whole area as a place that is checked like one read from a file of its own."""
    try:
        return Place.model_validate(area_facts(row, base, density))
    except ValidationError as error:
        for item in error.errors(include_url=False):
            loc = tuple(part for part in item["loc"] if part != "[key]")
            loc = loc or (str(item.get("ctx", {}).get("key", "")),)
            path = (*at, *_in_file(loc))
            reader.note(model_fault(reader, cast("dict[str, Any]", item), path, lambda _: [], Place))
    return None


def _in_file(loc: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """Where in an area's table a fact of its place is written."""
    if loc[0] == "forms":
        return loc[:2]
    return ("place", *loc) if loc[0] in FACTS else loc


PROVINCES = Kind(KIND, INSTALLED / "provinces", read, "unknown_place", "place")
find_province = PROVINCES.find
