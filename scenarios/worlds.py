"""Worlds: whole sets of assumptions under which a place is still as it is known to be.

Each world is a named joint draw of every assumption and of a few questions without a number. Which draws were kept
for a place is a table in `worlds/`, with the mark of the model that judged them.
"""

from __future__ import annotations

import csv
import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ..model.belief import Weights
from ..model.parameters import all_parameters
from ..model.parameters.place import Place
from .checking import Layer
from .scenario import Scenario

FOLDER = Path(__file__).parent / "worlds"
HEAD = ("draw", "tried", "model")
DEADLINES = "place.deadlines"
QUESTIONS: Mapping[str, Weights] = {
    DEADLINES: Weights((("as_stated", 0.6), ("hotline", 0.2), ("halved", 0.2))),
}
"""Questions about a place that no assumption holds, with what is believed of them (grade D).

`place.deadlines`: terms as the place states them; a hazard with the fifteen days of any other report (hotline rules,
S99); or half of every term, as places promise that want to be faster than the rule (S99 states upper limits).
"""
REPORT_DAYS = 15
SHOWN_DIGITS = 4


@dataclass(frozen=True)
class World:
    """One joint draw.

    Attributes:
        name: Seed and number of the draw: the same name is the same world everywhere.
        values: Assumption or question -> its value; what is not named stays at its default.
    """

    name: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Kept:
    """The worlds kept for a place.

    Attributes:
        tried: Draws that were tried for them.
        model: Mark of the model that judged whether they fit.
        unknown: Columns of the table that this build has no assumption for.
    """

    worlds: tuple[World, ...]
    tried: int
    model: str
    unknown: tuple[str, ...] = ()


def in_world(scenario: Scenario, world: World) -> Scenario:
    """The same scenario under the assumptions of a world; what the scenario itself assumes stays as it says."""
    assumed = {name: value for name, value in world.values.items() if name not in QUESTIONS}
    layers = (Layer("world", assumed), *scenario.assumption_layers)
    answer = str(world.values.get(DEADLINES, "as_stated"))
    file = scenario.place_file
    if answer != "as_stated":
        file = replace(file, place=with_deadlines(file.place, answer))
    return replace(scenario, assumption_layers=layers, place_file=file)


def with_deadlines(place: Place, answer: str) -> Place:
    """The same place where needs have other terms.

    Args:
        answer: One of `QUESTIONS["place.deadlines"]`.
    """
    if answer == "as_stated":
        return place

    def days(kind: Any) -> int:
        if answer == "halved":
            return math.ceil(kind.deadline_days / 2)
        return REPORT_DAYS if kind.id == "hazard" else int(kind.deadline_days)

    needs = tuple(kind.model_copy(update={"deadline_days": days(kind)}) for kind in place.needs)
    return place.model_copy(update={"needs": needs})


def ranges_of(place: str) -> dict[str, tuple[float, float]]:
    """Indicator -> what is known of it under the status quo of a place, over a year."""
    said = tomllib.loads((FOLDER / "_ranges.toml").read_text(encoding="utf-8"))
    rows = {**said["usual"], **said.get(place, {})}
    return {name: (float(row["range"][0]), float(row["range"][1])) for name, row in rows.items()}


def places_with_worlds() -> list[str]:
    """Places whose kept worlds are shipped."""
    return sorted(path.stem for path in FOLDER.glob("*.csv"))


def kept_worlds(place: str, path: Path | None = None) -> Kept | None:
    """The worlds kept for a place, as shipped or as a file says; None where there are none."""
    path = path or FOLDER / f"{place}.csv"
    if not path.is_file():
        return None
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    if not rows:
        return None
    names = [name for name in rows[0] if name not in HEAD]
    unknown = tuple(name for name in names if name not in QUESTIONS and not _assumption(name))
    worlds = tuple(
        World(row["draw"], {name: _value(name, row[name]) for name in names if name not in unknown}) for row in rows
    )
    return Kept(worlds, int(rows[0]["tried"]), rows[0]["model"], unknown)


def write_kept(path: Path, kept: Kept) -> None:
    """One world a line; what is the same in all of them for want of a belief is left out."""
    names = list(kept.worlds[0].values) if kept.worlds else []
    with path.open("w", encoding="utf-8", newline="") as lines:
        table = csv.writer(lines, lineterminator="\n")
        table.writerow([*HEAD, *names])
        for world in kept.worlds:
            table.writerow([world.name, kept.tried, kept.model, *(world.values[name] for name in names)])


def rounded(value: Any) -> Any:
    """A value as the table of worlds holds it: four figures, so that what is written is what is run."""
    return float(f"{value:.{SHOWN_DIGITS}g}") if isinstance(value, float) else value


def _assumption(name: str) -> bool:
    known = all_parameters().get(name)
    return known is not None and known.about.role == "assumption"


def _value(name: str, text: str) -> Any:
    if name in QUESTIONS:
        return text
    kind = all_parameters()[name].kind
    return int(text) if kind == "count" else text if kind == "choice" else float(text)


def drawn_names(worlds: Iterable[World]) -> list[str]:
    """What the worlds are apart in."""
    worlds = list(worlds)
    names = dict.fromkeys(name for world in worlds for name in world.values)
    return [name for name in names if len({world.values.get(name) for world in worlds}) > 1]
