"""Runs made of nothing at the workers of a cluster; some kill their worker. What was begun stands in a folder."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from shapan.experiments.runs.task import Finished, Summary
from shapan.experiments.studies.far_worker import Answer, Asked, here

FOLDER = "SHAPAN_TEST_FAR_RUNS"
"""The variable that names the folder in which workers write down what they began."""
KILLS_ONCE, KILLS_ALWAYS = (1, 2), (2, 3)
"""(column, seed) of the run that kills its first worker, and of the one that kills every worker."""


def made_up(task) -> Finished:
    """Coverage goes up with the point and scatters with the seed."""
    value = 0.5 + 0.02 * task.column + 0.01 * ((7 * task.seed + 3 * task.column) % 5 - 2)
    counts = {"residents": 5, "communities": 1, "grids": 2}
    return Finished(task, 0.1, Summary({"coverage": value}, {"born": 10}, {"app": 1}, **counts))


def peaceful(asked: Asked) -> Answer:
    """A run that takes a moment."""
    begun(asked)
    return Answer(here(), done=made_up(asked.task))


def deadly(asked: Asked) -> Answer:
    """The same, but for two runs that kill their worker."""
    times, where = begun(asked), (asked.task.column, asked.task.seed)
    if where == KILLS_ALWAYS or (where == KILLS_ONCE and times == 1):
        os.kill(os.getpid(), signal.SIGKILL)
    return Answer(here(), done=made_up(asked.task))


def begun(asked: Asked) -> int:
    """Write down that a run was begun; how often it was by now."""
    path = Path(os.environ[FOLDER]) / f"{asked.task.column}-{asked.task.seed}"
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{os.getpid()}\n")
    time.sleep(0.02)
    return len(path.read_text(encoding="utf-8").splitlines())


def times_begun(folder: Path) -> dict[tuple[int, int], int]:
    """(column, seed) -> how often that run was begun."""
    return {
        tuple(map(int, path.name.split("-"))): len(path.read_text(encoding="utf-8").splitlines())
        for path in folder.iterdir()
    }
