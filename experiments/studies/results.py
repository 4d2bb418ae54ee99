"""A study's folder read back in Python: its tables as frames, its verdicts, and how a notebook shows it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..comparing.in_notebooks import difference_row
from ..reports.rich_tables import html_table
from ..reports.wording import usual_language, words
from .findings import Finding, findings
from .opening import DESIGN, open_study, read_runs
from .status import Status, of_folder
from .tables import read_parquet

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class StudyResults:
    """A study as it lies in its folder, finished or not.

    Attributes:
        folder: Where it lies.
        record: Its manifest.
    """

    folder: Path
    record: dict[str, Any]

    @cached_property
    def runs(self) -> pd.DataFrame:
        """One row a run: run, point, draw, seed, stage, error, every factor, every indicator in its own unit."""
        return read_runs(self.folder).to_pandas()

    @cached_property
    def design(self) -> pd.DataFrame:
        """One row a point: scenario, its hash, every factor, and the marks that an analysis of the design needs."""
        return read_parquet(self.folder / DESIGN).to_pandas()

    def table(self, name: str) -> pd.DataFrame:
        """A table that the study kept beside its runs, such as `by_group`; columns as in [events.md](events.md).

        Raises:
            Refused: It is not there, or damaged.
        """
        return read_parquet(self.folder / f"{name}.parquet").to_pandas()

    @cached_property
    def findings(self) -> list[Finding]:
        """Every scenario against the baseline on every outcome named before; none without a baseline."""
        return findings(self.folder)

    @property
    def status(self) -> Status:
        """How far it is: runs asked, done, failed and left."""
        return of_folder(self.folder)

    def __repr__(self) -> str:
        now = self.status
        return f"<Study {self.record['study']['id']}: {now.state}, {now.done} of {now.asked} runs>"

    def _repr_html_(self) -> str:
        say, now = words(usual_language()), self.status
        heads = [say("table.scenario"), *(say(f"table.{one}") for one in ("indicator", "difference", "interval"))]
        heads += [say("table.wins"), say("table.verdict")]
        rows = ([one.scenario, *difference_row(one.outcome, one.pair, say)] for one in self.findings)
        title = self.record["study"]["title"].get(say.language) or self.record["study"]["id"]
        counts = {"done": f"{now.done:,}", "asked": f"{now.asked:,}", "failed": now.failed, "left": f"{now.left:,}"}
        state = say(f"study.{now.state}")
        status = say("study.status", folder=self.folder.name, state=state, **counts)
        given = say("study.given_draws" if self.record["draws"] else "study.given")
        return html_table(title, heads, rows, f"{status} · {given}")


def read_study(folder: str | Path) -> StudyResults:
    """The results of a study, from the folder in which `shapan study run` keeps them.

    Raises:
        Refused: There is no study, or its manifest cannot be read.
    """
    return StudyResults(*open_study(folder))
