"""Ten thousand runs grow neither command nor workers, the last is as fast as the first, and keeping them is cheap.

Linux says how much memory a process holds; elsewhere these tests are skipped.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from shapan.experiments.studies.keeping import StudyFolder, read_runs
from shapan.experiments.studies.plan import plan_of
from shapan.experiments.studies.running import Course, carry_out
from support import far_runs

FILE = """format = 1
kind = "study"
title = {{zh = "多", en = "Many"}}
[runs]
place = "training_town"
days = 1
warmup = 0
seeds = {{first = 1, count = {count}}}
[design]
kind = "listed"
[[scenarios]]
name = "now"
[[scenarios]]
name = "smaller"
set = {{"grid.households_per_grid" = 150}}
"""
RUNS = 10_000
MOST_GROWTH_MB = 30.0
MOST_SHARE = 0.1
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="asks /proc")


def megabytes(pid):
    """What a process holds in memory."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def processor_seconds(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def study(path, runs):
    path.write_text(FILE.format(count=runs // 2), encoding="utf-8")
    return path


class MadeUp:
    """Runs that cost nothing, so that what is left is the runner and the store."""

    at_once = 1

    def __init__(self):
        self.held = []

    def make(self, tasks, parts, progress):
        for number, task in enumerate(tasks):
            if number % 100 == 0:
                self.held.append(megabytes(os.getpid()))
            yield far_runs.made_up(task)


def grown(held):
    """Median of the last fifth less median of the second fifth."""
    fifth = len(held) // 5
    return float(np.median(held[-fifth:]) - np.median(held[fifth : 2 * fifth]))


def test_rows_of_ten_thousand_runs_are_kept_in_little_memory_and_time(tmp_path, monkeypatch):
    monkeypatch.setenv(far_runs.FOLDER, str(tmp_path))
    store = StudyFolder(tmp_path / "many", plan_of(study(tmp_path / "many.toml", RUNS)))
    store.begin()
    executor, began = MadeUp(), time.process_time()
    course = carry_out(store, executor, Course())
    store.close(course.state, course.stopped_after)
    spent = time.process_time() - began
    assert course.state == "done" and len(read_runs(store.path)) == RUNS
    assert grown(executor.held) <= MOST_GROWTH_MB
    assert spent / RUNS <= 0.01, "a run of the smallest town takes some tenths of a second"


@pytest.mark.slow
@pytest.mark.alone
@pytest.mark.timeout(3 * 3600)
def test_ten_thousand_real_runs_on_two_cores(tmp_path):
    runs = int(os.environ.get("SHAPAN_MANY_RUNS", RUNS))
    path, out = study(tmp_path / "many.toml", runs), tmp_path / "many"
    typed = [sys.executable, "-m", "shapan", "study", "run", str(path), "--out", str(out), "--workers", "2"]
    process = subprocess.Popen(typed, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    held, most, spent = [], 0.0, 0.0
    while process.poll() is None:
        try:
            if (out / "journal.jsonl").exists():
                held.append(megabytes(process.pid))
            spent = processor_seconds(process.pid)
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
            most = max([most, *(megabytes(int(one)) for one in children)])
        except (OSError, ValueError, IndexError):
            pass  # one of them has just ended
        time.sleep(0.5)
    assert process.returncode == 0
    seconds = np.array(read_runs(out)["wall_s"].to_pylist())
    fifth = len(seconds) // 5
    late, early = np.median(seconds[-fifth:]), np.median(seconds[fifth : 2 * fifth])
    share = spent / seconds.sum()
    memory = f"command {np.median(held):.0f} MB, grown {grown(held):+.1f} MB, workers {most:.0f} MB at most"
    print(f"\n{runs} runs: {memory};")
    print(f"median run {early:.3f} s early, {late:.3f} s late; runner and store {100 * share:.1f} % of the runs' time")
    assert len(seconds) == runs
    assert grown(held) <= MOST_GROWTH_MB and most <= 600.0
    assert late <= 1.25 * early
    assert share <= MOST_SHARE
