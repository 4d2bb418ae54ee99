"""Tables as an office keeps them: CSV in UTF-8 or GB18030, or the sheets of a workbook, as rows of plain text."""

from __future__ import annotations

import csv
import datetime as dt
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...scenarios.faults import InputFault
from ...scenarios.reading import NotRegular, decode, regular_bytes
from .faults import ImportFault, Where, in_file

MOST_BYTES = 300_000_000
MOST_ROWS = 3_000_000
SEPARATORS = (",", ";", "\t", "，")
TABLES = (".csv", ".txt", ".tsv")
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
Range = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Sheet:
    """One table as text.

    Attributes:
        name: Name of the sheet; nothing for a CSV file.
        rows: (row as the office counts it, cells), empty rows left out.
        merged: Joined cells: (first row, first column), (last row, last column), rows as the office counts them.
    """

    file: str
    name: str
    rows: list[tuple[int, list[str]]]
    merged: tuple[Range, ...] = ()

    def at(self, row: int) -> Where:
        """Where a row stands, for a fault."""
        return self.file, self.name or "row", row

    def spread(self, last: int) -> list[tuple[int, list[str]]]:
        """The rows with every joined cell written in each of its cells, as far as row `last`."""
        rows = {row: list(cells) for row, cells in self.rows}
        for (top, left), (bottom, right) in self.merged:
            text = rows.get(top, [])[left : left + 1]
            for row in range(top, min(bottom, last) + 1):
                cells = rows.setdefault(row, [])
                cells += [""] * (right + 1 - len(cells))
                cells[left : right + 1] = (text or [""]) * (right + 1 - left)
        return sorted(rows.items())


def content(path: str | Path) -> bytes:
    """The bytes of a file, or the fault that there are none."""
    at = in_file(str(path))
    try:
        data = regular_bytes(path, MOST_BYTES + 1)
    except (OSError, ValueError) as fault:
        kinds = {IsADirectoryError: "folder", FileNotFoundError: "missing", NotRegular: "not_regular"}
        kind = "missing" if isinstance(fault, ValueError) else kinds.get(type(fault), "unreadable")
        raise ImportFault(kind, at) from None
    if not data.strip():
        raise ImportFault("empty", at)
    if len(data) > MOST_BYTES:
        raise ImportFault("too_large", at, mb=MOST_BYTES // 10**6)
    return data


def sheets(path: str | Path) -> list[Sheet]:
    """Every table of a file."""
    ending = Path(path).suffix.lower()
    if ending not in TABLES + WORKBOOKS:
        raise ImportFault("ending", in_file(str(path)), ending=ending or "–", allowed=", ".join(TABLES + WORKBOOKS))
    data = content(path)
    found = [_table(data, str(path))] if ending in TABLES else list(_workbook(data, str(path)))
    found = [one for one in found if one.rows]
    if not found:
        raise ImportFault("no_rows", in_file(str(path)))
    return found


def plain(value: Any) -> str:
    """A cell as text: full-width letters made ordinary, whole numbers without a point, days as 2026-01-31."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return unicodedata.normalize("NFKC", str(value)).strip()


def _table(data: bytes, file: str) -> Sheet:
    try:
        text = decode(data, file).replace("\r", "\n")
    except InputFault as fault:  # no text, or in no known letters
        at = (file, "row", fault.line) if fault.line else in_file(file)
        raise ImportFault(fault.code, at) from None
    first = next((line for line in text.splitlines() if line.strip()), "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(SEPARATORS, key=first.count), strict=True)
    return Sheet(file, "", list(_lines(reader, file)))


def _lines(reader: Any, file: str) -> Iterator[tuple[int, list[str]]]:
    before = 0
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield before + 1, [plain(cell) for cell in row]
            before = reader.line_num
    except csv.Error:
        raise ImportFault("broken_csv", (file, "row", before + 1)) from None


def _workbook(data: bytes, file: str) -> Iterator[Sheet]:
    from .optional import needed

    calamine = needed("python_calamine", "python-calamine")
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            cells = sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS)
            texts = ([plain(value) for value in row] for row in cells)
            rows = [(number, row) for number, row in enumerate(texts, 1) if any(row)]
            ranges = tuple(((a + 1, b), (c + 1, d)) for (a, b), (c, d) in sheet.merged_cell_ranges or ())
            yield Sheet(file, plain(name), rows, ranges)
    except calamine.PasswordError:
        raise ImportFault("locked_book", in_file(file)) from None
    except (calamine.CalamineError, calamine.XmlError, calamine.ZipError, calamine.WorksheetNotFound, ValueError):
        raise ImportFault("broken_book", in_file(file)) from None
