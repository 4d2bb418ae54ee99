"""Results on disk: tidy Parquet tables and a manifest, whole or not there at all.

While runs are going each leaves its own small tables in `parts/`, so that an interruption, a full disk or a lost
worker costs no finished run. At the end the parts become a few large files, in the order of the tasks, so that the
number of workers leaves no trace in them.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from .locking import Busy, NoLocks, lock
from .parts import METADATA_KEY, NO_RUNS, gone, part_of, row_in
from .refusing import Refused
from .task import Finished
from .whole_file import legible, whole_file

if TYPE_CHECKING:
    from ...model.observation.record import Run

TABLES = (
    "runs",
    "daily",
    "by_grid",
    "by_cell",
    "by_group",
    "by_year",
    "events",
    "matters",
    "attempts",
    "opinions",
    "decisions",
    "ledger",
    "balance",
    "cells",
    "projects",
    "bought",
    "emergency",
)
MANIFEST = "manifest.json"
LOCK = ".lock"  # in `parts`: who holds it may write
_KINDS = {
    "run_id": pa.string(),
    "scenario": pa.string(),
    "replication": pa.int32(),
    "seed": pa.int64(),
    "day": pa.int32(),
    "date": pa.date32(),
    "agreed": pa.date32(),
    "ended": pa.date32(),
    "community": pa.int32(),
    "grid": pa.int32(),
    "cell": pa.int32(),
    "group": pa.string(),
    "indicator": pa.string(),
    "value": pa.float64(),
    "unit": pa.string(),
}
_ROWS_AT_ONCE = 200_000


class Folder:
    """One folder of results, from the first run to the manifest."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock: int | None = None  # given back by the system however this process ends

    @property
    def parts(self) -> Path:
        return self.path / "parts"

    def open_for_writing(self) -> None:
        """Refuse to mix two experiments in one folder."""
        try:
            if self.path.exists() and not self.path.is_dir():
                raise Refused("refused.out_file", path=self.path)
            if self._is_taken():
                raise Refused("refused.out_taken", path=self.path)
            if self._take_over():
                return
            self.path.mkdir(parents=True, exist_ok=True)
            self.parts.mkdir()  # whoever makes it owns the folder
        except FileExistsError:
            raise Refused("refused.out_taken", path=self.path) from None
        except (OSError, ValueError) as fault:
            if isinstance(fault, Refused):
                raise
            raise Refused("refused.out_unwritable", path=self.path, why=_reason(fault)) from fault
        self.hold()

    def _is_taken(self) -> bool:
        """Whether anything lies here that somebody may want to keep."""
        there = any((self.path / name).exists() for name in (MANIFEST, "runs.parquet"))
        if there or not self.parts.exists():
            return there
        return not self.parts.is_dir() or any(path.name != LOCK for path in self.parts.iterdir())

    def _take_over(self) -> bool:
        """Hold a folder that somebody began and that was stopped before the manifest; False where there is none."""
        if not self.parts.is_dir():
            return False
        self.hold()
        if self._lock is None or self._is_taken():  # no locks here, or its owner was quicker
            self.let_go()
            raise Refused("refused.out_taken", path=self.path)
        return True

    def hold(self) -> None:
        """Keep the folder to this process until it ends, however it ends; refuse where another one holds it."""
        if not self.parts.is_dir():
            return
        try:
            file = os.open(self.parts / LOCK, os.O_CREAT | os.O_WRONLY)
        except OSError as fault:
            raise Refused("refused.out_unwritable", path=self.path, why=_reason(fault)) from fault
        try:
            lock(file)
        except Busy:
            os.close(file)
            raise Refused("refused.out_busy", path=self.path) from None
        except NoLocks:
            os.close(file)
            return
        self._lock = file

    def begin(self, manifest: dict[str, Any]) -> None:
        """Say what is about to be made, before anything is, so that a kill leaves word of it."""
        write_text(self.path / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))

    def close(self, finished: Iterable[Finished], manifest: dict[str, Any]) -> list[Finished]:
        """Gather the parts of finished runs into one file a table, then say what they are, then drop the parts.

        Parts stay while runs are missing, so that the experiment can go on.

        Returns:
            Runs that were written and whose tables are no longer whole.
        """
        ordered = sorted(finished, key=lambda done: (done.task.column, done.task.replication))
        lost, rows = {}, {}
        for done in ordered:
            run_id = done.task.run_id
            kept = not done.failed and not done.unwritten
            if kept and (missing := gone(self.parts, run_id)):
                lost[run_id] = missing
            # A run that was made earlier, perhaps by another build, says so itself.
            row = row_in(self.parts, run_id) if kept else None
            rows[run_id] = (row or run_row(done)) | _loss(lost.get(run_id, ()))
        state = "incomplete" if lost and manifest.get("state") == "done" else manifest.get("state", "done")
        self.join(rows, {**manifest, "state": state})
        return [done for done in ordered if done.task.run_id in lost]

    def join(self, rows: Mapping[str, dict[str, Any]], manifest: dict[str, Any]) -> None:
        """Write one file a table, of the runs whose rows these are by their ids, then the manifest."""
        _write_rows(self.path / "runs.parquet", list(rows.values()))
        self.join_parts(list(rows), manifest)

    def join_parts(self, run_ids: Sequence[str], manifest: dict[str, Any]) -> None:
        """Write one file a table beside that of the runs, in the order of their ids, then the manifest."""
        written = ["runs"]
        for table in TABLES[1:]:
            whole = self.path / f"{table}.parquet"
            parts = [part_of(self.parts, run_id, table) for run_id in run_ids]
            if _gather([part for part in parts if part.exists()], whole):
                written.append(table)
            else:
                whole.unlink(missing_ok=True)  # of runs that are no longer there
        values = {**manifest, "tables": written}
        write_text(self.path / MANIFEST, json.dumps(values, ensure_ascii=False, indent=1))
        if values["state"] == "done":
            shutil.rmtree(self.parts, ignore_errors=True)
        self.let_go()
        if values["state"] == "done":  # Windows keeps a file that somebody has open: the lock itself
            shutil.rmtree(self.parts, ignore_errors=True)

    def let_go(self) -> None:
        """Give the folder up."""
        if self._lock is not None:
            with contextlib.suppress(OSError):
                os.close(self._lock)
            self._lock = None


def _loss(gone: tuple[str, ...]) -> dict[str, str]:
    return {"stage": "gather", "error": f"tables are gone from parts: {', '.join(gone)}"} if gone else {}


def _reason(fault: BaseException) -> str:
    return getattr(fault, "strerror", None) or str(fault) or type(fault).__name__


def read(folder: str | Path, table: str) -> pa.Table:
    """One table of a results folder; of an experiment that was killed, what its parts still hold."""
    path = Path(folder)
    whole = path / f"{table}.parquet"
    if whole.exists():
        return pq.read_table(whole)
    parts = sorted((path / "parts").glob(f"*.{table}.parquet"))
    found = []
    for part in parts:
        with contextlib.suppress(OSError, pa.ArrowException):  # torn: the others are still what they are
            found.append(pq.ParquetFile(part).read())
    if not found:
        raise FileNotFoundError(f"{path} holds no table {table}")
    return pa.concat_tables(found, promote_options="permissive")


def write_part(folder: Path, done: Finished, run: Run) -> None:
    """The tables of one finished run; its row in `runs` comes last and says that the others are whole."""
    written = []
    task = done.task
    for table in () if task.only_row else TABLES[1:] if task.keep is None else task.keep:
        frame = getattr(run, table, None)
        if frame is not None and len(frame):
            _write(folder / f"{done.task.run_id}.{table}.parquet", _tidy(done, frame))
            written.append(table)
    assert done.summary is not None
    found = json.dumps({"wall_s": done.wall_s, "summary": asdict(done.summary), "tables": written})
    _write_rows(folder / f"{done.task.run_id}.runs.parquet", [run_row(done)], {METADATA_KEY: found.encode()})


def run_row(done: Finished) -> dict[str, Any]:
    """One row about one run, failed ones included: what it was, how it ended, every indicator and count."""
    from ... import __version__
    from .folders import build_mark

    task = done.task
    row: dict[str, Any] = {"run_id": task.run_id, "scenario": task.name, "replication": task.replication}
    row |= {"seed": task.seed, "days": task.days, "warmup": task.warmup, "place": task.scenario.place_id}
    row |= {"policy": task.scenario.policy_id, "scenario_hash": task.scenario.hash, "version": __version__}
    row |= {"build": build_mark(), "wall_s": done.wall_s, "stage": done.stage or "done", "error": done.error}
    if done.summary is not None:
        found = done.summary
        row |= {"residents": found.residents, "communities": found.communities, "grids": found.grids}
        row |= found.indicators | found.funnel | {f"requests_{name}": count for name, count in found.requests.items()}
        row |= {f"money_{name}": yuan for name, yuan in found.money.items()}
        if found.surge:
            row["surge_recovery_at_least_days"] = found.surge["recovery_at_least_days"]
            row["surge"] = json.dumps(found.surge, ensure_ascii=False)
    return {name: legible(value) if isinstance(value, str) else value for name, value in row.items()}


def write_text(path: Path, text: str) -> None:
    """Write a small file whole or not at all; what no letter stands for becomes an escape, in JSON as in Python."""
    with whole_file(path) as rough:
        rough.write_text(text, encoding="utf-8", errors="backslashreplace")


def _tidy(done: Finished, frame: Any) -> pa.Table:
    """The frame with the columns that say which run it is, in the types every table shares."""
    # One thread: starting others costs more than tables of this size have to share out.
    table = pa.Table.from_pandas(frame, preserve_index=False, nthreads=1).replace_schema_metadata(None)
    task = done.task
    marks = {"run_id": task.run_id, "scenario": legible(task.name), "replication": task.replication, "seed": task.seed}
    for name, value in reversed(marks.items()):
        if name not in table.column_names:
            table = table.add_column(0, name, pa.repeat(pa.scalar(value, _KINDS[name]), len(table)))
    fields = [pa.field(f.name, _KINDS.get(f.name, _plain(f.type))) for f in table.schema]
    return table.cast(pa.schema(fields), safe=False)


def _plain(kind: pa.DataType) -> pa.DataType:
    """Types that every reader knows: pandas' own large strings and categories become plain strings."""
    if pa.types.is_large_string(kind) or pa.types.is_dictionary(kind):
        return pa.string()
    return kind


def _write_rows(path: Path, rows: list[dict[str, Any]], record: dict[bytes, bytes] | None = None) -> None:
    names = list(dict.fromkeys(name for row in rows for name in row))
    table = pa.table({name: pa.array([row.get(name) for row in rows]) for name in names}) if rows else NO_RUNS
    fields = [pa.field(f.name, _KINDS.get(f.name, f.type)) for f in table.schema]
    _write(path, table.cast(pa.schema(fields, metadata=record)))


def _write(path: Path, table: pa.Table) -> None:
    with whole_file(path) as rough:
        pq.write_table(table, rough, compression="zstd")


def _gather(parts: list[Path], whole: Path) -> bool:
    """Join the parts of one table, one part in memory at a time."""
    schemas = {}
    for part in parts:
        with contextlib.suppress(OSError, pa.ArrowException):  # torn; the row of its run says so
            schemas[part] = pq.read_schema(part)
    if not schemas:
        return False
    schema = pa.unify_schemas(list(schemas.values()), promote_options="permissive")
    with whole_file(whole) as rough, pq.ParquetWriter(rough, schema, compression="zstd") as writer:
        for part in schemas:
            table = pq.ParquetFile(part).read(use_threads=False)
            for field in schema:
                if field.name not in table.column_names:
                    table = table.append_column(field, pa.nulls(len(table), field.type))
            writer.write_table(table.select(schema.names).cast(schema), row_group_size=_ROWS_AT_ONCE)
    return True
