"""The form of assumptions: the few that matter, all of them one click further; what is set holds for all scenarios."""

from __future__ import annotations

import streamlit as st

from ....experiments.reports.beliefs import believed
from ....experiments.reports.wording import words
from ....model.declare import Parameter
from ....model.parameters import all_parameters
from ....model.parameters.believing import beliefs
from ....scenarios.matter import what_matters
from ...widgets.fields import group
from ...widgets.language import Words
from ...widgets.lever_form import Form, lever_control, mentions, shown_value
from .draft import Draft

MOST_SHOWN = 40
"""So many of a search at once: hundreds of forms take a browser seconds."""


def edit_assumptions(say: Words, draft: Draft) -> None:
    """A closed box, drawn when it is opened."""
    key = f"assumptions:{draft.id}"
    box = group(say, key, say("assume.title"), len(draft.assumptions), expanded=False, on_change="rerun")
    if not box.open:
        return
    with box:
        st.markdown(say("assume.about"))
        st.caption(say("assume.measured" if what_matters().measured else "assume.stated"))
        left, right = st.columns([3, 1], vertical_alignment="bottom")
        with right:
            everything = st.toggle(say("assume.all"), key=f"all_assumptions:{draft.id}", help=say("assume.all_help"))
        with left:
            asked = st.text_input(say("assume.search"), key=f"search_assumptions:{draft.id}") if everything else ""
        _forms(say, draft, shown(draft, everything, asked))


def shown(draft: Draft, everything: bool, search: str = "") -> list[Parameter]:
    """The few that matter and those already changed; of all, those in which every searched word occurs."""
    known = all_parameters()
    few = dict.fromkeys([*what_matters().names, *draft.assumptions])
    if not everything:
        return [known[name] for name in few]
    return [known[name] for name in beliefs() if mentions(known[name], search, "")]


def _forms(say: Words, draft: Draft, parameters: list[Parameter]) -> None:
    form = Form(
        owner=f"assumed:{draft.id}",
        baseline={name: all_parameters()[name].default for name in beliefs()},
        changes=draft.assumptions,
        moved=draft.assume,
        put_back=draft.put_back,
        turn=lambda name: draft.turns[name],
        small_print=small_print,
    )
    columns = st.columns(2)
    for number, parameter in enumerate(parameters[:MOST_SHOWN]):
        with columns[number % 2]:
            lever_control(say, parameter, form)
    counts = {"shown": min(len(parameters), MOST_SHOWN), "found": len(parameters), "all": len(beliefs())}
    st.caption(say("assume.count", **counts))


def small_print(say: Words, parameter: Parameter) -> str:
    """What it is, its name, default and grade, what is believed of it and how much it moves."""
    about, name = parameter.about, parameter.name
    facts = [f"`{name}`", say("assume.default", value=shown_value(say, parameter, parameter.default))]
    facts += [say("assume.believed", range=believed(name, words(say.language))), say("lever.grade", grade=about.grade)]
    size = what_matters().sizes.get(name)
    if size is not None:
        facts.append(say("assume.size", points=f"{100 * size:.1f}"))
    return f"{say.of(about, 'help')}  \n{' · '.join(facts)}"
