"""Parts of a study that were run apart, made into one folder; and a folder that was left behind, made into tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from ..runs.moments import now
from ..runs.refusing import Refused
from ..runs.store import MANIFEST, TABLES, Folder
from .journal import NAME as JOURNAL
from .keeping import finished_in, join
from .opening import DESIGN, NO_FAULT, RUNS, STUDY, open_study, read_runs
from .tables import concat, read_parquet, write_table

FOLDER_OF_A_PART = "part-{number}-of-{of}"


@dataclass(frozen=True)
class Gathered:
    """What came of gathering.

    Attributes:
        runs, asked: Finished runs, and how many the study asks for.
        missing: Parts that were not given.
        machines: Different sets of libraries and processors that the parts were made with, if more than one.
    """

    folder: Path
    runs: int
    asked: int
    missing: tuple[int, ...] = ()
    machines: tuple[str, ...] = ()


def part_folders(paths: Sequence[str | Path]) -> list[Path]:
    """The folders of parts: those named, or those that lie in a folder named."""
    found: list[Path] = []
    for path in map(Path, paths):
        inside = sorted(one.parent for one in path.glob(f"part-*-of-*/{MANIFEST}"))
        found += inside or [path]
    return found


def gather_in_place(path: Path) -> Gathered:
    """Tables of what a folder holds whose command was stopped or killed, at any time after."""
    where, record = open_study(path)
    rows = read_runs(where)
    kept = _kept(rows)
    asked = int(record["runs"]["asked"])
    if not (where / JOURNAL).is_file():
        return Gathered(where, kept, asked)
    folder = Folder(where)
    folder.hold()
    try:
        kept = finished_in(where, folder, record)
        state = "done" if kept == asked else "interrupted"
        counts = {"asked": asked, "finished": kept, "failed": len(rows) - kept}
        join(where, folder, {**record, "state": state, "end": now(), "runs": counts})
    except (OSError, pa.ArrowException) as fault:
        raise Refused("refused.not_gathered", path=where, why=str(fault).splitlines()[0]) from fault
    finally:
        folder.let_go()
    return Gathered(where, kept, asked)


def gather(paths: Sequence[str | Path], out: str | Path | None = None) -> Gathered:
    """Parts of one study as one folder.

    Args:
        out: Where to; into the one folder named if None.

    Raises:
        Refused: The folders are of different studies or builds, or hold a part twice.
    """
    folders = part_folders(paths)
    if len(folders) == 1 and out is None:
        return gather_in_place(folders[0])
    if out is None and len(paths) > 1:
        raise Refused("usage.gather_out")
    where = Path(paths[0] if out is None else out)
    records = [open_study(folder)[1] for folder in folders]
    _check_alike(folders, records)
    order = sorted(range(len(folders)), key=lambda place: records[place]["part"][0])
    return _join_parts(where, [folders[place] for place in order], [records[place] for place in order])


def _check_alike(folders: Sequence[Path], records: Sequence[Mapping[str, Any]]) -> None:
    """Refuse what is not the same study, made by the same build, each part once."""
    first = records[0]
    seen: dict[int, Path] = {}
    for folder, record in zip(folders, records, strict=True):
        for what, there, here in (
            ("study", first.get("study_hash"), record.get("study_hash")),
            ("build", first["versions"].get("build"), record["versions"].get("build")),
            ("parts", first["part"][1], record["part"][1]),
        ):
            if there != here:
                values = {"path": folder, "what": what, "there": str(there)[:20], "here": str(here)[:20]}
                raise Refused("refused.other_study", first=folders[0], **values)
        number = record["part"][0]
        if number in seen:
            raise Refused("refused.part_twice", number=number, one=seen[number], other=folder)
        seen[number] = folder


def _join_parts(where: Path, folders: Sequence[Path], records: Sequence[Mapping[str, Any]]) -> Gathered:
    for folder in folders:
        gather_in_place(folder)
    runs = concat([read_parquet(folder / RUNS) for folder in folders])
    _check_once(runs, folders)
    target = _target(where, records[0])
    try:
        found = _written(where, target, runs, folders, records)
    except (OSError, pa.ArrowException) as fault:
        raise Refused("refused.not_gathered", path=where, why=str(fault).splitlines()[0]) from fault
    finally:
        target.let_go()
    return found


def _target(where: Path, record: Mapping[str, Any]) -> Folder:
    """A new folder, or the one in which fewer parts of the same study were gathered before."""
    target = Folder(where)
    if (where / MANIFEST).is_file():
        _, there = open_study(where)
        if "gathered" in there and there.get("study_hash") == record.get("study_hash"):
            target.parts.mkdir(exist_ok=True)
            target.hold()
            return target
    target.open_for_writing()
    return target


def _written(
    where: Path, target: Folder, runs: pa.Table, folders: Sequence[Path], records: Sequence[Mapping[str, Any]]
) -> Gathered:
    """The folder as one command would have left it, the manifest last."""
    first, of = records[0], records[0]["part"][1]
    asked, kept = _asked(first), _kept(runs)
    missing = tuple(sorted(set(range(1, of + 1)) - {record["part"][0] for record in records}))
    for name in (STUDY, DESIGN, "draws.parquet"):
        if (folders[0] / name).is_file():
            (where / name).write_bytes((folders[0] / name).read_bytes())
    write_table(where / RUNS, runs.sort_by("run"))
    tables = ["runs"]
    for name in TABLES[1:]:
        pieces = [read_parquet(path) for folder in folders if (path := folder / f"{name}.parquet").is_file()]
        if pieces:
            write_table(where / f"{name}.parquet", concat(pieces))
            tables.append(name)
    machines = tuple(dict.fromkeys(str(record.get("machine_mark")) for record in records))
    state = "done" if kept == asked else "incomplete"
    counts = {"asked": asked, "finished": kept, "failed": len(runs) - kept}
    more = {"part": [1, 1], "gathered": [record["part"] for record in records], "machines": list(machines)}
    target.begin({**first, **more, "state": state, "end": now(), "runs": counts, "tables": tables})
    target.parts.joinpath(".lock").unlink(missing_ok=True)
    target.parts.rmdir()
    return Gathered(where, kept, asked, missing, machines if len(machines) > 1 else ())


def _asked(record: Mapping[str, Any]) -> int:
    return int(record["points"]) * len(record["seeds"]) * max(1, int(record["draws"]))


def _check_once(runs: pa.Table, folders: Iterable[Path]) -> None:
    twice = len(runs) - len(pc.unique(runs["run"]))
    if twice:
        raise Refused("refused.runs_twice", count=twice, paths=", ".join(map(str, folders)))


def _kept(runs: pa.Table) -> int:
    return sum(stage in NO_FAULT for stage in runs["stage"].to_pylist()) if "stage" in runs.column_names else 0
