"""A study that comes with the program: what it asks, what it costs here, its runs as a job, and what they say."""

from __future__ import annotations

import streamlit as st

from ....experiments.studies.shelf import Studied, shipped_studies
from ...jobs.handle import MOST_UNDER_WAY, ask, asker, at_the_machine, jobs
from ...jobs.jobs import Progress
from ...jobs.request import Request
from ...jobs.studies import MOST_RUNS, asked_study, fits
from ...widgets.guard import guarded
from ...widgets.language import Words
from ...widgets.phrases import cost
from ...widgets.plain import markdown
from ...widgets.progress import how_it_ended, watch
from .design import show_design
from .results import show_results

LOOKED_THROUGH = 64
"""The latest jobs among which a study under way is found again after a reload."""


def show_shipped(say: Words, name: str) -> None:
    """One shipped study, from its question to its verdicts."""
    file = shipped_studies()[name]
    show_design(say, file)
    command = f"shapan study run {name}"
    if not _as_job(name):
        st.info(say("studies.by_command", n=markdown(f"{MOST_RUNS}")))
        st.code(command, language=None)
        return
    request = asked_study(name)
    done = jobs().find(request)
    found = jobs().result(done) if done else None
    latest = None if isinstance(found, Studied) else _latest(request)
    if latest is not None and latest.state == "active":
        watch(say, latest.job, where=f":{name}")
    elif not isinstance(found, Studied):
        _offer(say, request, latest)
    if isinstance(found, Studied):
        show_results(say, found, name)
    with st.expander(say("studies.by_hand")):
        st.download_button(say("studies.file_study"), file.text, f"{name}.toml", "text/plain", key=f"study:{name}")
        st.code(command, language=None)


def _as_job(name: str) -> bool:
    from ....experiments.studies.shelf import shipped_plan

    return fits(shipped_plan(name))


def _latest(request: Request) -> Progress | None:
    """This visitor's latest job for a study, whatever became of it."""
    return next((one for one in jobs().recent(LOOKED_THROUGH, asker()) if one.request == request), None)


def _offer(say: Words, request: Request, latest: Progress | None) -> None:
    """What it costs and what is allowed, before the button; runs that are there are not made again."""
    if latest is not None:
        how_it_ended(say, latest)
    else:
        st.info(say("studies.not_run_here"), icon=":material/science:")
    estimate = jobs().estimate(request)
    limits = "" if at_the_machine() else f" {say('studies.limit', most=MOST_UNDER_WAY)}"
    st.markdown(f"{cost(say, estimate)}. {say('studies.keeps')}{limits}")
    text = say("studies.resume" if estimate.finished else "studies.start")
    if st.button(text, type="primary", key=f"start:{request.study}", icon=":material/play_arrow:"):
        with guarded(say):
            ask(request)
            st.rerun()
