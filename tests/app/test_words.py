"""Both languages say everything, and nothing is said that no file has."""

import ast
import re
import string
from pathlib import Path

import pytest

from shapan.app.widgets.language import LANGUAGES, Words, words_of
from shapan.app.widgets.verdicts import MAIN, STAGES
from shapan.model.observation.figures import REQUEST_CHANNELS
from shapan.model.observation.indicators import INDICATORS

APP = Path(__file__).parents[2] / "app"


def fields(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_both_languages_have_the_same_keys_with_the_same_gaps():
    zh, en = words_of("zh"), words_of("en")
    assert set(zh) == set(en)
    assert {key for key in zh if fields(zh[key]) != fields(en[key])} == set()
    assert all(text.strip() for text in (*zh.values(), *en.values()))


def test_chinese_is_chinese_and_english_english():
    han = re.compile(r"[\u4e00-\u9fff]")
    allowed = {"page.title"}
    assert [key for key, text in words_of("en").items() if han.search(text) and key not in allowed] == []
    without = [key for key, text in words_of("zh").items() if not han.search(text) and not fields(text)]
    assert without == []


def said():
    """Every key written out in the code as say("…")."""
    for path in APP.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say" and node.args:
                for part in ast.walk(node.args[0]):
                    text = part.value if isinstance(part, ast.Constant) else None
                    if isinstance(text, str) and "." in text and not text.endswith("."):
                        yield path.name, text


def test_every_key_the_code_says_exists():
    known = words_of("en")
    assert [(where, key) for where, key in said() if key not in known] == []


def mentioned():
    """Patterns of every text in the code, with anything where a value is put in."""
    for path in APP.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield re.escape(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = [re.escape(p.value) if isinstance(p, ast.Constant) else "[a-z_]+" for p in node.values]
                yield "".join(parts)


def test_no_word_is_left_over():
    patterns = [re.compile(pattern) for pattern in set(mentioned()) if re.match("[a-z]+\\\\\\.", pattern)]
    assert [key for key in words_of("en") if not any(pattern.fullmatch(key) for pattern in patterns)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_series_verdict_and_channel_has_a_word(language):
    say = Words(language)
    for verdict in ("better", "worse", "differs", "no_difference", "unclear"):
        assert say.shared(f"verdict.{verdict}") != f"verdict.{verdict}"
    for step in ("born", "never_heard", "wrong_door", "lapsed_waiting", "met_late", "met_on_time", "open"):
        assert say.shared(f"funnel.{step}").lower() != f"funnel.{step}"
    for channel in REQUEST_CHANNELS:
        assert say.shared(f"channel.{channel}").lower() != f"channel.{channel}"


def test_the_main_indicators_are_declared():
    assert {*MAIN, *STAGES} <= set(INDICATORS)
