"""The Pareto set as a picture: every trial, the candidates with their intervals, and where the search began.

Shapes and numbers tell the marks apart, not colours alone; every figure stands in the tables as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from ...model.observation.indicators import INDICATORS
from ..comparing.intervals import Interval
from ..comparing.sentences import label_with_unit
from ..reports.wording import Words, words
from ..runs.whole_file import whole_file
from .findings import Candidate, Found
from .search_file import Objective

CHINESE = ("Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", "WenQuanYi Zen Hei", "SimHei")
BLUE, ORANGE, GREY = "#0072B2", "#D55E00", "#8a8a8a"  # told apart by those who see colours otherwise (Okabe and Ito)


def draw(path: Path, found: Found, trials: Sequence[Mapping[str, Any]], language: str) -> None:
    """A panel for every pair of objectives.

    Args:
        trials: Rows of the table of trials.
        language: Of the labels; English where this machine has no Chinese font.
    """
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    font = _chinese_font() if language == "zh" else ""
    say = words(language if font or language != "zh" else "en")
    pairs = list(combinations(found.file.objectives, 2))
    with matplotlib.rc_context(
        {"font.sans-serif": [*([font] if font else []), "DejaVu Sans"], "axes.unicode_minus": False}
    ):
        figure = Figure(figsize=(6.4 * len(pairs), 5.2), layout="constrained")
        FigureCanvasAgg(figure)
        for number, (across, up) in enumerate(pairs, 1):
            _panel(figure.add_subplot(1, len(pairs), number), found, trials, (across, up), say)
        with whole_file(path) as rough:
            figure.savefig(rough, format="png", dpi=120)


def _panel(
    axes: Any, found: Found, trials: Sequence[Mapping[str, Any]], of: tuple[Objective, Objective], say: Words
) -> None:
    names = tuple(one.indicator for one in of)
    for within, mark, phrase in ((True, ".", "search.chart_within"), (False, "x", "search.chart_beyond")):
        rows = [row for row in trials if row["trial"] and row["within_bounds"] is within]
        if rows:
            points = ([row[name] for row in rows] for name in names)
            axes.scatter(*points, marker=mark, s=22, color=GREY, alpha=0.6, linewidths=0.8, label=say(phrase))
    _marks(axes, [found.reference], names, (ORANGE, "s", say("search.chart_reference")))
    _marks(axes, found.candidates, names, (BLUE, "o", say("search.chart_candidates", seeds=len(found.file.holdout))))
    for one in found.candidates:
        at = tuple(one.held_out[name].value for name in names)
        axes.annotate(str(one.number), at, xytext=(5, 5), textcoords="offset points", fontsize=9)
    for which, objective in zip("xy", of, strict=True):
        arrow = say(f"search.chart_{objective.better}", label=label_with_unit(objective.indicator, say.language))
        getattr(axes, f"set_{which}label")(arrow)
        if INDICATORS[objective.indicator].unit == "share":
            getattr(axes, f"{which}axis").set_major_formatter(lambda value, _: f"{100 * value:.4g} %")
    axes.grid(alpha=0.25)
    axes.legend(fontsize=8, loc="lower center", bbox_to_anchor=(0.5, 1.0), frameon=False)


def _marks(axes: Any, some: Sequence[Candidate], names: Sequence[str], how: tuple[str, str, str]) -> None:
    """Means over the held-out seeds with their intervals."""
    if not some:
        return
    colour, mark, text = how
    x, y = ([one.held_out[name].value for one in some] for name in names)
    wide, high = (_halves([one.held_out[name] for one in some]) for name in names)
    looks = {"color": colour, "ecolor": colour, "elinewidth": 1.0, "capsize": 2, "markersize": 6}
    axes.errorbar(x, y, xerr=wide, yerr=high, fmt=mark, label=text, **looks)


def _halves(some: Sequence[Interval]) -> list[float]:
    return [0.0 if one.hi is None else one.hi - one.value for one in some]


def _chinese_font() -> str:
    from matplotlib import font_manager

    there = {font.name for font in font_manager.fontManager.ttflist}
    return next((name for name in CHINESE if name in there), "")
