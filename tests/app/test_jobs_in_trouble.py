"""Full disks, workers that cannot start and damaged files: jobs go on as soon as they can, or say why they ended."""

import errno
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing

import pytest

from shapan.app.jobs.jobs import Jobs
from shapan.app.jobs.worker import Worker
from shapan.app.jobs.worker_pool import WorkerPool, usual_size
from shapan.experiments.runs.cores import cores

from .conftest import ask, lines, until


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
    job = jobs.submit(ask("long", reps=2, days=100), "anna")
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
    jobs = Jobs(tmp_path / "data", workers=0, work="pretend_district")
    job = jobs.submit(ask("long", reps=1, days=300), "anna")
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
    first = healthy.submit(ask("long", reps=2, days=400), "anna")
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


def test_a_word_in_place_of_a_number_of_workers_is_no_number(monkeypatch, caplog):
    for said, size in (("3", 3), ("0", 1), ("", cores()), ("x", cores()), ("-2", cores())):
        monkeypatch.setenv("SHAPAN_WORKERS", said)
        assert usual_size() == size
    assert "SHAPAN_WORKERS='x'" in caplog.text
