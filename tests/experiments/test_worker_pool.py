"""Workers that cannot be started end in rows that say so, never in silence."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
import time

import pytest

from shapan.experiments.runs import worker_pool
from shapan.experiments.runs.idle_workers import IDLE, SECONDS_IDLE, STARTER, IdleWorkers, Worker
from shapan.experiments.runs.runner import run_many
from shapan.experiments.runs.task import tasks_for

DAYS, WARMUP = 20, 5


@pytest.fixture(autouse=True)
def no_idle_workers():
    """Every test starts its own."""
    IDLE.end_all()


@pytest.fixture
def patience():
    """A cancel that comes after a while, so that what never ends fails a test instead of stopping all."""
    cancel = threading.Event()
    timer = threading.Timer(200, cancel.set)
    timer.start()
    yield cancel
    timer.cancel()


LIGHT = """
import sys, time
from shapan.experiments.runs import worker
from shapan.experiments.runs.task import Finished

def finish(task, folder, progress):
    time.sleep(task.days / 1000)
    return Finished(task, 0.0, summary={"seed": task.seed})

worker.finish = finish
worker.main(int(sys.argv[1]))
"""
"""A worker as it is, but for the model: it answers as soon as it knows what is asked, a long run a little later."""


def start_light() -> Worker:
    pipe, command = subprocess.PIPE, [sys.executable, "-P", "-c", LIGHT, str(os.getpid())]
    starts = STARTER.submit(subprocess.Popen, command, stdin=pipe, stdout=pipe, start_new_session=True)
    return Worker(starts.result())


@pytest.fixture
def light(monkeypatch):
    """For tests that look at who starts whom and at nothing that a run says."""
    monkeypatch.setattr(worker_pool, "start", start_light)


@pytest.fixture(autouse=True)
def soon_again(monkeypatch):
    monkeypatch.setattr(worker_pool, "SECONDS_BETWEEN_STARTS", 0.02)


def no_start(times: int):
    """Start workers, but not the first few times."""
    start, left = worker_pool.start, [times]

    def starts():
        if left[0] > 0:
            left[0] -= 1
            raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))
        return start()

    return starts


def test_a_worker_that_cannot_be_started_is_a_failed_run(town, monkeypatch, patience):
    monkeypatch.setattr(worker_pool, "start", no_start(10**9))
    finished = list(run_many(tasks_for({"A": town}, [1, 2, 3], DAYS, WARMUP), 2, cancel=patience))
    assert [(done.stage, done.failed) for done in finished] == [("start", True)] * 3
    assert "Too many open files" in finished[0].error
    for language, said in (("en", "no worker process could be started"), ("zh", "计算进程无法启动")):
        assert said in finished[0].why(language) and "WorkerDied" not in finished[0].why(language)


def test_what_cannot_be_started_here_is_made_by_the_workers_there_are(light, town, monkeypatch, patience):
    """A machine that grants one process of three costs time and no run."""
    start, granted = worker_pool.start, [1]

    def once():
        if not granted:
            raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))
        granted.pop()
        return start()

    monkeypatch.setattr(worker_pool, "start", once)
    finished = list(run_many(tasks_for({"A": town}, [1, 2, 3, 4, 5], 400, WARMUP), 3, cancel=patience))
    assert sorted(done.task.seed for done in finished) == [1, 2, 3, 4, 5] and not any(done.failed for done in finished)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX systems")
def test_a_run_that_kills_its_workers_is_told_in_both_languages(town, monkeypatch, patience):
    code = "import os, signal, sys; sys.stdin.buffer.read(1); os.kill(os.getpid(), signal.SIGKILL)"

    def dies():
        pipe = subprocess.PIPE
        return Worker(subprocess.Popen([sys.executable, "-c", code], stdin=pipe, stdout=pipe))

    monkeypatch.setattr(worker_pool, "start", dies)
    tasks = tasks_for({"A": town}, [1], DAYS, WARMUP)
    (done,) = worker_pool.WorkerPool(tasks, 1).results(None, patience)
    assert (done.stage, done.failed) == ("worker", True)
    assert done.error == done.why("en") == "the worker process ended 3 times on this run (signal 9)"
    assert done.why("zh") == "计算进程在这次模拟上 3 次意外结束（信号 9）"


def test_a_start_that_works_the_second_time_loses_nothing(light, town, monkeypatch, patience):
    monkeypatch.setattr(worker_pool, "start", no_start(1))
    finished = list(run_many(tasks_for({"A": town}, [1, 2], DAYS, WARMUP), 2, cancel=patience))
    assert sorted(done.task.seed for done in finished) == [1, 2] and not any(done.failed for done in finished)


@pytest.mark.parametrize("granted", [0, 1])
def test_a_machine_that_grants_few_threads_still_ends(light, town, monkeypatch, patience, granted):
    start, left = threading.Thread.start, [granted]

    def few(thread):
        if thread.name.startswith("worker-"):
            if left[0] == 0:
                raise RuntimeError("can't start new thread")
            left[0] -= 1
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", few)
    finished = list(run_many(tasks_for({"A": town}, [1, 2], DAYS, WARMUP), 2, cancel=patience))
    assert len(finished) == 2 and [done.failed for done in finished] == [granted == 0] * 2
    assert all(done.stage == "start" for done in finished if done.failed)


def test_an_error_nobody_thought_of_is_a_failed_run(light, town, monkeypatch, patience):
    def breaks(*_):
        raise AttributeError("an answer of another build")

    monkeypatch.setattr(Worker, "make", breaks)
    finished = list(run_many(tasks_for({"A": town}, [1, 2], DAYS, WARMUP), 2, cancel=patience))
    assert [done.stage for done in finished] == ["worker"] * 2 and "another build" in finished[0].error


def test_a_worker_retires_and_the_next_goes_on(light, town, monkeypatch, patience):
    started = []
    start = worker_pool.start

    def noted():
        started.append(start())
        return started[-1]

    monkeypatch.setattr(worker_pool, "start", noted)
    monkeypatch.setattr(worker_pool, "RUNS_A_WORKER", 1)
    tasks = tasks_for({"A": town}, [1, 2], 5, 0)
    finished = list(worker_pool.WorkerPool(tasks, 1).results(None, patience))
    assert len(finished) == 2 and not any(done.failed for done in finished)
    assert len({worker.process.pid for worker in started}) == 2
    assert all(worker.process.returncode is not None for worker in started)


# --- idle workers ------------------------------------------------------------------------------------------------


def counted_starts(monkeypatch) -> list[Worker]:
    started: list[Worker] = []
    start = worker_pool.start

    def noted():
        started.append(start())
        return started[-1]

    monkeypatch.setattr(worker_pool, "start", noted)
    return started


def make_runs(town, patience, *seeds: int) -> list[str]:
    """Digests of the runs' main results, made by one worker."""
    pool = worker_pool.WorkerPool(tasks_for({"A": town}, list(seeds), DAYS, WARMUP), 1)
    finished = list(pool.results(None, patience))
    assert not any(done.failed for done in finished)
    return [repr(done.summary) for done in finished]


def test_the_next_list_of_runs_takes_the_worker_of_the_last(town, monkeypatch, patience):
    started = counted_starts(monkeypatch)
    first = make_runs(town, patience, 1, 2)
    again = make_runs(town, patience, 1, 2)
    assert first == again and len(started) == 1 and started[0].lives and started[0].runs == 4
    IDLE.end_all()
    assert started[0].process.returncode is not None and IDLE.take() is None


def test_a_worker_of_other_surroundings_stays_idle(light, town, monkeypatch, patience):
    started = counted_starts(monkeypatch)
    make_runs(town, patience, 1)
    monkeypatch.setenv("SHAPAN_SOMETHING", "other")
    make_runs(town, patience, 1)
    assert len(started) == 2 and started[0].lives


def test_an_idle_worker_that_dies_costs_nothing(light, town, monkeypatch, patience):
    started = counted_starts(monkeypatch)
    make_runs(town, patience, 1)
    started[0].process.kill()
    started[0].process.wait()
    make_runs(town, patience, 1)
    assert len(started) == 2


def test_a_worker_stopped_in_the_middle_of_a_run_is_no_idle_one(light, town, monkeypatch, patience):
    started = counted_starts(monkeypatch)
    tasks = tasks_for({"A": town}, [1, 2, 3], 400, WARMUP)
    for _ in worker_pool.WorkerPool(tasks, 1).results(None, patience):
        break
    assert len(started) == 1 and started[0].process.returncode is not None and IDLE.take() is None


def test_idle_workers_end_after_a_while(monkeypatch):
    monkeypatch.setattr("shapan.experiments.runs.idle_workers.SECONDS_IDLE", 0.2)
    assert SECONDS_IDLE > 1.0
    waits = [sys.executable, "-c", "import sys; sys.stdin.read()"]
    worker = Worker(subprocess.Popen(waits, stdin=subprocess.PIPE, stdout=subprocess.PIPE))
    idle = IdleWorkers()
    idle.put(worker)
    deadline = time.monotonic() + 20.0
    while worker.process.returncode is None and time.monotonic() < deadline:
        time.sleep(0.05)
    assert worker.process.returncode == 0 and idle.take() is None
