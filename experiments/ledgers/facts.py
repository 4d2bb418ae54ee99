"""From what a ledger tells to the facts of a place: its kinds and windows, and its shares heard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import tomlkit

from ...scenarios.places import PlaceFile
from ...scenarios.reading import decode, read_bytes
from ...scenarios.shelf import shipped
from ..reports.wording import LANGUAGES, words
from .heard import KindHeard
from .reading import Report

CALENDAR_DAYS = 7.0 / 5.0
"""Days of the calendar a working day."""
GRADE = "C"
"""Of a share heard: counted by the office, carried over to what it did not see by the assumptions of the method."""
DECIMALS = 3
MARK = "_heard"
"""What the id of a shipped place gets at its end: a place of one's own has an id of its own."""


def known_kinds(reports: Iterable[Report], place: PlaceFile) -> list[Report]:
    """The same reports, kinds that the place knows by an id or a label named by that id."""
    ids = {
        str(name).strip().casefold(): kind.id
        for kind in place.place.needs
        for name in (kind.label_en, kind.label_zh, kind.id)
    }
    return [replace(one, kind=ids.get(one.kind.casefold(), one.kind)) for one in reports]


def windows(reports: Iterable[Report], place: PlaceFile, stated: float | None) -> dict[str, float]:
    """Kind -> days after which an incident ends by itself: as stated, else the place's window to be heard."""
    kinds = {one.kind for one in reports}
    if stated is not None:
        return dict.fromkeys(kinds, float(stated))
    return {kind.id: kind.window_days * CALENDAR_DAYS for kind in place.place.needs if kind.id in kinds}


def usable(kinds_heard: Sequence[KindHeard], place: PlaceFile) -> list[KindHeard]:
    """Kinds of the place of which the ledger gives the share heard."""
    kinds = {kind.id for kind in place.place.needs}
    return [one for one in kinds_heard if one.heard is not None and one.kind in kinds]


def place_text(place: PlaceFile, kinds_heard: Sequence[KindHeard], ledger: str) -> str:
    """The file of a place with shares heard from a ledger, each with its source and grade; all else as it was.

    Args:
        kinds_heard: What `usable` gives.
        ledger: Name of the ledger.
    """
    document = tomlkit.parse(decode(read_bytes(place.path), place.path))
    titles = {language: words(language)("heard.title", title=place.header.title[language]) for language in LANGUAGES}
    document["title"] = _inline(titles)
    facts: Any = document["place"]
    facts["id"] = f"{place.id}{MARK}" if place.id in shipped()["place"] else place.id
    shares = facts.setdefault("heard_share", tomlkit.inline_table())
    sources = _sources(document)
    for one in kinds_heard:
        assert one.heard is not None
        shares[one.kind] = round(one.heard[0], DECIMALS)
        sources[f"place.heard_share.{one.kind}"] = _source(one, ledger)
    return tomlkit.dumps(document)


def _sources(document: Any) -> Any:
    """The table of sources; a list for the whole file becomes its entry for whatever has none of its own."""
    stated = document.get("sources", [])
    if isinstance(stated, dict):
        return stated
    if "sources" in document:
        document.remove("sources")
    table = tomlkit.table()
    if stated:
        table[""] = list(stated)
    document["sources"] = table
    return table


def _source(one: KindHeard, ledger: str) -> Any:
    assert one.heard is not None and one.window is not None
    _, lo, hi = one.heard
    values = {"file": Path(ledger).name, "lo": f"{lo:.3f}", "hi": f"{hi:.3f}", "window": f"{one.window:g}"}
    note = _inline({language: words(language)("heard.source", **values) for language in LANGUAGES})
    return _inline({"rows": [], "grade": GRADE, "note": note})


def _inline(values: Mapping[str, Any]) -> Any:
    table = tomlkit.inline_table()
    table.update(values)
    return table
