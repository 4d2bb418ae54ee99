"""Widgets for levers, made from their declarations: a new lever appears here without a line being written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from ..model.declare import Parameter
from ..model.parameters import all_parameters
from ..model.parameters.words import choice_words, group_words, never, unit_words
from .language import Words

Moved = Callable[[str, Any], None]


@dataclass(frozen=True, slots=True)
class Form:
    """One scenario's levers as they stand, and whom to tell when one moves.

    Attributes:
        number: Names the widgets, so that two scenarios do not share them.
        standing: Lever -> value the policy gives it on this place.
        changes: Lever -> value, where the person moved it.
        moved: Called with (lever, value).
    """

    number: int
    standing: Mapping[str, Any]
    changes: Mapping[str, Any]
    moved: Moved


def levers() -> dict[str, Parameter]:
    """Every lever by its dotted name, in the order declared."""
    return {name: parameter for name, parameter in all_parameters().items() if parameter.about.role == "lever"}


def wanted(say: Words, search: str, everything: bool, changed: frozenset[str]) -> Iterator[tuple[str, list[Parameter]]]:
    """Groups with the levers to show: core ones, all of them, or those in which a searched word occurs."""
    groups: dict[str, list[Parameter]] = {}
    for name, parameter in levers().items():
        if search.strip():
            show = _mentions(parameter, search, group_words(parameter.group, say.language))
        else:
            show = everything or parameter.about.core or name in changed
        if show:
            groups.setdefault(parameter.group, []).append(parameter)
    yield from groups.items()


def _mentions(parameter: Parameter, search: str, group: str) -> bool:
    about = parameter.about
    text = " ".join(
        (parameter.name, group, about.label_zh, about.label_en, about.help_zh, about.help_en, *about.sources)
    )
    return all(word in text.lower() for word in search.lower().split())


def shown_value(say: Words, parameter: Parameter, value: Any) -> str:
    """A value as people read it: 45 %, 400 households, yes, by form."""
    if parameter.kind == "yes_no":
        return say("value.yes" if value else "value.no")
    if parameter.kind == "choice":
        return choice_words(str(value), say.language)
    if parameter.kind == "table":
        return ", ".join(f"{say.get(f'row.{row}', row)} {weight:g}" for row, weight in value.items())
    nothing = never(parameter.about, value, say.language)
    if nothing:
        return nothing
    unit = unit_words(parameter.about.unit, say.language, value)
    return f"{bare_value(parameter, value)} {unit}".strip() if not is_share(parameter) else bare_value(parameter, value)


def bare_value(parameter: Parameter, value: float) -> str:
    """A number without its unit; shares as per cent."""
    if is_share(parameter):
        return f"{100 * value:.4g} %"
    return f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.0f}"


def is_share(parameter: Parameter) -> bool:
    """Whether people read the number as per cent."""
    about = parameter.about
    return (
        parameter.kind == "number"
        and about.low is not None
        and about.low >= 0
        and about.high is not None
        and about.high <= 1
    )


def lever_control(say: Words, parameter: Parameter, form: Form) -> None:
    """One lever: its widget, what it does, unit, range, default, evidence; marked when moved or not acting."""
    standing = form.standing[parameter.name]
    changed = parameter.name in form.changes
    with st.container(border=True):
        label = say.of(parameter.about, "label")
        if changed:
            label = f"**● {label}**"
        _widget(say, parameter, form, label)
        if changed:
            st.button(
                say("lever.reset", value=shown_value(say, parameter, standing)),
                key=f"reset:{form.number}:{parameter.name}",
                on_click=_reset,
                args=(say, parameter, form),
                type="tertiary",
                icon=":material/undo:",
            )
        if not parameter.about.built:
            st.caption(f"**○ {say('lever.not_built')}**")
        st.caption(_small_print(say, parameter))


def _small_print(say: Words, parameter: Parameter) -> str:
    about = parameter.about
    facts = []
    unit = unit_words(about.unit, say.language)
    if about.low is not None and about.high is not None:
        ends = say("lever.range", low=bare_value(parameter, about.low), high=bare_value(parameter, about.high))
        facts.append(f"{ends} {unit}".strip() if not is_share(parameter) else ends)
    if unit and is_share(parameter):
        facts.append(unit)
    if parameter.kind != "table":
        facts.append(say("lever.default", value=shown_value(say, parameter, parameter.default)))
    facts.append(say("lever.grade", grade=about.grade))
    if about.sources:
        facts.append(say("lever.sources", sources=", ".join(about.sources)))
    return f"{say.of(about, 'help')}  \n{' · '.join(facts)}"


def _key(say: Words, parameter: Parameter, form: Form, row: str = "") -> str:
    """Names a widget. Choices have one for each language: the browser answers with the words it shows."""
    language = f"@{say.language}" if parameter.kind == "choice" else ""
    return f"lever:{form.number}:{parameter.name}{row}{language}"


def _widget(say: Words, parameter: Parameter, form: Form, label: str) -> None:
    value = form.changes.get(parameter.name, form.standing[parameter.name])
    key = _key(say, parameter, form)
    tell = {"on_change": _tell, "args": (say, parameter, form)}
    if parameter.kind == "table":
        _table(say, parameter, form, label, value)
        return
    if key not in st.session_state:
        st.session_state[key] = float(value) if parameter.kind == "number" else value
    if parameter.kind == "yes_no":
        st.toggle(label, key=key, **tell)
    elif parameter.kind == "choice":
        st.selectbox(label, parameter.choices, key=key, format_func=lambda one: choice_words(one, say.language), **tell)
    elif is_share(parameter) and not _fine(parameter, form):
        low, high = float(parameter.about.low or 0), float(parameter.about.high or 1)
        st.slider(label, low, high, step=0.01, format="percent", key=key, **tell)
    else:
        _number(parameter, label, key, tell)


def _fine(parameter: Parameter, form: Form) -> bool:
    """Whether a share needs finer steps than one per cent, as one foundation in a thousand communities does."""
    values = (parameter.default, form.standing[parameter.name], form.changes.get(parameter.name, 0.0))
    return any(abs(value * 100 - round(value * 100)) > 1e-9 for value in values)


def _number(parameter: Parameter, label: str, key: str, tell: Mapping[str, Any]) -> None:
    about = parameter.about
    if parameter.kind == "count":
        st.number_input(label, int(about.low or 0), int(about.high or 0), step=1, key=key, **tell)
        return
    low, high = float(about.low or 0), float(about.high or 0)
    wide = high - low
    step = 0.001 if wide <= 1 else 0.1 if wide <= 25 else 1.0 if wide <= 500 else 10.0 if wide <= 5000 else 10_000.0
    form = "%.3f" if wide <= 1 else "%.2f" if wide <= 25 else "%.6g"
    st.number_input(label, low, high, step=step, format=form, key=key, **tell)


def _table(say: Words, parameter: Parameter, form: Form, label: str, value: Mapping[str, float]) -> None:
    """One number per row, such as the weights of an index."""
    st.markdown(label)
    about = parameter.about
    for row, weight in value.items():
        key = _key(say, parameter, form, f".{row}")
        if key not in st.session_state:
            st.session_state[key] = float(weight)
        st.number_input(
            say.get(f"row.{row}", row),
            float(about.low or 0),
            float(about.high) if about.high is not None else None,
            step=0.1,
            key=key,
            on_change=_tell,
            args=(say, parameter, form),
        )


def _tell(say: Words, parameter: Parameter, form: Form) -> None:
    if parameter.kind == "table":
        rows = form.standing[parameter.name]
        form.moved(parameter.name, {row: st.session_state[_key(say, parameter, form, f".{row}")] for row in rows})
        return
    value = st.session_state[_key(say, parameter, form)]
    if parameter.kind == "number":
        value = round(float(value), 9)
    form.moved(parameter.name, value)


def _reset(say: Words, parameter: Parameter, form: Form) -> None:
    standing = form.standing[parameter.name]
    form.moved(parameter.name, standing)
    rows = [f".{row}" for row in standing] if parameter.kind == "table" else [""]
    for row in rows:
        st.session_state.pop(_key(say, parameter, form, row), None)
