"""Widgets for levers, made from their declarations: a new lever appears here without a line being written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from ...model.declare import Parameter
from ...model.parameters import all_parameters
from ...model.parameters.words import choice_words, group_words, never, unit_words
from .fields import Field, Span, choice, number
from .language import Words

Moved = Callable[[str, Any], None]


@dataclass(frozen=True, slots=True)
class Form:
    """One scenario's levers as they stand, and whom to tell when one moves.

    Attributes:
        owner: Names what is edited, so that two scenarios do not share widgets.
        baseline: Lever -> value the policy gives it on this place.
        changes: Lever -> value, where the person moved it.
        moved: Called with (lever, value).
        put_back: Called with a lever that shall be as the policy has it.
        turn: Lever -> how often its widget began anew, as it does when the lever or what it stands on was put back.
        small_print: What stands below a widget, where it is not the usual.
    """

    owner: str
    baseline: Mapping[str, Any]
    changes: Mapping[str, Any]
    moved: Moved
    put_back: Callable[[str], None]
    turn: Callable[[str], int] = lambda _: 0
    small_print: Callable[[Words, Parameter], str] | None = None

    def value(self, lever: str) -> Any:
        """What is in force."""
        return self.changes.get(lever, self.baseline[lever])


def levers() -> dict[str, Parameter]:
    """Every lever by its dotted name, in the order declared."""
    return {name: parameter for name, parameter in all_parameters().items() if parameter.about.role == "lever"}


def wanted(say: Words, search: str, everything: bool, changed: frozenset[str]) -> Iterator[tuple[str, list[Parameter]]]:
    """Groups with the levers to show: core ones, all of them, or those in which a searched word occurs."""
    groups: dict[str, list[Parameter]] = {}
    for name, parameter in levers().items():
        if search.strip():
            show = mentions(parameter, search, group_words(parameter.group, say.language))
        else:
            show = everything or parameter.about.core or name in changed
        if show:
            groups.setdefault(parameter.group, []).append(parameter)
    yield from groups.items()


def mentions(parameter: Parameter, search: str, group: str) -> bool:
    """Whether every searched word occurs in what is said of a parameter."""
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
    baseline = form.baseline[parameter.name]
    changed = parameter.name in form.changes
    with st.container(border=True):
        label = say.of(parameter.about, "label")
        _widget(say, parameter, form, f"● {label}" if changed else label)
        # Its room is kept while there is nothing to take back, so that a change moves nothing on the page.
        with st.container(key=f"back:{form.owner}:{parameter.name}"):
            st.button(
                say("lever.reset", value=shown_value(say, parameter, baseline)),
                key=f"reset:{form.owner}:{parameter.name}",
                on_click=form.put_back,
                args=(parameter.name,),
                type="tertiary",
                icon=":material/undo:",
                disabled=not changed,
            )
        if not parameter.about.built:
            st.caption(f"**○ {say('lever.not_built')}**")
        st.caption((form.small_print or _small_print)(say, parameter))


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
    turn = form.turn(parameter.name)
    return f"lever:{form.owner}:{parameter.name}{row}{language}" + (f"#{turn}" if turn else "")


def _widget(say: Words, parameter: Parameter, form: Form, label: str) -> None:
    value, name = form.value(parameter.name), parameter.name

    def take(chosen: Any) -> None:
        form.moved(name, round(float(chosen), 9) if parameter.kind == "number" else chosen)

    field = Field(_key(say, parameter, form), label, value, take)
    if parameter.kind == "table":
        _table(say, parameter, form, label)
    elif parameter.kind == "yes_no":
        st.toggle(label, value, key=field.key, on_change=field.taken)
    elif parameter.kind == "choice":
        choice(field, parameter.choices, lambda one: choice_words(one, say.language))
    elif is_share(parameter) and not _fine(parameter, form):
        low, high = float(parameter.about.low or 0), float(parameter.about.high or 1)
        st.slider(label, low, high, float(value), step=0.01, format="percent", key=field.key, on_change=field.taken)
    else:
        number(say, replace(field, value=int(value) if parameter.kind == "count" else float(value)), _span(parameter))


def _fine(parameter: Parameter, form: Form) -> bool:
    """Whether a share needs finer steps than one per cent, as one foundation in a thousand communities does."""
    values = (parameter.default, form.baseline[parameter.name], form.changes.get(parameter.name, 0.0))
    return any(abs(value * 100 - round(value * 100)) > 1e-9 for value in values)


def _span(parameter: Parameter) -> Span:
    """What a lever may be, and how finely its box counts."""
    about = parameter.about
    if parameter.kind == "count":
        return Span(int(about.low or 0), int(about.high or 0))
    low, high = float(about.low or 0), float(about.high or 0)
    wide = high - low
    step = 0.001 if wide <= 1 else 0.1 if wide <= 25 else 1.0 if wide <= 500 else 10.0 if wide <= 5000 else 10_000.0
    return Span(low, high, step, "%.3f" if wide <= 1 else "%.2f" if wide <= 25 else "%.6g")


def _table(say: Words, parameter: Parameter, form: Form, label: str) -> None:
    """One number per row, such as the weights of an index."""
    st.markdown(label)
    about, weights = parameter.about, form.value(parameter.name)
    high = float(about.high) if about.high is not None else None
    for row, weight in weights.items():

        def take(chosen: float, row: str = row) -> None:
            form.moved(parameter.name, {**form.value(parameter.name), row: chosen})

        field = Field(_key(say, parameter, form, f".{row}"), say.get(f"row.{row}", row), float(weight), take)
        number(say, field, Span(float(about.low or 0), high, 0.1))
