"""Files of the participatory budgeting library: a vote on projects as cities publish it (.pb), read and written.

Columns that mean nothing here are kept and written back.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from difflib import get_close_matches
from itertools import islice
from pathlib import Path

from ...scenarios.reading import NotRegular, regular_bytes
from .checks import check
from .faults import PbFault
from .pabulib import HEADS, MOST_UNEVEN, SECTIONS, PbFile, Table
from .text import decoded, separated_by

MOST_BYTES = 200_000_000  # the largest published file has a tenth of that


def read(path: str | Path) -> PbFile:
    """Read a file from disk.

    Raises:
        PbFault: It cannot be read, or something in it is wrong: the first such thing, with its line.
    """
    try:
        content = regular_bytes(path, MOST_BYTES + 1)
    except (OSError, ValueError) as fault:
        kinds = {IsADirectoryError: "folder", FileNotFoundError: "missing", NotRegular: "not_regular"}
        kind = "missing" if isinstance(fault, ValueError) else kinds.get(type(fault), "unreadable")
        raise PbFault(kind, (str(path), None)) from None
    if len(content) > MOST_BYTES:
        raise PbFault("too_large", (str(path), None), mb=MOST_BYTES // 10**6)
    return parse(content, str(path))


def parse(content: bytes, name: str) -> PbFile:
    """Read a file that is in memory already, for instance because somebody handed it to a page.

    Raises:
        PbFault: The first thing that is wrong, with its line.
    """
    file = _unchecked(content, name)
    for fault in check(file):
        raise fault
    return file


def faults(content: bytes, name: str, most: int) -> list[PbFault]:
    """What is wrong with a file, as far as one reading can tell and up to a number; nothing if it is in order."""
    try:
        return list(islice(check(_unchecked(content, name)), most))
    except PbFault as fault:
        return [fault, *fault.others][:most]


def _unchecked(content: bytes, name: str) -> PbFile:
    return _sections(decoded(content, name), name)


def write(file: PbFile) -> str:
    """The text of a file; reading it gives the same file again."""
    more = {key: file.meta_more.get(key, ("",) * len(file.meta_columns)) for key in file.meta}
    rows = [("META",), (*HEADS["META"], *file.meta_columns)]
    rows += [(key, value, *more[key]) for key, value in file.meta.items()]
    for section, table in (("PROJECTS", file.projects), ("VOTES", file.votes)):
        rows += [(section,), table.columns, *table.rows]
    return "".join(";".join(_quoted(cell) for cell in row) + "\n" for row in rows)


def _quoted(cell: str) -> str:
    """A cell as it must stand; Python's own writer leaves a lone carriage return bare, which then ends the row."""
    if any(sign in cell for sign in ';"\r\n'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def _sections(text: str, name: str) -> PbFile:
    """Split into sections, each with its column names."""
    found: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    open_section = ""
    rows = list(_rows(text, name))
    for place, (line, row) in enumerate(rows):
        title = row[0].upper()
        if _is_title(row, rows[place + 1][1] if place + 1 < len(rows) else ()):
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
        meta_columns=meta.columns[2:],
        meta_more={row[0]: row[2:] for row in meta.rows} if meta.columns[2:] else {},
    )


def _is_title(row: tuple[str, ...], below: tuple[str, ...]) -> bool:
    """Whether a row begins a section.

    Spreadsheets pad it with empty cells. So that a key or a voter may be called like a section, a padded row only
    counts with column names below.
    """
    title = row[0].upper()
    if title not in SECTIONS or any(row[1:]):
        return False
    return len(row) == 1 or any(get_close_matches(name, below, 1, 0.6) for name in HEADS[title])


def _rows(text: str, name: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Rows that are not blank, with the line on which each begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True, skipinitialspace=True)
    begun = 1
    while True:
        # A ballot may name thousands of projects, and the module's limit is a setting of the whole program.
        usual = csv.field_size_limit(max(csv.field_size_limit(), len(text)))
        try:
            row = next(reader, None)
        except csv.Error as fault:
            said = {"end of data": "quote_open", "expected after": "quote"}
            code = next((code for part, code in said.items() if part in str(fault)), "row")
            raise PbFault(code, (name, begun)) from None
        finally:
            csv.field_size_limit(usual)
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
        _uneven_fault(row, len(columns), (name, line), section)
        for line, row in islice((one for one in rest if _uneven(one[1], len(columns))), MOST_UNEVEN)
    ]
    if uneven:
        uneven[0].others = tuple(uneven[1:])
        raise uneven[0]
    kept = [row[: len(columns)] for _, row in rest]
    return Table(columns, tuple(kept), tuple(line for line, _ in rest), head)


def _uneven(row: tuple[str, ...], fields: int) -> bool:
    return len(row) < fields or any(row[fields:])


def _uneven_fault(row: tuple[str, ...], fields: int, at: tuple[str, int], section: str) -> PbFault:
    for sign in ("；", "\t"):
        if len(row) < fields and any(sign in cell for cell in row):
            return separated_by(sign, *at)
    return PbFault("fields", at, str(fields), section=section, got=len(row))


def _meta(table: Table, name: str) -> dict[str, str]:
    meta: dict[str, str] = {}
    for line, key, value in zip(table.lines, table.column("key"), table.column("value"), strict=True):
        if key in meta:
            raise PbFault("key_twice", (name, line), key=key)
        meta[key] = value
    return meta
