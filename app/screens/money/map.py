"""Where the chosen projects of a district stand, by how far they are on the last day."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from ...widgets.charts import FONT, INK
from ...widgets.language import Words
from .projects import ON_THE_ROAD

LOOKS = {
    **{stage: (colour, "circle") for stage, colour in ON_THE_ROAD.items()},
    "ended": ("#5b6675", "square"),
    "failed": ("#c44e00", "cross"),
}
"""Stage of a chosen project -> colour and shape of its mark."""
WIDTH = 350
TALLEST = 300


def on_the_map(projects: pd.DataFrame, boxes: pd.DataFrame) -> pd.DataFrame:
    """Chosen projects by cell and stage: columns cell, community, stage, count, x, y (km)."""
    chosen = projects[projects["number"] >= 0]
    counts = chosen.groupby(["cell", "stage"]).size().rename("count").reset_index()
    where = boxes.assign(x=(boxes["x0"] + boxes["x1"]) / 2, y=(boxes["y0"] + boxes["y1"]) / 2)
    return counts.merge(where[["cell", "community", "x", "y"]], on="cell", how="inner")


def projects_map(say: Words, there: pd.DataFrame, boxes: pd.DataFrame) -> Any:
    """The cells in grey, and on them a mark for each stage, larger where there are more projects.

    Args:
        there: As `on_the_map` gives it.
        boxes: Cells to draw, with columns x0, y0, x1, y1 (km).
    """
    wide, tall = (float(boxes[f"{axis}1"].max() - boxes[f"{axis}0"].min()) for axis in "xy")
    width = min(WIDTH, round(TALLEST * wide / max(tall, 0.1)))
    x, y = (alt.Scale(domain=[boxes[f"{axis}0"].min(), boxes[f"{axis}1"].max()], nice=False) for axis in "xy")
    words = [say(f"stage.{stage}") for stage in LOOKS]
    colours, shapes = ([look[n] for look in LOOKS.values()] for n in (0, 1))
    ground = (
        alt.Chart(boxes)
        .mark_rect(color="#e9edf1", stroke="white", strokeWidth=0.4)
        .encode(x=alt.X("x0:Q", axis=None, scale=x), x2="x1:Q", y=alt.Y("y0:Q", axis=None, scale=y), y2="y1:Q")
    )
    legend = alt.Legend(title=None, orient="bottom", columns=3)
    marks = (
        alt.Chart(there.assign(word=[say(f"stage.{stage}") for stage in there["stage"]]))
        .mark_point(filled=True, opacity=0.85)
        .encode(
            x=alt.X("x:Q", axis=None, scale=x),
            y=alt.Y("y:Q", axis=None, scale=y),
            size=alt.Size("count:Q", scale=alt.Scale(range=[25, 160]), legend=None),
            color=alt.Color("word:N", scale=alt.Scale(domain=words, range=colours), legend=legend),
            shape=alt.Shape("word:N", scale=alt.Scale(domain=words, range=shapes), legend=legend),
            tooltip=[
                alt.Tooltip("community:N", title=say("table.community")),
                alt.Tooltip("cell:N", title=say("table.cell")),
                alt.Tooltip("word:N", title=say("table.stage")),
                alt.Tooltip("count:Q", title=say("money.projects")),
            ],
        )
    )
    chart = (ground + marks).properties(width=max(width, 200), height=max(90, round(width * tall / max(wide, 0.1))))
    return (
        chart.configure(font=FONT, padding=4)
        .configure_view(stroke="#d5dae0")
        .configure_legend(labelFontSize=12, labelColor=INK)
    )
