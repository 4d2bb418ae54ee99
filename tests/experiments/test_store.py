"""Results on disk: whole or not at all, in the order of the tasks, readable by others."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from shapan.experiments.cli import main
from shapan.experiments.runs import store
from shapan.experiments.runs.manifest import manifest, versions
from shapan.experiments.runs.parts import left_behind
from shapan.experiments.runs.refusing import Refused
from shapan.experiments.runs.task import Finished, Summary, Task, failed
from shapan.scenarios.library import load

pytestmark = pytest.mark.usefixtures("runs_made_once")

TOWN = load("status_quo").with_place("training_town")


@dataclass(frozen=True)
class PretendRun:
    daily: pd.DataFrame
    by_cell: pd.DataFrame
    by_group: pd.DataFrame | None = None


def a_run(seed, days=5):
    daily = pd.DataFrame({"day": range(days), "indicator": "born", "value": [float(seed + d) for d in range(days)]})
    daily["unit"] = pd.Categorical(["needs"] * days)
    cells = pd.DataFrame(
        {"cell": [0, 1], "community": [0, 0], "grid": [0, 1], "indicator": "coverage", "value": [0.5, 0.6]}
    )
    return PretendRun(daily, cells)


def a_finished(name, column, replication):
    task = Task(name, TOWN, 10 + replication, 5, 0, column, replication)
    return Finished(task, 0.5, Summary({"coverage": 0.5}, {"born": 7, "open": 0}, {"app": 3}, 100, 1, 2))


def write(path, order):
    folder = store.Folder(path)
    folder.open_for_writing()
    finished = []
    for name, column, replication in order:
        done = a_finished(name, column, replication)
        store.write_part(folder.parts, done, a_run(done.task.seed))
        finished.append(done)
    return folder, finished


ORDER = [("A", 0, 0), ("B", 1, 0), ("A", 0, 1), ("B", 1, 1)]


def test_parts_become_few_large_tables_and_a_manifest(tmp_path):
    folder, finished = write(tmp_path / "out", ORDER)
    folder.close(finished, manifest([done.task for done in finished], finished, "2026-01-01T00:00:00+00:00", False))
    assert {path.name for path in folder.path.iterdir()} == {
        "runs.parquet",
        "daily.parquet",
        "by_cell.parquet",
        "manifest.json",
    }
    runs = pd.read_parquet(folder.path / "runs.parquet")
    assert list(runs["scenario"]) == ["A", "A", "B", "B"] and list(runs["seed"]) == [10, 11, 10, 11]
    assert list(runs["requests_app"]) == [3] * 4 and set(runs["stage"]) == {"done"}
    assert runs["run_id"].is_unique
    daily = pd.read_parquet(folder.path / "daily.parquet")
    assert list(daily.columns[:4]) == ["run_id", "scenario", "replication", "seed"] and len(daily) == 20
    text = json.loads((folder.path / "manifest.json").read_text(encoding="utf-8"))
    assert text["format"] == 1 and text["seeds"] == [10, 11] and text["tables"] == ["runs", "daily", "by_cell"]
    assert text["scenarios"]["A"]["hash"] == TOWN.hash and text["state"] == "done"
    assert text["runs"] == {"asked": 4, "finished": 4, "failed": 0}
    assert {"shapan", "build", "python", "numpy", "mesa"} <= set(text["versions"]) == set(versions())


def test_the_order_in_which_runs_finish_leaves_no_trace(tmp_path):
    for name, order in (("one", ORDER), ("two", ORDER[::-1])):
        folder, finished = write(tmp_path / name, order)
        folder.close(finished, {"format": 1})
    for table in ("runs", "daily", "by_cell"):
        one, two = (pq.read_table(tmp_path / name / f"{table}.parquet") for name in ("one", "two"))
        assert one.equals(two)


def test_shared_columns_have_the_same_types_in_every_table(tmp_path):
    folder, finished = write(tmp_path / "out", ORDER)
    folder.close(finished, {"format": 1})
    for table in ("runs", "daily", "by_cell"):
        schema = pq.read_schema(folder.path / f"{table}.parquet")
        assert str(schema.field("run_id").type) == "string" and str(schema.field("seed").type) == "int64"
        assert not [kind for kind in schema.types if "dictionary" in str(kind) or "large" in str(kind)]


def test_a_failed_run_is_a_row(tmp_path):
    folder, finished = write(tmp_path / "out", ORDER[:1])
    bad = failed(Task("B", TOWN, 10, 5, 0, 1), "simulate", ZeroDivisionError("no hours"), 0.1)
    folder.close([*finished, bad], {"format": 1})
    runs = pd.read_parquet(folder.path / "runs.parquet")
    assert list(runs["stage"]) == ["done", "simulate"]
    assert runs["error"].iloc[1] == "ZeroDivisionError: no hours"
    assert pd.isna(runs["coverage"].iloc[1])


def test_only_failed_runs_make_a_table_too(tmp_path):
    folder = store.Folder(tmp_path / "out")
    folder.open_for_writing()
    folder.close([failed(Task("B", TOWN, 10), "simulate", ValueError("x"), 0.1)], {"format": 1})
    assert len(pd.read_parquet(folder.path / "runs.parquet")) == 1


def test_what_was_finished_before_a_kill_can_be_read(tmp_path):
    folder, _ = write(tmp_path / "out", ORDER[:3])  # never closed, as after kill -9
    assert len(store.read(folder.path, "runs")) == 3
    assert len(store.read(folder.path, "daily")) == 15
    with pytest.raises(FileNotFoundError):
        store.read(folder.path, "ledger")


def test_a_run_nobody_heard_of_is_kept_all_the_same(tmp_path):
    folder = store.Folder(tmp_path)
    folder.open_for_writing()
    both = [a_finished("one", 0, replication) for replication in (0, 1)]
    for done in both:
        store.write_part(folder.parts, done, a_run(done.task.seed))
    waiting = a_finished("one", 0, 2).task
    tasks = [done.task for done in both] + [waiting]
    assert left_behind(folder.parts, tasks, both[:1]) == both[1:]
    assert left_behind(folder.parts, tasks, both) == []


def test_two_experiments_are_never_mixed(tmp_path):
    folder, finished = write(tmp_path / "out", ORDER)
    folder.close(finished, {"format": 1})
    with pytest.raises(Refused, match="already holds results"):
        store.Folder(folder.path).open_for_writing()
    write(tmp_path / "killed", ORDER[:1])
    with pytest.raises(Refused, match="already holds results"):
        store.Folder(tmp_path / "killed").open_for_writing()
    (tmp_path / "file").write_text("x")
    with pytest.raises(Refused, match="is a file"):
        store.Folder(tmp_path / "file").open_for_writing()


def test_two_commands_cannot_hold_one_folder(tmp_path):
    first = store.Folder(tmp_path / "out")
    first.open_for_writing()
    with pytest.raises(Refused, match="another process"):
        store.Folder(tmp_path / "out").hold()
    first.let_go()
    store.Folder(tmp_path / "out").hold()


@pytest.mark.parametrize("name", ["x" * 300, "a\0b", "file/below"])
def test_a_folder_that_cannot_be_is_refused_in_one_line(tmp_path, name):
    (tmp_path / "file").write_text("x")
    with pytest.raises(Refused, match="--out"):
        store.Folder(tmp_path / name).open_for_writing()


def test_finished_runs_whose_parts_are_gone_are_said(tmp_path):
    folder, finished = write(tmp_path / "out", ORDER)
    (folder.parts / f"{finished[2].task.run_id}.daily.parquet").unlink()
    (folder.parts / f"{finished[3].task.run_id}.runs.parquet").unlink()
    lost = folder.close(finished, manifest([done.task for done in finished], finished, "", False))
    assert {done.task.run_id for done in lost} == {done.task.run_id for done in finished[2:]}
    text = json.loads((folder.path / "manifest.json").read_text(encoding="utf-8"))
    assert text["state"] == "incomplete" and folder.parts.is_dir(), "what is left can still be gone on with"
    runs = pd.read_parquet(folder.path / "runs.parquet").set_index("run_id")
    assert [runs.loc[done.task.run_id, "stage"] for done in finished] == ["done", "done", "gather", "gather"]
    assert "daily" in runs.loc[finished[2].task.run_id, "error"]
    assert left_behind(folder.parts, [done.task for done in finished], []) == finished[:2]


def test_a_run_that_could_not_be_written_is_told_and_not_kept(tmp_path):
    folder, finished = write(tmp_path / "out", ORDER[:2])
    unwritten = replace(a_finished("A", 0, 1), stage="write", error="OSError: [Errno 28] No space left on device")
    found = manifest([done.task for done in [*finished, unwritten]], [*finished, unwritten], "", False)
    assert found["state"] == "incomplete" and found["runs"] == {"asked": 3, "finished": 2, "failed": 0}
    assert folder.close([*finished, unwritten], found) == []
    assert list(pd.read_parquet(folder.path / "runs.parquet")["stage"]) == ["done", "write", "done"]


def test_a_folder_with_other_things_in_it_is_welcome(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    folder, finished = write(tmp_path, ORDER)
    folder.close(finished, {"format": 1})
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_a_file_appears_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "manifest.json"
    store.write_text(path, "first")
    monkeypatch.setattr(store.os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(OSError, match="No space"):
        store.write_text(path, "second")
    assert path.read_text() == "first" and [one.name for one in tmp_path.iterdir()] == ["manifest.json"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_file_whose_name_is_no_utf_8_is_run_kept_and_gone_on_with(capsys, tmp_path, monkeypatch):
    """As a folder of names in GB18030 looks on a system that reads UTF-8."""
    monkeypatch.chdir(tmp_path)
    name, folder = (os.fsdecode(text.encode("gb18030")) for text in ("情景.toml", "结果"))
    head = 'format = 1\nkind = "scenario"\ntitle = "x"\nplace = "training_town"\npolicy = "status_quo"\n'
    Path(name).write_text(head, encoding="utf-8")
    typed = ["compare", name, "lesson_small_grids", "--days", "5", "--warmup", "0", "--reps", "2"]
    for more in (["--workers", "2"], ["--resume"]):
        assert main([*typed, "--place", "training_town", "--out", "out", *more, "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["baseline"] == name
    assert main(["rerun", "out", "--workers", "1"]) == 0
    (found,) = set(store.read("out", "daily")["scenario"].to_pylist()) - {"lesson_small_grids"}
    assert found.endswith(".toml") and "\\udc" in found
    capsys.readouterr()
    assert main([*typed, "--out", folder, "--lang", "en"]) == 2
    assert "must be in UTF-8" in capsys.readouterr().err and not Path(folder).exists()


@pytest.mark.parametrize(("compiled", "engine"), [(True, None), (False, "plain")])
def test_a_manifest_says_when_no_compiled_kernel_ran(monkeypatch, compiled, engine):
    monkeypatch.setattr("shapan.model.engine.HAS_NUMBA", compiled)
    assert versions().get("engine") == engine
