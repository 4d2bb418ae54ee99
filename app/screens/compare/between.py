"""What two scenarios do otherwise than each other: levers with old and new value, and a timeline of what is dated."""

from __future__ import annotations

import datetime as dt
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from ....scenarios.schedule import PlannedStep
from ...jobs.request import Column, Request
from ...jobs.work import baseline, scenario_of
from ...widgets.catalogue import baseline_values
from ...widgets.changes import Change, Later, later_changes, source_in
from ...widgets.changes_table import changes_file, later_lines, rows_html, table_html
from ...widgets.charts import ROOM, by_scenario, dress, scenario_legend
from ...widgets.download import as_csv
from ...widgets.drawn import draw
from ...widgets.language import Words
from ...widgets.lever_form import levers
from ...widgets.plain import html
from .shown import Shown, head, keep, other_of

SHAPES = {"step": "diamond", "pilot": "square", "fired": "circle", "branch": "triangle-right"}


def show_between(say: Words, shown: Shown) -> None:
    """One short table: every lever that the two have otherwise, what was moved by hand first."""
    head(say, "between")
    column = other_of(say, shown, "between")
    first, second = shown.request.columns[0], shown.request.columns[column]
    changes = between(first, second)
    if not changes:
        st.info(say("between.none"))
    else:
        ends = (shown.names[0], shown.names[column])
        st.html(table_html(changes, say("between.caption", first=ends[0], second=ends[1]), say, ends))
        rows = rows_html(changes, say)
        if rows:
            with st.expander(say("differ.rows"), key=f"between_rows:{shown.id}"):
                st.html(rows)
        data = changes_file(changes, say).assign(first=ends[0], second=ends[1])
        file = "shapan_changed_levers.csv"
        st.download_button(say("result.download"), as_csv(data), file, "text/csv", key="csv:between", on_click="ignore")
    _timeline(say, shown)


def between(first: Column, second: Column) -> list[Change]:
    """Levers that the second has otherwise than the first: those moved by hand first, then in the order of files."""
    before, after = ({**baseline_values(column.policy, column.place), **column.changes} for column in (first, second))
    sources = baseline(second.policy, second.place).policy_file.header.sources
    found = []
    for name, parameter in levers().items():
        if before[name] == after[name]:
            continue
        by_hand = name in second.changes
        source = source_in({} if by_hand else sources, name, parameter)
        otherwise = baseline_values(second.policy, second.place)[name]
        found.append(
            Change(
                parameter=parameter,
                before=before[name],
                after=after[name],
                by="person" if by_hand else "policy",
                source=source,
                otherwise=otherwise,
            )
        )
    return sorted(found, key=lambda change: change.by != "person")


def _timeline(say: Words, shown: Shown) -> None:
    """Steps, pilots and triggers of all scenarios, and what waits for a condition, in words below the picture."""
    head(say, "timeline")
    marks = timeline(shown, say)
    waiting = waits(say, shown)
    if marks.empty and not waiting:
        st.caption(say("timeline.none"))
        return
    if len(marks):
        chart = timeline_chart(say, marks, list(shown.names), span(shown.request))
        draw(say, chart, "timeline", alt=say("timeline.alt"))
    if waiting:
        st.html(f"<ul>{''.join(f'<li>{html(line)}</li>' for line in waiting)}</ul>")
    if len(marks):
        words = marks.rename(
            columns={"scenario": say("table.scenario"), "date": say("table.date"), "what": say("timeline.what")}
        )
        keep(say, shown, "timeline", words[[say("table.date"), say("table.scenario"), say("timeline.what")]], marks)


def span(request: Request) -> tuple[dt.date, dt.date]:
    """The first and the last measured day."""
    start = scenario_of(request.columns[0]).parameters.place.start
    return start, start + dt.timedelta(days=request.days - 1)


def timeline(shown: Shown, say: Words) -> pd.DataFrame:
    """Columns date, scenario, kind, what: planned steps, triggers that answered in the first world, branches."""
    first, last = span(shown.request)
    rows: list[tuple[str, str, str, str]] = []
    for column, name in zip(shown.request.columns, shown.names, strict=True):
        planned = later_changes(column)
        for one in planned:
            when = one.when
            if isinstance(when, PlannedStep) and first <= when.at <= last:
                kind = "pilot" if when.is_pilot else "step"
                rows.append((when.at.isoformat(), name, kind, later_lines([one], say)[0]))
        rows += _fired(say, shown, name, [one for one in planned if not isinstance(one.when, PlannedStep)])
    if shown.request.branch:
        date = first + dt.timedelta(days=shown.request.branch)
        rows += [(date.isoformat(), name, "branch", say("timeline.branch")) for name in shown.names[1:]]
    return pd.DataFrame(sorted(rows), columns=["date", "scenario", "kind", "what"])


def _fired(say: Words, shown: Shown, name: str, triggers: list[Later]) -> list[tuple[str, str, str, str]]:
    table = shown.finding.fired
    if table.empty:
        return []
    mine = table[table["scenario"] == name]
    lines = later_lines(triggers, say)
    return [
        (
            row["date"],
            name,
            "fired",
            say("timeline.fired", what=lines[row["trigger"]] if row["trigger"] < len(lines) else ""),
        )
        for row in mine.to_dict("records")
    ]


def waits(say: Words, shown: Shown) -> list[str]:
    """What is planned on a condition, scenario by scenario; whether it answered stands on the timeline."""
    return [
        f"{name} · {line}"
        for column, name in zip(shown.request.columns, shown.names, strict=True)
        for line in later_lines([one for one in later_changes(column) if not isinstance(one.when, PlannedStep)], say)
    ]


def timeline_chart(say: Words, marks: pd.DataFrame, names: list[str], ends: tuple[dt.date, dt.date]) -> Any:
    """A row a scenario, a mark a date; the shape says whether it is a step, a pilot, a trigger or a branch."""
    words = {kind: say(f"timeline.{kind}_word") for kind in SHAPES}
    data = marks.assign(at=pd.to_datetime(marks["date"]), word=[words[kind] for kind in marks["kind"]])
    known = [kind for kind in SHAPES if kind in set(marks["kind"])]
    scale = alt.Scale(domain=[words[kind] for kind in known], range=[SHAPES[kind] for kind in known])
    legend = alt.Legend(title=None, orient="bottom", direction="horizontal")
    across = alt.Scale(domain=[end.isoformat() for end in ends])
    chart = (
        alt.Chart(data)
        .mark_point(size=140, filled=True, opacity=1)
        .encode(
            x=alt.X("at:T", title=None, scale=across, axis=alt.Axis(format="%Y-%m", tickCount=6)),
            y=alt.Y("scenario:N", sort=names, title=None, axis=alt.Axis(labelLimit=200, ticks=False, domain=False)),
            shape=alt.Shape("word:N", scale=scale, legend=legend),
            color=by_scenario(names, scenario_legend(names)),
            tooltip=[
                alt.Tooltip("date:N", title=say("table.date")),
                alt.Tooltip("scenario:N", title=say("table.scenario")),
                alt.Tooltip("what:N", title=say("timeline.what")),
            ],
        )
    )
    return dress(chart.properties(height=ROOM + 26 * len(names)))
