"""Patterns of evidence with their target, what the model shows, and whether that holds; a miss is shown as a miss."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from ....experiments.evidence.arms import Check, Judged
from ....experiments.evidence.figure_words import change, level, number
from ....experiments.evidence.patterns import Row, arms, count
from ....experiments.evidence.shown import figure_words, in_words, judged_patterns
from ....model.parameters import all_parameters
from ...widgets.catalogue import short_title
from ...widgets.charts import INK, ROOM, dress
from ...widgets.download import download, take_away
from ...widgets.drawn import draw
from ...widgets.language import Words
from ...widgets.phrases import span
from ...widgets.plain import markdown
from ...widgets.rows import rows_html
from ...widgets.settings import lever_words, settings_words
from .cells import show_marks

HOLDS = {True: "holds", False: "missed", None: "unknown"}
COLOURS = {True: "#0072b2", False: "#d55e00"}


def show_patterns(say: Words) -> None:
    """The count, where figures lie in their ranges, every row, and why what was missed was missed."""
    found = judged_patterns()
    counted = count(found.rows)
    st.markdown(say("evidence.patterns_about"))
    show_marks(say, found)
    counts = {"holds": counted.holds, "known": counted.holds + counted.missed, "unknown": counted.unknown}
    verdict = say("evidence.patterns_count", **counts)
    missed = "" if counted.enough is not False else f" {say('evidence.patterns_missed')}"
    kind = "worse" if missed else "better"
    st.html(f'<div class="shapan-verdict {kind}"><p class="first">{verdict}{missed}</p></div>')
    dots = in_their_ranges(say, found.rows)
    if len(dots):
        draw(say, _chart(say, dots), "patterns_in_range", alt=say("evidence.patterns_alt"))
        heads = {"pattern": say("evidence.pattern"), "got": say("evidence.got"), "verdict": say("table.verdict")}
        heads |= {"low": say("evidence.low"), "high": say("evidence.high")}
        take_away(say, dots[list(heads)].rename(columns=heads), "patterns_in_range", dots)
    heads_of = [say(f"evidence.{name}") for name in ("pattern", "source", "target", "figure", "asked", "got")]
    rows = [line for row in found.rows for line in pattern_rows(say, row)]
    st.html(rows_html(say("evidence.patterns_caption"), [*heads_of, say("table.verdict")], rows))
    _why(say, found.rows)
    download(say, patterns_frame(say, found.rows), "patterns")


def pattern_rows(say: Words, row: Row) -> list[list[str]]:
    """A line for each figure of a pattern; one where nothing can be measured."""
    one = row.pattern
    start = [
        f"{one.id} {one.says[say.language]}",
        f"{in_words(one.source, say.language)} ({one.grade})",
        in_words(one.target, say.language),
    ]
    if one.unknown or not row.judged:
        return [[*start, "–", "–", in_words(one.unknown, say.language) or "–", _verdict(say, row, None)]]
    return [
        [*start, _figure(say, j.check), asked(say, j.check), got(say, j), _verdict(say, row, j.holds)]
        for j in row.judged
    ]


def _verdict(say: Words, row: Row, holds: bool | None) -> str:
    word = say(f"evidence.{HOLDS[holds]}")
    if not row.pattern.calibration:
        return word
    restated = row.pattern.restates.split(", ")
    names = [lever_words(say, name) if name in all_parameters() else in_words(name, say.language) for name in restated]
    whole = in_words(row.pattern.restates, say.language)
    named = whole if whole != row.pattern.restates else ", ".join(names)
    return f"{word}. {say('evidence.calibrated', restates=named)}"


def _figure(say: Words, check: Check) -> str:
    name = figure_words(check.figure, say.language)
    return say("evidence.less", figure=name, other=figure_words(check.less, say.language)) if check.less else name


def asked(say: Words, check: Check) -> str:
    """What a check asks for."""
    if check.test in ("level", "ratio"):
        return say(f"evidence.asks.{check.test}", bounds=_bounds(say, check))
    high = number(100 * check.high if check.test == "still" else check.high)
    return say(f"evidence.asks.{check.test}", high=high)


def _bounds(say: Words, check: Check) -> str:
    if math.isinf(check.high):
        return say("evidence.or_more", low=number(check.low))
    if math.isinf(check.low):
        return say("evidence.at_most", high=number(check.high))
    return f"{number(check.low)}–{number(check.high)}"


def got(say: Words, judged: Judged) -> str:
    """What came out: levels arm by arm with one deviation between seeds, changes with their 95 % interval."""
    if not judged.got:
        return "–"
    if judged.check.test == "level":
        results = zip(judged.check.arms, judged.got, strict=True)
        return "; ".join(f"{arm_words(say, name)}: {level(one)}" for name, one in results)
    if judged.check.test == "ratio":
        return say("evidence.times", times=level(judged.got[0]))
    text = "; ".join(change(one) for one in judged.got)
    start = judged.arms[0] if judged.arms else None
    return text if start is None else f"{text} {say('evidence.from', start=number(start.mean), pairs=start.count)}"


def arm_words(say: Words, name: str) -> str:
    """A scenario of the study in words."""
    arm = arms()[name]
    parts = [short_title("policy", arm.policy, say), short_title("place", arm.place, say), span(say, arm.days)]
    return " · ".join([*parts, *settings_words(say, {**arm.set, **arm.assume})])


def in_their_ranges(say: Words, rows: Sequence[Row]) -> pd.DataFrame:
    """Levels that are asked for between two bounds: pattern, low, high, got, at (0 low, 1 high), holds, verdict."""
    found = []
    for row in rows:
        for judged in row.judged:
            check = judged.check
            if check.test != "level" or math.isinf(check.low) or math.isinf(check.high) or not judged.got:
                continue
            for arm, one in zip(check.arms, judged.got, strict=True):
                at = (one.mean - check.low) / (check.high - check.low)
                inside = bool(0.0 <= at <= 1.0)
                facts = {"pattern": f"{row.pattern.id} {figure_words(check.figure, say.language)}", "arm": arm}
                facts |= {"low": check.low, "high": check.high, "got": one.mean, "at": at, "holds": inside}
                found.append({**facts, "verdict": say(f"evidence.{HOLDS[inside]}")})
    return pd.DataFrame(found)


def _chart(say: Words, dots: pd.DataFrame) -> Any:
    """The range asked for as a band from 0 to 1, every figure a mark in or beside it."""
    words = [say(f"evidence.{HOLDS[one]}") for one in COLOURS]
    rows = alt.Y("pattern:N", sort=list(dict.fromkeys(dots["pattern"])), title=None, axis=alt.Axis(labelLimit=230))
    ends = alt.Scale(domain=[min(-0.5, dots["at"].min()), max(1.5, dots["at"].max())], nice=True)
    across = alt.X("at:Q", title=say("evidence.in_range"), scale=ends)
    band = (
        alt.Chart(pd.DataFrame({"from": [0.0], "to": [1.0]})).mark_rect(color="#e8eef3").encode(x="from:Q", x2="to:Q")
    )
    legend = alt.Legend(title=None, orient="top")
    colour = alt.Color("verdict:N", scale=alt.Scale(domain=words, range=list(COLOURS.values())), legend=legend)
    shape = alt.Shape("verdict:N", scale=alt.Scale(domain=words, range=["circle", "triangle-down"]), legend=legend)
    tips = [alt.Tooltip("pattern:N", title=" "), alt.Tooltip("got:Q", format=".4g", title=say("evidence.got"))]
    marks = alt.Chart(dots).mark_point(filled=True, size=90, opacity=1, stroke=INK, strokeWidth=0.5)
    marks = marks.encode(y=rows, x=across, color=colour, shape=shape, tooltip=tips)
    return dress((band + marks).properties(height=ROOM + 24 * dots["pattern"].nunique()))


def _why(say: Words, rows: Sequence[Row]) -> None:
    missed = [row.pattern for row in rows if row.holds is False and not row.pattern.calibration]
    if not missed:
        return
    st.markdown(f"#### {say('evidence.why_missed')}")
    for one in missed:
        why = in_words(one.why, say.language) or say("evidence.why_unknown")
        st.markdown(f"- **{one.id}** {markdown(one.says[say.language])}: {markdown(why)}")


def patterns_frame(say: Words, rows: Sequence[Row]) -> pd.DataFrame:
    """Every line of the table for a file."""
    heads = ("pattern", "source", "target", "figure", "asked", "got", "verdict")
    return pd.DataFrame([dict(zip(heads, line, strict=True)) for row in rows for line in pattern_rows(say, row)])
