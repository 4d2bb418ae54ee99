"""What stands around the runs, for `shapan bench`: a new process, a folder of results, workers, a province.

CPU seconds, but for replications over several processes, where what counts is how long one waits.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..runs.cores import cores
from ..runs.task import WARMUP, Task

YEAR = 365
TOWN = "training_town"
COMMAND = ("run", "status_quo", "--place", TOWN, "--days", str(YEAR))
PROVINCE = "guangdong"

Row = dict[str, Any]


def start_up(rounds: int, command: Sequence[str] = COMMAND) -> list[Row]:
    """CPU seconds of a command in a process of its own, imports and all, after one that nobody counts.

    Nothing where the system does not tell what a child took.
    """
    if not hasattr(os, "wait4"):
        return []
    seconds = [_alone(command) for _ in range(rounds + 1)][1:]
    return [{"name": " ".join(["shapan", *command]), "seconds": seconds}]


def _alone(command: Sequence[str]) -> float:
    with open(os.devnull, "wb") as nowhere:
        opened = [(os.POSIX_SPAWN_DUP2, nowhere.fileno(), stream) for stream in (1, 2)]
        words = [sys.executable, "-P", "-m", "shapan", *command]
        child = os.posix_spawn(sys.executable, words, os.environ, file_actions=opened)
        _, status, used = os.wait4(child, 0)
    if status:
        raise RuntimeError(f"shapan {' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}")
    return used.ru_utime + used.ru_stime


def keeping(runs: int, days: int = YEAR) -> Row:
    """What the runner and a folder with every table add to the runs: CPU seconds, one of each in turn.

    Both sides begin every run anew, so that neither has a warm-up for nothing.
    """
    from ...model.forking import forget
    from ..runs.manifest import manifest
    from ..runs.moments import now
    from ..runs.runner import run_many
    from ..runs.simulate import simulate
    from ..runs.store import Folder

    tasks, spent = _tasks(runs, days), {"bare": 0.0, "kept": 0.0}
    with tempfile.TemporaryDirectory() as somewhere:
        folder, finished, begun = Folder(Path(somewhere) / "runs"), [], now()
        folder.open_for_writing()
        folder.begin(manifest(tasks, finished, begun, False, running=True))
        for task in tasks:
            forget()
            at = time.process_time()
            simulate(task.scenario, task.seed, task.days, task.warmup)
            spent["bare"] += time.process_time() - at
            forget()
            at = time.process_time()
            finished += run_many([task], 1, folder=folder.parts)
            spent["kept"] += time.process_time() - at
        at = time.process_time()
        folder.close(finished, manifest(tasks, finished, begun, False))
        gathered = time.process_time() - at
        folder.let_go()
    added = (spent["kept"] + gathered) / spent["bare"] - 1.0
    return {"name": TOWN, "runs": runs, **spent, "gathered": gathered, "added": added}


def replications(runs: int, days: int = YEAR) -> list[Row]:
    """Seconds one waits for many runs of a town in one process, then in one a core, their start included."""
    from ..runs.idle_workers import IDLE
    from ..runs.runner import run_many

    rows: list[Row] = []
    for workers in dict.fromkeys((1, cores())):
        IDLE.end_all()
        at = time.perf_counter()
        made = sum(not done.failed for done in run_many(_tasks(runs, days), workers))
        seconds = time.perf_counter() - at
        first = rows[0]["seconds"] if rows else seconds
        rows.append({"workers": workers, "runs": made, "seconds": seconds, "times_faster": first / seconds})
    IDLE.end_all()
    return rows


def _tasks(runs: int, days: int) -> list[Task]:
    from ...scenarios.library import load

    scenario = load("status_quo").with_place(TOWN)
    return [Task("status_quo", scenario, seed, days, WARMUP, replication=seed - 1) for seed in range(1, runs + 1)]


def province(districts: int, days: int = YEAR) -> list[Row]:
    """What a year of a province takes, by some of its districts, drawn evenly from all in the order of their size.

    The minutes are those of all districts on the cores of this machine, if they cost a resident what these cost.
    """
    from ...scenarios.library import load
    from ...scenarios.provinces import find_province
    from ..runs.simulate import simulate

    if not districts:
        return []
    scenario, found = load("status_quo"), find_province(PROVINCE)
    ranked = sorted((one for area in found.areas for one in area.districts), key=lambda one: (one.residents, one.id))
    chosen = [ranked[(2 * number + 1) * len(ranked) // (2 * districts)] for number in range(districts)]
    simulate(scenario.with_place(TOWN), days=2, warmup=2)
    at = time.process_time()
    for one in chosen:
        simulate(scenario.with_place(one.place_file), days=days, warmup=WARMUP)
    seconds, residents = time.process_time() - at, sum(one.residents for one in chosen)
    row: Row = {"name": PROVINCE, "districts": len(ranked), "residents": found.residents, "timed": len(chosen)}
    row |= {"seconds_a_district": seconds / len(chosen), "microseconds_a_resident": seconds / residents * 1e6}
    return [{**row, "cores": cores(), "minutes": seconds / residents * found.residents / cores() / 60.0}]
