"""What a folder of results can still do: make its runs again to the bit, go on, be gathered after a kill."""

from __future__ import annotations

import json
import shutil

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from shapan import load, simulate
from shapan.experiments.cli import main
from shapan.experiments.runs import runner
from shapan.experiments.runs.folders import build_mark
from shapan.experiments.runs.manifest import read_manifest, recorded_tasks
from shapan.experiments.runs.refusing import Refused
from shapan.model.place.world import build_world
from shapan.scenarios.recorded import read_record, record

TOWN = ["--place", "training_town"]
SHORT = [*TOWN, "--days", "60", "--warmup", "30", "--workers", "1", "--lang", "en"]
STEPS = """format = 1
kind = "scenario"
title = "Steps"
place = "training_town"
policy = "yantian"
set = {"staff.admin_share" = 0.3}
assumptions = {"service.patience_days" = 9}

[[steps]]
at = "2026-02-01"
set = {"grid.households_per_grid" = 250}

[[steps]]
at = "2026-02-10"
where = 0.5
set = {"channels.app_ease" = 0.9}

[[triggers]]
when = "registered_on_time_share < 0.99 for 7 days"
set = {"staff.admin_share" = 0.25}

[[shocks]]
kind = "epidemic"
start = "2026-02-20"
days = 10
strength = 2
"""


def drawn_file(tmp_path):
    community = build_world(load("status_quo").with_place("training_town").parameters.place).territory.community_of_cell
    path = tmp_path / "grids.csv"
    path.write_text("cell,grid\n" + "".join(f"{cell},{home}\n" for cell, home in enumerate(community)))
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """One folder with a policy of its own, dated steps and all, and grids drawn by hand; never changed by a test."""
    home = tmp_path_factory.mktemp("made")
    file, grids = home / "steps.toml", drawn_file(home)
    file.write_text(STEPS, encoding="utf-8")
    drawn = f"status_quo{{layout_file={grids}, grid.layout=drawn}}"
    assert main(["compare", "yantian", str(file), drawn, *SHORT, "--reps", "1", "--out", str(home / "out")]) == 0
    grids.write_text("cell,grid\n", encoding="utf-8")  # whoever reads it again would notice
    return home / "out"


@pytest.fixture
def copy(made, tmp_path):
    return shutil.copytree(made, tmp_path / "copy")


def change(folder, edit):
    path = folder / "manifest.json"
    text = json.loads(path.read_text(encoding="utf-8"))
    edit(text)
    path.write_text(json.dumps(text), encoding="utf-8")


def test_everything_is_made_again_to_the_bit(capsys, made):
    capsys.readouterr()
    assert main(["rerun", str(made / "manifest.json"), "--workers", "1", "--lang", "en"]) == 0
    out, err = capsys.readouterr()
    assert "3 of 3 runs made again: the same bits" in out and err == ""


def test_the_manifest_holds_all_that_the_hash_covers(made, tmp_path):
    file = tmp_path / "steps.toml"
    file.write_text(STEPS, encoding="utf-8")
    for scenario in (load("yantian").with_place("training_town"), load(file)):
        again = read_record(json.loads(json.dumps(record(scenario))))
        assert again.hash == again.said_hash == scenario.hash
        assert [step.levers for step in again.steps] == [step.levers for step in scenario.steps]
        assert again.warmup_parameters == scenario.warmup_parameters
    _, found = read_manifest(made)
    assert all(task.scenario.hash == task.scenario.said_hash for task in recorded_tasks(found))
    drawn = list(found["scenarios"].values())[2]["drawn"]
    assert len(drawn) > 3 and drawn[0] == [0, 0]


def test_the_warmup_of_another_policy_counts(made):
    """Rebuilt with the policy's own levers in the warm-up, as was done before, the run is another one."""
    _, found = read_manifest(made)
    task = recorded_tasks(found)[0]
    right = simulate(task.scenario, 1, 60, 30).indicators
    runs = pd.read_parquet(made / "runs.parquet").set_index("scenario")
    assert right["coverage"] == runs.loc["yantian", "coverage"]
    assert task.scenario.warmup_parameters.levers != task.scenario.parameters.levers


def test_one_run_may_be_asked_for_as_an_object(capsys, made):
    run_id = pd.read_parquet(made / "runs.parquet")["run_id"][0]
    capsys.readouterr()
    assert main(["rerun", str(made), "--run", run_id, "--json", "--workers", "1"]) == 0
    text = json.loads(capsys.readouterr().out)
    assert text["same"] is True and [run["run_id"] for run in text["runs"]] == [run_id]
    assert main(["rerun", str(made), "--run", "nobody", "--lang", "en"]) == 2
    assert run_id in capsys.readouterr().err


def test_a_tampered_value_is_found(capsys, copy):
    def edit(manifest):
        manifest["scenarios"]["yantian"]["text"]["assumptions"]["service"]["patience_days"] = 3

    change(copy, edit)
    run_id = pd.read_parquet(copy / "runs.parquet")["run_id"][0]
    assert main(["rerun", str(copy), "--run", run_id, "--workers", "1", "--lang", "en"]) == 1
    out, err = capsys.readouterr()
    assert "do not give its hash" in err and "coverage" in out and "0 of 1 runs" in out


def test_a_tampered_result_is_found(capsys, copy):
    table = pq.read_table(copy / "runs.parquet").to_pandas()
    table.loc[0, "coverage"] += 1e-15
    pq.write_table(pa.Table.from_pandas(table, preserve_index=False), copy / "runs.parquet")
    daily = pq.read_table(copy / "by_cell.parquet").to_pandas()
    daily.loc[5, "value"] += 1e-9
    pq.write_table(pa.Table.from_pandas(daily, preserve_index=False), copy / "by_cell.parquet")
    assert main(["rerun", str(copy), "--run", table["run_id"][0], "--workers", "1", "--lang", "en"]) == 1
    out = capsys.readouterr().out
    assert "coverage" in out and "tables: by_cell" in out and "packages are those of then" in out


def test_other_versions_are_named_where_results_differ(capsys, copy):
    change(copy, lambda manifest: manifest["versions"].update(numpy="1.0"))
    table = pq.read_table(copy / "runs.parquet").to_pandas()
    table.loc[0, "trust"] = 0.5
    pq.write_table(pa.Table.from_pandas(table, preserve_index=False), copy / "runs.parquet")
    assert main(["rerun", str(copy), "--run", table["run_id"][0], "--workers", "1", "--lang", "en"]) == 1
    assert "numpy 1.0 →" in capsys.readouterr().out


@pytest.mark.parametrize(
    "edit",
    [
        lambda manifest: manifest.pop("scenarios"),
        lambda manifest: manifest["scenarios"]["yantian"].pop("status_quo"),
        lambda manifest: manifest.update(seeds="x"),
        lambda manifest: manifest.update(format=9),
        lambda manifest: manifest["scenarios"]["yantian"]["text"]["levers"].update(nothing=3),
    ],
)
def test_a_manifest_that_says_too_little_is_one_line(capsys, copy, edit):
    change(copy, edit)
    assert main(["rerun", str(copy), "--lang", "en"]) == 2
    err = capsys.readouterr().err
    assert "manifest" in err and err.count("\n") == 1


@pytest.mark.parametrize("text", [None, "", "{", "[]"])
def test_what_is_no_manifest_is_one_line(capsys, tmp_path, text):
    if text is not None:
        (tmp_path / "manifest.json").write_text(text)
    for command in ("rerun", "gather"):
        assert main([command, str(tmp_path), "--lang", "en"]) == 2
        err = capsys.readouterr().err
        assert "manifest" in err and err.count("\n") == 1


RUN = ["run", "status_quo", *SHORT, "--reps", "4"]


def test_after_a_kill_the_folder_is_gathered_and_gone_on_with(capsys, monkeypatch, tmp_path, killed_after):
    whole, out = tmp_path / "whole", tmp_path / "killed"
    assert main([*RUN, "--out", str(whole)]) == 0
    with monkeypatch.context() as patched:
        killed_after(patched, 2)
        with pytest.raises(SystemExit):
            main([*RUN, "--out", str(out)])
    text = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert text["state"] == "running" and text["seeds"] == [1, 2, 3, 4], "the manifest was there before the runs"
    capsys.readouterr()
    assert main([*RUN, "--out", str(out)]) == 2 and "already holds results" in capsys.readouterr().err

    assert main(["gather", str(out), "--lang", "en"]) == 0
    assert "2 of 4 runs" in capsys.readouterr().out
    assert list(pd.read_parquet(out / "runs.parquet")["seed"]) == [1, 2]
    assert json.loads((out / "manifest.json").read_text(encoding="utf-8"))["state"] == "interrupted"

    made, simulate = [], runner.simulate
    monkeypatch.setattr(runner, "simulate", lambda *asked, **more: made.append(asked[1]) or simulate(*asked, **more))
    assert main([*RUN, "--out", str(out), "--resume", "--json"]) == 0
    assert made == [3, 4], "only what is missing is run"
    assert json.loads(capsys.readouterr().out)["indicators"]["coverage"]["n"] == 4
    for table in ("daily", "by_cell", "ledger", "bought"):
        assert pq.read_table(out / f"{table}.parquet").equals(pq.read_table(whole / f"{table}.parquet")), table
    ours, theirs = (pd.read_parquet(one / "runs.parquet").drop(columns="wall_s") for one in (out, whole))
    assert ours.equals(theirs)
    assert not (out / "parts").exists()
    assert json.loads((out / "manifest.json").read_text(encoding="utf-8"))["state"] == "done"

    made.clear()
    assert main([*RUN, "--out", str(out), "--resume"]) == 0 and made == []
    assert "whole already" in capsys.readouterr().err
    assert main(["gather", str(out), "--lang", "en"]) == 0
    assert "nothing left to gather: 4 of 4" in capsys.readouterr().out


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    return tmp_path_factory.mktemp("begun") / "out"


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (["--reps", "5"], "seeds"),
        (["--days", "61"], "days"),
        (["--warmup", "31"], "warmup"),
        (["--set", "staff.admin_share=0.31"], "scenarios"),
    ],
)
def test_only_the_same_runs_are_gone_on_with(capsys, begun, other, said):
    typed = [*RUN[:-2], "--reps", "1", "--out", str(begun), "--resume"]
    assert main(typed) == 0
    capsys.readouterr()
    option, value = other
    changed = [*typed, *other]
    if option in typed:
        changed = [value if before == option else word for before, word in zip(["", *typed], typed, strict=False)]
    assert main(changed) == 2
    last = capsys.readouterr().err.splitlines()[-1]
    assert f"other runs: {said} there" in last


def test_another_build_is_not_gone_on_with(copy):
    from shapan.experiments.runs.resuming import check_same

    _, found = read_manifest(copy)
    tasks = recorded_tasks(found)
    check_same(found, tasks)
    found["versions"]["build"] = "0.0.0+other"
    with pytest.raises(Refused, match="build"):
        check_same(found, tasks)


def test_resume_goes_with_a_folder(capsys, tmp_path):
    assert main([*RUN, "--resume"]) == 2 and "--out" in capsys.readouterr().err
    fresh = [*RUN[:-2], "--reps", "1", "--out", str(tmp_path / "new"), "--resume"]
    assert main(fresh) == 0, "where there is nothing yet, the same line begins"


def test_every_run_says_which_build_made_it(town):
    run = simulate(town, days=5, warmup=0)
    assert (run.build, run.scenario_hash) == (build_mark(), town.hash)
    assert len(repr(run)) < 120 and len(repr(town)) < 120
