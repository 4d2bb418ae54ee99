"""A study for other programs: CSV that Excel opens, one workbook, or the table that NetLogo's BehaviorSpace writes."""

from __future__ import annotations

import csv
import datetime as dt
import math
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from ..runs.refusing import Refused
from ..runs.whole_file import whole_file
from .opening import DESIGN, RUNS, open_study
from .tables import read_parquet

FORMATS = ("csv", "xlsx", "behaviorspace")
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384  # of a sheet
ROWS_AT_ONCE = 10_000
LINES_BEFORE = 6
"""Lines before the heads of a BehaviorSpace table; its readers skip them."""


def export(folder: str | Path, to: str, out: str | Path | None = None) -> list[Path]:
    """Write a study for another program.

    Args:
        to: One of `FORMATS`.
        out: A folder for `csv`, a file otherwise; beside the tables if None.

    Returns:
        What was written.

    Raises:
        Refused: A table is damaged or missing, is too long for a sheet, or nothing can be written there.
    """
    where, record = open_study(folder)
    tables = tables_of(where)
    write: dict[str, Callable[..., list[Path]]] = {"csv": _csv, "xlsx": _xlsx, "behaviorspace": _behaviorspace}
    usual = {"csv": where / "csv", "xlsx": where / "study.xlsx", "behaviorspace": where / "behaviorspace.csv"}
    try:
        return write[to](Path(out) if out is not None else usual[to], tables, record)
    except OSError as fault:
        raise Refused("refused.export", path=out or usual[to], why=fault.strerror or str(fault)) from fault


def tables_of(folder: Path) -> dict[str, pa.Table]:
    """Every table of a folder by its name, the runs first.

    Raises:
        Refused: There are no runs, or a table is damaged.
    """
    if not (folder / RUNS).is_file():
        raise Refused("refused.no_tables", path=folder)
    names = [RUNS, DESIGN, *sorted(path.name for path in folder.glob("*.parquet") if path.name not in (RUNS, DESIGN))]
    return {name.removesuffix(".parquet"): read_parquet(folder / name) for name in names if (folder / name).is_file()}


def _csv(out: Path, tables: dict[str, pa.Table], _: Any) -> list[Path]:
    out.mkdir(parents=True, exist_ok=True)
    found = []
    for name, table in tables.items():
        path = out / f"{name}.csv"
        write_csv(path, table)
        found.append(path)
    return found


def write_csv(path: Path, table: pa.Table, before: Iterable[list[Any]] = ()) -> None:
    """UTF-8; with a byte-order mark where nothing stands before the heads, so that Excel shows Chinese.

    Figures are as Python writes them, to the last bit.
    """
    encoding = "utf-8" if before else "utf-8-sig"
    with whole_file(path) as rough, rough.open("w", encoding=encoding, newline="") as lines:
        rows = csv.writer(lines, lineterminator="\r\n")
        rows.writerows(before)
        rows.writerow(table.column_names)
        for some in table.to_batches(max_chunksize=ROWS_AT_ONCE):
            columns = [column.to_pylist() for column in some.columns]
            rows.writerows(zip(*columns, strict=True))


def _xlsx(out: Path, tables: dict[str, pa.Table], _: Any) -> list[Path]:
    import xlsxwriter

    for name, table in tables.items():
        if len(table) >= MOST_ROWS or len(table.column_names) > MOST_COLUMNS:
            values = {"rows": f"{len(table):,}", "columns": f"{len(table.column_names):,}"}
            raise Refused("refused.sheet", table=name, **values)
    how = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with whole_file(out) as rough:
        book = xlsxwriter.Workbook(str(rough), {**how, "default_date_format": "yyyy-mm-dd"})
        try:
            for name, table in tables.items():
                _sheet(book.add_worksheet(name[:31]), table)
            book.close()
        except xlsxwriter.exceptions.FileCreateError as fault:
            raise OSError(str(fault)) from fault
    return [out]


def _sheet(sheet: Any, table: pa.Table) -> None:
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, table.column_names)
    line = 0
    for some in table.to_batches(max_chunksize=ROWS_AT_ONCE):
        for row in zip(*(column.to_pylist() for column in some.columns), strict=True):
            line += 1
            for place, value in enumerate(row):
                if value is not None and not (isinstance(value, float) and not math.isfinite(value)):
                    sheet.write(line, place, value)


def _behaviorspace(out: Path, tables: dict[str, pa.Table], record: Any) -> list[Path]:
    """One row a run: its number, what was varied, the step it ended at, then the outcomes named before the runs.

    The six lines before the heads are those of NetLogo's table format 2.0, whose readers skip them.
    """
    if "design" not in tables:
        raise Refused("refused.damaged", path=DESIGN, why="missing")
    runs, design = tables["runs"], tables["design"]
    varied = [name for name in design.column_names if "." in name and name in runs.column_names]
    outcomes = [name for name in record["outcomes"] if name in runs.column_names]
    kept = runs.filter(pc.equal(runs["stage"], "done"))
    heads = {"[run number]": pa.array([number + 1 for number in kept["run"].to_pylist()], pa.int64())}
    heads |= {"scenario": kept["scenario"], "seed": kept["seed"]}
    heads |= {name: kept[name] for name in varied} | {"[step]": kept["days"]}
    heads |= {name: kept[name] for name in outcomes}
    ended = dt.datetime.fromisoformat(str(record["end"])).strftime("%m/%d/%Y %H:%M:%S:000 +0000")
    before: list[list[Any]] = [["BehaviorSpace results (Shapan)", "Table version 2.0"], ["shapan"]]
    before += [[record["study"]["id"]], [ended], ["min-pxcor", "max-pxcor", "min-pycor", "max-pycor"], [0, 0, 0, 0]]
    assert len(before) == LINES_BEFORE
    out.parent.mkdir(parents=True, exist_ok=True)
    write_csv(out, pa.table(heads), before)
    return [out]
