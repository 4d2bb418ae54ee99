"""A result is of the sources that made it, also where they change while somebody works."""

import sqlite3
import sys
import time
from contextlib import closing

import pytest

from shapan.app.jobs.worker import Worker

from .conftest import ask, lines, until


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
    request = ask("one", reps=3, days=100)
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
    told = jobs.progress(job)
    assert (told.state, told.error, told.request) == ("failed", "job.updated|", ask("one", reps=1))
    again = jobs.submit(told.request, "anna")
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
