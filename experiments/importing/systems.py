"""Coordinate systems: the ones that pyproj knows, and the two shifted ones that Chinese map services use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import numpy as np

from ...model.arrays import Floats
from .faults import ImportFault, Where, in_file
from .optional import needed

NAMED = {"WGS84": "EPSG:4326", "CGCS2000": "EPSG:4490", "CRS84": "EPSG:4326"}
SHIFTED = ("GCJ-02", "BD-09")
"""Not systems of geodesy but shifts of one, so that no file can name them; they are taken only when told."""
KNOWN = ("WGS84", "CGCS2000", *SHIFTED, "EPSG:4326", "EPSG:4490", "EPSG:3857", "EPSG:32650")
CHINA = ((73.0, 136.0), (3.0, 54.0))
AXIS, ECCENTRICITY = 6378245.0, 0.00669342162296594323  # of Krasovsky 1940, as the shift was published
BAIDU = np.pi * 3000.0 / 180.0


@dataclass(frozen=True)
class System:
    """A coordinate system by its name, as the place file names it.

    Attributes:
        degrees: Whether coordinates are longitudes and latitudes.
        crs: Pyproj's system; None for a shifted one.
    """

    name: str
    degrees: bool
    crs: Any = None


def system(name: str, at: Where) -> System:
    """A system by what somebody or a file calls it."""
    word = name.strip().upper().replace("_", "-").replace(" ", "")
    word = {"GCJ02": "GCJ-02", "BD09": "BD-09", "BD-09LL": "BD-09", "WGS-84": "WGS84"}.get(word, word)
    if word in SHIFTED:
        return System(word, True)
    pyproj = needed("pyproj", "pyproj")
    if found := re.fullmatch(r"URN:OGC:DEF:CRS:(?:EPSG|OGC):[^:]*:(\w+)", word):
        word = f"EPSG:{found[1]}" if found[1].isdigit() else found[1]
    try:
        crs = pyproj.CRS.from_user_input(NAMED.get(word, word if word.startswith("EPSG:") else name))
    except pyproj.exceptions.CRSError:
        near = next(iter(get_close_matches(word, KNOWN, 1, 0.5)), "EPSG:4326")
        raise ImportFault("no_such_system", at, name=name, nearest=near, allowed=", ".join(KNOWN)) from None
    code = crs.to_epsg(min_confidence=60)
    if code is None or not (crs.is_geographic or crs.is_projected):
        raise ImportFault("odd_system", at, name=name)
    return System(word if word in NAMED and word != "CRS84" else f"EPSG:{code}", bool(crs.is_geographic), crs)


def to_degrees(points: Floats, known: System) -> Floats:
    """Longitude and latitude (WGS 84) of points; shape (points, 2)."""
    if known.name == "BD-09":
        return _unshifted(_from_baidu(points))
    if known.name == "GCJ-02":
        return _unshifted(points)
    if known.name in ("EPSG:4326", "WGS84"):
        return points
    pyproj = needed("pyproj", "pyproj")
    change = pyproj.Transformer.from_crs(known.crs, "EPSG:4326", always_xy=True)
    lon, lat = change.transform(points[:, 0], points[:, 1])
    return np.stack([lon, lat], axis=1)


def shift(points: Floats) -> Floats:
    """Points of WGS 84 as GCJ-02 shows them: some hundred metres off, by a published formula of sines."""
    x, y = points[:, 0] - 105.0, points[:, 1] - 35.0
    root = np.sqrt(np.abs(x))
    waves = 20.0 * np.sin(6.0 * np.pi * x) + 20.0 * np.sin(2.0 * np.pi * x)
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + waves * 2.0 / 3.0
    north += (20.0 * np.sin(np.pi * y) + 40.0 * np.sin(np.pi * y / 3.0)) * 2.0 / 3.0
    north += (160.0 * np.sin(np.pi * y / 12.0) + 320.0 * np.sin(np.pi * y / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + waves * 2.0 / 3.0
    east += (20.0 * np.sin(np.pi * x) + 40.0 * np.sin(np.pi * x / 3.0)) * 2.0 / 3.0
    east += (150.0 * np.sin(np.pi * x / 12.0) + 300.0 * np.sin(np.pi * x / 30.0)) * 2.0 / 3.0
    latitude = np.radians(points[:, 1])
    bent = 1.0 - ECCENTRICITY * np.sin(latitude) ** 2
    north = north * 180.0 / (AXIS * (1.0 - ECCENTRICITY) / (bent * np.sqrt(bent)) * np.pi)
    east = east * 180.0 / (AXIS / np.sqrt(bent) * np.cos(latitude) * np.pi)
    return points + np.stack([east, north], axis=1)


def _unshifted(points: Floats) -> Floats:
    """Where GCJ-02 shows a point, brought back by repeating the shift until it fits to about a millimetre."""
    guess = points
    for _ in range(10):
        guess = guess + points - shift(guess)
    return guess


def _from_baidu(points: Floats) -> Floats:
    """GCJ-02 of points of BD-09, by the published formula."""
    x, y = points[:, 0] - 0.0065, points[:, 1] - 0.006
    radius = np.hypot(x, y) - 0.00002 * np.sin(y * BAIDU)
    angle = np.arctan2(y, x) - 0.000003 * np.cos(x * BAIDU)
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


def check_area_of_use(points: Floats, known: System, at: Where) -> None:
    """A system is made for a part of the world; points outside it were written in another."""
    area = known.crs.area_of_use if known.crs is not None else None
    if area is None or area.east < area.west:
        return
    lon, lat = points.mean(axis=0)
    if not (area.west - 3 <= lon <= area.east + 3 and area.south - 3 <= lat <= area.north + 3):
        raise ImportFault("outside_use", at, name=known.name, lon=f"{lon:.2f}", lat=f"{lat:.2f}", use=area.name)


def system_of(named: str | None, found: str | None, file: str) -> System:
    """The system of a file: what it says itself, or what it was told to be where it says nothing or cannot."""
    at = in_file(file)
    if named is None and found is None:
        raise ImportFault("no_system", at, allowed=", ".join(KNOWN))
    stated = system(found, at) if found is not None else None
    if named is None:
        assert stated is not None
        return stated
    asked = system(named, at)
    if stated is not None and asked.name not in SHIFTED and asked.crs != stated.crs:
        raise ImportFault("two_systems", at, told=asked.name, found=stated.name)
    return asked
