"""Code that was shown to do the same keeps the runs that were made before it; code that does not is told where."""

from __future__ import annotations

import sys

import pytest

from shapan.experiments.evidence import model_mark as marks
from shapan.experiments.evidence import same_bits
from shapan.scenarios.library import load
from shapan.scenarios.recorded import record


@pytest.fixture
def short_runs():
    town = load("status_quo").with_place("training_town")
    return [{"name": "a town", "scenario": record(town), "seed": seed, "days": 20, "redraw": False} for seed in (1, 2)]


@pytest.fixture
def pretended(tmp_path):
    """A Python that says whatever it likes of every run."""

    def python(says):
        path = tmp_path / "python"
        path.write_text(f"#!/bin/sh\nwhile read line; do echo '{says}'; done\n", encoding="utf-8")
        path.chmod(0o755)
        return str(path)

    return python


def test_a_build_does_what_it_does_and_another_that_does_not_is_told(short_runs, pretended):
    assert same_bits.first_difference(sys.executable, short_runs) == ""
    other = same_bits.first_difference(pretended('["0", 0.25]'), short_runs)
    assert other.startswith("a town, seed 1, 20 days: coverage 0.") and other.endswith(" here, 0.25 there")


def test_one_bit_in_one_table_is_a_difference(short_runs, tmp_path):
    changed = same_bits.ASK.replace("    print(json", "    run.daily.loc[3, 'value'] += 1e-12\n    print(json")
    assert changed != same_bits.ASK
    script = tmp_path / "ask.py"
    script.write_text(changed, encoding="utf-8")
    path = tmp_path / "python"
    path.write_text(f"#!/bin/sh\nexec {sys.executable} {script}\n", encoding="utf-8")
    path.chmod(0o755)
    assert "seed 1" in same_bits.first_difference(str(path), short_runs)


def test_a_build_that_cannot_make_a_run_is_no_agreement(short_runs):
    short_runs[0]["days"] = 0
    with pytest.raises(ValueError, match="could not make this run"):
        same_bits.first_difference(sys.executable, short_runs)


def test_code_that_does_the_same_has_the_mark_of_the_code_before(tmp_path, monkeypatch):
    path = tmp_path / "same_models.csv"
    path.write_text("mark,same_as,runs,day\n", encoding="utf-8")
    same_bits.write_down(marks.code_mark(), "first", 3, path)
    same_bits.write_down("another", "first", 3, path)
    same_bits.write_down(marks.code_mark(), "second", 5, path)
    rows = marks.same_models(path)
    assert [(row["mark"], row["same_as"], row["runs"]) for row in rows] == [
        ("another", "first", "3"),
        (marks.code_mark(), "second", "5"),
    ]
    monkeypatch.setattr(marks, "same_models", lambda: rows)
    marks.model_mark.cache_clear()
    assert marks.model_mark() == "second"
    monkeypatch.undo()
    marks.model_mark.cache_clear()


def test_the_table_names_each_code_once_and_first_code_only():
    rows = marks.same_models()
    named = [row["mark"] for row in rows]
    assert len(set(named)) == len(named) and not {row["same_as"] for row in rows} & set(named)
    assert all(int(row["runs"]) > 0 for row in rows)


def test_every_lever_policy_and_kind_of_shock_is_compared():
    names = [one["name"] for one in same_bits.comparisons()]
    assert len(set(names)) == len(names)
    for kind in ("step of ", "high ", " in yantian", " under epidemic", " under typhoon", "tries first"):
        assert any(kind in name for name in names), kind
    for lever in same_bits.plain():
        assert f"step of {lever}" in names


def test_a_python_that_is_not_there_is_one_line(capsys):
    with pytest.raises(SystemExit) as stopped:
        same_bits.main(["/no/such/python"])
    assert stopped.value.code == 2 and capsys.readouterr().err == "/no/such/python: no such Python\n"
