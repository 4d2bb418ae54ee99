"""Files of a kind that comes with the program and that anybody may write too: formats, lessons, rooms, shocks …"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Generic, cast

from .by_itself import Found, Read, faults_of, read_whole
from .faults import InputFault, nearest_name, shown
from .reading import looks_like_a_path, read_document


@dataclass(frozen=True)
class Kind(Generic[Found]):
    """Files of one kind: those shipped in a folder, and anybody's own.

    Attributes:
        name: What a file says it is.
        folder: Where the shipped ones lie; what begins with an underscore is none of them.
        read: What a file says, or None with every fault noted.
        unknown: The fault of a name that none has.
        key: Where such a name is written, unless `find` is told.
    """

    name: str
    folder: Path
    read: Read[Found]
    unknown: str
    key: str = ""

    @property
    def paths(self) -> Mapping[str, Path]:
        """Name of every shipped file -> where it is installed."""
        return _paths(self.folder)

    def shipped(self) -> dict[str, Found]:
        """Name -> every shipped file, each read once."""
        return {name: self.shipped_one(name) for name in self.paths}

    def shipped_one(self, name: str) -> Found:
        """The shipped file of this name, read once."""
        return cast("Found", _opened(self, name))

    def open(self, path: str | Path) -> Found:
        """One file without a fault, or its first fault raised with the others attached."""
        return read_whole(read_document(path), self.name, self.read)

    def find(self, name: str, key: str | None = None) -> Found:
        """A shipped one by its name, or a file by its path.

        Args:
            key: Where the name is written, for the fault; the kind's own `key` if None.

        Raises:
            InputFault: There is none, with all names and the nearest, or its file is wrong.
        """
        if name in self.paths:
            return self.shipped_one(name)
        if looks_like_a_path(name):
            return self.open(name)
        where, known = self.key if key is None else key, tuple(self.paths)
        raise InputFault(self.unknown, where, {"value": shown(name)}, ", ".join(known), nearest_name(name, known))

    def faults_in(self, path: str | Path) -> list[InputFault]:
        """Everything wrong with one file, by line."""
        try:
            return faults_of(read_document(path), self.name, self.read)
        except InputFault as fault:
            return [fault]


@lru_cache(maxsize=16)
def _paths(folder: Path) -> dict[str, Path]:
    return {path.stem: path for path in sorted(folder.glob("[!_]*.toml"))}


@lru_cache(maxsize=64)
def _opened(kind: Kind[Any], name: str) -> Any:
    return kind.open(kind.paths[name])
