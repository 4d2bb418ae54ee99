"""The page Money: what a district got and spent under each scenario, what each line bought, what became of projects."""

from __future__ import annotations

import streamlit as st

from shapan import __version__

from ...jobs import first_picture
from ...jobs.handle import jobs, owner, session, show_job, shown_job, start
from ...jobs.jobs import Progress
from ...jobs.request import Request
from ...jobs.result import Finding, called
from ...widgets.catalogue import column_names, place_name
from ...widgets.guard import guarded
from ...widgets.language import Words
from ...widgets.phrases import listed, span
from ...widgets.plain import html
from ...widgets.progress import ended_without_result, watch
from .sections import show_money


def money_page(say: Words) -> None:
    """Draw the page for the comparison in the address, or for the one looked at last, or for the first picture."""
    st.subheader(say("money.title"), anchor=False)
    job = shown_job() or _usual_job()
    progress = jobs().progress(job)
    if progress is None or not progress.request.compares:  # such a job settles no month
        st.warning(say("page.unknown_job"), icon=":material/link_off:")
        progress = jobs().progress(_usual_job())
        assert progress is not None
    if progress.state == "active":
        watch(say, progress.job)
    elif jobs().result(progress.job) is None:
        ended_without_result(say, progress)
    with guarded(say):
        _finding(say, progress)
    st.html(f'<p class="shapan-footer">{say("page.footer", version=__version__)}</p>')


def _usual_job() -> str:
    """The stored first picture of the page Compare; else the small one, computed now."""
    job = jobs().find(first_picture.request()) or jobs().submit(first_picture.small_request(), session(), owner())
    show_job(job)
    return job


def _finding(say: Words, progress: Progress) -> None:
    """The money of this comparison, or of the one shown before while this one is under way."""
    shown: Progress | None = progress
    finding = jobs().result(progress.job)
    if isinstance(finding, Finding):
        st.session_state["last"] = progress.job
    else:
        shown = jobs().progress(st.session_state.get("last", ""))
        finding = jobs().result(shown.job) if shown is not None else None
    if shown is None or not isinstance(finding, Finding):
        return
    if shown.job != progress.job:
        st.info(say("page.previous"))
    _show(say, shown.job, shown.request, finding)


def _show(say: Words, job: str, request: Request, finding: Finding) -> None:
    names = column_names(request.columns, say)
    where = {"names": listed(say, names), "place": place_name(say, request), "years": span(say, request.days)}
    st.html(f'<p class="shapan-about">{html(say("money.about", **where))}</p>')
    if len(finding.accounts) != len(names):
        st.info(say("money.older_build"), icon=":material/history:")
        if st.button(say("money.run_again"), key="money:again", type="primary"):
            start(request)
        return
    show_money(say, job, request, called(finding, names))
