"""What a study found: its verdicts in sentences, every difference beside a chart of them, and its tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from ....experiments.comparing.sentences import behind_verdict, label, sentence, verdict_word
from ....experiments.evidence.model_mark import model_mark
from ....experiments.reports.wording import words as wording
from ....experiments.runs.folders import build_mark
from ....experiments.studies.findings import Finding
from ....experiments.studies.shelf import Studied
from ....model.observation.indicators import INDICATORS
from ...widgets.charts import INK, ROOM, dress
from ...widgets.download import as_csv, take_away
from ...widgets.drawn import draw
from ...widgets.language import Words
from ...widgets.plain import html, markdown
from ...widgets.rows import rows_html
from .design import point_words
from .indices import show_indices

COLOURS = {"better": "#0072b2", "worse": "#d55e00", "other": "#5b6675"}
MOST_SENTENCES, MOST_SHOWN = 12, 60


def show_results(say: Words, study: Studied, name: str) -> None:
    """Verdicts, chart, tables and files of one study.

    Args:
        name: Of the files.
    """
    st.subheader(say("studies.found"), anchor=False, divider="gray")
    _build(say, study)
    names = scenario_names(say, study)
    st.caption(say.shared("study.given_draws" if study.record["draws"] else "study.given"))
    if not study.findings:
        st.info(say("studies.no_baseline"))
    else:
        outcome = study.record["outcomes"][0]
        _sentences(say, [one for one in study.findings if one.outcome == outcome], names)
        table = differences(say, study, names)
        draw(say, _chart(say, table, outcome), f"{name}_differences", alt=say("studies.chart_alt"))
        shown = [*("scenario", "label", "difference_told", "interval", "wins"), "word"]
        heads = {one: say(f"studies.head.{one}") for one in shown}
        files = table.drop(columns=["difference_told", "interval", "label"])
        take_away(say, table[shown].rename(columns=heads), f"{name}_differences", files)
    _means(say, study, names)
    if study.sensitivity is not None:
        show_indices(say, study, name)
    _files(say, study, name)


def _build(say: Words, study: Studied) -> None:
    """Which build made the runs, as a warning where it is another one."""
    made = str(study.record["versions"].get("build", ""))
    if made == build_mark():
        st.caption(say("studies.same_build", mark=model_mark(), made=html(made)))
    else:
        st.warning(
            say("studies.other_build", made=markdown(made), here=markdown(build_mark())), icon=":material/history:"
        )


def scenario_names(say: Words, study: Studied) -> dict[str, str]:
    """Scenario as its tables have it -> by what is set there, or as it stands where nothing is."""
    found = {}
    for row in study.design.to_dict("records"):
        known = {key: value for key, value in row.items() if "." in key and value is not None}
        text = point_words(say, known)
        name = study.title_of(str(row["scenario"]), say.language)
        text = name if name != row["scenario"] else text
        base = study.record["baseline"] is not None and row["scenario"] == study.record["baseline"]
        found[str(row["scenario"])] = say("studies.baseline", settings=text or name) if base else text or name
    return found


def _sentences(say: Words, found: list[Finding], names: Mapping[str, str]) -> None:
    text = "".join(
        f'<div class="shapan-verdict {one.pair.verdict}"><p>'
        f"{html(sentence(one.outcome, _name(names, one.scenario), _name(names, one.baseline), one.pair, say.language))}"
        "</p></div>"
        for one in found[:MOST_SENTENCES]
    )
    st.html(text)
    if len(found) > MOST_SENTENCES:
        st.caption(say("studies.more_verdicts", n=len(found) - MOST_SENTENCES))


def _name(names: Mapping[str, str], scenario: str) -> str:
    return names.get(scenario, scenario)


def differences(say: Words, study: Studied, names: Mapping[str, str]) -> pd.DataFrame:
    """Every paired difference: in numbers, in the unit of the outcome, and in words; shares in points for the chart."""
    tell, rows = wording(say.language), []
    for one in study.findings:
        low, high, _ = behind_verdict(one.pair)
        unit = INDICATORS[one.outcome].unit
        middle, lo, hi = (tell.change(value, unit, with_unit=False) for value in (one.pair.difference, low, high))
        rows.append(
            {
                "scenario": _name(names, one.scenario),
                "outcome": one.outcome,
                "label": label(one.outcome, say.language),
                "difference": one.pair.difference,
                "lo": low,
                "hi": high,
                "pairs": one.pair.n,
                "verdict": one.pair.verdict,
                "difference_told": middle,
                "interval": f"[{lo}, {hi}]",
                "wins": f"{one.pair.wins}/{one.pair.n}",
                "word": verdict_word(one.pair, tell),
            }
        )
    return pd.DataFrame(rows)


def _chart(say: Words, table: pd.DataFrame, outcome: str) -> Any:
    """A point with its interval for every scenario on the outcome named before the runs."""
    scale = 100.0 if INDICATORS[outcome].unit == "share" else 1.0
    shown = table[table["outcome"] == outcome].dropna(subset=["lo", "hi"]).head(MOST_SHOWN)
    shown = shown.assign(
        x=shown["difference"] * scale,
        low=shown["lo"] * scale,
        high=shown["hi"] * scale,
        colour=[one if one in COLOURS else "other" for one in shown["verdict"]],
    )
    unit = say("chart.points") if scale == 100.0 else wording(say.language).unit(INDICATORS[outcome].unit)
    rows = alt.Y("scenario:N", sort=list(shown["scenario"]), title=None, axis=alt.Axis(labelLimit=420))
    colour = alt.Color("colour:N", scale=alt.Scale(domain=list(COLOURS), range=list(COLOURS.values())), legend=None)
    shapes = alt.Scale(domain=list(COLOURS), range=["triangle-up", "triangle-down", "circle"])
    base = alt.Chart(shown).encode(y=rows, color=colour)
    title = f"{label(outcome, say.language)}: {unit}"
    ranges = base.mark_rule(strokeWidth=2).encode(x=alt.X("low:Q", title=title), x2="high:Q")
    dots = base.mark_point(filled=True, size=70, opacity=1).encode(
        x="x:Q",
        shape=alt.Shape("colour:N", scale=shapes, legend=None),
        tooltip=["scenario:N", "difference_told:N", "interval:N"],
    )
    zero = alt.Chart(pd.DataFrame({"x": [0.0]})).mark_rule(color=INK).encode(x="x:Q")
    return dress((zero + ranges + dots).properties(height=ROOM + 28 * len(shown)))


def _means(say: Words, study: Studied, names: Mapping[str, str]) -> None:
    """A row a scenario, a column an outcome: mean and 95 % interval of the mean."""
    tell, outcomes = wording(say.language), list(study.means)
    scenarios = list(dict.fromkeys(name for by_name in study.means.values() for name in by_name))
    heads = [say("studies.head.scenario"), *(label(one, say.language) for one in outcomes)]
    rows = []
    for name in scenarios[:MOST_SHOWN]:
        cells = []
        for outcome in outcomes:
            found, unit = study.means[outcome].get(name), INDICATORS[outcome].unit
            known = found is not None and found.lo is not None and found.hi is not None
            ends = f" [{tell.figure(found.lo, unit)}, {tell.figure(found.hi, unit)}]" if found and known else ""
            cells.append(f"{tell.figure(found.value, unit)}{ends}" if found else "–")
        rows.append([_name(names, name), *cells])
    with st.expander(say("studies.means")):
        st.html(rows_html(say("studies.means_caption"), heads, rows))


def _files(say: Words, study: Studied, name: str) -> None:
    """Rows of every run, the design, and the page of the study."""
    st.markdown(f"**{say('studies.files')}**")
    with st.container(horizontal=True, gap="small"):
        download_as(say("studies.file_runs"), as_csv(study.runs), f"{name}_runs.csv")
        download_as(say("studies.file_design"), as_csv(study.design), f"{name}_design.csv")
        if page := study.page_zh if say.language == "zh" else study.page:
            download_as(say("studies.file_page"), page.encode(), f"{name}.md")


def download_as(text: str, data: bytes, file: str) -> None:
    """One file behind a button."""
    kind = "text/csv" if file.endswith(".csv") else "text/markdown"
    st.download_button(text, data, f"shapan_{file}", kind, key=f"file:{file}", on_click="ignore")
