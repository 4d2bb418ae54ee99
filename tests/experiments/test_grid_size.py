"""How big a grid should be: which runs are asked for, what is made of those stored, and what the page says."""

import csv

import pytest

from shapan.experiments.evidence import grid_size as study
from shapan.experiments.evidence.grid_size import SIZES, VARIANTS, Point
from shapan.experiments.evidence.model_mark import model_mark
from shapan.experiments.evidence.stored_runs import Stored, append_run, mark_of


def point(households: int, seed: int, coverage: float, variant: str = "whole") -> Point:
    return Point("standard_town", variant, households, seed, coverage, "aa")


def test_every_size_of_every_variant_is_run_with_the_same_seeds_in_towns_drawn_anew():
    every = study.tasks({"standard_town": 2})
    assert len(every) == 2 * len(VARIANTS) * len(SIZES) and all(task.redraw for task in every)
    assert {task.seed for task in every} == {1, 2}
    first = [task.name for task in every if task.seed == 1]
    assert [task.seed for task in every[: len(first)]] == [1] * len(first), "what is interrupted is paired"
    sizes = {task.scenario.values["grid.households_per_grid"] for task in every if task.name.startswith("whole")}
    assert sizes == set(SIZES)


def test_a_curve_counts_only_the_seeds_that_all_its_sizes_know():
    found = [point(size, seed, 0.5 + size / 10_000) for size in SIZES for seed in (1, 2)] + [point(80, 3, 0.9)]
    (curve,) = study.curves(found)
    assert curve.coverage[80] == (0.508, 0.508) and curve.best == 1200
    assert curve.gain_of_best(80).value == pytest.approx(0.112)


def test_a_variant_of_which_one_size_is_missing_has_no_curve():
    assert study.curves([point(size, 1, 0.5) for size in SIZES[:-1]]) == []


def test_the_page_says_which_model_made_it_and_states_the_best_size():
    text = study.page([point(size, seed, 0.6 - abs(size - 320) / 10_000) for size in SIZES for seed in (1, 2)])
    assert "Model `aa`." in text and "## standard_town, 2 pairs" in text
    assert "| whole | 57.6 | 58.4 | 60.0 | 56.8 | 51.2 | 320 |" in text


def test_stored_runs_become_points_and_the_page_is_made_of_the_table(tmp_path, monkeypatch):
    monkeypatch.setattr(study, "PAIRS", {"training_town": 1})
    monkeypatch.setattr(study, "VARIANTS", {"whole": ({}, {})})
    runs, page = tmp_path / "runs.csv", tmp_path / "grid-size.md"
    (tmp_path / "pictures").mkdir()
    for task in study.tasks():
        where = task.scenario.place_id, task.days, task.seed, mark_of(task), model_mark()
        size = float(task.name.partition(" | ")[2])
        append_run(runs, Stored(task.name, *where, {"coverage": 0.7 - size / 10_000}), ("coverage",))
    study.main([str(page), "--runs", str(runs)])
    with page.with_suffix(".csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert [row["households"] for row in rows] == [str(size) for size in SIZES]
    assert {row["model"] for row in rows} == {model_mark()} and rows[0]["coverage"] == "0.692"
    assert "| whole | 69.2 | 68.4 | 66.8 | 63.6 | 58.0 | 80 |" in page.read_text(encoding="utf-8")
    before = page.read_bytes()
    page.unlink()
    study.main([str(page), "--no-runs"])
    assert page.read_bytes() == before and (tmp_path / "pictures" / "grid_size.png").stat().st_size > 5_000
