"""Whatever is typed wrong or stands wrong in a file: one clear line, exit code 2, no traceback."""

from __future__ import annotations

import json
import os

import pytest

import shapan
from shapan.experiments.cli import main
from shapan.experiments.cli.choosing import split_braces
from shapan.experiments.reports.wording import words
from shapan.experiments.reports.worlds import other_worlds, world_lines
from shapan.experiments.runs.refusing import Refused
from shapan.scenarios import reading
from shapan.scenarios.library import load, parse_shock
from shapan.scenarios.shelf import SHELF

pytestmark = pytest.mark.usefixtures("runs_made_once")

TOWN = ["--place", "training_town"]
SHORT = [*TOWN, "--days", "30", "--warmup", "10"]


def output_of(capsys, *typed):
    """What a command printed, as the object it promised."""
    assert main([*typed, "--json"]) == 0
    out, err = capsys.readouterr()
    assert out.count("\n") == 1 and "Traceback" not in err
    return json.loads(out)


def refused(capsys, *typed, language="en"):
    """The one line with which a command refuses."""
    assert main([*typed, "--lang", language]) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1 and "Traceback" not in err, err
    return err


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("yantian", ("yantian", [])),
        ("yantian{}", ("yantian", [])),
        ("yantian{a.b=1}", ("yantian", ["a.b=1"])),
        ("yantian { a.b=1 ,c.d = x }", ("yantian", ["a.b=1", "c.d = x"])),
        ("a/b.toml{a.b=1，c.d=2}", ("a/b.toml", ["a.b=1", "c.d=2"])),
    ],
)
def test_braces(text, parts):
    assert split_braces(text) == parts


@pytest.mark.parametrize("text", ["yantian{", "{a=1}", "yantian{a=1}x"])
def test_broken_braces_are_refused(text):
    with pytest.raises(Refused):
        split_braces(text)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (
            ["run", "status_quo", "--set", "grid.housholds_per_grid=3"],
            ["grid.housholds_per_grid", "grid.households_per_grid"],
        ),
        (["run", "status_quo", "--set", "staff.admin_share=2"], ["staff.admin_share", "0–0.9"]),
        (["run", "status_quo", "--set", "staff.admin_share=much"], ["staff.admin_share", "number"]),
        (["run", "status_quo", "--set", "staff.admin_share=nan"], ["finite"]),
        (["run", "status_quo", "--set", "staff.admin_share=inf"], ["finite"]),
        (["run", "status_quo", "--set", "staff.admin_share"], ["key=value"]),
        (["run", "status_quo", "--set", "grid.layout=round"], ["grid.layout", "balanced"]),
        (["run", "yantain"], ["yantain", "nearest yantian"]),
        (["run", "status_quo", "--place", "atlantis"], ["atlantis", "training_town"]),
        (["run", "status_quo", "--policy", "nobody"], ["nobody", "yantian"]),
        (["run", "status_quo", *TOWN, "--days", "-5"], ["--days", "-5"]),
        (["run", "status_quo", *TOWN, "--days", "0"], ["--days", "0"]),
        (["run", "status_quo", *TOWN, "--warmup", "-1"], ["--warmup"]),
        (["run", "status_quo", *TOWN, "--seed", "-1"], ["--seed", "-1"]),
        (["run", "status_quo", *TOWN, "--reps", "0"], ["--reps", "0"]),
        (["run", "status_quo", *TOWN, "--workers", "0"], ["--workers"]),
        (["balance", "status_quo", *TOWN, "--days", "-5"], ["--days"]),
        (["run", "status_quo", "--shock", "plague"], ["--shock", "kind:date:days:strength"]),
        (["run", "status_quo", "--shock", "epidemic:2026-13-01:45:4"], ["2026-13-01"]),
        (["run", "no/such/file.toml"], ["no/such/file.toml"]),
        (["show", "status_quo{"], ["NAME{key=value"]),
        (["show", "status_quo", "--place", ""], ["--place", "without a value"]),
        (["show", "status_quo", "--place", " "], ["--place", "without a value"]),
        (["run", "status_quo", "--policy", ""], ["--policy", "without a value"]),
        (["run", "status_quo", *TOWN, "--out", ""], ["--out", "without a value"]),
        (["compare", "status_quo", "yantian", *TOWN, "--out", " "], ["--out", "without a value"]),
        (["rerun", ""], ["MANIFEST", "without a value"]),
        (["show", "status_quo", "--set", "layout_file="], ["layout_file", "without a value"]),
        (["show", "status_quo", "--set", "layout_file=nope.csv"], ["layout_file", "on no day"]),
        (["run", "status_quo{layout_file=nope.csv}"], ["layout_file", "grid.layout=drawn"]),
        (["show", "status_quo", "--set", "staff.admin_share=0.1", "staff.admin_share=0.2"], ["given twice"]),
        (["show", "status_quo{staff.admin_share=0.1, staff.admin_share=0.2}"], ["staff.admin_share", "given twice"]),
        (["run", "status_quo", *TOWN, "--seed", "9223372036854775807", "--reps", "2"], ["--seed"]),
        (["run", "status_quo", *TOWN, "--out", "x" * 300], ["--out"]),
        (["run", "status_quo", *TOWN, "--days", "\u200b1"], ["--days", "whole number"]),
        (["run", "status_quo", *TOWN, "--days", "9" * 4000], ["--days"]),
        (["run", "status_quo", "--shock", "epidemic:2026-W10:45:4"], ["--shock"]),
        (["run", "status_quo", "--shock", "epidemic:20260601:45:4"], ["--shock"]),
        (["balance", "status_quo", "--out", "x"], ["--out"]),
        (["run", "status_quo", *TOWN, "--days", "5", "--days", "6"], ["--days", "given twice"]),
        (["run", "status_quo", "--policy", "yantian", "--policy=suzhou"], ["--policy", "given twice"]),
        (["compare", "status_quo", "yantian", *TOWN, "--seed", "1", "--seed", "1"], ["--seed", "given twice"]),
        (["run", " "], ["NAME", "without a value"]),
        (["compare", "status_quo", ""], ["NAME", "without a value"]),
        (["check", ""], ["FILE", "without a value"]),
        (["ballot", ""], ["FILE", "without a value"]),
        (["gather", ""], ["DIR", "without a value"]),
        (["twin", "", *TOWN], ["POLICY", "without a value"]),
        (["ballot", "votes.pb", "--step", ""], ["--step", "without a value"]),
    ],
)
def test_bad_words_are_refused_in_one_line(capsys, typed, words):
    line = refused(capsys, *typed)
    for word in words:
        assert word in line, line
    assert len(line) < 1500 and all(letter.isprintable() for letter in line.rstrip("\n"))
    assert any("一" <= letter <= "鿿" for letter in refused(capsys, *typed, language="zh"))


HEAD = """format = 1
kind = "scenario"
title = {zh = "试点", en = "Pilot"}
place = "training_town"
policy = "status_quo"
"""


BAD_FILES = {
    "misspelt.toml": (HEAD + 'set = {"grid.housholds_per_grid" = 250}\n').encode(),
    "type.toml": (HEAD + 'set = {"staff.admin_share" = "much"}\n').encode(),
    "range.toml": (HEAD + 'set = {"staff.admin_share" = 3}\n').encode(),
    "nan.toml": (HEAD + 'set = {"staff.admin_share" = nan}\n').encode(),
    "infinite.toml": (HEAD + 'set = {"staff.admin_share" = inf}\n').encode(),
    "place.toml": HEAD.replace("training_town", "atlantis").encode(),
    "broken.toml": (HEAD + "set = {").encode(),
    "deep.toml": (HEAD + "set = " + "[" * 5000 + "]" * 5000).encode(),
    "nul.toml": HEAD.encode() + b"\0\0",
    "picture.toml": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "empty.toml": b"",
    "format.toml": HEAD.replace("format = 1", "format = 99").encode(),
    "bytes.toml": b"format = 1\n\xff\xfe\xfa",
    "folder.toml": None,
    "missing.toml": None,
}


@pytest.mark.parametrize("name", sorted(BAD_FILES))
def test_bad_files_are_refused_in_one_line(capsys, tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    if BAD_FILES[name] is not None:
        (tmp_path / name).write_bytes(BAD_FILES[name])
    elif name == "folder.toml":
        (tmp_path / name).mkdir()
    for typed in (["run", name], ["show", name], ["check", name]):
        assert name in refused(capsys, *typed)


def test_check_tells_every_fault_by_line(capsys, tmp_path):
    path = tmp_path / "two.toml"
    path.write_text(HEAD + 'set = {"staff.admin_share" = 3, "grid.nothing" = 1}\nsurplus = 1\n', encoding="utf-8")
    assert main(["check", str(path), "--lang", "en"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 3 and all(line.startswith(f"{path}:") for line in lines)


def test_a_gb18030_file_is_read(capsys, tmp_path):
    path = tmp_path / "gb.toml"
    path.write_bytes(HEAD.encode("gb18030"))
    assert main(["check", str(path), "--lang", "en"]) == 0
    assert "in order" in capsys.readouterr().out
    assert output_of(capsys, "run", str(path), "--days", "20", "--warmup", "0")["place"] == "training_town"


def test_every_shipped_file_is_in_order(capsys):
    root = os.path.dirname(os.path.dirname(shapan.__file__))
    files = [
        os.path.join(folder, name) for folder, _, names in os.walk(os.path.join(root, "scenarios")) for name in names
    ]
    shipped = [name for name in files if name.endswith(".toml") and not os.path.basename(name).startswith("_")]
    assert len(shipped) >= 4 and main(["check", *shipped]) == 0


def test_levers_that_do_not_act_are_said(capsys):
    main(["run", "yantian", *SHORT, "--lang", "en"])
    err = capsys.readouterr().err
    (note,) = [line for line in err.splitlines() if "no emergency comes" in line]
    assert note.count("emergency.") == 5


def test_a_shock_acts_and_one_outside_the_run_is_refused(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["run", "status_quo", *SHORT, "--shock", "epidemic:2026-01-05:5:4", "--lang", "en"]) == 0
    said = capsys.readouterr()
    assert "epidemic" not in said.err and "Calls: " in said.out and "Emergency needs met on time" in said.out
    got = output_of(capsys, "run", "status_quo", *SHORT, "--shock", "epidemic:2026-01-05:5:4")
    assert got["surge"]["recovery_days"] is None or got["indicators"]["surge_recovery_days"]["value"] >= 0
    assert {row["need"] for row in got["surge"]["needs"]} == {"supplies", "medicine", "care", "testing", "questions"}
    kept = ["run", "status_quo", *SHORT, "--shock", "epidemic:2026-01-05:5:4", "--out", "kept"]
    assert output_of(capsys, *kept)["surge"] == got["surge"]
    assert output_of(capsys, *kept, "--resume")["surge"] == got["surge"]  # read back from the folder
    assert main(["run", "status_quo", *SHORT, "--shock", "epidemic:2030-01-05:5:4", "--lang", "en"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "epidemic: a shock on 2030-01-05 begins outside the measured days (2026-01-01 to " in line


def test_what_is_set_for_all_may_be_set_otherwise_for_one(capsys):
    shown = output_of(capsys, "show", "status_quo{staff.admin_share=0.4}", "--set", "staff.admin_share=0.2")
    assert next(row["value"] for row in shown["values"] if row["key"] == "staff.admin_share") == 0.4


@pytest.mark.parametrize("language", ["zh", "en"])
def test_other_worlds_and_assumptions_stand_above_a_comparison(capsys, language):
    names = ["status_quo", "status_quo{prices.post_yuan=150000}"]
    brief = [*SHORT, "--reps", "1", "--workers", "1", "--set", "hearing.familiarity_residents=400"]
    assert main(["compare", *names, *brief, "--lang", language]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "hearing.familiarity_residents = 400" in lines[0] and "800" in lines[0]
    second = "".join(lines[1:4])
    assert "prices.post_yuan" in second and "150,000" in second and "100,000" in second
    got = output_of(capsys, "compare", *names, *brief)
    assert got["assumptions"] == {"hearing.familiarity_residents": 400}
    assert got["worlds"] == {names[1]: {"prices.post_yuan": {"value": 150000, "baseline": 100000}}}


def test_an_emergency_in_one_scenario_only_is_another_world():
    peace = load("status_quo").with_place("training_town")
    shocked = peace.with_shock(parse_shock("epidemic:2026-06-01:45:4"))
    found = other_worlds({"A": peace, "B": shocked})
    assert found == {"B": {"shocks": {"value": ["epidemic:2026-06-01:45:4"], "baseline": []}}}
    (line,) = world_lines({"A": peace, "B": shocked}, words("en"))
    assert "emergencies: epidemic:2026-06-01:45:4 (“A”: none)" in line


def test_one_world_says_nothing_of_worlds(capsys):
    got = output_of(capsys, "compare", "status_quo", "yantian", *SHORT, "--reps", "1", "--workers", "1")
    assert got["assumptions"] == {} and got["worlds"] == {}


def test_different_places_are_pointed_out(capsys, tmp_path):
    path = tmp_path / "town.toml"
    path.write_text(HEAD, encoding="utf-8")
    brief = ["--days", "5", "--warmup", "0", "--reps", "1", "--lang", "en"]
    assert main(["compare", "status_quo", str(path), *brief]) == 0
    assert "different places (training_town, yantian)" in capsys.readouterr().err
    assert main(["compare", "status_quo", str(path), *TOWN, *brief]) == 0
    assert "different places" not in capsys.readouterr().err


@pytest.mark.parametrize("name", ["policies/suzhou.toml", "places/training_town.toml", "formats/five_step.toml"])
def test_a_file_that_is_checked_is_read_once(capsys, monkeypatch, tmp_path, name):
    """What is told is of one reading, also where somebody writes to the file meanwhile."""
    file = tmp_path / "mine.toml"
    file.write_bytes((SHELF / name).read_bytes())
    read, regular_bytes = [], reading.regular_bytes
    monkeypatch.setattr(
        reading, "regular_bytes", lambda path, most: read.append(str(path)) or regular_bytes(path, most)
    )
    assert main(["check", str(file), "--lang", "en"]) == 0
    assert read.count(str(file)) == 1


@pytest.mark.parametrize(("language", "said"), [("en", "10,000 residents: about"), ("zh", "内存")])
@pytest.mark.parametrize("command", ["run", "balance", "statement", "twin"])
def test_how_large_a_place_is_stands_before_every_kind_of_run(capsys, monkeypatch, command, language, said):
    def lives(*_, **__):
        raise Refused("usage.two_or_more")  # it would live now

    monkeypatch.setattr("shapan.scenarios.notices.LARGE", 9_999)
    for module, name in (("making", "run_many"), ("runs", "simulate"), ("statement", "simulate"), ("twin", "solve")):
        monkeypatch.setattr(f"shapan.experiments.cli.{module}.{name}", lives)
    assert main([command, "yantian", *TOWN, "--days", "200", "--lang", language]) == 2
    *notes, last = capsys.readouterr().err.splitlines()
    assert any(said in note for note in notes) and Refused("usage.two_or_more").text(language) in last


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_refused_and_not_waited_for(capsys, tmp_path):
    pipe = tmp_path / "pipe.toml"
    os.mkfifo(pipe)
    assert main(["check", str(pipe), "--lang", "en"]) == 2
    out, err = capsys.readouterr()
    assert out == "" and "a device or a pipe" in err and err.count("\n") == 1
