"""The page Map: a finished comparison seen month by month, two worlds side by side and their difference."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from shapan import __version__

from ....experiments.mapping.figures import INDICATORS, LOOKS_BACK, PIECES, Mapped
from ...jobs import first_picture
from ...jobs.handle import ask, jobs, owner, session, show_job, shown_job
from ...jobs.jobs import Progress
from ...jobs.request import Request
from ...widgets.catalogue import column_names, place_name
from ...widgets.guard import guarded
from ...widgets.language import Words
from ...widgets.phrases import cost, listed, span
from ...widgets.plain import html, markdown
from ...widgets.progress import how_it_ended, watch
from .board import board_data, show_board
from .closely import show_piece
from .page_words import indicator_name
from .redraw import show_redraw
from .view import TIMES, View, piece_names, years_of
from .whole import show_whole

FEW = 6  # worlds asked at first: with fewer there is no verdict


def map_page(say: Words) -> None:
    """Draw the page for the comparison in the address, or for the one looked at last, or for the first picture."""
    st.subheader(say("map.title"), anchor=False)
    st.html(f'<p class="shapan-about">{say("map.about")}</p>')
    progress = _comparison(say)
    with guarded(say):
        if len(progress.request.columns) < 2:
            st.info(say("map.one_scenario"))
        elif progress.request.branch or (not progress.request.compares and not progress.request.map):
            st.info(say("map.no_branch"))
        else:
            _map_of(say, progress.request)
    st.html(f'<p class="shapan-footer">{say("page.footer", version=__version__)}</p>')


def _comparison(say: Words) -> Progress:
    """The comparison in the address; else the first picture if its map is there, else the small one, computed now."""
    asked = shown_job()
    found = jobs().progress(asked) if asked else None
    if found is not None:
        return found
    if asked:
        st.warning(say("page.unknown_job"), icon=":material/link_off:")
    first = jobs().find(first_picture.request())
    if first is None or _ready(first_picture.request()) is None:
        first = jobs().submit(first_picture.small_request(), session(), owner())
    show_job(first)
    found = jobs().progress(first)
    assert found is not None
    return found


def as_map(request: Request, worlds: int) -> Request:
    """The first worlds of a comparison, to be looked at month by month; assumptions are not drawn anew for it."""
    return replace(request, map=True, draws=0, reps=min(worlds, request.reps))


def _ready(request: Request) -> tuple[Request, Mapped] | None:
    """The map of most worlds that is there."""
    for worlds in sorted({request.reps, min(FEW, request.reps), 1}, reverse=True):
        asked = as_map(request, worlds)
        job = jobs().find(asked)
        found = jobs().result(job) if job else None
        if isinstance(found, Mapped):
            return asked, found
    return None


def _map_of(say: Words, request: Request) -> None:
    ready = _ready(request)
    under_way = st.session_state.get(f"map:job:{request.key}")
    if under_way is None and ready is None and request == first_picture.small_request():
        under_way = _ask(request, min(FEW, request.reps))
    progress = jobs().progress(under_way) if under_way else None
    if progress is not None and progress.state == "active":
        watch(say, progress.job)
    else:
        if progress is not None and jobs().result(progress.job) is None:
            how_it_ended(say, progress)  # what is finished is kept, and the buttons below go on
        _offer(say, request, ready[0].reps if ready else 0)
    if ready is not None:
        _show(say, ready[0], ready[1])


def _ask(request: Request, worlds: int) -> str:
    job = ask(as_map(request, worlds))
    st.session_state[f"map:job:{request.key}"] = job
    return job


def _offer(say: Words, request: Request, have: int) -> None:
    """Buttons that make the map, or one of more worlds, with what each costs."""
    for worlds in sorted({1, min(FEW, request.reps), request.reps}):
        if worlds <= have:
            continue
        wanted = as_map(request, worlds)
        with st.container(horizontal=True, vertical_alignment="center"):
            text = say("map.make_one" if worlds == 1 else "map.make", n=worlds)
            if st.button(text, key=f"map:make:{worlds}", type="secondary" if have else "primary"):
                _ask(request, worlds)
                st.rerun()
            st.caption(cost(say, jobs().estimate(wanted)))
    if not have:
        st.info(say("map.not_made"))


def _show(say: Words, request: Request, mapped: Mapped) -> None:
    names = column_names(request.columns, say)
    where = {"names": listed(say, names), "place": place_name(say, request), "years": span(say, request.days)}
    st.html(f'<p class="shapan-about">{html(say("map.shown", **where, n=len(mapped.seeds)))}</p>')
    if n := len(mapped.failures):
        st.warning(say("map.failures", n=n), icon=":material/error:")
    view = _view(say, request, mapped, names)
    called = piece_names(say, mapped, view.kind)
    looked_at = f"map:piece:{request.key[:12]}:{view.kind}"
    chosen, turn = st.session_state.get(looked_at, (None, 0))
    picked = show_board(board_data(say, view, chosen), f"map:board:{request.key[:12]}")
    if picked is not None and picked != chosen:
        chosen, turn = picked, turn + 1  # the list is drawn anew, on what was clicked
        st.session_state[looked_at] = chosen, turn
        st.rerun()
    st.caption(say("map.reading"))
    if view.time == "day":
        st.caption(say("map.reading_days", n=LOOKS_BACK))
    with guarded(say):
        show_whole(say, request, view, called)
    st.subheader(say("map.closely"), anchor=False, divider="gray")
    piece = st.selectbox(
        say(f"map.pick.{view.kind}"),
        range(len(called)),
        format_func=called.__getitem__,
        index=chosen,
        key=f"{looked_at}:{turn}:{say.language}",
        placeholder=say("map.choose"),
    )
    if piece != chosen:
        st.session_state[looked_at] = piece, turn
        st.rerun()
    if piece is None:
        st.caption(say("map.pick_hint"))
        return
    with guarded(say):
        show_piece(say, request, view, int(piece))
    with guarded(say):
        community = int(mapped.cells.loc[view.pieces == piece, "community"].iloc[0])
        show_redraw(say, request, mapped, community)


def _view(say: Words, request: Request, mapped: Mapped, names: list[str]) -> View:
    """What somebody chooses to look at."""
    key = f"{request.key[:12]}:{say.language}"
    one, two, three, four = st.columns(4)
    words = {"step": say(f"map.time.{'week' if mapped.weekly else 'month'}"), "day": say("map.time.day")}
    time = one.selectbox(say("map.time.label"), TIMES, format_func=words.__getitem__, key=f"map:time:{key}")
    indicator = two.selectbox(
        say("result.map_pick"),
        INDICATORS,
        format_func=lambda name: indicator_name(say, name, time),
        key=f"map:of:{time}:{key}",
    )
    kind = three.selectbox(
        say("map.pieces"), PIECES, format_func=lambda name: say(f"map.by.{name}"), key=f"map:by:{key}"
    )
    other = 1
    if len(names) > 2:
        label = say("result.map_other", baseline=markdown(names[0]))
        others = range(1, len(names))
        other = four.selectbox(label, others, format_func=names.__getitem__, key=f"map:other:{key}") or 1
    year = _year(say, mapped, key) if time == "day" else 0
    return View(mapped, tuple(names), indicator, kind, other=other, time=time, year=year)


def _year(say: Words, mapped: Mapped, key: str) -> int:
    """Which days of a long run are told day by day."""
    years = years_of(mapped)
    if len(years) < 2:
        return 0
    words = [f"{days[0]:%Y-%m-%d} … {days[-1]:%Y-%m-%d}" for days in years]
    chosen = st.selectbox(
        say("map.which_days"), range(len(years)), format_func=words.__getitem__, key=f"map:year:{key}"
    )
    return int(chosen or 0)
