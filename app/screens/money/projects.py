"""Projects from the list to what they leave behind: how many stand at each stage, month by month, and one by one."""

from __future__ import annotations

from html import escape
from typing import Any

import altair as alt
import pandas as pd

from ....experiments.reports.project_stages import final, stages
from ....model.observation.projects_table import STAGES
from ....model.projects.kinds import FORMS
from ...jobs.accounts import WHOLE, Accounts
from ...widgets.charts import dress
from ...widgets.language import Words

ON_THE_ROAD = {"queued": "#e6ab5c", "under_way": "#7fb8de", "helping": "#0072b2"}
"""Stages of a chosen project that a month can be in -> colour."""
EVERY = "every"
YUAN_OF = {"proposed": "asked", "struck": "unpaid", "not_funded": "unpaid", "queued": "promised", "failed": "unpaid"}
"""Stages whose yuan nobody has paid -> what they are instead."""


def projects_of(accounts: Accounts, place: int, form: str = EVERY) -> pd.DataFrame:
    """Every proposal once, of one community or of all, and of one form or of all."""
    rows = final(accounts.projects)
    return rows[((place == WHOLE) | (rows["community"] == place)) & ((form == EVERY) | (rows["form"] == form))]


def forms_of(projects: pd.DataFrame) -> list[str]:
    """Forms that occur, in the order declared."""
    return [form for form in FORMS if (projects["form"] == form).any()]


def stage_counts(projects: pd.DataFrame) -> dict[str, tuple[int, float]]:
    """Stage -> how many stand there in the end and what they cost, yuan; `proposed` is all of them."""
    found = stages(projects)
    counts = {"proposed": (int(found["count"].sum()), float(found["yuan"].sum()))}
    for stage in STAGES:
        there = found[found["stage"] == stage]
        counts[stage] = (int(there["count"].sum()), float(there["yuan"].sum()))
    return counts


def stages_html(say: Words, counts: dict[str, tuple[int, float]]) -> str:
    """The road in one row, with counts and yuan; those that left it are marked."""
    items = "".join(
        f'<li class="{stage}"><span class="name">{escape(say(f"stage.{stage}"))}</span>'
        f'<span class="n">{n:,}</span><span class="yuan">{escape(_yuan_words(say, stage, yuan))}</span></li>'
        for stage, (n, yuan) in counts.items()
    )
    return f'<ol class="shapan-stages">{items}</ol>'


def _yuan_words(say: Words, stage: str, yuan: float) -> str:
    """A sum, and that it was not paid where it was not."""
    how = f"_{YUAN_OF[stage]}" if stage in YUAN_OF and yuan else ""
    return say(f"money.yuan{how}", yuan=f"{yuan:,.0f}")


def months_chart(say: Words, months: pd.DataFrame) -> Any:
    """Projects on the last day of every month, those that help at the foot of the bars, those that wait on top.

    Args:
        months: As `pipelines.timeline` gives them.
    """
    words = [say(f"stage.{stage}") for stage in ON_THE_ROAD]
    data = months.melt("month", list(ON_THE_ROAD), var_name="stage", value_name="count")
    data = data.assign(
        word=[say(f"stage.{stage}") for stage in data["stage"]],
        order=[list(ON_THE_ROAD).index(stage) for stage in data["stage"]],
        month=pd.to_datetime(data["month"]),
    )
    legend = alt.Legend(title=None, orient="top", direction="horizontal", columns=3)
    chart = (
        alt.Chart(data)
        .mark_bar(width={"band": 0.9})
        .encode(
            x=alt.X("yearmonth(month):T", title=None, axis=alt.Axis(format="%Y-%m", labelOverlap=True, tickCount=6)),
            y=alt.Y("count:Q", title=None, axis=alt.Axis(tickCount=4, tickMinStep=1)),
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
    named = months.assign(month=[month.strftime("%Y-%m") for month in months["month"]])
    heads = {"month": say("money.month"), "chosen": say("money.chosen_in_month")}
    return named.rename(columns={**heads, **{one: say(f"stage.{one}") for one in ON_THE_ROAD}})
