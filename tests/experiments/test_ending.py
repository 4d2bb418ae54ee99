"""How commands end: done, failed, interrupted, killed, told to stop."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pandas as pd
import pytest

from shapan.experiments.cli import main
from shapan.experiments.cli.ending import Ending
from shapan.experiments.runs import store

pytestmark = pytest.mark.usefixtures("runs_made_once")

TOWN = ["--place", "training_town"]
SHORT = [*TOWN, "--days", "30", "--warmup", "10"]


def test_a_run_that_fails_ends_with_1_and_says_why(capsys, monkeypatch):
    from shapan.experiments.runs import runner

    simulate = runner.simulate

    def breaks(scenario, seed, *others, **more):
        if seed == 2:
            raise ZeroDivisionError("no hours")
        return simulate(scenario, seed, *others, **more)

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
def test_ctrl_c_keeps_finished_runs_and_ends_with_130(typed, tmp_path, workers):
    out = tmp_path / "results"
    command = ["run", "status_quo", *TOWN, "--days", "60", "--warmup", "0", "--reps", "2000", "--workers", workers]
    process = typed(*command, "--out", str(out), "--lang", "en", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
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
def test_kill_9_leaves_the_finished_runs_readable(typed, tmp_path):
    out = tmp_path / "results"
    command = ["run", "status_quo", *TOWN, "--days", "60", "--warmup", "0", "--reps", "2000", "--workers", "2"]
    process = typed(*command, "--out", str(out), stderr=subprocess.DEVNULL)
    end = time.monotonic() + 90
    while time.monotonic() < end and len(list(out.glob("parts/*.runs.parquet"))) < 3:
        time.sleep(0.1)
    process.kill()
    process.wait()
    runs = store.read(out, "runs").to_pandas()
    assert len(runs) >= 3 and set(runs["run_id"]) <= set(store.read(out, "daily").to_pandas()["run_id"])


@pytest.mark.skipif(sys.platform == "win32", reason="sends signals")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_being_told_to_stop_keeps_finished_runs_like_ctrl_c(typed, tmp_path, name):
    out = tmp_path / "results"
    command = ["run", "status_quo", *TOWN, "--days", "60", "--warmup", "0", "--reps", "2000", "--workers", "2"]
    process = typed(*command, "--out", str(out), "--lang", "en", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    end = time.monotonic() + 90
    while time.monotonic() < end and len(list(out.glob("parts/*.runs.parquet"))) < 3:
        time.sleep(0.1)
    for _ in range(3):  # whoever presses again and again only has to wait
        process.send_signal(getattr(signal, name))
        process.send_signal(signal.SIGINT)
        time.sleep(0.05)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert "are kept in" in err and "Traceback" not in err
    runs = pd.read_parquet(out / "runs.parquet")
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["state"] == "interrupted" and manifest["runs"]["finished"] == len(runs) >= 3
    assert (out / "parts").is_dir(), "so that --resume can go on"


@pytest.mark.skipif(sys.platform == "win32", reason="sends signals")
def test_the_second_ctrl_c_is_shielded_and_handlers_are_put_back():
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    with Ending() as ending:
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(5)
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGHUP)
        assert ending.asked
    with Ending() as ending:
        ending.shield()
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.01)
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before


FULL = OSError(28, "No space left on device")
FOUR = ["run", "status_quo", *SHORT, "--reps", "4", "--workers", "1", "--lang", "en"]


def test_a_command_stopped_before_its_first_run_leaves_a_folder_to_go_on_with(capsys, monkeypatch, tmp_path):
    def stopped(*_, **__):
        raise KeyboardInterrupt
        yield

    out = str(tmp_path / "results")
    with monkeypatch.context() as patch:
        patch.setattr("shapan.experiments.cli.making.run_many", stopped)
        assert main([*FOUR, "--out", out]) == 130
    runs = pd.read_parquet(tmp_path / "results" / "runs.parquet")
    assert len(runs) == 0 and {"run_id", "scenario", "seed", "stage", "error"} <= set(runs.columns)
    assert main(["rerun", out, "--lang", "en"]) == 1
    assert "0 of 4" in capsys.readouterr().out
    assert main([*FOUR, "--out", out]) == 2 and "--resume" in capsys.readouterr().err
    assert main([*FOUR, "--out", out, "--resume"]) == 0
    assert len(pd.read_parquet(tmp_path / "results" / "runs.parquet")) == 4


def test_a_full_disk_stops_the_runs_and_what_is_known_is_told(capsys, monkeypatch, tmp_path):
    out, write_part, written = tmp_path / "results", store.write_part, []

    def write(folder, done, run):
        written.append(done.task.seed)
        if len(written) >= 3:
            raise FULL
        write_part(folder, done, run)

    monkeypatch.setattr(store, "write_part", write)
    assert main([*FOUR, "--out", str(out), "--json"]) == 1
    output, err = capsys.readouterr()
    assert written == [1, 2, 3], "no run is made that cannot be kept"
    assert json.loads(output)["indicators"]["coverage"]["n"] == 3
    assert f"2 of 4 runs are kept in {out}" in err and "No space left" in err and "Traceback" not in err
    monkeypatch.setattr(store, "write_part", write_part)
    assert main([*FOUR, "--out", str(out), "--resume", "--json"]) == 0
    assert len(pd.read_parquet(out / "runs.parquet")) == 4


def test_a_disk_that_is_full_at_the_end_costs_no_output(capsys, monkeypatch, tmp_path):
    out, gathers = tmp_path / "results", store._gather

    def full(*_):
        raise FULL

    monkeypatch.setattr(store, "_gather", full)
    assert main([*FOUR, "--out", str(out), "--json"]) == 1
    output, err = capsys.readouterr()
    assert json.loads(output)["indicators"]["coverage"]["n"] == 4
    assert f"4 of 4 runs lie whole in {out}/parts" in err and f"shapan gather {out}" in err
    monkeypatch.setattr(store, "_gather", gathers)
    assert main(["gather", str(out), "--lang", "en"]) == 0
    assert len(pd.read_parquet(out / "runs.parquet")) == 4 and not (out / "parts").exists()


def test_tables_that_somebody_removes_are_missed(capsys, monkeypatch, tmp_path):
    out, write_part = tmp_path / "results", store.write_part

    def write(folder, done, run):
        write_part(folder, done, run)
        if done.task.seed == 2:
            (folder / f"{done.task.run_id}.daily.parquet").unlink()

    monkeypatch.setattr(store, "write_part", write)
    assert main([*FOUR, "--out", str(out)]) == 1
    assert "the tables of 1 finished runs are gone" in capsys.readouterr().err


def test_results_are_told_before_they_are_written(capsys, monkeypatch, tmp_path):
    rows = []
    close = store.Folder.close
    monkeypatch.setattr(store.Folder, "close", lambda *given: rows.append(capsys.readouterr().out) or close(*given))
    assert main([*FOUR, "--out", str(tmp_path / "results"), "--json"]) == 0
    assert json.loads(rows[0])["indicators"]


@pytest.mark.skipif(sys.platform == "win32", reason="a shell")
@pytest.mark.parametrize("command", ["list", "show status_quo", "schema", "list --json", "check --help"])
def test_head_is_no_failure(command):
    line = f'set -o pipefail; "{sys.executable}" -m shapan {command} | head -1 > /dev/null'
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and done.stderr == ""


@pytest.mark.skipif(sys.platform == "win32", reason="a shell")
def test_closed_streams_are_no_fault_and_errors_never_become_output():
    shapan = f'"{sys.executable}" -m shapan'
    done = subprocess.run(["bash", "-c", f"{shapan} list >&-"], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and done.stderr == ""
    done = subprocess.run(["bash", "-c", f"{shapan} show nothing 2>&-"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")


@pytest.mark.parametrize("command", [["list"], ["show", "yantian"], ["schema"], ["doctor"]])
def test_objects_are_whole_on_a_console_without_chinese_letters(command):
    environment = {
        **os.environ,
        "PYTHONIOENCODING": "ascii",
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
    }
    typed = [*command, "--lang", "zh", *([] if command == ["schema"] else ["--json"])]
    done = subprocess.run([sys.executable, "-m", "shapan", *typed], capture_output=True, env=environment, check=False)
    assert done.returncode == 0 and done.stdout.isascii() and b"?" * 3 not in done.stdout
    assert any("一" <= letter <= "鿿" for letter in json.dumps(json.loads(done.stdout), ensure_ascii=False))


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
def test_app_serves_until_it_is_told_to_stop(typed, tmp_path, end):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "SHAPAN_DATA": str(tmp_path)}
    command = ["app", "--port", str(port), "--lang", "en"]
    process = typed(*command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment)
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

    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                return answer.status == 200
        except OSError:
            time.sleep(0.3)
    return False
