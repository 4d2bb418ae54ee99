"""Locks on files that a process holds until it lets go or ends, however it ends; on POSIX systems and on Windows.

POSIX systems have `flock`. Windows knows locks of single bytes (`msvcrt.locking`) that one alone may hold; a lock that
many share is made of them: each of those who share takes one byte of a row, and whoever wants the file alone takes the
whole row. Both let go when the file is closed.
"""

from __future__ import annotations

import os
from contextlib import suppress

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]
try:
    import msvcrt
except ImportError:  # everybody else
    msvcrt = None  # type: ignore[assignment]

MOST_SHARING = 256
"""So many may share a lock on Windows; one more is told that it is busy."""


class Busy(OSError):
    """Somebody else holds it."""


class NoLocks(OSError):
    """Neither this system nor this file system has locks, so nobody can be kept out."""


def lock(file: int, alone: bool = True) -> None:
    """Take a lock at once or not at all.

    Args:
        file: Number of an open file; closing it lets go.
        alone: Nobody else may hold it; else others may share it.

    Raises:
        Busy: Somebody holds it who does not share.
        NoLocks: There are none here.
    """
    if fcntl is not None:
        _posix(file, alone)
    elif msvcrt is not None:
        _windows(file, alone)
    else:
        raise NoLocks("this system has no locks")


def _posix(file: int, alone: bool) -> None:
    try:
        fcntl.flock(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError as fault:
        raise Busy(str(fault)) from fault
    except OSError as fault:
        raise NoLocks(str(fault)) from fault


def _windows(file: int, alone: bool) -> None:
    """Bytes are locked from where the file stands; they need not exist."""
    if alone:
        _bytes(file, 0, MOST_SHARING)
        return
    first = int.from_bytes(os.urandom(2), "big")  # so that sharers seldom meet at the same byte
    for step in range(MOST_SHARING):
        with suppress(Busy):
            _bytes(file, (first + step) % MOST_SHARING, 1)
            return
    raise Busy("held alone, or by as many as may share it")


def _bytes(file: int, first: int, count: int) -> None:
    stood = os.lseek(file, 0, os.SEEK_CUR)
    os.lseek(file, first, os.SEEK_SET)
    try:
        msvcrt.locking(file, msvcrt.LK_NBLCK, count)
    except PermissionError as fault:  # EACCES: somebody holds one of these bytes
        raise Busy(str(fault)) from fault
    except OSError as fault:
        raise NoLocks(str(fault)) from fault
    finally:
        os.lseek(file, stood, os.SEEK_SET)
