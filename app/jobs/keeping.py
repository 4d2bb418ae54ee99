"""Finished runs and comparisons as bytes and back: JSON for what they say, Parquet for their tables, nothing to run.

Reading can only ever build the classes named here out of plain values. A file that somebody else put into the data
folder may therefore be wrong, but it cannot act.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any

FORMAT = 2
KINDS = {
    "Run": "...model.observation.record",
    "Happened": "...model.events.tables",
    "Finding": ".result",
    "Attributed": ".whys",
    "Comparison": "...experiments.comparing.compare",
    "Accounts": ".accounts",
    "MatterHistory": "...experiments.reports.matter",
    "Attempt": "...experiments.reports.matter",
    "Ballot": "...model.events.matters",
    "Opinion": "...model.events.matters",
    "Everyday": "...experiments.reports.matter",
    "Step": "...experiments.reports.story",
    "Seen": "...experiments.mapping.living",
    "Mapped": "...experiments.mapping.figures",
    "Summary": "...experiments.runs.task",
    "Studied": "...experiments.studies.shelf",
    "Followed": "...experiments.runs.following",
    "Lives": ".lives",
}
"""Classes that may be kept -> the module they live in."""


class NotKept(TypeError):
    """Something that has no place in what is kept."""


class Unreadable(ValueError):
    """These bytes are not something that was kept by this version."""


def as_bytes(thing: Any) -> bytes:
    """A thing of the kinds above, or of plain values, as one small archive.

    Raises:
        NotKept: It holds something of another kind.
    """
    tables: list[Any] = []
    values = {"format": FORMAT, "thing": _plain(thing, tables)}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
        archive.writestr("thing.json", text, zipfile.ZIP_DEFLATED, 1)
        for number, table in enumerate(tables):
            archive.writestr(f"{number}.parquet", _table_bytes(table))
    return buffer.getvalue()


def from_bytes(content: bytes) -> Any:
    """What `as_bytes` was given.

    Raises:
        Unreadable: These bytes are torn, foreign, or of another version.
        MemoryError, OSError, ImportError: This machine could not read them now; the bytes may be good.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found = json.loads(archive.read("thing.json"))
            if found["format"] != FORMAT:
                raise Unreadable("another format")
            return _thing(found["thing"], archive)
    except (Unreadable, MemoryError, ImportError):
        raise
    except OSError as fault:
        if fault.errno is not None:  # the system says it; Arrow calls torn tables so as well, without a number
            raise
        raise Unreadable(str(fault)) from fault
    except Exception as fault:  # whatever a foreign file makes the libraries say
        raise Unreadable(str(fault)) from fault


def _plain(thing: Any, tables: list[Any]) -> Any:
    """Plain values for JSON; whatever is no text, number or truth value becomes a list that begins with its kind."""
    if thing is None or isinstance(thing, (str, bool)):
        return thing
    if isinstance(thing, float):
        return float(thing)
    if isinstance(thing, int):
        return int(thing)
    if isinstance(thing, dt.date) and not isinstance(thing, dt.datetime):
        return ["date", thing.isoformat()]
    if isinstance(thing, (tuple, list)):
        return [type(thing).__name__, *(_plain(one, tables) for one in thing)]
    if isinstance(thing, Mapping):
        return ["map", *([_plain(key, tables), _plain(value, tables)] for key, value in thing.items())]
    name = type(thing).__name__
    if name == "DataFrame":
        tables.append(thing)
        return ["table", len(tables) - 1, [str(kind) for kind in thing.dtypes]]
    if is_dataclass(thing) and name in KINDS and type(thing) is _kind(name):
        return ["kind", name, {one.name: _plain(getattr(thing, one.name), tables) for one in fields(thing)}]
    if hasattr(thing, "item") and getattr(thing, "ndim", 1) == 0:  # a number of numpy's
        return _plain(thing.item(), tables)
    raise NotKept(f"{type(thing).__module__}.{name} cannot be kept")


def _thing(plain: Any, archive: zipfile.ZipFile) -> Any:
    if not isinstance(plain, list):
        return plain
    kind, *rest = plain
    if kind == "date":
        return dt.date.fromisoformat(rest[0])
    if kind in ("tuple", "list"):
        inside = [_thing(one, archive) for one in rest]
        return tuple(inside) if kind == "tuple" else inside
    if kind == "map":
        return {_thing(key, archive): _thing(value, archive) for key, value in rest}
    if kind == "table":
        return _table(archive.read(f"{int(rest[0])}.parquet"), rest[1])
    if kind == "kind" and rest[0] in KINDS:
        return _kind(rest[0])(**{name: _thing(value, archive) for name, value in rest[1].items()})
    raise Unreadable(f"no such kind: {kind}")


@lru_cache(maxsize=len(KINDS))
def _kind(name: str) -> Any:
    return getattr(import_module(KINDS[name], __package__), name)


def _table_bytes(table: Any) -> Any:
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pandas(table), sink, compression="zstd")
    return sink.getvalue().to_pybytes()


def _table(content: bytes, kinds: list[str]) -> Any:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pq.ParquetFile(pa.BufferReader(content)).read().to_pandas()
    names = zip(table.columns, table.dtypes, kinds, strict=True)
    # Parquet knows no seconds, and pandas reads texts as texts even where they stood as plain objects.
    other = {name: then for name, now, then in names if str(now) != then and then.startswith(("object", "datetime64"))}
    return table.astype(other) if other else table
