"""Tables of a study as CSV, a row for each record, the last column saying which model made it.

A table stored before it had that column holds rows of an unknown model. It is written without the column until one of
its rows is made again, so that reading and writing it leaves every byte as it was.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any, TypeVar

UNKNOWN = "unknown"
"""Mark of what was stored before tables said which model made them."""

Row = TypeVar("Row")
KINDS = {"int": int, "float": float, "str": str}


def read_rows(path: Path, kind: type[Row]) -> list[Row]:
    """The stored records of a dataclass whose last field is `model`; none where there is no file."""
    if not path.exists():
        return []
    columns: list[tuple[str, Any]] = [(one.name, KINDS[str(one.type)]) for one in fields(kind)]  # type: ignore[arg-type]
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            kind(**{name: made(row[name]) for name, made in columns if row.get(name) is not None})
            for row in csv.DictReader(lines)
        ]


def write_rows(path: Path, kind: type[Row], rows: Iterable[Row]) -> None:
    """Store records, one a line; the column `model` only where the model of one of them is known."""
    rows = list(rows)
    names = [one.name for one in fields(kind)]  # type: ignore[arg-type]
    if marks_of(rows) <= {UNKNOWN}:
        names.remove("model")
    with path.open("w", encoding="utf-8", newline="") as lines:
        table = csv.writer(lines, lineterminator="\n")
        table.writerow(names)
        for row in rows:
            values: tuple[Any, ...] = astuple(row)  # type: ignore[call-overload]
            table.writerow([f"{one:.9g}" if isinstance(one, float) else one for one in values[: len(names)]])


def marks_of(rows: Iterable[Any]) -> set[str]:
    """Marks of the models that made some rows."""
    return {row.model for row in rows}
