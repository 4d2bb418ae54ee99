"""What the three maps show, ready to draw: shapes, figures and scales of colour of every step; and the board itself."""

from __future__ import annotations

from base64 import b64encode
from functools import lru_cache
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ....experiments.mapping.figures import outlines, pieces_of
from ...widgets.language import Words
from .view import NONE, View, piece_names, tenths

WIDE = 1000  # units of the drawing from west to east
EDGE = 2
SEQUENTIAL = ["#fff3d6", "#e2e3da", "#b9cfdd", "#8fbbdf", "#5f97c6", "#3468a0", "#08306b"]
BOTH_WAYS = ["#8a4300", "#c9752b", "#ecc199", "#f2f2f2", "#a9cde6", "#4f9bcd", "#00517f"]
UNKNOWN = "#ffffff"
LEAST_SPREAD = {True: 0.02, False: 1.0}
"""Ends of a scale of differences are never nearer to zero than this: shares, and amounts per 1,000."""
_HERE = Path(__file__).parent


def scale_of(values: NDArray[np.float64], both_ways: bool, share: bool) -> NDArray[np.float64]:
    """Edges between the seven classes of a scale: round zero for differences, else over the middle 96 % of values."""
    known = values[np.isfinite(values)]
    if both_ways:
        end = max(LEAST_SPREAD[share], float(np.quantile(np.abs(known), 0.98)) if len(known) else 0.0)
        return np.array([-5, -3, -1, 1, 3, 5]) / 7 * end
    low, high = (float(np.quantile(known, q)) for q in (0.02, 0.98)) if len(known) else (0.0, 1.0)
    return np.linspace(low, max(high, low + 1e-9), 8)[1:-1]


def edges_of(values: NDArray[np.float64], both_ways: bool, share: bool) -> list[int]:
    """The same in whole tenths, as figures are written: a figure at an edge has the class that the legend gives it."""
    return [int(edge) for edge in tenths(scale_of(values, both_ways, share), share)]


def packed(values: NDArray[np.int64]) -> str:
    """Whole numbers of steps and pieces, shape (steps, pieces), as text: each piece's first, then its changes.

    Changes are small and mostly nothing, so each takes one byte where it can: seven bits a byte, the lowest first, the
    eighth says that more follow; signs alternate (0, −1, 1, −2, …).
    """
    changes = np.diff(values.T, axis=1, prepend=0).ravel()
    left = ((changes << 1) ^ (changes >> 63)).astype(np.uint64)
    length = np.ones(len(left), np.int64)
    for more in range(1, 6):
        length += left >= np.uint64(1) << np.uint64(7 * more)
    begins = np.cumsum(length) - length
    found = np.zeros(int(length.sum()), np.uint8)
    for place in range(int(length.max(initial=0))):
        has = length > place
        low = (left[has] >> np.uint64(7 * place)) & np.uint64(127)
        found[begins[has] + place] = low | np.where(length[has] > place + 1, np.uint64(128), np.uint64(0))
    return b64encode(found.tobytes()).decode()


def _legend(edges: list[int], both_ways: bool) -> list[tuple[str, str]]:
    """Colour and bounds of each class; differences with their sign."""
    ends = [f"{edge / 10:{'+' if both_ways else ''},.1f}".replace("-", "−") for edge in edges]
    words = [f"< {ends[0]}", *(f"{low} … {high}" for low, high in pairwise(ends)), f"≥ {ends[-1]}"]
    return list(zip(BOTH_WAYS if both_ways else SEQUENTIAL, words, strict=True))


def board_data(say: Words, view: View, chosen: int | None) -> dict[str, Any]:
    """Everything the board draws, as plain values."""
    values = view.values
    gap = values[1] - values[0]
    edges, around = edges_of(values, False, view.share), edges_of(gap, True, view.share)
    first, second = view.names[0], view.names[view.other]
    titles = (first, second, say("result.map_difference", name=second, baseline=first))
    panels = [
        {
            "title": title,
            "alt": say("map.alt", title=title),
            "tenths": packed(tenths(table, view.share)),
            "edges": around if both else edges,
            "both": both,
            "colours": BOTH_WAYS if both else SEQUENTIAL,
            "legend": _legend(around if both else edges, both),
        }
        for title, table, both in zip(titles, (*values, gap), (False, False, True), strict=True)
    ]
    words = {name: say(f"map.{name}") for name in ("play", "pause", "hint")}
    words |= {
        "table": view.word(say, "table_of"),
        "piece": say(f"map.kind.{view.kind}"),
        "step": view.word(say, "step"),
    }
    drawn = {"panels": panels, "steps": list(view.steps), "words": words, "unknown": UNKNOWN, "none": NONE}
    drawn |= {"share": view.share, "days": view.time == "day"}
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
