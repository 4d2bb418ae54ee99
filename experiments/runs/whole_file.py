"""A file that is there whole or not at all, whatever interrupts its writing."""

from __future__ import annotations

import os
from collections.abc import Iterator
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
