"""Finished runs and finished comparisons on disk: written whole or not at all, read back or done again."""

from __future__ import annotations

import os
import pickle
import zlib
from pathlib import Path
from typing import Any
from uuid import uuid4

KEEP_BYTES = 3_000_000_000  # the oldest runs make room beyond this; comparisons are small and stay


class Shelf:
    """A folder of things under keys. A thing that cannot be read any more counts as absent."""

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.bin"

    def __contains__(self, key: str) -> bool:
        return self._path(key).exists()

    def put(self, key: str, thing: Any) -> None:
        """Store under a temporary name first, so that a killed process leaves no half of a run."""
        path = self._path(key)
        path.parent.mkdir(exist_ok=True)
        rough = path.with_name(f".{path.stem}-{uuid4().hex[:8]}.tmp")
        try:
            with rough.open("wb") as file:
                file.write(zlib.compress(pickle.dumps(thing, protocol=5), level=1))
                file.flush()
                os.fsync(file.fileno())
            rough.replace(path)
        finally:
            rough.unlink(missing_ok=True)

    def get(self, key: str) -> Any | None:
        """What lies under the key, or None; something unreadable is removed, so that it is made anew."""
        path = self._path(key)
        try:
            return pickle.loads(zlib.decompress(path.read_bytes()))
        except FileNotFoundError:
            return None
        except Exception:  # a torn file, or classes of another version: either way it is of no use
            path.unlink(missing_ok=True)
            return None

    def tidy(self, keep_bytes: int = KEEP_BYTES) -> None:
        """Remove the oldest things until the rest fits."""
        files = sorted(self.folder.rglob("*.bin"), key=lambda path: path.stat().st_mtime, reverse=True)
        total = 0
        for path in files:
            total += path.stat().st_size
            if total > keep_bytes:
                path.unlink(missing_ok=True)
