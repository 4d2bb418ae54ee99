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

from ..reports.wording import words
from .manifest import MOST_WHY, then_versions, versions
from .parts import part_of
from .refusing import Refused
from .runner import run_many
from .store import TABLES, read, run_row
from .task import Finished, Progress, Task, Worded

NOT_COMPARED = ("run_id", "scenario", "wall_s", "version", "build", "replication")
"""What says which run it was, when and by which build; the rest is what came of it."""


@dataclass(frozen=True)
class Remade:
    """One run made again.

    Attributes:
        differs: Figure -> what it was and what it is now.
        tables: Tables that are not the same, row by row and bit by bit.
        error: What went wrong, then or now; empty where nothing did.
        reason: The phrase that says why it could not be made, or compared; empty where it could.
        stage: At which stage it failed.
        fault: What went wrong, in either language, where it is one of this house's own sentences.
    """

    run_id: str
    name: str
    seed: int
    differs: Mapping[str, tuple[Any, Any]]
    tables: tuple[str, ...] = ()
    error: str = ""
    reason: str = ""
    stage: str = ""
    fault: Worded | None = None

    @property
    def same(self) -> bool:
        return not (self.differs or self.tables or self.reason)

    def why(self, language: str) -> str:
        """Why it could not be made, or compared."""
        if not self.reason:
            return ""
        say = words(language)
        text = self.fault.text(language) if self.fault is not None else self.error
        stage = f"making.{self.stage}"
        return say(self.reason, stage=say(stage) if say.has(stage) else self.stage, text=text)


def wanted(tasks: Sequence[Task], run_id: str | None) -> list[Task]:
    """All runs, or the one asked for. A run is called by the hash that was written down."""
    if run_id is None:
        return list(tasks)
    found = [task for task in tasks if task.run_id == run_id]
    if not found:
        names = [task.run_id for task in tasks]
        raise Refused("refused.run_id", name=run_id, names=", ".join(names[:4]) + (" …" if len(names) > 4 else ""))
    return found


def tampered(tasks: Sequence[Task]) -> list[str]:
    """Names of scenarios whose values do not give the hash they were written down with."""
    scenarios = {task.name: task.scenario for task in tasks}
    return [name for name, one in scenarios.items() if getattr(one, "said_hash", one.hash) != one.hash]


def other_versions(record: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Package -> its version then and now, where they differ."""
    then, now = then_versions(record), versions()
    return {
        name: (str(then.get(name, "–")), str(now.get(name, "–")))
        for name in {**then, **now}
        if then.get(name) != now.get(name)
    }


def remake(folder: Path, tasks: Sequence[Task], workers: int, progress: Progress | None = None) -> Iterator[Remade]:
    """Make runs again and hold each against what the folder keeps of it; what it does not keep is only said."""
    then = stored_runs(folder)
    check_tables(folder)
    known = set(then.index[then["stage"].isin(["done", "gather"])])
    kept = [task for task in tasks if task.run_id in known]
    for task in tasks:
        if task.run_id not in known:
            yield _not_kept(then, task)
    skipped = len(tasks) - len(kept)

    def further(done: float) -> None:
        if progress is not None:
            progress(skipped + done)

    with tempfile.TemporaryDirectory(prefix="shapan-rerun-") as rough:
        parts = Path(rough)
        for done in run_many(kept, workers, further, folder=parts):
            yield _held_against(folder, then, parts, done)
            for part in parts.glob(f"{done.task.run_id}.*"):
                part.unlink()


def stored_runs(folder: Path) -> pd.DataFrame:
    """The row of every run that a folder keeps, by its id."""
    try:
        found = read(folder, "runs").to_pandas().set_index("run_id")
        if "stage" not in found.columns or not found.index.is_unique:
            raise KeyError("stage, run_id")
    except (OSError, pa.ArrowException, KeyError) as fault:
        raise Refused("refused.no_runs", path=folder, why=str(fault)[:MOST_WHY]) from fault
    return found


def check_tables(folder: Path) -> None:
    """Refuse tables that cannot be read, or that do not say which run a row is of, before anything is run."""
    for table in TABLES[1:]:
        path = folder / f"{table}.parquet"
        if path.exists() and not path.is_file():  # reading a pipe would never end
            raise Refused("refused.not_a_file", path=path)
        try:
            if path.exists():
                pq.ParquetFile(path).read(columns=["run_id"])["run_id"]
        except (OSError, pa.ArrowException, KeyError) as fault:
            raise Refused("refused.table", path=path, why=str(fault).splitlines()[0][:MOST_WHY]) from fault


def _not_kept(then: pd.DataFrame, task: Task) -> Remade:
    """A run that the folder never finished, or knows to have failed: there is nothing to hold another against."""
    about = task.run_id, task.name, task.seed
    if task.run_id not in then.index:
        return Remade(*about, {}, reason="rerun.not_kept")
    row = then.loc[task.run_id]
    return Remade(*about, {}, error=str(row.get("error")), reason="rerun.then_failed", stage=str(row["stage"]))


def _held_against(folder: Path, then: pd.DataFrame, parts: Path, done: Finished) -> Remade:
    run_id = done.task.run_id
    about = run_id, done.task.name, done.task.seed
    if done.failed or done.unwritten:
        return Remade(*about, {}, error=done.error, reason="rerun.now_failed", stage=done.stage, fault=done.fault)
    row, now = then.loc[run_id].to_dict(), run_row(done)
    compared = [name for name in {**row, **now} if name not in (*NOT_COMPARED, "stage", "error")]
    differs = {name: (row.get(name), now.get(name)) for name in compared if not _same(row.get(name), now.get(name))}
    tables = tuple(name for name in TABLES[1:] if not _same_table(folder, parts, name, run_id))
    return Remade(*about, differs, tables)


def _same(then: Any, now: Any) -> bool:
    """Equal to the bit; what neither knows is equal."""
    if pd.isna(then) or pd.isna(now):
        return bool(pd.isna(then) and pd.isna(now))
    return bool(then == now)


def _same_table(folder: Path, parts: Path, table: str, run_id: str) -> bool:
    path = part_of(parts, run_id, table)
    now = pq.ParquetFile(path).read() if path.exists() else None
    whole, part = folder / f"{table}.parquet", part_of(folder / "parts", run_id, table)
    try:
        then = None
        if whole.exists():
            then = pq.read_table(whole, filters=[("run_id", "==", run_id)])
        elif part.exists():
            then = pq.ParquetFile(part).read()
    except (OSError, pa.ArrowException):
        return False  # damaged, so not what was made
    if now is None or then is None or not len(then):
        return now is None and (then is None or not len(then))
    left, right = (one.drop_columns(["run_id", "scenario"]).to_pandas() for one in (then, now))
    known = [name for name in left.columns if name in right.columns or left[name].notna().any()]
    return set(known) == set(right.columns) and left[known].equals(right[known].astype(left[known].dtypes))
