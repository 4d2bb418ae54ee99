"""How often pilots go wrong: the counting has known answers; no run is made here."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shapan.experiments.evidence import pilots
from shapan.experiments.evidence.marked_tables import read_rows, write_rows
from shapan.experiments.evidence.model_mark import model_mark
from shapan.experiments.evidence.pilots import LEVERS, PilotRow, main, page, sure_sign, truths, wrong
from shapan.model.local_levers import LOCAL
from shapan.model.pilots.figures import JUDGED

UP, _, _, DOWN, _ = LEVERS
RIGHT, BLIND = list(JUDGED)[:2]


@pytest.fixture
def rows():
    """Ten seeds in which the first lever raises coverage and the fourth lowers it; one figure sees that, one never."""
    found = []
    for seed in range(1, 11):
        for lever in LEVERS:
            truth = round({UP: 0.02, DOWN: -0.03}.get(lever, 0.0) + 0.001 * (-1) ** seed, 6)
            for figure in JUDGED:
                adopted = int((truth > 0) == (figure == RIGHT))
                found.append(PilotRow(lever, seed, figure, truth, "0.1", adopted))
    return found


def test_levers_that_are_tried_can_be_tried():
    assert {lever.split()[0] for lever in LEVERS} <= set(LOCAL)


def test_a_sign_is_sure_beyond_two_standard_errors():
    assert (sure_sign([1.0, 1.1, 0.9]), sure_sign([-1.0, -1.1, -0.9]), sure_sign([1.0, -1.0, 0.1])) == (1, -1, 0)
    assert sure_sign([5.0, 5.0]) == 0, "two seeds are none"


def test_wrong_is_counted_where_the_truth_is_sure(rows):
    signs = {lever: sure_sign(values) for lever, values in truths(rows).items()}
    assert (signs[UP], signs[DOWN]) == (1, -1) and sum(map(abs, signs.values())) == 2
    assert wrong([row for row in rows if row.figure == RIGHT], signs) == (0, 20)
    assert wrong([row for row in rows if row.figure == BLIND], signs) == (20, 20)


def test_the_page_comes_back_from_its_table(rows, tmp_path):
    file = tmp_path / "pilots.csv"
    write_rows(file, PilotRow, rows)
    assert read_rows(file, PilotRow) == rows
    text = page(rows)
    assert f"| `{RIGHT}` | 10 |" in text and "0 of 20 (0%)" in text and "20 of 20 (100%)" in text
    assert "+2.00 (raises)" in text and "-3.00 (lowers)" in text and "10 seeds" in text


def test_seeds_of_another_model_are_made_again(rows, tmp_path, monkeypatch):
    """Seed 1 is of this model and stays; seed 2 is of one before and is made anew."""
    file = tmp_path / "pilots.csv"
    ours = [replace(row, model=model_mark()) for row in rows if row.seed == 1]
    write_rows(file, PilotRow, [*ours, *(replace(row, model="before") for row in rows if row.seed == 2)])
    made = []

    def rows_of(seed):
        made.append(seed)
        return [replace(row, model=model_mark()) for row in rows if row.seed == seed]

    monkeypatch.setattr(pilots, "rows_of", rows_of)
    main([str(tmp_path / "pilots.md"), "--seeds", "2", "--minutes", "1"])
    assert made == [2] and {row.model for row in read_rows(file, PilotRow)} == {model_mark()}
    assert f"Model: `{model_mark()}`" in (tmp_path / "pilots.md").read_text(encoding="utf-8")
