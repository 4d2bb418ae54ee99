"""Files of the participatory budgeting library: a vote on projects as cities publish it (.pb), read and written.

A file has three sections, each with a line of column names: META (key; value), PROJECTS and VOTES, separated by
semicolons (D. Stolicki, S. Szufa, N. Talmon, "Pabulib: a participatory budgeting library", arXiv 2012.06539). Columns
that mean nothing here are kept and written back.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from itertools import islice
from pathlib import Path
from typing import Any

from .refusing import Refused
from .wording import words

SECTIONS = ("META", "PROJECTS", "VOTES")
VOTE_TYPES = ("approval", "choose-1", "ordinal", "cumulative", "scoring")
POINTED = ("cumulative", "scoring")
HEADS = {"META": ("key", "value"), "PROJECTS": ("project_id", "cost"), "VOTES": ("voter_id", "vote")}
MOST_DECIMALS = 4
MOST_MONEY = 10**15
MOST_UNEVEN = 50  # rows with a wrong number of fields that are told at once


class PbFault(Refused):
    """What is wrong with a file, and on which line.

    Attributes:
        others: More of the same kind, from rows further down.
    """

    others: tuple[PbFault, ...] = ()

    def __init__(
        self,
        code: str,
        at: tuple[str, int | None] = ("", None),
        allowed: str = "",
        nearest: str = "",
        /,
        **details: Any,
    ) -> None:
        self.code, self.at, self.allowed, self.nearest = code, at, allowed, nearest
        super().__init__(f"pb.{code}", **details)

    def text(self, language: str = "en") -> str:
        """The whole line: file:line: what; allowed …; nearest …"""
        say = words(language)
        file, line = self.at
        told = f"{file}:{line}: " if line else f"{file}: "
        told += say(self.phrase, **{name: _cut(value) for name, value in self.details.items()})
        told += say("pb.allowed", allowed=self.allowed) if self.allowed else ""
        told += say("pb.nearest", nearest=_cut(self.nearest)) if self.nearest else ""
        return "".join(letter if letter.isprintable() else " " for letter in told)

    def __reduce__(self) -> Any:
        return _again, (self.code, self.at, self.allowed, self.nearest, self.details)


def _again(code: str, at: tuple[str, int | None], allowed: str, nearest: str, details: dict[str, Any]) -> PbFault:
    return PbFault(code, at, allowed, nearest, **details)


def _cut(value: Any) -> Any:
    return value if not isinstance(value, str) or len(value) <= 60 else value[:59] + "…"


@dataclass(frozen=True)
class Table:
    """One section: column names and rows of text, and on which line each row began."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...] = field(compare=False, default=())
    head: int = field(compare=False, default=0)

    def column(self, name: str) -> list[str]:
        """All entries of one column."""
        place = self.columns.index(name)
        return [row[place] for row in self.rows]


@dataclass(frozen=True)
class PbFile:
    """A file as it stands, nothing dropped; two are equal if they say the same.

    Attributes:
        name: What messages call it.
        meta: Keys and values of the first section, in order.
        projects, votes: The other two sections.
        meta_lines: On which line each key stands.
    """

    meta: dict[str, str]
    projects: Table
    votes: Table
    name: str = field(compare=False, default="")
    meta_lines: dict[str, int] = field(compare=False, default_factory=dict)

    @property
    def vote_type(self) -> str:
        return self.meta["vote_type"].lower()


def read(path: str | Path) -> PbFile:
    """Read a file from disk.

    Raises:
        PbFault: It cannot be read, or something in it is wrong: the first such thing, with its line.
    """
    try:
        content = Path(path).read_bytes()
    except OSError as fault:
        kind = "folder" if Path(path).is_dir() else "missing" if isinstance(fault, FileNotFoundError) else "unreadable"
        raise PbFault(kind, (str(path), None)) from None
    return parse(content, str(path))


def parse(content: bytes, name: str) -> PbFile:
    """Read a file that is in memory already, for instance because somebody handed it to a page.

    Raises:
        PbFault: The first thing that is wrong, with its line.
    """
    from .pabulib_checks import check

    file = _unchecked(content, name)
    for fault in check(file):
        raise fault
    return file


def faults(content: bytes, name: str, most: int) -> list[PbFault]:
    """What is wrong with a file, as far as one reading can tell and up to a number; nothing if it is in order."""
    from .pabulib_checks import check

    try:
        return list(islice(check(_unchecked(content, name)), most))
    except PbFault as fault:
        return [fault, *fault.others][:most]


def _unchecked(content: bytes, name: str) -> PbFile:
    if b"\0" in content:
        raise PbFault("binary", (name, content[: content.index(b"\0")].count(b"\n") + 1))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise PbFault("encoding", (name, content[: fault.start].count(b"\n") + 1)) from None
    if not text.strip():
        raise PbFault("empty", (name, None))
    return _sections(text, name)


def write(file: PbFile) -> str:
    """The text of a file; reading it gives the same file again."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerows([["META"], HEADS["META"], *file.meta.items()])
    for section, table in (("PROJECTS", file.projects), ("VOTES", file.votes)):
        writer.writerows([[section], table.columns, *table.rows])
    return out.getvalue()


def _sections(text: str, name: str) -> PbFile:
    """Split into sections, each with its column names."""
    found: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    open_section = ""
    for line, row in _rows(text, name):
        title = row[0].upper()
        if title in SECTIONS and not any(row[1:]):
            if title in found:
                raise PbFault("section_twice", (name, line), section=title)
            if len(found) < len(SECTIONS) and title != SECTIONS[len(found)]:
                raise PbFault("section_order", (name, line), ", ".join(SECTIONS), section=title)
            open_section = title
            found[title] = []
        elif not open_section:
            near = get_close_matches(title, SECTIONS, 1, 0.6)
            raise PbFault("before_sections", (name, line), "META", near[0] if near else "", text=row[0])
        else:
            found[open_section].append((line, row))
    for section in SECTIONS:
        if section not in found:
            raise PbFault("section_missing", (name, None), ", ".join(SECTIONS), section=section)
    meta = _table(found["META"], "META", name)
    return PbFile(
        meta=_meta(meta, name),
        projects=_table(found["PROJECTS"], "PROJECTS", name),
        votes=_table(found["VOTES"], "VOTES", name),
        name=name,
        meta_lines=dict(zip(meta.column("key"), meta.lines, strict=True)),
    )


def _rows(text: str, name: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Rows that are not blank, with the line on which each begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True, skipinitialspace=True)
    begun = 1
    while True:
        try:
            row = next(reader, None)
        except csv.Error as fault:
            code = "quote_open" if "end of data" in str(fault) else "quote"
            raise PbFault(code, (name, begun)) from None
        if row is None:
            return
        if any(cell.strip() for cell in row):
            yield begun, tuple(cell.strip() for cell in row)
        begun = reader.line_num + 1


def _table(rows: list[tuple[int, tuple[str, ...]]], section: str, name: str) -> Table:
    """One section, with as many fields in each row as it has columns."""
    if not rows:
        raise PbFault("head_missing", (name, None), ";".join(HEADS[section]), section=section)
    if section == "META" and rows[0][1][:2] != HEADS[section]:  # older files leave this line out
        rows = [(rows[0][0], HEADS[section]), *rows]
    (head, columns), rest = rows[0], rows[1:]
    while columns and not columns[-1]:
        columns = columns[:-1]
    for wanted in HEADS[section]:
        if wanted not in columns:
            near = get_close_matches(wanted, columns, 1, 0.6)
            raise PbFault(
                "column_missing", (name, head), wanted, near[0] if near else "", section=section, column=wanted
            )
    twice = [column for place, column in enumerate(columns) if column in columns[:place]]
    if twice:
        raise PbFault("column_twice", (name, head), section=section, column=twice[0])
    uneven = [
        PbFault("fields", (name, line), str(len(columns)), section=section, got=len(row))
        for line, row in islice((one for one in rest if _uneven(one[1], len(columns))), MOST_UNEVEN)
    ]
    if uneven:
        uneven[0].others = tuple(uneven[1:])
        raise uneven[0]
    kept = [row[: len(columns)] for _, row in rest]
    return Table(columns, tuple(kept), tuple(line for line, _ in rest), head)


def _uneven(row: tuple[str, ...], fields: int) -> bool:
    return len(row) < fields or any(row[fields:])


def _meta(table: Table, name: str) -> dict[str, str]:
    meta: dict[str, str] = {}
    for line, key, value in zip(table.lines, table.column("key"), table.column("value"), strict=True):
        if key in meta:
            raise PbFault("key_twice", (name, line), key=key)
        meta[key] = value
    return meta


def money(text: str) -> Decimal | None:
    """An amount, or nothing where the text is none."""
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return None
    return amount.normalize() if amount.is_finite() else None
