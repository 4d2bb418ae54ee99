"""What leaves by standard output and standard error: objects for programs, lines for people."""

from __future__ import annotations

import contextlib
import json
import math
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from .plain import plain


def print_json(value: Any, **how: Any) -> None:
    """One object in letters that every console and every pipe lets through unchanged; what no number says is null."""
    print(json.dumps(_known(value), ensure_ascii=True, allow_nan=False, **how))


def _known(thing: Any) -> Any:
    """The same with None in place of figures that are no numbers: a share of nothing must not cost all the rest."""
    if isinstance(thing, float):
        return thing if math.isfinite(thing) else None
    if isinstance(thing, Mapping):
        return {key: _known(value) for key, value in thing.items()}
    return [_known(value) for value in thing] if isinstance(thing, list | tuple) else thing


def say_aside(text: str) -> None:
    """One line to the person beside the results; never among them, even where standard error is closed."""
    print(plain(text), file=sys.stderr)


def open_streams(typed: Sequence[str]) -> None:
    """Make the three streams fit to write to, whatever was closed (`>&-`) and whatever the console can show.

    A console that cannot show a letter shows a question mark instead of an error. What programs read is UTF-8 always.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:  # the lowest free number is taken, which is the one that was closed
            setattr(sys, name, open(os.devnull, "w" if number else "r", encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(errors="replace")
    if "--json" in typed or "schema" in typed[:1]:
        with contextlib.suppress(AttributeError, ValueError):
            sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
