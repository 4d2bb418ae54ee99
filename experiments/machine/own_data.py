"""What this machine keeps for the page: how much of it there is, a copy of it, and how it is cleared."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import tempfile
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..runs.folders import private_file

QUEUE = "jobs-1.sqlite"
DATABASES = (QUEUE, "rooms-1.sqlite")
"""What SQLite keeps with helpers beside it, and what is copied as of one moment."""
AGAIN = ("runs", "fates")  # what can be made again from what was asked; fates are parts of runs
AT_WORK_SECONDS = 15.0  # a worker says every second that it is alive


class AtWork(Exception):
    """Somebody is simulating for the page at this moment."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing in the data folder: its name there, its files, their bytes."""

    name: str
    files: int
    bytes: int


def kept(folder: Path) -> list[Kept]:
    """What lies in a data folder, the biggest first; a file's helpers of SQLite count with it."""
    found: dict[str, list[int]] = {}
    for path in _files(folder):
        top = path.relative_to(folder).parts[0]
        name = next((one for one in DATABASES if top.startswith(one)), top)
        with contextlib.suppress(OSError):  # gone in the meantime
            found.setdefault(name, []).append(path.stat().st_size)
    return sorted((Kept(name, len(sizes), sum(sizes)) for name, sizes in found.items()), key=lambda one: -one.bytes)


def back_up(folder: Path, out: Path) -> int:
    """Copy a data folder into one zip file, the queue as of one moment, and return how many files it holds.

    The copy appears under its name when it is whole; people may go on meanwhile. Unpacked into an empty folder that
    `SHAPAN_DATA` names, it is the same page.

    Raises:
        OSError: It cannot be written, or there is nothing to copy.
    """
    if not folder.is_dir():
        raise FileNotFoundError(2, "No such file or directory", str(folder))
    part = out.with_name(out.name + ".part")
    try:
        with (
            tempfile.TemporaryDirectory() as aside,
            private_file(part, "wb") as file,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            for path in _files(folder):
                with contextlib.suppress(FileNotFoundError):  # swept away in the meantime
                    if not path.name.startswith(DATABASES) and not path.samefile(part):
                        archive.write(path, path.relative_to(folder))
            for name in DATABASES:
                if (folder / name).exists():
                    archive.write(_as_of_now(folder / name, Path(aside)), name)
            count = len(archive.namelist())
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    return count


def clear(folder: Path, what: str) -> int:
    """Remove finished runs (`runs`), or what was asked, results, drafts and links too (`everything`).

    Returns:
        Bytes that were freed.

    Raises:
        AtWork: A worker is at work on this folder.
        OSError: Something could not be removed; what could is gone.
    """
    if at_work(folder):
        raise AtWork
    before = sum(one.bytes for one in kept(folder))
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if what == "runs" and path.name not in AGAIN:
            continue
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    return before - sum(one.bytes for one in kept(folder))


def at_work(folder: Path) -> bool:
    """Whether a worker has said within some seconds that it is busy here."""
    queue = folder / QUEUE
    if not queue.exists():
        return False
    try:
        with contextlib.closing(sqlite3.connect(f"{queue.as_uri()}?mode=ro", uri=True)) as db:
            question = "SELECT COUNT(*) FROM task WHERE state = 'running' AND beat > ?"
            return bool(db.execute(question, (time.time() - AT_WORK_SECONDS,)).fetchone()[0])
    except sqlite3.Error:  # a damaged queue has nobody at work
        return False


def _as_of_now(queue: Path, aside: Path) -> Path:
    """A database as it stands at this moment, in a file of its own; a damaged one as it lies there."""
    copy = aside / queue.name
    try:
        with contextlib.closing(sqlite3.connect(queue)) as db, contextlib.closing(sqlite3.connect(copy)) as to:
            db.backup(to)
    except sqlite3.Error:
        shutil.copyfile(queue, copy)
    return copy


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())
