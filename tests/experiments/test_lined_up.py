"""Runs that begin alike go to the same worker, and no worker is idle for it."""

from __future__ import annotations

import pytest

from shapan.experiments.runs.lined_up import Line, beginnings, followed
from shapan.experiments.runs.task import Task, tasks_for
from shapan.scenarios.library import load

TOWN = load("status_quo").with_place("training_town")
OTHER = load("yantian").with_place("training_town")


def names(line: Line, *workers: int) -> list[str]:
    """What workers are given, in turn."""
    turns = [line.take(worker) for worker in workers]
    return [f"{turn[0].name}{turn[0].seed}{'+' if turn[1] else ''}" if turn else "" for turn in turns]


def test_policies_of_one_seed_begin_alike_and_nothing_else_does():
    base = Task("A", TOWN, 1, 30, 10)
    alike = [base, Task("B", OTHER, 1, 30, 10, column=1), Task("C", TOWN.set("grid.patrol_share", 0.3), 1, 30, 10)]
    others = [
        Task("A", TOWN, 2, 30, 10),
        Task("A", TOWN, 1, 31, 10),
        Task("A", TOWN, 1, 30, 11),
        Task("A", TOWN, 1, 30, 10, redraw=True),
        Task("A", TOWN.assume("service.patience_days", 20.0), 1, 30, 10),
        Task("A", TOWN.with_place("yantian"), 1, 30, 10),
    ]
    found = beginnings([*alike, *others])
    assert len(set(found[:3])) == 1
    assert len(set(found)) == 1 + len(others)


def test_a_seed_stays_with_its_worker_and_the_last_is_shared():
    tasks = tasks_for({"A": TOWN, "B": OTHER, "C": TOWN}, [1, 2, 3], 30, 10)
    line = Line(tasks)
    assert names(line, 0, 1) == ["A1+", "A2+"]
    assert names(line, 0, 0) == ["B1+", "C1"]
    assert names(line, 0, 1) == ["A3+", "B2+"]
    assert names(line, 1, 1) == ["C2", "B3"], "it helps with the seed that is left"
    assert names(line, 0, 1) == ["C3", ""] and not line


def test_one_seed_is_shared_by_all_workers():
    line = Line(tasks_for({"A": TOWN, "B": OTHER, "C": TOWN}, [1], 30, 10))
    assert names(line, 0, 1, 1, 0) == ["A1+", "B1", "C1", ""]


def test_what_could_not_be_begun_comes_back_first():
    line = Line(tasks_for({"A": TOWN, "B": OTHER}, [1, 2], 30, 10))
    task, _ = line.take(0)
    line.put_back(task)
    assert len(line) == 4 and names(line, 1) == ["A2+"]
    assert line.take(0)[0] is task
    assert [(one.name, one.seed) for one in line.take_all()] == [("B", 1), ("B", 2)] and not line and len(line) == 0


def test_in_one_process_only_the_next_run_counts():
    assert followed(tasks_for({"A": TOWN, "B": OTHER}, [1, 2], 30, 10)) == [True, False, True, False]
    assert followed([]) == [] and followed(tasks_for({"A": TOWN}, [1], 30, 10)) == [False]


def test_a_scenario_that_cannot_be_worked_out_waits_with_the_others():
    class Broken:
        hash, place_id = "broken", "training_town"

        @property
        def parameters(self):
            raise ValueError("no such thing")

    broken = Task("A", Broken(), 1, 30, 10)
    line = Line([broken, broken, Task("B", TOWN, 1, 30, 10)])
    assert [line.take(0)[0].name for _ in range(3)] == ["A", "A", "B"]


@pytest.mark.parametrize("seeds", [3_000])
def test_a_long_line_is_not_looked_through_for_each_run(seeds):
    line = Line(tasks_for({"A": TOWN}, range(seeds), 30, 10))
    looked = 0

    class Watched(dict):
        def __iter__(self):
            nonlocal looked
            for key in super().__iter__():
                looked += 1
                yield key

    line._groups = Watched(line._groups)
    while line.take(0):
        pass
    assert looked <= 3 * seeds
