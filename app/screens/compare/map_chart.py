"""A district from above: each cell in the colour of its share, or of its difference from the baseline."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

import altair as alt
import pandas as pd

from ...widgets.charts import FONT, INK
from ...widgets.language import Words

TITLE_WIDTH = 40
"""Letters of a title in one line, half as many where signs are wide; one long line would make the map smaller."""


def in_lines(title: str) -> list[str]:
    """A title broken into lines that fit above a map."""
    wide = any(ord(sign) > 0x2E80 for sign in title)
    return wrap(title, TITLE_WIDTH // (1 + wide)) or [""]


def _names(boxes: pd.DataFrame) -> Any:
    """The number of every community in its middle, so that a place on the map has a name to look up in the table."""
    middle = boxes.assign(x=(boxes["x0"] + boxes["x1"]) / 2, y=(boxes["y0"] + boxes["y1"]) / 2)
    centres = middle.groupby("community", as_index=False)[["x", "y"]].mean()
    labels = alt.Chart(centres.assign(name=[f"#{one}" for one in centres["community"]]))
    place = {"x": alt.X("x:Q", axis=None), "y": alt.Y("y:Q", axis=None), "text": "name:N"}
    halo = labels.mark_text(fontSize=11, fontWeight="bold", stroke="white", strokeWidth=3).encode(**place)
    return halo + labels.mark_text(fontSize=11, fontWeight="bold", color=INK).encode(**place)


def coverage_map(
    boxes: pd.DataFrame, say: Words, title: str, *, difference: bool, ends: tuple[float, float], width: int
) -> Any:
    """The district from above, one rectangle per cell, true to scale.

    Args:
        boxes: Columns `x0`, `y0`, `x1`, `y1` (km), `value`, `cell`, `community`, `residents`.
        difference: Whether values are differences (two-sided scale) or shares.
        ends: Ends of the scale, the same for maps that stand side by side.
    """
    wide = max(0.1, float(boxes["x1"].max() - boxes["x0"].min()))
    tall = max(0.1, float(boxes["y1"].max() - boxes["y0"].min()))
    ends = (100.0 * ends[0], 100.0 * ends[1])
    if difference:
        scale = alt.Scale(domain=[ends[0], 0, ends[1]], range=["#b35900", "#f5f5f5", "#0072b2"], clamp=True)
    else:
        scale = alt.Scale(
            domain=[ends[0], sum(ends) / 2, ends[1]],
            range=["#fff3d6", "#7fb8de", "#08306b"],
            interpolate="rgb",
            clamp=True,
        )
    legend = alt.Legend(
        title=say("chart.points" if difference else "chart.percent"),
        orient="bottom",
        format="+.0f" if difference else ".0f",
        gradientLength=min(220, width - 60),
        tickCount=3,
    )
    shown = "+.1f" if difference else ".1f"
    chart = (
        alt.Chart(boxes.assign(value=100.0 * boxes["value"]))
        .mark_rect(stroke="white", strokeWidth=0.2)
        .encode(
            x=alt.X("x0:Q", axis=None, scale=alt.Scale(domain=[boxes["x0"].min(), boxes["x1"].max()], nice=False)),
            x2="x1:Q",
            y=alt.Y("y0:Q", axis=None, scale=alt.Scale(domain=[boxes["y0"].min(), boxes["y1"].max()], nice=False)),
            y2="y1:Q",
            color=alt.Color("value:Q", scale=scale, legend=legend),
            tooltip=[
                alt.Tooltip("community:N", title=say("table.community")),
                alt.Tooltip("cell:N", title=say("table.cell")),
                alt.Tooltip("residents:Q", title=say("table.residents"), format=",.0f"),
                alt.Tooltip("value:Q", title=say("table.value"), format=shown),
            ],
        )
    )
    size = {"width": width, "height": min(520, max(90, round(width * tall / wide)))}
    return (
        (chart + _names(boxes))
        .properties(title=in_lines(title), **size)
        .configure(font=FONT, padding=4)
        .configure_view(stroke="#d5dae0")
        .configure_title(fontSize=13, color=INK, anchor="start")
        .configure_legend(labelFontSize=11, labelColor=INK, titleFontSize=11, titleFontWeight="normal", titleColor=INK)
    )
