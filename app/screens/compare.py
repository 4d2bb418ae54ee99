"""The home page: two to four scenarios side by side on one place, paired, verdict first."""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from shapan import __version__

from .. import first_picture
from ..asking import Request
from ..catalogue import column_names
from ..choosing import choose, place_name
from ..door import asker, door, owner, session, show_job, shown_job
from ..draft import Draft
from ..faults import told
from ..jobs import Progress
from ..language import Words
from ..notices import foreign_row
from ..results import show_result
from ..saying import listed, span
from ..watching import ended_without_result, watch


def compare_page(say: Words) -> None:
    """Draw the page for the job in the address, or for the first picture."""
    job = _job_to_show()
    progress = door().progress(job) if job else None
    if job and progress is None:
        st.warning(say("page.unknown_job"), icon=":material/link_off:")
    _choose(say, progress)
    if progress is not None and progress.state == "active":
        if progress.request == first_picture.small_request():
            st.info(say("page.preparing"), icon=":material/hourglass_top:")
        watch(say, progress.job)
    elif progress is not None and door().result(progress.job) is None:
        ended_without_result(say, progress)
    with told(say):
        _finding(say, progress)
    with told(say):
        _recent(say, job)
    st.html(f'<p class="shapan-footer">{say("page.footer", version=__version__)}</p>')


def _job_to_show() -> str:
    """The job in the address; else the stored first picture; else a small one, computed now."""
    asked = shown_job()
    if asked:
        return asked
    stored = door().find(first_picture.request())
    if stored:
        return stored
    small = door().submit(first_picture.small_request(), session(), owner())
    show_job(small)
    return small


def _choose(say: Words, progress: Progress | None) -> None:
    draft = st.session_state.get("draft")
    if draft is None:
        asked = progress.request if progress is not None else first_picture.request()
        draft = st.session_state["draft"] = Draft.of(asked)
    choose(say, draft)


def _finding(say: Words, progress: Progress | None) -> None:
    """The result of the job, or of the one shown before while this one is under way."""
    finding = door().result(progress.job) if progress is not None else None
    if progress is not None and finding is not None:
        st.session_state["last"] = progress.job
        request = progress.request
    else:
        before = door().progress(st.session_state.get("last", ""))
        finding = door().result(before.job) if before is not None else None
        if before is None or finding is None:
            return
        st.info(say("page.previous"))
        request = before.request
    st.html(f'<p class="shapan-about">{escape(_about(say, request, finding))}</p>')
    show_result(say, request, finding)


def _about(say: Words, request: Request, finding: Any) -> str:
    """One sentence on what is shown."""
    first = request in (first_picture.request(), first_picture.small_request())
    return say(
        "page.first_picture" if first else "page.finding",
        names=listed(say, column_names(request.columns, say)),
        place=place_name(say, request),
        reps=request.reps,
        residents=f"{finding.residents:,}",
        years=span(say, request.days),
    )


def _recent(say: Words, shown: str | None) -> None:
    """The latest comparisons of everybody on this machine, so that a closed tab loses nothing."""
    with st.expander(say("result.recent")):
        foreign = foreign_row(say)
        if foreign:
            st.caption(foreign)
        for progress in door().recent(owner=asker()):
            names = listed(say, column_names(progress.request.columns, say))
            where = (
                f"{place_name(say, progress.request)} · {progress.request.reps} × {span(say, progress.request.days)}"
            )
            left, right = st.columns([5, 1], vertical_alignment="center")
            left.markdown(f"{names} · {where} · {say(f'state.{progress.state}')}")
            if right.button(say("result.open"), key=f"open:{progress.job}", disabled=progress.job == shown):
                show_job(progress.job)
                del st.session_state["draft"]
                st.rerun()
