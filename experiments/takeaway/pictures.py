"""The pictures of a brief, drawn of its numbers alone, in a font that comes along; text is never a formula."""

from __future__ import annotations

import io
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from .brief import Picture

FONTS = Path(__file__).parent / "fonts"
FAMILY = "Shapan Sans SC"
INK, RULE = "#1c2733", "#c9d0d8"
STAGES = {
    "met_on_time": ("#0072b2", ""),
    "met_late": ("#7fb8de", "//"),
    "lapsed_waiting": ("#e69f00", ""),
    "wrong_door": ("#b35900", ".."),
    "never_heard": ("#8a929b", "xx"),
}
"""Stage -> colour and hatching, so that a copy in grey still tells them apart."""
VERDICTS = {"better": ("#0072b2", "^"), "worse": ("#b35900", "v"), "differs": ("#6a3d9a", "D")}
VERDICTS |= {"no_difference": ("#59636e", "s"), "unclear": ("#8a929b", ">")}
WIDE = 6.9  # inches, the width of a page between its margins
_ONE_AT_A_TIME = threading.Lock()  # matplotlib is not made for threads


def drawn(picture: Picture, form: Literal["png", "svg"]) -> bytes:
    """A picture as a file; the same bytes for the same numbers."""
    import matplotlib as mpl
    from matplotlib import font_manager

    with _ONE_AT_A_TIME:
        known = {font.fname for font in font_manager.fontManager.ttflist}
        for font in FONTS.glob("*.otf"):
            if str(font) not in known:
                font_manager.fontManager.addfont(str(font))
        style = {"font.family": [FAMILY], "svg.fonttype": "path", "svg.hashsalt": "shapan", "font.size": 8.5}
        style |= {"text.parse_math": False, "axes.unicode_minus": True, "hatch.linewidth": 0.5, "text.color": INK}
        style |= {"axes.edgecolor": RULE, "axes.labelcolor": INK, "xtick.color": INK, "ytick.color": INK}
        with mpl.rc_context(style):
            figure = {"funnel": _funnel, "forest": _forest}[picture.kind](picture.data)
            sink = io.BytesIO()
            dated: Any = {"Date": None} if form == "svg" else {"Software": None}
            figure.savefig(sink, format=form, dpi=200, metadata=dated)
    return sink.getvalue()


def _figure(tall: float) -> tuple[Any, Any]:
    """A figure of its own: pyplot keeps figures for a person who will never come."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDE, tall), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0)
    return figure, axes


def _funnel(data: Mapping[str, Any]) -> Any:
    names = list(data["names"])
    figure, axes = _figure(0.85 + 0.36 * len(names))
    left = [0.0] * len(names)
    for stage, (colour, hatch) in STAGES.items():
        widths = [100 * float(data["shares"][name][stage]) for name in names]
        bars = {"left": left, "height": 0.66, "edgecolor": "white", "linewidth": 0.6, "label": data["stages"][stage]}
        axes.barh(range(len(names)), widths, color=colour, hatch=hatch, **bars)
        for row, (start, width) in enumerate(zip(left, widths, strict=True)):
            if width >= 4.0:
                box = {"facecolor": "white", "edgecolor": "none", "pad": 0.8, "alpha": 0.85}
                at = (start + width / 2, row)
                axes.text(*at, f"{width:.1f}", ha="center", va="center", fontsize=8, bbox=box)
        left = [start + width for start, width in zip(left, widths, strict=True)]
    axes.set_yticks(range(len(names)), [_short(name) for name in names])
    axes.invert_yaxis()
    axes.set_xlim(0, 100)
    axes.set_xlabel(data["axis"])
    figure.legend(loc="outside upper center", ncols=len(STAGES), frameon=False, handlelength=1.2, columnspacing=1.2)
    return figure


def _forest(data: Mapping[str, Any]) -> Any:
    rows, several = list(data["rows"]), len(data["names"]) > 1
    figure, axes = _figure(0.75 + 0.23 * len(rows))
    seen: set[str] = set()
    for place, row in enumerate(rows):
        colour, shape = VERDICTS[row["verdict"]]
        if row["lo"] is not None:
            axes.plot([row["lo"], row["hi"]], [place, place], color=colour, linewidth=1.8)
        legend = {} if row["verdict"] in seen else {"label": data["verdicts"][row["verdict"]]}
        seen.add(row["verdict"])
        axes.plot([row["at"]], [place], marker=shape, color=colour, markersize=6, linestyle="none", **legend)
        axes.annotate(row["text"], (1.005, place), xycoords=("axes fraction", "data"), va="center", fontsize=8)
    labels = [f"{row['label']} · {_short(row['name'], 14)}" if several else row["label"] for row in rows]
    axes.set_yticks(range(len(rows)), labels)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.axvline(0.0, color=INK, linewidth=0.8)
    axes.grid(axis="x", color=RULE, linewidth=0.4)
    axes.set_axisbelow(True)
    axes.set_xlabel(data["axis"])
    figure.legend(loc="outside upper center", ncols=5, frameon=False)
    return figure


def _short(name: str, most: int = 24) -> str:
    """A name that leaves room for the picture."""
    wide = sum(2 if ord(sign) > 0x2E80 else 1 for sign in name)
    most = most if wide == len(name) else most // 2
    return name if len(name) <= most else name[: most - 1] + "…"
