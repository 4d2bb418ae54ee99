"""The upper part of the page Deliberation: the place, two formats, the rules of both tables, the cost, run."""

from __future__ import annotations

import streamlit as st

from ..scenarios.library import InputFault
from .asking import Request
from .catalogue import option, places, standing_values
from .choosing import start
from .controls import Form, lever_control, levers
from .door import door
from .faults import told
from .language import Words
from .saying import cost, span
from .two_tables import LEVELS, POLICY, RULES, TwoTables, choices, title_of

WIDGETS = 0
"""Numbers the widgets of this page; scenarios of the page Compare begin with 1."""
SIDES = ("left", "right")


@st.fragment
def choose_tables(say: Words, asked: TwoTables) -> None:
    """Everything asked before a run. A fragment, so that moving a lever does not redraw what is below."""
    with st.container(border=True, key="chooser"), told(say):
        _level(say, asked)
        place, *sides = st.columns(3)
        with place:
            _place(say, asked)
        for number, side in enumerate(sides):
            with side:
                _format(say, asked, number)
        _rules(say, asked)
        _run(say, asked)


def _level(say: Words, asked: TwoTables) -> None:
    """Whose table it is; the formats one can choose below follow."""
    key = f"tables:level:{say.language}"
    st.session_state.setdefault(key, asked.level)

    def chosen() -> None:
        asked.at_level(st.session_state[key])
        for widget in [one for one in st.session_state if str(one).startswith("tables:side:")]:
            del st.session_state[widget]

    st.radio(
        say("tables.level"),
        list(LEVELS),
        key=key,
        horizontal=True,
        format_func=lambda level: say(f"level.{level}"),
        on_change=chosen,
    )
    st.caption(say(f"level.{asked.level}_about"))


def _place(say: Words, asked: TwoTables) -> None:
    key = f"tables:place:{say.language}"
    st.session_state.setdefault(key, asked.place)

    def chosen() -> None:
        asked.place = st.session_state[key]
        for widget in [one for one in st.session_state if str(one).startswith(f"lever:{WIDGETS}:")]:
            del st.session_state[widget]

    st.selectbox(
        say("choose.place"), places(), key=key, format_func=lambda name: option("place", name, say), on_change=chosen
    )
    st.caption(say("choose.residents", n=f"{door().work.residents_of(asked.place):,}"))
    _numbers(say, asked)


def _format(say: Words, asked: TwoTables, side: int) -> None:
    # The browser answers with the words it shows, so every language has a widget of its own.
    key = f"tables:side:{SIDES[side]}:{asked.level}:{say.language}"
    st.session_state.setdefault(key, asked.formats[side])

    def chosen() -> None:
        asked.formats[side] = st.session_state[key]

    st.selectbox(
        say(f"tables.{SIDES[side]}"),
        choices(asked.level),
        key=key,
        format_func=lambda name: title_of(name, say),
        help=say.of(levers()[asked.lever].about, "help"),
        on_change=chosen,
    )


def _rules(say: Words, asked: TwoTables) -> None:
    """The levers of both tables, in the generated form of the page Compare."""
    standing = standing_values(POLICY, asked.place)
    form = Form(WIDGETS, standing, asked.changes, lambda name, value: asked.move(name, value, standing[name]))
    moved = len(asked.changes)
    title = say("tables.rules") + (f" · ● {say('lever.changed', n=moved)}" if moved else "")
    with st.expander(title, key="tables:rules", icon=":material/tune:"):
        st.caption(say("tables.rules_about"))
        columns = st.columns(2)
        for number, name in enumerate(RULES):
            with columns[number % 2]:
                lever_control(say, levers()[name], form)


def _numbers(say: Words, asked: TwoTables) -> None:
    """Days and luck behind one button that shows how they stand."""
    standing = say("tables.numbers", span=span(say, asked.days), seed=asked.seed)
    with st.popover(standing, icon=":material/calendar_month:", width="stretch", key="tables:numbers"):
        for attribute, low, high in (("days", 30, 3650), ("seed", 0, 1_000_000)):
            key = f"tables:{attribute}"
            st.session_state.setdefault(key, getattr(asked, attribute))

            def chosen(attribute: str = attribute, key: str = key) -> None:
                setattr(asked, attribute, st.session_state[key])

            st.number_input(
                say(f"choose.{attribute}"), low, high, step=1, key=key, help=_help(say, attribute), on_change=chosen
            )


def _help(say: Words, attribute: str) -> str:
    return say("tables.days_help" if attribute == "days" else "tables.seed_help")


def _run(say: Words, asked: TwoTables) -> None:
    request = asked.request(say)
    fault = _fault(say, request)
    cost_place, run = st.columns([5, 2], vertical_alignment="center")
    with cost_place:
        if fault:
            st.warning(fault, icon=":material/error:")
        else:
            st.markdown(f":material/timer: {cost(say, door().estimate(request))}")
    if run.button(say("tables.run"), key="run", type="primary", disabled=fault is not None, width="stretch"):
        start(request)


def _fault(say: Words, request: Request) -> str | None:
    """Why this cannot be run, or None."""
    try:
        door().work.keys_of_runs(request)
    except InputFault as fault:
        return say("choose.fault", fault=fault.text(say.language))
    return None
