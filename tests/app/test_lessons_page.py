"""The page Class as a trainer meets it: no reveal before a prediction, and a reload that goes on where it was."""

import re

import pytest

from shapan.app.screens.lessons import desk, whose
from shapan.app.screens.lessons.reveal import pairs_frame, pairs_table, request_of
from shapan.app.widgets import callers
from shapan.app.widgets.language import LANGUAGES, Words
from shapan.experiments.lessons.figures import kept
from shapan.experiments.lessons.showing import shown
from shapan.experiments.rooms.guard import MOST_OF_A_DEVICE
from shapan.scenarios.lesson_test import shipped_test
from shapan.scenarios.lessons import shipped_lessons

from .pages import html, opened, run

LESSON = shipped_lessons()["ordos_hands"]


@pytest.fixture(scope="module", autouse=True)
def own_folder(own_jobs):
    return own_jobs


def open_page(language="en", **address):
    return run(opened("lessons", language, **address))


@pytest.fixture
def over_a_network(monkeypatch):
    """As `shapan app --lan`, where every visit is somebody's."""
    for room in (desk, whose, callers):
        monkeypatch.setattr(room, "at_the_machine", lambda: False)


def class_of(page):
    """The record that the address names."""
    named = page.query_params["class"]
    return named if isinstance(named, str) else named[0]


def press(page, key):
    next(one for one in page.button if one.key == key).click()
    return run(page)


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_the_list_names_every_lesson(language):
    page = open_page(language)
    text = html(page)
    assert all(one.question[language] in text for one in shipped_lessons().values())


def test_a_lesson_from_question_to_discussion_and_back_after_a_reload():
    page = press(open_page(), f"open-{LESSON.id}")
    assert LESSON.question["en"] in html(page)
    page = press(press(page, "lessons.go_on"), "lessons.go_on")
    next(one for one in page.number_input if one.key == f"vote-{LESSON.id}-0").set_value(12)
    page = press(run(page), "lessons.go_on")
    assert not [one for one in page.button if one.key == "lessons.go_on"], "the reveal waits for a prediction"
    page = press(page, "commit")
    assert page.warning and "difference" not in html(page), "three questions have no answer yet"
    for claim in LESSON.claims:
        next(one for one in page.radio if one.key == f"predict-{LESSON.id}-{claim.id}").set_value("up")
    page = press(run(page), "commit")
    text = html(page)
    assert "Predicted rightly: rises." in text and "The model shows: falls" in text and "12" in text
    which = class_of(page)
    again = open_page(lesson=LESSON.id, **{"class": which})
    assert "Predicted rightly: rises." in html(again)
    again = press(press(again, "lessons.go_back"), "lessons.go_back")
    assert all(one.disabled for one in again.number_input), "votes are closed once the result is known"


def test_a_copied_link_is_looked_at_and_written_into_with_the_key_only(over_a_network):
    say = Words("en")
    page = press(press(open_page(lesson=LESSON.id), "lessons.go_on"), "lessons.go_on")
    key, which = page.code[0].value, class_of(page)
    assert re.fullmatch(r"[\w-]{32}", key) and say("lessons.others") not in [one.value for one in page.info]

    other = open_page(lesson=LESSON.id, **{"class": which})  # a visit with another number
    assert say("lessons.others") in [one.value for one in other.info]
    other = press(other, "lessons.go_on")
    assert class_of(other) != which, "what is done goes into a copy"
    again = open_page(lesson=LESSON.id, **{"class": which})
    assert [one for one in again.number_input if one.key == f"vote-{LESSON.id}-0"], "the class stands where it stood"

    for typed, right in (("guess", False), (key, True)):
        next(one for one in again.text_input if one.key == "class-key-typed").set_value(typed)
        next(one for one in again.button if one.label == say("lessons.use_key")).click()
        again = run(again)
        assert (say("lessons.others") in [one.value for one in again.info]) != right
        assert any("not the key" in one.value for one in again.warning) != right
    again = press(again, "lessons.go_on")
    assert class_of(again) == which


def test_whoever_guesses_keys_of_a_class_has_to_wait(over_a_network):
    say = Words("en")
    page = press(open_page(lesson=LESSON.id), "lessons.go_on")
    other = open_page(lesson=LESSON.id, **{"class": class_of(page)})
    for _ in range(MOST_OF_A_DEVICE + 1):
        next(one for one in other.text_input if one.key == "class-key-typed").set_value("guess")
        next(one for one in other.button if one.label == say("lessons.use_key")).click()
        other = run(other)
    assert "too many" in other.warning[0].value


def test_showing_without_predicting_is_a_marked_choice():
    page = open_page("zh", lesson=LESSON.id)
    for _ in range(3):
        page = press(page, "lessons.go_on")
    page = press(page, "decline")
    assert Words("zh")("lessons.declined_note") in [one.value for one in page.info]
    assert "上升" in html(page)


def test_the_test_before_and_after_shows_a_gain():
    page = open_page()
    for moment in ("before", "after"):
        page = press(page, f"hand-in-{moment}")
        assert page.warning
        for topic in shipped_test().topics:
            next(one for one in page.radio if one.key == f"answer-{moment}-{topic}").set_value(0)
        page = press(run(page), f"hand-in-{moment}")
    assert "right before" in html(page)


def test_every_pair_drawn_stands_in_the_table_and_the_worlds_can_be_run_but_for_shocks():
    say = Words("en")
    for lesson in shipped_lessons().values():
        for found in shown(lesson, kept()).values():
            assert len(pairs_table(found, say)) == len(pairs_frame(found)) >= lesson.pairs
        calm = [world for world in lesson.worlds if not world.shock]
        assert len(request_of(lesson, say).columns) == len(calm)
