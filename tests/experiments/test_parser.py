"""What may be typed, and how a wrong word is answered: one line, either language, exit code 2."""

from __future__ import annotations

import pytest

from shapan.experiments.cli import main
from shapan.experiments.cli.parser import COMMANDS, _one_set_each, language_in, parse
from shapan.experiments.reports.wording import words
from shapan.experiments.runs.refusing import Refused

EN = words("en")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (["rnu"], "there is no command rnu; commands are list, show"),
        (["rnu"], "nearest run"),
        (["run"], "missing: NAME"),
        (["run", "yantian", "--dys", "3"], "unknown: --dys 3; nearest --days"),
        (["run", "yantian", "--days"], "--days needs a value"),
        (["run", "yantian", "--days", "soon"], "--days: a whole number is needed, got soon"),
        (["run", "yantian", "--days", "1.5"], "--days: a whole number is needed, got 1.5"),
        (["run", "yantian", "--days", "nan"], "--days: a whole number is needed, got nan"),
        (["run", "yantian", "--seed", "1e3"], "--seed: a whole number is needed, got 1e3"),
        (["run", "yantian", "--lang", "de"], "--lang: there is no de; allowed zh, en"),
        (["check"], "missing: FILE"),
        (["compare", "yantian"], "compare needs two or more scenarios"),
        (["compare", "yantian", "yantian"], "“yantian” is given twice"),
        (["run", "yantian{"], "must read NAME{key=value, …}"),
        (["app", "--port", "0"], "--port: 0 is out of range"),
        (["why", "a"], "why needs two scenarios, got 1"),
    ],
)
def test_wrong_words_are_answered_in_one_line(capsys, typed, expected):
    english = typed if "--lang" in typed else [*typed, "--lang", "en"]
    assert main(english) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert expected in err and err.count("\n") == 1 and "Traceback" not in err


@pytest.mark.parametrize(
    "typed", [["rnu"], ["run"], ["run", "x", "--dys"], ["run", "x", "--days", "x"], ["compare", "x"]]
)
def test_the_same_in_chinese(capsys, typed):
    assert main([*typed, "--lang", "zh"]) == 2
    err = capsys.readouterr().err
    assert err.startswith("shapan：") and err.count("\n") == 1
    assert any("一" <= letter <= "鿿" for letter in err)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_command_has_help(capsys, command, language):
    assert main([command, "--help", "--lang", language]) == 0
    out = capsys.readouterr().out
    assert words(language)(f"help.{command}")[:40] in out.replace("\n", " ")


def test_no_command_shows_the_help(capsys):
    assert main(["--lang", "en"]) == 0
    assert "compare" in capsys.readouterr().out


def test_options_may_stand_before_or_after_the_command():
    for typed in (["--lang", "zh", "list"], ["list", "--lang", "zh"], ["list", "--lang=zh"]):
        assert language_in(typed) == "zh"
        assert parse(typed, EN).command == "list"


def test_debug_is_off_unless_asked_for():
    assert parse(["list"], EN).debug is False
    assert parse(["--debug", "list"], EN).debug is True
    assert parse(["list", "--debug"], EN).debug is True


@pytest.mark.parametrize(
    ("typed", "spread"),
    [
        (["--set", "a.b=1", "c.d=2"], ["--set", "a.b=1", "--set", "c.d=2"]),
        (["--set", "a.b=1", "yantian"], ["--set", "a.b=1", "yantian"]),
        (["--set", "a.b=1", "B{c.d=2}"], ["--set", "a.b=1", "B{c.d=2}"]),
        (["--set", "a.b=1", "--days", "3"], ["--set", "a.b=1", "--days", "3"]),
        (["A", "B"], ["A", "B"]),
    ],
)
def test_several_pairs_may_follow_one_set(typed, spread):
    assert _one_set_each(typed) == spread


def test_abbreviated_options_are_not_guessed():
    with pytest.raises(Refused):
        parse(["run", "yantian", "--work", "2"], EN)
