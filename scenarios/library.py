"""The one way to a scenario: by the name of a shipped scenario or policy, or by file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import formats, provinces, shocks
from .by_itself import Read, faults_of, says
from .command_line import parse_set
from .faults import InputFault, Notice, nearest_name, shown
from .formats import find_format, shipped_formats
from .header import Text
from .reading import looks_like_a_path, read_document
from .scenario import Scenario, Step
from .schedule import Shock, parse_shock
from .shelf import find_place, find_policy, open_shipped, read_text, shipped
from .shocks import find_shock, shipped_shocks

__all__ = [
    "Difference",
    "InputFault",
    "Notice",
    "Scenario",
    "Shock",
    "Step",
    "Text",
    "check_file",
    "diff",
    "find_place",
    "find_policy",
    "load",
    "look_into",
    "names",
    "parse_set",
    "parse_shock",
]


def load(name: str | Path) -> Scenario:
    """A shipped scenario, a file, or a policy name, which means that policy on its home place."""
    if not isinstance(name, str | Path):
        raise InputFault("wrong_type", "load", {"wanted": "text", "value": shown(name)})
    text = str(name)
    shelves = shipped()
    if text in shelves["scenario"]:
        return Scenario.of_file(open_shipped("scenario", text))
    if text in shelves["policy"]:
        return Scenario.of_policy(open_shipped("policy", text))
    if isinstance(name, Path) or looks_like_a_path(text) or _is_file(text):
        return Scenario.read(text)
    if text in shelves["place"]:
        raise InputFault("place_not_scenario", details={"value": text})
    known = [*shelves["scenario"], *shelves["policy"]]
    raise InputFault("unknown_scenario", "", {"value": shown(text)}, ", ".join(known), nearest_name(text, known))


def names() -> dict[str, list[tuple[str, Text]]]:
    """Kind -> (id, title) of everything shipped: places, policies, scenarios, formats of deliberation, shocks."""
    found = {
        kind: [(name, open_shipped(kind, name).header.title) for name in files] for kind, files in shipped().items()
    }
    formats = [(name, find_format(name).header.title) for name in shipped_formats()]
    return {**found, "format": formats, "shock": [(name, find_shock(name).header.title) for name in shipped_shocks()]}


BY_THEMSELVES: Mapping[str, Read[Any]] = {one.KIND: one.read for one in (formats, shocks, provinces)}
"""Kinds of file of which no scenario is made -> what reads them."""


def check_file(path: str | Path) -> list[InputFault]:
    """Every fault of one file, by line; none where a scenario can be made of it, or it is a format in order."""
    return look_into(path)[0]


def look_into(path: str | Path) -> tuple[list[InputFault], Scenario | None]:
    """Every fault of one file, by line, and the scenario it means where it has none; it is read once.

    None without a fault where the file is a format of deliberation or a province.
    """
    try:
        document = read_document(path)
        for kind, read in BY_THEMSELVES.items():
            if says(document, kind):
                return faults_of(document, kind, read), None
        found, faults = read_text(document)
        if faults or found is None:
            return faults, None
        scenario = Scenario.of_any(found)
        _ = scenario.steps
    except InputFault as fault:
        fault.file = fault.file or str(path)
        return [fault, *fault.others], None
    return [], scenario


@dataclass(frozen=True)
class Difference:
    """One thing two scenarios do not share."""

    name: str
    first: Any
    second: Any


def diff(first: Scenario, second: Scenario) -> list[Difference]:
    """Every lever, assumption and fact of the place in which two scenarios differ."""
    ours, theirs = first.values, second.values
    found = [Difference(name, ours[name], theirs[name]) for name in ours if ours[name] != theirs[name]]
    here, there = first.parameters.place.model_dump(), second.parameters.place.model_dump()
    facts = [Difference(f"place.{key}", here[key], there[key]) for key in here if here[key] != there[key]]
    dated = [("steps", first.planned_steps, second.planned_steps), ("shocks", first.shocks, second.shocks)]
    return [*facts, *found, *(Difference(name, a, b) for name, a, b in dated if a != b)]


def _is_file(text: str) -> bool:
    try:
        return Path(text).is_file()
    except (OSError, ValueError):
        return False
