"""Who gains and who loses: the same resident in both worlds, group by group, losers named first."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from ....experiments.comparing.any_look import CONFIDENCE
from ....experiments.comparing.intervals import FEWEST_PAIRS
from ....experiments.comparing.sentences import level
from ....experiments.comparing.who import COLUMNS, PER, losing, most_losers
from ...widgets.charts import INK, ROOM, dress
from ...widgets.drawn import draw
from ...widgets.files import chosen_columns
from ...widgets.following import show_following
from ...widgets.language import Words
from ...widgets.phrases import listed
from ...widgets.plain import markdown
from .shown import Shown, head, keep, other_of

GAINED, LOST = "#0072b2", "#c44e00"
NAMED = 3
"""So many groups are named in a sentence; the table holds all."""


def show_who(say: Words, shown: Shown) -> None:
    """One sentence for all, one for the groups that lose, a chart and a table."""
    head(say, "who")
    if shown.finding.who.empty:
        st.info(say("who.not_noted"))
        return
    name = shown.names[other_of(say, shown, "who")]
    table = shown.finding.who[shown.finding.who["scenario"] == name].reset_index(drop=True)
    if table.empty:
        st.info(say("who.not_noted"))
        return
    for line in who_lines(say, table, name, shown.names[0]):
        st.markdown(markdown(line))
    alternative = say("who.alt", name=name, baseline=shown.names[0])
    draw(say, who_chart(say, table), "who", alt=alternative)
    st.caption(say("who.caption", level=level(CONFIDENCE)))
    data = chosen_columns(table, COLUMNS, scenario=name)
    data.insert(3, "label", [group_label(say, *row) for row in _pairs(table)])
    keep(say, shown, "who", who_table(say, table), data)
    if st.toggle(say("follow.title"), key=f"follow:{shown.id}:{name}"):
        whom = shown.finding.whom
        own = whom[whom["scenario"] == name] if len(whom) else whom
        show_following(say, shown.request, shown.names.index(name), (shown.names[0], name), own)


def who_lines(say: Words, table: pd.DataFrame, name: str, baseline: str) -> list[str]:
    """What is said before the chart: how many gain and lose, which groups lose, where most losers are."""
    whole = table[table["dimension"] == "all"].iloc[0]
    of_all = {key: f"{whole[key] * whole['people'] / PER:,.0f}" for key in ("gained", "lost")}
    per = {f"{key}_per": f"{whole[key]:,.0f}" for key in ("gained", "lost")}
    lines = [say("who.all", name=name, baseline=baseline, people=f"{whole['people']:,}", **of_all, **per)]
    sure = losing(table)
    if len(sure):
        lines.append(say("who.losing", groups=_named(say, sure, "net")))
        apart = sure[sure["holds_among"].astype("boolean").fillna(False) == False]  # noqa: E712
        if len(apart):
            lines.append(say("who.alone", groups=listed(say, [group_label(say, *row) for row in _pairs(apart)])))
    elif whole["pairs"] < FEWEST_PAIRS:
        lines.append(say("who.too_few", fewest=FEWEST_PAIRS, pairs=whole["pairs"]))
    else:
        lines.append(say("who.none_losing"))
    lines.append(say("who.most", groups=_named(say, most_losers(table), "lost")))
    return lines


def _named(say: Words, table: pd.DataFrame, measure: str) -> str:
    shown = table.head(NAMED)
    names = [group_label(say, *row) for row in _pairs(shown)]
    values = [_signed(value) if measure == "net" else f"{value:,.0f}" for value in shown[measure]]
    return listed(say, [say("who.group", group=one, n=value) for one, value in zip(names, values, strict=True)])


def _pairs(table: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(table["dimension"], table["level"], strict=True))


def group_label(say: Words, dimension: str, level_name: str) -> str:
    """A group in words."""
    return say.get(f"people.{level_name}", level_name)


def who_chart(say: Words, table: pd.DataFrame) -> Any:
    """Losers to the left, winners to the right, of 1,000 of each group; the difference is a dot with its interval."""
    labels = [group_label(say, *row) for row in _pairs(table)]
    data = table.assign(label=labels, left=-table["lost"].astype(float), zero=0.0)
    for measure in ("gained", "lost"):
        data[f"{measure}_told"] = [f"{value:,.0f}" for value in table[measure]]
    data["shown"] = [_interval(row, "net", "net_lo", "net_hi") for row in table.to_dict("records")]
    data = data.assign(net_lo=data["net_lo"].fillna(data["net"]), net_hi=data["net_hi"].fillna(data["net"]))
    rows = alt.Y("label:N", sort=labels, title=None, axis=alt.Axis(labelLimit=190, ticks=False, domain=False))
    most, least = float(data["gained"].max()), float(data["lost"].max())
    scale = alt.Scale(domain=[-max(1.0, least) * 1.35, max(1.0, most) * 1.2], nice=False)
    base = alt.Chart(data)
    tips = [
        alt.Tooltip("label:N", title=say("who.head_group")),
        alt.Tooltip("gained_told:N", title=say("who.gained")),
        alt.Tooltip("lost_told:N", title=say("who.lost")),
        alt.Tooltip("shown:N", title=say("who.net")),
    ]
    across = {"scale": scale, "title": say("who.axis"), "axis": alt.Axis(tickCount=5, labelExpr="abs(datum.value)")}
    gain = base.mark_bar(color=GAINED, height=11).encode(
        y=rows, x=alt.X("zero:Q", **across), x2="gained:Q", tooltip=tips
    )
    loss = base.mark_bar(color=LOST, height=11).encode(y=rows, x=alt.X("left:Q", **across), x2="zero:Q", tooltip=tips)
    text = base.mark_text(align="left", dx=4, fontSize=11, color=INK).encode(y=rows, x="gained:Q", text="plus:N")
    text = text.transform_calculate(plus="'▲ ' + datum.gained_told")
    less = base.mark_text(align="right", dx=-4, fontSize=11, color=INK).encode(y=rows, x="left:Q", text="minus:N")
    less = less.transform_calculate(minus="'▼ ' + datum.lost_told")
    net = base.mark_point(color=INK, filled=True, size=30, opacity=1).encode(y=rows, x="net:Q", tooltip=tips)
    ends = base.mark_rule(color=INK).encode(y=rows, x="net_lo:Q", x2="net_hi:Q")
    zero = alt.Chart(pd.DataFrame({"x": [0.0]})).mark_rule(color=INK).encode(x="x:Q")
    return dress((gain + loss + zero + ends + net + text + less).properties(height=ROOM + 21 * len(labels)))


def who_table(say: Words, table: pd.DataFrame) -> pd.DataFrame:
    """Group by group in the words of the screen: people of a world, people of 1,000, and the verdict."""
    rows = []
    for row in table.to_dict("records"):
        verdict = say(f"who.{row['verdict']}")
        if row["verdict"] != "unclear" and not row["holds_among"]:
            verdict = say.shared("verdict.alone").format(verdict=verdict)
        rows.append(
            {
                say("who.head_group"): group_label(say, row["dimension"], row["level"]),
                say("table.residents"): f"{row['people']:,}",
                say("who.gained_people"): f"{row['gained'] * row['people'] / PER:,.0f}",
                say("who.lost_people"): f"{row['lost'] * row['people'] / PER:,.0f}",
                say("who.gained"): _interval(row, "gained", "gained_lo", "gained_hi", signed=False),
                say("who.lost"): _interval(row, "lost", "lost_lo", "lost_hi", signed=False),
                say("who.net_judged"): _interval(row, "net", "judged_lo", "judged_hi"),
                say("table.verdict"): verdict,
            }
        )
    return pd.DataFrame(rows)


def _interval(row: dict[str, Any], value: str, low: str, high: str, *, signed: bool = True) -> str:
    tell = _signed if signed else "{:,.0f}".format
    middle = tell(row[value])
    if pd.isna(row[low]) or pd.isna(row[high]):
        return middle
    return f"{middle} [{tell(row[low])}, {tell(row[high])}]"


def _signed(value: float) -> str:
    text = f"{value:+,.0f}".replace("-", "−")
    return "0" if text in ("+0", "−0") else text
