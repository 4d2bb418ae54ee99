"""Stored runs of a model whose code reads otherwise count as this one's only if a sample comes out the same."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from shapan.experiments.evidence import carry_over as study
from shapan.experiments.evidence import carry_over_tables as tables
from shapan.experiments.evidence import must_hold
from shapan.experiments.evidence import stored_runs as kept
from shapan.experiments.evidence.contrasts import contrasts
from shapan.experiments.evidence.effects import Effect
from shapan.experiments.evidence.effects import read as read_effects
from shapan.experiments.evidence.effects import write as write_effects
from shapan.experiments.evidence.model_mark import model_mark
from shapan.experiments.runs.task import Task
from shapan.scenarios.library import load

NAMES = ("coverage", "never_heard_share", "trust")


@pytest.fixture
def made_before(tmp_path, monkeypatch):
    """Three short runs stored by another model, and one of a third."""
    town = load("status_quo").with_place("training_town")
    wanted = [Task("today", town, seed, 10) for seed in (1, 2, 3)]
    monkeypatch.setattr(study, "tasks_of", lambda path, runs: wanted)
    path = tmp_path / "runs.csv"
    with monkeypatch.context() as another:
        another.setattr(kept, "model_mark", lambda: "another")
        kept.make(wanted, path, NAMES, workers=1)
    text = path.read_text(encoding="utf-8")
    path.write_text(text + text.splitlines()[1].replace("another", "a third") + "\n", encoding="utf-8")
    return path


def test_what_comes_out_the_same_counts_as_this_models(made_before, capsys):
    before = made_before.read_text(encoding="utf-8")
    study.main(["another", str(made_before), "--sample", "2", "--workers", "1"])
    assert capsys.readouterr().out.endswith("3 runs taken over\n")
    assert made_before.read_text(encoding="utf-8") == before.replace("another", model_mark())
    assert study.carry_over(made_before, "nobody's") == 0


def test_one_value_that_differs_changes_nothing(made_before, capsys):
    value = kept.read_runs(made_before)[1].values["trust"]
    text = made_before.read_text(encoding="utf-8")
    made_before.write_text(text.replace(f"{value:.9g}", f"{value + 1e-6:.9g}"), encoding="utf-8")
    before = made_before.read_text(encoding="utf-8")
    assert before != text
    with pytest.raises(SystemExit, match="1"):
        study.main(["another", str(made_before), "--workers", "1"])
    assert "today, seed 2: trust is" in capsys.readouterr().err
    assert made_before.read_text(encoding="utf-8") == before


def test_a_scenario_that_states_more_than_it_did_is_known_by_its_step(made_before, capsys):
    """As after a new assumption: every mark of a scenario is another one, and what comes out is the same."""
    text = made_before.read_text(encoding="utf-8")
    town = kept.read_runs(made_before)[0].scenario
    made_before.write_text(text.replace(town, "before-it-grew" + kept.SAME), encoding="utf-8")
    assert study.carry_over(made_before, "another", sample=1, workers=1) == 0
    study.main(["another", str(made_before), "--grown", "--sample", "1", "--workers", "1"])
    assert capsys.readouterr().out.endswith("3 runs taken over\n")
    after = kept.read_runs(made_before)
    assert [run.scenario for run in after] == [town] * 3 + ["before-it-grew" + kept.SAME]
    assert [run.model for run in after] == [model_mark()] * 3 + ["a third"]


@pytest.mark.parametrize("name", ["plain-runs.csv", "late-rule-runs.csv", "figures-runs.csv"])
def test_every_file_has_tasks_of_its_own(name, tmp_path):
    one = kept.Stored("status_quo", "standard_town", 365, 1, "", "", {})
    found = study.tasks_of(tmp_path / name, [one])
    assert len(found) > 50 and all(isinstance(task, Task) for task in found)


@pytest.fixture
def bars_made_before(tmp_path, monkeypatch):
    """Figures of two scenarios under two seeds by another model, as the study of bars stores them."""
    monkeypatch.setattr(tables, "simulate", lambda scenario, seed, days: seed)
    monkeypatch.setattr(tables, "facts", lambda seed: {"coverage": seed / 3, "works": 2.0})
    path = tmp_path / "must-hold-runs.csv"
    monkeypatch.setattr(must_hold, "model_mark", lambda: "another")
    for name, seed in product(list(must_hold.SCENARIOS)[:2], (1, 2)):
        must_hold.append(path, name, seed, {"coverage": seed / 3, "works": 2.0})
    monkeypatch.setattr(must_hold, "model_mark", model_mark)
    return path


def test_bars_whose_sample_comes_out_the_same_count_as_this_models(bars_made_before, capsys):
    before = bars_made_before.read_text(encoding="utf-8")
    study.main(["another", str(bars_made_before), "--sample", "3"])
    assert capsys.readouterr().out.endswith("8 rows taken over\n")
    assert bars_made_before.read_text(encoding="utf-8") == before.replace("another", model_mark())


def test_a_bar_that_differs_changes_nothing(bars_made_before, capsys):
    before = bars_made_before.read_text(encoding="utf-8").replace("0.666666667", "0.666666668")
    bars_made_before.write_text(before, encoding="utf-8")
    with pytest.raises(SystemExit, match="1"):
        study.main(["another", str(bars_made_before), "--sample", "4"])
    assert "coverage: value is 0.666666667, 0.666666668 is stored" in capsys.readouterr().err
    assert bars_made_before.read_text(encoding="utf-8") == before


def test_effects_of_a_lever_are_written_as_they_are_stored(tmp_path, monkeypatch):
    """Both shapes of number, text and whole, survive being made again."""
    lever, contrast = next(iter(contrasts().items()))
    one = Effect(lever, contrast.fingerprint, "coverage", 20, 0.5, 0.123456789123, -1e-7, 0.0, "another")
    path = tmp_path / "mechanisms-effects.csv"
    write_effects(path, {lever: {"coverage": one}})
    monkeypatch.setattr(tables.mechanisms, "measure", lambda contrast: {"coverage": replace(one, model="this")})
    assert tables.carry_over_table(path, "another", 5) == 1
    assert read_effects(path)[lever]["coverage"] == replace(one, high=0.123456789, model=model_mark())
