"""Both languages say the same things, and numbers read as a planner writes them."""

from __future__ import annotations

import ast
import string
from dataclasses import replace
from pathlib import Path

import pytest

from shapan.app.widgets.language import Words as PageWords
from shapan.experiments.cli.tables import verdict
from shapan.experiments.comparing.intervals import paired_difference
from shapan.experiments.comparing.sentences import label_with_unit, sentence
from shapan.experiments.reports.wording import LANGUAGES, usual_language, with_singulars, words
from shapan.experiments.runs.refusing import Refused
from shapan.model.columns import POOL_TYPES
from shapan.model.observation.figures import BINS, REQUEST_CHANNELS
from shapan.model.observation.indicators import INDICATORS

EXPERIMENTS = Path(__file__).resolve().parents[2] / "experiments"


def holes(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_both_languages_have_the_same_phrases_with_the_same_holes():
    zh, en = words("zh").phrases, words("en").phrases
    assert set(zh) == set(en)
    shaped = {key for key in en if "{" in en[key] and not key.startswith("help.")}
    optional = {"direction", "difference", "size", "margin", "wins", "n", "level"}
    for key in shaped:
        assert holes(zh[key]) ^ holes(en[key]) <= optional, key


def test_every_phrase_asked_for_in_code_exists():
    known = set(words("en").phrases)
    for path in EXPERIMENTS.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            name = ast.unparse(node.func)
            if name in ("say", "self.say", "Refused") and isinstance(node.args[0].value, str):
                assert node.args[0].value in known, f"{path.name}: {node.args[0].value}"


def test_every_fault_is_given_all_its_phrase_asks_for():
    """A missing detail would be a KeyError where a line was meant, and only when somebody meets the fault."""
    looked = 0
    for path in EXPERIMENTS.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or ast.unparse(node.func) != "Refused" or not node.args:
                continue
            phrase, given = node.args[0], {one.arg for one in node.keywords}
            if isinstance(phrase, ast.Constant) and None not in given:
                looked += 1
                asked = {name for language in LANGUAGES for name in holes(words(language).phrases[phrase.value])}
                assert asked <= given, f"{path.name}:{node.lineno}: {phrase.value} lacks {asked - given}"
    assert looked > 50


def test_every_phrase_is_used():
    text = "".join(path.read_text(encoding="utf-8") for path in EXPERIMENTS.rglob("*.py"))
    made = ("verdict.", "headline.", "sentence.", "funnel.", "channel.", "pool.", "unit.", "list.", "help.", "bench.")
    made += ("matters.", "pb.", "ledger.", "ballot.", "rule.", "rule_about.", "reason.", "making.")
    made += ("bought.", "form.", "stage.", "proposer.", "why.", "story.", "story_word.", "card.", "question.")
    made += ("index.", "validate.", "reproduce.", "assumptions.", "study.", "import.", "replay.", "search.", "layouts.")
    made += ("calibrate.", "where.")
    made += ("sensing.", "robust.", "lesson.", "scene.", "tale.")
    for key in words("en").phrases:
        assert f'"{key}"' in text or f"'{key}'" in text or key.startswith(made), f"{key} is never said"


@pytest.mark.parametrize(
    ("value", "unit", "english"),
    [
        (0.6123, "share", "61.2 %"),
        (None, "share", "–"),
        (211500.0, "", "211,500"),
        (153.26, "", "153"),
        (12.345, "", "12.3"),
        (1.234, "", "1.23"),
        (0.0, "", "0.00"),
        (-0.0002, "Gini", "0.000"),
        (-0.0012, "Gini", "-0.001"),
    ],
)
def test_numbers(value, unit, english):
    assert words("en").number(value, unit) == english


@pytest.mark.parametrize(
    ("value", "unit", "english", "chinese"),
    [
        (0.0523, "share", "+5.2 points", "+5.2 个百分点"),
        (-0.0523, "share", "−5.2 points", "−5.2 个百分点"),
        (-0.0001, "share", "0.0 points", "0.0 个百分点"),
        (3.0, "", "+3.00", "+3.00"),
        (-1234.0, "", "−1,234", "−1,234"),
    ],
)
def test_differences_have_signs_and_shares_have_points(value, unit, english, chinese):
    assert words("en").change(value, unit) == english
    assert words("zh").change(value, unit) == chinese


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_channel_pool_and_bin_has_words_and_every_indicator_too(language):
    say = words(language)
    for kind, names in {"channel": REQUEST_CHANNELS, "pool": (*POOL_TYPES, "departments"), "funnel": BINS}.items():
        for name in names:
            assert say.has(f"{kind}.{name}"), f"{kind}.{name}"
            assert (language == "zh") is any("一" <= letter <= "鿿" for letter in say(f"{kind}.{name}"))
    for indicator in INDICATORS:
        found = label_with_unit(indicator, language)
        assert found and (language == "zh") is any("一" <= letter <= "鿿" for letter in found)


def test_one_pair_is_not_one_pairs():
    pair = paired_difference([0.0] * 6, [0.02, 0.03, 0.02, 0.03, 0.01, 0.02], "higher", 0.005)
    one, two = (replace(pair, verdict="unclear", more_runs=more) for more in (1, 2))
    assert "one more pair may" in sentence("coverage", "a", "b", one, "en")
    assert "2 more pairs may" in sentence("coverage", "a", "b", two, "en")
    text = [str(verdict(pair, words("en"))) for pair in (one, two)]
    assert text == ["unclear (+1 pair)", "unclear (+2 pairs)"]


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_MESSAGES": "zh_TW"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_language_follows_the_locale(monkeypatch, environment, language):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert usual_language() == language


def test_a_refusal_speaks_both_languages_and_travels_between_processes():
    import pickle

    fault = pickle.loads(pickle.dumps(Refused("refused.number", key="days", value=-3, low=1, high=9)))
    assert fault.text("en") == "--days: -3 is out of range; allowed 1–9"
    assert "--days" in fault.text("zh") and "1–9" in fault.text("zh")
    assert str(fault) == fault.text("en")
    assert {fault.text(language) for language in LANGUAGES} != {fault.text("en")}


@pytest.mark.parametrize(
    ("phrase", "values", "read"),
    [
        ("{n} days", {"n": 1}, "1 day"),
        ("{n} days", {"n": "1"}, "1 day"),
        ("{n} days", {"n": 21}, "21 days"),
        ("{n:.1f} hours", {"n": 1.0}, "1.0 hours"),
        ("{n:,} communities, {m} grids", {"n": 1, "m": 12}, "1 community, 12 grids"),
        ("({n} measured days), {who}", {"n": 1, "who": "1 days"}, "(1 measured day), 1 days"),
        ("{n} of {all} pairs", {"n": 1, "all": 1}, "1 of 1 pairs"),
        ("{n} runs are missing", {"n": 1}, "1 run is missing"),
        ("{n} runs are missing", {"n": 2}, "2 runs are missing"),
        ("{n} of {all} runs are missing", {"n": 1, "all": 1}, "1 of 1 runs are missing"),
        ("{n} paired worlds of {years}", {"n": 1, "years": "3 years"}, "1 paired world of 3 years"),
        ("{n} draws of assumptions", {"n": 1}, "1 draws of assumptions"),
        ("{n} worlds are too few, it takes {fewest}", {"n": 1, "fewest": 6}, "1 world is too few, it takes 6"),
        ("{n} people", {"n": 1}, "1 person"),
        ("{n} days", {"m": 1, "n": "{m}"}, "{m} days"),
    ],
)
def test_one_of_what_is_counted_stands_in_the_singular_and_what_people_typed_stays(phrase, values, read):
    assert with_singulars(phrase, values).format(**values) == read


def test_one_day_is_said_on_the_command_line_and_on_the_page():
    about = {"place": "Town", "residents": 1, "days": 1, "warmup": 1, "first": 1}
    assert words("en")("compare.made_once", **about) == "Town: 1 resident; 1 day after 1 of warm-up; seed 1"
    assert PageWords("en")("span.days", n=1) == "1 day" and PageWords("en")("span.days", n=2) == "2 days"
    assert PageWords("zh")("span.days", n=1) == PageWords("zh")("span.days", n=2).replace("2", "1")
