"""Locks keep others out on POSIX systems, and by Windows' way of locking, of which a stand-in makes real locks here."""

import os
import struct
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from types import SimpleNamespace

import pytest

from shapan.experiments.runs import locking
from shapan.experiments.runs.locking import MOST_SHARING, Busy, NoLocks, lock
from shapan.experiments.runs.refusing import Refused
from shapan.experiments.runs.store import LOCK, Folder
from shapan.experiments.studies.status import _held

fcntl = pytest.importorskip("fcntl", reason="the stand-in is made of Linux's locks")
OWNED_BY_THE_OPEN_FILE = getattr(fcntl, "F_OFD_SETLK", None)


def like_windows(file, mode, count):
    """`msvcrt.locking` as it is told: bytes from where the file stands, one owner an open file, PermissionError."""
    assert mode == "at once"
    asked = struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_CUR, 0, count, 0)
    try:
        fcntl.fcntl(file, OWNED_BY_THE_OPEN_FILE, asked)
    except BlockingIOError as fault:
        raise PermissionError(13, "Permission denied") from fault


@pytest.fixture(params=["posix", "windows"])
def system(request, monkeypatch):
    if request.param == "windows":
        if OWNED_BY_THE_OPEN_FILE is None:
            pytest.skip("no locks that belong to an open file")
        monkeypatch.setattr(locking, "fcntl", None)
        monkeypatch.setattr(locking, "msvcrt", SimpleNamespace(locking=like_windows, LK_NBLCK="at once"))
    return request.param


@contextmanager
def opened(path, how="ab"):
    """A lock file as the rooms open it; a file locked by a handle open for reading only is no matter of Windows'."""
    with open(path, how) as file:
        yield file.fileno()


def test_one_alone_or_many_together(system, tmp_path):
    path = tmp_path / "lock"
    with opened(path) as first, opened(path) as second:
        lock(first)
        for alone in (True, False):
            with pytest.raises(Busy):
                lock(second, alone)
        assert os.fstat(first).st_size == 0, "the bytes locked need not exist"
    with opened(path) as first, opened(path) as second, opened(path) as third:
        lock(first, alone=False)
        lock(second, alone=False)
        with pytest.raises(Busy):
            lock(third)
    with opened(path) as last:
        lock(last)


def test_more_than_may_share_are_told_that_it_is_busy(tmp_path, monkeypatch):
    if OWNED_BY_THE_OPEN_FILE is None:
        pytest.skip("no locks that belong to an open file")
    monkeypatch.setattr(locking, "fcntl", None)
    monkeypatch.setattr(locking, "msvcrt", SimpleNamespace(locking=like_windows, LK_NBLCK="at once"))
    with ExitStack() as open_ones:
        for _ in range(MOST_SHARING):
            lock(open_ones.enter_context(opened(tmp_path / "lock")), alone=False)
        with opened(tmp_path / "lock") as one_more, pytest.raises(Busy):
            lock(one_more, alone=False)


def test_a_lock_goes_with_its_process(tmp_path):
    path = tmp_path / "lock"
    code = f"""import os
from shapan.experiments.runs.locking import lock
lock(os.open({str(path)!r}, os.O_RDWR | os.O_CREAT))
print(1, flush=True)
input()"""
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout.readline().strip() == b"1"
        with opened(path) as mine, pytest.raises(Busy):
            lock(mine)
        other.kill()
    with opened(path) as mine:
        lock(mine)


def test_where_there_are_no_locks_it_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(locking, "fcntl", None)
    monkeypatch.setattr(locking, "msvcrt", None)
    with opened(tmp_path / "lock") as file, pytest.raises(NoLocks):
        lock(file)


def test_a_folder_of_results_has_one_owner(system, tmp_path):
    first, second = Folder(tmp_path / "out"), Folder(tmp_path / "out")
    first.open_for_writing()
    assert _locked(system, first)
    with pytest.raises(Refused) as raised:
        second.hold()
    assert raised.value.phrase == "refused.out_busy"
    first.let_go()
    assert not _locked(system, first)
    second.hold()


def _locked(system, folder):
    """What `shapan study status` sees; Linux locks bytes for writing only in files open for writing, Windows in any."""
    if system == "windows":
        with opened(folder.parts / LOCK) as probe:
            try:
                lock(probe, alone=False)
            except Busy:
                return True
            return False
    return _held(folder.path)
