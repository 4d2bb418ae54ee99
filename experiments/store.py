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
from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from .refusing import Refused
from .runner import Finished, Summary, Task

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model.record import Run

TABLES = (
    "runs",
    "daily",
    "by_grid",
    "by_cell",
    "by_group",
    "by_year",
    "decisions",
    "ledger",
    "balance",
    "cells",
    "projects",
    "bought",
)
MANIFEST = "manifest.json"
_KINDS = {
    "run_id": pa.string(),
    "scenario": pa.string(),
    "replication": pa.int32(),
    "seed": pa.int64(),
    "day": pa.int32(),
    "date": pa.date32(),
    "community": pa.int32(),
    "grid": pa.int32(),
    "cell": pa.int32(),
    "group": pa.string(),
    "indicator": pa.string(),
    "value": pa.float64(),
    "unit": pa.string(),
}
_ROWS_AT_ONCE = 200_000
_TOLD = b"shapan"  # where a part keeps what the finished run said of itself


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
            if any((self.path / name).exists() for name in (MANIFEST, "runs.parquet", "parts")):
                raise Refused("refused.out_taken", path=self.path)
            self.path.mkdir(parents=True, exist_ok=True)
            self.parts.mkdir()  # whoever makes it owns the folder
        except FileExistsError:
            raise Refused("refused.out_taken", path=self.path) from None
        except (OSError, ValueError) as fault:
            if isinstance(fault, Refused):
                raise
            raise Refused("refused.out_unwritable", path=self.path, why=_reason(fault)) from fault
        self.hold()

    def hold(self) -> None:
        """Keep the folder to this process until it ends, however it ends; refuse where another one holds it."""
        try:
            import fcntl
        except ImportError:  # not on Windows
            return
        if not self.parts.is_dir():
            return
        file = os.open(self.parts / ".lock", os.O_CREAT | os.O_WRONLY)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            raise Refused("refused.out_busy", path=self.path) from None
        except OSError:  # a file system without locks
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
        lost = {done.task.run_id: gone for done in ordered if (gone := self._gone(done))}
        rows = [run_row(done) | _loss(lost.get(done.task.run_id, ())) for done in ordered]
        _write_rows(self.path / "runs.parquet", rows)
        written = ["runs"]
        for table in TABLES[1:]:
            parts = [self.parts / f"{done.task.run_id}.{table}.parquet" for done in ordered]
            if _gather([part for part in parts if part.exists()], self.path / f"{table}.parquet"):
                written.append(table)
        state = "incomplete" if lost and manifest.get("state") == "done" else manifest.get("state", "done")
        told = {**manifest, "state": state, "tables": written}
        write_text(self.path / MANIFEST, json.dumps(told, ensure_ascii=False, indent=1))
        if state == "done":
            shutil.rmtree(self.parts, ignore_errors=True)
        self.let_go()
        return [done for done in ordered if done.task.run_id in lost]

    def let_go(self) -> None:
        """Give the folder up."""
        if self._lock is not None:
            with contextlib.suppress(OSError):
                os.close(self._lock)
            self._lock = None

    def _gone(self, done: Finished) -> tuple[str, ...]:
        """Tables that a finished run had written and that are no longer there."""
        if done.failed or done.unwritten:
            return ()
        row = self.parts / f"{done.task.run_id}.runs.parquet"
        if not row.exists():
            return ("runs",)
        tables = json.loads(pq.read_schema(row).metadata[_TOLD])["tables"]
        return tuple(name for name in tables if not (self.parts / f"{done.task.run_id}.{name}.parquet").exists())


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
    if not parts:
        raise FileNotFoundError(f"{path} holds no table {table}")
    return pa.concat_tables([pq.ParquetFile(part).read() for part in parts], promote_options="permissive")


def write_part(folder: Path, done: Finished, run: Run) -> None:
    """The tables of one finished run; its row in `runs` comes last and says that the others are whole."""
    written = []
    for table in TABLES[1:]:
        frame = getattr(run, table, None)
        if frame is not None and len(frame):
            _write(folder / f"{done.task.run_id}.{table}.parquet", _tidy(done, frame))
            written.append(table)
    assert done.summary is not None
    told = json.dumps({"wall_s": done.wall_s, "summary": asdict(done.summary), "tables": written})
    _write_rows(folder / f"{done.task.run_id}.runs.parquet", [run_row(done)], {_TOLD: told.encode()})


def run_row(done: Finished) -> dict[str, Any]:
    """One row about one run, failed ones included: what it was, how it ended, every indicator and count."""
    from .. import __version__
    from .folders import build_mark

    task = done.task
    row: dict[str, Any] = {"run_id": task.run_id, "scenario": task.name, "replication": task.replication}
    row |= {"seed": task.seed, "days": task.days, "warmup": task.warmup, "place": task.scenario.place_id}
    row |= {"policy": task.scenario.policy_id, "scenario_hash": task.scenario.hash, "version": __version__}
    row |= {"build": build_mark(), "wall_s": done.wall_s, "stage": done.stage or "done", "error": done.error}
    if done.summary is not None:
        told = done.summary
        row |= {"residents": told.residents, "communities": told.communities, "grids": told.grids}
        row |= told.indicators | told.funnel | {f"requests_{name}": count for name, count in told.requests.items()}
        row |= {f"money_{name}": yuan for name, yuan in told.money.items()}
    return row


def left_behind(folder: Path, tasks: Iterable[Task], heard_of: Iterable[Finished]) -> list[Finished]:
    """Runs that are whole on disk although nobody heard of them: the interruption came before they could say so."""
    known = {done.task.run_id for done in heard_of}
    rows = [(task, folder / f"{task.run_id}.runs.parquet") for task in tasks if task.run_id not in known]
    found = (_as_it_was(task, path) for task, path in rows if path.exists())
    return [done for done in found if done is not None]


def _as_it_was(task: Task, path: Path) -> Finished | None:
    """The run as it finished; None where its part is damaged or a table of it is gone, so that it is made again."""
    try:
        told = json.loads(pq.read_schema(path).metadata[_TOLD])
        whole = all(path.with_name(f"{task.run_id}.{name}.parquet").exists() for name in told["tables"])
        return Finished(task, told["wall_s"], Summary(**told["summary"])) if whole else None
    except (OSError, pa.ArrowException, KeyError, TypeError, ValueError):
        return None


def write_text(path: Path, text: str) -> None:
    """Write a small file whole or not at all."""
    with _whole(path) as rough:
        rough.write_text(text, encoding="utf-8")


def _tidy(done: Finished, frame: Any) -> pa.Table:
    """The frame with the columns that say which run it is, in the types every table shares."""
    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    task = done.task
    marks = {"run_id": task.run_id, "scenario": task.name, "replication": task.replication, "seed": task.seed}
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


def _write_rows(path: Path, rows: list[dict[str, Any]], told: dict[bytes, bytes] | None = None) -> None:
    names = list(dict.fromkeys(name for row in rows for name in row))
    table = pa.table({name: pa.array([row.get(name) for row in rows]) for name in names})
    fields = [pa.field(f.name, _KINDS.get(f.name, f.type)) for f in table.schema]
    _write(path, table.cast(pa.schema(fields, metadata=told)))


def _write(path: Path, table: pa.Table) -> None:
    with _whole(path) as rough:
        pq.write_table(table, rough, compression="zstd")


def _gather(parts: list[Path], whole: Path) -> bool:
    """Join the parts of one table, one part in memory at a time."""
    if not parts:
        return False
    schema = pa.unify_schemas([pq.read_schema(part) for part in parts], promote_options="permissive")
    with _whole(whole) as rough, pq.ParquetWriter(rough, schema, compression="zstd") as writer:
        for part in parts:
            table = pq.ParquetFile(part).read()
            for field in schema:
                if field.name not in table.column_names:
                    table = table.append_column(field, pa.nulls(len(table), field.type))
            writer.write_table(table.select(schema.names).cast(schema), row_group_size=_ROWS_AT_ONCE)
    return True


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """A temporary neighbour that takes the file's name only once it is complete and on disk."""
    rough = path.with_name(f".{path.name}-{uuid4().hex[:8]}.tmp")
    try:
        yield rough
        with rough.open("rb+") as file:
            os.fsync(file.fileno())
        rough.replace(path)
    finally:
        rough.unlink(missing_ok=True)
