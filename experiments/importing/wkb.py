"""Polygons in well-known binary, as a GeoPackage keeps them (OGC 06-103r4, ISO 13249)."""

from __future__ import annotations

import struct
from typing import Any

import numpy as np

POLYGON, MULTIPOLYGON = 3, 6
MOST_PARTS = 10_000_000
OTHERS = {1: "Point", 2: "LineString", 4: "MultiPoint", 5: "MultiLineString", 7: "GeometryCollection"}


class BrokenShape(ValueError):
    """Bytes that end too early or are no geometry."""


def geometry_of(data: bytes) -> dict[str, Any]:
    """A geometry as GeoJSON has it; of other kinds than polygons the kind alone."""
    geometry, end = _geometry(data, 0)
    if end > len(data):
        raise BrokenShape
    return geometry


def _geometry(data: bytes, start: int) -> tuple[dict[str, Any], int]:
    if start >= len(data) or data[start] not in (0, 1):
        raise BrokenShape
    order = "<" if data[start] else ">"
    (number,) = struct.unpack_from(f"{order}I", data, start + 1)
    wide = 2 + (number // 1000 in (1, 2)) + 2 * (number // 1000 == 3) + (number >> 31) + (number >> 30 & 1)
    kind = (number & 0x0FFFFFFF) % 1000
    if kind == POLYGON:
        rings, end = _rings(data, start + 5, order, wide)
        return {"type": "Polygon", "coordinates": rings}, end
    if kind == MULTIPOLYGON:
        return _several(data, start + 5, order)
    if kind in OTHERS:
        return {"type": OTHERS[kind]}, start + 5
    raise BrokenShape


def _several(data: bytes, start: int, order: str) -> tuple[dict[str, Any], int]:
    count, end = _count(data, start, order)
    polygons = []
    for _ in range(count):
        one, end = _geometry(data, end)
        if one["type"] != "Polygon":
            raise BrokenShape
        polygons.append(one["coordinates"])
    return {"type": "MultiPolygon", "coordinates": polygons}, end


def _rings(data: bytes, start: int, order: str, wide: int) -> tuple[list[Any], int]:
    count, end = _count(data, start, order)
    rings = []
    for _ in range(count):
        points, end = _count(data, end, order)
        size = points * wide * 8
        if end + size > len(data):
            raise BrokenShape
        values = np.frombuffer(data, f"{order}f8", points * wide, end).reshape(points, wide)
        rings.append(values[:, :2].tolist())
        end += size
    return rings, end


def _count(data: bytes, start: int, order: str) -> tuple[int, int]:
    (count,) = struct.unpack_from(f"{order}I", data, start)
    if count > MOST_PARTS:
        raise BrokenShape
    return int(count), start + 4
