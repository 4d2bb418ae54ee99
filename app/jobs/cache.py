"""Finished runs and finished comparisons on disk: written whole or not at all, read back or done again."""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

from ...experiments.runs.folders import own_folder, private_file
from .keeping import Unreadable, as_bytes, from_bytes

log = logging.getLogger("shapan")

KEEP_BYTES = 3_000_000_000  # the oldest things make room beyond this
LATELY = 12  # findings kept in memory for all sessions together
TORN_SECONDS = 86_400.0  # what is still half written after a day was left by a process that was killed


class Cache:
    """A folder of things under keys. A thing that cannot be read any more counts as absent."""

    def __init__(self, folder: Path) -> None:
        self.folder = own_folder(folder)

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.zip"

    def __contains__(self, key: str) -> bool:
        return self._path(key).exists()

    def put(self, key: str, thing: Any) -> None:
        """Store under a temporary name first, so that a killed process leaves no half of a run."""
        path = self._path(key)
        content = as_bytes(thing)
        own_folder(path.parent)
        rough = path.with_name(f".{path.stem}-{uuid4().hex[:8]}.tmp")
        try:
            with private_file(rough, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            rough.replace(path)
        finally:
            rough.unlink(missing_ok=True)

    def get(self, key: str) -> Any | None:
        """What lies under the key, or None.

        What is torn or of another version is removed, so that it is made anew. What this machine only cannot read now,
        short of memory or of open files, is finished work and stays.
        """
        path = self._path(key)
        try:
            return from_bytes(path.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, MemoryError, ImportError) as fault:
            log.warning("%s cannot be read now: %s: %s", path, type(fault).__name__, fault)
            return None
        except Unreadable:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
            return None

    def tidy(self, keep_bytes: int = KEEP_BYTES) -> None:
        """Remove the oldest things until the rest fits, and what earlier versions and killed processes left."""
        found = [(path, about) for path in self.folder.rglob("*") if (about := _about(path)) is not None]
        total = 0
        for path, about in sorted(found, key=lambda one: one[1].st_mtime, reverse=True):
            torn = path.suffix == ".tmp" and time.time() - about.st_mtime > TORN_SECONDS
            total += about.st_size
            if torn or path.suffix == ".bin" or (path.suffix == ".zip" and total > keep_bytes):
                with contextlib.suppress(OSError):
                    path.unlink(missing_ok=True)


class Lately:
    """What was read from a cache a moment ago: a page asks for the same finding at every click."""

    def __init__(self, cache: Cache) -> None:
        self.cache = cache
        self._things: dict[str, Any] = {}
        self._lock = threading.Lock()

    def get(self, key: str) -> Any | None:
        """What lies under the key, or None."""
        with self._lock:
            if key not in self._things:
                found = self.cache.get(key)
                if found is None:
                    return None
                self._things[key] = found
            while len(self._things) > LATELY:
                del self._things[next(iter(self._things))]
            return self._things[key]


def _about(path: Path) -> os.stat_result | None:
    """What the system says of a file; None for folders, and where another process was faster."""
    try:
        return None if path.is_dir() else path.lstat()
    except OSError:
        return None
