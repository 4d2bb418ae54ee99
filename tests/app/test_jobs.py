"""Work asked for at the page is never lost, never doubled, and stops when people say stop."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from shapan.app.asking import Column, Request
from shapan.app.jobs import Jobs
from shapan.app.shelf import Shelf

HERE = Path(__file__).parent


@pytest.fixture
def notes(tmp_path, monkeypatch):
    """Where the pretend runs write down that they happened."""
    path = tmp_path / "notes.txt"
    path.touch()
    monkeypatch.setenv("PRETEND_NOTES", str(path))
    monkeypatch.setenv("PYTHONPATH", str(HERE))
    monkeypatch.syspath_prepend(str(HERE))
    return path


@pytest.fixture
def door(tmp_path, notes):
    """Open a door on the same folder, as often as a test likes; all are closed at the end."""
    opened = []

    def open_door(workers=1):
        jobs = Jobs(tmp_path / "data", workers=workers, work="pretend_district")
        opened.append(jobs)
        return jobs

    (tmp_path / "data").mkdir()
    yield open_door
    for jobs in opened:
        jobs.stop()


def ask(*policies, reps=2, days=5, seed=1):
    columns = tuple(Column(policy, policy, "village") for policy in policies)
    return Request(columns, reps=reps, days=days, warmup=0, seed=seed)


def lines(notes, word):
    return [line.split()[2:] for line in notes.read_text().splitlines() if line.split()[1] == word]


def until(condition, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("waited in vain")


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(")")[1].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


def test_a_request_survives_being_written_down():
    request = Request((Column("甲", "yantian", "town", {"grid.visit_share": 0.3}), Column("b", "x", "town")), reps=3)
    assert Request.from_text(request.as_text()) == request
    assert list(request.tasks())[:3] == [(0, 1), (1, 1), (0, 2)]


def test_a_job_runs_to_its_result_and_says_how_far_it_is(door, notes):
    jobs = door(workers=2)
    request = ask("one", "two", reps=2)
    before = jobs.estimate(request)
    assert (before.runs, before.finished, before.measured) == (4, 0, False)
    job = jobs.submit(request, "anna")
    ended = jobs.wait(job, 30)
    assert (ended.state, ended.finished, ended.failed, ended.fraction) == ("done", 4, 0, 1.0)
    assert jobs.result(job)["pairs"] == [(0, 1), (0, 2), (1, 1), (1, 2)]
    after = jobs.estimate(request)
    assert after.measured and after.finished == 4 and after.seconds == 0
    assert jobs.submit(request, "anna") == job and jobs.find(request) == job
    done = lines(notes, "done")
    other = jobs.submit(request, "bert")
    assert other != job and jobs.progress(other).state == "done" and jobs.result(other) == jobs.result(job)
    assert lines(notes, "done") == done, "a finished answer is not computed twice"


def test_more_repetitions_redo_nothing(door, notes):
    jobs = door()
    jobs.wait(jobs.submit(ask("one", "two", reps=2), "anna"), 30)
    jobs.wait(jobs.submit(ask("one", "two", reps=3), "anna"), 30)
    done = lines(notes, "done")
    assert len(done) == 6 and len({tuple(line) for line in done}) == 6


def test_cancel_stops_the_run_under_way_and_keeps_the_finished_ones(door, notes):
    jobs = door()
    request = ask("one", "two", reps=20, days=30)
    job = jobs.submit(request, "anna")
    until(lambda: len(lines(notes, "done")) >= 1)
    jobs.cancel(job)
    time.sleep(3.0)
    finished = len(lines(notes, "done"))
    time.sleep(1.0)
    assert len(lines(notes, "done")) == finished, "nothing runs after the cancel"
    assert jobs.progress(job).state == "cancelled"
    assert jobs.estimate(request).finished == finished


def test_cancel_stops_even_a_run_that_never_reports(door, notes):
    jobs = door()
    job = jobs.submit(ask("deaf", reps=1, days=6000), "anna")
    until(lambda: lines(notes, "start"))
    pid = int(notes.read_text().split()[0])
    jobs.cancel(job)
    until(lambda: not alive(pid), 10)
    other = jobs.submit(ask("one", reps=1), "anna")
    assert jobs.wait(other, 30).state == "done", "a new worker has taken its place"


def test_a_failed_run_is_a_row_and_the_rest_goes_on(door):
    jobs = door()
    job = jobs.submit(ask("one", "fails", reps=2), "anna")
    ended = jobs.wait(job, 30)
    assert (ended.state, ended.finished, ended.failed) == ("done", 2, 2)
    assert "caught fire" in ended.error
    assert len(jobs.result(job)["failures"]) == 2


def test_a_job_without_any_finished_run_fails_with_the_reason(door):
    jobs = door()
    ended = jobs.wait(jobs.submit(ask("fails", reps=1), "anna"), 30)
    assert ended.state == "failed" and "caught fire" in ended.error


def test_a_run_that_kills_its_worker_is_given_up_after_three_tries(door, notes):
    jobs = door()
    ended = jobs.wait(jobs.submit(ask("one", "dies", reps=1), "anna"), 60)
    assert (ended.state, ended.finished, ended.failed) == ("done", 1, 1)
    assert len([line for line in lines(notes, "start") if line[0] == "dies"]) == 3


def test_two_sessions_share_the_workers_fairly(door, notes):
    jobs = door(workers=1)
    first = jobs.submit(ask("long", reps=20, days=20), "anna")
    until(lambda: lines(notes, "start"))
    second = jobs.submit(ask("short", reps=3, days=20), "bert")
    assert jobs.wait(second, 30).state == "done"
    order = [policy for policy, _ in lines(notes, "done")]
    assert order.count("long") <= order.count("short") + 3, order
    assert jobs.progress(first).state == "active"
    jobs.cancel(first)


def test_the_same_run_wanted_by_two_sessions_is_done_once(door, notes):
    jobs = door(workers=2)
    a = jobs.submit(ask("one", reps=3, days=10), "anna")
    b = jobs.submit(ask("one", reps=3, days=10), "bert")
    assert a != b, "one person's cancel must not take the other's work"
    assert jobs.wait(a, 30).state == jobs.wait(b, 30).state == "done"
    assert len(lines(notes, "done")) == 3


SERVER = """
import sys, time
from pathlib import Path
from shapan.app.asking import Request
from shapan.app.jobs import Jobs
jobs = Jobs(Path(sys.argv[1]), workers=2, work="pretend_district")
print(jobs.submit(Request.from_text(sys.argv[2]), "anna"), flush=True)
time.sleep(600)
"""


def start_server(folder, request):
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(folder), request.as_text()], stdout=subprocess.PIPE, text=True
    )
    return server, server.stdout.readline().strip()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="kill -9 is a thing of POSIX systems")
def test_kill_9_of_the_server_ends_its_workers_and_only_unfinished_runs_are_done_again(door, notes, tmp_path):
    request = ask("one", "two", reps=4, days=60)
    server, job = start_server(tmp_path / "data", request)
    until(lambda: len(lines(notes, "done")) >= 2)
    pids = {int(line.split()[0]) for line in notes.read_text().splitlines()}
    assert server.pid not in pids, "the work happens outside the server process"
    os.kill(server.pid, signal.SIGKILL)
    server.wait()
    server.stdout.close()
    until(lambda: not any(alive(pid) for pid in pids), 5)
    finished = {tuple(line) for line in lines(notes, "done")}

    jobs = door(workers=2)  # a new server: it goes on by itself
    assert jobs.progress(job).state == "active"
    assert jobs.wait(job, 60).state == "done"
    done = [tuple(line) for line in lines(notes, "done")]
    assert len(done) == len(set(done)) == request.runs, "nothing finished was done twice"
    assert finished <= set(done)


def test_a_second_door_sees_the_same_job(door):
    here, there = door(workers=1), door(workers=0)
    job = here.submit(ask("one", reps=1), "anna")
    assert there.progress(job).request == ask("one", reps=1)
    here.wait(job, 30)
    assert there.result(job) == here.result(job)
    assert [progress.job for progress in there.recent()] == [job]


def test_an_unknown_job_is_simply_unknown(door):
    jobs = door(workers=0)
    assert jobs.progress("nothing") is None and jobs.result("nothing") is None


def test_a_torn_file_counts_as_absent(tmp_path):
    shelf = Shelf(tmp_path)
    shelf.put("abcd", {"kept": 1})
    assert "abcd" in shelf and shelf.get("abcd") == {"kept": 1}
    (tmp_path / "ab" / "abcd.zip").write_bytes(b"half a fi")
    assert shelf.get("abcd") is None and "abcd" not in shelf


def test_the_oldest_runs_make_room(tmp_path):
    shelf = Shelf(tmp_path)
    for age, key in enumerate(("new1", "old1")):
        shelf.put(key, os.urandom(1000).hex())
        os.utime(shelf._path(key), (time.time() - age * 1000,) * 2)
    shelf.tidy(keep_bytes=2500)
    assert "new1" in shelf and "old1" not in shelf
