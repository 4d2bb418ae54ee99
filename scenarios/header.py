"""What every scenario file begins with: its format, its kind, a title and where it comes from."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from .faults import LONGEST_KEY, MOST_FAULTS, InputFault, shown
from .reading import Document
from .readonly import read_only

FORMAT = 1
KINDS = ("place", "policy", "scenario")
HEADER_KEYS = ("format", "kind", "title", "summary", "sources")


@dataclass(frozen=True)
class Text:
    """A title or a summary in both languages."""

    zh: str = ""
    en: str = ""

    def __getitem__(self, lang: str) -> str:
        return (self.zh or self.en) if lang == "zh" else (self.en or self.zh)

    def __str__(self) -> str:
        return self["en"]


@dataclass(frozen=True)
class Source:
    """Which rows of the evidence speak of a value, with their grade."""

    rows: tuple[str, ...] = ()
    grade: str = ""
    note: Text = field(default_factory=Text)


@dataclass(frozen=True)
class Header:
    """Who a file is."""

    id: str
    kind: str
    title: Text
    summary: Text
    sources: Mapping[str, Source]

    def __post_init__(self) -> None:
        object.__setattr__(self, "sources", read_only(self.sources))


class Reader:
    """One document being read: gives out its parts and collects every fault on the way."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.faults: list[InputFault] = []
        self.untold = 0
        """Faults beyond the first few, counted and not told."""

    @property
    def full(self) -> bool:
        """Whether so much is wrong that more of it would help nobody."""
        return len(self.faults) >= MOST_FAULTS

    def note(self, fault: InputFault) -> None:
        """Note a fault, or only count it once there are many."""
        if self.full:
            self.untold += 1
        else:
            self.faults.append(fault)

    def in_order(self) -> list[InputFault]:
        """Every fault noted, by line, with how many more there are."""
        found = sorted(self.faults, key=lambda fault: fault.line or 0)
        if self.untold:
            at = (self.document.file, found[-1].line)
            found.append(InputFault("more_faults", details={"count": self.untold}, at=at))
        return found

    def fault(
        self,
        code: str,
        path: tuple[str | int, ...],
        details: Mapping[str, Any] | None = None,
        allowed: str = "",
        nearest: str = "",
    ) -> None:
        """Note one fault at a key of this document."""
        if self.full:
            self.untold += 1
            return
        key = ".".join(str(part) for part in path)
        self.faults.append(
            InputFault(code, key, details=details, allowed=allowed, nearest=nearest, at=self.document.at(*path))
        )

    def only(self, keys: Iterable[str], table: Mapping[str, Any], path: tuple[str | int, ...] = ()) -> None:
        """Every key of a table has to be one of these."""
        keys = tuple(keys)
        for key in table:
            if key not in keys:
                if self.full:  # looking for the nearest of thousands of names takes seconds
                    self.untold += 1
                    continue
                close = difflib.get_close_matches(key[:LONGEST_KEY], keys, n=1, cutoff=0.6)
                self.fault("unknown_key", (*path, key), allowed=", ".join(keys), nearest="".join(close))

    def typed(self, table: Mapping[str, Any], key: str, kind: type, path: tuple[str | int, ...] = ()) -> Any:
        """A value of the stated type; None, with a fault noted, where it is of another."""
        value = table.get(key)
        wanted = {str: "text", dict: "a table", list: "a list", bool: "yes or no"}[kind]
        if value is not None and not isinstance(value, kind):
            self.fault("wrong_type", (*path, key), {"wanted": wanted, "value": shown(value)})
            return None
        return value

    def name(self, key: str) -> str | None:
        """The name of something else; None where it is absent. Empty is not absent."""
        value = self.typed(self.document.values, key, str)
        if value is not None and not value.strip():
            self.fault("empty_value", (key,))
            return None
        return str(value) if value is not None else None

    def table(self, key: str) -> dict[str, Any]:
        """A table at the top of the file, empty where it is absent or wrong."""
        return cast("dict[str, Any]", self.typed(self.document.values, key, dict) or {})

    def rows(self, key: str) -> list[tuple[int, dict[str, Any]]]:
        """The rows of a list of tables, each with its number."""
        value = self.document.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            self.fault("wrong_type", (key,), {"wanted": "a list of tables", "value": shown(value)})
            return []
        return list(enumerate(value))


def kind_of(reader: Reader, kinds: tuple[str, ...] = KINDS) -> str:
    """Place, policy or scenario, or another of the kinds expected; a file that does not say is a fault."""
    values = reader.document.values
    number = values.get("format")
    if "format" not in values:
        reader.fault("missing_key", ("format",), allowed=str(FORMAT))
    elif type(number) is not int or number != FORMAT:
        reader.fault("wrong_format", ("format",), {"value": shown(number)}, allowed=str(FORMAT))
    kind = values.get("kind")
    if kind is None:
        reader.fault("missing_key", ("kind",), allowed=", ".join(kinds))
    elif kind not in kinds:
        close = difflib.get_close_matches(str(kind), kinds, n=1, cutoff=0.6)
        if kind == "province":  # `check` reads one, and so do the two commands that take one
            reader.fault(
                "province_not_place", ("kind",), {"value": shown(reader.document.file)}, "shapan run, shapan compare"
            )
        else:
            reader.fault("unknown_kind", ("kind",), {"value": shown(kind)}, ", ".join(kinds), "".join(close))
    else:
        return str(kind)
    return ""


def read_header(reader: Reader, kind: str, keys: Iterable[str]) -> Header:
    """The header of a file whose other keys are named."""
    reader.only((*HEADER_KEYS, *keys), reader.document.values)
    title, summary = _text(reader, "title"), _text(reader, "summary")
    name = Path(reader.document.file).stem
    return Header(name, kind, title if title["en"] else Text(name, name), summary, _sources(reader))


def _text(reader: Reader, key: str) -> Text:
    value = reader.document.values.get(key)
    if value is None:
        return Text()
    if isinstance(value, str):
        return Text(value, value)
    if not isinstance(value, dict):
        reader.fault("wrong_type", (key,), {"wanted": "text", "value": shown(value)})
        return Text()
    reader.only(("zh", "en"), value, (key,))
    return Text(reader.typed(value, "zh", str, (key,)) or "", reader.typed(value, "en", str, (key,)) or "")


def _sources(reader: Reader) -> dict[str, Source]:
    """`sources` is a list for the whole file, or a table with a list or an entry for each value."""
    value = reader.document.values.get("sources", [])
    if isinstance(value, list):
        return {"": Source(_rows(reader, value, ("sources",)))}
    if not isinstance(value, dict):
        reader.fault("wrong_type", ("sources",), {"wanted": "a list", "value": shown(value)})
        return {}
    return dict(_entries(reader, value, ("sources",)))


def _entries(reader: Reader, table: Mapping[str, Any], path: tuple[str, ...]) -> Iterable[tuple[str, Source]]:
    for key, value in table.items():
        here = (*path, key)
        name = ".".join(here[1:])
        if isinstance(value, list):
            yield name, Source(_rows(reader, value, here))
        elif isinstance(value, dict) and not {"rows", "grade", "note"} & set(value):
            yield from _entries(reader, value, here)
        elif isinstance(value, dict):
            reader.only(("rows", "grade", "note"), value, here)
            yield name, _source(reader, value, here)
        else:
            reader.fault("wrong_type", here, {"wanted": "a list", "value": shown(value)})


def _source(reader: Reader, entry: Mapping[str, Any], path: tuple[str, ...]) -> Source:
    grade = entry.get("grade", "")
    if grade not in ("", "A", "B", "C", "D"):
        reader.fault("unknown_choice", (*path, "grade"), {"value": shown(grade)}, "A, B, C, D")
        grade = ""
    note = reader.typed(entry, "note", dict, path) or {}
    rows = _rows(reader, reader.typed(entry, "rows", list, path) or [], (*path, "rows"))
    return Source(rows, grade, Text(str(note.get("zh", "")), str(note.get("en", ""))))


def _rows(reader: Reader, value: list[Any], path: tuple[str, ...]) -> tuple[str, ...]:
    for row in value:
        if not isinstance(row, str):
            reader.fault("wrong_type", path, {"wanted": "text", "value": shown(row)})
    return tuple(str(row) for row in value)
