"""Kinds of emergency: what they bring and what they stop, read from `shocks/` or from a file of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from pydantic import BaseModel, ValidationError

from ..model.emergency.shock import ShockKind, ShockNeed
from ..model.parameters.facts import Words
from .by_itself import id_of
from .faults import nearest_name, shown
from .header import Header, Reader, read_header
from .kinds import Kind
from .lines import KeyPath
from .places import model_fault, shared_needs

SHELF = Path(__file__).parent / "shocks"
KIND, SUFFIX = "shock", ".toml"
TABLE = "shock"
OF_THE_HEADER = ("id", "title")
"""What a kind of emergency is called stands at the top of its file."""
OF_EVERYDAY = ("falls", "suspended", "departments")
"""What names kinds of everyday needs."""


@dataclass(frozen=True)
class ShockFile:
    """One kind of emergency with what its numbers rest on."""

    header: Header
    kind: ShockKind


def beside(name: Any, file: str) -> Any:
    """The path of a kind of one's own that a file names, as seen from that file; anything else as it is."""
    own = isinstance(name, str) and name.endswith(SUFFIX)
    return str(Path(file).parent / name) if own and file else name


def read(reader: Reader) -> ShockFile | None:
    """A kind, or None with every fault noted."""
    header = read_header(reader, KIND, (TABLE,))
    if TABLE not in reader.document.values:
        reader.fault("missing_key", (TABLE,))
        return None
    facts = dict(reader.table(TABLE))
    for key in OF_THE_HEADER:
        if key in facts:
            reader.fault("unknown_key", (TABLE, key), allowed=", ".join(_fields_at((TABLE, key))))
    facts |= {"id": id_of(reader, header), "title": {"zh": header.title["zh"], "en": header.title["en"]}}
    try:
        kind = ShockKind.model_validate(facts)
    except ValidationError as error:
        for item in error.errors(include_url=False):
            path = (TABLE, *(part for part in item["loc"] if part != "[key]"))
            reader.note(model_fault(reader, cast("dict[str, Any]", item), path, _fields_at, ShockKind))
        return None
    _check_everyday(reader, kind)
    _check_hours(reader, kind)
    return ShockFile(header, kind)


def _check_everyday(reader: Reader, kind: ShockKind) -> None:
    """Everyday kinds that no place has."""
    known = [str(row["id"]) for row in shared_needs()]
    for table in OF_EVERYDAY:
        for name in getattr(kind, table):
            if name not in known:
                near = nearest_name(name, known)
                reader.fault("unknown_choice", (TABLE, table), {"value": shown(name)}, ", ".join(known), near)


def _check_hours(reader: Reader, kind: ShockKind) -> None:
    """A day of work that ends before it begins; needs called alike."""
    if kind.last_hour <= kind.first_hour:
        details = {"value": shown(kind.last_hour)}
        reader.fault("out_of_range", (TABLE, "last_hour"), details, f"{kind.first_hour + 1}–24")
    names = [need.id for need in kind.needs]
    for number, name in enumerate(names):
        if name in names[:number]:
            reader.fault("given_twice", (TABLE, "needs", number, "id"))


def _fields_at(path: KeyPath) -> list[str]:
    """The fields known beside the last part of a path."""
    models: dict[int, type[BaseModel]] = {2: ShockKind, 4: ShockNeed, 5: Words}
    model = models.get(len(path))
    return [name for name in model.model_fields if name not in OF_THE_HEADER or model is not ShockKind] if model else []


SHOCKS = Kind(KIND, SHELF, read, "unknown_choice", "shock.kind")
find_shock, open_shock = SHOCKS.find, SHOCKS.open


def shipped_shocks() -> Mapping[str, Path]:
    """Name of every shipped kind -> where it is installed."""
    return SHOCKS.paths
