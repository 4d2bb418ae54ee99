"""One lesson, step by step: question, causes, measures with a vote, prediction, reveal, discussion.

Only shipped lessons are drawn here, and none of their lines holds marks of markdown (tested): so labels need no escape,
which a screen reader would read out.
"""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from ....experiments.comparing.sentences import label
from ....experiments.lessons.sitting import BEHIND_THE_REVEAL, STEPS, Prediction, Sitting, Step
from ....model.observation.indicators import INDICATORS
from ....scenarios.header import Text
from ....scenarios.lessons import SHOWS, Claim, Lesson, shipped_lessons
from ...widgets.language import Words
from ...widgets.plain import html
from . import desk
from .reveal import show_reveal

MOST_VOTES = 999


def show_lesson(say: Words, lesson: Lesson, sitting: Sitting) -> None:
    """The step the class is at, and the way to the others."""
    st.button(say("lessons.back"), key="back-to-list", on_click=desk.go_to, args=("",), icon=":material/arrow_back:")
    title = say("lessons.lesson_title", number=lesson.number, title=lesson.title[say.language])
    st.html(f'<div class="shapan-lesson"><h3 class="title">{html(title)}</h3>{_trail(say, sitting)}</div>')
    _STEPS[sitting.step](say, lesson, sitting)
    _way(say, sitting)


def _trail(say: Words, sitting: Sitting) -> str:
    """All steps in order, the present one marked in words for whoever hears the page."""
    items = []
    for number, step in enumerate(STEPS, start=1):
        here = ' class="here" aria-current="step"' if step == sitting.step else ""
        items.append(f"<li{here}>{number}. {html(say(f'steps.{step}'))}</li>")
    return f'<ol class="shapan-trail" aria-label="{html(say("lessons.steps"))}">{"".join(items)}</ol>'


def _way(say: Words, sitting: Sitting) -> None:
    """Back and on. From the prediction one goes on by committing it only."""
    at = STEPS.index(sitting.step)
    with st.container(horizontal=True, key="way"):
        if at > 0:
            _to(say, sitting, STEPS[at - 1], "lessons.go_back")
        if at + 1 < len(STEPS) and (STEPS[at + 1] not in BEHIND_THE_REVEAL or sitting.may_reveal):
            _to(say, sitting, STEPS[at + 1], "lessons.go_on")


def _to(say: Words, sitting: Sitting, step: Step, word: str) -> None:
    name = say(word, step=say(f"steps.{step}"))
    if st.button(name, key=word):
        desk.keep_sitting(_now(sitting).at(step))
        st.rerun()


def _now(sitting: Sitting) -> Sitting:
    """The sitting as it is kept now: a widget above may have changed it since the page was drawn."""
    return desk.at_hand().sittings.get(sitting.lesson, sitting)


def _listed(texts: Iterable[Text], say: Words) -> str:
    return "".join(f"<li>{html(one[say.language])}</li>" for one in texts)


def _question(say: Words, lesson: Lesson, sitting: Sitting) -> None:
    del sitting
    worlds = _listed((world.title for world in lesson.worlds), say)
    st.html(
        f'<div class="shapan-lesson"><p class="question">{html(lesson.question[say.language])}</p>'
        f"<p>{html(lesson.background[say.language])}</p><p><b>{html(say('lessons.worlds'))}</b></p><ul>{worlds}</ul></div>"
    )


def _causes(say: Words, lesson: Lesson, sitting: Sitting) -> None:
    st.html(f'<div class="shapan-lesson"><p>{html(say("lessons.causes_about"))}</p></div>')

    def ticked() -> None:
        chosen = tuple(n for n in range(len(lesson.causes)) if st.session_state.get(f"cause-{lesson.id}-{n}"))
        desk.keep_sitting(_now(sitting).tick(chosen))

    for number, cause in enumerate(lesson.causes):
        text, key = cause[say.language], f"cause-{lesson.id}-{number}"
        st.checkbox(text, value=number in sitting.causes, key=key, on_change=ticked)


def _measures(say: Words, lesson: Lesson, sitting: Sitting) -> None:
    closed = sitting.may_reveal
    about = say("lessons.vote_closed" if closed else "lessons.measures_about")
    st.html(f'<div class="shapan-lesson"><p>{html(about)}</p></div>')

    def voted() -> None:
        counts = {n: int(st.session_state.get(f"vote-{lesson.id}-{n}") or 0) for n in range(len(lesson.measures))}
        desk.keep_sitting(_now(sitting).vote(counts))

    for number, measure in enumerate(lesson.measures):
        st.number_input(
            measure.text[say.language],
            min_value=0,
            max_value=MOST_VOTES,
            value=sitting.votes.get(number, 0),
            key=f"vote-{lesson.id}-{number}",
            disabled=closed,
            on_change=voted,
        )


def _predict(say: Words, lesson: Lesson, sitting: Sitting) -> None:
    if sitting.may_reveal:
        st.info(say("lessons.committed" if sitting.committed else "lessons.declined_note"), icon=":material/lock:")
        return
    st.html(f'<div class="shapan-lesson"><p>{html(say("lessons.predict_about"))}</p></div>')
    found: dict[str, Prediction] = {}
    for claim in lesson.claims:
        said = _ask(say, lesson, claim)
        if said is not None:
            found[claim.id] = said
    if st.button(say("lessons.commit"), key="commit", type="primary", icon=":material/lock:"):
        if n := len(lesson.claims) - len(found):
            st.warning(say("lessons.unanswered", left=n), icon=":material/edit:")
        else:
            desk.keep_sitting(_now(sitting).commit(lesson, found))
            st.rerun()
    with st.expander(say("lessons.decline_head")):
        st.caption(say("lessons.decline_about"))
        decline = say("lessons.decline")
        if st.button(decline, key="decline"):
            desk.keep_sitting(_now(sitting).decline())
            st.rerun()


def _ask(say: Words, lesson: Lesson, claim: Claim) -> Prediction | None:
    """One question; None until a direction is chosen."""
    said = st.radio(
        claim.ask[say.language],
        SHOWS,
        index=None,
        format_func=lambda shows: say(f"guess.{shows}"),
        horizontal=True,
        key=f"predict-{lesson.id}-{claim.id}",
    )
    number = _how_much(say, lesson, claim) if claim.number else None
    return None if said is None else Prediction(said, number)


def _how_much(say: Words, lesson: Lesson, claim: Claim) -> float | None:
    """By how much, in points or in the indicator's unit, as people say it; None where nothing is typed."""
    unit = INDICATORS[claim.indicator].unit
    share = unit == "share"
    name = say("lessons.points" if share else "lessons.amount", label=label(claim.indicator, say.language))
    most = 100.0 if share else 1e5
    key = f"number-{lesson.id}-{claim.id}"
    typed = st.number_input(name, min_value=-most, max_value=most, value=None, step=0.5, format="%g", key=key)
    if typed is None:
        return None
    return float(typed) / 100.0 if share else float(typed)


def _reveal(say: Words, lesson: Lesson, sitting: Sitting) -> None:
    show_reveal(say, lesson, sitting)


def _discuss(say: Words, lesson: Lesson, sitting: Sitting) -> None:
    del sitting
    for key, texts in (("lessons.discussion", lesson.discussion), ("lessons.not_said", lesson.not_said)):
        st.html(f'<div class="shapan-lesson"><h4>{html(say(key))}</h4><ul>{_listed(texts, say)}</ul></div>')
    following = shipped_lessons().get(lesson.next)
    if following is not None:
        name = say("lessons.next", title=following.title[say.language])
        st.button(name, key="next-lesson", on_click=desk.go_to, args=(following.id,), type="primary")


_STEPS = {
    "question": _question,
    "causes": _causes,
    "measures": _measures,
    "predict": _predict,
    "reveal": _reveal,
    "discuss": _discuss,
}
