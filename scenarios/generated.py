"""A page of the documentation made by a command: into the file named after it, else printed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path


def write_or_print(page: Callable[[], str]) -> None:
    """Write a page into the file typed after the command; without one print it, as UTF-8 whatever the terminal is."""
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(page(), encoding="utf-8")
        return
    sys.stdout.buffer.write(page().encode("utf-8"))
