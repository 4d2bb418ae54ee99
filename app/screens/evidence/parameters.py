"""Every parameter: default, unit, what is allowed, where it comes from and how far that can be trusted."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from ....experiments.reports.beliefs import believed
from ....experiments.reports.wording import words as wording
from ....model.declare import Parameter
from ....model.parameters import all_parameters
from ....model.parameters.believing import beliefs
from ....model.parameters.words import choice_words, group_words, unit_words
from ....scenarios.source_page import source_rows
from ...widgets.download import download
from ...widgets.evidence_rows import row_text
from ...widgets.language import Words
from ...widgets.lever_form import bare_value, mentions, shown_value
from ...widgets.plain import markdown
from ...widgets.rows import rows_html
from .cells import MOST_ROWS, show_count

GRADES = ("A", "B", "C", "D")
ROLES = ("lever", "assumption")
EVERY = "every"


def show_parameters(say: Words) -> None:
    """The parameters somebody looks for, and what the rows behind them are."""
    known = list(all_parameters().values())
    levers = sum(one.about.role == "lever" for one in known)
    st.markdown(say("evidence.parameters_about", levers=levers, assumptions=len(known) - levers))
    search = st.text_input(say("evidence.search"), key="parameters_search")
    left, middle, right = st.columns(3)
    roles = {EVERY: say("evidence.every"), **{one: say(f"evidence.roles.{one}") for one in ROLES}}
    role = left.selectbox(say("evidence.role"), list(roles), format_func=roles.__getitem__, key="parameters_role")
    groups = [EVERY, *dict.fromkeys(one.group for one in known)]
    named = {one: say("evidence.every") if one == EVERY else group_words(one, say.language) for one in groups}
    group = middle.selectbox(say("evidence.group"), groups, format_func=named.__getitem__, key="parameters_group")
    grades = {EVERY: say("evidence.every"), **{one: say(f"evidence.grades.{one.lower()}") for one in GRADES}}
    grade = right.selectbox(say("evidence.grade"), list(grades), format_func=grades.__getitem__, key="parameters_grade")
    found = wanted(say, search, role, group, grade)
    if not found:
        st.info(say("evidence.nothing"))
    else:
        heads = [say(f"evidence.{name}") for name in ("parameter", "default", "allowed", "grade", "sources", "meaning")]
        rows = [parameter_row(say, one) for one in found[:MOST_ROWS]]
        st.html(rows_html(say("evidence.parameters_caption"), heads, rows))
        show_count(say, len(rows), len(found))
        _rows_behind(say, found[:MOST_ROWS])
    download(say, parameters_frame(say, known), "parameters")


def wanted(say: Words, search: str, role: str, group: str, grade: str) -> list[Parameter]:
    """Parameters in which every searched word occurs, of a role, a group and a grade."""
    return [
        one
        for one in all_parameters().values()
        if role in (EVERY, one.about.role)
        and group in (EVERY, one.group)
        and grade in (EVERY, one.about.grade)
        and mentions(one, search, group_words(one.group, say.language))
    ]


def parameter_row(say: Words, one: Parameter) -> list[str]:
    """One parameter in the words of the page."""
    about = one.about
    name = f"{say.of(about, 'label')} ({one.name})"
    sources = ", ".join(about.sources) or say("evidence.no_source")
    default = shown_value(say, one, one.default)
    return [name, default, allowed(say, one), about.grade, sources, say.of(about, "help")]


def allowed(say: Words, one: Parameter) -> str:
    """What it may be: a range in its unit, or the answers there are."""
    if one.kind == "yes_no":
        return f"{say('value.yes')} / {say('value.no')}"
    if one.kind == "choice":
        return " / ".join(choice_words(name, say.language) for name in one.choices)
    low, high = one.about.low, one.about.high
    if low is None or high is None:
        return "–"
    unit = unit_words(one.about.unit, say.language)
    ends = f"{bare_value(one, low)} – {bare_value(one, high)}"
    return ends if ends.endswith("%") else f"{ends} {unit}".rstrip()


def _rows_behind(say: Words, shown: Sequence[Parameter]) -> None:
    """What the rows behind these parameters say, where that is known in the reader's language."""
    rows = sorted({row for one in shown for row in one.about.sources})
    with st.expander(say("evidence.rows_behind"), key="parameters_rows"):
        for row in rows:
            if text := row_text(row, say.language):
                st.markdown(f"- **{row}** {markdown(text)}")
        st.caption(say("evidence.rows_english"))


def parameters_frame(say: Words, known: Sequence[Parameter]) -> pd.DataFrame:
    """All of them for a file, with what is believed of assumptions and what the rows are."""
    assumed, tell = beliefs(), wording(say.language)
    return pd.DataFrame(
        {
            "name": one.name,
            "role": one.about.role,
            "group": one.group,
            "label": say.of(one.about, "label"),
            "default": shown_value(say, one, one.default),
            "unit": unit_words(one.about.unit, say.language),
            "allowed": allowed(say, one),
            "believed": believed(one.name, tell) if one.name in assumed else "",
            "grade": one.about.grade,
            "sources": " ".join(one.about.sources),
            "sources_are": "; ".join(source_rows().get(row, row_text(row, "en")) for row in one.about.sources),
            "meaning": say.of(one.about, "help"),
            "acts": one.about.built,
        }
        for one in known
    )
