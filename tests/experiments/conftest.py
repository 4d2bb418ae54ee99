"""A small district for the tests of experiments: real, but over in a blink."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from shapan.experiments.cli import again, making
from shapan.experiments.evidence import stored_runs, twins
from shapan.experiments.runs import runner, store
from shapan.scenarios.library import load
from support.made_once import share_runs

DAYS, WARMUP = 40, 10


@pytest.fixture(scope="module", autouse=True)
def runs_stay_in_this_process():
    """Where nobody asks for workers there are none: starting two of them takes longer than most runs of these tests."""
    with pytest.MonkeyPatch.context() as patched:
        for room in (making, again, runner, stored_runs, twins):
            patched.setattr(room, "cores", lambda: 1)
        yield


@pytest.fixture(scope="module")
def runs_made_once():
    """For modules about what is said, written or lost of a run: commands that ask for the same run share it.

    Those about runs that come out the same again make every run themselves.
    """
    with pytest.MonkeyPatch.context() as patched:
        share_runs(patched)
        yield


@pytest.fixture(scope="session")
def town():
    return load("status_quo").with_place("training_town")


@pytest.fixture(scope="session")
def fewer_forms(town):
    return town.set("staff.admin_share", 0.2)


@pytest.fixture
def typed():
    """Start `shapan` as somebody types it: it hears Ctrl-C even where this shell does not, and never stays behind."""
    started = []

    def shell(*words: str, **more):
        heard = None if sys.platform == "win32" else _hear_every_signal
        process = subprocess.Popen([sys.executable, "-m", "shapan", *words], text=True, preexec_fn=heard, **more)
        started.append(process)
        return process

    yield shell
    for process in started:
        if process.poll() is None:
            process.kill()
            process.communicate()


def _hear_every_signal():
    for name in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        signal.signal(name, signal.SIG_DFL)


@pytest.fixture(scope="session")
def killed_after():
    """Patch the store so that the process dies while it writes the tables of a later run: nothing is tidied after."""

    def patch(patched: pytest.MonkeyPatch, runs: int) -> None:
        written, write_part = [], store.write_part

        def write(folder, done, run):
            if len(written) == runs:
                raise SystemExit(137)
            write_part(folder, done, run)
            written.append(done.task.seed)

        patched.setattr(store, "write_part", write)
        patched.setattr(store.Folder, "close", lambda *_: [])

    return patch
