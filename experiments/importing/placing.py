"""A place file of what data tell, the rest taken from a shipped place and marked as taken."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ...model.parameters.place import FORMS, AgeShares, FormShare, PartyShares, Place
from ...model.place.world import build_world
from ...scenarios.faults import InputFault
from ...scenarios.lines import lines_of_keys
from ...scenarios.places import PlaceFile
from ...scenarios.reading import Document, parse_toml
from ...scenarios.shelf import find_place, read_text, shipped
from ..reports.wording import LANGUAGES, words
from .facts import StatedFacts
from .faults import ImportFault, in_file

GRADE_OF_DATA, GRADE_OF_TAKEN = "C", "D"
"""Counted by an office and not checked by anybody; assumed to be as elsewhere."""
ID = re.compile(r"[a-z][a-z0-9_]*")
LEFT_OUT = ("id", "needs", "departments", "heard_share", "lost_share", "minds", "boundary", "forms", "age", "party")
WITH_SIZE = ("area_km2", "built_km2")
"""Facts of another place that grow with the people."""


@dataclass(frozen=True)
class Made:
    """A place file as text.

    Attributes:
        place: As the model reads it.
        stated: Every fact with its source; `like` where it is another place's.
        laid: Residents of the communities that the model lays out, smallest first.
    """

    text: str
    place: Place
    stated: StatedFacts
    laid: list[int]


def id_of(path: str | Path) -> str:
    """The id of the place that a file will hold: the file's name."""
    name = Path(path).stem
    if Path(path).suffix != ".toml":
        raise ImportFault("out_ending", in_file(str(path)))
    if not ID.fullmatch(name):
        raise ImportFault("out_id", in_file(str(path)), name=name)
    if name in shipped()["place"]:
        raise ImportFault("out_shipped", in_file(str(path)), name=name)
    return name


def make(name: str, stated: StatedFacts, like: PlaceFile, boundary: tuple[str, str] | None, file: str) -> Made:
    """The file of a place, read back and settled once, so that what is written can be run.

    Args:
        name: Id of the place.
        boundary: Outlines and their coordinate system.
        file: The table that faults are told of.
    """
    _fill(stated, like.place)
    text = _text(name, stated, like, boundary)
    place = _read_back(text, stated, file)
    try:
        world = build_world(place)
    except ValueError as fault:
        raise ImportFault("not_settled", in_file(file), why=str(fault)) from None
    laid = np.bincount(world.territory.community_of_cell, world.territory.residents_of_cell)
    return Made(text, place, stated, sorted(int(one) for one in laid))


def _fill(stated: StatedFacts, like: Place) -> None:
    """Whatever nobody told is as in another place; areas and streets by its density."""
    people = stated.values["residents"] / like.residents
    if "area_km2" in stated.values and "built_km2" not in stated.values:
        stated.tell("like", {"built_km2": round(stated.values["area_km2"] * like.built_km2 / like.area_km2, 6)})
    if "built_km2" in stated.values and "area_km2" not in stated.values:
        stated.tell("like", {"area_km2": round(stated.values["built_km2"] * like.area_km2 / like.built_km2, 6)})
    stated.tell("like", {key: round(getattr(like, key) * people, 6) for key in WITH_SIZE})
    streets = round(stated.values["communities"] * like.streets / like.communities)
    stated.tell("like", {"streets": max(1, min(streets, stated.values["communities"]))})
    for key in Place.model_fields:
        if key not in LEFT_OUT:
            value = getattr(like, key)
            stated.tell("like", {key: value.isoformat() if key == "start" else value})
    for group, model, mine in (("age", AgeShares, like.age), ("party", PartyShares, like.party)):
        stated.tell("like", {f"{group}.{part}": getattr(mine, part) for part in model.model_fields})
    if not any(key.startswith("forms.") for key in stated.values):
        stated.tell("like", {f"forms.{form}": facts.share for form, facts in like.forms.items()})


def _form(form: str, like: Place) -> FormShare:
    """What an estate of a form is like: as in that place, else as in the first shipped one that has the form."""
    places = (like, *(find_place(name).place for name in shipped()["place"]))
    return next(place.forms[form] for place in places if form in place.forms)


def _text(name: str, stated: StatedFacts, like: PlaceFile, boundary: tuple[str, str] | None) -> str:
    values = stated.values
    title = {"zh": values.get("title", name), "en": values.get("title_en", values.get("title", name))}
    about = {one: words(one)("import.summary", like=like.header.title[one]) for one in LANGUAGES}
    lines = ["format = 1", 'kind = "place"', f"title = {_inline(title)}", f"summary = {_inline(about)}", "", "[place]"]
    lines.append(f'id = "{name}"')
    plain = [key for key in Place.model_fields if key in values and key not in LEFT_OUT]
    lines += [f"{key} = {_value(values[key])}" for key in plain]
    for group, parts in (("age", AgeShares), ("party", PartyShares)):
        lines.append(f"{group} = {_inline({part: values[f'{group}.{part}'] for part in parts.model_fields})}")
    lines += ["", "[place.forms]"]
    for form in FORMS:
        if f"forms.{form}" in values:
            facts = _form(form, like.place).model_dump() | {"share": values[f"forms.{form}"]}
            lines.append(f"{form} = {_inline(facts)}")
    if boundary is not None:
        lines += ["", "[boundary]", f"file = {_value(boundary[0])}", f'crs = "{boundary[1]}"']
    return "\n".join([*lines, "", "[sources]", *_sources(stated, like), ""])


def _sources(stated: StatedFacts, like: PlaceFile) -> list[str]:
    lines = []
    for key, source in stated.source.items():
        if key in ("title", "title_en"):
            continue
        phrase = f"import.from_{source}"
        note = {one: words(one)(phrase, like=like.header.title[one]) for one in LANGUAGES}
        grade = GRADE_OF_TAKEN if source == "like" else GRADE_OF_DATA
        lines.append(f'"place.{key}" = {{rows = [], grade = "{grade}", note = {_inline(note)}}}')
    return lines


def _value(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _inline(values: Mapping[str, Any]) -> str:
    return "{" + ", ".join(f"{key} = {_value(value)}" for key, value in values.items()) + "}"


def _read_back(text: str, stated: StatedFacts, file: str) -> Place:
    """The place as `shapan run` will read it; what it refuses is told at the row that says it."""
    document = Document(file, parse_toml(text, file), lines_of_keys(text))
    found, faults = read_text(document, "place")
    if isinstance(found, PlaceFile):
        return found.place
    first = faults[0]
    raise _of_input(first, stated, file)


def _of_input(fault: InputFault, stated: StatedFacts, file: str) -> ImportFault:
    key = fault.key.removeprefix("place.")
    at = stated.row.get(key, in_file(file))
    return ImportFault("place_refused", at, column=key, why=Refusal(fault))


class Refusal:
    """What the reader of places says of a fact, in the language it is told in."""

    def __init__(self, fault: InputFault) -> None:
        self.fault = fault

    def __str__(self) -> str:
        return self.fault.what
