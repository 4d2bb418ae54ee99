"""How far a study is, told from its folder alone: from another terminal, another machine, or after a kill."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..runs.locking import lock
from ..runs.store import LOCK, MANIFEST
from .gathering import part_folders
from .journal import JournalRows
from .opening import NO_FAULT, RUNS, open_study
from .tables import read_parquet


@dataclass(frozen=True)
class Status:
    """One folder.

    Attributes:
        state: As the manifest says, but "stopped" where it says "running" and nobody is.
        failures: (stage, error) -> how many runs.
        seconds: Mean of a finished run.
        ends: When it will probably be done; None where nobody is at it, or nothing is known yet.
        stopped_after: Replications after which the rule said that enough is known.
    """

    folder: Path
    state: str
    part: tuple[int, int]
    asked: int
    done: int
    failures: Mapping[tuple[str, str], int]
    seconds: float | None = None
    ends: dt.datetime | None = None
    stopped_after: int | None = None

    @property
    def failed(self) -> int:
        return sum(self.failures.values())

    @property
    def left(self) -> int:
        """Runs still to be made; none once the rule has stopped the study."""
        return 0 if self.state == "done" else self.asked - self.done


def status_of(path: str | Path) -> list[Status]:
    """The state of a folder, or of every part that lies in it until they are gathered."""
    if (Path(path) / MANIFEST).is_file() and (whole := of_folder(Path(path))).state == "done":
        return [whole]
    return [of_folder(folder) for folder in part_folders([path])]


def of_folder(path: Path) -> Status:
    """The state of one folder, whatever parts lie in it."""
    where, record = open_study(path)
    rows = _rows(where)
    good = [row for row in rows if row["stage"] in NO_FAULT]
    failures = Counter((str(row["stage"]), str(row["error"])) for row in rows if row["stage"] not in NO_FAULT)
    seconds = sum(row["wall_s"] for row in good) / len(good) if good else None
    state = str(record.get("state"))
    if state == "running" and not _held(where):
        state = "stopped"
    asked = int(record["runs"]["asked"])
    return Status(
        where,
        state,
        part=(int(record["part"][0]), int(record["part"][1])),
        asked=asked,
        done=len(good),
        failures=dict(failures),
        seconds=seconds,
        ends=_ends(record, len(rows), asked) if state == "running" else None,
        stopped_after=record.get("stopped_after"),
    )


def _rows(folder: Path) -> list[dict[str, Any]]:
    """Stage, error and seconds of every run there is word of."""
    names = ("stage", "error", "wall_s")
    rows = JournalRows(folder)
    if len(rows):
        return [{name: row[name] for name in names} for _, row in rows]
    if not (folder / RUNS).exists():
        return []
    return list(read_parquet(folder / RUNS).select(names).to_pylist())


def _ends(record: Mapping[str, Any], made: int, asked: int) -> dt.datetime | None:
    """At the pace since the command began; runs of an earlier command went before it, so it is told from there."""
    earlier = int(record["runs"]["finished"])
    now = dt.datetime.now(dt.UTC)
    since = (now - dt.datetime.fromisoformat(str(record["end"]))).total_seconds()
    new = made - earlier
    if new <= 0 or since <= 0:
        return None
    return now + dt.timedelta(seconds=since / new * (asked - made))


def _held(folder: Path) -> bool:
    """Whether a living process holds the folder; True where nobody can tell."""
    file = folder / "parts" / LOCK
    if not file.is_file():
        return False
    try:
        with file.open("rb") as held:
            lock(held.fileno(), alone=False)
            return False
    except OSError:  # busy, or no locks here
        return True
