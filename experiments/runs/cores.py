"""How many runs this process may make at once."""

from __future__ import annotations

import os


def cores() -> int:
    """How many cores this process may use."""
    try:
        return max(1, len(os.sched_getaffinity(0)))
    except AttributeError:  # not on Windows and macOS
        return os.cpu_count() or 1
