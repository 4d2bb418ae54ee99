"""The upper part of the page: choose two to four scenarios, move levers, see the cost, run."""

from __future__ import annotations

from typing import Any

import streamlit as st

from ..model.parameters.words import group_words
from ..scenarios.library import InputFault
from .asking import Column, Request
from .catalogue import column_names, full_title, option, parent_of, places, policies, short_title, standing_values
from .controls import Form, lever_control, levers, wanted
from .differing import changes_of
from .door import door, owner, session, show_job
from .draft import FEWEST, MOST, Draft, DraftColumn
from .faults import told
from .language import Words
from .lever_lists import count_of
from .saying import cost, span
from .what_changes import own_count, show_place, show_scenario

LETTERS = "ABCD"


@st.fragment
def choose(say: Words, draft: Draft) -> None:
    """Everything asked before a run. A fragment, so that moving a lever does not redraw the charts."""
    with st.container(border=True, key="chooser"), told(say):
        names = column_names(draft.request().columns, say)
        beside = st.columns(1 + len(draft.columns))
        with beside[0], st.container(border=True, height="stretch"):
            _place(say, draft)
        for place, column, name in zip(beside[1:], draft.columns, names, strict=True):
            with place, st.container(border=True, height="stretch"):
                _column(say, draft, column, name)
        open_column = draft.column(draft.editing)
        if open_column is not None:
            _editor(say, draft, open_column, names[draft.columns.index(open_column)])
        _reader(say, draft, names)
        _run(say, draft)


def _remember(draft: Draft, attribute: str, key: str) -> None:
    setattr(draft, attribute, st.session_state[key])


def _keep(key: str, value: Any) -> str:
    """A widget starts from the draft, which outlives the widget."""
    if key not in st.session_state:
        st.session_state[key] = value
    return key


def _place(say: Words, draft: Draft) -> None:
    key = _keep(f"place:{say.language}", draft.place)

    def place_chosen() -> None:
        draft.place = st.session_state[key]
        for column in draft.columns:
            _forget_levers(column.number)

    st.selectbox(
        say("choose.place"),
        places(),
        key=key,
        format_func=lambda name: option("place", name, say),
        help=say("choose.place_help"),
        on_change=place_chosen,
    )
    residents = say("choose.residents", n=f"{door().work.residents_of(draft.place):,}")
    own = own_count(say, draft.place)
    st.caption(f"{residents}  \n{own}" if own else residents)
    _numbers(say, draft)


def _column(say: Words, draft: Draft, column: DraftColumn, name: str) -> None:
    number = column.number
    first = column is draft.columns[0]
    letter = LETTERS[draft.columns.index(column)]
    heading = say("choose.scenario", letter=letter) + (f" · {say('choose.baseline')}" if first else "")

    # The browser answers with the words it shows, so every language has a widget of its own.
    key = _keep(f"policy:{number}:{say.language}", column.policy)

    def policy_chosen() -> None:
        column.policy = st.session_state[key]
        _forget_levers(number)

    st.selectbox(
        heading,
        policies(),
        key=key,
        format_func=lambda policy: option("policy", policy, say),
        help=full_title("policy", column.policy, say),
        on_change=policy_chosen,
    )
    st.caption(_standing(say, draft, column, name))
    _buttons(say, draft, number)


def _buttons(say: Words, draft: Draft, number: int) -> None:
    """Change, read, copy or remove one scenario."""
    with st.container(horizontal=True, gap="small"):
        editing, reading = draft.editing == number, draft.reading == number
        st.button(
            say("choose.close" if editing else "choose.edit"),
            key=f"edit:{number}",
            icon=":material/tune:",
            on_click=draft.edit,
            args=(None if editing else number,),
        )
        st.button(
            say("differ.hide" if reading else "differ.show"),
            key=f"read:{number}",
            icon=":material/list_alt:",
            on_click=draft.read,
            args=(None if reading else number,),
        )
    with st.container(horizontal=True, gap="small"):
        if len(draft.columns) < MOST:
            st.button(
                say("choose.copy"),
                key=f"copy:{number}",
                icon=":material/content_copy:",
                on_click=draft.copy,
                args=(number,),
            )
        if len(draft.columns) > FEWEST:
            st.button(
                say("choose.remove"),
                key=f"remove:{number}",
                icon=":material/delete:",
                on_click=draft.remove,
                args=(number,),
            )


def _standing(say: Words, draft: Draft, column: DraftColumn, name: str) -> str:
    """How many levers differ from the place's status quo, and how many a person has moved."""
    changes = changes_of(Column(column.label, column.policy, draft.place, column.changes))
    told = count_of(changes, say) if changes else say("differ.none_short")
    if parent_of("policy", column.policy):  # the box is too narrow for the long title of a variant
        told = f"{full_title('policy', column.policy, say)}  \n{told}"
    n = len(column.changes)
    if not n:
        return told
    changed = say("choose.changed_one") if n == 1 else say("choose.changed_many", n=n)
    return f"{told}  \n● {changed}" + (f" · {name}" if column.label else "")


def _reader(say: Words, draft: Draft, names: list[str]) -> None:
    """What one scenario changes and from which rows, to be read before anything is run."""
    for drawn, asked, name in zip(draft.columns, draft.request().columns, names, strict=True):
        if drawn.number == draft.reading:
            show_scenario(say, asked, name, "draft", opened=True)
            show_place(say, draft.place, "draft:place", opened=True)


def _forget_levers(number: int) -> None:
    """Let the lever widgets of a scenario start again from the draft."""
    for key in [key for key in st.session_state if str(key).startswith(f"lever:{number}:")]:
        del st.session_state[key]


def _editor(say: Words, draft: Draft, column: DraftColumn, name: str) -> None:
    """The generated form of one scenario's levers."""
    number = column.number
    with st.container(border=True, key="editor"):
        st.markdown(f"#### {say('lever.title', name=name)}")
        left, middle, right = st.columns([2, 2, 1], vertical_alignment="bottom")
        with left:
            search = st.text_input(say("lever.search"), key="search", help=say("lever.search_help"))
        with middle:

            def renamed() -> None:
                column.label = st.session_state[f"label:{number}"].strip()

            key = _keep(f"label:{number}", column.label)
            st.text_input(say("choose.name"), key=key, help=say("choose.name_help"), on_change=renamed, max_chars=40)
        with right:
            everything = st.toggle(say("lever.all"), key="everything", help=say("lever.all_help"))

        standing = standing_values(column.policy, draft.place)
        form = Form(
            number,
            standing,
            column.changes,
            lambda lever, value: draft.move(number, lever, value, standing[lever]),
        )
        _groups(say, form, search, everything)
        if column.changes:

            def undo() -> None:
                column.changes.clear()
                _forget_levers(number)

            st.button(say("lever.reset_all"), key=f"undo:{number}", icon=":material/undo:", on_click=undo)


def _groups(say: Words, form: Form, search: str, everything: bool) -> None:
    shown = 0
    for group, parameters in wanted(say, search, everything, frozenset(form.changes)):
        shown += len(parameters)
        changed = sum(parameter.name in form.changes for parameter in parameters)
        title = group_words(group, say.language) + (f" · ● {say('lever.changed', n=changed)}" if changed else "")
        # One group is open at first, so that a person sees at once what a lever looks like; the others are drawn
        # when opened, since a hundred forms at once take a browser seconds.
        searching = bool(search.strip())
        key = f"group:{form.number}:{group}:{'found' if searching else 'all'}"
        box = st.expander(title, expanded=searching or group == "grid", key=key, on_change="rerun")
        if not box.open:
            continue
        with box:
            columns = st.columns(2)
            for place, parameter in enumerate(parameters):
                with columns[place % 2]:
                    lever_control(say, parameter, form)
    st.caption(say("lever.count", shown=shown, all=len(levers())) if shown else say("lever.none"))


def _numbers(say: Words, draft: Draft) -> None:
    """Worlds, days and seed behind one button that shows how they stand."""
    asked = (("reps", 1, 200), ("days", 30, 3650), ("warmup", 0, 1825), ("seed", 0, 1_000_000))
    standing = say("choose.numbers", reps=draft.reps, span=span(say, draft.days))
    with st.popover(standing, icon=":material/calendar_month:", width="stretch", key="numbers"):
        for attribute, low, high in asked:
            key = _keep(attribute, getattr(draft, attribute))
            st.number_input(
                say(f"choose.{attribute}"),
                low,
                high,
                step=1,
                key=key,
                help=say(f"choose.{attribute}_help"),
                on_change=_remember,
                args=(draft, attribute, key),
            )


def _run(say: Words, draft: Draft) -> None:
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
            st.warning(fault, icon=":material/error:")
        else:
            st.markdown(f":material/timer: {cost(say, door().estimate(request))}")
    with run:
        if st.button(say("run.start"), key="run", type="primary", disabled=fault is not None, width="stretch"):
            start(request)


def _fault(say: Words, draft: Draft, request: Request) -> str | None:
    """Why this cannot be run, or None."""
    if draft.doubles():
        return say("choose.doubles")
    try:
        door().work.keys_of_runs(request)
    except InputFault as fault:
        return say("choose.fault", fault=fault.text(say.language))
    return None


def start(request: Request) -> None:
    """Hand the request to the workers and turn the page to it."""
    show_job(door().submit(request, session(), owner()))
    st.rerun()


def place_name(say: Words, request: Request) -> str:
    """What the place of a request is called."""
    return short_title("place", request.columns[0].place, say)
