"""The page Money: what a district got and spent under each scenario, what each line bought, what became of projects."""

from __future__ import annotations

import streamlit as st

from shapan import __version__

from .. import first_picture
from ..asking import Request
from ..catalogue import column_names
from ..choosing import place_name, start
from ..door import door, owner, session, show_job, shown_job
from ..faults import told
from ..gather import Finding, called
from ..jobs import Progress
from ..language import Words
from ..money import show_money
from ..saying import listed, span
from ..watching import ended_without_result, watch


def money_page(say: Words) -> None:
    """Draw the page for the comparison in the address, or for the one looked at last, or for the first picture."""
    st.subheader(say("money.title"), anchor=False)
    job = shown_job() or _usual_job()
    progress = door().progress(job)
    if progress is None:
        st.warning(say("page.unknown_job"), icon=":material/link_off:")
        progress = door().progress(_usual_job())
        assert progress is not None
    if progress.state == "active":
        watch(say, progress.job)
    elif door().result(progress.job) is None:
        ended_without_result(say, progress)
    with told(say):
        _finding(say, progress)
    st.html(f'<p class="shapan-footer">{say("page.footer", version=__version__)}</p>')


def _usual_job() -> str:
    """The stored first picture of the page Compare; else the small one, computed now."""
    job = door().find(first_picture.request()) or door().submit(first_picture.small_request(), session(), owner())
    show_job(job)
    return job


def _finding(say: Words, progress: Progress) -> None:
    """The money of this comparison, or of the one shown before while this one is under way."""
    shown: Progress | None = progress
    finding = door().result(progress.job)
    if finding is not None:
        st.session_state["last"] = progress.job
    else:
        shown = door().progress(st.session_state.get("last", ""))
        finding = door().result(shown.job) if shown is not None else None
    if shown is None or finding is None:
        return
    if shown.job != progress.job:
        st.info(say("page.previous"))
    _show(say, shown.job, shown.request, finding)


def _show(say: Words, job: str, request: Request, finding: Finding) -> None:
    names = column_names(request.columns, say)
    where = {"names": listed(say, names), "place": place_name(say, request), "years": span(say, request.days)}
    st.html(f'<p class="shapan-about">{say("money.about", **where)}</p>')
    if len(finding.accounts) != len(names):
        st.info(say("money.older_build"), icon=":material/history:")
        if st.button(say("money.run_again"), key="money:again", type="primary"):
            start(request)
        return
    show_money(say, job, request, called(finding, names))
