"""The upper part of the page Deliberation: the place, two to four formats, the rules of all tables, the cost, run."""

from __future__ import annotations

from functools import partial

import streamlit as st

from ...jobs.handle import jobs
from ...widgets.catalogue import baseline_values, option, places
from ...widgets.drafts import LIMITS, Held, run_draft
from ...widgets.fields import Field, Span, choice, group, number
from ...widgets.guard import guarded, refused
from ...widgets.language import Words
from ...widgets.lever_form import Form, lever_control, levers
from ...widgets.phrases import cost, span
from ...widgets.plain import markdown
from .request import FEWEST, LEVELS, MOST, POLICY, RULES, TwoTables, choices, title_of

SIDES = ("left", "right", "third", "fourth")


@st.fragment
def choose_tables(say: Words, held: Held[TwoTables]) -> None:
    """Everything asked before a run. A fragment, so that moving a lever does not redraw what is below."""
    asked = held.draft
    with st.container(border=True, key="chooser"), guarded(say):
        _level(say, asked)
        place, *sides = st.columns(1 + len(asked.formats))
        with place:
            _place(say, asked)
        for place_of_side, side in enumerate(sides):
            with side:
                _format(say, asked, place_of_side)
        _more_or_fewer(say, asked)
        _rules(say, asked)
        _run(say, held)
        if not held.keep():
            st.caption(say("draft.unkept"))


def _level(say: Words, asked: TwoTables) -> None:
    """Whose table it is; the formats one can choose below follow."""
    key = f"tables:level:{asked.id}:{say.language}"
    levels = list(LEVELS)
    st.radio(
        say("tables.level"),
        levels,
        levels.index(asked.level),
        key=key,
        horizontal=True,
        format_func=lambda level: say(f"level.{level}"),
        on_change=lambda: asked.at_level(st.session_state[key]),
    )
    st.caption(say(f"level.{asked.level}_about"))


def _place(say: Words, asked: TwoTables) -> None:
    field = Field(f"tables:place:{asked.id}:{say.language}", say("choose.place"), asked.place, asked.on_place)
    choice(field, places(), lambda name: option("place", name, say))
    st.caption(say("choose.residents", n=f"{jobs().work.residents_of(asked.place):,}"))
    _numbers(say, asked)


def _format(say: Words, asked: TwoTables, side: int) -> None:
    # The browser answers with the words it shows, so every language has a widget of its own; each level has its
    # formats, and one that comes back to a level may have another format there than when it left.
    name = asked.formats[side]
    turn = asked.turns["level"]
    field = Field(
        f"tables:side:{asked.id}:{SIDES[side]}:{asked.level}:{turn}:{say.language}",
        say(f"tables.{SIDES[side]}"),
        name,
        partial(asked.formats.__setitem__, side),
        say.of(levers()[asked.lever].about, "help"),
    )
    choice(field, choices(asked.level), lambda one: title_of(one, say))


def _more_or_fewer(say: Words, asked: TwoTables) -> None:
    """Two to four tables."""
    with st.container(horizontal=True, gap="small"):
        one, many = f"tables:add:{asked.id}", f"tables:drop:{asked.id}"
        full, few = len(asked.formats) >= MOST, len(asked.formats) <= FEWEST
        st.button(say("tables.add"), key=one, icon=":material/add:", on_click=asked.add, disabled=full)
        st.button(say("tables.drop"), key=many, icon=":material/remove:", on_click=asked.drop, disabled=few)


def _rules(say: Words, asked: TwoTables) -> None:
    """The levers of both tables, in the generated form of the page Compare."""
    baseline = baseline_values(POLICY, asked.place)
    form = Form(
        owner=asked.id,
        baseline=baseline,
        changes=asked.changes,
        moved=lambda name, value: asked.move(name, value, baseline[name]),
        put_back=asked.put_back,
        turn=lambda name: asked.turns[""] + asked.turns[name],
    )
    key = f"tables:{asked.id}"
    with group(say, key, say("tables.rules"), len(asked.changes), icon=":material/tune:"):
        st.caption(say("tables.rules_about"))
        columns = st.columns(2)
        for place, name in enumerate(RULES):
            with columns[place % 2]:
                lever_control(say, levers()[name], form)


def _numbers(say: Words, asked: TwoTables) -> None:
    """Days and luck behind one button that shows how they stand."""
    numbers = say("tables.numbers", span=span(say, asked.days), seed=asked.seed)
    with st.popover(numbers, icon=":material/calendar_month:", width="stretch", key=f"tables:numbers:{asked.id}"):
        for name in ("days", "seed"):
            take = partial(setattr, asked, name)
            label, value = say(f"choose.{name}"), getattr(asked, name)
            field = Field(f"tables:{name}:{asked.id}", label, value, take, _help(say, name))
            number(say, field, Span(*LIMITS[name]))


def _help(say: Words, attribute: str) -> str:
    return say("tables.days_help" if attribute == "days" else "tables.seed_help")


def _run(say: Words, held: Held[TwoTables]) -> None:
    request = held.draft.request(say)
    fault = refused(say, request)
    cost_place, run = st.columns([5, 2], vertical_alignment="center")
    with cost_place:
        if fault:
            st.warning(markdown(fault), icon=":material/error:")
        else:
            st.markdown(f":material/timer: {cost(say, jobs().estimate(request))}")
    if run.button(say("tables.run"), key="run", type="primary", disabled=fault is not None, width="stretch"):
        run_draft(held, request)
