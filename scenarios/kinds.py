"""Files of a kind that comes with the program and that anybody may write too: lessons, rooms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic

from .by_itself import Found, Read, faults_of, read_whole
from .faults import InputFault, nearest_name, shown
from .reading import read_document
from .shelf import looks_like_a_path


@dataclass(frozen=True)
class Kind(Generic[Found]):
    """Files of one kind: those shipped in a folder, and anybody's own.

    Attributes:
        name: What a file says it is.
        folder: Where the shipped ones lie; what begins with an underscore is none of them.
        read: What a file says, or None with every fault noted.
        unknown: The fault of a name that none has.
    """

    name: str
    folder: Path
    read: Read[Found]
    unknown: str

    def shipped(self) -> list[Found]:
        """Every shipped file, by name."""
        return [self.open(path) for path in sorted(self.folder.glob("[!_]*.toml"))]

    def open(self, path: str | Path) -> Found:
        """One file without a fault, or its first fault raised with the others attached."""
        return read_whole(read_document(path), self.name, self.read)

    def find(self, name: str, shipped: Mapping[str, Found]) -> Found:
        """A shipped one by its id, or a file by its path.

        Raises:
            InputFault: There is none, or its file is wrong.
        """
        if name in shipped:
            return shipped[name]
        if looks_like_a_path(name):
            return self.open(name)
        raise InputFault(self.unknown, "", {"value": shown(name)}, ", ".join(shipped), nearest_name(name, shipped))

    def faults_in(self, path: str | Path) -> list[InputFault]:
        """Everything wrong with one file, by line."""
        try:
            return faults_of(read_document(path), self.name, self.read)
        except InputFault as fault:
            return [fault]
