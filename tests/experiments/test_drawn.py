"""Grids drawn by hand: a file that fits is run, one that does not is refused before anything runs."""

import pickle

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
    text = capsys.readouterr().err.strip()
    assert said in text and "grids.csv" in text and len(text.splitlines()) == 1


@pytest.mark.parametrize("command", ["balance", "statement", "run", "compare"])
def test_every_command_refuses_grids_that_do_not_fit(tmp_path, capsys, command):
    path = drawn(tmp_path, lambda cell, home: 0)
    names = ["status_quo", "yantian"] if command == "compare" else ["status_quo"]
    typed = [command, *names, "--place", "training_town", "--days", "10"]
    for language, said in (("en", "crosses from community 0 into community 2"), ("zh", "从社区 0 跨入社区 2")):
        assert main([*typed, "--lang", language, "--set", f"layout_file={path}", "grid.layout=drawn"]) == 2
        out, err = capsys.readouterr()
        assert out == "" and said in err and err.count("\n") == 1 and "Traceback" not in err


def test_grids_are_frozen_when_they_are_first_read(tmp_path):
    """Workers, and everybody who has the scenario, run the grids that its hash speaks of."""
    path = drawn(tmp_path, lambda cell, home: home)
    town = load("status_quo").with_place("training_town")
    scenario = town.set_many({"layout_file": str(path), "grid.layout": "drawn"})
    marked, pairs = scenario.hash, scenario.drawn_layout
    drawn(tmp_path, lambda cell, home: 10 * home + (cell % 2))
    again = pickle.loads(pickle.dumps(scenario)).set("staff.admin_share", 0.3)
    assert again.drawn_layout == pairs and pickle.loads(pickle.dumps(scenario)).hash == marked
    path.unlink()
    assert simulate(scenario, days=5, warmup=0).grids == 3
    assert scenario.set("grid.layout", "balanced").set("grid.layout", "drawn").drawn_layout == pairs


def test_grids_drawn_from_a_date_on_are_read_too(tmp_path):
    path = drawn(tmp_path, lambda cell, home: home)
    file = tmp_path / "later.toml"
    file.write_text(
        'format = 1\nkind = "scenario"\ntitle = "x"\nplace = "training_town"\npolicy = "status_quo"\n'
        f'layout_file = "{path.name}"\n[[steps]]\nat = "2026-01-10"\nset = {{"grid.layout" = "drawn"}}\n',
        encoding="utf-8",
    )
    scenario = load(file)
    assert scenario.drawn_layout and simulate(scenario, days=30, warmup=0).grids == 3


def test_a_file_of_grids_that_is_not_used_is_noted(tmp_path):
    file = tmp_path / "unused.toml"
    file.write_text(
        'format = 1\nkind = "scenario"\ntitle = "x"\nplace = "training_town"\npolicy = "status_quo"\n'
        'layout_file = "nowhere.csv"\n',
        encoding="utf-8",
    )
    (note,) = [notice for notice in load(file).warnings if notice.code == "layout_unused"]
    assert "nowhere.csv" in note.text("en") and "nowhere.csv" in note.text("zh")


def test_python_refuses_it_too(tmp_path):
    path = drawn(tmp_path, lambda cell, home: 0)
    scenario = load("status_quo").with_place("training_town")
    scenario = scenario.set_many({"layout_file": str(path), "grid.layout": "drawn"})
    with pytest.raises(ValueError, match="crosses"):
        simulate(scenario, days=5, warmup=0)
