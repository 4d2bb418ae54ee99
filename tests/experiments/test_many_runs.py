"""Ten thousand runs grow neither command nor workers, the last is as fast as the first, and keeping them is cheap.

Linux says how much memory a process holds; elsewhere these tests are skipped.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from shapan.experiments.studies.keeping import StudyFolder
from shapan.experiments.studies.opening import read_runs
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
    """Of a process itself, and of its children that have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    own, gone = int(fields[11]) + int(fields[12]), int(fields[13]) + int(fields[14])
    return own / os.sysconf("SC_CLK_TCK"), gone / os.sysconf("SC_CLK_TCK")


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


class Watched:
    """A command and its workers, looked at twice a second while it lives.

    Attributes:
        held: What the command itself holds, MB, since the first run was done.
        workers: By process, what each look at a worker found, MB.
        spent: Processor seconds of the command.
        looks: (runs done, processor seconds of all workers so far, seconds of a loop that always does the same).
    """

    def __init__(self, process, journal):
        self.process, self.journal = process, journal
        self.held, self.workers, self.spent, self.looks = [], {}, 0.0, []

    def look(self):
        pid = self.process.pid
        own, gone = processor_seconds(pid)
        at_work = 0.0
        for child in children(pid):
            self.workers.setdefault(child, []).append(megabytes(child))
            at_work += sum(processor_seconds(child))
        self.spent = own
        if self.journal.exists():
            self.held.append(megabytes(pid))
            self.looks.append((self.journal.read_bytes().count(b"\n"), gone + at_work, yardstick()))

    def seconds_a_run(self, start, end):
        """Of the workers, between two shares of the looks, in units of the yardstick of that time."""
        some = self.looks[int(start * len(self.looks)) : int(end * len(self.looks))]
        (first, before, _), (last, after, _) = some[0], some[-1]
        return (after - before) / (last - first) / np.median([unit for *_, unit in some])

    @property
    def workers_grown(self):
        """The most by which a worker grew between a fifth of its life and its end."""
        return max(np.median(found[-5:]) - np.median(found[len(found) // 5 :][:5]) for found in self.workers.values())


def children(pid):
    """Processes that any thread of a process started."""
    listed = (path.read_text().split() for path in Path(f"/proc/{pid}/task").glob("*/children"))
    return [int(one) for found in listed for one in found]


def yardstick():
    """Processor seconds of a loop, which tell how slow a neighbour makes this machine."""
    began = time.process_time()
    sum(range(200_000))
    return time.process_time() - began


@pytest.mark.slow
@pytest.mark.alone
@pytest.mark.timeout(3 * 3600)
def test_ten_thousand_real_runs_on_two_cores(tmp_path):
    runs = int(os.environ.get("SHAPAN_MANY_RUNS", RUNS))
    path, out = study(tmp_path / "many.toml", runs), tmp_path / "many"
    typed = [sys.executable, "-m", "shapan", "study", "run", str(path), "--out", str(out), "--workers", "2"]
    process = subprocess.Popen(typed, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    watched = Watched(process, out / "journal.jsonl")
    while process.poll() is None:
        with contextlib.suppress(OSError, ValueError, IndexError):  # one of them has just ended
            watched.look()
        time.sleep(0.5)
    assert process.returncode == 0
    seconds = np.array(read_runs(out)["wall_s"].to_pylist())
    early, late = watched.seconds_a_run(0.2, 0.4), watched.seconds_a_run(0.8, 1.0)
    share, most = watched.spent / seconds.sum(), max(max(found) for found in watched.workers.values())
    memory = f"command {np.median(watched.held):.0f} MB, grown {grown(watched.held):+.1f} MB"
    print(f"\n{runs} runs: {memory}; workers {most:.0f} MB at most, grown {watched.workers_grown:+.1f} MB")
    print(f"work a run {late / early:.2f} of before; runner and store {100 * share:.1f} % of the runs' time")
    assert len(seconds) == runs
    assert grown(watched.held) <= MOST_GROWTH_MB and most <= 600.0 and watched.workers_grown <= 2 * MOST_GROWTH_MB
    assert late <= 1.15 * early
    assert share <= MOST_SHARE
