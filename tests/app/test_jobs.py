"""Work asked for at the page is never lost, never doubled, and stops when people say stop."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from shapan.app.jobs.cache import Cache
from shapan.app.jobs.request import Column, Request
from shapan.app.jobs.store import TooMany

from .conftest import ask, lines, until


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
    assert ended.error == "job.died|" and jobs.result(jobs.recent()[0].job)["failures"] == ["1:1: job.died|"]


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
from shapan.app.jobs.request import Request
from shapan.app.jobs.jobs import Jobs
from shapan.app.jobs.store import TooMany
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
    cache = Cache(tmp_path)
    cache.put("abcd", {"kept": 1})
    assert "abcd" in cache and cache.get("abcd") == {"kept": 1}
    (tmp_path / "ab" / "abcd.zip").write_bytes(b"half a fi")
    assert cache.get("abcd") is None and "abcd" not in cache


def test_the_oldest_runs_make_room(tmp_path):
    cache = Cache(tmp_path)
    for age, key in enumerate(("new1", "old1")):
        cache.put(key, os.urandom(1000).hex())
        os.utime(cache._path(key), (time.time() - age * 1000,) * 2)
    cache.tidy(keep_bytes=2500)
    assert "new1" in cache and "old1" not in cache


# Whose jobs they are


def named(*labels):
    return Request(tuple(Column(label, "one", "village") for label in labels), reps=1, days=5, warmup=0)


def test_the_same_comparison_keeps_everybodys_own_names(door, notes):
    jobs = door()
    hers = jobs.submit(named("Bureau 7: cut of staff, confidential"), "tab 1", owner="anna")
    assert jobs.wait(hers, 30).state == "done"
    his = jobs.submit(named("My plan"), "tab 2", owner="bert")
    told = jobs.progress(his)
    assert (his != hers, told.state, told.fraction) == (True, "done", 1.0)
    assert [column.label for column in told.request.columns] == ["My plan"]
    assert jobs.result(his) == jobs.result(hers) and len(lines(notes, "done")) == 1
    assert jobs.find(named("My plan")) == his and jobs.find(named("another name")) is None
    again = jobs.submit(named("Another name of hers"), "tab 3", owner="anna")
    assert again not in (hers, his) and jobs.submit(named("My plan"), "tab 4", owner="bert") == his


def test_everybody_sees_and_stops_only_their_own(door):
    jobs = door(workers=0)
    hers = jobs.submit(named("hers"), "tab 1", owner="anna")
    his = jobs.submit(named("his"), "tab 2", owner="bert")
    assert [one.job for one in jobs.recent(owner="bert")] == [his]
    assert [one.job for one in jobs.recent()] == [his, hers], "whoever sits at the machine sees all"
    assert not jobs.cancel(hers, "bert") and jobs.progress(hers).state == "active"
    assert jobs.cancel(hers, "anna") and jobs.progress(hers).state == "cancelled"
    assert jobs.cancel(his) and jobs.progress(his).state == "cancelled"
    assert not jobs.cancel("nothing") and not jobs.cancel("nothing", "anna")


def test_a_person_with_many_tabs_is_one_person(door, notes):
    jobs = door(workers=1)
    greedy = [jobs.submit(ask("long", reps=20, days=20, seed=100 * tab), f"tab {tab}", "greta") for tab in range(1, 5)]
    until(lambda: lines(notes, "start"))
    assert jobs.wait(jobs.submit(ask("short", reps=3, days=20), "tab", "bert"), 60).state == "done"
    order = [policy for policy, _ in lines(notes, "done")]
    assert order.count("long") <= order.count("short") + 3, order
    for job in greedy:
        jobs.cancel(job)


def test_a_visitor_has_only_a_few_jobs_under_way_at_once(door):
    jobs = door(workers=0)
    first, *_ = [jobs.submit(ask("one", reps=1, seed=seed), "tab", "anna", most=3) for seed in (1, 2, 3)]
    with pytest.raises(TooMany) as raised:
        jobs.submit(ask("one", reps=1, seed=4), "another tab", "anna", most=3)
    assert raised.value.most == 3 and len(jobs.recent()) == 3, "nothing is written down"
    assert jobs.submit(ask("one", reps=1, seed=1), "tab", "anna", most=3) == first, "what is under way is found again"
    assert jobs.submit(ask("one", reps=1, seed=4), "tab", "bert", most=3), "others have their own few"
    assert jobs.submit(ask("one", reps=1, seed=5), "tab", "anna"), "whoever sits at the machine may ask for more"
    for job in (first, jobs.recent(owner="anna")[0].job):
        jobs.cancel(job)
    assert jobs.submit(ask("one", reps=1, seed=6), "tab", "anna", most=3)


def test_what_is_there_already_is_no_job_under_way(door):
    jobs = door(workers=1)
    assert jobs.wait(jobs.submit(ask("one", reps=1), "tab", "bert"), 30).state == "done"
    jobs.stop()
    jobs.size = 0
    jobs.submit(ask("long", reps=1), "tab", "anna", most=1)
    assert jobs.progress(jobs.submit(ask("one", reps=1), "tab", "anna", most=1)).state == "done"


def test_what_is_not_allowed_is_refused_by_the_door_and_by_the_worker(door, notes, monkeypatch):
    from shapan.scenarios.faults import InputFault

    jobs = door()
    for asks in (jobs.estimate, jobs.find, lambda request: jobs.submit(request, "anna")):
        with pytest.raises(InputFault):
            asks(ask("forbidden"))
    monkeypatch.setattr(jobs.work, "check", lambda request: request)
    ended = jobs.wait(jobs.submit(ask("forbidden", reps=1), "anna"), 30)
    assert ended.state == "failed" and "InputFault" in ended.error and not lines(notes, "start")
