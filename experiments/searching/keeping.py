"""The folder of a search: word of what is asked, a line a run while it goes, then a few Parquet files.

It is written as that of a study is: `manifest.json` first, a journal with a checksum a line, tables that are whole or
not there. What a search tried follows from its file and from the rows, so nothing else needs to be kept.
"""

from __future__ import annotations

import hashlib
import json
import platform
import sys
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field
from pathlib import Path
from typing import Any

from ..runs.cores import cores
from ..runs.folders import commit, machine_mark
from ..runs.manifest import FORMAT, read_manifest, versions
from ..runs.moments import now
from ..runs.refusing import Refused
from ..runs.store import Folder, run_row, write_text
from ..runs.task import Finished
from ..studies.journal import NAME as JOURNAL
from ..studies.journal import Journal, JournalRows
from ..studies.opening import RUNS, STUDY
from ..studies.tables import read_parquet, table_of, write_table
from .proposing import optuna_version
from .search_file import SearchFile

KIND = "search"
LEFT_OUT = ("header", "question", "hypothesis", "runs", "path", "text")


def search_hash(file: SearchFile, base_hash: str) -> str:
    """The same where the same search is asked for, whatever it is called, and the same library proposes its trials."""
    asked: dict[str, Any] = {name: value for name, value in vars(file).items() if name not in LEFT_OUT}
    asked = {name: [str(one) for one in value] if isinstance(value, tuple) else value for name, value in asked.items()}
    runs = file.runs
    asked |= {"base": base_hash, "seeds": runs.seeds, "days": runs.days, "warmup": runs.warmup, "redraw": runs.redraw}
    return hashlib.sha256(json.dumps({**asked, "optuna": optuna_version()}, sort_keys=True).encode()).hexdigest()


@dataclass
class SearchFolder:
    """Where the runs of a search are kept."""

    path: Path
    file: SearchFile
    base_hash: str
    start: str = field(default_factory=now)

    def __post_init__(self) -> None:
        self.folder = Folder(self.path)
        self.journal = Journal(self.path)
        self.hash = search_hash(self.file, self.base_hash)
        self._rows: dict[tuple[str, int], dict[str, Any]] = {}  # (scenario, seed) -> row

    def __len__(self) -> int:
        return len(self._rows)

    def knows(self, scenario_hash: str, seed: int) -> bool:
        """Whether a run was made, to its end or not."""
        return (scenario_hash, seed) in self._rows

    def row(self, scenario_hash: str, seed: int) -> dict[str, Any] | None:
        """The row of a run."""
        return self._rows.get((scenario_hash, seed))

    def rows(self) -> list[dict[str, Any]]:
        """Every row, by trial and seed: not in the order in which workers were done."""
        return sorted(self._rows.values(), key=lambda row: (row["trial"], row["seed"]))

    def begin(self) -> None:
        """A new folder, with word of what is about to be made."""
        self.folder.open_for_writing()
        try:
            self.folder.begin(self.record("running"))
            write_text(self.path / STUDY, self.file.text)
        except OSError as fault:
            self.folder.let_go()
            raise _unwritable(self.path, fault) from fault

    def take_up(self) -> bool:
        """Go on where a folder was left; False where everything is there already.

        Raises:
            Refused: It holds another search, or runs of another build.
        """
        _, found = read_manifest(self.path)
        self._check_same(found)
        if found.get("state") == "done":
            self._rows = {_key(row): row for row in read_parquet(self.path / RUNS).to_pylist()}
            return False
        self.start = str(found.get("start") or self.start)
        try:
            self.folder.parts.mkdir(exist_ok=True)
            self.folder.hold()
            self._rows = {_key(row): row for _, row in JournalRows(self.path)}
            self.folder.begin(self.record("running"))
        except OSError as fault:
            raise _unwritable(self.path, fault) from fault
        return True

    def _check_same(self, found: Mapping[str, Any]) -> None:
        if found.get("kind") != KIND or not isinstance(found.get("versions"), dict):
            raise Refused("search.no_search", path=self.path)
        ours = versions()["build"]
        for what, there, asked in (
            ("search", str(found.get("search_hash"))[:12], self.hash[:12]),
            ("build", found["versions"].get("build"), ours),
        ):
            if there != asked:
                raise Refused("refused.resume", what=what, there=there, asked=asked)

    def keep(self, done: Finished) -> None:
        """Write down one run.

        Raises:
            OSError: There is no room.
        """
        row = {"trial": done.task.column, **run_row(done)}
        self.journal.append(len(self._rows), row)
        self._rows[_key(row)] = row

    def close(self, state: str, tables: Mapping[str, list[dict[str, Any]]]) -> None:
        """Make tables of what is there, say how far it came, and drop the journal once all is in.

        Args:
            tables: Name -> rows of what is written beside the runs.
        """
        self.journal.close()
        try:
            for name, rows in {RUNS.removesuffix(".parquet"): self.rows(), **tables}.items():
                if rows:
                    write_table(self.path / f"{name}.parquet", table_of(rows))
            self.folder.join_parts([], self.record(state))
            if state == "done":
                (self.path / JOURNAL).unlink(missing_ok=True)
        finally:
            self.folder.let_go()

    def record(self, state: str) -> dict[str, Any]:
        """The manifest as things are."""
        file, made = self.file, list(self._rows.values())
        failed = sum(row["stage"] != "done" for row in made)
        title = {"zh": file.header.title["zh"], "en": file.header.title["en"]}
        return {
            "format": FORMAT,
            "kind": KIND,
            "state": state,
            "versions": versions() | {"optuna": optuna_version()},
            "machine_mark": machine_mark(),
            "commit": commit(),
            "command": sys.argv[1:],
            "study": {"id": file.id, "title": title},
            "search_hash": self.hash,
            "trials": file.trials,
            "seeds": list(file.runs.seeds),
            "holdout": list(file.holdout),
            "days": file.runs.days,
            "warmup": file.runs.warmup,
            "redraw": file.runs.redraw,
            "objectives": [list(astuple(one)) for one in file.objectives],
            "constraints": [list(astuple(one)) for one in file.bounds],
            "machine": {"system": platform.system(), "machine": platform.machine(), "cores": cores()},
            "start": self.start,
            "end": now(),
            "runs": {"finished": len(made) - failed, "failed": failed},
        }


def _key(row: Mapping[str, Any]) -> tuple[str, int]:
    return str(row["scenario_hash"]), int(row["seed"])


def _unwritable(path: Path, fault: OSError) -> Refused:
    return Refused("refused.out_unwritable", path=path, why=fault.strerror or str(fault))
