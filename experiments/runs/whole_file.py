"""A file that is there whole or not at all, whatever interrupts its writing."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4


def legible(text: str) -> str:
    """Text as every table can hold it: bytes of a file's name that are no letters, say of GB18030, become escapes."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A temporary neighbour that takes the file's name only once it is complete and on disk."""
    rough = path.with_name(f".{path.name}-{uuid4().hex[:8]}.tmp")
    try:
        yield rough
        with rough.open("rb+") as file:
            os.fsync(file.fileno())
        rough.replace(path)
    finally:
        rough.unlink(missing_ok=True)


def append_row(path: Path, head: Sequence[str], row: Sequence[object]) -> None:
    """One more line of a table that grows run by run; what was cut off before it is taken away."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = not path.exists()
    if not fresh and not path.read_bytes().endswith(b"\n"):
        path.write_bytes(path.read_bytes().rpartition(b"\n")[0] + b"\n")
    with path.open("a", encoding="utf-8", newline="") as lines:
        table = csv.writer(lines, lineterminator="\n")
        if fresh:
            table.writerow(head)
        table.writerow(row)
