"""The folder of a study: word of what is asked, then a line a run, then a few large Parquet files.

While runs are going: `study.toml` and `design.parquet`, then `manifest.json`, the journal, and in `parts/` the tables
that the file asks for beside `runs`. When they are done, or stopped: `runs.parquet` and one file a table, each whole or
not there. Journal and parts go once every run is in the tables.
"""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..runs.cores import cores
from ..runs.folders import commit, machine_mark
from ..runs.manifest import FORMAT, versions
from ..runs.moments import now
from ..runs.parts import NO_RUNS, gone, whole_row
from ..runs.refusing import Refused
from ..runs.store import Folder, run_row, write_text
from ..runs.task import Finished
from ..runs.whole_file import legible
from .journal import NAME as JOURNAL
from .journal import Journal, JournalRows
from .opening import DESIGN, NO_FAULT, RUNS, STUDY, check_same
from .plan import Plan
from .tables import concat, table_of, write_table

ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class Part:
    """One of several slices of a study that are run apart; runs of a slice follow each other.

    Attributes:
        number: From 1.
        of: How many there are.
    """

    number: int = 1
    of: int = 1

    def numbers(self, runs: int) -> range:
        """The runs of this part."""
        return range(runs * (self.number - 1) // self.of, runs * self.number // self.of)


@dataclass
class StudyFolder:
    """Where the runs of a study, or of one part of it, are kept."""

    path: Path
    plan: Plan
    part: Part = field(default_factory=Part)
    start: str = field(default_factory=now)

    def __post_init__(self) -> None:
        self.folder = Folder(self.path)
        self.journal = Journal(self.path)
        self.known: dict[int, str] = {}  # run -> its stage

    @property
    def parts(self) -> Path | None:
        """Where runs leave their tables; None where only their rows are kept."""
        return self.folder.parts if self.plan.file.tables else None

    def begin(self) -> None:
        """A new folder, with word of what is about to be made."""
        self.folder.open_for_writing()
        try:
            self._say_what_is_asked()
            self.folder.begin(self.record("running"))
        except OSError as fault:
            self.folder.let_go()
            raise _unwritable(self.path, fault) from fault

    def take_up(self, found: Mapping[str, Any]) -> bool:
        """Go on where a folder was left; False where everything is there already.

        Raises:
            Refused: It holds another study, another part of it, or runs of another build.
        """
        check_same(found, self.record("running"))
        if found.get("state") == "done":
            return False
        self.start = str(found.get("start") or self.start)
        try:
            self.folder.parts.mkdir(exist_ok=True)
            self.folder.hold()
            self.known = {number: row["stage"] for number, row in self._usable() if row["stage"] in NO_FAULT}
            if not all((self.path / name).is_file() for name in (STUDY, DESIGN)):
                self._say_what_is_asked()
            self.folder.begin(self.record("running"))
        except OSError as fault:
            raise _unwritable(self.path, fault) from fault
        return True

    def _say_what_is_asked(self) -> None:
        """The file and its design, each whole: before the manifest, so that no folder with one is without them."""
        write_text(self.path / STUDY, self.plan.file.text)
        write_design(self.path / DESIGN, self.plan)

    def _usable(self) -> Iterable[tuple[int, dict[str, Any]]]:
        """Rows of the journal, but for runs whose tables are torn or gone."""
        for number, row in JournalRows(self.path):
            torn = self.parts is not None and row["stage"] == "done" and not whole_row(self.parts, row["run_id"])
            if not torn:
                yield number, row

    def keep(self, number: int, done: Finished) -> None:
        """Write down one run.

        Raises:
            OSError: There is no room.
        """
        row = row_of(self.plan, number, done)
        self.journal.append(number, row)
        self.known[number] = row["stage"]

    def rows(self) -> Iterable[tuple[int, dict[str, Any]]]:
        """Number and row of every finished run so far."""
        return ((number, row) for number, row in JournalRows(self.path) if self.known.get(number) in NO_FAULT)

    def close(self, state: str, stopped_after: int | None = None) -> None:
        """Make tables of what is there, say how far it came, and drop what is no longer needed."""
        self.journal.close()
        try:
            join(self.path, self.folder, self.record(state, stopped_after))
        finally:
            self.folder.let_go()

    def record(self, state: str, stopped_after: int | None = None) -> dict[str, Any]:
        """The manifest as things are."""
        file, plan = self.plan.file, self.plan
        failed = sum(stage not in NO_FAULT for stage in self.known.values())
        return {
            "format": FORMAT,
            "kind": "study",
            "state": state,
            "versions": versions(),
            "machine_mark": machine_mark(),
            "commit": commit(),
            "command": sys.argv[1:],
            "study": {"id": file.id, "title": {"zh": file.header.title["zh"], "en": file.header.title["en"]}},
            "study_hash": plan.hash,
            "part": [self.part.number, self.part.of],
            "points": len(plan.points),
            "draws": len(plan.draws),
            "seeds": list(file.seeds),
            "days": file.days,
            "warmup": file.warmup,
            "redraw": file.redraw,
            "outcomes": list(file.outcomes),
            "keep": list(file.tables),
            "baseline": plan.names[0] if plan.has_baseline else None,
            "machine": {"system": platform.system(), "machine": platform.machine(), "cores": cores()},
            "start": self.start,
            "end": now(),
            "stopped_after": stopped_after,
            "runs": {
                "asked": len(self.part.numbers(plan.runs)),
                "finished": len(self.known) - failed,
                "failed": failed,
            },
        }


def row_of(plan: Plan, number: int, done: Finished) -> dict[str, Any]:
    """The row of a run: where it stands in the study, every factor, then what every run says."""
    where, row = plan.place(number), run_row(done)
    marks = {"run": number, "point": where.point, "draw": where.draw if plan.draws else None}
    factors = {
        name: legible(value) if isinstance(value, str) else value for name, value in factors_of(plan, where.point)
    }
    return {**marks, **row, **factors}


def factors_of(plan: Plan, point: int) -> list[tuple[str, Any]]:
    """Factor and value; two scenarios that a factor tells apart are told apart by it in every table."""
    return list(plan.values_of(point).items())


def write_design(path: Path, plan: Plan) -> None:
    """One row a point: its number, what its scenario is called and hashes to, its factors and marks."""
    rows = []
    for number, point in enumerate(plan.points):
        row = {"point": number, "scenario": legible(plan.names[number]), "scenario_hash": plan.hashes[number]}
        rows.append({**row, **dict(factors_of(plan, number)), **point.marks})
    write_table(path, table_of(rows))
    if plan.draws:
        marks = plan.draw_marks or ({},) * len(plan.draws)
        drawn = [
            {"draw": number, "world": world.name, **world.values, **marks[number]}
            for number, world in enumerate(plan.draws)
        ]
        write_table(path.with_name("draws.parquet"), table_of(drawn))


def join(path: Path, folder: Folder, record: dict[str, Any]) -> None:
    """Make `runs.parquet` of the journal and one file of every other table, then say so; drop both once all is in."""
    pieces, rows, run_ids = [], [], []
    for _, row in JournalRows(path):
        rows.append(_with_loss(folder, row) if record["keep"] else row)
        run_ids.append(row["run_id"])
        if len(rows) == ROWS_AT_ONCE:
            pieces.append(table_of(rows))
            rows = []
    pieces += [table_of(rows)] if rows else []
    write_table(path / RUNS, concat(pieces) if pieces else NO_RUNS)
    folder.join_parts(run_ids, record)
    if record["state"] == "done":
        (path / JOURNAL).unlink(missing_ok=True)


def finished_in(path: Path, folder: Folder, record: Mapping[str, Any]) -> int:
    """Finished runs of the journal whose tables are there as well."""
    rows = (_with_loss(folder, row) if record["keep"] else row for _, row in JournalRows(path))
    return sum(row["stage"] in NO_FAULT for row in rows)


def _with_loss(folder: Folder, row: dict[str, Any]) -> dict[str, Any]:
    """The row, marked as failed where tables it had written are gone."""
    lost = gone(folder.parts, row["run_id"]) if row["stage"] == "done" else ()
    return {**row, "stage": "gather", "error": f"tables are gone from parts: {', '.join(lost)}"} if lost else row


def _unwritable(path: Path, fault: OSError) -> Refused:
    return Refused("refused.out_unwritable", path=path, why=fault.strerror or str(fault))
