"""Work asked for at the page is never lost, never doubled, and stops when people say stop."""

import errno
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from shapan.app.jobs.cache import Cache
from shapan.app.jobs.jobs import Jobs
from shapan.app.jobs.request import Column, Request
from shapan.app.jobs.store import STALE_SECONDS, JobStore, TooMany
from shapan.app.jobs.worker import Worker
from shapan.app.jobs.worker_pool import WorkerPool, usual_size
from shapan.app.widgets.guard import fault_text
from shapan.app.widgets.language import Words
from shapan.experiments.runs.cores import cores

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
def door(tmp_path, notes, monkeypatch):
    """Open a door on the same folder, as often as a test likes; all are closed at the end.

    Workers are looked after ten times as often as usual, so that nobody waits for the next look.
    """
    monkeypatch.setattr("shapan.app.jobs.worker_pool.WATCH_SECONDS", 0.05)
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
    jobs.wait(jobs.submit(ask("after", reps=1), "anna"), 30)  # the only worker has let go of the other
    finished = len(lines(notes, "done")) - 1
    time.sleep(1.0)
    assert len(lines(notes, "done")) == finished + 1, "nothing runs after the cancel"
    assert lines(notes, "done")[-1] == ["after", "1"] and finished < request.runs
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
    request = ask("one", "two", reps=4, days=40)
    server, job = start_server(tmp_path / "data", request)
    until(lambda: len(stored(tmp_path / "data")) >= 2)
    pids = {int(line.split()[0]) for line in notes.read_text().splitlines()}
    assert server.pid not in pids, "the work happens outside the server process"
    os.kill(server.pid, signal.SIGKILL)
    server.wait()
    server.stdout.close()
    until(lambda: not any(alive(pid) for pid in pids), 5)
    kept = stored(tmp_path / "data")
    with closing(sqlite3.connect(JobStore(tmp_path / "data").path)) as db:  # as if time had passed: nobody is heard of
        db.execute("UPDATE task SET beat = beat - ? WHERE state = 'running'", (STALE_SECONDS,))
        db.commit()

    jobs = door(workers=2)  # a new server: it goes on by itself
    assert jobs.progress(job).state == "active"
    assert jobs.wait(job, 60).state == "done"
    made = Counter(tuple(line) for line in lines(notes, "done"))
    keys = {
        (request.columns[column].policy, str(seed)): key
        for (column, seed), key in jobs.work.keys_of_runs(request).items()
    }
    assert set(made) == set(keys) and stored(tmp_path / "data") == set(keys.values())
    assert all(made[run] == 1 for run, key in keys.items() if key in kept), "nothing stored was done twice"
    # Each worker may have come to the end of one run that it could no longer store.
    assert made.total() <= request.runs + 2


def stored(folder):
    """The names of all runs that lie whole in a data folder."""
    return {path.stem for path in (folder / "runs").rglob("*.zip")}


@pytest.mark.parametrize(("killed_before", "made"), [("put", 2), ("finish", 1)])
def test_a_worker_killed_around_storing_a_run_leaves_it_to_be_made_or_to_be_found(
    door, notes, monkeypatch, killed_before, made
):
    """What was not stored is made again, what was stored is not, and either way it counts once."""

    class Killed(BaseException):
        pass

    def killed(*_):
        raise Killed

    jobs = door(workers=0)
    job = jobs.submit(ask("one", reps=1), "anna")
    first, second = (Worker(jobs.folder, "pretend_district", name, jobs.build) for name in ("first", "second"))
    with monkeypatch.context() as patch:
        patch.setattr(first.runs if killed_before == "put" else first.store, killed_before, killed)
        with pytest.raises(Killed):
            first.do(first.store.claim("first", jobs.build))
    assert jobs.progress(job).finished == 0 and len(stored(jobs.folder)) == made % 2
    jobs.store.let_go("first")
    while (task := second.store.claim("second", jobs.build)) is not None:
        assert second.do(task)
    assert jobs.progress(job).state == "done" and jobs.result(job) == {"pairs": [(0, 1)], "failures": []}
    assert len(lines(notes, "done")) == made and len(stored(jobs.folder)) == 1


def test_a_finding_that_cannot_be_read_is_made_anew_when_somebody_asks_again(door, notes, monkeypatch):
    """Otherwise "Go on with it" would come back to the same page for ever."""
    jobs, request = door(), ask("one", "two")
    first = jobs.submit(request, "anna")
    assert jobs.wait(first, 60).state == "done"
    (path,) = jobs.results.folder.rglob("*.zip")
    unreadable, read = path.stat().st_ino, Path.read_bytes

    def denied(file):
        if file.stat().st_ino == unreadable:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return read(file)

    monkeypatch.setattr(Path, "read_bytes", denied)
    assert jobs.result(first) is None and path.exists(), "finished work is not thrown away"
    again = jobs.submit(request, "anna")
    assert again != first and jobs.wait(again, 60).state == "done"
    assert jobs.result(again) == jobs.result(first) is not None
    assert len(lines(notes, "done")) == request.runs, "the runs themselves are kept"
    assert jobs.submit(request, "anna") == again, "once it can be read it is not asked twice"
    path.unlink()
    third = jobs.submit(request, "anna")
    assert third != again and jobs.wait(third, 60).state == "done", "what lies in memory alone is not there"
    assert jobs.result(third) is not None


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
    found = jobs.progress(his)
    assert (his != hers, found.state, found.fraction) == (True, "done", 1.0)
    assert [column.label for column in found.request.columns] == ["My plan"]
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


def test_all_visitors_together_have_only_so_many_jobs_under_way(door, monkeypatch):
    monkeypatch.setattr("shapan.app.jobs.store.MOST_OF_ALL", 4)
    jobs = door(workers=0)
    for number in range(4):
        jobs.submit(ask("one", reps=1, seed=number), "tab", f"visitor {number}", most=3)
    with pytest.raises(TooMany) as raised:
        jobs.submit(ask("one", reps=1, seed=9), "tab", "one more", most=3)
    assert raised.value.of_all and raised.value.most == 4 and len(jobs.recent()) == 4
    shown_text = [fault_text(Words(language), raised.value) for language in ("zh", "en")]
    assert all("4" in text for text in shown_text) and shown_text[0] != shown_text[1]
    assert jobs.submit(ask("one", reps=1, seed=9), "tab", "anna"), "whoever sits at the machine may ask for more"


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


# What goes wrong around the work


def fails(times, fault):
    """Something that raises a few times before it does nothing."""
    left = [times]

    def call(*_):
        if left[0] > 0:
            left[0] -= 1
            raise fault

    return call


def test_a_full_disk_stops_the_worker_pool_only_as_long_as_it_is_full(door, monkeypatch):
    full = sqlite3.OperationalError("database or disk is full")
    jobs = door()
    look, stumble = WorkerPool._look, fails(3, full)

    def looks(pool):
        stumble()
        look(pool)

    monkeypatch.setattr(WorkerPool, "_look", looks)
    job = jobs.submit(ask("one", reps=1), "anna")
    until(lambda: jobs.trouble.startswith("job.no_queue|database or disk is full"))
    assert jobs.wait(job, 60).state == "done"
    until(lambda: jobs.trouble == "")


def test_a_death_that_cannot_be_written_down_is_written_down_later(door, notes, monkeypatch):
    jobs = door()
    let_go, stumble = jobs.store.let_go, fails(2, sqlite3.OperationalError("database or disk is full"))

    def lets_go(worker):
        stumble()
        let_go(worker)

    monkeypatch.setattr(jobs.store, "let_go", lets_go)
    job = jobs.submit(ask("long", reps=2, days=50), "anna")
    until(lambda: lines(notes, "start"))
    os.kill(int(notes.read_text().split()[0]), signal.SIGKILL)
    assert jobs.wait(job, 60).state == "done"


def test_a_worker_waits_for_room_on_the_disk(tmp_path, notes, monkeypatch):
    monkeypatch.setattr("shapan.app.jobs.worker.FIRST_WAIT_SECONDS", 0.01)
    jobs = Jobs(tmp_path / "data", workers=0, work="pretend_district")
    job = jobs.submit(ask("one", reps=1), "anna")
    worker = Worker(jobs.folder, "pretend_district", "w", jobs.build)
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    put, finish = worker.runs.put, worker.store.finish
    no_room, no_queue = fails(2, full), fails(2, sqlite3.OperationalError("database or disk is full"))
    monkeypatch.setattr(worker.runs, "put", lambda *given: (no_room(), put(*given)))
    monkeypatch.setattr(worker.store, "finish", lambda *given: (no_queue(), finish(*given)))
    for _ in range(2):
        assert worker.do(worker.store.claim("w", jobs.build))
    assert jobs.progress(job).state == "done" and len(lines(notes, "start")) == 1


def test_a_heartbeat_that_cannot_be_written_ends_nothing(tmp_path, notes, monkeypatch):
    monkeypatch.setattr("shapan.app.jobs.worker.HEARTBEAT_SECONDS", 0.1)
    jobs = Jobs(tmp_path / "data", workers=0, work="pretend_district")
    job = jobs.submit(ask("long", reps=1, days=80), "anna")
    worker = Worker(jobs.folder, "pretend_district", "w", jobs.build)
    beat, stumble = worker.store.heartbeat, fails(2, sqlite3.OperationalError("database or disk is full"))
    beats = []

    def beats_or_not(*given):
        stumble()
        beats.append(beat(*given))
        return beats[-1]

    monkeypatch.setattr(worker.store, "heartbeat", beats_or_not)
    threading.Thread(target=worker._heartbeat, daemon=True).start()
    assert worker.do(worker.store.claim("w", jobs.build))
    assert beats and all(beats) and jobs.progress(job).finished == 1


def test_workers_that_cannot_start_end_the_job_with_the_last_line_of_their_log(door, monkeypatch):
    jobs = door(workers=2)
    monkeypatch.setenv("PYTHONHOME", "/nonexistent")
    ended = jobs.wait(jobs.submit(ask("one", reps=2), "anna"), 90)
    assert ended.state == "failed" and ended.error.startswith("job.cannot_start|")
    assert "encodings" in ended.error and "\n" not in ended.error
    assert jobs.trouble == ended.error and jobs.running() == 0
    monkeypatch.delenv("PYTHONHOME")
    assert jobs.wait(jobs.submit(ask("one", reps=2), "anna"), 60).state == "done", "asking again tries again"
    assert jobs.trouble == ""


@pytest.mark.skipif(not Path("/bin/false").exists(), reason="no /bin/false here")
def test_workers_that_say_nothing_end_the_job_with_the_code_they_left(door, monkeypatch):
    jobs = door()
    with monkeypatch.context() as patch:
        patch.setattr("shapan.app.jobs.worker_pool.sys.executable", "/bin/false")
        ended = jobs.wait(jobs.submit(ask("one", reps=1), "anna"), 60)
    assert (ended.state, ended.error) == ("failed", "job.cannot_start|job.worker_ended|1")


def test_processes_that_cannot_be_made_end_the_job_too(door, monkeypatch):
    def refused(*_, **__):
        raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    jobs = door()
    with monkeypatch.context() as patch:
        patch.setattr("shapan.app.jobs.worker_pool.subprocess.Popen", refused)
        ended = jobs.wait(jobs.submit(ask("one", reps=1), "anna"), 60)
    assert (ended.state, ended.error) == ("failed", f"job.cannot_start|{os.strerror(errno.EAGAIN)}")


def test_a_server_that_cannot_start_workers_leaves_the_jobs_others_work_on(door, notes, monkeypatch):
    healthy, sick = door(workers=1), door(workers=0)
    start = WorkerPool._start
    monkeypatch.setattr(
        WorkerPool, "_start", lambda pool: pool._stumbled(False, "no room") if pool.store is sick.store else start(pool)
    )
    first = healthy.submit(ask("long", reps=2, days=150), "anna")
    until(lambda: lines(notes, "start"))
    sick.size = 1
    second = sick.submit(ask("short", reps=1, days=5), "bert")
    until(lambda: sick._pool._dead_starts >= 3)
    assert healthy.wait(first, 60).state == "done", "it is being worked on elsewhere"
    assert sick.wait(second, 60).state == "done" and sick.trouble == ""
    healthy.stop()
    ended = sick.wait(sick.submit(ask("alone", reps=1), "bert"), 60)
    assert (ended.state, ended.error) == ("failed", "job.cannot_start|no room"), "nobody is there any more"


@pytest.mark.parametrize("idle", ["0.1", "300"])
def test_an_idle_worker_ends_quietly(tmp_path, notes, idle):
    jobs = Jobs(tmp_path / "data", workers=0, work="pretend_district")
    if idle == "300":  # it retires instead
        jobs.submit(ask("one", reps=1, days=1), "anna")
    code = "import shapan.app.jobs.worker as w, sys; w.RUNS_A_WORKER = 2; w.main()"
    command = [sys.executable, "-c", code, "--data", str(jobs.folder), "--work", "pretend_district", "--idle", idle]
    worker = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert worker.wait(timeout=60) == 0
    assert "Fatal" not in worker.stderr.read()
    worker.stdin.close()
    worker.stderr.close()


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_clock_that_is_put_back_keeps_no_run_waiting(door, notes, hours):
    """A heartbeat of a dead worker may lie in the future; its run comes back all the same."""
    jobs = door(workers=0)
    job = jobs.submit(ask("one", reps=1), "anna")
    task = jobs.store.claim("dead", jobs.build)
    jobs.store.on_duty("dead", jobs.build)
    assert jobs.store.claim("second", jobs.build) is None and jobs.store.others_on_duty("mine", jobs.build)
    with closing(sqlite3.connect(jobs.store.path)) as db:
        for table, column in (("task", "beat"), ("crew", "at")):
            db.execute(f"UPDATE {table} SET {column} = {column} + ?", (hours * 3600,))
        db.commit()
    assert not jobs.store.others_on_duty("mine", jobs.build)
    assert jobs.store.claim("second", jobs.build).job == job
    assert not jobs.store.heartbeat(task, "dead", 0.5), "whoever still lives finds that it is another's now"


# Which build a result comes from


@pytest.fixture
def source(tmp_path, monkeypatch):
    """The sources of the pretend district: text that can be changed while it runs."""
    path = tmp_path / "source.txt"
    path.write_text("first")
    monkeypatch.setenv("PRETEND_BUILD", str(path))
    sys.modules.pop("pretend_district", None)
    yield path
    sys.modules.pop("pretend_district", None)


def test_a_source_changed_under_a_running_worker_gives_no_result_under_the_old_name(door, notes, source):
    jobs = door()
    request = ask("one", reps=2, days=80)
    job = jobs.submit(request, "anna")
    until(lambda: len(lines(notes, "done")) == 1 and len(lines(notes, "start")) == 2)
    source.write_text("second")
    ended = jobs.wait(job, 60)
    assert (ended.state, ended.error) == ("failed", "job.updated|")
    assert ended.finished == 1, "what was made before the change is kept"
    assert jobs.estimate(request).finished == 1 and jobs.result(job) is None
    assert jobs.trouble == "job.updated|"
    jobs.stop()

    sys.modules.pop("pretend_district")  # a new server, on the new sources
    after = door()
    assert after.build != jobs.build and after.estimate(request).finished == 0
    assert after.wait(after.submit(request, "anna"), 60).state == "done"


def test_a_source_changed_while_workers_were_away_is_noticed_too(door, notes, source):
    jobs = door()
    source.write_text("second")
    ended = jobs.wait(jobs.submit(ask("one", reps=2), "anna"), 60)
    assert (ended.state, ended.error, ended.finished) == ("failed", "job.updated|", 0)
    assert not lines(notes, "start")


def test_a_job_of_another_build_is_left_to_its_workers_and_called_so(door, notes, source):
    old = door(workers=0)
    job = old.submit(ask("one", reps=1), "anna")
    source.write_text("second")
    sys.modules.pop("pretend_district")
    jobs = door(workers=1)
    found = jobs.progress(job)
    assert (found.state, found.error, found.request) == ("failed", "job.updated|", ask("one", reps=1))
    again = jobs.submit(found.request, "anna")
    assert again != job and jobs.wait(again, 60).state == "done"
    assert old.store.job(job)["state"] == "active", "workers of its own build may still make it"


# A data folder that heals


def test_rows_of_another_build_harm_only_themselves(door):
    jobs = door(workers=0)
    mine = jobs.submit(ask("one", reps=1), "anna")
    texts = ["{}", "half a row", '{"format": 99, "columns": []}', ask("forbidden").as_text()]
    with closing(sqlite3.connect(jobs.store.path)) as db:
        for number, text in enumerate(texts):
            row = (f"aaaa{number}", "anna", time.time() + number, "done", text, "k" * 32, None, time.time())
            db.execute("INSERT INTO job VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        db.execute("UPDATE job SET state = 'active' WHERE id = 'aaaa1'")
        db.commit()
    assert [one.job for one in jobs.recent(owner="anna")] == [mine]
    assert jobs.of_another_build("anna") == len(texts) and jobs.of_another_build("bert") == 0
    assert all(jobs.progress(f"aaaa{number}") is None for number in range(len(texts)))
    worker = Worker(jobs.folder, "pretend_district", "w", jobs.build)
    assert worker.store.claim("w", jobs.build).job == mine and worker.store.claim("w", jobs.build) is None


@pytest.mark.parametrize("damage", [b"", b"SQLite format 3\0 and then nothing of the kind" * 200, b"page"])
def test_a_damaged_job_file_is_set_aside_and_work_goes_on(door, damage):
    jobs = door(workers=0)
    for seed in range(40):
        jobs.submit(ask("one", reps=20, seed=seed * 30 + 1), "anna")
    with closing(sqlite3.connect(jobs.store.path)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = jobs.store.path.read_bytes()
    where = len(content) // 2
    jobs.store.path.write_bytes(
        content[:where] + b"\xff" * 9000 + content[where + 9000 :] if damage == b"page" else damage
    )
    healed = door(workers=1)
    assert healed.wait(healed.submit(ask("one", reps=1), "anna"), 60).state == "done"
    assert (healed.set_aside is None) == (damage == b"")
    if damage:
        assert healed.set_aside.read_bytes()[:6] == (content if damage == b"page" else damage)[:6]


def test_a_job_file_damaged_while_the_server_runs_is_replaced(door):
    jobs = door(workers=0)
    jobs.submit(ask("one", reps=1), "anna")
    for ending in ("-wal", "-shm"):
        jobs.store.path.with_name(jobs.store.path.name + ending).unlink(missing_ok=True)
    jobs.store.path.write_bytes(b"something else " * 1000)
    with pytest.raises(sqlite3.DatabaseError):
        jobs.recent()
    assert jobs.recent() == [] and jobs.set_aside is not None
    assert jobs.progress(jobs.submit(ask("one", reps=1), "anna")).state == "active"


@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_job_file_taken_away_while_the_server_runs_is_begun_anew(door, what):
    jobs = door(workers=1)
    assert jobs.wait(jobs.submit(ask("one", reps=1), "anna"), 60).state == "done"
    jobs.stop()
    if what == "folder":
        shutil.rmtree(jobs.folder)
    else:
        for ending in ("", "-wal", "-shm"):
            jobs.store.path.with_name(jobs.store.path.name + ending).unlink(missing_ok=True)
    with pytest.raises(sqlite3.OperationalError):
        jobs.recent()
    assert jobs.recent() == [] and jobs.set_aside is None
    assert jobs.wait(jobs.submit(ask("one", "two", reps=1), "anna"), 60).state == "done"


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX systems")
def test_nobody_else_may_look_into_the_data_folder(tmp_path, notes):
    folder = tmp_path / "data"
    jobs = Jobs(folder, workers=1, work="pretend_district")
    try:
        assert jobs.wait(jobs.submit(ask("one", reps=1), "anna"), 60).state == "done"
    finally:
        jobs.stop()
    for path in (folder, *folder.rglob("*")):
        assert path.stat().st_mode & 0o077 == 0, path
    folder.chmod(0o755)
    Jobs(folder, workers=0, work="pretend_district")
    assert folder.stat().st_mode & 0o777 == 0o700, "a folder of an earlier version is closed"


def test_old_jobs_and_what_killed_processes_left_are_tidied(door, tmp_path):
    jobs = door(workers=0)
    old, new, active = (jobs.submit(ask("one", reps=1, seed=seed), "anna") for seed in (1, 2, 3))
    jobs.cancel(old)
    jobs.cancel(new)
    with closing(sqlite3.connect(jobs.store.path)) as db:
        db.execute("UPDATE job SET created = created - 1e8 WHERE id IN (?, ?)", (old, active))
        db.commit()
    jobs = door(workers=0)
    assert [one.job for one in jobs.recent()] == [new, active] and not jobs.store.tasks(old)
    jobs.store.prune(most=1)
    assert jobs.progress(active) is not None, "what is still to be done is never forgotten"
    torn = jobs.runs.folder / "ab" / ".abcd-1.tmp"
    torn.parent.mkdir()
    torn.write_bytes(b"half")
    jobs.runs.tidy()
    assert torn.exists(), "somebody may be writing it now"
    os.utime(torn, (0, 0))
    jobs.runs.tidy()
    assert not torn.exists()


def test_what_grows_while_a_server_stays_up_is_tidied_whenever_a_worker_starts(door, tmp_path, monkeypatch):
    """Ended jobs, queues set aside long ago, and halves of drafts, without anybody starting the server anew."""
    jobs = door(workers=0)
    old = jobs.submit(ask("one", reps=1), "anna")
    jobs.cancel(old)
    with closing(sqlite3.connect(jobs.store.path)) as db:
        db.execute("UPDATE job SET created = created - 1e8")
        db.commit()
    names = ("jobs-1.damaged-20260101-000000-00.sqlite", "jobs-1.damaged-20260101-000000-00.sqlite-wal")
    long_ago, lately = [jobs.folder / name for name in names], jobs.folder / "jobs-1.damaged-20260201-000000-00.sqlite"
    (jobs.folder / "drafts").mkdir()
    long_ago.append(jobs.folder / "drafts" / "0123456789ab.0123.part")
    for path in (*long_ago, lately):
        path.write_bytes(b"x")
    for path in long_ago:
        os.utime(path, (0, 0))
    command = ["--data", str(jobs.folder), "--work", "pretend_district", "--idle", "0.1"]
    with subprocess.Popen([sys.executable, "-m", "shapan.app.jobs.worker", *command], stdin=subprocess.PIPE) as worker:
        assert worker.wait(timeout=60) == 0
    assert jobs.store.job(old) is None
    assert not any(path.exists() for path in long_ago) and lately.exists()


def test_a_word_in_place_of_a_number_of_workers_is_no_number(monkeypatch, caplog):
    for said, size in (("3", 3), ("0", 1), ("", cores()), ("x", cores()), ("-2", cores()), ("9" * 5000, cores())):
        monkeypatch.setenv("SHAPAN_WORKERS", said)
        assert usual_size() == size
    assert "SHAPAN_WORKERS='x'" in caplog.text


def test_workers_without_a_page_finish_what_was_asked_and_leave_when_told(door, tmp_path):
    page = door(workers=0)  # a page that simulates nothing itself
    job = page.submit(ask("a", "b"), "somebody")
    command = [sys.executable, "-m", "shapan.app.jobs.standing", str(os.getpid()), str(tmp_path / "data"), "1"]
    process = subprocess.Popen([*command, "pretend_district"])
    try:
        until(lambda: page.progress(job).state == "done", 60)
        assert page.progress(job).finished == 4
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
