"""Widgets that edit something: each shows the value in force and hands back what a person makes of it.

The value in force is what a widget starts from every time it is drawn. It is never left in the session's state alone,
since a browser that mounts a widget later, as it does in a closed box, would show and then send the smallest value.
A key names what is edited, never only its place on the page, so that no object finds the numbers of another.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from .language import Words
from .plain import html


@dataclass(frozen=True, slots=True)
class Field:
    """What a widget edits.

    Attributes:
        key: Names the object and which of its values; another object has another key.
        label: Above the widget.
        value: The value in force.
        take: Called with what the person chose.
        help: Beside the label.
    """

    key: str
    label: str
    value: Any
    take: Callable[[Any], None]
    help: str | None = None

    def taken(self) -> None:
        """Hand on what the browser sent."""
        self.take(st.session_state[self.key])


@dataclass(frozen=True, slots=True)
class Span:
    """What a number may be. `shown` is how Streamlit is told to write it, `in_sentence` how a sentence does."""

    low: float
    high: float | None
    step: float = 1
    shown: str | None = None
    in_sentence: Callable[[float], str] = "{:,.10g}".format


def number(say: Words, field: Field, span: Span) -> None:
    """A number in a box. One out of range is not taken, and a line beside the box says so in the person's language."""
    value = field.value
    low, high = min(span.low, value), None if span.high is None else max(span.high, value)
    with st.container(key=f"number:{field.key}", gap="xxsmall"):
        st.number_input(
            field.label,
            low,
            high,
            value,
            step=span.step,
            format=span.shown,
            key=field.key,
            help=field.help,
            on_change=field.taken,
        )
        ends = {"low": span.in_sentence(low), "high": "∞" if high is None else span.in_sentence(high)}
        out = say("field.out", value=span.in_sentence(value), **ends)
        st.html(f'<p class="shapan-out" role="alert">{html(out)}</p>')


def choice(field: Field, options: Sequence[Any], words: Callable[[Any], str]) -> None:
    """One of several in a box. The browser answers with words, so a key has to name the language too."""

    def taken() -> None:
        chosen = st.session_state[field.key]
        if chosen in options:  # a message made by hand may hold anything
            field.take(chosen)

    st.selectbox(
        field.label,
        options,
        index=list(options).index(field.value) if field.value in options else 0,
        format_func=words,
        key=field.key,
        help=field.help,
        on_change=taken,
    )


def group(say: Words, key: str, title: str, changed: int, **how: Any) -> Any:
    """A box that opens and closes. How much is changed in it stands outside its title: another title is another box to
    the browser, which would close it and lose the keyboard's place.
    """
    with st.container(key=f"groupbox:{key}"):
        text = f"● {say('lever.changed', n=changed)}" if changed else ""
        st.html(f'<p class="shapan-count" aria-live="polite">{html(text)}</p>')
        return st.expander(title, key=f"group:{key}", **how)
