"""Making the runs of a manifest again, and whether they came out the same to the bit."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from .manifest import versions
from .refusing import Refused
from .runner import Finished, Progress, Task, run_many
from .store import TABLES, read, run_row

NOT_COMPARED = ("run_id", "scenario", "wall_s", "version", "build", "replication")
"""What says which run it was, when and by which build; the rest is what came of it."""


@dataclass(frozen=True)
class Remade:
    """One run made again.

    Attributes:
        differs: Figure -> what it was and what it is now.
        tables: Tables that are not the same, row by row and bit by bit.
        error: Why it could not be made, or compared; empty where it could.
    """

    run_id: str
    name: str
    seed: int
    differs: Mapping[str, tuple[Any, Any]]
    tables: tuple[str, ...] = ()
    error: str = ""

    @property
    def same(self) -> bool:
        return not (self.differs or self.tables or self.error)


def wanted(tasks: Sequence[Task], run_id: str | None) -> list[Task]:
    """All runs, or the one asked for. A run is called by the hash that was written down."""
    if run_id is None:
        return list(tasks)
    found = [task for task in tasks if named(task) == run_id]
    if not found:
        names = [named(task) for task in tasks]
        raise Refused("refused.run_id", name=run_id, names=", ".join(names[:4]) + (" …" if len(names) > 4 else ""))
    return found


def named(task: Task) -> str:
    """The run's id at the time, whatever its scenario hashes to now."""
    said = getattr(task.scenario, "said_hash", task.scenario.hash)
    return f"{task.column:02d}-{said[:8]}-{task.seed:06d}"


def tampered(tasks: Sequence[Task]) -> list[str]:
    """Names of scenarios whose values do not give the hash they were written down with."""
    scenarios = {task.name: task.scenario for task in tasks}
    return [name for name, one in scenarios.items() if getattr(one, "said_hash", one.hash) != one.hash]


def other_versions(told: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Package -> its version then and now, where they differ."""
    then, now = dict(told.get("versions", {})), versions()
    return {
        name: (str(then.get(name, "–")), str(now.get(name, "–")))
        for name in {**then, **now}
        if then.get(name) != now.get(name)
    }


def remake(folder: Path, tasks: Sequence[Task], workers: int, progress: Progress | None = None) -> Iterator[Remade]:
    """Make runs again and hold each against what the folder keeps of it."""
    then = stored_runs(folder)
    with tempfile.TemporaryDirectory(prefix="shapan-rerun-") as rough:
        parts = Path(rough)
        for done in run_many(tasks, workers, progress, folder=parts):
            yield _held_against(folder, then, parts, done)
            for part in parts.glob(f"{done.task.run_id}.*"):
                part.unlink()


def stored_runs(folder: Path) -> pd.DataFrame:
    """The row of every run that a folder keeps, by its id."""
    try:
        return read(folder, "runs").to_pandas().set_index("run_id")
    except (OSError, pa.ArrowException, KeyError) as fault:
        raise Refused("refused.no_runs", path=folder, why=str(fault)[:200]) from fault


def _held_against(folder: Path, then: pd.DataFrame, parts: Path, done: Finished) -> Remade:
    run_id = named(done.task)
    about = run_id, done.task.name, done.task.seed
    if done.failed or done.unwritten:
        return Remade(*about, {}, error=f"{done.stage}: {done.error}")
    if run_id not in then.index:
        return Remade(*about, {}, error="not kept")
    row, now = then.loc[run_id].to_dict(), run_row(done)
    if row.get("stage") not in ("done", "gather"):
        return Remade(*about, {}, error=f"then: {row.get('stage')}: {row.get('error')}")
    compared = [name for name in {**row, **now} if name not in (*NOT_COMPARED, "stage", "error")]
    differs = {name: (row.get(name), now.get(name)) for name in compared if not _same(row.get(name), now.get(name))}
    tables = tuple(name for name in TABLES[1:] if not _same_table(folder, parts, name, run_id, done.task.run_id))
    return Remade(*about, differs, tables)


def _same(then: Any, now: Any) -> bool:
    """Equal to the bit; what neither knows is equal."""
    if pd.isna(then) or pd.isna(now):
        return bool(pd.isna(then) and pd.isna(now))
    return bool(then == now)


def _same_table(folder: Path, parts: Path, table: str, then_id: str, now_id: str) -> bool:
    path = parts / f"{now_id}.{table}.parquet"
    now = pq.ParquetFile(path).read() if path.exists() else None
    try:
        whole = folder / f"{table}.parquet"
        then = pq.read_table(whole, filters=[("run_id", "==", then_id)]) if whole.exists() else read(folder, table)
        then = then.filter(pa.compute.equal(then["run_id"], then_id))
    except FileNotFoundError:
        then = None
    if now is None or then is None or not len(then):
        return now is None and (then is None or not len(then))
    left, right = (one.drop_columns(["run_id", "scenario"]).to_pandas() for one in (then, now))
    known = [name for name in left.columns if name in right.columns or left[name].notna().any()]
    return set(known) == set(right.columns) and left[known].equals(right[known].astype(left[known].dtypes))
