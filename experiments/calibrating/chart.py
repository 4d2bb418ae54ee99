"""The chart of a calibration: each assumption before and after the ledger, and the ranks of planted truths."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..reports.wording import Words, words
from ..runs.whole_file import whole_file
from .finding import Found
from .planning import Asked

BINS = 10
CHINESE = ("Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", "PingFang SC", "SimHei")
BEFORE, AFTER, EDGE = "#adb5bd", "#2a6f97", "#1b263b"


def draw(path: Path, found: Found, asked: Asked, say: Words) -> None:
    """Write the picture; names of assumptions are those of files, which every font holds.

    Args:
        path: A PNG file.
    """
    import matplotlib
    from matplotlib.figure import Figure
    from matplotlib.font_manager import fontManager

    count = len(asked.names)
    chinese = [font for font in CHINESE if font in {one.name for one in fontManager.ttflist}]
    say = say if chinese else words("en")  # letters that no font has would be boxes
    with matplotlib.rc_context(
        {"font.sans-serif": [*chinese, "DejaVu Sans"], "font.family": "sans-serif", "axes.unicode_minus": False}
    ):
        figure = Figure(figsize=(9.0, 1.2 + 1.5 * count), layout="constrained")
        panels = np.asarray(figure.subplots(count, 2, squeeze=False))
        for number, (left, right) in enumerate(panels):
            _belief(left, found, number, asked.names[number])
            _ranks(right, found.ranks.below[:, number])
        panels[0, 0].set_title(say("calibrate.chart_beliefs"))
        panels[0, 1].set_title(say("calibrate.chart_ranks"))
        panels[-1, 0].set_xlabel(say("calibrate.chart_share"))
        panels[-1, 1].set_xlabel(say("calibrate.chart_rank"))
        with whole_file(path) as rough:
            figure.savefig(rough, dpi=120, format="png")


def _belief(panel: Any, found: Found, number: int, name: str) -> None:
    """How likely each part of the belief is; before the ledger all parts are equally likely."""
    panel.axhline(1.0, color=BEFORE, linestyle="--")
    if found.posterior is not None:
        column, weights = found.posterior.draws[:, number], found.posterior.weights
        panel.hist(column, 2 * BINS, range=(0.0, 1.0), weights=2 * BINS * weights, color=AFTER, edgecolor=EDGE)
        middle = found.posterior.quantiles((0.05, 0.95))[:, number]
        panel.hlines(0.0, *middle, color=EDGE, linewidth=5)
    panel.set(xlim=(0.0, 1.0), ylabel=name.replace(".", ".\n"))


def _ranks(panel: Any, below: NDArray[np.float64]) -> None:
    """Ranks in ten bins, with the band in which flat ones lie in 19 of 20 bins."""
    from scipy.stats import binom

    count = len(below)
    low, high = binom.ppf([0.025, 0.975], count, 1.0 / BINS)
    panel.axhspan(low, high, color=BEFORE, alpha=0.5)
    panel.hist(below, BINS, range=(0.0, 1.0), color=AFTER, edgecolor=EDGE)
    panel.set(xlim=(0.0, 1.0), ylim=(0.0, None))
