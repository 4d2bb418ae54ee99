"""Files that are read by themselves (a format, a kind of emergency, a province): whole, or with every fault told."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from .faults import InputFault, together
from .header import Reader, kind_of
from .reading import Document

Found = TypeVar("Found")
Read = Callable[[Reader], Found | None]
"""Reads what a file of a kind says, and notes every fault; None where it says too little."""


def says(document: Document, kind: str) -> bool:
    """Whether a document says that it is of a kind."""
    return document.values.get("kind") == kind


def read_whole(document: Document, kind: str, read: Read[Found]) -> Found:
    """What a document of a kind says, or its first fault raised with the others attached."""
    reader = Reader(document)
    found = read(reader) if kind_of(reader, (kind,)) else None
    if found is None or reader.faults:
        raise together(reader.told())
    return found


def faults_of(document: Document, kind: str, read: Read[Found]) -> list[InputFault]:
    """Every fault of a document of a kind; none where it is in order."""
    try:
        read_whole(document, kind, read)
    except InputFault as fault:
        fault.file = fault.file or document.file
        return [fault, *fault.others]
    return []
