"""Figures in the prose of the docs, measured by a command instead of typed.

`figures.toml` says what each figure is: an indicator of a scenario, or its paired difference from another.
`python -m shapan.experiments.evidence.figures measure` runs what is missing and stores `docs/figures.csv`;
`… figures fill docs/odd.md` writes them between their marks, `<!--f:name-->44.1<!--/f-->`. A test compares the two, and
refuses marks without a figure. `plain:LEVER` and `plain:LEVER:coverage` are what the plain table says of a lever's
target and of coverage: the standard town, one year, seeds kept apart, in points.
"""

from __future__ import annotations

import argparse
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..comparing.intervals import Interval, mean_interval
from ..runs.folders import source_folder
from ..runs.task import Task
from .marked_tables import UNKNOWN, read_rows, write_rows
from .model_mark import model_mark
from .stored_runs import Stored, make, of_this_model, read_runs

if TYPE_CHECKING:
    from ...scenarios.library import Scenario

FILE = Path(__file__).parent / "figures.toml"
TABLE = source_folder() / "docs" / "figures.csv"
RUNS = Path("results/figures-runs.csv")
MARK = re.compile(r"<!--f:(?P<name>[\w.:-]+)-->(?P<told>.*?)<!--/f-->", re.DOTALL)
SHARES = ("percent", "points")
PLAIN = ("standard_town", 365, "holdout")
"""The family of the plain table whose figures stand in the prose: place, days, seeds."""


@dataclass(frozen=True)
class Side:
    """A scenario as a figure names it: policy or scenario, place, levers set, assumptions made."""

    name: str
    place: str = ""
    set: Mapping[str, Any] = field(default_factory=dict)
    assume: Mapping[str, Any] = field(default_factory=dict)

    def scenario(self) -> Scenario:
        """The scenario."""
        from ...scenarios.library import load

        found = load(self.name)
        found = found.with_place(self.place) if self.place else found
        found = found.set_many(dict(self.set)) if self.set else found
        for key, value in self.assume.items():
            found = found.assume(key, value)
        return found


@dataclass(frozen=True)
class Figure:
    """What one figure in the prose is.

    Attributes:
        of: The scenario it is about.
        against: The scenario it is a paired difference from; None where it is a mean.
        shown: `percent`, `points` or `number`.
        interval: Whether its 95 % interval is told beside it.
    """

    name: str
    of: Side
    indicator: str
    days: int
    seeds: tuple[int, int]
    against: Side | None = None
    shown: str = "number"
    digits: int = 1
    interval: bool = False
    redraw: bool = False

    @property
    def sides(self) -> dict[str, Side]:
        """Step of the stored runs -> side."""
        one = {f"{self.name}: of": self.of}
        return one if self.against is None else {**one, f"{self.name}: against": self.against}

    def tasks(self) -> list[Task]:
        """The runs it takes."""
        return [
            Task(step, side.scenario(), seed, self.days, column=column, redraw=self.redraw)
            for seed in range(self.seeds[0], self.seeds[1] + 1)
            for column, (step, side) in enumerate(self.sides.items())
        ]

    def measured(self, runs: Iterable[Stored]) -> Interval:
        """Its value over the stored runs."""
        by: dict[str, dict[int, float]] = {step: {} for step in self.sides}
        for run in runs:
            if run.step in by and self.indicator in run.values:
                by[run.step][run.seed] = run.values[self.indicator]
        of, *against = by.values()
        seeds = [seed for seed in sorted(of) if all(seed in side for side in against)]
        return mean_interval([of[seed] - sum(side[seed] for side in against) for seed in seeds])

    def shown_text(self, value: Interval) -> str:
        """As it stands in the text."""
        factor = 100.0 if self.shown in SHARES else 1.0
        signed = "+" if self.against is not None else ""

        def number(one: float) -> str:
            return f"{factor * one:{signed},.{self.digits}f}".replace("-", "−")

        text = number(value.value)
        if self.interval and value.lo is not None and value.hi is not None:
            text += f" [{number(value.lo)}, {number(value.hi)}]"
        return text


@dataclass(frozen=True)
class StoredFigure:
    """A figure as it is stored: its name, what stands in the text, the model it was measured with."""

    figure: str
    told: str
    model: str = UNKNOWN


def figures() -> dict[str, Figure]:
    """Every figure that is measured for the prose."""
    stored = tomllib.loads(FILE.read_text(encoding="utf-8"))
    defaults = stored.get("defaults", {})
    found = {}
    for name, facts in stored["figures"].items():
        facts = {**defaults, **facts}
        sides = {side: Side(**facts.pop(side)) for side in ("of", "against") if side in facts}
        found[name] = Figure(name, **{**facts, **sides, "seeds": tuple(facts["seeds"])})
    return found


def read(path: Path = TABLE) -> dict[str, str]:
    """Figure -> as it is told."""
    return {row.figure: row.told for row in read_rows(path, StoredFigure)}


def models(path: Path = TABLE) -> dict[str, str]:
    """Figure -> mark of the model it was measured with."""
    return {row.figure: row.model for row in read_rows(path, StoredFigure)}


def of_plain_table(path: Path | None = None) -> dict[str, str]:
    """Figure -> as it is told, of those in the plain table: `plain:LEVER` of the target, with `:coverage` of that."""
    from .plain_effects import is_placebo
    from .plain_effects import read as read_effects

    found = {}
    for row in read_effects(path or TABLE.with_name("plain-effects.csv")):
        if (row.place, row.days, row.part) == PLAIN and not is_placebo(row):
            for name, value in (("", row.difference), (":coverage", row.coverage)):
                found[f"plain:{row.lever}{name}"] = f"{100.0 * value:+.1f}".replace("-", "−")
    return found


def write(record: Mapping[str, str], marks: Mapping[str, str], path: Path = TABLE) -> None:
    """Store the figures in the order of the file that says what they are, each with the mark of its model."""
    rows = [StoredFigure(name, record[name], marks.get(name, UNKNOWN)) for name in figures() if name in record]
    write_rows(path, StoredFigure, rows)


def filled(text: str, record: Mapping[str, str]) -> str:
    """The text with every mark filled; an unknown mark is a `KeyError` that names it."""
    return MARK.sub(lambda mark: f"<!--f:{mark['name']}-->{record[mark['name']]}<!--/f-->", text)


def faults(text: str, record: Mapping[str, str]) -> list[str]:
    """Marks whose figure is unknown or other than stored."""
    found = []
    for mark in MARK.finditer(text):
        right = record.get(mark["name"])
        if right is None:
            found.append(f"{mark['name']}: nobody measured it")
        elif right != mark["told"]:
            found.append(f"{mark['name']}: the text says {mark['told']}, measured is {right}")
    return found


def measure(only: Sequence[str], runs: Path, table: Path, minutes: float | None, workers: int | None) -> int:
    """Make what is missing and store what is known; how many runs are left."""
    chosen = {name: one for name, one in figures().items() if not only or name in only}
    names = tuple(dict.fromkeys(one.indicator for one in figures().values()))
    wanted = [task for one in chosen.values() for task in one.tasks()]
    left = make(wanted, runs, names, minutes, workers)
    stored = of_this_model(read_runs(runs), wanted)
    found, marks = read(table), models(table)
    for name, one in chosen.items():
        mine = {(task.name, task.seed) for task in one.tasks()}
        if mine <= {(run.step, run.seed) for run in stored}:
            found[name], marks[name] = one.shown_text(one.measured(stored)), model_mark()
    write(found, marks, table)
    return left


def main(typed: Sequence[str] | None = None) -> None:
    """Measure the figures, or fill them into pages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("measure", "fill"))
    parser.add_argument("pages", nargs="*", type=Path, help="pages to fill")
    parser.add_argument("--only", nargs="+", default=[], choices=list(figures()), metavar="FIGURE")
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--workers", type=int)
    parser.add_argument("--runs", type=Path, default=RUNS)
    parser.add_argument("--table", type=Path, default=TABLE)
    asked = parser.parse_args(typed)
    if asked.what == "measure":
        left = measure(asked.only, asked.runs, asked.table, asked.minutes, asked.workers)
        print(f"{left} runs left; started again it goes on" if left else "all measured")
    for page in asked.pages:
        found = read(asked.table) | of_plain_table()
        page.write_text(filled(page.read_text(encoding="utf-8"), found), encoding="utf-8")


if __name__ == "__main__":
    main()
