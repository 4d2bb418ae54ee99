"""What data of one's own say about a place: facts by their keys in a place file, and where each comes from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

import numpy as np

from ...model.arrays import Floats
from ...model.parameters.facts import Fact
from ...model.parameters.place import AGE_BANDS, FORMS, AgeShares, PartyShares, Place
from . import cells
from .communities import BANDS, FORM_COLUMNS, Communities
from .faults import Faults, ImportFault
from .heads import tidy
from .outlines import Outlines
from .people import People
from .raking import YES_OR_NO, Raked
from .sheets import Sheet

SHEETS = ("场地", "事实", "place", "facts")
"""Names of a sheet with a fact a row: key, value."""
SILENT_SHEETS = ("说明", "readme", "help")
PARTS: dict[str, Any] = {"age": AgeShares, "party": PartyShares}
DECIMALS = 6
FACTOR = {"volunteers": ("volunteers_registered", 1.0), "shops": ("shops_per_1000", 1000.0)}
FACTOR |= {"firms": ("firms_per_1000", 1000.0), "organisations": ("organisations_per_10000", 10_000.0)}
NEAR = 0.001
"""By how much two tellings of a fact may differ."""


@dataclass
class StatedFacts:
    """Facts by key, each with the table that tells it and, for those typed one by one, their row."""

    values: dict[str, Any] = field(default_factory=dict)
    source: dict[str, str] = field(default_factory=dict)
    row: dict[str, tuple[str, str, int]] = field(default_factory=dict)

    def tell(self, source: str, values: Mapping[str, Any]) -> None:
        """Add facts; one that is told already stays."""
        for key, value in values.items():
            if key not in self.values:
                self.values[key], self.source[key] = value, source


def fact_names() -> dict[str, str]:
    """Key of a fact that is one number, day or text -> itself, by its key and by its labels."""
    named = {"title": "title", "名称": "title", "title_en": "title_en", "英文名称": "title_en"}
    for key, metadata in _declared():
        named[key.casefold()] = key
        for fact in metadata:
            if isinstance(fact, Fact):
                named |= {tidy(fact.label_zh): key, tidy(fact.label_en): key}
    return named


def _declared() -> list[tuple[str, list[Any]]]:
    plain = [
        (key, one.metadata) for key, one in Place.model_fields.items() if any(isinstance(m, Fact) for m in one.metadata)
    ]
    inner = [
        (f"{key}.{name}", one.metadata) for key, model in PARTS.items() for name, one in model.model_fields.items()
    ]
    left_out = ("id", "forms", "needs", "departments", "heard_share", "lost_share")
    return [(key, metadata) for key, metadata in plain + inner if key not in left_out]


def read_facts(sheet: Sheet) -> StatedFacts:
    """Facts typed one a row."""
    stated, faults, names = StatedFacts(), Faults(), fact_names()
    for number, row in sheet.rows:
        texts = [text for text in row if text]
        key = names.get(tidy(texts[0])) or names.get(texts[0].casefold())
        if len(texts) < 2 or (number == sheet.rows[0][0] and key is None):
            continue
        if key is None:
            near = next(iter(get_close_matches(tidy(texts[0]), names, 1, 0.5)), "")
            faults.note("unknown_fact", sheet.at(number), column=texts[0], nearest=names.get(near, "–"))
        elif key in stated.values:
            faults.note("fact_twice", sheet.at(number), column=texts[0])
        else:
            _note(stated, faults, key, (sheet, number, texts[1]))
    faults.tell()
    return stated


def _note(stated: StatedFacts, faults: Faults, key: str, cell: tuple[Sheet, int, str]) -> None:
    sheet, number, text = cell
    try:
        stated.tell("facts", {key: _value(key, text)})
        stated.row[key] = sheet.at(number)
    except cells.Bad as fault:
        faults.note(fault.args[0], sheet.at(number), column=key, value=text)


def _value(key: str, text: str) -> Any:
    if key in ("title", "title_en"):
        return text
    if key == "start":
        try:
            return dt.date.fromisoformat(text.replace("/", "-")).isoformat()
        except ValueError:
            raise cells.Bad("bad_day") from None
    if key in ("streets", "communities", "residents", "population_seed"):
        return cells.count(text)
    return cells.number(text[:-1]) / 100 if text.endswith("%") else cells.number(text)


def of_communities(found: Communities) -> dict[str, Any]:
    """Facts that counts by community add up to."""
    residents = found.total("residents")
    values: dict[str, Any] = {"residents": round(residents), "communities": len(found.names)}
    values |= {"streets": len(found.streets)} if found.streets else {}
    values |= {key: found.total(key) for key in ("area_km2", "built_km2") if key in found.counts}
    for column in YES_OR_NO:
        if column in found.counts:
            values[f"{column}_share"] = found.total(column) / residents
    for branch in ("community", "workplace"):
        if f"party_{branch}" in found.counts:
            values[f"party.{branch}"] = found.total(f"party_{branch}") / residents
    for column, (key, people) in FACTOR.items():
        if column in found.counts:
            values[key] = people * found.total(column) / residents
    if "households" in found.counts and found.total("households") > 0:
        family = residents - (found.total("collective") if "collective" in found.counts else 0.0)
        values["household_size"] = family / found.total("households")
    if all(band in found.counts for band in BANDS):
        values |= _shares("age", BANDS, [found.total(band) for band in BANDS])
    forms = [column for column in FORM_COLUMNS if column in found.counts and found.total(column)]
    if forms:
        values |= _shares("forms", [one.removeprefix("form_") for one in forms], [found.total(one) for one in forms])
    return _rounded(values)


def of_people(people: People, raked: Raked | None) -> dict[str, Any]:
    """Facts of residents counted one by one, or weighted where margins say what each stands for."""
    weight = np.ones(len(people)) if raked is None else raked.weight
    total = float(weight.sum())
    values: dict[str, Any] = {"residents": round(total), "communities": len(people.communities)}
    values |= {"streets": len(people.streets)} if people.streets else {}
    for name in YES_OR_NO:
        if name in people.columns:
            values[f"{name}_share"] = float(weight @ people.columns[name]) / total
    if "age" in people.columns:
        values |= _shares("age", AGE_BANDS, _sums(people.columns["age"], weight, 3))
    if "party" in people.columns:
        of_branch = _sums(people.columns["party"], weight, 3)
        values |= {"party.community": of_branch[1] / total, "party.workplace": of_branch[2] / total}
    if "form" in people.columns:
        sums = _sums(people.columns["form"], weight, len(FORMS))
        kept = [place for place, one in enumerate(sums) if one]
        values |= _shares("forms", [FORMS[place] for place in kept], [sums[place] for place in kept])
    if people.household is not None:
        values |= _household_size(people, weight)
    return _rounded(values)


def of_outlines(land: Outlines) -> dict[str, Any]:
    """The area that outlines of communities enclose, or the built land that cells stand on."""
    return {"built_km2" if land.cells else "area_km2": round(sum(land.area_km2.values()), DECIMALS)}


def same_where_stated_twice(stated: StatedFacts, counted: Mapping[str, Any]) -> None:
    """What is typed one by one has to be what the tables count."""
    for key, value in counted.items():
        typed = stated.values.get(key)
        if isinstance(typed, int | float) and abs(typed - value) > NEAR * max(abs(value), 1e-9) and key in stated.row:
            raise ImportFault(
                "told_apart", stated.row[key], column=key, typed=f"{typed:,.10g}", counted=f"{value:,.10g}"
            )


def _sums(category: Any, weight: Floats, categories: int) -> list[float]:
    return [float(one) for one in np.bincount(category, weights=weight, minlength=categories)]


def _household_size(people: People, weight: Floats) -> dict[str, float]:
    """Residents of family households by the households that they make up."""
    assert people.household is not None
    family = people.household >= 0
    if "collective" in people.columns:
        family &= people.columns["collective"] == 0
    if not family.any():
        return {}
    size = np.bincount(people.household[family])[people.household[family]]
    return {"household_size": float(weight[family].sum() / (weight[family] / size).sum())}


def _shares(group: str, names: Any, sums: list[float]) -> dict[str, float]:
    """Shares that add up to one, rounding put where most are."""
    total = sum(sums)
    shares = [round(one / total, DECIMALS) for one in sums]
    largest = max(range(len(sums)), key=sums.__getitem__)
    shares[largest] = round(shares[largest] + 1 - sum(shares), DECIMALS)
    return {f"{group}.{name}": share for name, share in zip(names, shares, strict=True)}


def _rounded(values: dict[str, Any]) -> dict[str, Any]:
    return {key: round(one, DECIMALS) if isinstance(one, float) else one for key, one in values.items()}
