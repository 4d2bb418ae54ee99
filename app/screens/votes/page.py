"""The page Votes on projects: one vote counted under several rules, side by side, and whom each of them leaves out."""

from __future__ import annotations

from pathlib import PurePath

import streamlit as st

from shapan import __version__

from ....experiments.reports.wording import words as wording
from ....experiments.votes.count import Count
from ....experiments.votes.pabulib_read import write
from ...widgets.download import MOST_AT_ONCE, download
from ...widgets.drawn import draw
from ...widgets.guard import guarded
from ...widgets.language import Words
from ...widgets.plain import markdown
from .cards import alone_html, card_html, faults_html, source_html
from .chart import MOST_BARS, funded_by_any, has_kinds, money, money_chart
from .chooser import choose_votes
from .file import MOST_CELLS, MOST_MB, Handed, command, counted, read, too_large
from .table import table, table_html, votes_file
from .verdict import verdict_html

PROJECT, KIND = "by_project", "by_kind"


def elections_page(say: Words) -> None:
    """Draw the page for the file handed in, or for the invented example."""
    st.subheader(say("votes.title"), anchor=False)
    st.html(f'<p class="shapan-about">{say("votes.about")}</p>')
    with guarded(say):
        handed, rules = choose_votes(say)
        found = _counted(say, handed, rules)
        if found is not None:
            _show(say, handed, found)
    st.html(f'<p class="shapan-footer">{say("page.footer", version=__version__)}</p>')


def _counted(say: Words, handed: Handed, rules: tuple[str, ...]) -> Count | None:
    """The count, or nothing where the page has said why not."""
    if handed.too_large:
        _refuse(say, say("votes.too_many_bytes", mb=MOST_MB), handed, rules)
        return None
    with st.spinner(say("votes.counting")):
        found = read(handed.content, handed.name)
        if found.file is None:
            st.html(faults_html(say, found))
            return None
        if too_large(found.file):
            _refuse(say, say("votes.too_many_cells", cells=f"{MOST_CELLS:,}"), handed, rules)
            return None
        if not rules:
            st.info(say("votes.no_rule"), icon=":material/rule:")
            return None
        return counted(handed.content, handed.name, rules)


def _refuse(say: Words, why: str, handed: Handed, rules: tuple[str, ...]) -> None:
    st.warning(markdown(why), icon=":material/hourglass_disabled:")
    st.code(command(handed.name, rules), language="bash")


def _show(say: Words, handed: Handed, found: Count) -> None:
    """Verdict, a card for each rule, what only one of them funds, the money, and every project."""
    st.html(source_html(say, handed, found))
    if not found.election.projects:
        st.info(say("votes.no_project"), icon=":material/playlist_remove:")
        return
    st.html(verdict_html(say, found))
    cards = "".join(card_html(say, found, rule) for rule in found.outcomes)
    st.html(f'<div class="shapan-sides">{cards}</div>')
    st.caption(say("votes.measures_about"))
    if len(found.outcomes) > 1:
        st.subheader(say("votes.alone"), anchor=False, divider="gray")
        st.html(alone_html(say, found))
    with guarded(say):
        _money(say, found)
    with guarded(say):
        _projects(say, handed, found)


@st.fragment
def _money(say: Words, found: Count) -> None:
    """The chart, and by what its bars are told apart."""
    st.subheader(say("votes.chart"), anchor=False, divider="gray")
    by = PROJECT
    if has_kinds(found):
        by = st.segmented_control(
            say("votes.by"),
            [PROJECT, KIND],
            default=PROJECT,
            format_func=lambda one: say(f"votes.{one}"),
            key=f"votes:by:{say.language}",
            required=True,
        )
    data = money(say, found, by == KIND)
    if data.empty:
        st.info(say("votes.nothing_funded"), icon=":material/money_off:")
        return
    draw(say, money_chart(say, data, found.currency(wording(say.language))), "votes", alt=say("votes.chart_alt"))
    if by == PROJECT and funded_by_any(found) > MOST_BARS:
        st.caption(say("votes.chart_part", n=MOST_BARS, all=f"{funded_by_any(found):,}"))


def _projects(say: Words, handed: Handed, found: Count) -> None:
    """Every project: a readable table where they are few, one that scrolls where they are many."""
    st.subheader(say("votes.projects"), anchor=False, divider="gray")
    rows = table(say, found)
    if len(rows) <= MOST_AT_ONCE:
        st.html(table_html(say, found))
    else:
        st.dataframe(rows, hide_index=True)
    with st.container(horizontal=True, gap="small"):
        download(say, votes_file(found, say), "votes")
        if not handed.invented:
            name = f"{PurePath(handed.name).stem}.pb"
            content = write(found.file).encode("utf-8")
            st.download_button(say("votes.get_pb"), content, name, "text/plain", key="votes:pb", on_click="ignore")
