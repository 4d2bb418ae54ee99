"""A ledger of reports as an office keeps it: a CSV file, one row a report, Chinese or English column names."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from ...scenarios.faults import InputFault
from ...scenarios.reading import NotRegular, decode, regular_bytes
from .faults import Faults, LedgerFault

MOST_BYTES = 200_000_000
SEPARATORS = (",", ";", "\t", "，")
HEADS = {
    "time": ("time", "reported", "date", "时间", "上报时间", "报告时间", "受理时间", "登记时间", "反映时间"),
    "grid": ("grid", "area", "网格", "网格编号", "网格名称", "片区", "社区"),
    "x": ("x", "lon", "longitude", "经度", "横坐标"),
    "y": ("y", "lat", "latitude", "纬度", "纵坐标"),
    "kind": ("kind", "type", "category", "类别", "类型", "事项类别", "诉求类别", "问题类别"),
    "duplicate_of": ("duplicate_of", "重复于", "重复工单", "原工单", "原工单编号", "关联工单", "首次工单编号"),
    "id": ("id", "编号", "工单编号", "工单号"),
    "closed": ("closed", "办结时间", "结案时间", "关闭时间"),
    "reporter": ("reporter", "上报人", "报告人", "反映人", "来电人", "诉求人"),
}
"""Column -> what it may be called."""
ALWAYS = ("time", "kind", "duplicate_of")
LAST_OF_A_DAY = 1.0 - 1.0 / 86_400.0
"""When a day ends, as a clock tells it: its last second, in days."""
CELL = {"degrees": 0.01, "metres": 1000.0}
"""Side of the squares into which points are put; a hundredth of a degree is about a kilometre."""
DATE = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:[ T]+(\d{1,2})[:：时](\d{1,2})(?:[:：分](\d{1,2})(?:\.\d+)?)?[秒分]?)?"
)
ORIGIN = dt.datetime(1970, 1, 1)


@dataclass(frozen=True)
class Report:
    """One row that is in order.

    Attributes:
        line: Line of the file.
        time: Days since 1970.
        area: Grid, or the square of a point.
        closed: When the incident was closed, in days since 1970; None where it is open. A date alone means the end of
            that day where reports have clocks.
        names: How other rows name this one: its id, or its line where the file has no ids.
        duplicate_of: The row it repeats, or nothing.
        reporter: Who reported, or nothing.
    """

    line: int
    time: float
    area: str
    kind: str
    closed: float | None
    names: str
    duplicate_of: str
    reporter: str


def read(path: str | Path) -> list[Report]:
    """Every report of a file.

    Raises:
        LedgerFault: It cannot be read, or rows of it are wrong: the first such kind of fault, the others attached.
    """
    name = str(path)
    rows = rows_of(text_of(path), name)
    head_line, head = next(rows, (1, []))
    where = _columns(head, (name, head_line))
    reports, dated, faults = [], set(), Faults(name)
    for line, row in rows:
        if not any(cell.strip() for cell in row):
            continue
        if len(row) > len(head) or len(row) <= max(where[one] for one in ALWAYS):
            faults.note("fields", line, got=len(row), wanted=len(head))
            continue
        cells = {one: row[at].strip() if at < len(row) else "" for one, at in where.items()}
        report = _report(cells, line, faults)
        if report is not None:
            reports.append(report)
            if _is_date(cells.get("closed", "")):
                dated.add(line)
    faults.tell()
    if not reports:
        raise LedgerFault("no_rows", (name, None))
    if all(one.time.is_integer() for one in reports):
        return reports
    return [_to_the_end(one) if one.line in dated else one for one in reports]


def _to_the_end(report: Report) -> Report:
    """The same report, closed at the end of the day."""
    return report if report.closed is None else replace(report, closed=report.closed + LAST_OF_A_DAY)


def text_of(path: str | Path) -> str:
    """The letters of a file.

    Raises:
        LedgerFault: It is not there, no file, too large, or no text.
    """
    name = str(path)
    try:
        content = regular_bytes(path, MOST_BYTES + 1)
    except (OSError, ValueError) as fault:
        kinds = {IsADirectoryError: "folder", FileNotFoundError: "missing", NotRegular: "not_regular"}
        kind = "missing" if isinstance(fault, ValueError) else kinds.get(type(fault), "unreadable")
        raise LedgerFault(kind, (name, None)) from None
    if len(content) > MOST_BYTES:
        raise LedgerFault("too_large", (name, None), mb=MOST_BYTES // 10**6)
    try:
        return decode(content, name).replace("\r", "\n")
    except InputFault as fault:  # nothing in it, no text, or in no known letters
        raise LedgerFault(fault.code, (name, fault.line)) from None


def rows_of(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Rows of a table, (line on which one begins, its cells); the separator is what the first line has most of."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    sign = max(SEPARATORS, key=first.count)
    reader, before = csv.reader(io.StringIO(text, newline=""), delimiter=sign), 0
    try:
        for row in reader:
            if row or before:
                yield before + 1, row
            before = reader.line_num
    except csv.Error:
        raise LedgerFault("broken", (name, reader.line_num)) from None


def _columns(head: list[str], at: tuple[str, int]) -> dict[str, int]:
    """Where each known column stands."""
    called = {name: column for column, names in HEADS.items() for name in names}
    where: dict[str, int] = {}
    for place, cell in enumerate(head):
        column = called.get("_".join(cell.strip().lower().split()))
        if column in where:
            raise LedgerFault("column_twice", at, column=cell.strip())
        if column is not None:
            where[column] = place
    for column in ALWAYS:
        if column not in where:
            raise _missing(column, head, at)
    if "grid" not in where and not {"x", "y"} <= set(where):
        raise LedgerFault("place_missing", at, columns=", ".join(cell.strip() for cell in head))
    return where


def _missing(column: str, head: list[str], at: tuple[str, int]) -> LedgerFault:
    near = get_close_matches(column, [cell.strip().lower() for cell in head], 1, 0.6)
    code = "column_nearest" if near else "column_missing"
    names, columns = " / ".join(HEADS[column]), ", ".join(cell.strip() for cell in head)
    return LedgerFault(code, at, column=column, names=names, columns=columns, nearest="".join(near))


def _report(cells: dict[str, str], line: int, faults: Faults) -> Report | None:
    """One row as a report; what is wrong is noted, the first fault of a row only."""
    time, closed, area = moment(cells["time"]), cells.get("closed", ""), _area(cells)
    ended = moment(closed) if closed else None
    if time is None:
        faults.note("time", line, value=cells["time"])
    elif closed and ended is None:
        faults.note("closed", line, value=closed)
    elif ended is not None and ended < (time // 1.0 if _is_date(closed) else time):
        faults.note("closed_early", line, value=closed)
    elif not cells["kind"]:
        faults.note("kind", line)
    elif area is None:
        faults.note("point", line, x=cells.get("x", ""), y=cells.get("y", ""))
    elif not area:
        faults.note("grid", line)
    elif "id" in cells and not cells["id"]:
        faults.note("id", line)
    else:
        return Report(
            line,
            time,
            area,
            cells["kind"],
            closed=ended,
            names=cells.get("id", str(line)),
            duplicate_of=cells["duplicate_of"],
            reporter=cells.get("reporter", ""),
        )
    return None


def moment(text: str) -> float | None:
    """Days since 1970 of a date as people write it, with a clock or without; None where it is none."""
    found = DATE.fullmatch(text)
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        value = dt.datetime(year, month, day, hour, minute, second)
    except ValueError:
        return None
    return (value - ORIGIN) / dt.timedelta(days=1)


def _is_date(text: str) -> bool:
    """Whether it is a date without a clock."""
    found = DATE.fullmatch(text)
    return found is not None and found[4] is None


def _area(cells: dict[str, str]) -> str | None:
    """Grid, else the lower left corner of the square of a point; nothing where the grid is left empty."""
    if "grid" in cells:
        return cells["grid"]
    try:
        x, y = float(cells["x"]), float(cells["y"])
        side = CELL["degrees" if abs(x) <= 180.0 and abs(y) <= 90.0 else "metres"]
        return ", ".join(f"{int(part // side) * side:.10g}" for part in (x, y))
    except (ValueError, OverflowError):
        return None
