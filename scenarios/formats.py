"""Formats of deliberation: who sits, what happens in which order, read from `formats/` or from a file of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from pydantic import BaseModel, ValidationError

from ..model.parameters.formats import Format, Stage, Words
from .by_itself import id_of, read_whole
from .describe import source_of
from .faults import InputFault, nearest_name, shown
from .header import Header, Reader, read_header
from .lines import KeyPath
from .places import model_fault
from .reading import read_document
from .shelf import looks_like_a_path

SHELF = Path(__file__).parent / "formats"
KIND = "deliberation_format"
TABLE = "deliberation"
OF_THE_HEADER = ("id", "title", "rows")
"""What a format is called and where it comes from stands at the top of its file."""


@dataclass(frozen=True)
class FormatFile:
    """One format with what its numbers rest on."""

    header: Header
    format: Format


@lru_cache(maxsize=1)
def shipped_formats() -> Mapping[str, Path]:
    """Name of every shipped format -> where it is installed."""
    return {path.stem: path for path in sorted(SHELF.glob("*.toml"))}


@lru_cache(maxsize=1)
def all_formats() -> dict[str, Format]:
    """Every shipped format by its name."""
    return {name: _open_shipped(name).format for name in shipped_formats()}


def find_format(name: str) -> FormatFile:
    """A shipped format by its name, or a file by its path; anything else is a fault that names the nearest."""
    if name in shipped_formats():
        return _open_shipped(name)
    if looks_like_a_path(name):
        return open_format(name)
    known = tuple(shipped_formats())
    details = {"value": shown(name)}
    raise InputFault("unknown_format", f"{TABLE}.format", details, ", ".join(known), nearest_name(name, known))


def open_format(path: str | Path) -> FormatFile:
    """One file without a fault, or its first fault raised with the others attached."""
    return read_whole(read_document(path), KIND, read)


@lru_cache(maxsize=16)
def _open_shipped(name: str) -> FormatFile:
    return open_format(shipped_formats()[name])


def read(reader: Reader) -> FormatFile | None:
    """A format, or None with every fault noted."""
    header = read_header(reader, KIND, (TABLE,))
    if TABLE not in reader.document.values:
        reader.fault("missing_key", (TABLE,))
        return None
    facts = dict(reader.table(TABLE))
    for key in OF_THE_HEADER:
        if key in facts:
            reader.fault("unknown_key", (TABLE, key), allowed=", ".join(_fields_at((TABLE, key))))
    rows = source_of(TABLE, header.sources).rows
    facts |= {"id": id_of(reader, header), "title": {"zh": header.title["zh"], "en": header.title["en"]}, "rows": rows}
    try:
        return FormatFile(header, Format.model_validate(facts))
    except ValidationError as error:
        for item in error.errors(include_url=False):
            path = _path_in_file(item["loc"], item.get("ctx", {}))
            reader.note(model_fault(reader, cast("dict[str, Any]", item), path, _fields_at, Format))
    return None


def _path_in_file(loc: KeyPath, context: Mapping[str, Any]) -> KeyPath:
    """Where in the file a field of a format is written."""
    if "key" in context and not loc:
        return (TABLE, context["key"])
    return (TABLE, *(part for part in loc if part != "[key]"))


def _fields_at(path: KeyPath) -> list[str]:
    """The fields known beside the last part of a path."""
    models: dict[int, type[BaseModel]] = {2: Format, 4: Stage, 5: Words}
    model = models.get(len(path))
    return [name for name in model.model_fields if name not in OF_THE_HEADER or model is not Format] if model else []
