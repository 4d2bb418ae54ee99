"""The data folder is shown, copied whole and cleared, and nothing is taken from under a worker."""

import sqlite3
import time
import zipfile
from contextlib import closing

import pytest

from shapan.app.jobs.store import Asked, JobStore
from shapan.experiments.cli import main
from shapan.experiments.machine.own_data import QUEUE, kept


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A data folder with one job, two finished runs and a finding."""
    folder = tmp_path / "data"
    folder.mkdir()
    store = JobStore(folder)
    store.add(Asked("somebody", "{}", "key", "build"), [(0, 1, "run", False)])
    assert store.path.name == QUEUE
    for name, size in (("runs/a", 3000), ("runs/b", 2000), ("results/c", 500)):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"x" * size)
    monkeypatch.setenv("SHAPAN_DATA", str(folder))
    return folder


def names(folder):
    return {one.name for one in kept(folder)}


def test_what_is_kept_is_counted_the_biggest_first(folder):
    found = {one.name: (one.files, one.bytes) for one in kept(folder)}
    assert found["runs"] == (2, 5000) and found["results"] == (1, 500)
    sizes = [one.bytes for one in kept(folder)]
    assert sizes == sorted(sizes, reverse=True)


def test_a_copy_holds_the_queue_as_of_now_and_every_file(folder, tmp_path, capsys):
    out = tmp_path / "copy.zip"
    with closing(sqlite3.connect(folder / QUEUE)) as db:  # what is only in the log of changes counts
        db.execute("UPDATE job SET request = 'changed'")
        db.commit()
        assert main(["doctor", "--backup", str(out), "--lang", "en"]) == 0
    assert str(out) in capsys.readouterr().out
    again = tmp_path / "again"
    with zipfile.ZipFile(out) as archive:
        archive.extractall(again)
    assert (again / "runs/a").read_bytes() == b"x" * 3000 and (again / "results/c").exists()
    with closing(sqlite3.connect(again / QUEUE)) as db:
        assert db.execute("SELECT request FROM job").fetchall() == [("changed",)]
    assert out.stat().st_mode & 0o077 == 0 and not list(tmp_path.glob("*.part"))


def test_a_copy_that_cannot_be_written_is_told_in_one_line(folder, capsys):
    assert main(["doctor", "--backup", str(folder / "no" / "copy.zip"), "--lang", "en"]) == 2
    assert "copy.zip" in capsys.readouterr().err


def test_clearing_asks_first(folder, capsys):
    assert main(["doctor", "--clear", "runs", "--lang", "en"]) == 2
    assert "--yes" in capsys.readouterr().err and "runs" in names(folder)


def test_runs_can_go_and_what_was_asked_or_made_by_hand_stays(folder):
    by_hand = ("drafts", "scenarios", "shares", "lessons")
    for name in ("fates", *by_hand):
        (folder / name).mkdir()
        (folder / name / "one").write_bytes(b"x")
    assert main(["doctor", "--clear", "runs", "--yes"]) == 0
    assert names(folder) - {"jobs-1.lock"} == {"results", QUEUE, *by_hand}  # fates are parts of runs


def test_everything_can_go(folder):
    assert main(["doctor", "--clear", "everything", "--yes"]) == 0
    assert list(folder.iterdir()) == []


def test_nothing_goes_while_a_worker_is_at_work(folder, capsys):
    with closing(sqlite3.connect(folder / QUEUE)) as db:
        db.execute("UPDATE task SET state = 'running', beat = ? WHERE number = 0", (time.time(),))
        db.commit()
    assert main(["doctor", "--clear", "everything", "--yes", "--lang", "en"]) == 2
    assert "at work" in capsys.readouterr().err and {"runs", QUEUE} <= names(folder)


def test_another_word_is_told_with_the_nearest(capsys):
    assert main(["doctor", "--clear", "run", "--lang", "en"]) == 2
    assert "runs, everything; nearest runs" in capsys.readouterr().err
