"""Features of a GeoJSON file, a GeoPackage or a Shapefile: a geometry as GeoJSON writes it, and properties."""

from __future__ import annotations

import json
import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...scenarios.faults import InputFault
from ...scenarios.reading import decode
from .faults import ImportFault, in_file
from .optional import needed
from .sheets import content, plain
from .wkb import BrokenShape, geometry_of

ENDINGS = (".geojson", ".json", ".gpkg", ".shp")
ENVELOPES = (0, 32, 48, 48, 64)
"""Bytes of the box in the head of a geometry of a GeoPackage, by its kind."""


@dataclass(frozen=True)
class Feature:
    """One shape.

    Attributes:
        number: From 1, in the order of the file.
        geometry: As GeoJSON has it; None where there is none.
    """

    number: int
    geometry: Any
    properties: dict[str, str]


@dataclass(frozen=True)
class Shapes:
    """The features of a file, and the coordinate system it names."""

    file: str
    features: list[Feature]
    system: str | None


def shapes(path: str | Path, layer: str | None = None) -> Shapes:
    """Every feature of a file."""
    file, ending = str(path), Path(path).suffix.lower()
    if ending not in ENDINGS:
        raise ImportFault("shape_ending", in_file(file), ending=ending or "–", allowed=", ".join(ENDINGS))
    data = content(path)
    if ending == ".gpkg":
        found = _geopackage(file, data, layer)
    elif ending == ".shp":
        found = _shapefile(file)
    else:
        found = _geojson(file, data)
    if not found.features:
        raise ImportFault("no_features", in_file(file))
    return found


def _geojson(file: str, data: bytes) -> Shapes:
    try:
        document = json.loads(decode(data, file))
    except InputFault as fault:
        raise ImportFault(fault.code, (file, "row", fault.line) if fault.line else in_file(file)) from None
    except json.JSONDecodeError as fault:
        raise ImportFault("broken_json", (file, "row", fault.lineno)) from None
    except (RecursionError, ValueError):
        raise ImportFault("broken_json", (file, "row", 1)) from None
    if not isinstance(document, dict) or not isinstance(document.get("features"), list):
        kind = document.get("type") if isinstance(document, dict) else type(document).__name__
        raise ImportFault("no_collection", in_file(file), kind=str(kind))
    features = [_feature(file, number, one) for number, one in enumerate(document["features"], 1)]
    return Shapes(file, features, _named_system(document.get("crs"), file))


def _feature(file: str, number: int, one: Any) -> Feature:
    if not isinstance(one, dict) or not isinstance(one.get("properties") or {}, dict):
        raise ImportFault("no_feature", (file, "feature", number))
    properties = {str(key): plain(value) for key, value in (one.get("properties") or {}).items()}
    return Feature(number, one.get("geometry"), properties)


def _named_system(crs: Any, file: str) -> str:
    """RFC 7946 knows WGS 84 alone; files made before it, and by many programs since, name another."""
    if crs is None:
        return "EPSG:4326"
    name = (
        crs.get("properties", {}).get("name")
        if isinstance(crs, dict) and isinstance(crs.get("properties"), dict)
        else None
    )
    if not isinstance(name, str):
        raise ImportFault("unread_system", in_file(file))
    return name


def _shapefile(file: str) -> Shapes:
    shapefile = needed("shapefile", "pyshp")
    path = Path(file)
    parts = {ending: _beside(path, ending) for ending in (".dbf", ".shx", ".prj", ".cpg")}
    for ending in (".dbf", ".shx"):
        if parts[ending] is None:
            raise ImportFault("part_missing", in_file(file), part=path.stem + ending)
    prj = parts[".prj"].read_text(encoding="utf-8", errors="replace").strip() if parts[".prj"] else None
    for encoding in ("utf-8", "gb18030"):
        try:
            with shapefile.Reader(str(path), encoding=encoding) as reader:
                features = [
                    Feature(
                        number, one.shape.__geo_interface__, {key: plain(v) for key, v in one.record.as_dict().items()}
                    )
                    for number, one in enumerate(reader.iterShapeRecords(), 1)
                ]
            return Shapes(file, features, prj or None)
        except UnicodeDecodeError:
            continue
        except Exception:  # whatever a damaged file does to the library
            raise ImportFault("broken_shapefile", in_file(file)) from None
    raise ImportFault("encoding", in_file(file))


def _of_record(number: int, one: Any) -> Feature:
    geometry = None if one.shape.shapeType == 0 else one.shape.__geo_interface__
    return Feature(number, geometry, {key: plain(value) for key, value in one.record.as_dict().items()})


def _beside(path: Path, ending: str) -> Path | None:
    return next((one for one in (path.with_suffix(ending), path.with_suffix(ending.upper())) if one.is_file()), None)


def _geopackage(file: str, data: bytes, layer: str | None) -> Shapes:
    if not data.startswith(b"SQLite format 3\x00"):
        raise ImportFault("broken_geopackage", in_file(file))
    address = f"{Path(file).resolve().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as base:
            base.text_factory = lambda text: text.decode("utf-8", "replace")
            table, column, system = _layer(base, file, layer)
            return Shapes(file, list(_rows(base, file, table, column)), system)
    except sqlite3.Error:
        raise ImportFault("broken_geopackage", in_file(file)) from None


def _layer(base: sqlite3.Connection, file: str, wanted: str | None) -> tuple[str, str, str | None]:
    """The table of features, its column of shapes and its coordinate system."""
    found = base.execute(
        "SELECT c.table_name, c.column_name, s.organization, s.organization_coordsys_id FROM gpkg_geometry_columns c "
        "LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = c.srs_id ORDER BY c.table_name"
    ).fetchall()
    names = [str(row[0]) for row in found]
    if not found:
        raise ImportFault("no_features", in_file(file))
    if wanted is None and len(found) > 1:
        raise ImportFault("which_layer", in_file(file), allowed=", ".join(names))
    if wanted is not None and wanted not in names:
        raise ImportFault("no_layer", in_file(file), layer=wanted, allowed=", ".join(names))
    table, column, organisation, number = found[names.index(wanted) if wanted else 0]
    known = str(organisation).upper() == "EPSG" and isinstance(number, int) and number > 0
    return str(table), str(column), f"EPSG:{number}" if known else None


def _rows(base: sqlite3.Connection, file: str, table: str, column: str) -> Iterator[Feature]:
    quoted = '"' + table.replace('"', '""') + '"'
    cursor = base.execute(f"SELECT * FROM {quoted}")
    names = [one[0] for one in cursor.description]
    if column not in names:
        raise ImportFault("broken_geopackage", in_file(file))
    for number, row in enumerate(cursor, 1):
        values = dict(zip(names, row, strict=True))
        blob = values.pop(column)
        try:
            geometry = None if blob is None else geometry_of(_without_head(blob))
        except (BrokenShape, struct.error):
            raise ImportFault("broken_shape", (file, "feature", number)) from None
        yield Feature(number, geometry, {name: plain(value) for name, value in values.items()})


def _without_head(blob: Any) -> bytes:
    if not isinstance(blob, bytes) or blob[:2] != b"GP" or len(blob) < 13 or (blob[3] >> 1 & 7) >= len(ENVELOPES):
        raise BrokenShape
    return blob[8 + ENVELOPES[blob[3] >> 1 & 7] :]
