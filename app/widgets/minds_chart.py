"""Trust and expectation of one resident in both worlds, week by week."""

from __future__ import annotations

import datetime as dt
from typing import Any

import altair as alt
import pandas as pd

from ..jobs.lives import Lives
from .charts import by_scenario, dress, scenario_legend
from .language import Words

WEEK = 7
DASHES = [[1, 0], [6, 3]]


def minds_table(found: Lives, resident: int, names: tuple[str, str]) -> pd.DataFrame:
    """Columns scenario, date, trust, expectation: every seventh evening and the last, in both worlds."""
    tables = []
    for name, world in zip(names, (found.first, found.second), strict=True):
        one = world.minds[world.minds["resident"] == resident].reset_index(drop=True)
        one = one[(one.index % WEEK == 0) | (one.index == len(one) - 1)]
        dates = [pd.Timestamp(world.first + dt.timedelta(days=int(day))) for day in one["day"]]
        tables.append(
            pd.DataFrame({"scenario": name, "date": dates}).join(
                one[["trust", "expectation"]].set_axis(range(len(one)), axis=0)
            )
        )
    return pd.concat(tables, ignore_index=True)


def minds_file(minds: pd.DataFrame, resident: int) -> pd.DataFrame:
    """The same for a file."""
    return minds.assign(date=minds["date"].dt.strftime("%Y-%m-%d"), resident=resident)


def minds_chart(say: Words, minds: pd.DataFrame, names: list[str]) -> Any:
    """Trust as a line for each world; told apart by colour and by dashes."""
    legend = scenario_legend(names, symbolType="stroke", symbolSize=300)
    dashes = alt.Scale(domain=names, range=DASHES)
    chart = (
        alt.Chart(minds)
        .mark_line(strokeWidth=2)
        .encode(
            x=alt.X("date:T", title=None, axis=alt.Axis(format="%Y-%m", labelOverlap=True, tickCount=6)),
            y=alt.Y("trust:Q", title=say("follow.trust"), scale=alt.Scale(zero=False), axis=alt.Axis(format=".2f")),
            color=by_scenario(names, legend),
            strokeDash=alt.StrokeDash("scenario:N", scale=dashes, legend=legend),
            tooltip=[
                alt.Tooltip("scenario:N", title=say("table.scenario")),
                alt.Tooltip("date:T", title=say("table.date"), format="%Y-%m-%d"),
                alt.Tooltip("trust:Q", title=say("follow.trust"), format=".3f"),
                alt.Tooltip("expectation:Q", title=say("follow.expectation"), format=".3f"),
            ],
        )
    )
    return dress(chart.properties(height=180))
