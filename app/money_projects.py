"""Projects from the list to what they leave behind: how many stand at each stage, month by month, and one by one."""

from __future__ import annotations

import datetime as dt
from html import escape
from typing import Any

import altair as alt
import pandas as pd

from ..model.projects.kinds import FORMS
from ..model.projects.table import STAGES
from .accounts import WHOLE, Accounts
from .charts import dress
from .language import Words

ON_THE_ROAD = {"queued": "#e6ab5c", "under_way": "#7fb8de", "helping": "#0072b2"}
"""Stages of a chosen project that a month can be in -> colour."""
EVERY = "every"


def projects_of(accounts: Accounts, place: int, form: str = EVERY) -> pd.DataFrame:
    """The proposals of one community, or of all, and of one form, or of all."""
    rows = accounts.projects
    return rows[((place == WHOLE) | (rows["community"] == place)) & ((form == EVERY) | (rows["form"] == form))]


def forms_of(projects: pd.DataFrame) -> list[str]:
    """Forms that occur, in the order declared."""
    return [form for form in FORMS if (projects["form"] == form).any()]


def stage_counts(projects: pd.DataFrame) -> dict[str, tuple[int, float]]:
    """Stage -> how many stand there in the end and what they cost, yuan; `proposed` is all of them."""
    counts = {"proposed": (len(projects), float(projects["cost_yuan"].sum()))}
    for stage in STAGES:
        there = projects[projects["stage"] == stage]
        counts[stage] = (len(there), float(there["cost_yuan"].sum()))
    return counts


def stages_html(say: Words, counts: dict[str, tuple[int, float]]) -> str:
    """The road in one row, with counts and yuan; those that left it are marked."""
    items = "".join(
        f'<li class="{stage}"><span class="name">{escape(say(f"stage.{stage}"))}</span>'
        f'<span class="n">{n:,}</span><span class="yuan">{escape(say("money.yuan", yuan=f"{yuan:,.0f}"))}</span></li>'
        for stage, (n, yuan) in counts.items()
    )
    return f'<ol class="shapan-stages">{items}</ol>'


def by_month(projects: pd.DataFrame, start: dt.date, days: int) -> pd.DataFrame:
    """How many chosen projects were queued, under way and helping on the last measured day of every month.

    Returns:
        Columns month (its first day), stage, count.
    """
    chosen = projects[projects["number"] >= 0]
    failed = chosen["failed"].astype(bool)
    # Work begins on the day it is paid; what turned out impossible leaves the queue when that was known.
    began = chosen["paid_day"].where(~failed, chosen["start_day"]).fillna(float("inf"))
    rows = []
    for month, day in _month_ends(start, days):
        begun, acts = began <= day, chosen["acts_from_day"] <= day
        there = {
            "queued": (chosen["chosen_day"] <= day) & ~begun,
            "under_way": begun & ~acts & ~failed,
            "helping": begun & acts & (chosen["acts_until_day"] > day) & ~failed,
        }
        rows += [(month, stage, int(which.sum())) for stage, which in there.items()]
    return pd.DataFrame(rows, columns=["month", "stage", "count"])


def _month_ends(start: dt.date, days: int) -> list[tuple[dt.date, int]]:
    """(first of the month, its last measured day)"""
    ends: dict[dt.date, int] = {}
    for day in range(1, days + 1):
        ends[(start + dt.timedelta(days=day - 1)).replace(day=1)] = day
    return list(ends.items())


def months_chart(say: Words, months: pd.DataFrame) -> Any:
    """Stacked areas: waiting at the bottom of the legend's order, helping on top of it."""
    words = [say(f"stage.{stage}") for stage in ON_THE_ROAD]
    data = months.assign(
        word=[say(f"stage.{stage}") for stage in months["stage"]],
        order=[list(ON_THE_ROAD).index(stage) for stage in months["stage"]],
        month=pd.to_datetime(months["month"]),
    )
    legend = alt.Legend(title=None, orient="top", direction="horizontal", columns=3)
    chart = (
        alt.Chart(data)
        .mark_bar(width={"band": 0.9})
        .encode(
            x=alt.X("yearmonth(month):T", title=None, axis=alt.Axis(format="%Y-%m", labelOverlap=True, tickCount=6)),
            y=alt.Y("count:Q", title=say("money.projects_there"), axis=alt.Axis(tickCount=4, tickMinStep=1)),
            color=alt.Color("word:N", scale=alt.Scale(domain=words, range=list(ON_THE_ROAD.values())), legend=legend),
            order=alt.Order("order:Q", sort="descending"),
            tooltip=[
                alt.Tooltip("month:T", title=say("money.month"), format="%Y-%m"),
                alt.Tooltip("word:N", title=say("table.stage")),
                alt.Tooltip("count:Q", title=say("money.projects_there")),
            ],
        )
    )
    return dress(chart.properties(height=240))


def months_table(say: Words, months: pd.DataFrame) -> pd.DataFrame:
    """A row for each month."""
    wide = months.pivot(index="month", columns="stage", values="count")[list(ON_THE_ROAD)].reset_index()
    named = wide.assign(month=[month.strftime("%Y-%m") for month in wide["month"]])
    return named.rename(columns={"month": say("money.month"), **{one: say(f"stage.{one}") for one in ON_THE_ROAD}})
