"""The page on a data folder of its own, with workers that end with the tests."""

import time
from pathlib import Path

import pytest

from shapan.app.jobs.jobs import Jobs
from shapan.app.jobs.request import Column, Request

HERE = Path(__file__).parent
ENTRY = str(Path(__file__).parents[2] / "app" / "main.py")


@pytest.fixture(scope="module")
def own_jobs(tmp_path_factory):
    """The page's jobs on an empty folder, shared by the tests of one file, since workers take seconds to start."""
    from shapan.app.jobs.handle import jobs

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHAPAN_DATA", str(tmp_path_factory.mktemp("data")))
        patch.setenv("SHAPAN_WORKERS", "1")
        patch.setattr("shapan.app.jobs.handle.at_the_machine", lambda: True)  # as `shapan app` without --lan
        jobs.clear()
        yield jobs
        jobs().stop()
        jobs.clear()


def letters(text):
    """What a reader sees of text that markdown shows letter by letter."""
    return text.replace("\u2060", "").replace("\\", "")


def keyed(widgets, *parts):
    """The widget whose key has all these parts; which object it edits is one more part, known to the page alone."""
    return next(widget for widget in widgets if set(parts) <= set(str(widget.key).split(":")))


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
