"""Robustness cards: of finished comparisons, and of studies over draws of assumptions that lie in a folder."""

from __future__ import annotations

import streamlit as st

from ....experiments.comparing.sentences import label
from ....experiments.reports.wording import words as wording
from ....experiments.sensitivity.regret import judged, robustness_of
from ....experiments.sensitivity.robust_sentences import choice_lines, head_lines, renamed, size
from ....experiments.sensitivity.samples import read_sample
from ....experiments.studies.shelf import Kept
from ....experiments.studies.titles import titles
from ....experiments.worlds.telling import card_lines
from ....model.observation.indicators import INDICATORS
from ...jobs.handle import asker, jobs
from ...jobs.jobs import Progress
from ...jobs.result import Finding
from ...widgets.catalogue import column_names, place_name
from ...widgets.guard import guarded
from ...widgets.language import Words
from ...widgets.phrases import listed, span
from ...widgets.plain import html
from ...widgets.rows import rows_html
from .shelf import kept_studies, title_of

LOOKED_THROUGH, MOST_SHOWN = 64, 8


def show_robustness(say: Words) -> None:
    """Every comparison of this visitor that was asked with sets of assumptions, and every whole study over draws in a
    folder; how to ask one where there is neither.
    """
    st.markdown(say("studies.robustness_about"))
    found = [one for one in jobs().recent(LOOKED_THROUGH, asker()) if one.request.draws and one.state == "done"]
    cards = [
        (one, finding) for one in found if isinstance(finding := jobs().result(one.job), Finding) and finding.cards
    ]
    over_draws = [one for one in kept_studies() if one.whole and _may_be_judged(one)]
    if not cards and not over_draws:
        st.info(say("studies.no_cards"), icon=":material/help:")
        return
    for progress, finding in cards[:MOST_SHOWN]:
        _card(say, progress, finding)
    for number, one in enumerate(over_draws[:MOST_SHOWN]):
        with guarded(say):
            _card_of_study(say, number, one)


def _may_be_judged(one: Kept) -> bool:
    """Whether its scenarios lived through draws of assumptions."""
    return one.file is not None and len(one.file.listed) > 1 and one.file.uncertainty is not None


def _card_of_study(say: Words, number: int, one: Kept) -> None:
    """What each scenario of a study may cost on its primary outcome, and where the recommended one stays behind."""
    assert one.file is not None
    sample, tell = read_sample(one.folder), wording(say.language)
    primary = next((name for name in one.file.outcomes if name in judged(sample)), None)
    if primary is None:
        return
    found = renamed(robustness_of(sample, primary), titles(one.file, say.language))
    title = f"{title_of(one.file, one.folder.name, say)} ({one.folder.name})"
    lines = [*head_lines(found, tell), *choice_lines(found, tell)]
    body = "".join(f"<p>{html(line)}</p>" for line in lines)
    unit = INDICATORS[primary].unit
    heads = [tell(f"robust.{head}") for head in ("scenario", "mean", "most", "middle", "best", "near")]
    rows = [
        [row.scenario, tell.figure(row.mean, unit), size(row.most, unit, tell), size(row.middle, unit, tell)]
        + [f"{count}/{found.draws}" for count in (row.best, row.near)]
        for row in found.regrets
    ]
    with st.container(border=True, key=f"card-study-{number}"):
        st.html(f'<div class="shapan-verdict"><p class="first">{html(title)}</p>{body}</div>')
        st.html(rows_html(label(primary, say.language), heads, rows))


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
