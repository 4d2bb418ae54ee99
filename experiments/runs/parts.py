"""What finished runs left in `parts/`: read back from there, and only what is whole."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from .task import Finished, Summary, Task

METADATA_KEY = b"shapan"  # where a part keeps what the finished run said of itself
_WORDS = ("run_id", "scenario", "place", "policy", "scenario_hash", "version", "build", "stage", "error")
_COUNTS = ("replication", "seed", "days", "warmup")
NO_RUNS = pa.table(
    {name: pa.array([], pa.string()) for name in _WORDS}
    | {name: pa.array([], pa.int64()) for name in _COUNTS}
    | {"wall_s": pa.array([], pa.float64())}
)
"""What every run says, of none: the table of an experiment that was stopped before its first run was done."""
AMISS = (OSError, pa.ArrowException, KeyError, TypeError, ValueError)
"""What reading a part may raise that is torn, or that something else wrote."""


def part_of(folder: Path, run_id: str, table: str) -> Path:
    """Where one table of one run lies."""
    return folder / f"{run_id}.{table}.parquet"


def runs_in(folder: Path) -> set[str]:
    """The ids of all runs that came to their end there, whole or not."""
    return {path.name.removesuffix(".runs.parquet") for path in folder.glob("*.runs.parquet")}


def row_in(folder: Path, run_id: str) -> dict[str, Any] | None:
    """The row of a run as it was written, with the build that made it; None where there is none to read."""
    try:
        (row,) = pq.ParquetFile(part_of(folder, run_id, "runs")).read().to_pylist()
    except AMISS:
        return None
    return dict(row)


def gone(folder: Path, run_id: str) -> tuple[str, ...]:
    """Tables that a finished run had written and that are no longer there, or torn."""
    try:
        tables = _said(folder, run_id)["tables"]
        return tuple(name for name in tables if not _has_a_footer(part_of(folder, run_id, name)))
    except AMISS:
        return ("runs",)


def whole_row(folder: Path, run_id: str) -> dict[str, Any] | None:
    """The row of a run all of whose tables can be read to the last page; None where one cannot."""
    try:
        for name in _said(folder, run_id)["tables"]:
            pq.ParquetFile(part_of(folder, run_id, name)).read()
    except AMISS:
        return None
    return row_in(folder, run_id)


def left_behind(folder: Path, tasks: Iterable[Task], heard_of: Iterable[Finished]) -> list[Finished]:
    """Runs that are whole on disk although nobody heard of them: the interruption came before they could say so."""
    known = {done.task.run_id for done in heard_of}
    rows = [task for task in tasks if task.run_id not in known and part_of(folder, task.run_id, "runs").exists()]
    found = (_as_it_was(folder, task) for task in rows)
    return [done for done in found if done is not None]


def _as_it_was(folder: Path, task: Task) -> Finished | None:
    """The run as it finished; None where a part of it is damaged or gone, so that it is made again."""
    if whole_row(folder, task.run_id) is None:
        return None
    try:
        found = _said(folder, task.run_id)
        return Finished(task, found["wall_s"], Summary(**found["summary"]))
    except AMISS:
        return None


def _said(folder: Path, run_id: str) -> dict[str, Any]:
    """What a finished run said of itself."""
    record: dict[str, Any] = json.loads(pq.read_schema(part_of(folder, run_id, "runs")).metadata[METADATA_KEY])
    return record


def _has_a_footer(path: Path) -> bool:
    try:
        pq.read_schema(path)
    except AMISS:
        return False
    return True
