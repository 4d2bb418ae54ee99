"""A damaged queue is set aside once, whoever meets the damage, and nothing asked for afterwards is lost with it."""

import json
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing

import pytest

from shapan.app.jobs import healing
from shapan.app.jobs.healing import damaged_lately, heal, in_use, is_damaged, is_sound
from shapan.app.jobs.store import Asked, JobStore

ORIGINAL = Asked("anna", "ORIGINAL REQUEST " * 50, "k" * 32, "build")
LATER = Asked("anna", "asked later", "l" * 32, "build")
RUN = [(0, 1, "r" * 32, False)]

MEETING = """
import json, sqlite3, sys, threading, time
from pathlib import Path
from shapan.app.jobs.store import JobStore, Asked
store = JobStore.__new__(JobStore)  # a server that has been at work since before the damage
store.path, store.heals = Path(sys.argv[1]), True
added, faults, end = [], [], time.monotonic() + 2
def meet():
    while time.monotonic() < end:
        try:
            store.recent(3)
            added.append(store.add(Asked("anna", "asked later", "l" * 32, "build"), [(0, 1, "r" * 32, False)]))
        except sqlite3.Error as fault:
            faults.append(str(fault))
        time.sleep(0.02)
threads = [threading.Thread(target=meet) for _ in range(6)]
[one.start() for one in threads]
[one.join() for one in threads]
print(json.dumps([added, sorted(set(faults))]))
"""


@pytest.fixture
def damaged(tmp_path):
    """A queue with jobs in it, whose beginning has been written over; with what it held."""
    store = JobStore(tmp_path, heal=True)
    for _ in range(60):
        store.add(ORIGINAL, RUN)
    with closing(sqlite3.connect(store.path)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with store.path.open("r+b") as file:
        file.write(b"garbage garbage garbage!")
    return store


def asides(store):
    return sorted(store.path.parent.glob("*.damaged-*.sqlite"))


def test_many_servers_and_threads_set_a_damaged_queue_aside_once(damaged):
    content = damaged.path.read_bytes()
    command = [sys.executable, "-c", MEETING, str(damaged.path)]
    servers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    rows = [server.communicate(timeout=60)[0] for server in servers]
    assert [server.returncode for server in servers] == [0, 0], "no process may die of a file renamed under it"
    assert [one.read_bytes() for one in asides(damaged)] == [content]
    for added, faults in map(json.loads, rows):
        assert added and all(damaged.job(job) is not None for job in added), "what was asked since is not lost"
        assert set(faults) <= {"file is not a database"}


def test_what_others_have_mended_is_left_alone(damaged):
    assert heal(damaged.path) == asides(damaged)[0]
    job = damaged.add(LATER, RUN)
    assert heal(damaged.path) is None and damaged.job(job) is not None and len(asides(damaged)) == 1


def test_two_queues_damaged_in_one_second_lie_beside_each_other(damaged, monkeypatch):
    monkeypatch.setattr(healing.time, "strftime", lambda _: "20260101-120000")
    contents = []
    for number in range(3):
        damaged.path.write_bytes(b"nothing of the kind %d" % number * 100)
        contents.append(damaged.path.read_bytes())
        heal(damaged.path)
    assert [one.read_bytes() for one in asides(damaged)] == contents
    assert damaged_lately(damaged.path) == asides(damaged)[-1]


def test_tables_about_to_be_made_are_no_damage(tmp_path):
    assert not is_damaged(sqlite3.OperationalError("no such table: job"))
    sqlite3.connect(tmp_path / "jobs-1.sqlite").close()
    store = JobStore(tmp_path, heal=True)
    store.path.unlink()  # somebody removed it; SQLite makes an empty one
    with pytest.raises(sqlite3.OperationalError):
        store.recent(1)
    assert not asides(store)
    assert JobStore(tmp_path, heal=True).recent(1) == [] and not asides(store)


def test_a_queue_of_other_columns_is_none_of_ours(tmp_path):
    with closing(sqlite3.connect(tmp_path / "jobs-1.sqlite")) as db:
        db.execute("CREATE TABLE job (number INTEGER)")
        db.commit()
    assert not is_sound(tmp_path / "jobs-1.sqlite")
    store = JobStore(tmp_path, heal=True)
    assert len(asides(store)) == 1 and store.job(store.add(LATER, RUN)) is not None


def test_a_queue_stays_where_it_is_while_anybody_has_it_open(damaged):
    done = []
    with in_use(damaged.path):
        mending = threading.Thread(target=lambda: done.append(heal(damaged.path)))
        mending.start()
        time.sleep(0.3)
        assert not done and not asides(damaged)
    mending.join(10)
    assert done == asides(damaged)
