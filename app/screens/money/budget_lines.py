"""What each line of the budget bought under each scenario: yuan, hours, needs met on time, needs that did not arise."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from textwrap import fill
from typing import Any

import altair as alt
import pandas as pd

from ....experiments.reports.budget_lines import line_label, outside, totals
from ...jobs.accounts import WHOLE, Accounts
from ...widgets.charts import INK, ROOM, by_scenario, dress, scenario_legend
from ...widgets.files import chosen_columns
from ...widgets.language import Words

MEASURES = ("yuan", "needs_met", "yuan_per_need_met", "needs_prevented")
"""What the bars can show."""
COLUMNS = ("yuan", "hours", "needs_met", "yuan_per_need_met", "needs_prevented", "needs_brought", "count")
"""What the table shows."""
LABEL_WIDTH = 26  # letters; longer names of lines are broken
LABELS = alt.Axis(labelLimit=170, labelExpr="split(datum.label, '\\n')", ticks=False, domain=False)
SMALL = 10.0  # smaller figures are drawn with a decimal
YUAN_DRAWN = {"zh": 10_000.0, "en": 1_000.0}
"""Sums are drawn in the unit people count large ones in."""


def lines_bought(accounts: Accounts, year: int, place: int) -> pd.DataFrame:
    """Line by line the sums of a year; what a line does not buy is missing, not 0, and so is what no ledger pays.

    Args:
        year: A calendar year.
        place: A community, −1 for the district's own accounts, or WHOLE.
    """
    table = totals(accounts.bought, year, None if place == WHOLE else place)
    return table.assign(yuan=table["yuan"].where(~table["line"].map(outside).astype(bool)))


def all_bought(found: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Every scenario's lines under each other, with a column `scenario`; the lines costliest anywhere come first."""
    every = pd.concat([table.assign(scenario=name) for name, table in found.items()], ignore_index=True)
    most = {f"_{name}": every.groupby("line")[name].transform("max") for name in ("yuan", "needs_met")}
    ordered = every.assign(**most).sort_values([*most, "line"], ascending=[False, False, True], kind="stable")
    return ordered[["line", "scenario", *COLUMNS]].reset_index(drop=True)


def measures_known(every: pd.DataFrame) -> list[str]:
    """What bars can be drawn of."""
    return [name for name in MEASURES if every[name].fillna(0.0).any()]


def without_money(every: pd.DataFrame) -> list[str]:
    """Lines that serve here though no payment of the ledger stands behind them."""
    return [line for line in dict.fromkeys(every["line"]) if outside(line)]


def lines_chart(say: Words, every: pd.DataFrame, names: list[str], measure: str) -> Any:
    """A bar for each line and scenario, in the order of the legend, so that nothing is said by colour alone."""
    data = every[["line", "scenario", measure]].rename(columns={measure: "value"})
    unit = YUAN_DRAWN[say.language] if measure == "yuan" else 1.0
    data = data[data["value"].fillna(0.0) > 0.0]
    lines = [fill(line_label(line, say.language), LABEL_WIDTH) for line in data["line"]]
    data = data.assign(line=lines, value=data["value"] / unit)
    # A small sum beside large ones would be labelled 0 if all were whole.
    data = data.assign(told=[f"{one:,.0f}" if one >= SMALL else f"{one:,.1f}" for one in data["value"]])
    title = say("money.yuan_drawn" if measure == "yuan" else f"bought.{measure}")
    order = list(dict.fromkeys(data.sort_values("value", ascending=False)["line"]))
    rows = alt.Y("line:N", sort=order, title=None, axis=LABELS)
    most = float(data["value"].max()) or 1.0
    across = alt.X(
        "value:Q",
        title=title,
        scale=alt.Scale(domain=[0, most * 1.2], nice=False),
        axis=alt.Axis(tickCount=4, format=",~f"),
    )
    offset = alt.YOffset("scenario:N", sort=names)
    tips = [
        alt.Tooltip("line:N", title=say.shared("statement.line")),
        alt.Tooltip("scenario:N", title=say("table.scenario")),
        alt.Tooltip("value:Q", title=title, format=",.1~f"),
    ]
    base = alt.Chart(data)
    bars = base.mark_bar(cornerRadiusEnd=2).encode(
        y=rows, x=across, yOffset=offset, color=by_scenario(names, scenario_legend(names)), tooltip=tips
    )
    text = base.mark_text(align="left", dx=3, fontSize=11, color=INK).encode(
        y=rows, x=across, yOffset=offset, text="told:N"
    )
    return dress((bars + text).properties(height=ROOM + (15 * len(names) + 8) * len(order)))


def lines_html(say: Words, every: pd.DataFrame, caption: str) -> str:
    """Line by line, each with its scenarios; a dash where a line buys no such thing."""
    heads = [say(f"bought.{name}") for name in COLUMNS]
    body = []
    for line, group in every.groupby("line", sort=False):
        title = escape(line_label(str(line), say.language))
        body.append(f'<tr class="group"><th scope="rowgroup" colspan="{1 + len(heads)}">{title}</th></tr>')
        for row in group.to_dict("records"):
            cells = "".join(
                f'<td class="{"none" * pd.isna(row[name])}" data-label="{escape(head)}">{_figure(row[name])}</td>'
                for head, name in zip(heads, COLUMNS, strict=True)
            )
            body.append(f'<tr><th scope="row">{escape(str(row["scenario"]))}</th>{cells}</tr>')
    top = "".join(f'<th scope="col">{escape(head)}</th>' for head in (say("money.line_scenario"), *heads))
    return (
        f'<table class="shapan-statement lines"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{top}</tr></thead><tbody>{''.join(body)}</tbody></table>"
    )


def lines_file(say: Words, every: pd.DataFrame, year: int) -> pd.DataFrame:
    """The same as numbers; what a line does not buy is missing."""
    found = every.assign(label=[line_label(line, say.language) for line in every["line"]]).round(2)
    return chosen_columns(found, ("scenario", "line", "label", *COLUMNS), year=year)


def _figure(value: float) -> str:
    if pd.isna(value):
        return "–"
    return f"{value:,.0f}" if value >= 10 or value == round(value) else f"{value:,.1f}"
