"""Pictures of a comparison's numbers: each function takes a table and gives a chart, and knows no page.

Nothing is said by colour alone: lines also differ by dash, verdicts by shape and sign.
"""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from ...widgets.charts import BINS, INK, ROOM, by_scenario, dress, scenario_legend
from ...widgets.language import Words

SCENARIO_DASHES = [[1, 0], [7, 3], [2, 2], [9, 3, 2, 3]]
BIN_COLOURS = {
    "never_heard": "#b35900",
    "wrong_door": "#d9822b",
    "lapsed_waiting": "#e6ab5c",
    "met_late": "#7fb8de",
    "met_on_time": "#0072b2",
}
VERDICT_COLOURS = {
    "better": "#0072b2",
    "worse": "#c44e00",
    "differs": "#333333",
    "no_difference": "#6b7480",
    "unclear": "#9aa3ad",
}
# No arrows here: a lower number may be the better one, and an arrow would say both.
VERDICT_SHAPES = {
    "better": "circle",
    "worse": "cross",
    "differs": "diamond",
    "no_difference": "square",
    "unclear": "triangle-right",
}
LEGEND_LINE = 20
LINES = {"symbolType": "stroke", "symbolSize": 400, "symbolOpacity": 1}
"""How a legend draws scenarios that are lines."""


def funnel(table: pd.DataFrame, say: Words) -> Any:
    """Where one scenario's needs are lost: from all that arose, step by step, down to those met on time.

    Args:
        table: Columns `bin`, `share` of one scenario; shares of the five bins add up to 1.
    """
    share = table.set_index("bin")["share"]
    steps = [{"step": say.shared("funnel.born"), "from": 0.0, "to": 100.0, "colour": "#c9d0d8", "text": "100"}]
    top = 100.0
    for name in BINS:
        value = 100.0 * float(share.get(name, 0.0))
        low = max(0.0, top - value)
        sign = "−" if name in ("never_heard", "wrong_door", "lapsed_waiting") else ""
        steps.append(
            {
                "step": say.shared(f"funnel.{name}"),
                "from": low,
                "to": top,
                "colour": BIN_COLOURS[name],
                "text": f"{sign}{value:.1f}",
            }
        )
        top = low
    data = pd.DataFrame(steps)
    data["at"] = data["to"].where(data["to"] < 80, data["from"])
    rows = alt.Y(
        "step:N", sort=list(data["step"]), title=None, axis=alt.Axis(labelLimit=170, ticks=False, domain=False)
    )
    # Room beyond 0 and 100, so that no figure is cut off.
    across = alt.Scale(domain=[-14, 114], nice=False)
    bars = (
        alt.Chart(data)
        .mark_bar(height=18, cornerRadius=2)
        .encode(
            y=rows,
            x=alt.X(
                "from:Q", scale=across, title=say("chart.per_100_needs"), axis=alt.Axis(values=[0, 25, 50, 75, 100])
            ),
            x2="to:Q",
            color=alt.Color("colour:N", scale=None),
            tooltip=[
                alt.Tooltip("step:N", title=say("table.stage")),
                alt.Tooltip("text:N", title=say("table.per_100")),
            ],
        )
    )
    words = alt.Chart(data).encode(y=rows, text="text:N")
    right = (
        words.transform_filter("datum.to < 80").mark_text(align="left", dx=4, fontSize=12, color=INK).encode(x="to:Q")
    )
    left = (
        words.transform_filter("datum.to >= 80 && datum.from > 0")
        .mark_text(align="right", dx=-4, fontSize=12, color=INK)
        .encode(x="from:Q")
    )
    inside = (
        words.transform_filter("datum.to >= 80 && datum.from <= 0")
        .mark_text(align="right", dx=-5, fontSize=12, color=INK)
        .encode(x="to:Q")
    )
    return dress((bars + right + left + inside).properties(height=190))


def forest(table: pd.DataFrame, names: list[str], say: Words, title: str) -> Any:
    """Paired differences against the baseline with the intervals behind their verdicts, which the shapes carry.

    Args:
        table: Columns `label`, `scenario`, `difference`, `lo`, `hi`, `verdict`, `shown`, in the order wanted.
        names: All scenarios of the comparison, the baseline first.
    """
    several = table["scenario"].nunique() > 1
    data = table.assign(word=[say.shared(f"verdict.{verdict}") for verdict in table["verdict"]])
    order = list(dict.fromkeys(data["label"]))
    rows = alt.Y("label:N", sort=order, title=None, axis=alt.Axis(labelLimit=230, ticks=False, domain=False))
    across = alt.Axis(tickCount=5)
    # Two legends on one edge would push each other out of the picture, so each has an edge of its own.
    shape, verdict_colour = _by_verdict(data, say, "bottom" if several else "top")
    shown = scenario_legend(names, values=names[1:])
    look = {"color": by_scenario(names, shown) if several else verdict_colour}
    if several:
        look["yOffset"] = alt.YOffset("scenario:N", sort=names)
    tips = [
        alt.Tooltip("label:N", title=say("table.indicator")),
        alt.Tooltip("scenario:N", title=say("table.scenario")),
        alt.Tooltip("shown:N", title=say("table.difference")),
        alt.Tooltip("word:N", title=say("table.verdict")),
    ]
    base = alt.Chart(data)
    zero = alt.Chart(pd.DataFrame({"x": [0.0]})).mark_rule(color=INK, strokeWidth=1).encode(x="x:Q")
    lines = base.mark_rule(strokeWidth=2).encode(
        y=rows, x=alt.X("lo:Q", title=title, axis=across), x2="hi:Q", tooltip=tips, **look
    )
    points = base.mark_point(size=90, filled=True, opacity=1).encode(
        y=rows, x=alt.X("difference:Q", title=title, axis=across), shape=shape, tooltip=tips, **look
    )
    step = 16 * data["scenario"].nunique() if several else 26
    room = ROOM + (LEGEND_LINE * len(names) if several else 0)
    return dress((zero + lines + points).properties(height=room + step * len(order)))


def _by_verdict(data: pd.DataFrame, say: Words, edge: str) -> tuple[alt.Shape, alt.Color]:
    verdicts = [verdict for verdict in VERDICT_SHAPES if verdict in set(data["verdict"])]
    words = [say.shared(f"verdict.{verdict}") for verdict in verdicts]
    legend = alt.Legend(title=None, orient=edge, direction="horizontal", columns=3 if edge == "top" else 2)
    shapes = alt.Scale(domain=words, range=[VERDICT_SHAPES[verdict] for verdict in verdicts])
    colours = alt.Scale(domain=words, range=[VERDICT_COLOURS[verdict] for verdict in verdicts])
    return alt.Shape("word:N", scale=shapes, legend=legend), alt.Color("word:N", scale=colours, legend=legend)


def daily(table: pd.DataFrame, names: list[str], say: Words, percent: bool) -> Any:
    """One indicator through the years: the mean of all worlds as a line, its 95 % interval as a band.

    Args:
        table: Columns `scenario`, `date`, `value`, `lo`, `hi`.
    """
    scale = alt.Scale(zero=False, nice=True)
    form = ".0%" if percent else "~s"
    across = alt.X("date:T", title=None, axis=alt.Axis(format="%Y-%m", labelOverlap=True, tickCount=6))
    base, legend = alt.Chart(table), scenario_legend(names, **LINES)
    band = base.mark_area(opacity=0.22).encode(
        x=across,
        y=alt.Y("lo:Q", scale=scale, title=None, axis=alt.Axis(format=form)),
        y2="hi:Q",
        color=by_scenario(names, legend),
    )
    line = base.mark_line(strokeWidth=2).encode(
        x=across,
        y=alt.Y("value:Q", scale=scale, title=None, axis=alt.Axis(format=form)),
        color=by_scenario(names, legend),
        strokeDash=alt.StrokeDash(
            "scenario:N", scale=alt.Scale(domain=names, range=SCENARIO_DASHES[: len(names)]), legend=legend
        ),
        tooltip=[
            alt.Tooltip("scenario:N", title=say("table.scenario")),
            alt.Tooltip("date:T", title=say("table.date"), format="%Y-%m-%d"),
            alt.Tooltip("value:Q", title=say("table.mean"), format=".1%" if percent else ",.1f"),
        ],
    )
    return dress((band + line).properties(height=280))


def requests(table: pd.DataFrame, names: list[str], say: Words) -> Any:
    """How needs came to be heard: requests per 1,000 residents and year, channel by channel.

    Args:
        table: Columns `channel` (words), `scenario`, `per_1000`.
    """
    order = list(dict.fromkeys(table.sort_values("per_1000", ascending=False)["channel"]))
    rows = alt.Y("channel:N", sort=order, title=None, axis=alt.Axis(labelLimit=150, ticks=False, domain=False))
    most = float(table["per_1000"].max()) if len(table) else 1.0
    across = alt.X(
        "per_1000:Q",
        title=say("chart.per_1000_year"),
        axis=alt.Axis(tickCount=5),
        scale=alt.Scale(domain=[0, most * 1.15 or 1.0]),
    )
    offset = alt.YOffset("scenario:N", sort=names)
    base = alt.Chart(table)
    bars = base.mark_bar(cornerRadiusEnd=2).encode(
        y=rows, x=across, yOffset=offset, color=by_scenario(names, scenario_legend(names))
    )
    text = base.mark_text(align="left", dx=3, fontSize=11, color=INK).encode(
        y=rows, x=across, yOffset=offset, text=alt.Text("per_1000:Q", format=",.0f")
    )
    return dress((bars + text).properties(height=ROOM + (16 * len(names) + 8) * len(order)))
