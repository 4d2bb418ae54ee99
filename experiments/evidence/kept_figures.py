"""Figures of arms kept beside a page, so that it can be told again, and by whom no run was made.

One row an arm and seed. They count as long as the arm is written as it was; which model made them stands in the row.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .arms import Arm, Figures

HEAD = ("arm", "written", "seed", "model")

FiguresBySeed = dict[str, dict[int, dict[str, float]]]


@dataclass(frozen=True)
class Kept:
    """Figures by arm and seed, and the models that made them, by arm."""

    figures: Figures
    models: Mapping[str, str]

    @property
    def marks(self) -> str:
        """The models, as a page names them."""
        return ", ".join(f"`{mark}`" for mark in dict.fromkeys(self.models.values())) or "none"


def written(arm: Arm) -> str:
    """Short name of an arm as it is written."""
    facts = [arm.policy, arm.place, arm.days, sorted(arm.set.items()), sorted(arm.assume.items())]
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:8]


def read(path: Path, arms: Iterable[Arm]) -> Kept:
    """What is kept of these arms as they are written today; empty where there is no file."""
    today = {arm.name: written(arm) for arm in arms}
    found: FiguresBySeed = {}
    models: dict[str, str] = {}
    if path.exists():
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                if today.get(row["arm"]) == row["written"]:
                    values = {name: float(text) for name, text in row.items() if name not in HEAD and text}
                    found.setdefault(row["arm"], {})[int(row["seed"])] = values
                    models[row["arm"]] = row["model"]
    return Kept(found, models)


def with_those_made(kept: Kept, made: Figures, model: str) -> Kept:
    """The same with the arms that this model has run put in place of those kept."""
    anew = {arm: seeds for arm, seeds in made.items() if seeds}
    return Kept({**kept.figures, **anew}, {**kept.models, **dict.fromkeys(anew, model)})


def write(path: Path, kept: Kept, arms: Iterable[Arm], names: Sequence[str]) -> None:
    """Store figures of these names, in the order of arms and seeds."""
    with path.open("w", encoding="utf-8", newline="") as lines:
        table = csv.writer(lines, lineterminator="\n")
        table.writerow([*HEAD, *names])
        for arm in arms:
            for seed, values in sorted(kept.figures.get(arm.name, {}).items()):
                cells = (f"{values[name]:.9g}" if name in values else "" for name in names)
                table.writerow([arm.name, written(arm), seed, kept.models[arm.name], *cells])
