"""Places drawn anew with the seed: another town each time, the same for both sides of a pair."""

from __future__ import annotations

import json

import numpy as np
import pytest

from shapan import compare, load, simulate
from shapan.experiments.cli import main
from shapan.experiments.runs.refusing import Refused
from shapan.experiments.runs.simulate import check_fits
from shapan.experiments.runs.task import tasks_for
from shapan.model.place.world import build_world

TOWN = load("status_quo").with_place("training_town")


def world(seed):
    return build_world(TOWN.redrawn(seed).parameters.place)


def test_every_seed_draws_another_town_of_the_same_kind_and_either_rules_live_in_it():
    one, other = world(1), world(2)
    assert len(one.residents.cell) == len(other.residents.cell) == 10_000
    assert not np.array_equal(one.residents.cell, other.residents.cell)
    assert TOWN.redrawn(0).hash == TOWN.hash != TOWN.redrawn(1).hash
    ruled = TOWN.with_policy("yantian").redrawn(1)
    assert ruled.parameters.place == TOWN.redrawn(1).parameters.place
    assert ruled.parameters.levers == TOWN.with_policy("yantian").parameters.levers


def test_a_run_redrawn_is_the_run_of_the_redrawn_place():
    drawn = simulate(TOWN, seed=2, days=20, warmup=0, redraw=True)
    assert drawn.funnel == simulate(TOWN.redrawn(2), seed=2, days=20, warmup=0).funnel
    assert drawn.funnel != simulate(TOWN, seed=2, days=20, warmup=0).funnel
    assert [task.redraw for task in tasks_for({"a": TOWN}, [1], redraw=True)] == [True]


def test_comparisons_redraw_both_sides_alike():
    made = compare({"a": TOWN, "b": TOWN.set("grid.households_per_grid", 400.0)}, seeds=[1, 2], days=20, redraw=True)
    assert made.paired["b"]["coverage"].difference == 0.0, "a lever left at its value on the same drawn towns"
    alone = simulate(TOWN.redrawn(1), seed=1, days=20).indicators["coverage"]
    assert made.values["coverage"]["a"][1] == alone


def test_the_command_line_draws_anew_and_says_so(capsys):
    typed = ["run", "training_town_status_quo", "--days", "20", "--warmup", "0", "--seed", "3", "--redraw", "--json"]
    assert main(typed) == 0
    text = json.loads(capsys.readouterr().out)
    assert text["funnel"] == simulate(TOWN.redrawn(3), seed=3, days=20, warmup=0).funnel


def test_grids_drawn_by_hand_do_not_fit_a_place_drawn_anew(tmp_path):
    cells = build_world(TOWN.parameters.place).territory.cells
    layout = tmp_path / "grids.csv"
    layout.write_text("cell,grid\n" + "".join(f"{cell},0\n" for cell in range(cells)), encoding="utf-8")
    drawn = TOWN.set_many({"grid.layout": "drawn", "layout_file": str(layout)})
    with pytest.raises(Refused) as raised:
        check_fits(drawn, redraw=True)
    assert "grids.csv" in str(raised.value)
