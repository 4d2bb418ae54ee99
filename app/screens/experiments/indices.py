"""Indices of sensitivity that were stored beside the runs of a study: which of its factors move an outcome."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from ....experiments.comparing.sentences import label
from ....experiments.sensitivity.indices import LEADING
from ....experiments.studies.shelf import Studied
from ...widgets.charts import ROOM, dress
from ...widgets.download import take_away
from ...widgets.drawn import draw
from ...widgets.language import Words
from ...widgets.settings import lever_words

MOST_BARS = 20


def show_indices(say: Words, study: Studied, name: str) -> None:
    """Bars of the leading index of one target, and all of them as a table; nothing where none are stored."""
    found = study.sensitivity
    if found is None:
        return
    st.subheader(say("studies.sensitivity"), anchor=False, divider="gray")
    targets = list(dict.fromkeys(zip(found["outcome"], found["scenario"], found["baseline"], strict=True)))
    target = st.selectbox(
        say("studies.target"),
        range(len(targets)),
        format_func=lambda n: _target(say, study, *targets[n]),
        key=f"target:{name}",
    )
    bars = leading(say, found, targets[int(target or 0)])
    draw(say, _chart(say, bars), f"{name}_sensitivity", alt=say("studies.indices_alt"))
    shown = ("factor", "index", "value", "lo", "hi", "n")
    heads = {one: say(f"studies.index.{one}") for one in shown}
    take_away(say, bars[list(shown)].rename(columns=heads), f"{name}_sensitivity", found)


def _target(say: Words, study: Studied, outcome: str, scenario: str, baseline: str) -> str:
    text = label(outcome, say.language)
    scenario, baseline = (study.title_of(one, say.language) for one in (scenario, baseline))
    return f"{text}: {scenario} − {baseline}" if baseline else f"{text}: {scenario}" if scenario else text


def leading(say: Words, found: pd.DataFrame, target: tuple[str, str, str]) -> pd.DataFrame:
    """The index by which factors of one target are ordered, the largest first; factors in words."""
    outcome, scenario, baseline = target
    rows = found[(found["outcome"] == outcome) & (found["scenario"] == scenario) & (found["baseline"] == baseline)]
    first = rows[[LEADING[method] == index for method, index in zip(rows["method"], rows["index"], strict=True)]]
    first = first.sort_values("value", ascending=False, kind="stable").head(MOST_BARS)
    return first.assign(factor=[lever_words(say, one) for one in first["factor"]]).reset_index(drop=True)


def _chart(say: Words, bars: pd.DataFrame) -> Any:
    rows = alt.Y("factor:N", sort=list(bars["factor"]), title=None, axis=alt.Axis(labelLimit=300))
    title = f"{say('studies.index.value')} ({bars['index'].iloc[0]})" if len(bars) else say("studies.index.value")
    base = alt.Chart(bars).encode(y=rows)
    drawn = base.mark_bar(color="#0072b2").encode(x=alt.X("value:Q", title=title), tooltip=["factor:N", "value:Q"])
    ranges = base.mark_rule(color="#10161d", strokeWidth=2).encode(x="lo:Q", x2="hi:Q")
    return dress((drawn + ranges).properties(height=ROOM + 24 * len(bars)))
