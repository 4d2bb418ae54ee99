"""Grids drawn by hand: a file that fits is run, one that does not is refused before anything runs."""

import pytest

from shapan import load, simulate
from shapan.experiments.cli import main
from shapan.model.place.world import build_world


def drawn(tmp_path, grid_of):
    community = build_world(load("status_quo").with_place("training_town").parameters.place).territory.community_of_cell
    path = tmp_path / "grids.csv"
    path.write_text("cell,grid\n" + "".join(f"{cell},{grid_of(cell, home)}\n" for cell, home in enumerate(community)))
    return path


def run(path):
    asked = ["run", "status_quo", "--place", "training_town", "--days", "10", "--warmup", "0", "--json", "--lang", "en"]
    return main([*asked, "--set", f"layout_file={path}", "--set", "grid.layout=drawn"])


def test_one_grid_a_community_runs(tmp_path, capsys):
    assert run(drawn(tmp_path, lambda cell, home: home)) == 0
    assert '"grids": 3' in capsys.readouterr().out


@pytest.mark.parametrize(
    ("grid_of", "said"),
    [(lambda cell, home: 0, "crosses"), (lambda cell, home: f"{home}{cell % 2}", "pieces")],
)
def test_grids_that_do_not_fit_are_one_clear_line(tmp_path, capsys, grid_of, said):
    assert run(drawn(tmp_path, grid_of)) == 2
    told = capsys.readouterr().err.strip()
    assert said in told and "grids.csv" in told and len(told.splitlines()) == 1


def test_python_refuses_it_too(tmp_path):
    path = drawn(tmp_path, lambda cell, home: 0)
    scenario = load("status_quo").with_place("training_town")
    scenario = scenario.set_many({"layout_file": str(path), "grid.layout": "drawn"})
    with pytest.raises(ValueError, match="crosses"):
        simulate(scenario, days=5, warmup=0)
