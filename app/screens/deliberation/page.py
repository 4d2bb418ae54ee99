"""The page Deliberation: the collective matters of one world under two to four formats, and one of them followed."""

from __future__ import annotations

import streamlit as st

from shapan import __version__

from ...jobs.handle import jobs, owner, session, show_job, shown_job
from ...jobs.jobs import Progress
from ...widgets.drafts import at_hand, showable
from ...widgets.guard import guarded
from ...widgets.language import Words
from ...widgets.progress import ended_without_result, watch
from .chooser import choose_tables
from .matters import show_matters
from .request import TwoTables


def deliberation_page(say: Words) -> None:
    """Draw the page for the job in the address, or for two formats in the training town."""
    st.subheader(say("tables.title"), anchor=False)
    st.html(f'<p class="shapan-about">{say("tables.about")}</p>')
    progress = _job_to_show(say)
    asked = TwoTables.of(progress.request) or TwoTables()
    choose_tables(say, at_hand("deliberation", progress.job, progress.request, TwoTables.of))
    if progress.state == "active":
        watch(say, progress.job)
    elif jobs().result(progress.job) is None:
        ended_without_result(say, progress)
    with guarded(say):
        _finding(say, progress, asked)
    st.html(f'<p class="shapan-footer">{say("page.footer", version=__version__)}</p>')


def _job_to_show(say: Words) -> Progress:
    """The job in the address if it was asked on this page; else the usual one, a second's work."""
    job = shown_job()
    progress = jobs().progress(job) if job else None
    if progress is not None and showable(progress.request) and TwoTables.of(progress.request) is not None:
        return progress
    if job:
        st.warning(say("page.unknown_job" if progress is None else "tables.other_job"), icon=":material/link_off:")
    usual = jobs().submit(TwoTables().request(say), session(), owner())
    show_job(usual)
    found = jobs().progress(usual)
    assert found is not None
    return found


def _finding(say: Words, progress: Progress, asked: TwoTables) -> None:
    """The matters of this job, or of the one shown before while this one is under way."""
    finding = jobs().result(progress.job)
    if finding is not None:
        st.session_state["last_tables"] = progress.job
        show_matters(say, progress.job, asked, finding)
        return
    before = jobs().progress(st.session_state.get("last_tables", ""))
    finding = jobs().result(before.job) if before is not None else None
    asked_before = TwoTables.of(before.request) if before is not None else None
    if before is not None and finding is not None and asked_before is not None:
        st.info(say("page.previous"))
        show_matters(say, before.job, asked_before, finding)
