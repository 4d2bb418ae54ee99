"""Words of people reach the page letter by letter, also where the page says that something went wrong."""

import ast
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from shapan.app.jobs.allowed import check, is_label, visible
from shapan.app.jobs.request import Column, Request
from shapan.app.widgets import drafts, guard
from shapan.app.widgets.guard import fault_text, refused
from shapan.app.widgets.language import LANGUAGES, Words
from shapan.app.widgets.plain import markdown
from shapan.scenarios.faults import InputFault

from .conftest import letters

APP = Path(__file__).parents[2] / "app"
MESSAGES = {"error", "warning", "info", "success", "toast", "exception"}
NUMBERS = {"n", "request.runs", "request.seed", "progress.finished"}
"""What may stand in a message as it is, since it is a whole number."""
FAMILY = "👨‍👩‍👧 plan ❤️‍🔥 👩🏽‍🌾"
SPOOFED = "![a](http://1.2.3.4/x.png)\u202d"


def messages():
    """(file, line, first argument) of every message on the page."""
    for path in sorted(APP.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            if called and node.func.attr in MESSAGES and ast.unparse(node.func.value) != "log":
                yield path.name, node.lineno, node.args[0]


def is_safe(said):
    """Whether a message is escaped, or is the page's own words with numbers and escaped words in them."""
    if not isinstance(said, ast.Call):
        return False
    by = ast.unparse(said.func)
    return by == "markdown" or (by == "say" and all(_fits(one.value) for one in said.keywords))


def _fits(value):
    is_markdown = isinstance(value, ast.Call) and ast.unparse(value.func) == "markdown"
    return is_markdown or isinstance(value, ast.Constant) or ast.unparse(value) in NUMBERS


def test_every_message_is_told_letter_by_letter():
    found = list(messages())
    assert len(found) > 20
    assert [(where, line, ast.unparse(said)) for where, line, said in found if not is_safe(said)] == []


def asked(label):
    return Request((Column(label, "status_quo", "training_town"), Column("", "yantian", "training_town")), 1, 30, 0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fault_about_words_of_people_shows_no_picture(language):
    def broken(language, label):
        from shapan.app.jobs.allowed import check
        from shapan.app.jobs.request import Column, Request
        from shapan.app.widgets.guard import guarded
        from shapan.app.widgets.language import Words

        with guarded(Words(language)):
            check(Request((Column(label, "status_quo", "training_town"),)))

    page = AppTest.from_function(broken, kwargs={"language": language, "label": SPOOFED}, default_timeout=60).run()
    (error,) = page.error
    with pytest.raises(InputFault) as raised:
        check(asked(SPOOFED))
    plain = fault_text(Words(language), raised.value)
    assert "![a](" in plain, "the words themselves are told"
    assert error.value == markdown(plain) and letters(error.value) == plain and "](" not in error.value


@pytest.mark.parametrize("label", [SPOOFED, "a\u200db", "x\u200d", "\u200dx", "a\u202eb", "a\nb", "x" * 81, 5, None])
def test_a_name_with_signs_nobody_sees_is_refused_in_words_and_never_opened(tmp_path, monkeypatch, label):
    monkeypatch.setenv("SHAPAN_DATA", str(tmp_path))
    assert not is_label(label) and not drafts.showable(asked(label))
    drafts.write("0123456789ab", asked(label))
    assert drafts.read("0123456789ab") is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_why_nothing_can_be_run_is_said_beside_the_button(monkeypatch, language):
    from types import SimpleNamespace

    from shapan.app.jobs import work

    monkeypatch.setattr(guard, "jobs", lambda: SimpleNamespace(work=work))
    said = refused(Words(language), asked(SPOOFED))
    assert said is not None and "label" in said and refused(Words(language), asked(FAMILY)) is None


def test_a_name_may_hold_a_joined_picture_and_loses_what_nobody_sees():
    assert is_label(FAMILY) and visible(FAMILY) == FAMILY and drafts.showable(asked(FAMILY))
    assert check(asked(FAMILY)).columns[0].label == FAMILY
    assert visible("A\u200dB\u202e \ufeffc\u200d") == "AB c"
