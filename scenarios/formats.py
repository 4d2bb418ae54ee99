"""Formats of deliberation: who sits, what happens in which order, read from `formats/` or from a file of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from pydantic import BaseModel, ValidationError

from ..model.parameters.formats import Format, Stage, Words
from .by_itself import id_of
from .describe import source_of
from .header import Header, Reader, read_header
from .kinds import Kind
from .lines import KeyPath
from .places import model_fault

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


FORMATS = Kind(KIND, SHELF, read, "unknown_format", f"{TABLE}.format")
find_format, open_format = FORMATS.find, FORMATS.open


def shipped_formats() -> Mapping[str, Path]:
    """Name of every shipped format -> where it is installed."""
    return FORMATS.paths


@lru_cache(maxsize=1)
def all_formats() -> dict[str, Format]:
    """Every shipped format by its name."""
    return {name: one.format for name, one in FORMATS.shipped().items()}
