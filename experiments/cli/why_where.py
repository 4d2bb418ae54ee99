"""`why --where`: the difference in coverage by community, grid or cell, as a table and in the JSON object."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from ..comparing.where import Located, Spot, counted, locate
from ..comparing.why import Explained
from ..reports.wording import Words
from ..runs.refusing import Refused

MOST_SPOTS = 12
MOST_PARTS = 5


def check_where(chosen: argparse.Namespace) -> None:
    """Refuse what has no folder to read the tables of, or no common ground.

    Raises:
        Refused: `--where` without `--out`, or with `--redraw`.
    """
    if chosen.where is not None and chosen.out is None:
        raise Refused("usage.where_out")
    if chosen.where is not None and chosen.redraw:
        raise Refused("usage.where_redraw")


def located(found: Explained, chosen: argparse.Namespace) -> Located:
    """Where the difference that was explained lies, from the folder of its runs."""
    return locate(found.change, found.seeds, counted(chosen.out, found.change, found.seeds), chosen.where)


def where_object(found: Located, names: list[str]) -> dict[str, Any]:
    """What `--json` holds under `where`."""
    spots = [{**asdict(spot), "parts": dict(zip(names, spot.parts, strict=True))} for spot in found.spots]
    return {"by": found.unit, "indicator": "coverage", "difference": asdict(found.total), "places": spots}


def print_where(found: Located, labels: list[str], say: Words) -> None:
    """The places that add most to the difference, the others together, and what each part did there."""
    from .tables import console, spread_of_change, table

    out, columns = console(), _columns(found, len(labels))
    shown, rest = found.spots[:MOST_SPOTS], found.spots[MOST_SPOTS:]
    heads = [say(f"where.{found.unit}"), say("where.needs"), say("where.adds"), say("attributed.luck")]
    heads += [say("where.part", number=number + 1) for number in columns]
    heads += [say("where.other_parts")] if len(columns) < len(labels) else []
    rows = [
        [
            say(f"where.{found.unit}_name", number=spot.number, community=spot.community),
            f"{spot.needs:,.0f}",
            _points(spot.total.value),
            spread_of_change(spot.total, "share", say),
            *_cells([spot], columns),
        ]
        for spot in shown
    ]
    for name, spots in (("where.others", rest), ("attributed.total", found.spots)):
        if spots:
            sum_of = sum(spot.total.value for spot in spots), sum(spot.needs for spot in spots)
            cells = [say(name, count=len(spots)), f"{sum_of[1]:,.0f}", _points(sum_of[0])]
            ends = spread_of_change(found.total, "share", say) if spots is found.spots else ""
            rows.append([*cells, ends, *_cells(spots, columns)])
    out.print()
    out.print(say("where.head"), style="bold")
    out.print(table(heads, rows))
    for number in columns:
        out.print(say("where.part_is", number=number + 1, label=labels[number]), markup=False)
    out.print(say("where.says"))


def _columns(found: Located, parts: int) -> list[int]:
    """Parts that have a column: those that move most, over all places, in their own order."""
    sizes = [sum(abs(spot.parts[number]) for spot in found.spots) for number in range(parts)]
    return sorted(sorted(range(parts), key=lambda number: -sizes[number])[:MOST_PARTS])


def _cells(spots: list[Spot] | tuple[Spot, ...], columns: list[int]) -> list[str]:
    """What each part with a column contributed in some places, and all others together."""
    sums = [sum(spot.parts[number] for spot in spots) for number in range(len(spots[0].parts))]
    others = [sum(one for number, one in enumerate(sums) if number not in columns)] if len(columns) < len(sums) else []
    return [_points(one) for one in [*(sums[number] for number in columns), *others]]


def _points(value: float) -> str:
    """Points with two decimals: a single place adds little to the whole."""
    text = f"{100 * value:+.2f}"
    return "0.00" if text in ("-0.00", "+0.00") else text.replace("-", "−")
