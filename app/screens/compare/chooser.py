"""The upper part of the page: choose two to four scenarios, move levers, see the cost, run."""

from __future__ import annotations

from functools import partial

import streamlit as st

from ...jobs.allowed import most_draws
from ...jobs.handle import jobs
from ...jobs.request import Column, Request
from ...widgets.catalogue import column_names, full_title, option, parent_of, places, policies, short_title
from ...widgets.changes import changes_of
from ...widgets.changes_panel import own_count, show_place, show_scenario
from ...widgets.changes_table import count_of
from ...widgets.drafts import LIMITS, Held, run_draft
from ...widgets.fields import Field, Span, choice, number
from ...widgets.guard import guarded, refused
from ...widgets.language import Words
from ...widgets.phrases import cost, listed, span
from ...widgets.plain import markdown
from .assumptions import edit_assumptions
from .draft import FEWEST, MOST, Draft, DraftColumn
from .levers import edit_levers
from .mine import show_mine
from .tour import tour

LETTERS = "ABCD"


@st.fragment
def choose(say: Words, held: Held[Draft]) -> None:
    """Everything asked before a run. A fragment, so that moving a lever does not redraw the charts."""
    draft = held.draft
    with st.container(border=True, key="chooser"), guarded(say):
        names = column_names(draft.request().columns, say)
        tour(say, "scenarios")
        beside = st.columns(1 + len(draft.columns))
        with beside[0], st.container(border=True, height="stretch"):
            _place(say, draft)
        for place, column, name in zip(beside[1:], draft.columns, names, strict=True):
            with place, st.container(border=True, height="stretch"):
                _column(say, draft, column, name)
        open_column = draft.column(draft.editing)
        if open_column is not None:
            edit_levers(say, draft, open_column, names[draft.columns.index(open_column)])
        _reader(say, draft, names)
        _branch(say, draft, names)
        show_mine(say, draft, names)
        edit_assumptions(say, draft)
        tour(say, "run")
        _run(say, held)
        if not held.keep():
            st.caption(say("draft.unkept"))


def _place(say: Words, draft: Draft) -> None:
    field = Field(
        f"place:{draft.id}:{say.language}", say("choose.place"), draft.place, draft.on_place, say("choose.place_help")
    )
    choice(field, places(), lambda name: option("place", name, say))
    residents = say("choose.residents", n=f"{jobs().work.residents_of(draft.place):,}")
    own = own_count(say, draft.place)
    st.caption(f"{residents}  \n{own}" if own else residents)
    _numbers(say, draft)


def _numbers(say: Words, draft: Draft) -> None:
    """Worlds, days and seed behind one button that shows how they stand."""
    numbers = say("choose.numbers", reps=draft.reps, span=span(say, draft.days))
    kept = most_draws(draft.place)
    with st.popover(numbers, icon=":material/calendar_month:", width="stretch", key=f"numbers:{draft.id}"):
        for name, (low, limit) in LIMITS.items():
            high = min(limit, kept) if name == "draws" else limit
            if not high:
                st.caption(say("choose.no_draws", place=draft.place))
                continue
            label, about = say(f"choose.{name}"), say(f"choose.{name}_help")
            field = Field(f"{name}:{draft.id}", label, getattr(draft, name), partial(setattr, draft, name), about)
            number(say, field, Span(low, high))


def _column(say: Words, draft: Draft, column: DraftColumn, name: str) -> None:
    first = column is draft.columns[0]
    letter = LETTERS[draft.columns.index(column)]
    heading = say("choose.scenario", letter=letter) + (f" · {say('choose.baseline')}" if first else "")

    def on_policy(policy: str) -> None:
        before, column.policy = column.policy, policy
        column.based_anew("policy", before)

    # The browser answers with the words it shows, so every language has a widget of its own.
    about = full_title("policy", column.policy, say)
    field = Field(f"policy:{column.id}:{say.language}", heading, column.policy, on_policy, about)
    choice(field, policies(), lambda policy: option("policy", policy, say))
    st.caption(_standing(say, draft, column, name))
    if column.brought and column.touched:
        _brought_along(say, column)
    _buttons(say, draft, column.id)


def _brought_along(say: Words, column: DraftColumn) -> None:
    """What a scenario kept when its policy or its place became another one, and a way to be rid of it."""
    kind, before = column.brought or ("", "")
    what = [say("draft.the_name", name=column.label)] if column.label else []
    n = len(column.changes)
    what += [say("draft.one_lever") if n == 1 else say("draft.levers", n=n)] if n else []
    st.info(say("draft.brought", what=markdown(listed(say, what)), before=markdown(short_title(kind, before, say))))
    st.button(say("draft.drop"), key=f"drop:{column.id}", icon=":material/undo:", on_click=column.drop)


def _buttons(say: Words, draft: Draft, which: str) -> None:
    """Change, read, copy or remove one scenario."""
    with st.container(horizontal=True, gap="small"):
        editing, reading = draft.editing == which, draft.reading == which
        st.button(
            say("choose.close" if editing else "choose.edit"),
            key=f"edit:{which}",
            icon=":material/tune:",
            on_click=draft.edit,
            args=(None if editing else which,),
        )
        st.button(
            say("differ.hide" if reading else "differ.show"),
            key=f"read:{which}",
            icon=":material/list_alt:",
            on_click=draft.read,
            args=(None if reading else which,),
        )
    with st.container(horizontal=True, gap="small"):
        if len(draft.columns) < MOST:
            st.button(
                say("choose.copy"),
                key=f"copy:{which}",
                icon=":material/content_copy:",
                on_click=draft.copy,
                args=(which,),
            )
        if len(draft.columns) > FEWEST:
            st.button(
                say("choose.remove"),
                key=f"remove:{which}",
                icon=":material/delete:",
                on_click=draft.remove,
                args=(which,),
            )


def _standing(say: Words, draft: Draft, column: DraftColumn, name: str) -> str:
    """How many levers differ from the place's status quo, and how many a person has moved."""
    changes = changes_of(Column(column.label, column.policy, draft.place, column.changes, column.drawn))
    lines = [count_of(changes, say) if changes else say("differ.none_short")]
    if parent_of("policy", column.policy):  # the box is too narrow for the long title of a variant
        lines.insert(0, full_title("policy", column.policy, say))
    n = len(column.changes)
    # The line stands there before anything is changed, so that the first change moves nothing on the page.
    changed = say("choose.changed_one") if n == 1 else say("choose.changed_many", n=n)
    changed = f"● {changed}" if n else say("choose.changed_none")
    lines.append(changed + (f" · {markdown(name)}" if column.label else ""))
    return "  \n".join(lines)


def _reader(say: Words, draft: Draft, names: list[str]) -> None:
    """What one scenario changes and from which rows, to be read before anything is run."""
    for drawn, asked, name in zip(draft.columns, draft.request().columns, names, strict=True):
        if drawn.id == draft.reading:
            show_scenario(say, asked, name, f"draft:{drawn.id}", opened=True)
            show_place(say, draft.place, "draft:place", opened=True)


def _branch(say: Words, draft: Draft, names: list[str]) -> None:
    """What is shared until the others leave the first scenario, and a way back to scenarios of their own."""
    if not draft.branch:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="branch_in_force"):
        st.markdown(say("branch.in_force", name=markdown(names[0]), day=f"{draft.branch:,}"), width="stretch")
        st.button(say("branch.end"), key="branch_end", icon=":material/close:", on_click=_end_branch, args=(draft,))


def _end_branch(draft: Draft) -> None:
    draft.branch = 0


def _run(say: Words, held: Held[Draft]) -> None:
    draft = held.draft
    request = draft.request()
    fault = _fault(say, draft, request)
    add, cost_place, run = st.columns([2, 5, 2], vertical_alignment="center")
    if len(draft.columns) < MOST:
        with add:
            st.button(
                say("choose.add"),
                key="add",
                icon=":material/add:",
                on_click=lambda: draft.add(draft.columns[-1].policy),
                width="stretch",
            )
    with cost_place:
        if fault:
            st.warning(markdown(fault), icon=":material/error:")
        else:
            st.markdown(f":material/timer: {cost(say, jobs().estimate(request))}")
    with run:
        if st.button(say("run.start"), key="run", type="primary", disabled=fault is not None, width="stretch"):
            run_draft(held, request)


def _fault(say: Words, draft: Draft, request: Request) -> str | None:
    """Why this cannot be run, or None."""
    return say("choose.doubles") if draft.doubles() else refused(say, request)
