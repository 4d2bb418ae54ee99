"""What the three maps show, ready to draw: shapes, classes of colour and texts of every step; and the board itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ....experiments.mapping.figures import SHARES, Mapped, Pieces, by_step, outlines, pieces_of
from ...widgets.language import Words

WIDE = 1000  # units of the drawing from west to east
EDGE = 2
SEQUENTIAL = ["#fff3d6", "#e2e3da", "#b9cfdd", "#8fbbdf", "#5f97c6", "#3468a0", "#08306b"]
BOTH_WAYS = ["#8a4300", "#c9752b", "#ecc199", "#f2f2f2", "#a9cde6", "#4f9bcd", "#00517f"]
UNKNOWN = "#ffffff"
LEAST_SPREAD = {True: 0.02, False: 1.0}
"""Ends of a scale of differences are never nearer to zero than this: shares, and amounts per 1,000."""
_HERE = Path(__file__).parent


@dataclass(frozen=True)
class View:
    """What is looked at: an indicator of the first scenario and another one, on pieces of land."""

    mapped: Mapped
    names: tuple[str, ...]
    indicator: str
    kind: Pieces
    other: int

    @property
    def pieces(self) -> NDArray[np.int64]:
        """The piece of each cell."""
        return pieces_of(self.mapped, self.kind)

    @property
    def share(self) -> bool:
        """Whether the indicator is a share, told in per cent."""
        return self.indicator in SHARES


def piece_names(say: Words, mapped: Mapped, kind: Pieces) -> list[str]:
    """What each piece of land is called, by its number."""
    pieces, community = pieces_of(mapped, kind), mapped.cells["community"].to_numpy()
    if kind == "community":
        return [say("map.community", n=n) for n in range(int(pieces.max()) + 1)]
    home = {int(piece): int(one) for piece, one in zip(pieces, community, strict=True)}
    return [say("map.grid", n=n, community=home[n]) for n in sorted(home)]


def figure(value: float, share: bool) -> str:
    """A figure as maps and tables write it; a dash where there is none."""
    if not np.isfinite(value):
        return "–"
    return f"{100 * value:.1f} %" if share else f"{value:,.1f}"


def change(value: float, share: bool) -> str:
    """A difference with arrow and sign; what is rounded to nothing has an equals sign."""
    if not np.isfinite(value):
        return "–"
    shown = f"{abs(100 * value if share else value):,.1f}"
    if shown == "0.0":
        return "= 0.0"
    return f"▲ +{shown}" if value > 0 else f"▼ −{shown}"


def scale_of(values: NDArray[np.float64], both_ways: bool, share: bool) -> NDArray[np.float64]:
    """Edges between the seven classes of a scale: round zero for differences, else over the middle 96 % of values."""
    known = values[np.isfinite(values)]
    if both_ways:
        end = max(LEAST_SPREAD[share], float(np.quantile(np.abs(known), 0.98)) if len(known) else 0.0)
        return np.array([-5, -3, -1, 1, 3, 5]) / 7 * end
    low, high = (float(np.quantile(known, q)) for q in (0.02, 0.98)) if len(known) else (0.0, 1.0)
    return np.linspace(low, max(high, low + 1e-9), 8)[1:-1]


def _classes(values: NDArray[np.float64], edges: NDArray[np.float64]) -> list[list[int]]:
    """The class of each value, −1 where there is none; shape (steps, pieces)."""
    found = np.where(np.isfinite(values), np.digitize(values, edges), -1)
    return [[int(one) for one in row] for row in found]


def _legend(edges: NDArray[np.float64], both_ways: bool, share: bool) -> list[tuple[str, str]]:
    """Colour and bounds of each class; differences with their sign."""
    factor, sign = (100.0 if share else 1.0), "+" if both_ways else ""
    ends = [f"{factor * edge:{sign}.1f}".replace("-", "−") for edge in edges]
    words = [f"< {ends[0]}", *(f"{low} … {high}" for low, high in pairwise(ends)), f"≥ {ends[-1]}"]
    return list(zip(BOTH_WAYS if both_ways else SEQUENTIAL, words, strict=True))


def board_data(say: Words, view: View, chosen: int | None) -> dict[str, Any]:
    """Everything the board draws, as plain values."""
    values = by_step(view.mapped, view.indicator, view.pieces)[[0, view.other]]
    gap = values[1] - values[0]
    edges, around = scale_of(values, False, view.share), scale_of(gap, True, view.share)
    first, second = view.names[0], view.names[view.other]
    titles = (first, second, say("result.map_difference", name=second, baseline=first))
    panels = [
        {
            "title": title,
            "alt": say("map.alt", title=title),
            "classes": _classes(table, around if both else edges),
            "texts": [[(change if both else figure)(one, view.share) for one in row] for row in table.tolist()],
            "colours": BOTH_WAYS if both else SEQUENTIAL,
            "legend": _legend(around if both else edges, both, view.share),
        }
        for title, table, both in zip(titles, (*values, gap), (False, False, True), strict=True)
    ]
    words = {name: say(f"map.{name}") for name in ("play", "pause", "hint")}
    words |= {"table": say("map.table_of_step"), "piece": say(f"map.kind.{view.kind}")}
    words["step"] = say("map.week" if view.mapped.weekly else "map.month")
    drawn = {"panels": panels, "steps": list(view.mapped.steps), "words": words, "unknown": UNKNOWN}
    drawn |= {"pieces": piece_names(say, view.mapped, view.kind), **_shapes(view)}
    return {**drawn, "id": sha256(repr(drawn).encode()).hexdigest()[:16], "chosen": chosen}


def _shapes(view: View) -> dict[str, Any]:
    """Cells, borders and numbers of communities in units of the drawing, north up."""
    cells = view.mapped.cells
    low, high = cells[["x0", "y0"]].min().to_numpy(), cells[["x1", "y1"]].max().to_numpy()
    unit = (WIDE - 2 * EDGE) / max(float(high[0] - low[0]), 1e-9)
    tall = round(unit * float(high[1] - low[1])) + 2 * EDGE

    def at(x: float, y: float) -> tuple[float, float]:
        return round(EDGE + unit * (x - float(low[0])), 1), round(tall - EDGE - unit * (y - float(low[1])), 1)

    boxes = []
    for box, piece in zip(cells[["x0", "y0", "x1", "y1"]].to_numpy().tolist(), view.pieces.tolist(), strict=True):
        (left, bottom), (right, top) = at(*box[:2]), at(*box[2:])
        boxes.append([left, top, round(right - left, 1), round(bottom - top, 1), piece])
    community = pieces_of(view.mapped, "community")
    lines = {
        "thin": [[*at(*line[:2]), *at(*line[2:])] for line in outlines(cells, view.pieces)],
        "thick": [[*at(*line[:2]), *at(*line[2:])] for line in outlines(cells, community)],
    }
    middle = cells.assign(x=(cells["x0"] + cells["x1"]) / 2, y=(cells["y0"] + cells["y1"]) / 2).groupby("community")
    labels = [[*at(float(row.x), float(row.y)), str(row.Index)] for row in middle[["x", "y"]].mean().itertuples()]
    return {"wide": WIDE, "tall": tall, "boxes": boxes, "labels": labels, **lines}


@lru_cache(maxsize=1)
def _board() -> Any:
    from streamlit.components.v2 import component

    script, style = ((_HERE / f"board.{kind}").read_text(encoding="utf-8") for kind in ("js", "css"))
    return component("shapan_map", html='<div class="board"></div>', css=style, js=script)


def show_board(data: dict[str, Any], key: str) -> int | None:
    """Draw the maps; the piece somebody has just clicked, or None."""
    found = _board()(data=data, key=key, on_picked_change=lambda: None)
    picked = getattr(found, "picked", None)
    lawful = isinstance(picked, int) and not isinstance(picked, bool) and 0 <= picked < len(data["pieces"])
    return picked if lawful else None
