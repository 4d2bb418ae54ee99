"""The home page: two to four scenarios side by side on one place, paired, verdict first."""

from __future__ import annotations

from typing import Any

import streamlit as st

from shapan import __version__

from ....model.parameters import all_parameters
from ...jobs import first_picture
from ...jobs.handle import asker, jobs, owner, session, show_job, shown_job
from ...jobs.jobs import Progress
from ...jobs.request import Request
from ...jobs.result import Finding
from ...widgets.catalogue import column_names, place_name
from ...widgets.drafts import at_hand, last_draft, showable, turn_to
from ...widgets.guard import guarded
from ...widgets.language import Words
from ...widgets.lever_form import shown_value
from ...widgets.notices import foreign_row
from ...widgets.phrases import listed, span
from ...widgets.plain import html, markdown
from ...widgets.progress import ended_without_result, watch
from .chooser import choose
from .draft import Draft
from .results import show_result
from .tour import begin_tour, end_tour, tour

LEFT = "left_behind"  # (job, draft) that were shown when another comparison was opened
MOST_RECENT = 8
LOOKED_THROUGH = 32  # jobs; maps and parts of a difference among them are found by the comparison they belong to


def compare_page(say: Words) -> None:
    """Draw the page for the job in the address, or for the first picture."""
    begin_tour()
    job = _job_to_show()
    progress = jobs().progress(job) if job else None
    if progress is not None and not progress.request.compares:  # these have places of their own
        progress = None
    if job and progress is None:
        st.warning(say("page.unknown_job"), icon=":material/link_off:")
    tour(say, "page")
    _choose(say, progress)
    if progress is not None and progress.state == "active":
        if progress.request == first_picture.small_request():
            st.info(say("page.preparing"), icon=":material/hourglass_top:")
        watch(say, progress.job)
    elif progress is not None and jobs().result(progress.job) is None:
        ended_without_result(say, progress)
    with guarded(say):
        _finding(say, progress)
    with guarded(say):
        _recent(say, job)
    end_tour(say)
    st.html(f'<p class="shapan-footer">{say("page.footer", version=__version__)}</p>')


def _job_to_show() -> str:
    """The job in the address; else the stored first picture; else a small one, computed now."""
    asked = shown_job()
    if asked:
        return asked
    stored = jobs().find(first_picture.request())
    if stored:
        return stored
    small = jobs().submit(first_picture.small_request(), session(), owner())
    show_job(small)
    return small


def _choose(say: Words, progress: Progress | None) -> None:
    """The form for what to run next: the draft of this address, else what its job asked."""
    asked = progress.request if progress is not None else first_picture.request()
    if not showable(asked):
        st.warning(say("page.other_build"), icon=":material/history:")
        asked = first_picture.request()
    job = progress.job if progress is not None else None
    held = at_hand("", job, asked, Draft.of)
    _left_behind(say, held.id)
    choose(say, held)


def _left_behind(say: Words, shown: str) -> None:
    """A draft that was under way when another comparison was opened is a click away."""
    left = st.session_state.get(LEFT)
    if not left or left[1] == shown:
        st.session_state.pop(LEFT, None)
        return
    job, draft = left
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="left_behind"):
        st.markdown(say("draft.left"), width="stretch")
        if st.button(say("draft.go_back"), key="go_back", icon=":material/undo:"):
            turn_to(job, draft)
            st.rerun()


def _finding(say: Words, progress: Progress | None) -> None:
    """The result of the job, or of the one shown before while this one is under way."""
    finding = jobs().result(progress.job) if progress is not None else None
    if progress is not None and isinstance(finding, Finding):
        st.session_state["last"] = progress.job
        request = progress.request
    else:
        before = jobs().progress(st.session_state.get("last", ""))
        finding = jobs().result(before.job) if before is not None else None
        if before is None or not isinstance(finding, Finding):
            return
        st.info(say("page.previous"))
        request = before.request
    st.html(f'<p class="shapan-about">{html(_about(say, request, finding))}</p>')
    if request.assumptions:
        known = all_parameters()
        values = [f"{name} = {shown_value(say, known[name], value)}" for name, value in request.assumptions.items()]
        st.caption(say("assume.in_force", told=markdown(listed(say, values))))
    tour(say, "verdict")
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
        found = jobs().recent(LOOKED_THROUGH, asker())
        for progress in [one for one in found if one.request.compares][:MOST_RECENT]:
            left, right = st.columns([5, 1], vertical_alignment="center")
            state = say(f"state.{progress.state}")
            if not showable(progress.request):
                left.markdown(f"{say('result.other_build')} · {state}")
                continue
            names = markdown(listed(say, column_names(progress.request.columns, say)))
            where = (
                f"{place_name(say, progress.request)} · {progress.request.reps} × {span(say, progress.request.days)}"
            )
            left.markdown(f"{names} · {where} · {state}")
            if right.button(say("result.open"), key=f"open:{progress.job}", disabled=progress.job == shown):
                _open(progress.job, shown)


def _open(job: str, shown: str | None) -> None:
    """Turn to another comparison. A draft that is under way is kept, and the page says how to get back to it."""
    draft = last_draft("")
    if draft and shown:
        st.session_state[LEFT] = (shown, draft)
    turn_to(job)
    st.rerun()
