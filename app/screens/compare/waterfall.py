"""A difference as the sum of its parts: bars that go on where the one before ended, up to the whole."""

from __future__ import annotations

from textwrap import fill
from typing import Any

import altair as alt
import pandas as pd

from ...widgets.charts import INK, ROOM, dress
from ...widgets.language import Words

UP, DOWN, WHOLE = "#0072b2", "#c44e00", "#5b6675"
LABEL_WIDTH = 30


def bars(parts: pd.DataFrame, total: dict[str, Any]) -> pd.DataFrame:
    """Where every bar begins and ends, the largest part first and the whole last.

    Args:
        parts: Columns `label`, `value`, `lo`, `hi`; the values add up to that of `total`.
        total: The same four of the whole.

    Returns:
        Columns label, value, from, to, lo, hi, whole; `lo` and `hi` stand where the bar's own end could lie.
    """
    order = parts.reindex(parts["value"].abs().sort_values(ascending=False, kind="stable").index)
    rows, at = [], 0.0
    for part in order.to_dict("records"):
        rows.append({**part, "from": at, "to": at + part["value"], "whole": False})
        at += part["value"]
    rows.append({**total, "from": 0.0, "to": total["value"], "whole": True})
    found = pd.DataFrame(rows)
    start = found["from"]
    return found.assign(
        lo=start + found["lo"].astype(float).fillna(found["value"]),
        hi=start + found["hi"].astype(float).fillna(found["value"]),
    )


def waterfall(parts: pd.DataFrame, total: dict[str, Any], say: Words, title: str) -> Any:
    """The picture: sign, arrow and number at every bar, a rule for its 95 % interval.

    Args:
        parts, total: As for `bars`, with a column `shown`, the number in words.
        title: Of the axis, with the unit.
    """
    data = bars(parts, total)
    labels = [fill(label, LABEL_WIDTH) for label in data["label"]]
    marks = ["▲ " if value > 0 else "▼ " if value < 0 else "" for value in data["value"]]
    data = data.assign(
        label=labels,
        told=[mark + shown for mark, shown in zip(marks, data["shown"], strict=True)],
        colour=[
            WHOLE if whole else UP if value >= 0 else DOWN for whole, value in zip(data.whole, data.value, strict=True)
        ],
        far=data[["from", "to", "lo", "hi"]].max(axis=1),
    )
    ends = data[["from", "to", "lo", "hi"]].to_numpy().ravel()
    low, high = min(0.0, float(ends.min())), max(0.0, float(ends.max()))
    wide = (high - low) or 1.0
    scale = alt.Scale(domain=[low - 0.03 * wide, high + 0.3 * wide], nice=False)
    axis = alt.Axis(labelLimit=210, ticks=False, domain=False, labelExpr="split(datum.label, '\\n')")
    rows = alt.Y("label:N", sort=labels, title=None, axis=axis)
    across = alt.X("from:Q", scale=scale, title=title, axis=alt.Axis(tickCount=5))
    tips = [alt.Tooltip("label:N", title=say("why.part")), alt.Tooltip("told:N", title=say("table.difference"))]
    base = alt.Chart(data)
    drawn = base.mark_bar(height=14, cornerRadius=1).encode(
        y=rows, x=across, x2="to:Q", color=alt.Color("colour:N", scale=None), tooltip=tips
    )
    rules = base.mark_rule(color=INK, strokeWidth=1).encode(y=rows, x="lo:Q", x2="hi:Q")
    text = base.mark_text(align="left", dx=6, fontSize=12, color=INK).encode(y=rows, x="far:Q", text="told:N")
    zero = alt.Chart(pd.DataFrame({"x": [0.0]})).mark_rule(color=INK).encode(x="x:Q")
    return dress((drawn + zero + rules + text).properties(height=ROOM + 28 * len(labels)))
