"""The page Class: the list of lessons, or one of them."""

from __future__ import annotations

import streamlit as st

from shapan import __version__

from ....experiments.lessons.record import Record
from ....scenarios.lessons import Lesson, shipped_lessons
from ...widgets.guard import guarded
from ...widgets.language import Words
from ...widgets.plain import html
from . import desk
from .quiz import show_quiz
from .steps import show_lesson
from .whose import show_key_once, show_whose

_LARGE = """<style>
[data-testid="stMain"] .shapan-lesson p, [data-testid="stMain"] .shapan-lesson li,
[data-testid="stMain"] [role="radiogroup"] p, [data-testid="stMain"] [data-testid="stCheckbox"] p,
[data-testid="stMain"] [data-testid="stWidgetLabel"] p, [data-testid="stMain"] button p {
  font-size: 1.5rem; line-height: 1.5; }
[data-testid="stMain"] .shapan-lesson p.question { font-size: 2.3rem; }
</style>"""


def lessons_page(say: Words) -> None:
    """Draw the list of lessons with the test, or the lesson in the address."""
    st.subheader(say("lessons.title"), anchor=False)
    large = st.toggle(say("lessons.large"), value=st.query_params.get(desk.LARGE) == "1", key="large_type")
    if large:
        st.query_params[desk.LARGE] = "1"
        st.html(_LARGE)
    else:
        st.query_params.pop(desk.LARGE, None)
    with guarded(say):
        held, lesson = desk.at_hand(), desk.chosen_lesson()
        show_whose(say, held)
        if lesson is None:
            _list(say, held)
        else:
            show_lesson(say, lesson, held.sitting(lesson))
        show_key_once(say)
    st.html(f'<p class="shapan-footer">{say("page.footer", version=__version__)}</p>')


def _list(say: Words, held: Record) -> None:
    st.html(f'<p class="shapan-about">{say("lessons.about")}</p>')
    show_quiz(say, held, "before")
    for lesson in shipped_lessons().values():
        _row(say, lesson, held)
    show_quiz(say, held, "after")


def _row(say: Words, lesson: Lesson, held: Record) -> None:
    """One lesson: what it asks, how long it takes, how far this visitor is, and a button that opens it."""
    with st.container(border=True, key=f"lesson-{lesson.id}"):
        text, button = st.columns([4, 1], vertical_alignment="center")
        facts = say("lessons.facts", minutes=lesson.minutes, state=say(f"lessons.{_state(lesson, held)}"))
        title = f"{lesson.number}. {lesson.title[say.language]}"
        text.html(
            f'<div class="shapan-lesson"><h3 class="title">{html(title)}</h3>'
            f"<p>{html(lesson.question[say.language])}</p><p class='small'>{html(facts)}</p></div>"
        )
        name = say("lessons.open", title=lesson.title[say.language])
        button.button(name, key=f"open-{lesson.id}", on_click=desk.go_to, args=(lesson.id,), width="stretch")


def _state(lesson: Lesson, held: Record) -> str:
    sitting = held.sittings.get(lesson.id)
    if sitting is None:
        return "fresh"
    if sitting.committed:
        return "committed"
    return "declined" if sitting.declined else "begun"
