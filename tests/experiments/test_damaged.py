"""Folders of results that somebody changed, tore or left half done: what is finished is kept, what is wrong is said."""

from __future__ import annotations

import json
import os
import shutil

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from shapan.experiments.cli import main
from shapan.experiments.runs import folders, manifest, rerun, runner, store
from shapan.experiments.runs.parts import runs_in

pytestmark = pytest.mark.usefixtures("runs_made_once")

SHORT = ["--place", "training_town", "--days", "3", "--warmup", "0", "--workers", "1", "--lang", "en"]
RUN = ["run", "status_quo", *SHORT, "--reps", "4"]


@pytest.fixture(scope="module")
def folder_left_behind(tmp_path_factory, killed_after):
    out = tmp_path_factory.mktemp("left") / "out"
    with pytest.MonkeyPatch.context() as patched:
        killed_after(patched, 3)
        with pytest.raises(SystemExit):
            main([*RUN, "--out", str(out)])
    return out


@pytest.fixture(scope="module")
def folder_whole(tmp_path_factory):
    out = tmp_path_factory.mktemp("whole") / "out"
    assert main([*RUN, "--out", str(out)]) == 0
    return out


@pytest.fixture
def left(folder_left_behind, tmp_path):
    return shutil.copytree(folder_left_behind, tmp_path / "left")


@pytest.fixture
def whole(folder_whole, tmp_path):
    return shutil.copytree(folder_whole, tmp_path / "whole")


def change(folder, edit):
    path = folder / "manifest.json"
    text = json.loads(path.read_text(encoding="utf-8"))
    edit(text)
    path.write_text(json.dumps(text), encoding="utf-8")


def refused(capsys, *typed):
    capsys.readouterr()
    assert main([*typed, "--lang", "en"]) == 2
    out, err = capsys.readouterr()
    lines = [line for line in err.splitlines() if not line.startswith("note: ")]
    assert out == "" and len(lines) == 1 and "Traceback" not in err, err
    return lines[0]


def gathered(capsys, folder):
    capsys.readouterr()
    assert main(["gather", str(folder), "--lang", "en"]) == 0
    return capsys.readouterr().out


def scenario_of(found):
    return found["scenarios"]["status_quo"]


def tear(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def test_a_changed_value_in_the_manifest_loses_no_run(capsys, left):
    """Runs are known by the hash that was written down, not by that of the values as they stand now."""
    change(left, lambda manifest: scenario_of(manifest)["text"]["levers"]["staff"].update(admin_share=0.11))
    assert "3 of 4 runs" in gathered(capsys, left)
    assert list(pd.read_parquet(left / "runs.parquet")["seed"]) == [1, 2, 3]
    assert pd.read_parquet(left / "daily.parquet")["seed"].nunique() == 3
    text = json.loads((left / "manifest.json").read_text(encoding="utf-8"))
    assert text["runs"] == {"asked": 4, "finished": 3, "failed": 0} and text["state"] == "interrupted"


def test_what_this_build_cannot_read_is_gathered_all_the_same(capsys, left):
    """A manifest of another build may name other levers; its runs are finished nonetheless."""
    change(left, lambda manifest: scenario_of(manifest)["text"]["levers"].update(of_tomorrow={"share": 1.0}))
    assert "3 of 4 runs" in gathered(capsys, left)
    assert "manifest" in refused(capsys, "rerun", str(left))


def test_a_result_carries_the_build_that_made_it(capsys, monkeypatch, left):
    made_by = folders.build_mark()
    for module in (folders, manifest):
        monkeypatch.setattr(module, "build_mark", lambda: "0.9+other")
    assert "3 of 4 runs" in gathered(capsys, left)
    assert set(pd.read_parquet(left / "runs.parquet")["build"]) == {made_by}
    assert json.loads((left / "manifest.json").read_text(encoding="utf-8"))["versions"]["build"] == made_by


def test_parts_of_other_runs_are_not_gathered_and_tables_stay(capsys, left):
    gathered(capsys, left)
    before = {path.name: path.read_bytes() for path in left.glob("*.parquet")}
    change(left, lambda manifest: scenario_of(manifest).update(hash="0" * 64))
    assert "does not name" in refused(capsys, "gather", str(left))
    assert {path.name: path.read_bytes() for path in left.glob("*.parquet")} == before


def test_a_folder_stopped_before_its_first_run_has_nothing_to_gather(capsys, left):
    for part in (left / "parts").glob("*.parquet"):
        part.unlink()
    assert "nothing left to gather: 0 of 4" in gathered(capsys, left)
    assert not list(left.glob("*.parquet")), "no table of no runs"


@pytest.mark.parametrize("table", ["daily", "runs", "by_cell"])
def test_one_torn_part_stops_no_other_run(capsys, left, table):
    name = sorted(runs_in(left / "parts"))[1]
    tear(left / "parts" / f"{name}.{table}.parquet")
    assert name in list(pd.Series(sorted(runs_in(left / "parts"))))
    assert len(store.read(left, "balance")) > 0 and len(store.read(left, table)) > 0
    assert "2 of 4 runs" in gathered(capsys, left)
    assert list(pd.read_parquet(left / "runs.parquet")["seed"]) == [1, 3]
    assert main([*RUN, "--out", str(left), "--resume"]) == 0
    assert list(pd.read_parquet(left / "runs.parquet")["seed"]) == [1, 2, 3, 4], "what was torn is made again"


def test_a_page_torn_inside_a_part_is_noticed(capsys, left):
    path = left / "parts" / f"{sorted(runs_in(left / 'parts'))[0]}.daily.parquet"
    data = bytearray(path.read_bytes())
    data[4:200] = bytes(196)
    path.write_bytes(bytes(data))
    assert "2 of 4 runs" in gathered(capsys, left)


def test_gathering_never_takes_a_run_out_of_the_tables(capsys, left):
    gathered(capsys, left)
    for path in (left / "parts").glob("*000002.daily.parquet"):
        tear(path)
    assert "would leave them out" in refused(capsys, "gather", str(left))
    assert len(pd.read_parquet(left / "runs.parquet")) == 3


def test_a_run_torn_while_the_tables_are_made_is_said(capsys, monkeypatch, tmp_path):
    write_part = store.write_part

    def write(folder, done, run):
        write_part(folder, done, run)
        if done.task.seed == 2:
            tear(folder / f"{done.task.run_id}.daily.parquet")

    monkeypatch.setattr(store, "write_part", write)
    assert main([*RUN, "--out", str(tmp_path / "out")]) == 1
    err = capsys.readouterr().err
    assert "the tables of 1 finished runs are gone" in err and "Traceback" not in err
    runs = pd.read_parquet(tmp_path / "out" / "runs.parquet").set_index("seed")
    assert runs.loc[2, "stage"] == "gather" and runs.loc[3, "stage"] == "done"


def test_a_fault_of_the_table_library_costs_no_output(capsys, monkeypatch, tmp_path):
    def broken(*_):
        raise pa.ArrowInvalid("no such page\nat all")

    monkeypatch.setattr(store, "_gather", broken)
    assert main([*RUN, "--out", str(tmp_path / "out"), "--json"]) == 1
    out, err = capsys.readouterr()
    assert json.loads(out)["indicators"] and "no such page" in err and "shapan gather" in err
    assert "no such page" in refused(capsys, "gather", str(tmp_path / "out"))


INFINITE = float("inf")


@pytest.mark.parametrize(
    "edit",
    [
        lambda manifest: manifest.update(scenarios={}),
        lambda manifest: manifest.update(scenarios=[]),
        lambda manifest: manifest.update(seeds=[]),
        lambda manifest: manifest.update(seeds=[INFINITE]),
        lambda manifest: manifest.update(seeds=[1.5]),
        lambda manifest: manifest.update(seeds="12"),
        lambda manifest: manifest.update(seeds=[1, 1]),
        lambda manifest: manifest.update(seeds=[2**70]),
        lambda manifest: scenario_of(manifest).update(hash=""),
        lambda manifest: scenario_of(manifest).update(hash="../../.." + "0" * 56),
        lambda manifest: scenario_of(manifest).pop("hash"),
    ],
)
@pytest.mark.parametrize("command", ["rerun", "gather"])
def test_a_manifest_that_names_no_runs_is_refused(capsys, left, command, edit):
    change(left, edit)
    assert "manifest" in refused(capsys, command, str(left))
    assert not (left / "runs.parquet").exists()


@pytest.mark.parametrize(
    "edit",
    [
        lambda manifest: manifest.update(days=INFINITE),
        lambda manifest: manifest.update(days=True),
        lambda manifest: manifest.update(warmup="3"),
        lambda manifest: manifest.update(redraw="no"),
        lambda manifest: manifest.update(versions=None),
        lambda manifest: manifest.update(versions="abc"),
        lambda manifest: scenario_of(manifest).update(steps=5),
        lambda manifest: scenario_of(manifest).update(drawn=[[1]]),
    ],
)
def test_a_manifest_that_no_run_can_be_made_of_is_refused(capsys, left, edit):
    change(left, edit)
    assert "manifest" in refused(capsys, "rerun", str(left))


def test_a_manifest_deeper_than_anything_is_refused(capsys, left):
    (left / "manifest.json").write_text("[" * 200_000)
    for command in ("rerun", "gather"):
        assert "manifest" in refused(capsys, command, str(left))


@pytest.mark.parametrize("runs", [None, {"asked": "x"}, 3])
def test_what_a_manifest_says_of_its_counts_is_not_needed(capsys, left, runs):
    change(left, lambda manifest: manifest.update(runs=runs) if runs else manifest.pop("runs"))
    assert "3 of 4 runs" in gathered(capsys, left)


def test_a_folder_that_forgot_when_it_was_begun_is_gone_on_with(left):
    change(left, lambda manifest: manifest.pop("start"))
    assert main([*RUN, "--out", str(left), "--resume"]) == 0
    assert len(pd.read_parquet(left / "runs.parquet")) == 4
    assert json.loads((left / "manifest.json").read_text(encoding="utf-8"))["start"]


def test_a_whole_folder_without_counts_is_refused(capsys, whole):
    change(whole, lambda manifest: manifest.pop("runs"))
    assert "manifest" in refused(capsys, "gather", str(whole))


def test_a_refusal_within_a_refusal_is_said_in_its_language(capsys, left):
    change(left, lambda manifest: manifest.update(seeds=[1, 1]))
    assert main(["rerun", str(left), "--lang", "zh"]) == 2
    err = capsys.readouterr().err
    assert "given twice" not in err and "清单" in err


def test_a_lock_that_cannot_be_written_is_one_line(capsys, left):
    lock = left / "parts" / ".lock"
    lock.unlink()
    lock.mkdir()  # as a folder that may not be written to: nothing can be opened there
    assert "cannot be written" in refused(capsys, "gather", str(left))
    assert "cannot be written" in refused(capsys, *RUN[:-2], "--reps", "4", "--out", str(left), "--resume")


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_to_is_one_line(capsys, left):
    left.chmod(0o500)
    try:
        assert "cannot be written" in refused(capsys, "gather", str(left))
    finally:
        left.chmod(0o700)


def test_parts_that_are_a_file_are_one_line(capsys, left):
    shutil.rmtree(left / "parts")
    (left / "parts").write_text("x")
    assert "cannot be written" in refused(capsys, *RUN, "--out", str(left), "--resume")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
@pytest.mark.parametrize("command", ["rerun", "gather", "resume"])
def test_a_pipe_in_place_of_a_manifest_is_refused_and_not_waited_for(capsys, tmp_path, command):
    pipe = tmp_path / "manifest.json"
    os.mkfifo(pipe)
    typed = [*RUN, "--out", str(tmp_path), "--resume"] if command == "resume" else [command, str(tmp_path)]
    assert "a device, a pipe or a folder" in refused(capsys, *typed)


def test_a_manifest_without_end_is_not_read_to_its_end(capsys, monkeypatch, left):
    assert "a device, a pipe or a folder" in refused(capsys, "rerun", os.devnull)
    monkeypatch.setattr("shapan.experiments.runs.manifest.MOST_BYTES", 1000)
    assert "larger than" in refused(capsys, "rerun", str(left))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_in_place_of_a_table_is_refused_and_not_waited_for(capsys, monkeypatch, whole):
    (whole / "daily.parquet").unlink()
    os.mkfifo(whole / "daily.parquet")
    monkeypatch.setattr(runner, "simulate", None)
    assert "daily.parquet: is a device" in refused(capsys, "rerun", str(whole), "--workers", "1")


@pytest.mark.parametrize("how", ["torn", "folder", "nameless"])
def test_a_table_that_cannot_be_compared_with_is_refused_before_anything_runs(capsys, monkeypatch, whole, how):
    path = whole / "daily.parquet"
    if how == "torn":
        tear(path)
    elif how == "folder":
        path.unlink()
        path.mkdir()
    else:
        pq.write_table(pq.read_table(path).drop_columns(["run_id"]), path)
    monkeypatch.setattr(runner, "simulate", None)
    assert "daily.parquet" in refused(capsys, "rerun", str(whole), "--workers", "1")


@pytest.mark.parametrize("how", ["twice", "no stage"])
def test_rows_that_say_nothing_certain_are_refused(capsys, whole, how):
    path = whole / "runs.parquet"
    table = pq.read_table(path)
    pq.write_table(pa.concat_tables([table, table]) if how == "twice" else table.drop_columns(["stage"]), path)
    assert "no runs to compare with" in refused(capsys, "rerun", str(whole), "--workers", "1")


def test_a_page_torn_in_a_table_is_a_table_that_differs(capsys, whole):
    path = whole / "by_cell.parquet"
    data = bytearray(path.read_bytes())
    column = pq.ParquetFile(path).metadata.row_group(0)
    named = {column.column(one).path_in_schema: column.column(one) for one in range(column.num_columns)}["value"]
    start = named.dictionary_page_offset or named.data_page_offset
    data[start : start + 40] = bytes(40)
    path.write_bytes(bytes(data))
    assert main(["rerun", str(whole), "--workers", "1", "--lang", "en"]) == 1
    out, err = capsys.readouterr()
    assert "tables: by_cell" in out and "Error" not in err


def test_runs_that_were_never_finished_are_not_made_for_nothing(capsys, monkeypatch, left):
    made, simulate = [], runner.simulate
    monkeypatch.setattr(runner, "simulate", lambda *asked, **more: made.append(asked[1]) or simulate(*asked, **more))
    assert main(["rerun", str(left), "--workers", "1", "--lang", "en"]) == 1
    out = capsys.readouterr().out
    assert made == [1, 2, 3] and "3 of 4 runs" in out and "keeps no such run" in out


def test_why_a_run_cannot_be_compared_is_said_in_chinese(capsys, left):
    gathered(capsys, left)
    table = pq.read_table(left / "runs.parquet").to_pandas()
    table.loc[0, ["stage", "error"]] = ["simulate", "ZeroDivisionError: x"]
    pq.write_table(pa.Table.from_pandas(table, preserve_index=False), left / "runs.parquet")
    names = [*table["run_id"][:1], "00-" + table["run_id"][0][3:11] + "-000004"]
    capsys.readouterr()
    for name, said in zip(names, ("当时在", "没有这次模拟"), strict=True):
        assert main(["rerun", str(left), "--run", name, "--workers", "1", "--lang", "zh"]) == 1
        out = capsys.readouterr().out
        assert said in out and "not kept" not in out and "then:" not in out
        assert main(["rerun", str(left), "--run", name, "--workers", "1", "--json", "--lang", "zh"]) == 1
        assert said in json.loads(capsys.readouterr().out)["runs"][0]["error"]


def test_a_run_that_fails_now_says_so(capsys, monkeypatch, whole):
    def broken(*_, **__):
        raise ZeroDivisionError("no hours")

    monkeypatch.setattr(runner, "simulate", broken)
    assert main(["rerun", str(whole), "--workers", "1", "--lang", "en"]) == 1
    assert "fails now, at simulate: ZeroDivisionError: no hours" in capsys.readouterr().out
    assert rerun.Remade("x", "y", 1, {}, reason="rerun.not_kept").same is False


@pytest.mark.parametrize("more", [[], ["--resume"]])
def test_a_folder_stopped_before_its_manifest_is_taken_over(capsys, tmp_path, more):
    (tmp_path / "out" / "parts").mkdir(parents=True)
    (tmp_path / "out" / "parts" / ".lock").touch()
    assert main([*RUN[:-2], "--reps", "1", "--out", str(tmp_path / "out"), *more]) == 0
    assert len(pd.read_parquet(tmp_path / "out" / "runs.parquet")) == 1


def test_a_disk_full_before_the_manifest_leaves_the_folder_usable(capsys, monkeypatch, tmp_path):
    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(store, "write_text", full)
        assert "No space" in refused(capsys, *RUN, "--out", str(tmp_path / "out"))
    assert main([*RUN[:-2], "--reps", "1", "--out", str(tmp_path / "out"), "--resume"]) == 0


def test_parts_that_hold_anything_are_not_taken_over(capsys, left):
    (left / "manifest.json").unlink()
    assert "already holds results" in refused(capsys, *RUN, "--out", str(left))


def test_a_whole_folder_is_told_from_what_is_stored(capsys, monkeypatch, tmp_path):
    typed = [
        "yantian",
        "--place",
        "training_town",
        "--days",
        "70",
        "--warmup",
        "0",
        "--workers",
        "1",
        "--reps",
        "2",
        "--out",
        str(tmp_path / "out"),
        "--json",
    ]
    assert main(["run", *typed]) == 0
    first = json.loads(capsys.readouterr().out)
    assert first["matters"], "something of every part of a run is told"
    monkeypatch.setattr(runner, "simulate", None)
    assert main(["run", *typed, "--resume"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out) == first and "whole already" in err


def test_a_whole_comparison_is_told_from_what_is_stored(capsys, tmp_path):
    typed = ["compare", "status_quo", "yantian", *SHORT, "--reps", "2", "--out", str(tmp_path / "out"), "--json"]
    assert main(typed) == 0
    first = json.loads(capsys.readouterr().out)
    assert main([*typed, "--resume"]) == 0
    assert json.loads(capsys.readouterr().out) == first
    path = tmp_path / "out" / "runs.parquet"
    pq.write_table(pq.read_table(path).slice(1), path)
    assert "does not hold the run" in refused(capsys, *typed, "--resume")
