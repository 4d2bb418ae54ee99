"""The short test before the lessons and after them, and the gain."""

from __future__ import annotations

import streamlit as st

from ....experiments.lessons.record import Moment, Record, gain
from ....scenarios.lesson_test import Asked, shipped_test
from ...widgets.language import Words
from ...widgets.plain import html
from . import desk


def show_quiz(say: Words, held: Record, moment: Moment) -> None:
    """The questions, folded, until they are handed in; then what was right, and after the second test the gain."""
    test = shipped_test()
    asked, right = test.form(held.form(moment)), held.right(test, moment)
    with st.expander(_head(say, moment, right, len(asked)), key=f"quiz-{moment}"):
        if right is not None:
            for topic, one in asked.items():
                _marked(say, one, held.answers[moment][topic])
        else:
            st.caption(say(f"quizabout.{moment}"))
            _form(say, held, moment, asked)
    if moment == "after" and right is not None:
        _gain(say, held, len(asked))


def _head(say: Words, moment: Moment, right: int | None, questions: int) -> str:
    if right is None:
        return say(f"quiz.{moment}", questions=questions)
    return say(f"quizdone.{moment}", right=right, questions=questions)


def _form(say: Words, held: Record, moment: Moment, asked: dict[str, Asked]) -> None:
    lang = say.language
    answers: dict[str, int] = {}
    for topic, one in asked.items():
        choices = list(range(len(one.choices)))
        given = st.radio(
            one.ask[lang],
            choices,
            index=None,
            format_func=lambda number, one=one: one.choices[number][lang],
            key=f"answer-{moment}-{topic}",
        )
        if given is not None:
            answers[topic] = given
    if st.button(say("lessons.hand_in"), key=f"hand-in-{moment}"):
        if n := len(asked) - len(answers):
            st.warning(say("lessons.unanswered", left=n), icon=":material/edit:")
        else:
            desk.keep(held.answered(shipped_test(), moment, answers))
            st.rerun()


def _marked(say: Words, one: Asked, answer: int) -> None:
    lang = say.language
    key = "lessons.answer_right" if answer == one.right else "lessons.answer_wrong"
    verdict = say(key, answer=one.choices[answer][lang], right=one.choices[one.right][lang])
    text = f"<p><b>{html(verdict)}</b> {html(one.why[lang])}</p>"
    st.html(f'<div class="shapan-lesson"><p>{html(one.ask[lang])}</p>{text}</div>')


def _gain(say: Words, held: Record, questions: int) -> None:
    before, after = (held.right(shipped_test(), moment) for moment in ("before", "after"))
    if before is None or after is None:
        st.info(say("lessons.no_before"))
        return
    share = gain(before, after, questions)
    facts = {"before": before, "after": after, "questions": questions}
    line = say("lessons.gain_full", **facts) if share is None else say("lessons.gain", share=f"{share:+.0%}", **facts)
    st.html(
        f'<div class="shapan-verdict" role="status"><p class="first">{html(line)}</p>'
        f"<p>{html(say('lessons.gain_about'))}</p></div>"
    )
