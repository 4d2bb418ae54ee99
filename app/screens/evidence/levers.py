"""What each lever does by itself: one step, the article's own, beside what was expected of it before any run."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from ....experiments.comparing.intervals import student_t
from ....experiments.comparing.sentences import label
from ....experiments.evidence.plain_effects import EffectRow, is_placebo, replicated
from ....experiments.evidence.plain_page import FEWEST_SWAPPED
from ....experiments.evidence.plain_steps import plain, study
from ....experiments.evidence.shown import Tally, steps, tallies
from ....model.parameters import all_parameters
from ....model.parameters.words import group_words
from ...widgets.catalogue import short_title
from ...widgets.charts import INK, ROOM, dress
from ...widgets.download import download, take_away
from ...widgets.drawn import draw
from ...widgets.language import Words
from ...widgets.lever_form import mentions
from ...widgets.phrases import span
from ...widgets.rows import rows_html
from ...widgets.settings import lever_words, step_words
from .cells import MOST_ROWS, effect, show_count, show_marks

MOST_BARS = 20
PARTS = ("building", "holdout")


def show_levers(say: Words) -> None:
    """One table of steps at a time: what may be said of all of it, the largest, and those somebody looks for."""
    tables = steps()
    st.markdown(say("evidence.levers_about"))
    if not tables:
        st.info(say("evidence.not_run"), icon=":material/hourglass_empty:")
        return
    where = st.selectbox(
        say("evidence.where"), list(tables), format_func=lambda one: _where(say, *one), key="steps_where"
    )
    table = tables[where]
    show_marks(say, table)
    for line in summary(say, table.rows):
        st.markdown(f"- {line}")
    by_lever = rows_by_lever(table.rows)
    bars = coverage_bars(say, by_lever)
    if len(bars):
        draw(say, _chart(say, bars), "largest_steps", alt=say("evidence.levers_alt"))
        heads = {"label": say("evidence.step.lever"), "difference": say("table.difference")}
        heads |= {"lo": say("evidence.low"), "hi": say("evidence.high")}
        take_away(say, bars[list(heads)].round(2).rename(columns=heads), "largest_steps", bars)
    _list(say, where[0], by_lever)
    download(say, steps_frame(table.rows), "levers")


def _where(say: Words, place: str, days: int) -> str:
    return f"{short_title('place', place, say)} · {span(say, days)}"


def rows_by_lever(rows: Sequence[EffectRow]) -> dict[str, dict[str, EffectRow]]:
    """Lever -> part -> its row, in the order written down; placebos left out."""
    found = {(row.lever, row.part): row for row in rows if not is_placebo(row)}
    every = {lever: {part: found[lever, part] for part in PARTS if (lever, part) in found} for lever in plain()}
    return {lever: parts for lever, parts in every.items() if parts}


def summary(say: Words, rows: Sequence[EffectRow]) -> list[str]:
    """How many came out as expected, what placebo levers show, and how many showed again."""
    lines = [_tally(say, one) for one in tallies(rows)]
    for same, first in replicated(rows).values():
        if first:
            lines.append(say("evidence.replicated", same=same, first=first))
    return lines


def _tally(say: Words, one: Tally) -> str:
    counts = {"signs": one.signs, "signed": one.signed, "still": one.still, "idle": one.idle, "pairs": one.pairs}
    line = say("evidence.tally", part=say(f"evidence.seeds.{one.part}"), **counts)
    if one.pairs < FEWEST_SWAPPED or math.isnan(one.placebo):
        return f"{line} {say('evidence.few_pairs', pairs=one.pairs)}"
    share = f"{100 * one.placebo:.1f}"
    return f"{line} {say('evidence.placebo', tests=one.tests, levers=study('placebos'), share=share)}"


def coverage_bars(say: Words, by_lever: Mapping[str, Mapping[str, EffectRow]]) -> pd.DataFrame:
    """The steps that move coverage most, in points with 95 % intervals: label, lever, difference, lo, hi."""
    rows = []
    for lever, parts in by_lever.items():
        row = next(iter(parts.values()))
        half = student_t(row.pairs - 1) * row.coverage_error
        ends = {"lo": 100 * (row.coverage - half), "hi": 100 * (row.coverage + half)}
        rows.append({"label": lever_words(say, lever), "lever": lever, "difference": 100 * row.coverage, **ends})
    table = pd.DataFrame(rows)
    order = table["difference"].abs().sort_values(ascending=False, kind="stable").index
    return table.loc[order].head(MOST_BARS).reset_index(drop=True)


def _chart(say: Words, bars: pd.DataFrame) -> Any:
    order = list(bars["lever"])
    names = dict(zip(bars["lever"], bars["label"], strict=True))
    named = alt.Axis(labelExpr=f"({pd.Series(names).to_json(force_ascii=False)})[datum.value]", labelLimit=230)
    rows = alt.Y("lever:N", sort=order, title=None, axis=named)
    across = alt.X("lo:Q", title=say("evidence.coverage_points"))
    tips = [
        alt.Tooltip("label:N", title=" "),
        alt.Tooltip("difference:Q", format="+.2f", title=say("table.difference")),
    ]
    ranges = alt.Chart(bars).mark_rule(color="#0072b2", strokeWidth=2).encode(y=rows, x=across, x2="hi:Q", tooltip=tips)
    dots = alt.Chart(bars).mark_point(filled=True, size=60, color="#0072b2", opacity=1).encode(y=rows, x="difference:Q")
    zero = alt.Chart(pd.DataFrame({"x": [0.0]})).mark_rule(color=INK).encode(x="x:Q")
    return dress((zero + ranges + dots).properties(height=ROOM + 24 * len(order)))


def _list(say: Words, place: str, by_lever: Mapping[str, Mapping[str, EffectRow]]) -> None:
    """The steps in which every searched word occurs, perhaps only those that show."""
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    search = left.text_input(say("evidence.search_lever"), key="steps_search")
    only = right.toggle(say("evidence.only_shown"), key="steps_shown", help=say("evidence.only_shown_help"))
    found = {lever: parts for lever, parts in by_lever.items() if _asked(say, lever, parts, search, only)}
    if not found:
        st.info(say("evidence.nothing"))
        return
    parts = [part for part in PARTS if any(part in one for one in by_lever.values())]
    heads = [say(f"evidence.step.{name}") for name in ("lever", "step", "target", "expected")]
    heads += [say(f"evidence.seeds.{part}") for part in parts]
    rows = [step_row(say, place, lever, found[lever], parts) for lever in list(found)[:MOST_ROWS]]
    st.html(rows_html(say("evidence.levers_caption"), heads, rows))
    show_count(say, len(rows), len(found))


def _asked(say: Words, lever: str, parts: Mapping[str, EffectRow], search: str, only: bool) -> bool:
    parameter = all_parameters()[lever]
    known = mentions(parameter, search, group_words(parameter.group, say.language))
    return known and (not only or any(row.shown for row in parts.values()))


def step_row(say: Words, place: str, lever: str, parts: Mapping[str, EffectRow], wanted: Sequence[str]) -> list[str]:
    """One step in the words of the page."""
    about = plain()[lever]
    low, high = _ends(lever, place)
    step = f"{step_words(say, lever, low, high)} ({short_title('policy', about.policy, say)})"
    expected = say({"+": "evidence.rises", "-": "evidence.falls", "0": "evidence.stays"}[about.expected])
    effects = [_effect(say, parts[part]) if part in parts else say("evidence.verdict.not_run") for part in wanted]
    return [f"{lever_words(say, lever)} ({lever})", step, label(about.target, say.language), expected, *effects]


@lru_cache(maxsize=1024)
def _ends(lever: str, place: str) -> tuple[Any, Any]:
    return plain()[lever].values(place)


def _effect(say: Words, row: EffectRow) -> str:
    shown = say("evidence.shows" if row.shown else "evidence.shows_not")
    expected = "✓" if row.as_expected else "✗"
    return f"{effect(say, row.target, row.difference, row.interval)}; {shown} {expected}"


def steps_frame(rows: Sequence[EffectRow]) -> pd.DataFrame:
    """All rows of a table as numbers, placebos among them."""
    names = (
        "place",
        "days",
        "part",
        "lever",
        "target",
        "pairs",
        "difference",
        "error",
        "p",
        "p_holm",
        "coverage",
        "model",
    )
    return pd.DataFrame({name: getattr(row, name) for name in names} for row in rows)
