"""The page Story: choose two policies, let both worlds be lived, and play them month by month."""

from __future__ import annotations

import datetime as dt
from functools import partial

import streamlit as st

from shapan import __version__

from ....experiments.reports.scenes import month_of, months_in
from ....scenarios.library import find_place
from ...jobs.handle import ask, jobs, owner, session, show_job, shown_job
from ...jobs.jobs import Progress
from ...jobs.result import Finding
from ...widgets.catalogue import option, places, policies
from ...widgets.download import download
from ...widgets.drafts import showable
from ...widgets.following import show_following
from ...widgets.guard import guarded
from ...widgets.language import Words
from ...widgets.phrases import cost
from ...widgets.progress import ended_without_result, watch
from .month import all_months, numbers, side_html
from .request import YEARS, TwoWorlds, title_of

BEAT_SECONDS = 2.0
"""How long a month stays while it plays: long enough to read two captions aloud."""


def story_page(say: Words) -> None:
    """Draw the page for the story in the address, or for the usual one."""
    st.subheader(say("play.title"), anchor=False)
    st.html(f'<p class="shapan-about">{say("play.about")}</p>')
    progress = _story_to_show(say)
    asked = TwoWorlds.of(progress.request) or TwoWorlds()
    with guarded(say):
        _choose(say, asked)
    finding = jobs().result(progress.job)
    if progress.state == "active":
        watch(say, progress.job)
    elif finding is None:
        ended_without_result(say, progress)
    if finding is not None:
        with guarded(say):
            _play(say, progress.job, asked, finding)
        with guarded(say):
            _follow(say, asked, finding)
    st.html(f'<p class="shapan-footer">{say("page.footer", version=__version__)}</p>')


def _story_to_show(say: Words) -> Progress:
    """The job in the address if it is a story; else the usual one, a few seconds' work."""
    job = shown_job()
    progress = jobs().progress(job) if job else None
    if progress is not None and showable(progress.request) and TwoWorlds.of(progress.request) is not None:
        return progress
    if job:
        st.warning(say("play.other_job"), icon=":material/link_off:")
    usual = jobs().submit(TwoWorlds().request(), session(), owner())
    show_job(usual)
    found = jobs().progress(usual)
    assert found is not None
    return found


def _choose(say: Words, asked: TwoWorlds) -> None:
    """Two policies and the years; a button hands them to the workers."""
    where, left, right, years = st.columns([3, 3, 3, 2], vertical_alignment="bottom")
    known, name = policies(), partial(option, "policy", say=say)
    there, called = places(), partial(option, "place", say=say)
    place = where.selectbox(say("choose.place"), there, there.index(asked.place), format_func=called, key="place")
    first = left.selectbox(say("play.first"), known, index=known.index(asked.first), format_func=name, key="first")
    second = right.selectbox(say("play.second"), known, index=known.index(asked.second), format_func=name, key="second")
    long = years.selectbox(say("play.years"), YEARS, index=YEARS.index(asked.years), key="years")
    wanted = TwoWorlds(first, second, long, place)
    if first == second:
        st.caption(say("choose.doubles"))
    elif wanted != asked:
        cost_column, go = st.columns([5, 2], vertical_alignment="center")
        cost_column.markdown(f":material/timer: {cost(say, jobs().estimate(wanted.request()))}")
        if go.button(say("play.run"), key="run-story", type="primary", width="stretch"):
            show_job(ask(wanted.request()))
            st.rerun()


def _play(say: Words, job: str, asked: TwoWorlds, finding: Finding) -> None:
    """The slider, the switch that plays, and both worlds in the month it stands at."""
    start = find_place(asked.place).place.start
    months = months_in(start, asked.days)
    playing = st.toggle(say("play.play"), key=f"playing-{job}")
    draw = partial(_month, say, job, asked, finding, (start, months))
    st.fragment(draw, run_every=BEAT_SECONDS if playing else None)()
    titles = [title_of(name, say) for name in (asked.first, asked.second)]
    worlds = [(title, numbers(finding.daily, str(n), start, months)) for n, title in enumerate(titles)]
    with st.expander(say("play.table")):
        table = all_months(worlds, start, say)
        st.dataframe(table, hide_index=True, width="stretch")
        download(say, table, "story")
    st.caption(say("play.one_world"))


def _follow(say: Words, asked: TwoWorlds, finding: Finding) -> None:
    """One resident in both worlds."""
    st.subheader(say("follow.title"), anchor=False, divider="gray")
    names = (title_of(asked.first, say), title_of(asked.second, say))
    show_following(say, asked.request(), 1, names, finding.whom)


def _month(say: Words, job: str, asked: TwoWorlds, finding: Finding, time: tuple[dt.date, int]) -> None:
    """One month; while it plays, each redraw goes on by one until the last."""
    start, months = time
    held = f"month-held-{job}"
    before, turn = st.session_state.get(held, (1, 0))
    if st.session_state.get(f"playing-{job}") and st.session_state.get(f"beaten-{job}") and before < months:
        before, turn = before + 1, turn + 1  # a new slider stands where the play has come to
    st.session_state[f"beaten-{job}"] = bool(st.session_state.get(f"playing-{job}"))
    number = st.slider(say("play.month"), 1, months, value=before, key=f"month-{job}:{turn}")
    st.session_state[held] = number, turn
    days = month_of(start, number)
    st.html(f'<p class="shapan-about" role="status"><b>{days[0]:%Y-%m}</b> ({number} / {months})</p>')
    sides = []
    for column, policy in enumerate((asked.first, asked.second)):
        found = numbers(finding.daily, str(column), start, months)
        stories = finding.stories[column] if column < len(finding.stories) else ()
        sides.append(side_html(title_of(policy, say), found[number], found.get(number - 1, {}), stories, days, say))
    st.html(f'<div class="shapan-sides">{"".join(sides)}</div>')
