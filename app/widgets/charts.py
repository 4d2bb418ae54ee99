"""How every chart looks: type, ink, spacing, the colour of each scenario and its legend.

Colours are the colour-blind-safe set of Okabe and Ito, and nothing is said by colour alone. Every chart fits a phone.
"""

from __future__ import annotations

from typing import Any

import altair as alt

FONT = (
    "Source Sans, Noto Sans CJK SC, Noto Sans SC, PingFang SC, Microsoft YaHei, Segoe UI, Helvetica, Arial, sans-serif"
)
SCENARIO_COLOURS = ["#5b6675", "#0072b2", "#d55e00", "#009e73"]
BINS = ("never_heard", "wrong_door", "lapsed_waiting", "met_late", "met_on_time")
ROOM = 96  # title, ticks and legend of a chart whose height is counted in rows
INK = "#222b36"


def dress(chart: Any) -> Any:
    """The same type, ink and spacing for every chart."""
    return (
        chart.configure(font=FONT, padding=4, autosize={"type": "fit-x", "contains": "padding"})
        .configure_view(stroke=None)
        .configure_axis(
            labelFontSize=12,
            titleFontSize=12,
            labelColor=INK,
            titleColor=INK,
            titleFontWeight="normal",
            gridColor="#e6e9ed",
        )
        .configure_legend(labelFontSize=12, titleFontSize=12, labelColor=INK, titleColor=INK, labelLimit=260)
        .configure_header(labelFontSize=13, labelColor=INK, titleColor=INK)
        .configure_title(fontSize=13, color=INK, anchor="start", fontWeight="bold")
    )


ONE_LINE = 18  # letters; longer names stand under each other in a legend, a Chinese sign counts double


def scenario_legend(names: list[str], **look: Any) -> alt.Legend:
    """A legend in which every name is read whole, beside a chart on a phone too."""
    longest = max(sum(1 + (ord(sign) > 0x2E80) for sign in name) for name in names)
    columns = 2 if longest <= ONE_LINE else 1
    return alt.Legend(title=None, orient="top", direction="horizontal", columns=columns, labelLimit=320, **look)


def by_scenario(names: list[str], legend: alt.Legend) -> alt.Color:
    """A colour for each scenario, the same on every page."""
    return alt.Color("scenario:N", scale=alt.Scale(domain=names, range=SCENARIO_COLOURS[: len(names)]), legend=legend)
