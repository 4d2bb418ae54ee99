"""Files that are read by themselves (a format, a lesson, a room, a province): whole, or with every fault told."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from .faults import InputFault, shown, together
from .header import Header, Reader, kind_of
from .reading import Document

Found = TypeVar("Found")
Read = Callable[[Reader], Found | None]
"""Reads what a file of a kind says, and notes every fault; None where it says too little."""


AN_ID = re.compile(r"[a-z][a-z0-9_]*")


def id_of(reader: Reader, header: Header) -> str:
    """What a file is called, which is its id in runs; a name that cannot be one is a fault, and stands as `unnamed`."""
    if AN_ID.fullmatch(header.id):
        return header.id
    path = Path(reader.document.file)
    like = re.sub(r"[^a-z0-9_]+", "_", path.stem.lower()).strip("_")
    nearest = f"{like}{path.suffix}" if AN_ID.fullmatch(like) else ""
    reader.note(InputFault("bad_file_name", "", {"value": shown(path.name)}, nearest=nearest, at=(str(path), None)))
    return "unnamed"


def says(document: Document, kind: str) -> bool:
    """Whether a document says that it is of a kind."""
    return document.values.get("kind") == kind


def read_whole(document: Document, kind: str, read: Read[Found]) -> Found:
    """What a document of a kind says, or its first fault raised with the others attached."""
    reader = Reader(document)
    found = read(reader) if kind_of(reader, (kind,)) else None
    if found is None or reader.faults:
        raise together(reader.in_order())
    return found


def faults_of(document: Document, kind: str, read: Read[Found]) -> list[InputFault]:
    """Every fault of a document of a kind; none where it is in order."""
    try:
        read_whole(document, kind, read)
    except InputFault as fault:
        fault.file = fault.file or document.file
        return [fault, *fault.others]
    return []
