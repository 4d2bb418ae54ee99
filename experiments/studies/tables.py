"""Tables of a study: rows of one or many runs as columns that agree in type, each file whole or not there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ..runs.manifest import MOST_WHY
from ..runs.refusing import Refused
from ..runs.whole_file import whole_file

KINDS = {
    "run": pa.int32(),
    "point": pa.int32(),
    "draw": pa.int32(),
    "replication": pa.int32(),
    "seed": pa.int64(),
    "error": pa.string(),
}


def table_of(rows: list[dict[str, Any]]) -> pa.Table:
    """Rows as a table; a column that no row knows is left out, numbers of one column share a type."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    columns = {name: _column(name, [row.get(name) for row in rows]) for name in names}
    return pa.table({name: column for name, column in columns.items() if not pa.types.is_null(column.type)})


def _column(name: str, values: list[Any]) -> pa.Array:
    known = {type(value) for value in values if value is not None}
    if name in KINDS:
        return pa.array(values, KINDS[name])
    if known == {int, float}:
        return pa.array([None if value is None else float(value) for value in values], pa.float64())
    if len(known) > 1:
        return pa.array([None if value is None else str(value) for value in values], pa.string())
    return pa.array(values)


def write_table(path: Path, table: pa.Table) -> None:
    """One Parquet file, whole or not at all."""
    with whole_file(path) as rough:
        pq.write_table(table, rough, compression="zstd")


def concat(pieces: list[pa.Table]) -> pa.Table:
    """Tables below each other; what one of them lacks is null there, and those without rows name no columns."""
    return pa.concat_tables([one for one in pieces if len(one)] or pieces[:1], promote_options="permissive")


def read_parquet(path: Path) -> pa.Table:
    """One table.

    Raises:
        Refused: It is damaged or is not there; says which file.
    """
    try:
        return pq.read_table(path, partitioning=None)
    except (OSError, pa.ArrowException) as fault:
        why = "missing" if not path.exists() else str(fault).splitlines()[0][:MOST_WHY]
        raise Refused("refused.damaged", path=path, why=why) from fault
