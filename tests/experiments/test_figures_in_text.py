"""Figures in the prose: measured, filled in between marks, and the same in page and table."""

from __future__ import annotations

import pytest

from shapan.experiments.comparing.intervals import Interval
from shapan.experiments.evidence import figures as study
from shapan.experiments.evidence.mechanisms_page import DOCS
from shapan.experiments.evidence.stored_runs import Stored

PAGES = sorted(DOCS.glob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_marks_in_the_docs_say_what_was_measured(page):
    assert study.faults(page.read_text(encoding="utf-8"), study.read() | study.of_plain_table()) == []


def test_figures_of_the_plain_table_are_those_of_the_seeds_kept_apart(tmp_path):
    from shapan.experiments.evidence.plain_effects import PLACEBO, EffectRow, write

    rest = ("party.x", "coverage", 20, 0.5, 0.0123, 0.001, 0.0, 0.0, "none", 0.0, -0.0051, 0.001)
    family = ("standard_town", 365)
    rows = [EffectRow(*family, "holdout", *rest), EffectRow(*family, "building", *rest[:4], 0.9, *rest[5:])]
    rows += [
        EffectRow("standard_town", 1095, "holdout", *rest),
        EffectRow(*family, "holdout", f"{PLACEBO} 1", *rest[1:]),
    ]
    write(tmp_path / "effects.csv", rows)
    table = study.of_plain_table(tmp_path / "effects.csv")
    assert table == {"plain:party.x": "+1.2", "plain:party.x:coverage": "−0.5"}


@pytest.mark.parametrize("name", study.figures())
def test_a_figure_is_of_scenarios_there_are_and_an_indicator(name):
    from shapan.model.observation.indicators import INDICATORS

    one = study.figures()[name]
    assert one.indicator in INDICATORS and one.tasks()
    hashes = {side.scenario().hash for side in one.sides.values()}
    assert len(hashes) == len(one.sides), "both sides are the same scenario"


def test_marks_are_filled_and_faults_are_named():
    text = "Coverage is <!--f:a-->?<!--/f--> %, and <!--f:b-->2.0<!--/f--> more."
    fields = {"a": "44.1", "b": "+2.5 [1.0, 4.0]"}
    full = study.filled(text, fields)
    assert full == "Coverage is <!--f:a-->44.1<!--/f--> %, and <!--f:b-->+2.5 [1.0, 4.0]<!--/f--> more."
    assert study.faults(full, fields) == [] and study.filled(full, fields) == full
    assert study.faults(text, {"a": "44.1"}) == ["a: the text says ?, measured is 44.1", "b: nobody measured it"]
    with pytest.raises(KeyError, match="b"):
        study.filled(text, {"a": "1"})


def figure(**facts):
    about = {"of": study.Side("status_quo", "training_town"), "indicator": "coverage", "days": 20, "seeds": (1, 2)}
    return study.Figure("made", **{**about, **facts})


def test_a_figure_is_a_mean_or_a_paired_difference():
    def run(step, seed, value):
        return Stored(f"made: {step}", "training_town", 20, seed, "", "", {"coverage": value})

    runs = [run("of", 1, 0.5), run("of", 2, 0.6), run("against", 1, 0.4), run("against", 2, 0.52)]
    assert figure().measured(runs).value == pytest.approx(0.55)
    paired = figure(against=study.Side("yantian", "training_town"), shown="points", interval=True)
    value = paired.measured(runs)
    assert value.value == pytest.approx(0.09)
    assert paired.shown_text(Interval(-0.09, -0.1, 0.02, 2)) == "−9.0 [−10.0, +2.0]"
    assert figure(shown="percent", digits=0).shown_text(Interval(0.553, None, None, 1)) == "55"
    assert figure(digits=0).shown_text(Interval(1471.2, None, None, 1)) == "1,471"


def test_measuring_runs_what_is_missing_and_fills_a_page(tmp_path, monkeypatch):
    made = figure(shown="percent", digits=2)
    monkeypatch.setattr(study, "figures", lambda: {"made": made})
    runs, table, page = tmp_path / "runs.csv", tmp_path / "figures.csv", tmp_path / "page.md"
    assert study.measure((), runs, table, 0.0, 1) == 1
    assert study.read(table) == {}, "half of its runs are no figure"
    assert study.measure((), runs, table, None, 1) == 0
    found = study.read(table)
    page.write_text("<!--f:made-->x<!--/f-->", encoding="utf-8")
    study.main(["fill", str(page), "--table", str(table)])
    assert page.read_text(encoding="utf-8") == f"<!--f:made-->{found['made']}<!--/f-->"
    assert float(found["made"]) > 10
