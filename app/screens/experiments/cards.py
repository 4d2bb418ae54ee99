"""Robustness cards of finished comparisons: in how many sets of assumptions each holds, and what it hangs on."""

from __future__ import annotations

import streamlit as st

from ....experiments.reports.wording import words as wording
from ....experiments.worlds.telling import card_lines
from ...jobs.handle import asker, jobs
from ...jobs.jobs import Progress
from ...jobs.result import Finding
from ...widgets.catalogue import column_names, place_name
from ...widgets.language import Words
from ...widgets.phrases import listed, span
from ...widgets.plain import html

LOOKED_THROUGH, MOST_SHOWN = 64, 8


def show_robustness(say: Words) -> None:
    """Every comparison of this visitor that was asked with sets of assumptions; how to ask one where there is none."""
    st.markdown(say("studies.robustness_about"))
    found = [one for one in jobs().recent(LOOKED_THROUGH, asker()) if one.request.draws and one.state == "done"]
    cards = [
        (one, finding) for one in found if isinstance(finding := jobs().result(one.job), Finding) and finding.cards
    ]
    if not cards:
        st.info(say("studies.no_cards"), icon=":material/help:")
        return
    for progress, finding in cards[:MOST_SHOWN]:
        _card(say, progress, finding)


def _card(say: Words, progress: Progress, finding: Finding) -> None:
    request = progress.request
    names = column_names(request.columns, say)
    title = f"{listed(say, names)} · {place_name(say, request)} · {span(say, request.days)}"
    body = "".join(
        f"<p>{html(line.strip())}</p>"
        for number, one in finding.cards.items()
        for line in card_lines(one, names[int(number)], names[0], wording(say.language))
    )
    with st.container(border=True, key=f"card-{progress.job}"):
        st.html(f'<div class="shapan-verdict"><p class="first">{html(title)}</p>{body}</div>')
        where = html(f"./?lang={say.language}&job={progress.job}")
        st.html(f'<p><a href="{where}" target="_self">{say("studies.open_comparison")}</a></p>')
