"""What a study has finished so far: one line a run, appended as it is done, each with a checksum.

A kill in the middle of a line leaves a torn last line, which is never read; it is cut off before the next is written.
At the end the rows become one Parquet file and the journal goes.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

NAME = "journal.jsonl"
SECONDS_BETWEEN_SYNCS = 5.0


class Journal:
    """The journal of one folder, open for writing until `close`."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        self._file: int | None = None
        self._synced = time.monotonic()

    def append(self, number: int, row: dict[str, Any]) -> None:
        """Write down one finished run, whole or not at all.

        Raises:
            OSError: There is no room for it; what was there before stays as it was.
        """
        if self._file is None:
            self._file = self._open()
        line = _line(number, row)
        size = os.fstat(self._file).st_size
        try:
            written = os.write(self._file, line)
            while written < len(line):
                written += os.write(self._file, line[written:])
        except OSError:
            with contextlib.suppress(OSError):
                os.ftruncate(self._file, size)
            raise
        if time.monotonic() - self._synced > SECONDS_BETWEEN_SYNCS:
            os.fsync(self._file)
            self._synced = time.monotonic()

    def _open(self) -> int:
        """Open for appending, after what a kill left of its last line is cut off."""
        file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o644)
        whole = sum(len(line) for line in _whole_lines(self.path))
        if whole < os.fstat(file).st_size:
            os.ftruncate(file, whole)
        return file

    def close(self) -> None:
        """Have everything on disk."""
        if self._file is None:
            return
        with contextlib.suppress(OSError):
            os.fsync(self._file)
        with contextlib.suppress(OSError):
            os.close(self._file)
        self._file = None


def _line(number: int, row: dict[str, Any]) -> bytes:
    text = json.dumps({"run": number, "row": row}, ensure_ascii=True).encode()
    return b"%08x %s\n" % (zlib.crc32(text), text)


def _whole_lines(path: Path) -> Iterator[bytes]:
    """Lines that end; the last one may not."""
    with path.open("rb") as file:
        for line in file:
            if line.endswith(b"\n"):
                yield line


class JournalRows:
    """The rows of a journal by the number of their run, each read when it is asked for.

    A line that was torn or changed is as if it were not there; of two lines on one run the later counts.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        self._at: dict[int, int] = {}
        start = 0
        for line in _whole_lines(self.path) if self.path.is_file() else ():
            found = _read(line)
            if found is not None:
                self._at[found[0]] = start
            start += len(line)

    def __len__(self) -> int:
        return len(self._at)

    def __iter__(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Number and row, in the order of runs."""
        if not self._at:
            return
        with self.path.open("rb") as file:
            for number in sorted(self._at):
                file.seek(self._at[number])
                found = _read(file.readline())
                if found is not None:
                    yield found


def _read(line: bytes) -> tuple[int, dict[str, Any]] | None:
    mark, _, text = line.rstrip(b"\n").partition(b" ")
    try:
        if int(mark, 16) != zlib.crc32(text):
            return None
        found = json.loads(text)
        return int(found["run"]), dict(found["row"])
    except (ValueError, KeyError, TypeError):
        return None
