"""Only files are read, and never more of them than they may hold."""

from __future__ import annotations

import os
import socket
import threading
from pathlib import Path

import pytest

from shapan.experiments.votes import pabulib_read
from shapan.experiments.votes.faults import PbFault
from shapan.scenarios import reading
from shapan.scenarios.faults import InputFault
from shapan.scenarios.library import check_file

posix = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a thing of POSIX systems")


def within(seconds, call, *arguments):
    """What a call returns or raises, unless it never ends."""
    found: list[object] = []

    def go():
        try:
            found.append(call(*arguments))
        except Exception as fault:
            found.append(fault)

    thread = threading.Thread(target=go, daemon=True)
    thread.start()
    thread.join(seconds)
    assert found, f"{arguments} is still being read after {seconds} s"
    return found[0]


@pytest.fixture(params=["pipe", "socket", "device"])
def special(request, tmp_path, monkeypatch):
    """Something that is no file."""
    if request.param == "device":
        yield "/dev/null" if not Path("/dev/zero").exists() else "/dev/zero"
    elif request.param == "pipe":
        os.mkfifo(tmp_path / "pipe.toml")
        yield str(tmp_path / "pipe.toml")
    else:
        monkeypatch.chdir(tmp_path)  # names of sockets are short
        with socket.socket(socket.AF_UNIX) as one:
            one.bind("socket.toml")
            yield str(tmp_path / "socket.toml")


@posix
def test_what_is_no_file_is_refused_at_once(special, monkeypatch):
    monkeypatch.setattr(reading, "LARGEST_BYTES", 1000)  # where devices are read after all, not all memory is spent
    fault = within(20, reading.read_bytes, special)
    assert isinstance(fault, InputFault) and str(fault) == f"{special}: is a device or a pipe, not a file"
    assert "设备" in fault.text("zh")
    assert [str(one) for one in within(20, check_file, special)] == [str(fault)]


@posix
def test_votes_are_read_from_files_only(special, monkeypatch):
    monkeypatch.setattr(pabulib_read, "MOST_BYTES", 1000)
    fault = within(20, pabulib_read.read, special)
    assert isinstance(fault, PbFault) and str(fault) == f"{special}: is a device or a pipe, not a file"


def test_no_more_is_read_than_a_file_may_hold(tmp_path, monkeypatch):
    (tmp_path / "large").write_bytes(b"x" * 50)
    assert reading.regular_bytes(tmp_path / "large", 10) == b"x" * 10
    monkeypatch.setattr(reading, "LARGEST_BYTES", 49)
    monkeypatch.setattr(pabulib_read, "MOST_BYTES", 49)
    with pytest.raises(InputFault, match=r"too large for a scenario file \(50 bytes\)"):
        reading.read_bytes(tmp_path / "large")
    with pytest.raises(PbFault, match="is larger than 0 MB"):
        pabulib_read.read(tmp_path / "large")


@pytest.mark.parametrize("name", ["nothing.toml", "file/below", "a\0b"])
def test_what_is_not_there_is_said_to_be_missing(tmp_path, name):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(InputFault, match="there is no such file"):
        reading.read_bytes(tmp_path / name)
    with pytest.raises(PbFault, match=r"there is no such file|cannot be read"):
        pabulib_read.read(tmp_path / name)


def test_a_folder_is_called_a_folder(tmp_path):
    with pytest.raises(InputFault, match="is a folder"):
        reading.read_bytes(tmp_path)
    with pytest.raises(PbFault, match="is a folder"):
        pabulib_read.read(tmp_path)
