"""Runs in this process and in others: the same bits, no finished run lost, nobody left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time

import numpy as np
import pytest

from shapan.experiments.runs import runner, worker_pool
from shapan.experiments.runs.idle_workers import IDLE, Worker
from shapan.experiments.runs.refusing import Refused
from shapan.experiments.runs.runner import run_many, summarise
from shapan.experiments.runs.simulate import simulate
from shapan.experiments.runs.task import Cancelled, Task, tasks_for

DAYS, WARMUP = 40, 10
linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


def figures_of(finished):
    return {(done.task.name, done.task.seed): done.summary for done in finished}


def workers_of(pid):
    """Worker processes whose parent is `pid`."""
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat", encoding="utf-8", errors="replace") as file:
                    parent = int(file.read().rpartition(")")[2].split()[1])
                with open(f"/proc/{name}/cmdline", "rb") as file:
                    words = file.read()
            except OSError:
                continue
            if parent == pid and b"shapan.experiments.runs.worker" in words:
                found.append(int(name))
    return found


def alive(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_for(condition, seconds=30.0):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("waited in vain")


def test_the_same_scenario_and_seed_are_the_same_bits_wherever_they_run(town, fewer_forms):
    tasks = tasks_for({"today": town, "fewer forms": fewer_forms}, [3, 4], DAYS, WARMUP)
    alone = figures_of(run_many(tasks, workers=1))
    together = figures_of(run_many(tasks, workers=2))
    assert set(alone) == set(together) == {(name, seed) for name in ("today", "fewer forms") for seed in (3, 4)}
    assert alone == together  # exactly, not nearly
    assert alone["today", 3] == summarise(simulate(town, 3, DAYS, WARMUP))
    assert alone["today", 3] != alone["today", 4]


def test_tasks_come_pair_by_pair(town, fewer_forms):
    tasks = tasks_for({"A": town, "B": fewer_forms}, range(5, 8))
    assert [(task.name, task.seed, task.replication) for task in tasks[:4]] == [
        ("A", 5, 0),
        ("B", 5, 0),
        ("A", 6, 1),
        ("B", 6, 1),
    ]
    assert len({task.run_id for task in tasks}) == 6


def test_progress_grows_to_the_number_of_runs(town):
    for workers in (1, 2):
        seen = []
        finished = list(run_many(tasks_for({"A": town}, [1, 2, 3], DAYS, WARMUP), workers, seen.append))
        assert len(finished) == 3
        assert seen[-1] == 3 and max(seen) <= 3 and min(seen) >= 0


@pytest.mark.parametrize(
    ("numbers", "key"),
    [
        ({"seed": -1}, "--seed"),
        ({"seed": 1.5}, "--seed"),
        ({"seed": True}, "--seed"),
        ({"days": 0}, "--days"),
        ({"days": -5}, "--days"),
        ({"days": 10**9}, "--days"),
        ({"days": float("nan")}, "--days"),
        ({"warmup": -1}, "--warmup"),
    ],
)
def test_impossible_numbers_are_refused(town, numbers, key):
    with pytest.raises(Refused, match=key):
        simulate(town, **numbers)


def test_numbers_from_numpy_are_numbers(town):
    one = simulate(town, np.int64(2), np.int32(20), np.int64(0))
    assert one.indicators == simulate(town, 2, 20, 0).indicators


def test_a_run_that_fails_is_a_row_and_stops_no_other(town, monkeypatch):
    def breaks(scenario, seed, *others, **more):
        if seed == 2:
            raise ZeroDivisionError("no hours\nsecond line")
        return simulate(scenario, seed, *others, **more)

    monkeypatch.setattr(runner, "simulate", breaks)
    finished = list(run_many(tasks_for({"A": town}, [1, 2, 3], DAYS, WARMUP), workers=1))
    assert [done.failed for done in finished] == [False, True, False]
    bad = finished[1]
    assert (bad.stage, bad.error) == ("simulate", "ZeroDivisionError: no hours")
    assert "Traceback" in bad.details


def test_a_run_that_fails_in_a_worker_is_a_row_too(town):
    broken = Task("broken", _Broken(), 1, DAYS, WARMUP, 1)
    finished = list(run_many([*tasks_for({"A": town}, [1, 2], DAYS, WARMUP), broken], workers=2))
    by_name = {done.task.name: done for done in finished}
    assert len(finished) == 3 and by_name["broken"].failed and not by_name["A"].failed
    assert by_name["broken"].stage == "simulate" and "a scenario is needed" in by_name["broken"].error


class _Broken:
    """Stands where a scenario should; becomes None in the worker, and prints while it does."""

    hash = "0" * 64

    def __reduce__(self):
        return print, ("what a library prints must not disturb the answers",)


def test_cancelling_stops_at_once_and_leaves_nobody(town):
    IDLE.end_all()
    for workers in (1, 2):
        cancel, started = threading.Event(), time.monotonic()
        tasks = tasks_for({"A": town}, range(1, 50), 600, 0)
        finished = []
        for done in run_many(tasks, workers, cancel=cancel):
            finished.append(done)
            cancel.set()
        assert 1 <= len(finished) < 10 and time.monotonic() - started < 60
    if sys.platform == "linux":
        assert workers_of(os.getpid()) == []


def test_raising_in_progress_stops_too(town):
    def enough(done):
        if done >= 1:
            raise Cancelled

    with pytest.raises(Cancelled):
        list(run_many(tasks_for({"A": town}, range(1, 9), DAYS, WARMUP), 2, enough))


@linux
def test_a_killed_worker_loses_only_its_run_and_the_run_is_made_again(town):
    tasks = tasks_for({"A": town}, range(1, 5), 200, 0)
    killed = []

    def kill_one():
        victim = wait_for(lambda: workers_of(os.getpid()))[0]
        time.sleep(0.5)
        os.kill(victim, signal.SIGKILL)
        killed.append(victim)

    killer = threading.Thread(target=kill_one)
    killer.start()
    finished = list(run_many(tasks, workers=2))
    killer.join()
    assert killed and not [done for done in finished if done.failed]
    assert figures_of(finished) == figures_of(run_many(tasks, workers=1))


@linux
def test_a_run_that_always_kills_its_worker_is_given_up(town, monkeypatch):
    IDLE.end_all()
    monkeypatch.setattr(worker_pool, "start", _start_one_that_dies)
    finished = list(run_many(tasks_for({"A": town}, [1, 2], DAYS, WARMUP), workers=2))
    assert [done.stage for done in finished] == ["worker", "worker"]
    assert "3 times" in finished[0].error and "exit code 7" in finished[0].error


def _start_one_that_dies():
    code = "import os, sys; sys.stdin.buffer.read(1); os._exit(7)"
    return Worker(subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE))


@linux
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_workers_end_with_their_parent(town, end):
    code = (
        "from shapan import load\nfrom shapan.experiments.runs.runner import run_many\n"
        "from shapan.experiments.runs.task import tasks_for\n"
        "town = load('status_quo').with_place('training_town')\n"
        "list(run_many(tasks_for({'A': town}, range(1, 99), 3000, 0), 2))\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code])
    try:
        workers = wait_for(lambda: len(workers_of(parent.pid)) == 2 and workers_of(parent.pid))
        time.sleep(1.0)
        parent.send_signal(end)
        parent.wait(timeout=20)
        wait_for(lambda: not any(alive(pid) for pid in workers), 10)
    finally:
        parent.kill()
        parent.wait()


def test_a_script_without_a_main_guard_may_use_workers(tmp_path):
    script = tmp_path / "plain.py"
    script.write_text(
        "from shapan import compare, load\n"
        "town = load('status_quo').with_place('training_town')\n"
        "table = compare({'A': town, 'B': town}, seeds=range(2), days=20, warmup=0, workers=2)\n"
        "print(table.paired['B']['coverage'].difference)\n",
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "0.0"), done.stderr
