"""A ledger of months: how many requests were heard, settled and settled in time, by month, as offices publish them.

It comes as a CSV of months (`month`, and any of the figures below; several rows a month by `kind` are added up), or as
the list of single reports that `shapan estimate-heard` reads, of which the first reports are counted by month.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ...model.arrays import Floats
from ..ledgers.faults import Faults, LedgerFault
from ..ledgers.reading import HEADS as OF_REPORTS
from ..ledgers.reading import ORIGIN, read, rows_of, text_of

MONTH, KIND, HEARD, TIME_SHARE = "month", "kind", "heard", "on_time_share"
HEADS = {
    MONTH: ("month", "月份", "年月", "统计月份", "月"),
    KIND: ("kind", "type", "category", "类别", "类型", "诉求类别", "事项类别"),
    HEARD: ("heard", "requests", "requests_heard", "诉求量", "诉求数", "受理量", "受理数", "受理件数"),
    "met": ("met", "solved", "settled", "办结量", "办结数", "办结件数"),
    "met_on_time": ("met_on_time", "on_time", "按期办结量", "按期办结数", "按时办结量", "按时办结数"),
    "met_late": ("met_late", "late", "逾期办结量", "逾期办结数"),
    TIME_SHARE: ("on_time_share", "按期办结率", "按时办结率"),
    "requests_app": ("requests_app", "app", "手机应用", "小程序"),
    "requests_walk_in": ("requests_walk_in", "walk_in", "现场来访", "来访"),
    "requests_visit": ("requests_visit", "visit", "入户走访", "走访"),
    "requests_patrol": ("requests_patrol", "patrol", "巡查", "网格巡查"),
    "requests_steward": ("requests_steward", "steward", "社区管家"),
    "requests_sensor": ("requests_sensor", "sensor", "摄像头"),
    "requests_proactive": ("requests_proactive", "proactive", "数据主动匹配"),
}
"""Column -> what it may be called."""
FIGURES = tuple(name for name in HEADS if name not in (MONTH, KIND))
TOTALS = ("total", "all", "合计", "总计", "全部", "总数")
DATE = re.compile(r"(\d{4})(?:[-/.年]?)(\d{1,2})(?:月|[-/.月]\d{1,2}日?)?")
MONTHS = 12


@dataclass(frozen=True)
class Ledger:
    """What is known of some months.

    Attributes:
        months: Ascending; year × 12 + month − 1.
        values: Figure -> one value a month, not a number where it is missing; counts, and shares in [0, 1].
        kinds: Kinds whose rows were added up; none where there was one row a month.
        left_out: Names of columns that no run can be compared with.
        incomplete: Months that lack a kind which others have, and so are not counted.
    """

    months: tuple[int, ...]
    values: Mapping[str, Floats]
    kinds: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    incomplete: tuple[int, ...] = ()


def month_named(number: int) -> str:
    """A month as tables write it."""
    return f"{number // MONTHS:04d}-{number % MONTHS + 1:02d}"


def month_of(text: str) -> int | None:
    """The month of `2026-03`, `2026年3月`, `202603` or a date in it; None where it is none."""
    found = DATE.fullmatch(text.strip())
    if found is None or not 1 <= int(found[2]) <= MONTHS:
        return None
    return int(found[1]) * MONTHS + int(found[2]) - 1


def read_ledger(path: str | Path) -> Ledger:
    """The months of a file.

    Raises:
        LedgerFault: It cannot be read, or rows of it are wrong: the first such kind of fault, the others attached.
    """
    name = str(path)
    rows = rows_of(text_of(path), name)
    line, head = next(rows, (1, []))
    where, left_out = _columns(head, (name, line))
    if MONTH not in where and {"_".join(cell.strip().lower().split()) for cell in head} & set(OF_REPORTS["time"]):
        return _of_reports(name)
    if MONTH not in where:
        columns = ", ".join(cell.strip() for cell in head)
        raise LedgerFault("column_missing", (name, line), column=MONTH, names=" / ".join(HEADS[MONTH]), columns=columns)
    if not any(one in where for one in FIGURES):
        raise LedgerFault("no_figures", (name, line), known=", ".join(FIGURES))
    faults = Faults(name)
    kept = list(_read_rows(rows, where, len(head), faults))
    faults.tell()
    if not kept:
        raise LedgerFault("no_months", (name, None))
    return _of_rows(kept, tuple(one for one in FIGURES if one in where), left_out)


def _columns(head: Sequence[str], at: tuple[str, int]) -> tuple[dict[str, int], tuple[str, ...]]:
    """Where each known column stands, and the names of the others."""
    called = {name: column for column, names in HEADS.items() for name in names}
    where: dict[str, int] = {}
    others = []
    for place, cell in enumerate(head):
        column = called.get("_".join(cell.strip().lower().split()))
        if column in where:
            raise LedgerFault("column_twice", at, column=cell.strip())
        if column is None:
            others.append(cell.strip())
        else:
            where[column] = place
    return where, tuple(one for one in others if one)


Row = tuple[int, str, dict[str, float]]
"""Month, kind, figures."""


def _read_rows(
    rows: Iterator[tuple[int, list[str]]], where: Mapping[str, int], width: int, faults: Faults
) -> Iterator[Row]:
    """Rows that are in order; what is wrong is noted, the first fault of a row only."""
    seen: set[tuple[int, str]] = set()
    for line, row in rows:
        if not any(cell.strip() for cell in row):
            continue
        if len(row) > width or len(row) <= where[MONTH]:
            faults.note("fields", line, got=len(row), wanted=width)
            continue
        cells = {one: row[at].strip() if at < len(row) else "" for one, at in where.items()}
        month, kind = month_of(cells[MONTH]), cells.get(KIND, "")
        figures = {one: _figure(cells[one], one) for one in FIGURES if cells.get(one)}
        wrong = next((one for one, value in figures.items() if value is None), None)
        if month is None:
            faults.note("month", line, value=cells[MONTH])
        elif wrong is not None:
            phrase = "share" if wrong == TIME_SHARE else "count"
            faults.note(phrase, line, column=wrong, value=cells[wrong])
        elif (month, kind) in seen:
            faults.note("month_twice", line, month=month_named(month), kind=kind or "–")
        else:
            seen.add((month, kind))
            yield month, kind, {one: value for one, value in figures.items() if value is not None}


def _figure(text: str, name: str) -> float | None:
    """A count of nothing or more, or a share as 0.92 or 92 %; None where it is neither."""
    bare = text.replace(",", "").replace("，", "").replace("件", "").strip()
    per_cent = bare.endswith(("%", "％"))
    try:
        value = float(bare.rstrip("%％ ")) / (100.0 if per_cent else 1.0)
    except ValueError:
        return None
    most = 1.0 if name == TIME_SHARE else np.inf
    fits = np.isfinite(value) and 0.0 <= value <= most and (name == TIME_SHARE or not per_cent)
    return value if fits else None


def _of_rows(rows: Sequence[Row], figures: Sequence[str], left_out: tuple[str, ...]) -> Ledger:
    """Rows of a month as one: its total where one is stated, else all its kinds together."""
    by_month: dict[int, dict[str, dict[str, float]]] = {}
    for month, kind, values in rows:
        by_month.setdefault(month, {})[kind] = values
    stated = {kind for _, kind, _ in rows if kind.casefold() in TOTALS}
    kinds = tuple(dict.fromkeys(kind for _, kind, _ in rows if kind not in stated))
    totals = {month: next((found[one] for one in found if one in stated), None) for month, found in by_month.items()}
    whole = [month for month in sorted(by_month) if totals[month] is not None or set(kinds) <= set(by_month[month])]
    columns: dict[str, Floats] = {
        name: np.array([_together(totals[month], by_month[month].values(), name) for month in whole])
        for name in figures
    }
    known = {name: column for name, column in columns.items() if np.isfinite(column).any()}
    missing = tuple(month for month in sorted(by_month) if month not in whole)
    return Ledger(tuple(whole), known, kinds if len(kinds) > 1 else (), left_out, missing)


def _together(total: Mapping[str, float] | None, kinds: Iterable[Mapping[str, float]], name: str) -> float:
    if total is not None:
        return total.get(name, np.nan)
    rows = list(kinds)
    if name == TIME_SHARE:  # shares of kinds do not add up
        return float(rows[0].get(name, np.nan)) if len(rows) == 1 else np.nan
    return float(sum(one.get(name, np.nan) for one in rows))


def _of_reports(name: str) -> Ledger:
    """First reports by month, of the months between the first and the last, which are seldom whole."""
    days = [ORIGIN + dt.timedelta(days=one.time) for one in read(name) if not one.duplicate_of]
    numbers = np.array([day.year * MONTHS + day.month - 1 for day in days])
    inner = range(int(numbers.min()) + 1, int(numbers.max()))
    if not inner:
        raise LedgerFault("no_whole_month", (name, None))
    counts = np.array([float((numbers == one).sum()) for one in inner])
    return Ledger(tuple(inner), {HEARD: counts})
