"""Outlines of communities or cells: checked, brought to longitude and latitude, and measured on the ellipsoid."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...model.arrays import Floats
from .communities import nearest_community
from .faults import Faults, ImportFault, Where
from .heads import COMMUNITIES, tidy
from .optional import needed
from .shapes import Feature, Shapes
from .systems import CHINA, SHIFTED, System, check_area_of_use, system_of, to_degrees

NAME_KEYS = {*map(tidy, COMMUNITIES["community"].split()), "name", "名称", "社区名", "community_name"}
LEAST_KM2 = 1e-6
BLOCK = 512
FARTHEST = 1e9
"""No system of coordinates has larger numbers (m)."""
SERVICES = {"adcode", "childrennum", "subfeatureindex", "acroutes", "citycode", "telecode"}
"""Properties that the outlines of a map service carry."""
WORDS = {
    "BD-09": ("bd09", "bd-09", "baidu", "百度"),
    "GCJ-02": ("gcj", "amap", "gaode", "高德", "tencent", "腾讯", "datav"),
}
DECIMALS_OF_SERVICES = 6


@dataclass(frozen=True)
class Outlines:
    """The land of communities.

    Attributes:
        area_km2: Community -> the area of its features.
        cells: Whether a community has several features: then they are cells, and their land is built on.
        suspected: A shifted system that the coordinates may be in although nobody said so, and why; else nothing.
    """

    shapes: Shapes
    system: System
    area_km2: dict[str, float]
    cells: bool
    suspected: tuple[str, str] | None
    abroad: bool

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.area_km2)


def outlines(found: Shapes, named: str | None) -> Outlines:
    """Features as the land of communities, in the system they name or were told to be in."""
    known = system_of(named, found.system, found.file)
    key = _name_key(found)
    faults, areas, spots = Faults(), dict[str, float](), list[Floats]()
    count: dict[str, int] = {}
    seen: dict[bytes, int] = {}
    land: dict[int, Floats] = {}
    for feature in found.features:
        at: Where = (found.file, "feature", feature.number)
        name = feature.properties.get(key, "")
        if not name:
            faults.note("feature_unnamed", at, column=key)
            continue
        rings = _checked(feature, at, faults)
        if not rings:
            continue
        first = seen.setdefault(np.concatenate([ring for ring, _ in rings]).tobytes(), feature.number)
        if first != feature.number:
            faults.note("feature_twice", at, first=first)
        _check_range(rings, known, at)
        turned = [(to_degrees(ring, known), sign) for ring, sign in rings]
        areas[name] = areas.get(name, 0.0) + _area(turned, at)
        count[name] = count.get(name, 0) + 1
        spots += [ring for ring, sign in turned if sign > 0]
        land[feature.number] = np.concatenate([np.stack([ring[:-1], ring[1:]], axis=1) for ring, _ in turned])
    _note_overlaps(land, found.file, faults)
    faults.tell()
    middle = np.concatenate(spots)
    check_area_of_use(middle, known, (found.file, "feature", found.features[0].number))
    abroad = not all(low <= one <= high for one, (low, high) in zip(middle.mean(axis=0), CHINA, strict=True))
    suspected = None if abroad or known.name in SHIFTED or not known.degrees else _suspected(found)
    return Outlines(
        shapes=found,
        system=known,
        area_km2=areas,
        cells=max(count.values()) > 1,
        suspected=suspected,
        abroad=abroad,
    )


def _note_overlaps(land: dict[int, Floats], file: str, faults: Faults) -> None:
    """Features whose middle lies in another: their land would count twice. `land` has sides, shape (sides, 2, 2)."""
    numbers = np.array(list(land))
    low = np.array([sides.min(axis=(0, 1)) for sides in land.values()])
    high = np.array([sides.max(axis=(0, 1)) for sides in land.values()])
    for number, sides in land.items():
        middle = sides[:, 0].mean(axis=0)
        if not _holds(sides, middle):
            continue
        near = numbers[((low < middle) & (middle < high)).all(axis=1)].tolist()
        other = next((one for one in near if one != number and _holds(land[one], middle)), None)
        if other is not None:
            faults.note("overlaps", (file, "feature", number), other=other)


def _holds(sides: Floats, point: Floats) -> bool:
    """Whether a point is inside: a line to the east crosses an odd number of sides."""
    (x0, y0), (x1, y1) = sides[:, 0].T, sides[:, 1].T
    across = (y0 > point[1]) != (y1 > point[1])
    slope = np.divide(x1 - x0, y1 - y0, out=np.zeros_like(x0), where=across)
    return bool(np.count_nonzero(across & (point[0] < x0 + (point[1] - y0) * slope)) % 2)


def check_names(land: Outlines, names: tuple[str, ...]) -> None:
    """Outlines and tables speak of the same communities."""
    faults = Faults()
    for number, name in enumerate(land.names, 1):
        if name not in names:
            at = (land.shapes.file, "feature", number)
            faults.note("feature_unknown", at, community=name, nearest=nearest_community(name, names))
    for name in names:
        if name not in land.area_km2:
            near = nearest_community(name, land.names)
            faults.note("no_outline", (land.shapes.file, "file", 0), community=name, nearest=near)
    faults.tell()


def _name_key(found: Shapes) -> str:
    keys = dict.fromkeys(key for feature in found.features for key in feature.properties)
    named = [key for key in keys if tidy(key) in NAME_KEYS]
    named.sort(key=lambda key: "社区" not in key and "community" not in key.lower())
    if not named:
        raise ImportFault("no_name_key", (found.file, "feature", 1), keys=", ".join(keys) or "–")
    return named[0]


def _checked(feature: Feature, at: Where, faults: Faults) -> list[tuple[Floats, int]]:
    """Rings of a feature with 1 for an outline and −1 for a hole; none, with a fault noted, where it has no land."""
    geometry = feature.geometry
    if not isinstance(geometry, dict) or not geometry:
        faults.note("no_shape", at)
        return []
    if geometry.get("type") not in ("Polygon", "MultiPolygon"):
        faults.note("not_polygon", at, kind=str(geometry.get("type")))
        return []
    parts = geometry.get("coordinates")
    polygons = parts if geometry["type"] == "MultiPolygon" else [parts]
    rings = []
    try:
        for polygon in polygons:  # type: ignore[union-attr]
            for place, points in enumerate(polygon):
                rings.append((_ring(points), -1 if place else 1))
    except (TypeError, ValueError, IndexError):
        faults.note("broken_shape", at)
        return []
    if not rings:
        faults.note("no_shape", at)
    for ring, _ in rings:
        if code := _wrong(ring):
            faults.note(code, at)
            return []
    return rings


def _ring(points: Any) -> Floats:
    values = np.array([[float(point[0]), float(point[1])] for point in points])
    return values.reshape(-1, 2)


def _wrong(ring: Floats) -> str:
    """What is wrong with a ring, or nothing."""
    if not np.isfinite(ring).all() or (np.abs(ring) > FARTHEST).any():
        return "not_finite"
    if len(ring) < 4:
        return "few_points"
    if (ring[0] != ring[-1]).any():
        return "not_closed"
    return "crosses_itself" if crosses_itself(ring) else ""


def crosses_itself(ring: Floats) -> bool:
    """Whether two sides of a closed ring cross."""
    points = ring[np.concatenate([[True], (ring[1:] != ring[:-1]).any(axis=1)])]
    start, end = points[:-1], points[1:]
    for first in range(0, len(start), BLOCK):
        one = slice(first, first + BLOCK)
        a, b = start[one][:, None], end[one][:, None]
        if ((_side(a, b, start) * _side(a, b, end) < 0) & (_side(start, end, a) * _side(start, end, b) < 0)).any():
            return True
    return False


def _side(a: Floats, b: Floats, point: Floats) -> Floats:
    """On which side of the line from a to b a point is: the sign."""
    turn: Floats = np.sign(
        (b[..., 0] - a[..., 0]) * (point[..., 1] - a[..., 1]) - (b[..., 1] - a[..., 1]) * (point[..., 0] - a[..., 0])
    )
    return turn


def _check_range(rings: list[tuple[Floats, int]], known: System, at: Where) -> None:
    """Degrees that are none, or stand the other way round; metres that are degrees."""
    points = np.concatenate([ring for ring, _ in rings])
    (x, y), largest = points.mean(axis=0), np.abs(points).max(axis=0)
    in_degrees = largest[0] <= 180 and largest[1] <= 180
    if not known.degrees:
        if in_degrees:
            raise ImportFault("degrees_not_metres", at, name=known.name, x=f"{x:.6g}", y=f"{y:.6g}")
        return
    (west, east), (south, north) = CHINA
    if in_degrees and west <= y <= east and south <= x <= north:
        raise ImportFault("axes_turned", at, x=f"{x:.6g}", y=f"{y:.6g}")
    if largest[0] > 180 or largest[1] > 90:
        raise ImportFault("beyond_degrees", at, name=known.name, x=f"{x:.6g}", y=f"{y:.6g}")


def _area(rings: list[tuple[Floats, int]], at: Where) -> float:
    """km² on the ellipsoid: outlines less their holes."""
    globe = needed("pyproj", "pyproj").Geod(ellps="WGS84")
    area = 0.0
    for ring, sign in rings:
        if not np.isfinite(ring).all():
            raise ImportFault("beyond_system", at)
        area += sign * abs(globe.polygon_area_perimeter(ring[:, 0], ring[:, 1])[0]) / 1e6
    if area < LEAST_KM2:
        raise ImportFault("no_land", at)
    return float(area)


def _suspected(found: Shapes) -> tuple[str, str] | None:
    """The shifted system that a file without any sign of it may be in: (system, reason)."""
    keys = {key.casefold() for feature in found.features for key in feature.properties}
    texts = " ".join((found.file, *keys)).casefold()
    for name, marks in WORDS.items():
        if any(mark in texts for mark in marks):
            return name, "word"
    if len(keys & SERVICES) >= 1:
        return "GCJ-02", "keys"
    if found.file.lower().endswith("json") and _most_decimals(found) == DECIMALS_OF_SERVICES:
        return "GCJ-02", "decimals"
    return None


def _most_decimals(found: Shapes) -> int:
    numbers = (one for feature in found.features for one in _numbers(feature.geometry.get("coordinates")))
    return max((len(repr(float(one)).partition(".")[2]) for one in numbers), default=0)


def _numbers(parts: Any) -> Iterator[float]:
    waiting = [parts]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += one
        elif isinstance(one, int | float):
            yield one
