"""Lesson files: what is shipped is whole, and whatever is wrong in one of them is told at its line."""

import re

import pytest

from shapan.scenarios.faults import InputFault
from shapan.scenarios.lesson_test import FORMS, open_test, shipped_test
from shapan.scenarios.lessons import ARTICLES, SHELF, find_lesson, open_lesson, shipped_lessons


def test_what_a_course_needs_is_there():
    lessons = shipped_lessons()
    assert len(lessons) >= 10
    assert {one.article for one in lessons.values()} >= set(ARTICLES)
    assert {"grid_size", "veto", "money_rules", "peace_and_surge", "how_sure"} <= set(lessons)
    assert [one.number for one in lessons.values()] == list(range(1, len(lessons) + 1))


def test_each_lesson_leads_to_the_next_and_the_last_to_none():
    lessons = shipped_lessons()
    seen, at = [], next(iter(lessons))
    while at:
        seen.append(at)
        at = lessons[at].next
    assert seen == list(lessons)


@pytest.mark.parametrize("name", list(shipped_lessons()))
def test_a_claim_compares_two_worlds_that_differ(name):
    lesson = shipped_lessons()[name]
    scenarios = lesson.scenarios()
    assert len({claim.id for claim in lesson.claims}) == len(lesson.claims)
    for claim in lesson.claims:
        assert scenarios[claim.before].hash != scenarios[claim.after].hash
    assert any(claim.number for claim in lesson.claims), "a class predicts at least one number"
    assert {world.id for world in lesson.worlds} == {w for c in lesson.claims for w in (c.before, c.after)}


def labels():
    """Lines of shipped lessons that stand on a page as labels."""
    for lesson in shipped_lessons().values():
        yield from (lesson.title, *lesson.causes, *(one.text for one in lesson.measures))
        yield from (claim.ask for claim in lesson.claims)
    for forms in shipped_test().topics.values():
        yield from (text for one in forms.values() for text in (one.ask, *one.choices))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_label_holds_marks_of_markdown(language):
    marks = re.compile(r"[*_`~$#<>\\\[\]|@]|:\w+:|--|^\s*(?:[-+]|\d+\.)\s|www\.|://")
    assert [text[language] for text in labels() if marks.search(text[language])] == []


def broken(tmp_path, old, new):
    text = (SHELF / "veto.toml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "mine.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('indicator = "matters_settled_share"', 'indicator = "matters_setled_share"', "nearest matters_settled_share"),
        ('from = "majority"', 'from = "majorty"', "nearest majority"),
        ('shows = "down"', 'shows = "sinks"', "allowed up, down, same, unsure"),
        ("deliberation.veto", "deliberation.vito", "nearest deliberation.veto"),
        (
            'title = {zh = "过半数通过", en = "Majority"}',
            'title = {zh = "过半数通过"}',
            "worlds.0.title.en: is missing",
        ),
        ('kind = "lesson"', 'kind = "leson"', "unknown kind"),
        ("minutes = 25", "minutes = 2500", "allowed 5 … 180"),
        ('next = "money_rules"', 'nxt = "money_rules"', "unknown key"),
    ],
)
def test_a_fault_is_one_line_with_its_place(tmp_path, old, new, says):
    path = broken(tmp_path, old, new)
    with pytest.raises(InputFault) as fault:
        open_lesson(path)
    assert says in str(fault.value) and str(path) in str(fault.value) and fault.value.line
    assert "\n" not in fault.value.text("zh")


def test_an_unknown_lesson_names_the_nearest():
    with pytest.raises(InputFault, match="nearest grid_size"):
        find_lesson("grid_sise")


def test_both_forms_ask_each_topic_and_the_right_answer_is_not_always_the_same_one():
    test = shipped_test()
    assert 3 <= len(test.topics) <= 4
    for form in FORMS:
        asked = test.form(form)
        assert all(0 <= one.right < len(one.choices) for one in asked.values())
        assert len({one.right for one in asked.values()}) > 1
    assert all(forms["a"].ask != forms["b"].ask for forms in test.topics.values())


def test_a_test_without_a_right_answer_is_refused(tmp_path):
    path = tmp_path / "test.toml"
    path.write_text((SHELF / "_test.toml").read_text(encoding="utf-8").replace("right = 2", "right = 9", 1))
    with pytest.raises(InputFault, match=r"topics\.0\.a\.right"):
        open_test(path)
