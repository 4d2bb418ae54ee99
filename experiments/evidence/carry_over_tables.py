"""Take over tables of another model that keep no task a row: bars, effects of levers, pilots.

A sample of what their rows are made of is made again; where all of it gives the stored text, every row of that model
counts as this one's. `carry_over` calls this for the files named in `TABLES`.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ..runs.simulate import simulate
from ..runs.whole_file import whole_file
from . import mechanisms, must_hold, pilots
from .contrasts import contrasts
from .effects import Effect
from .model_mark import model_mark
from .must_hold_facts import facts

Row = dict[str, str]
Rows = list[Row]


def _written(record: Effect | pilots.PilotRow) -> Row:
    """A record as `marked_tables` writes it."""
    return {name: f"{one:.9g}" if isinstance(one, float) else str(one) for name, one in asdict(record).items()}


def _bars(group: tuple[str, ...], rows: Rows) -> Iterable[Row]:
    name, seed, mark = group
    if must_hold.scenario(name).hash != mark:
        raise ValueError(f"{name} is another scenario today")
    for figure, value in facts(simulate(must_hold.scenario(name), seed=int(seed), days=must_hold.DAYS)).items():
        yield {**rows[0], "figure": figure, "value": f"{value:.9g}"}


def _effects(group: tuple[str, ...], rows: Rows) -> Iterable[Row]:
    contrast = contrasts()[group[0]]
    if contrast.fingerprint != rows[0]["contrast"]:
        raise ValueError(f"{group[0]} has other settings today")
    return [_written(one) for one in mechanisms.measure(contrast).values()]


def _pilots(group: tuple[str, ...], rows: Rows) -> Iterable[Row]:
    del rows
    return [_written(one) for one in pilots.rows_of(int(group[0]))]


Again = Callable[[tuple[str, ...], Rows], Iterable[Row]]
TABLES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...], Again]] = {
    "must-hold-runs.csv": (("scenario", "seed", "hash"), ("scenario", "seed", "hash", "figure"), _bars),
    "mechanisms-effects.csv": (("lever",), ("lever", "indicator"), _effects),
    "pilots.csv": (("seed",), ("lever", "seed", "figure"), _pilots),
}
"""File -> columns that tell what is made in one go, columns that tell its rows apart, how they are made again."""


def carry_over_table(path: Path, mark: str, sample: int) -> int:
    """Store the rows of another model as this one's, if a sample of them comes out the same.

    Args:
        mark: The other model's.
        sample: How many groups of rows are made again.

    Returns:
        How many rows were taken over.

    Raises:
        ValueError: A row of the sample came out otherwise; nothing was changed.
    """
    together, apart, again = TABLES[path.name]
    with path.open(encoding="utf-8", newline="") as lines:
        head, *kept = csv.reader(lines)
    rows: Rows = [dict(zip(head, row, strict=True)) for row in kept if len(row) == len(head)]
    theirs = [row for row in rows if row.get("model") == mark]
    groups: dict[tuple[str, ...], Rows] = {}
    for row in theirs:
        groups.setdefault(tuple(row[name] for name in together), []).append(row)
    for group in random.Random(0).sample(sorted(groups), min(sample, len(groups))):
        made = {tuple(row[name] for name in apart): row for row in again(group, groups[group])}
        _compare(path, groups[group], made, apart)
    for row in theirs:
        row["model"] = model_mark()
    _write(path, head, rows)
    return len(theirs)


def _compare(path: Path, stored: Rows, made: Mapping[Any, Row], apart: tuple[str, ...]) -> None:
    for row in stored:
        now = made.get(tuple(row[name] for name in apart), {})
        for name, value in row.items():
            if name != "model" and now.get(name) != value:
                where = ", ".join(row[one] for one in apart)
                raise ValueError(f"{path}: {where}: {name} is {now.get(name)}, {value} is stored")


def _write(path: Path, head: list[str], rows: Rows) -> None:
    with whole_file(path) as rough, rough.open("w", encoding="utf-8", newline="") as lines:
        table = csv.writer(lines, lineterminator="\n")
        table.writerow(head)
        table.writerows([row[name] for name in head] for row in rows)
