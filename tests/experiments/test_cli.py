"""The command line as somebody uses it: what it prints, what it refuses, how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pandas as pd
import pytest

import shapan
from shapan.experiments.cli import main
from shapan.experiments.cli.choosing import split_braces
from shapan.experiments.compare import compare
from shapan.experiments.refusing import Refused
from shapan.model.indicators import INDICATORS
from shapan.scenarios.library import load

TOWN = ["--place", "training_town"]
SHORT = [*TOWN, "--days", "30", "--warmup", "10"]
BINS = ("met_on_time", "met_late", "lapsed_waiting", "wrong_door", "never_heard", "open")


def told(capsys, *typed):
    """What a command printed, as the object it promised."""
    assert main([*typed, "--json"]) == 0
    out, err = capsys.readouterr()
    assert out.count("\n") == 1 and "Traceback" not in err
    return json.loads(out)


def refused(capsys, *typed, language="en"):
    """The one line with which a command refuses."""
    assert main([*typed, "--lang", language]) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1 and "Traceback" not in err, err
    return err


def test_run_prints_the_promised_object(capsys):
    got = told(capsys, "run", "status_quo", *SHORT)
    assert set(got) == {
        *("format", "scenario", "place", "policy", "seed", "days", "warmup", "residents", "communities", "grids"),
        *("wall_s", "indicators", "funnel", "requests", "version", "scenario_hash"),
    }
    assert (got["format"], got["scenario"], got["place"], got["policy"]) == (
        1,
        "status_quo",
        "training_town",
        "status_quo",
    )
    assert (got["seed"], got["days"], got["warmup"], got["residents"]) == (1, 30, 10, 10_000)
    assert sum(got["funnel"][name] for name in BINS) == got["funnel"]["born"] > 0
    assert set(got["indicators"]) <= set(INDICATORS)
    assert got["indicators"]["coverage"].keys() == {"value", "unit", "better"}
    assert got["version"] == shapan.__version__


def test_run_with_replications_prints_means_with_intervals(capsys):
    got = told(capsys, "run", "status_quo", *SHORT, "--reps", "3", "--seed", "5", "--workers", "1")
    coverage = got["indicators"]["coverage"]
    assert coverage.keys() == {"value", "unit", "better", "lo", "hi", "n"} and coverage["n"] == 3
    assert coverage["lo"] < coverage["value"] < coverage["hi"]
    single = [told(capsys, "run", "status_quo", *SHORT, "--seed", str(seed)) for seed in (5, 6, 7)]
    assert coverage["value"] == pytest.approx(sum(one["indicators"]["coverage"]["value"] for one in single) / 3)
    assert got["funnel"]["born"] == pytest.approx(sum(one["funnel"]["born"] for one in single) / 3)


def test_the_shell_and_python_say_the_same(capsys):
    got = told(capsys, "run", "status_quo", *SHORT, "--seed", "3", "--set", "staff.admin_share=0.3")
    scenario = load("status_quo").with_place("training_town").set("staff.admin_share", 0.3)
    run = shapan.simulate(scenario, seed=3, days=30, warmup=10)
    assert {name: one["value"] for name, one in got["indicators"].items()} == run.indicators
    assert got["funnel"] == run.funnel and got["requests"] == run.requests


def test_compare_prints_the_promised_object(capsys):
    other = "status_quo{staff.admin_share=0.2, grid.households_per_grid=250}"
    got = told(capsys, "compare", "status_quo", other, *SHORT, "--reps", "2", "--workers", "1")
    assert (got["format"], got["baseline"], got["reps"]) == (1, "status_quo", 2)
    assert set(got["indicators"]["coverage"]) == {"status_quo", other} and list(got["paired"]) == [other]
    town = load("status_quo").with_place("training_town")
    changed = town.set("staff.admin_share", 0.2).set("grid.households_per_grid", 250)
    table = compare({"status_quo": town, other: changed}, seeds=[1, 2], days=30, warmup=10, workers=1)
    by_hand = json.loads(json.dumps(table.to_json_dict("en")))
    assert got["paired"] == by_hand["paired"] and got["indicators"] == by_hand["indicators"]


def test_set_is_for_all_and_braces_for_one(capsys):
    names = ["status_quo", "status_quo{staff.admin_share=0.5}"]
    got = told(capsys, "compare", *names, *SHORT, "--reps", "1", "--set", "staff.admin_share=0.5")
    assert all(pair["difference"] == 0 for pair in got["paired"][names[1]].values())
    assert got["paired"][names[1]]["coverage"]["lo"] is None


def test_assumptions_may_be_set_too(capsys):
    shown = told(capsys, "show", "status_quo", "--set", "service.patience_days=21")
    row = next(row for row in shown["values"] if row["key"] == "service.patience_days")
    assert row["value"] == 21 and row["from"] == "--set"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("yantian", ("yantian", [])),
        ("yantian{}", ("yantian", [])),
        ("yantian{a.b=1}", ("yantian", ["a.b=1"])),
        ("yantian { a.b=1 ,c.d = x }", ("yantian", ["a.b=1", "c.d = x"])),
        ("a/b.toml{a.b=1，c.d=2}", ("a/b.toml", ["a.b=1", "c.d=2"])),
    ],
)
def test_braces(text, parts):
    assert split_braces(text) == parts


@pytest.mark.parametrize("text", ["yantian{", "{a=1}", "yantian{a=1}x"])
def test_broken_braces_are_refused(text):
    with pytest.raises(Refused):
        split_braces(text)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (
            ["run", "status_quo", "--set", "grid.housholds_per_grid=3"],
            ["grid.housholds_per_grid", "grid.households_per_grid"],
        ),
        (["run", "status_quo", "--set", "staff.admin_share=2"], ["staff.admin_share", "0–0.9"]),
        (["run", "status_quo", "--set", "staff.admin_share=much"], ["staff.admin_share", "number"]),
        (["run", "status_quo", "--set", "staff.admin_share=nan"], ["finite"]),
        (["run", "status_quo", "--set", "staff.admin_share=inf"], ["finite"]),
        (["run", "status_quo", "--set", "staff.admin_share"], ["key=value"]),
        (["run", "status_quo", "--set", "grid.layout=round"], ["grid.layout", "balanced"]),
        (["run", "yantain"], ["yantain", "nearest yantian"]),
        (["run", "status_quo", "--place", "atlantis"], ["atlantis", "training_town"]),
        (["run", "status_quo", "--policy", "nobody"], ["nobody", "yantian"]),
        (["run", "status_quo", *TOWN, "--days", "-5"], ["--days", "-5"]),
        (["run", "status_quo", *TOWN, "--days", "0"], ["--days", "0"]),
        (["run", "status_quo", *TOWN, "--warmup", "-1"], ["--warmup"]),
        (["run", "status_quo", *TOWN, "--seed", "-1"], ["--seed", "-1"]),
        (["run", "status_quo", *TOWN, "--reps", "0"], ["--reps", "0"]),
        (["run", "status_quo", *TOWN, "--workers", "0"], ["--workers"]),
        (["balance", "status_quo", *TOWN, "--days", "-5"], ["--days"]),
        (["run", "status_quo", "--shock", "plague"], ["--shock", "kind:date:days:strength"]),
        (["run", "status_quo", "--shock", "epidemic:2026-13-01:45:4"], ["2026-13-01"]),
        (["run", "no/such/file.toml"], ["no/such/file.toml"]),
        (["show", "status_quo{"], ["NAME{key=value"]),
    ],
)
def test_bad_words_are_refused_in_one_line(capsys, typed, words):
    line = refused(capsys, *typed)
    for word in words:
        assert word in line, line
    assert any("一" <= letter <= "鿿" for letter in refused(capsys, *typed, language="zh"))


HEAD = """format = 1
kind = "scenario"
title = {zh = "试点", en = "Pilot"}
place = "training_town"
policy = "status_quo"
"""
BAD_FILES = {
    "misspelt.toml": (HEAD + 'set = {"grid.housholds_per_grid" = 250}\n').encode(),
    "type.toml": (HEAD + 'set = {"staff.admin_share" = "much"}\n').encode(),
    "range.toml": (HEAD + 'set = {"staff.admin_share" = 3}\n').encode(),
    "nan.toml": (HEAD + 'set = {"staff.admin_share" = nan}\n').encode(),
    "infinite.toml": (HEAD + 'set = {"staff.admin_share" = inf}\n').encode(),
    "place.toml": HEAD.replace("training_town", "atlantis").encode(),
    "broken.toml": (HEAD + "set = {").encode(),
    "deep.toml": (HEAD + "set = " + "[" * 5000 + "]" * 5000).encode(),
    "nul.toml": HEAD.encode() + b"\0\0",
    "picture.toml": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "empty.toml": b"",
    "format.toml": HEAD.replace("format = 1", "format = 99").encode(),
    "bytes.toml": b"format = 1\n\xff\xfe\xfa",
    "folder.toml": None,
    "missing.toml": None,
}


@pytest.mark.parametrize("name", sorted(BAD_FILES))
def test_bad_files_are_refused_in_one_line(capsys, tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    if BAD_FILES[name] is not None:
        (tmp_path / name).write_bytes(BAD_FILES[name])
    elif name == "folder.toml":
        (tmp_path / name).mkdir()
    for typed in (["run", name], ["show", name], ["check", name]):
        assert name in refused(capsys, *typed)


def test_check_tells_every_fault_by_line(capsys, tmp_path):
    path = tmp_path / "two.toml"
    path.write_text(HEAD + 'set = {"staff.admin_share" = 3, "grid.nothing" = 1}\nsurplus = 1\n', encoding="utf-8")
    assert main(["check", str(path), "--lang", "en"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 3 and all(line.startswith(f"{path}:") for line in lines)


def test_a_gb18030_file_is_read(capsys, tmp_path):
    path = tmp_path / "gb.toml"
    path.write_bytes(HEAD.encode("gb18030"))
    assert main(["check", str(path), "--lang", "en"]) == 0
    assert "in order" in capsys.readouterr().out
    assert told(capsys, "run", str(path), "--days", "20", "--warmup", "0")["place"] == "training_town"


def test_every_shipped_file_is_in_order(capsys):
    root = os.path.dirname(os.path.dirname(shapan.__file__))
    files = [
        os.path.join(folder, name) for folder, _, names in os.walk(os.path.join(root, "scenarios")) for name in names
    ]
    shipped = [name for name in files if name.endswith(".toml") and not os.path.basename(name).startswith("_")]
    assert len(shipped) >= 4 and main(["check", *shipped]) == 0


def test_levers_that_do_not_act_are_said(capsys):
    main(["run", "yantian", *SHORT, "--lang", "en"])
    err = capsys.readouterr().err
    assert "do not act in this build" in err and len(err) < 300
    assert main(["run", "status_quo", *SHORT, "--shock", "epidemic:2026-01-05:5:4", "--lang", "en"]) == 0
    assert "epidemic" in capsys.readouterr().err


def test_different_places_are_pointed_out(capsys, tmp_path):
    path = tmp_path / "town.toml"
    path.write_text(HEAD, encoding="utf-8")
    brief = ["--days", "5", "--warmup", "0", "--reps", "1", "--lang", "en"]
    assert main(["compare", "status_quo", str(path), *brief]) == 0
    assert "different places (training_town, yantian)" in capsys.readouterr().err
    assert main(["compare", "status_quo", str(path), *TOWN, *brief]) == 0
    assert "different places" not in capsys.readouterr().err


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_a_planner_reads(capsys, language):
    names = ["status_quo", "status_quo{staff.admin_share=0.2}"]
    assert main(["compare", *names, *SHORT, "--reps", "2", "--workers", "1", "--lang", language]) == 0
    out = capsys.readouterr().out
    first = out.splitlines()[0]
    assert names[0] in first and names[1] in first
    coverage = INDICATORS["coverage"]
    assert (coverage.label_zh if language == "zh" else coverage.label_en) in out
    assert main(["run", "status_quo", *SHORT, "--lang", language]) == 0
    assert "10,000" in capsys.readouterr().out
    assert main(["balance", "status_quo", *SHORT, "--lang", language]) == 0
    assert "%" in capsys.readouterr().out


def test_balance_never_uses_more_hours_than_are_offered(capsys):
    pools = told(capsys, "balance", "status_quo", *SHORT)["pools"]
    assert {"grid", "staff", "social"} <= {pool["pool"] for pool in pools}
    for pool in pools:
        assert 0 <= pool["hours_used_per_day"] <= pool["hours_offered_per_day"] * (1 + 1e-9), pool


@pytest.mark.parametrize("language", ["zh", "en"])
def test_list_show_schema(capsys, language):
    assert main(["list", "--lang", language]) == 0
    out = capsys.readouterr().out
    assert "training_town" in out and "yantian" in out and "status_quo" in out
    assert main(["show", "yantian", "--changed", "--lang", language]) == 0
    assert "grid.pooled_share" in capsys.readouterr().out
    assert main(["schema", "--lang", language]) == 0
    assert json.loads(capsys.readouterr().out)["$schema"].startswith("https://json-schema.org/")


def test_list_and_show_print_objects(capsys):
    listed = told(capsys, "list")
    assert {"name": "yantian", "title": load("yantian").title["en"]} in listed["policy"] or listed["policy"]
    shown = told(capsys, "show", "yantian", "--place", "training_town", "--set", "staff.admin_share=0.31")
    by_key = {row["key"]: row for row in shown["values"]}
    assert by_key["staff.admin_share"]["value"] == 0.31 and by_key["staff.admin_share"]["from"] == "--set"
    assert by_key["place.residents"]["value"] == 10_000
    assert all(row["from"] for row in shown["values"])


def test_doctor_finds_this_installation_well(capsys):
    found = told(capsys, "doctor")
    assert all(one["good"] for one in found if one["needed"])
    assert main(["doctor", "--lang", "zh"]) == 0
    assert shapan.__version__ in capsys.readouterr().out


def test_out_keeps_tables_and_a_manifest(capsys, tmp_path):
    out = tmp_path / "results"
    names = ["status_quo", "status_quo{staff.admin_share=0.2}"]
    got = told(capsys, "compare", *names, *SHORT, "--reps", "2", "--out", str(out), "--workers", "2")
    runs = pd.read_parquet(out / "runs.parquet")
    assert list(runs["scenario"]) == [names[0]] * 2 + [names[1]] * 2 and list(runs["seed"]) == [1, 2, 1, 2]
    mean = runs.groupby("scenario")["coverage"].mean()
    for name in names:
        assert mean[name] == pytest.approx(got["indicators"]["coverage"][name]["value"])
    daily = pd.read_parquet(out / "daily.parquet")
    shared = ["run_id", "scenario", "replication", "seed", "day", "date", "indicator", "value", "unit"]
    assert set(shared) <= set(daily.columns)
    born = daily[daily["indicator"] == "born"].groupby("run_id")["value"].sum()
    assert born.to_dict() == pytest.approx(runs.set_index("run_id")["born"].to_dict())
    for table in ("by_cell", "by_grid", "by_group", "decisions"):
        assert len(pd.read_parquet(out / f"{table}.parquet")), table
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["interrupted"] is False and manifest["runs"] == {"asked": 4, "finished": 4, "failed": 0}
    assert not (out / "parts").exists()
    assert main(["run", "status_quo", *SHORT, "--out", str(out), "--lang", "en"]) == 2
    assert "already holds results" in capsys.readouterr().err


def test_a_run_that_fails_ends_with_1_and_says_why(capsys, monkeypatch):
    from shapan.experiments import runner

    simulate = runner.simulate

    def breaks(scenario, seed, *others):
        if seed == 2:
            raise ZeroDivisionError("no hours")
        return simulate(scenario, seed, *others)

    monkeypatch.setattr(runner, "simulate", breaks)
    names = ["status_quo", "status_quo{staff.admin_share=0.2}"]
    assert main(["compare", *names, *SHORT, "--reps", "3", "--workers", "1", "--json", "--lang", "en"]) == 1
    out, err = capsys.readouterr()
    assert json.loads(out)["paired"][names[1]]["coverage"]["n"] == 2
    assert "seed 2 failed at simulate: ZeroDivisionError: no hours" in err and "Traceback" not in err
    assert main(["run", "status_quo", *SHORT, "--seed", "2", "--debug"]) == 1
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_keeps_finished_runs_and_ends_with_130(tmp_path, workers):
    out = tmp_path / "results"
    command = [sys.executable, "-m", "shapan", "run", "status_quo", *TOWN, "--days", "200", "--warmup", "0", "--reps"]
    command += ["2000", "--workers", workers, "--out", str(out), "--lang", "en"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    end = time.monotonic() + 90
    while time.monotonic() < end and len(list(out.glob("parts/*.runs.parquet"))) < 3:
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert "are kept in" in err and "Traceback" not in err
    runs = pd.read_parquet(out / "runs.parquet")
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert 3 <= len(runs) < 2000 and manifest["interrupted"] is True
    assert manifest["runs"]["finished"] == len(runs) and set(runs["stage"]) == {"done"}
    assert set(pd.read_parquet(out / "daily.parquet")["run_id"]) == set(runs["run_id"])


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_kill_9_leaves_the_finished_runs_readable(tmp_path):
    from shapan.experiments import store

    out = tmp_path / "results"
    command = [sys.executable, "-m", "shapan", "run", "status_quo", *TOWN, "--days", "200", "--warmup", "0"]
    process = subprocess.Popen(
        [*command, "--reps", "2000", "--workers", "2", "--out", str(out)], stderr=subprocess.DEVNULL
    )
    end = time.monotonic() + 90
    while time.monotonic() < end and len(list(out.glob("parts/*.runs.parquet"))) < 3:
        time.sleep(0.1)
    process.kill()
    process.wait()
    runs = store.read(out, "runs").to_pandas()
    assert len(runs) >= 3 and set(runs["run_id"]) <= set(store.read(out, "daily").to_pandas()["run_id"])


def test_a_reader_that_has_seen_enough_is_no_error():
    done = subprocess.run(
        f'"{sys.executable}" -m shapan show status_quo | head -1',
        shell=True,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0 and "Traceback" not in done.stderr and "Broken" not in done.stderr


def test_a_console_without_chinese_letters_still_works():
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [sys.executable, "-m", "shapan", "list", "--lang", "zh"], capture_output=True, env=environment, check=False
    )
    assert done.returncode == 0 and b"Traceback" not in done.stderr


def test_nothing_shows_a_traceback_unless_asked(capsys, monkeypatch):
    from shapan.experiments.cli import library

    def breaks(chosen, say):
        raise RuntimeError("something inside\nand more")

    monkeypatch.setitem(library.COMMANDS, "list", breaks)
    assert main(["list", "--lang", "en"]) == 1
    err = capsys.readouterr().err
    assert err == "shapan: RuntimeError: something inside (--debug shows where)\n"
    with pytest.raises(RuntimeError):
        main(["list", "--debug"])


@pytest.mark.skipif(sys.platform == "win32", reason="sends signals")
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_app_serves_until_it_is_told_to_stop(tmp_path, end):
    import socket
    import urllib.request

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "SHAPAN_DATA": str(tmp_path)}
    command = [sys.executable, "-m", "shapan", "app", "--port", str(port), "--lang", "en"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)
    try:
        health = f"http://127.0.0.1:{port}/_stcore/health"
        assert _answers(health)
        assert main(["app", "--port", str(port), "--lang", "en"]) == 2  # said, not crashed into
    finally:
        process.send_signal(end)
        out, _ = process.communicate(timeout=30)
    assert process.returncode == 0 and f"http://localhost:{port}" in out and "Traceback" not in out
    with pytest.raises(OSError):
        urllib.request.urlopen(health, timeout=2)


def _answers(address, seconds=60.0):
    import urllib.request

    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                return answer.status == 200
        except OSError:
            time.sleep(0.3)
    return False
