"""A comparison under way: how far it is, how long it will take, and a way to stop it."""

from __future__ import annotations

import streamlit as st

from ..jobs.handle import asker, jobs, start
from ..jobs.jobs import Progress
from .guard import guarded, job_error
from .language import Words
from .phrases import duration
from .plain import markdown


@st.fragment(run_every=1.0)
def watch(say: Words, job: str, where: str = "") -> None:
    """Progress, once a second, without redrawing the rest; the page is redrawn when the job ends.

    Args:
        where: Names its widgets where a page watches a second job.
    """
    progress = jobs().progress(job)
    if progress is None or progress.state != "active":
        st.rerun()
        return
    with st.container(border=True, key=f"progress{where}"):
        st.progress(progress.fraction, text=_text(say, progress))
        if progress.others:
            st.caption(say("run.others", n=progress.others))
        left, right = st.columns([4, 1], vertical_alignment="center")
        left.caption(say("run.stays"))
        if right.button(say("run.cancel"), key=f"cancel{where}", icon=":material/stop_circle:", width="stretch"):
            if jobs().cancel(job, asker()):
                st.rerun()
            st.caption(say("job.not_yours"))


def _text(say: Words, progress: Progress) -> str:
    done = progress.finished + progress.failed
    if done == progress.runs:
        return say("run.gathering")
    if done == 0 and progress.under_way == 0:
        return say("run.starting", done=done, runs=progress.runs)
    return say("run.running", done=done, runs=progress.runs, time=duration(say, progress.seconds_left or 1.0))


def how_it_ended(say: Words, progress: Progress) -> None:
    """A job that was cancelled or failed, or whose result is gone: what is kept, and why."""
    if progress.state == "cancelled":
        st.info(say("run.cancelled", done=progress.finished), icon=":material/stop_circle:")
    elif progress.state == "done":
        st.info(say("run.gone"), icon=":material/history:")
    else:
        st.error(say("run.failed", error=markdown(job_error(say, progress.error))), icon=":material/error:")


def ended_without_result(say: Words, progress: Progress) -> None:
    """How a job without a result ended, and the button to go on."""
    how_it_ended(say, progress)
    if st.button(say("run.again"), key="again"):
        with guarded(say):
            start(progress.request)
