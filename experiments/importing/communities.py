"""A table with one row a community: how many live there, and how many of them are what (the margins)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from ...model.parameters.place import FORMS
from . import cells
from .faults import Faults
from .heads import Head
from .sheets import Sheet

TOTALS = {"合计", "总计", "总数", "全区", "total", "sum", "all", "全街道"}
AREAS = ("area_km2", "built_km2")
NAMES = ("community", "street")
BANDS = ("child", "adult", "elder")
FORM_COLUMNS = tuple(f"form_{form}" for form in FORMS)
PARTS = {"age": BANDS, "form": FORM_COLUMNS}
"""Columns that together are all residents."""
WITHIN = (
    "disabled",
    "low_income",
    "migrant",
    "owner",
    "collective",
    "party_community",
    "party_workplace",
    "households",
)
"""Columns that count some of the residents, or no more than there are."""
SLACK = 0.001
"""By how much of a community its parts may miss the whole: what rounding of a printed table leaves."""


@dataclass(frozen=True)
class Communities:
    """Counts by community.

    Attributes:
        names: Communities in the order of the sheet.
        streets: Distinct streets.
        counts: Column -> a number for each community.
        rows: Community -> its row.
        called: Column -> what the sheet calls it.
    """

    sheet: Sheet
    names: tuple[str, ...]
    streets: tuple[str, ...]
    counts: Mapping[str, list[float]]
    rows: Mapping[str, int]
    called: Mapping[str, str]

    def total(self, column: str) -> float:
        """The sum over communities."""
        return float(sum(self.counts[column]))


def read_communities(sheet: Sheet, head: Head, faults: Faults) -> Communities:
    """Every community of a sheet, with totals compared to what they total."""
    rows: dict[str, int] = {}
    streets: list[str] = []
    counts: dict[str, list[float]] = {column: [] for column in head.where if column not in NAMES}
    totals: list[tuple[int, dict[str, float]]] = []
    for number, row in _named(sheet, head):
        row = row + [""] * (1 + max(head.where.values()) - len(row))
        name, street = (row[head.where[one]] if one in head.where else "" for one in NAMES)
        if _is_total(name) or (not name and _is_total(street)):
            totals.append((number, _numbers(sheet, head, (number, row), Faults())))
            continue
        if is_subtotal(name) or is_subtotal(street):
            faults.note("subtotal", sheet.at(number), name=name or street)
            continue
        if not name and "community" in head.where:
            faults.note("no_community", sheet.at(number), column=head.called["community"])
        name = name or str(len(rows) + 1)
        if name in rows:
            faults.note("community_twice", sheet.at(number), community=name, first=rows[name])
        rows.setdefault(name, number)
        streets.append(street)
        values = _numbers(sheet, head, (number, row), faults)
        for column, numbers in counts.items():
            numbers.append(values.get(column, 0.0))
    if not rows:
        faults.note("no_communities", sheet.at(head.row))
    faults.tell()
    found = Communities(
        sheet=sheet,
        names=tuple(rows),
        streets=tuple(sorted(set(streets) - {""})),
        counts=counts,
        rows=rows,
        called=head.called,
    )
    _check_each(found, faults)
    _check_totals(found, totals, faults)
    faults.tell()
    return found


def _named(sheet: Sheet, head: Head) -> list[tuple[int, list[str]]]:
    columns = {head.where[one] for one in NAMES if one in head.where}
    joined = tuple(one for one in sheet.merged if one[0][1] == one[1][1] and one[0][1] in columns)
    last = max((row for row, _ in sheet.rows), default=0)
    return [one for one in Sheet(sheet.file, sheet.name, sheet.rows, joined).spread(last) if one[0] > head.row]


def _is_total(name: str) -> bool:
    return "".join(name.split()).casefold() in TOTALS


def is_subtotal(name: str) -> bool:
    """Whether a row adds up others: counted as one more, it would count people twice."""
    return "".join(name.split()).casefold().endswith(("小计", "合计", "总计", "subtotal", "total"))


def _numbers(sheet: Sheet, head: Head, row: tuple[int, list[str]], faults: Faults) -> dict[str, float]:
    number, texts = row
    values: dict[str, float] = {}
    for column, place in head.where.items():
        if column in NAMES:
            continue
        try:
            text = texts[place]
            values[column] = cells.number(text) if column in AREAS else float(_people(text, values))
        except cells.Bad as fault:
            faults.note(fault.args[0], sheet.at(number), column=head.called[column], value=texts[place])
    return values


def _people(text: str, values: Mapping[str, float]) -> int:
    """A count; a share with its sign is that share of the residents, where they stand further left."""
    if not text.endswith("%"):
        return cells.count(text)
    share = cells.number(text[:-1])
    if share > 100:
        raise cells.Bad("over_whole")
    if "residents" not in values:
        raise cells.Bad("share_of_what")
    return round(share / 100 * values["residents"])


def _check_each(found: Communities, faults: Faults) -> None:
    for place, (name, row) in enumerate(found.rows.items()):
        here = {column: numbers[place] for column, numbers in found.counts.items()}
        residents, at = here["residents"], found.sheet.at(row)
        if residents == 0:
            faults.note("nobody", at, community=name)
        for column in WITHIN:
            if here.get(column, 0) > residents:
                details = {
                    "column": found.called[column],
                    "got": f"{here[column]:,.0f}",
                    "residents": f"{residents:,.0f}",
                }
                faults.note("more_than_all", at, community=name, **details)
        if sum(here.get(f"party_{one}", 0) for one in ("community", "workplace")) > residents > 0:
            faults.note("members_beyond", at, community=name)
        for whole, parts in PARTS.items():
            _check_parts(found, (name, whole, [one for one in parts if one in here]), here, faults)
        if here.get("built_km2", 0) > here.get("area_km2", float("inf")):
            faults.note("built_beyond", at, community=name)


def _check_parts(
    found: Communities, what: tuple[str, str, list[str]], here: Mapping[str, float], faults: Faults
) -> None:
    name, whole, parts = what
    at = found.sheet.at(found.rows[name])
    if whole == "age" and parts and len(parts) < len(BANDS):
        missing = next(one for one in BANDS if one not in parts)
        faults.note("band_missing", found.sheet.at(min(found.rows.values()) - 1), column=missing)
    elif parts and abs(sum(here[one] for one in parts) - here["residents"]) > max(2, SLACK * here["residents"]):
        details = {"got": f"{sum(here[one] for one in parts):,.0f}", "residents": f"{here['residents']:,.0f}"}
        faults.note(f"{whole}_not_all", at, community=name, **details)


def _check_totals(found: Communities, totals: list[tuple[int, dict[str, float]]], faults: Faults) -> None:
    for number, values in totals[-1:]:
        for column, stated in values.items():
            if abs(stated - found.total(column)) > max(0.5, SLACK * stated):
                details = {
                    "column": found.called[column],
                    "stated": f"{stated:,.10g}",
                    "sum": f"{found.total(column):,.10g}",
                }
                faults.note("total_differs", found.sheet.at(number), **details)


def nearest_community(name: str, names: tuple[str, ...]) -> str:
    """The community most like a name that is none."""
    return next(iter(get_close_matches(name, names, 1, 0.5)), "–")
