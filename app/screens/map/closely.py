"""One grid or community looked at closely: its months, its grid teams, the matters raised there, what was logged."""

from __future__ import annotations

from dataclasses import replace

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st

from ....experiments.mapping.figures import Mapped
from ....experiments.reports.story import sentence, steps_in
from ....experiments.reports.wording import words as wording
from ....model.deliberation.kinds import MATTERS
from ...jobs.request import Request
from ...widgets import files
from ...widgets.charts import by_scenario, dress, scenario_legend
from ...widgets.download import as_text, take_away
from ...widgets.drawn import draw
from ...widgets.language import Words
from ...widgets.plain import markdown
from .page_words import indicator_name
from .view import View, figure

LATEST = 30  # events shown of a scenario
MOST_POINTS = 60  # steps of which each has a point of its own on a line
TEAM = ("waiting", "queue_hours", "posts", "hours")


def show_piece(say: Words, request: Request, view: View, piece: int) -> None:
    """Everything known of one piece of land in both scenarios."""
    inside = view.pieces == piece
    cells = view.mapped.cells[inside]
    facts = {name: f"{int(cells[name].sum()):,}" for name in ("residents", "households")}
    st.markdown(say("map.facts", cells=len(cells), **facts))
    _months(say, request, view, piece)
    _teams(say, request, view, inside)
    communities = sorted({int(one) for one in cells["community"]})
    _matters(say, view, communities)
    _events(say, view, communities)


def months_of(view: View, piece: int) -> pd.DataFrame:
    """The indicator of one piece of land: step, scenario, value."""
    rows = [
        (step, view.names[column], float(value))
        for column, values in zip((0, view.other), view.values[:, :, piece], strict=True)
        for step, value in zip(view.steps, values, strict=True)
    ]
    return pd.DataFrame(rows, columns=["step", "scenario", "value"])


def _months(say: Words, request: Request, view: View, piece: int) -> None:
    table = months_of(view, piece)
    names, title = [view.names[0], view.names[view.other]], indicator_name(say, view.indicator, view.time)
    shown = table.assign(value=100 * table["value"] if view.share else table["value"])
    chart = (
        alt.Chart(shown)
        .mark_line(point=len(view.steps) <= MOST_POINTS)
        .encode(
            x=alt.X("step:O", title=None, axis=alt.Axis(labelOverlap=True, labelLimit=90)),
            y=alt.Y(
                "value:Q",
                title=say("chart.percent") if view.share else say("map.per_1000"),
                scale=alt.Scale(zero=False),
            ),
            color=by_scenario(names, scenario_legend(names)),
            strokeDash=alt.StrokeDash("scenario:N", sort=names, legend=scenario_legend(names)),
            tooltip=[
                alt.Tooltip("step:O", title=view.word(say, "step")),
                "scenario:N",
                alt.Tooltip("value:Q", format=".1f"),
            ],
        )
        .properties(height=220, title=title)
    )
    draw(say, dress(chart), "months_of_a_piece", alt=say("map.months_alt", title=title))
    wide = table.assign(value=[figure(one, view.share) for one in table["value"]])
    wide = wide.pivot(index="step", columns="scenario", values="value")[names].reset_index()
    data = table.assign(indicator=view.indicator, land=view.kind, number=piece)
    worlds = len(view.mapped.seeds)
    take_away(
        say, wide.rename(columns={"step": view.word(say, "step")}), "map_months", files.of_run(data, request, worlds)
    )


def teams_of(mapped: Mapped, column: int, inside: np.ndarray) -> pd.DataFrame:
    """Grid teams of a scenario whose grids have cells here, added up by step: step, teams and TEAM.

    Steps on which the grids were drawn otherwise than on the last day are left out: their numbers mean other grids.
    """
    grids = np.unique(mapped.cells[f"grid_{column}"].to_numpy()[inside])
    rows = mapped.teams[(mapped.teams["column"] == column) & mapped.teams["same_grids"].astype(bool)]
    rows = rows[rows["grid"].isin(grids)]
    return rows.groupby("step")[list(TEAM)].sum().reset_index().assign(teams=len(grids))


def _teams(say: Words, request: Request, view: View, inside: np.ndarray) -> None:
    st.markdown(f"**{say('map.teams')}** · {say('map.first_world')}")
    tables = []
    for column in (0, view.other):
        found = teams_of(view.mapped, column, inside)
        tables.append(found.assign(scenario=view.names[column], step=[view.mapped.steps[n] for n in found["step"]]))
    every = pd.concat(tables, ignore_index=True)[["scenario", "step", "teams", *TEAM]]
    heads = {name: say(f"map.team.{name}") for name in ("teams", *TEAM)}
    heads |= {"scenario": say("table.scenario"), "step": replace(view, time="step").word(say, "step")}
    last = every.groupby("scenario", sort=False).tail(1)
    st.table(as_text(_as_written(last).rename(columns=heads)), hide_index=True, border="horizontal")
    if len(every) < 2 * len(view.mapped.steps):
        st.caption(say("map.redrawn"))
    take_away(say, _as_written(every).rename(columns=heads), "map_teams", files.of_run(every, request, 1))


def _as_written(table: pd.DataFrame) -> pd.DataFrame:
    """Hours and posts with one or two decimals, as texts."""
    decimals = {"queue_hours": 1, "posts": 2, "hours": 1}
    return table.assign(**{name: table[name].map(f"{{:,.{n}f}}".format) for name, n in decimals.items()})


def _matters(say: Words, view: View, communities: list[int]) -> None:
    st.markdown(f"**{say('map.matters')}** · {say('map.first_world')}")
    found = view.mapped.matters
    found = found[found["community"].isin(communities)]
    rows = [
        (
            view.names[column],
            str(row.date),
            _kind(say, str(row.kind)),
            int(row.requests),
            say(f"standing.{row.standing}"),
        )
        for column in (0, view.other)
        for row in found[found["column"] == column].itertuples()
    ]
    if not rows:
        st.caption(say("map.no_matters"))
        return
    heads = [
        say("table.scenario"),
        say("table.raised"),
        say("table.matter"),
        say("map.requests_behind"),
        say("map.standing"),
    ]
    st.table(as_text(pd.DataFrame(rows, columns=heads)), hide_index=True, border="horizontal")


def _kind(say: Words, kind: str) -> str:
    return say.of(MATTERS[kind], "title") if kind in MATTERS else kind


def logged(say: Words, view: View, column: int, communities: list[int]) -> tuple[list[tuple[str, str]], int]:
    """Date and sentence of what was logged in communities, the latest first; and how much has no sentence."""
    tell, events = wording(say.language), view.mapped.events
    rows = events[(events["column"] == column) & events["community"].isin(communities)]
    phrased = {
        name: any(tell.has(f"story.{name}{way}") for way in ("", "_yes", "_no")) for name in rows["name"].unique()
    }
    known = rows[rows["name"].map(phrased).astype(bool)] if len(rows) else rows
    lines = []
    latest = known.sort_values("event")["event"].unique()[-LATEST:]
    for step in reversed(list(steps_in(known[known["event"].isin(latest)]))):
        try:
            lines.append((str(step.date), sentence(step, tell)))
        except KeyError:  # a way it went for which there is no phrase
            continue
    return lines, int(rows["event"].nunique()) - len(lines)


def _events(say: Words, view: View, communities: list[int]) -> None:
    st.markdown(f"**{say('map.events')}** · {say('map.first_world')}")
    for place, column in zip(st.columns(2), (0, view.other), strict=True):
        lines, others = logged(say, view, column, communities)
        with place, st.expander(markdown(view.names[column]), key=f"map:events:{column}"):
            for date, text in lines:
                st.markdown(f"{date} · {markdown(text)}")
            st.caption(say("map.other_events", n=f"{others:,}"))
