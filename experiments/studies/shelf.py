"""Studies that people find without knowing a path: those shipped with the program, and those that lie in a folder.

Everything a page tells of a study that was run is one `Studied`, whether it lies in a folder or was just made.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from ...scenarios.faults import InputFault
from ..comparing.intervals import Interval
from ..runs.refusing import Refused
from ..runs.store import MANIFEST
from ..runs.task import Finished
from .findings import Finding, findings_of, means_of
from .gathering import part_folders
from .keeping import StudyFolder
from .opening import STUDY, open_study
from .plan import Plan, plan_of
from .results import StudyResults
from .status import Status, status_of
from .study_file import StudyFile, read_study_file
from .study_page import page
from .titles import titled

if TYPE_CHECKING:
    import pandas as pd

SHIPPED = Path(__file__).parent
SENSITIVITY = "sensitivity"
MOST_LOOKED_AT = 200
"""Folders of a folder in which studies are looked for."""


@lru_cache(maxsize=1)
def shipped_studies() -> dict[str, StudyFile]:
    """Id -> study file, of those that come with the program."""
    found = {}
    for path in sorted(SHIPPED.glob("*.toml")):
        with contextlib.suppress(InputFault):  # another kind of file; tests read every study
            file = read_study_file(path)
            found[file.id] = file
    return found


@lru_cache(maxsize=16)
def shipped_plan(name: str) -> Plan:
    """What a shipped study comes to.

    Raises:
        KeyError: None is called so.
    """
    return plan_of(shipped_studies()[name].path)


@dataclass(frozen=True)
class Kept:
    """A study in a folder, as far as it can be read.

    Attributes:
        status: Of the folder, or of every part in it; empty where it cannot be read.
        file: The study file kept with it; None where that cannot be read.
        fault: Why it cannot be read; None where it can.
    """

    folder: Path
    status: tuple[Status, ...] = ()
    file: StudyFile | None = None
    fault: InputFault | Refused | None = None

    @property
    def whole(self) -> bool:
        """Whether its tables say all that was asked."""
        return len(self.status) == 1 and self.status[0].state == "done"


def kept_in(folder: Path) -> list[Kept]:
    """Every study that lies in a folder, by name; a damaged one is named with its fault."""
    if not folder.is_dir():
        return []
    there = sorted(one for one in folder.iterdir() if one.is_dir() and not one.is_symlink())
    looks = (_kept(one) for one in there[:MOST_LOOKED_AT])
    return [one for one in looks if one is not None]


def _kept(folder: Path) -> Kept | None:
    """A study, or None where a folder holds something else."""
    parts = [one for one in part_folders([folder]) if (one / MANIFEST).is_file()]
    if not parts:
        return None
    try:
        open_study(parts[0])
        return Kept(folder, tuple(status_of(folder)), read_study_file(parts[0] / STUDY))
    except InputFault as fault:
        return Kept(folder, tuple(status_of(folder)), fault=fault)
    except Refused as fault:
        return None if fault.phrase == "refused.no_study" else Kept(folder, fault=fault)


@dataclass(frozen=True)
class Studied:
    """What a study that was run says.

    Attributes:
        record: Its manifest.
        runs, design: A row a run, a row a point (`StudyResults`).
        page, page_zh: The page of the study in Markdown, in English and in Chinese; empty where it cannot be written.
        sensitivity: Indices stored beside the runs; None where there are none.
        titles: Name of a listed scenario, and what it is called in Chinese and in English.
    """

    record: Mapping[str, Any]
    runs: pd.DataFrame
    design: pd.DataFrame
    page: str
    sensitivity: pd.DataFrame | None = None
    page_zh: str = ""
    titles: tuple[tuple[str, str, str], ...] = ()

    def title_of(self, scenario: str, language: str) -> str:
        """What a scenario is called in a language; its name where the file has no title for it."""
        return next((zh if language == "zh" else en for name, zh, en in self.titles if name == scenario), scenario)

    @cached_property
    def _table(self) -> pa.Table:
        return pa.Table.from_pandas(self.runs, preserve_index=False)

    @cached_property
    def findings(self) -> list[Finding]:
        """Every scenario against the baseline on every outcome named before."""
        return findings_of(self._table, self.record)

    @cached_property
    def means(self) -> dict[str, dict[str, Interval]]:
        """Outcome -> scenario -> mean over replications with its interval."""
        return means_of(self._table, self.record)


def studied(folder: str | Path) -> Studied:
    """A study as it lies in its folder.

    Raises:
        Refused: There is none, or its tables are damaged.
        InputFault: The study file kept with it is not one of this version.
    """
    where, record = open_study(folder)
    read = StudyResults(where, record)
    indices = read.table(SENSITIVITY) if (where / f"{SENSITIVITY}.parquet").is_file() else None
    whole, file = record["part"][1] == 1, read_study_file(where / STUDY)
    english, chinese = (page(where, STUDY, language=one) if whole else "" for one in ("en", "zh"))
    called = tuple((one.name, titled(file, one.name, "zh"), titled(file, one.name, "en")) for one in file.listed)
    return Studied(record, read.runs, read.design, english, indices, page_zh=chinese, titles=called)


def put_together(plan: Plan, made: Iterable[tuple[int, Finished]], whole: bool) -> Studied:
    """Runs of a study, by number, as the folder of that study would say them.

    Args:
        whole: Whether all its runs are there.
    """
    with tempfile.TemporaryDirectory(prefix="shapan-study-") as rough:
        store = StudyFolder(Path(rough) / "study", plan)
        store.begin()
        for number, done in made:
            store.keep(number, done)
        store.close("done" if whole else "incomplete")
        return studied(store.path)
