"""The folder of a study as others find it: its manifest, whether it is the study asked for, and its rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from ...model.observation.indicators import INDICATORS
from ..runs.manifest import read_manifest
from ..runs.refusing import Refused
from ..runs.store import MANIFEST
from .journal import JournalRows
from .tables import read_parquet, table_of

STUDY = "study.toml"
DESIGN = "design.parquet"
RUNS = "runs.parquet"
NO_FAULT = ("done",)


def check_same(found: Mapping[str, Any], mine: Mapping[str, Any]) -> None:
    """Refuse a folder that holds another study, another part, or runs of another build."""
    if found.get("kind") != "study":
        raise Refused("refused.no_study", path=MANIFEST)
    theirs, ours = found.get("versions"), mine["versions"]
    if not isinstance(theirs, dict):
        raise Refused("refused.manifest", why="versions")
    for what, there, asked in (
        ("study", str(found.get("study_hash"))[:12], mine["study_hash"][:12]),
        ("part", found.get("part"), mine["part"]),
        ("build", theirs.get("build"), ours["build"]),
    ):
        if there != asked:
            raise Refused("refused.resume", what=what, there=there, asked=asked)


def open_study(path: str | Path) -> tuple[Path, dict[str, Any]]:
    """The folder of a study and its manifest.

    Raises:
        Refused: There is none, or it is of something else.
    """
    where, found = read_manifest(path)
    if found.get("kind") != "study":
        raise Refused("refused.no_study", path=path)
    wrong = next((name for name, fits in FITS.items() if not fits(found.get(name))), None)
    if wrong is not None:
        raise Refused("refused.manifest", why=wrong)
    return where, found


def _counts(value: Any, many: int) -> bool:
    return isinstance(value, list) and len(value) == many and all(type(one) is int for one in value)


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


FITS: dict[str, Callable[[Any], bool]] = {
    "versions": lambda value: isinstance(value, dict),
    "study": lambda value: isinstance(value, dict) and isinstance(value.get("id"), str),
    "part": lambda value: _counts(value, 2),
    "points": lambda value: type(value) is int,
    "draws": lambda value: type(value) is int,
    "seeds": lambda value: isinstance(value, list),
    "outcomes": lambda value: _texts(value) and len(value) > 0 and all(name in INDICATORS for name in value),
    "keep": _texts,
    "runs": lambda value: isinstance(value, dict) and all(type(value.get(one)) is int for one in ("asked", "finished")),
}
"""What reading a folder needs of its manifest, which a hand may have changed -> whether it has that shape."""


def read_runs(folder: Path) -> pa.Table:
    """The rows of every run of a folder: of the journal while it is there, else of the table.

    Raises:
        Refused: The table is damaged or is not there.
    """
    rows = JournalRows(folder)
    return table_of([row for _, row in rows]) if len(rows) else read_parquet(folder / RUNS)
