"""The form of one scenario's levers: its name, a search, and the groups of levers that open and close."""

from __future__ import annotations

import streamlit as st

from ....model.parameters.words import group_words
from ...jobs.allowed import visible
from ...widgets.catalogue import baseline_values
from ...widgets.fields import group
from ...widgets.language import Words
from ...widgets.lever_form import Form, lever_control, levers, wanted
from ...widgets.plain import markdown
from .draft import Draft, DraftColumn


def edit_levers(say: Words, draft: Draft, column: DraftColumn, name: str) -> None:
    """The generated form of one scenario's levers."""
    with st.container(border=True, key="editor"):
        st.markdown(f"#### {say('lever.title', name=markdown(name))}")
        left, middle, right = st.columns([2, 2, 1], vertical_alignment="bottom")
        with left:
            search = st.text_input(say("lever.search"), key=f"search:{column.id}", help=say("lever.search_help"))
        with middle:
            _name(say, column)
        with right:
            everything = st.toggle(say("lever.all"), key="everything", help=say("lever.all_help"))
        baseline = baseline_values(column.policy, draft.place)
        form = Form(
            owner=column.id,
            baseline=baseline,
            changes=column.changes,
            moved=lambda lever, value: column.move(lever, value, baseline[lever]),
            put_back=column.put_back,
            turn=lambda lever: column.turns[""] + column.turns[lever],
        )
        _groups(say, form, search, everything)
        # The buttons stand there all the time, so that the first change moves nothing on the page.
        with st.container(horizontal=True, gap="small"):
            _back(say, column)


def _back(say: Words, column: DraftColumn) -> None:
    """Take back the latest change, or all of them."""
    st.button(
        say("lever.step_back"),
        key=f"step_back:{column.id}",
        icon=":material/undo:",
        on_click=column.step_back,
        disabled=not column.past,
    )
    st.button(
        say("lever.reset_all"),
        key=f"undo:{column.id}",
        icon=":material/restart_alt:",
        on_click=column.undo,
        disabled=not column.changes,
    )


def _name(say: Words, column: DraftColumn) -> None:
    key = f"label:{column.id}:{column.turns['']}"

    def renamed() -> None:
        column.label = " ".join(visible(" ".join(st.session_state[key].split())).split())

    about = say("choose.name_help")
    st.text_input(say("choose.name"), column.label, key=key, help=about, on_change=renamed, max_chars=40)


def _groups(say: Words, form: Form, search: str, everything: bool) -> None:
    shown = 0
    for group_name, parameters in wanted(say, search, everything, frozenset(form.changes)):
        shown += len(parameters)
        changed = sum(parameter.name in form.changes for parameter in parameters)
        title = group_words(group_name, say.language)
        # One group is open at first, so that a person sees at once what a lever looks like; the others are drawn
        # when opened, since a hundred forms at once take a browser seconds.
        searching = bool(search.strip())
        key = f"{form.owner}:{group_name}:{'found' if searching else 'all'}"
        box = group(say, key, title, changed, expanded=searching or group_name == "grid", on_change="rerun")
        if not box.open:
            continue
        with box:
            columns = st.columns(2)
            for place, parameter in enumerate(parameters):
                with columns[place % 2]:
                    lever_control(say, parameter, form)
    st.caption(say("lever.count", shown=shown, all=len(levers())) if shown else say("lever.none"))
