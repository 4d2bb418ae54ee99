"""What every line of the budget costs in both worlds, and how sure the difference is."""

from __future__ import annotations

from textwrap import fill
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from ....experiments.comparing.any_look import CONFIDENCE
from ....experiments.comparing.by_line import COLUMNS
from ....experiments.comparing.sentences import level
from ....experiments.reports.budget_lines import line_label
from ...widgets.charts import INK, ROOM, dress
from ...widgets.drawn import draw
from ...widgets.files import chosen_columns
from ...widgets.language import Words
from .shown import Shown, head, keep, other_of

MORE, LESS, UNSURE = "#5b6675", "#009e73", "#c3c9d0"
LABEL_WIDTH = 26  # letters; longer names of lines are broken
SMALLEST = 0.005
"""Yuan a resident and year; what differs by less is drawn as no difference."""


def show_lines(say: Words, shown: Shown) -> None:
    """Yuan a resident and year, line by line: a chart of the differences and a table of both worlds."""
    head(say, "lines")
    if shown.finding.lines.empty:
        st.info(say("lines.none"))
        return
    name = shown.names[other_of(say, shown, "lines")]
    table = shown.finding.lines[shown.finding.lines["scenario"] == name].reset_index(drop=True)
    differing = table[table["difference"].abs() >= SMALLEST]
    whole = float(table["difference"].sum())
    said = f"{whole:+,.1f}".replace("-", "−")
    st.markdown(say("lines.whole", yuan=said, n=len(differing), all=len(table)))
    if len(differing):
        chart = lines_chart(say, differing)
        draw(say, chart, "cost_lines", alt=say("lines.alt"))
    st.caption(say("lines.caption", level=level(CONFIDENCE)))
    data = chosen_columns(table, COLUMNS, scenario=name, baseline=shown.names[0], unit="yuan per resident and year")
    data.insert(4, "label", [line_label(line, say.language) for line in table["line"]])
    keep(say, shown, "cost_by_line", lines_table(say, table), data.round(4))


def lines_chart(say: Words, table: pd.DataFrame) -> Any:
    """A bar a line from nought to its difference, the dearest first, with its 95 % interval of a single look."""
    data = table.sort_values("difference", ascending=False, kind="stable")
    labels = [fill(line_label(line, say.language), LABEL_WIDTH) for line in data["line"]]
    data = data.assign(
        key=labels,
        told=[("▲ " if value > 0 else "▼ ") + _signed(value) for value in data["difference"]],
        colour=[_colour(row) for row in data.to_dict("records")],
        zero=0.0,
        lo=data["lo"].astype(float).fillna(data["difference"]),
        hi=data["hi"].astype(float).fillna(data["difference"]),
    )
    axis = alt.Axis(labelLimit=200, ticks=False, domain=False, labelExpr="split(datum.label, '\\n')")
    rows = alt.Y("key:N", sort=labels, title=None, axis=axis)
    ends = [*data["lo"], *data["hi"], 0.0]
    wide = (max(ends) - min(ends)) or 1.0
    scale = alt.Scale(domain=[min(ends) - 0.16 * wide, max(ends) + 0.16 * wide], nice=False)
    across = alt.X("zero:Q", scale=scale, title=say("lines.axis"), axis=alt.Axis(tickCount=5))
    base = alt.Chart(data)
    tips = [
        alt.Tooltip("key:N", title=say.shared("statement.line")),
        alt.Tooltip("told:N", title=say("table.difference")),
    ]
    bars = base.mark_bar(height=12).encode(
        y=rows, x=across, x2="difference:Q", color=alt.Color("colour:N", scale=None), tooltip=tips
    )
    rules = base.mark_rule(color=INK).encode(y=rows, x="lo:Q", x2="hi:Q")
    more = base.transform_filter("datum.difference > 0").mark_text(align="left", dx=5, fontSize=11, color=INK)
    less = base.transform_filter("datum.difference <= 0").mark_text(align="right", dx=-5, fontSize=11, color=INK)
    texts = more.encode(y=rows, x="hi:Q", text="told:N") + less.encode(y=rows, x="lo:Q", text="told:N")
    return dress((bars + rules + texts).properties(height=ROOM + 26 * len(labels)))


def _colour(row: dict[str, Any]) -> str:
    """Pale where the interval that holds at every look has nought in it, or is missing."""
    low, high = row["judged_lo"], row["judged_hi"]
    if pd.isna(low) or pd.isna(high) or low <= 0.0 <= high:
        return UNSURE
    return MORE if row["difference"] > 0 else LESS


def lines_table(say: Words, table: pd.DataFrame) -> pd.DataFrame:
    """Line by line in the words of the screen."""
    return pd.DataFrame(
        {
            say.shared("statement.line"): [line_label(line, say.language) for line in table["line"]],
            say("lines.before"): [f"{value:,.2f}" for value in table["before"]],
            say("lines.after"): [f"{value:,.2f}" for value in table["after"]],
            say("table.difference"): [_signed(value, 2) for value in table["difference"]],
            say("table.lo"): [_end(value) for value in table["lo"]],
            say("table.hi"): [_end(value) for value in table["hi"]],
        }
    )


def _end(value: float | None) -> str:
    return "–" if value is None or pd.isna(value) else _signed(value, 2)


def _signed(value: float, digits: int = 1) -> str:
    return f"{value:+,.{digits}f}".replace("-", "−")
